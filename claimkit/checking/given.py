"""Whom an article gives the words in its marks to: `“…,” Peter Holm said`, `said Mayor Calder: “…”`, and
in the next sentence `“…,” he said`."""

from __future__ import annotations

from collections.abc import Sequence

from claimkit.checking import speakers
from claimkit.checking.atoms import find_atoms
from claimkit.checking.passages import Placed
from claimkit.english import lexicon
from claimkit.english.names import is_title
from claimkit.wording import relations
from claimkit.wording.word_tokens import WordToken

# Set by hand.
_NEAR = 12  # words before or behind the quoted ones in which their speaker is looked for
_APPOSITION = 8  # words from a name to its verb: `Peter Holm, who has run the harbour for years, said`

_PRONOUNS = frozenset({"i", "we", "you", "he", "she", "they", "it", "who"})


def given_to(placed: Placed, speaker: str | None) -> str | None:
    """The name beside the verb of saying; for `she said`, that of who speaks in the sentence before, unless `speaker`
    is named there. None where there is none."""
    if not placed.ranges:
        return None
    (start, _), (_, end) = placed.ranges[0], placed.ranges[-1]
    if start >= end:
        return None
    text, said = placed.passage.text, placed.said
    trail = find_atoms(text[said[end - 1].end :])[:_NEAR]
    lead = find_atoms(text[: said[start].start])[-_NEAR:]
    before = find_atoms(placed.passage.before)
    by_pronoun = [word.key for word in trail[:1]] in (["he"], ["she"])
    own = speakers.name_of(speaker)
    if by_pronoun and own is not None and not {word.key for word in before} & set(own.words):
        return _speaker_of(before)
    return _speaker_of(trail) or _speaker_of(lead)


def _speaker_of(run: Sequence[WordToken]) -> str | None:
    verbs = relations.standard_words("checking", "saying")
    at = next((at for at, word in enumerate(run) if relations.is_form(word.key, verbs)), None)
    if at is None:
        return None
    before = run[max(0, at - _APPOSITION) : at]
    if any(word.key in _PRONOUNS - {"who"} for word in before):
        return None
    return _first_name(before) or _name_at(run, at + 1)


def _first_name(run: Sequence[WordToken]) -> str | None:
    return next((name for at in range(len(run)) if (name := _name_at(run, at))), None)


def _name_at(run: Sequence[WordToken], at: int) -> str | None:
    """The name that begins at a word, with the titles before it."""
    end = at
    while end < len(run) and run[end].surface[:1].isupper():
        end += 1
    words = [word.surface for word in run[at:end]]
    named = [word for word in run[at:end] if not is_title(word.key) and word.key not in lexicon.common_words()]
    first = run[at] if at < len(run) else None
    common = first is not None and first.key in lexicon.common_words() and not is_title(first.key)
    return " ".join(dict.fromkeys(words)) if named and not common else None
