"""Remarks that leave open what was just said, between commas or as a sentence of their own: `that is my guess`."""

from __future__ import annotations

from collections.abc import Callable

from claimkit.checking.restrictions.hedge_words import (
    BE,
    SPEAKER,
    Words,
    all_hedges,
    denies,
    disclaims,
    helpers,
    is_firm,
    is_form,
    may,
    phrases,
    without_hearer,
)
from claimkit.english import lexicon

_REMARK = 7  # words of the longest remark; set by hand
_MIGHT = frozenset({"would", "may", "might", "could"})


def remarks(words: Words) -> bool:
    """Whether a short remark says that it is only thought, heard or hoped: `that is my guess`, `I am not sure`."""
    if words and words[0] in ("but", "and", "though", "although", "yet"):
        words = words[1:]
    if not words or len(words) > _REMARK or is_firm(words):
        return False
    return all_hedges(words) or any(rule(words) for rule in _REMARKS)


def _comments(words: Words) -> bool:
    """`I suppose`, `it would seem`, `one hopes`, `people say`, `they tell me`."""
    told = without_hearer(words)
    if told and told[-1] in ("so", "not", "like"):  # `I think so`, `I suppose not`
        told = told[:-1]
    while told and told[0] in phrases("links") | {"at", "least"}:
        told = told[1:]
    subject = 2 if told[:1] and told[0] in phrases("determiners") else 1
    middle = told[subject:-1]
    if len(told) <= subject or not all(_stands_before_verb(word) for word in middle):
        return False
    last = told[-1]
    if told[0] in SPEAKER:
        certain = last in phrases("cautious_verbs") and not _MIGHT.isdisjoint(middle)
        feels = last in phrases("adjectives") and not BE.isdisjoint(middle)
        return certain or is_form(last, "verbs") or feels
    if told[0] == "you":
        return not _MIGHT.isdisjoint(middle) and is_form(last, "cautious_verbs")
    if told[0] == "it":
        return is_form(last, "evidential") or last in phrases("adjectives")
    sayers = phrases("sayers") | {"one", "they", "who"}
    if told[subject - 1] in sayers or told[0] in ("my", "our"):
        return is_form(last, "says") or is_form(last, "verbs") or is_form(last, "told")
    return told[0] in phrases("subjects") and is_form(last, "says")


def _stands_before_verb(word: str) -> bool:
    helping = word in helpers() or word in phrases("passed") or word in {"would", "should", "can", "used", "to"}
    return helping or word.endswith("ly") or word == "like"


def _opinion_of(words: Words) -> bool:
    """`that is my guess`, `is the hope`, `that is what I have heard`, `my guess is`."""
    if words[0] in phrases("determiners") and words[-1] in BE:
        return len(words) <= 4 and words[-2] in phrases("opinions")
    cleft = words[0] in phrases("clefts") and words[1:2] and words[1] in BE
    rest = words[2:] if cleft else words[1:]
    if not rest or not (cleft or words[0] in BE):
        return False
    if rest[-1] in phrases("opinions"):
        return not denies(rest) and all(
            word in phrases("small_words") or word in phrases("determiners") or word in phrases("passed")
            for word in rest[:-1]
        )
    if "what" not in rest[:2] or denies(rest):
        return False
    told = without_hearer(rest)
    if "it" in told or not phrases("documents").isdisjoint(told):
        return False
    mine = not SPEAKER.isdisjoint(told)
    return is_form(told[-1], "verbs") or (is_form(told[-1], "says") and (not mine or told[-2] in BE))


def _unsure_remark(words: Words) -> bool:
    """`I am not sure`, `nobody knows`, `I could be wrong`, `do not hold me to it`."""
    if words[:2] == ["do", "not"] or words[0] in ("correct", "blame"):
        return disclaims(words)
    if words[0] not in phrases("subjects") | phrases("nobody") | {"no"}:
        return False
    if words[-1] in ("though", "yet", "it", "you", "that"):
        words = words[:-1]
    if words[-1:] and words[-1] in ("to", "about"):
        words = words[:-1]
    if len(words) < 2 or words[0] in ("he", "she", "they", "who", "you"):
        return False
    last = words[-1]
    if denies(words[:-1]):
        able = last == "know" or not {"can", "could", "would"}.isdisjoint(words)
        return last in phrases("certain") or (able and is_form(last, "certain_verbs"))
    if last in ("early", "soon"):
        return "too" in words
    if last in ("wrong", "mistaken") and not (words[0] in SPEAKER and may(words)):
        return False
    unsure = last in phrases("doubts") or last in phrases("adjectives")
    return unsure and (may(words[1:3]) or not BE.isdisjoint(words[1:3]) or words[0] == "no")


def is_unsure_of(words: Words) -> bool:
    """Whether the speaker says so of what comes next: `I may be wrong about this`, `I am only guessing`."""
    while words and words[-1] in ("here", "now", "this", "that", "it", "about", "yet", "though"):
        words = words[:-1]
    certain = len(words) > 2 and (words[-1] in phrases("certain") or words[-1] in phrases("doubts"))
    return certain and _unsure_remark(words)


def asks_back(words: Words) -> bool:
    """A tag: `isn't it`, `wouldn't you say`, `or will it`, `no`."""
    if words == ["no"]:
        return True
    rest = words[1:] if words[0] == "or" else words
    if len(rest) < 2 or rest[0] not in helpers() | {"can", "would", "should", "could", "do"}:
        return False
    tail = [word for word in rest[1:] if word != "not"]
    pronouns = lexicon.words("checking", "subjects")
    return (
        bool(tail)
        and tail[0] in pronouns
        and (len(tail) == 1 or is_form(tail[1], "cautious_verbs") or tail[1] == "agree")
    )


_REMARKS: tuple[Callable[[Words], bool], ...] = (_comments, _opinion_of, _unsure_remark)
