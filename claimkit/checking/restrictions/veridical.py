"""Frames whose clause the speaker does not say is so: `it is a myth that …`, `the plan was that …`, `in the film …`.

The opposite of factive frames (`I know that`, `it is tragic that`), after Kiparsky and Kiparsky (1970) and Karttunen
(1971): nouns of falsehood and of plans, verbs of pretending, what would be said, and words that nobody says.
"""

from __future__ import annotations

from collections.abc import Callable

from claimkit.checking.restrictions.hedge_words import BE, SPEAKER, Words, is_firm, is_form, phrases
from claimkit.english import lexicon
from claimkit.wording import relations

# Set by hand.
_REACH = 7  # words before the quoted ones in which such a noun is looked for
_LONGEST = 16  # words of such a frame
_SAYING = frozenset({"say", "suggest", "claim", "think", "argue", "pretend", "imply", "believe", "conclude", "assume"})
_NOBODY = frozenset({"nobody", "none", "no", "few", "hardly", "who"})


def is_not_so(words: Words, comma: bool) -> bool:
    """Whether words before the quoted ones, or the last clause of them, do not say that these are so."""
    if not 0 < len(words) <= _LONGEST or is_firm(words):
        return False
    return any(rule(words, comma) for rule in _RULES)


def _without_that(words: Words) -> Words:
    return words[:-1] if words[-1] == "that" else words


def _false(words: Words, comma: bool) -> bool:
    """`it is a lie that`, `it is nonsense to suggest`, `it would be wrong to say that`."""
    told = _without_that(words)
    if comma or len(told) < 2:
        return False
    near = set(told[-_REACH:])
    if told[-1] in _SAYING and "to" in told[-3:-1]:
        return not near.isdisjoint(phrases("false_words") | phrases("absurd_words"))
    return len(told) < len(words) and told[-1] in phrases("false_words") and not BE.isdisjoint(near)


def _planned(words: Words, comma: bool) -> bool:
    """`the plan was that`, `the story they put about is`, `the idea that`."""
    told = _without_that(words)
    if comma or not told or "beyond" in told:
        return False
    nouns = lexicon.words("checking", "versions") | phrases("false_words")
    if told[-1] in BE:
        return not nouns.isdisjoint(told[-_REACH:]) and told[-2:-1] != ["what"]
    listed = told[-1] in nouns | {"idea", "notion", "claim", "suggestion", "fiction"}
    return len(told) < len(words) and listed and told[0] in phrases("determiners") and len(told) <= 3


def _pretended(words: Words, comma: bool) -> bool:
    """`they pretended that`, `we were promised that`, `God forbid that`."""
    told = _without_that(words)
    if comma or len(told) < 2:
        return False
    if is_form(told[-1], "pretending"):
        return True
    return is_form(told[-1], "promised") and told[-2] in BE and len(told) <= _REACH


def _would_be_said(words: Words, comma: bool) -> bool:
    """`I'd give anything to be able to say that`, `years ago I'd have said`."""
    told = _without_that(words)
    if comma or "would" not in told or not (is_form(told[-1], "says") or told[-1] == "you"):
        return False
    wished = "able" in told or told[-2] == "have" or "love" in told or "wish" in told
    return wished and not SPEAKER.isdisjoint(told)


def _nobody_says(words: Words, comma: bool) -> bool:
    """`nobody in their right mind believes`, `no serious person thinks that`, `don't let anyone tell you that`."""
    told = _without_that(words)
    if comma or len(told) < 2:
        return False
    if told[:3] == ["do", "not", "let"] or told[:3] == ["far", "be", "it"]:
        return True
    said = relations.standard_words("checking", "denied_verbs") | _SAYING
    return told[0] in _NOBODY and told[0] != "who" and relations.is_form(told[-1], said)


def _in_fiction(words: Words, comma: bool) -> bool:
    """`in the film`, `in a world where`, `in the minister's imagination`, `according to the minister`."""
    if words[:2] == ["according", "to"]:
        firm = any(" ".join(words).startswith(phrase) for phrase in phrases("sourced_firm"))
        return not firm and len(words) > 2
    if words[0] != "in" or len(words) > _REACH:
        return False
    worlds = lexicon.words("checking", "fictions") | {"imagination", "version", "telling", "dream"}
    return not worlds.isdisjoint(words[1:]) or words[1:3] == ["a", "world"] or words[-1] == "worlds"


_RULES: tuple[Callable[[Words, bool], bool], ...] = (
    _false,
    _planned,
    _pretended,
    _would_be_said,
    _nobody_says,
    _in_fiction,
)
