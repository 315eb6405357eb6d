"""Whether a source gives words as somebody else's: `you said …`, `Calder has called it …`, `his plan for “…”`."""

from __future__ import annotations

from collections.abc import Sequence

from claimkit.checking import speakers
from claimkit.checking.atoms import find_atoms
from claimkit.checking.hunks import starts_phrase
from claimkit.checking.passages import Placed
from claimkit.checking.speakers import Sameness
from claimkit.english import lexicon
from claimkit.english.quotation_marks import find_quoted
from claimkit.wording import relations
from claimkit.wording.word_tokens import WordToken

# Set by hand.
_BEFORE = 40  # words of the sentence before the quoted ones
_AFTER = 6
_BETWEEN = 3  # words between a subject and its verb of saying, or an owner and a noun: `has since repeatedly called`
_BESIDE = 2  # words from a verb of saying to the name after it
_FAR = 12  # words from a name to the verb of saying after it

_PRONOUNS = frozenset({"i", "we", "you", "he", "she", "they", "who"})
_SOMEBODY = frozenset({"he", "she", "they"})
_OWNERS = frozenset({"his", "her", "their"})
_ADVERBS = frozenset({"also", "once", "since", "later", "never", "recently", "himself", "herself", "yourself"})


def is_reported(placed: Placed, speaker: str | None, sameness: Sameness) -> bool:
    """Whether the source gives the quoted words as those of `speaker`, or in marks without saying whose they are."""
    start, end = placed.ranges[0][0], placed.ranges[-1][1]
    if sameness == "same" or start >= end:
        return False
    text, said = placed.passage.text, placed.said
    first, last = said[start].start, said[end - 1].end
    if sameness == "unknown" and _in_marks(placed, first, last):
        return True
    before = find_atoms(placed.passage.before)
    lead = (find_atoms(text[:first]) if text[:first].strip() else before)[-_BEFORE:]
    trail = find_atoms(text[last:])[:_AFTER]
    names = _names(speaker)
    if any(_beside(run, names) or _told(run, names) for run in (lead, trail)):
        return True
    near = (*lead, *trail, *before, *find_atoms(placed.passage.after)[:_AFTER])
    named = any(token.key in names for token in near)
    listed = {
        phrase for run in (lead, trail) for at in range(len(run)) if (phrase := starts_phrase(run[at:], "reports"))
    }
    if named and (listed or any(_told(run, _SOMEBODY, _OWNERS) for run in (lead, trail))):
        return True
    addressed = any(_told(run, frozenset({"you"}), frozenset({"your"})) for run in (lead, trail))
    addressed = addressed or (bool(listed) and any(word.key == "you" for word in lead))
    return addressed and any(speakers.compare(speaker, label) == "same" for label in set(placed.source.labels))


def _in_marks(placed: Placed, first: int, last: int) -> bool:
    """Whether the source has the words in marks, in one pair or, around `she said`, in several."""
    passage = placed.passage
    before = f"{passage.before} "
    whole = f"{before}{passage.text} {passage.after}"
    quoted = find_quoted(whole)
    low, high = len(before) + first, len(before) + last
    if any(opened - 1 <= low and high <= closed + 1 for opened, closed in quoted):
        return True
    inside = [at for at, word in enumerate(placed.said) if first <= word.start < last and not placed.slips[at]]
    places = [(len(before) + placed.said[at].start, len(before) + placed.said[at].end) for at in inside]
    return all(any(opened <= start and end <= closed for opened, closed in quoted) for start, end in places)


def _beside(run: Sequence[WordToken], names: frozenset[str]) -> bool:
    """`Calder said`, `said Calder`, `Calder went on air and said`: the name and its verb, nobody else between."""
    verbs = relations.standard_words("checking", "reporting")
    said = [at for at, word in enumerate(run) if word.key in verbs]
    return any(
        word.key in names and any(-_BESIDE <= verb - at <= _FAR and _alone(run[at + 1 : verb], names) for verb in said)
        for at, word in enumerate(run)
    )


def _alone(between: Sequence[WordToken], names: frozenset[str]) -> bool:
    """Whether nobody else is named who may be the subject."""
    return not any(word.key in _PRONOUNS or (word.surface[:1].isupper() and word.key not in names) for word in between)


def _told(run: Sequence[WordToken], subjects: frozenset[str], owners: frozenset[str] = frozenset()) -> bool:
    """A verb of saying after one of the subjects, or a noun for what is said after one of the owners."""
    for at, word in enumerate(run):
        nearby = run[at + 1 : at + 2 + _BETWEEN]
        if word.key in subjects and _verb_follows(nearby):
            return True
        owned = run[at + 1].key == "'s" if word.key in subjects and at + 1 < len(run) else word.key in owners
        if owned and any(near.key in lexicon.words("checking", "sayings") for near in nearby):
            return True
    return False


def _verb_follows(nearby: Sequence[WordToken]) -> bool:
    """Whether a verb of saying comes before anything but auxiliaries and adverbs."""
    verbs = relations.standard_words("checking", "saying")
    passed = lexicon.words("variants", "auxiliaries") | lexicon.words("variants", "weak_modals") | _ADVERBS
    for word in nearby:
        if relations.is_form(word.key, verbs):
            return True
        if word.key not in passed and not word.key.endswith("ly"):
            return False
    return False


def _names(speaker: str | None) -> frozenset[str]:
    name = speakers.name_of(speaker)
    return frozenset(name.words) if name else frozenset()
