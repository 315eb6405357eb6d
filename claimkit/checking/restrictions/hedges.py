"""Whether words that a quotation lacks leave open what it says: by word classes, and by the clause they make.

Lists hold whole classes of English (data/lexicon/hedges.toml). What they do not hold is told by its frame: a clause of
the speaker's, or of `it`, with the quoted words as its object, an adverbial by which somebody says how they know, a
concession before `but`.
"""

from __future__ import annotations

from collections.abc import Sequence

from claimkit.checking.restrictions.hedge_frames import adverbial, concession, frames_open, partial, protests, sourced
from claimkit.checking.restrictions.hedge_remarks import asks_back, remarks
from claimkit.checking.restrictions.hedge_words import (
    BE,
    OF_SPEAKER,
    Words,
    all_hedges,
    denies,
    helpers,
    is_adverb,
    is_firm,
    is_form,
    made_of,
    may,
    phrases,
    starts,
    without_hearer,
)
from claimkit.wording.contradictions import is_number
from claimkit.wording.word_tokens import WordToken

# Set by hand.
_LONGEST = 14  # words of a frame
_SHORT = 4  # words of an adverbial without a comma before it
_QUANTITY = 6  # words about a quantity: `a majority of the`
_AFTER_COMMA = ("or so", "or at least", "at least", "but", "though", "although", "and")


def frames(run: Sequence[WordToken], comma: bool) -> bool:
    """Whether words before the quoted ones leave these open. `comma`: a comma or the like is between the two."""
    words = [token.key for token in run]
    start = next(
        (at for at, word in enumerate(words) if word not in phrases("links") and not is_adverb(word)), len(words)
    )
    tried = (tail for tail in (words, words[start:]) if 0 < len(tail) <= _LONGEST and not is_firm(tail))
    if comma and words[start:] and words[start] in phrases("relied") | {"look", "believe"}:  # `believe me, …`
        return any(concession(tail, comma) or protests(tail, comma) for tail in tried)
    return any(frames_open(tail, comma) for tail in tried)


def trails(run: Sequence[WordToken], comma: bool) -> bool:
    """Whether words after the quoted ones leave these open: `…, I suppose`, `… from what we hear`."""
    words = [token.key for token in run]
    joined = words[:1] == ["and"]  # `and in my opinion he …` begins another clause
    for start in _AFTER_COMMA:
        if words[: len(start.split())] == start.split() and len(words) > len(start.split()):
            words = words[len(start.split()) :]
    if not words or len(words) > _LONGEST or is_firm(words):
        return False
    if starts(words, "limits_after") == " ".join(words):
        return True
    if (comma or len(words) <= _SHORT) and not joined and adverbial(words, True):
        return True
    if comma and not joined and sourced(words, comma):
        return True
    return comma and (all_hedges(words) or partial(words, True) or remarks(words) or asks_back(words))


def reports(run: Sequence[WordToken], comma: bool) -> bool:
    """Whether words before the quoted ones say that they are somebody else's: `experts say`, `he claims that`."""
    told: Words = [token.key for token in run]
    if told and told[-1] == "that":
        told = told[:-1]
    told = without_hearer(told)
    named = any(word.surface[:1].isupper() and word.key == told[-1] for word in run[1:])  # the United States
    if comma or named or len(told) < 2 or not is_form(told[-1], "says") or denies(told):
        return False
    head = told[:-1]
    while head and (head[-1] in helpers() or head[-1] in phrases("passed") or head[-1].endswith("ly")):
        head = head[:-1]
    if not head or not phrases("documents").isdisjoint(head[-3:]):
        return False
    return head[-1] not in OF_SPEAKER | phrases("determiners") | phrases("places") | {"would", "will", "must", "can"}


def is_listed(run: Sequence[WordToken]) -> bool:
    """Whether listed adverbs and adverbials make up all of the words."""
    return all_hedges([token.key for token in run])


def loosens(run: Sequence[WordToken]) -> bool:
    """Whether all words left out inside a quotation are hedges, alone or with small words about them."""
    words = [token.key for token in run]
    return bool(words) and (all_hedges(words) or _qualifies(words))


def interrupts(run: Sequence[WordToken]) -> bool:
    """Whether words left out between commas are a hedge: `, as far as I can tell,`."""
    return frames(run, True) or trails(run, True)


def states(run: Sequence[WordToken]) -> bool:
    """Whether the words are at most the plain verb instead of a hedged one: `is` for `seems to be`."""
    return all(token.key in BE or token.key in helpers() or token.key == "that" for token in run)


def approximates(run: Sequence[WordToken]) -> bool:
    """Whether all the words leave an amount open: `about`, `more than`."""
    return made_of([token.key for token in run], phrases("approximators"))


def approximates_before(run: Sequence[WordToken]) -> bool:
    """Whether all the words leave open the amount before them: `or so`, `give or take`."""
    return made_of([token.key for token in run], phrases("approximators_after"))


def limits(run: Sequence[WordToken]) -> bool:
    """Whether the words say of how many or how often something holds: `most`, `usually`, `a majority of the`."""
    words = [token.key for token in run]
    if _is_share(run):
        return True
    found = [word for word in words if word in phrases("quantifiers") or (word in phrases("shares") and "of" in words)]
    beside = phrases("beside_quantifiers")
    return 0 < len(found) <= 2 and len(words) <= _QUANTITY and all(word in beside or word in found for word in words)


def _is_share(run: Sequence[WordToken]) -> bool:
    """`two thirds of`, `nine out of ten`, `one in five`: with a number at the least, and nothing but its words."""
    words = [token.key for token in run]
    counts = [token for token in run if is_number(token) or token.key in phrases("fractions")]
    small = (
        phrases("beside_quantifiers") | phrases("fractions") | {"one", "in", "out", "every", "percent", "per", "cent"}
    )
    linked = bool(words) and words[-1] in ("of", "in") and words[0] not in ("of", "in", "on", "out", "per", "those")
    return bool(counts) and linked and len(words) <= _QUANTITY and all(w in counts or w.key in small for w in run)


def is_total(run: Sequence[WordToken]) -> bool:
    """Whether the words say that something always holds, or say nothing."""
    return all(token.key in phrases("total") for token in run)


def intends(run: Sequence[WordToken]) -> bool:
    """Whether the words are what somebody means to do: `hope to`, `will try to`."""
    words = [token.key for token in run if token.key not in helpers()]
    verbs = [word for word in words if is_form(word, "intentions")]
    return (
        0 < len(verbs) <= 2
        and words[-1] == "to"
        and all(word in ("to", "going", "be", "able") or word in verbs for word in words)
    )


def _qualifies(words: Words) -> bool:
    """`seems to be`, `might have`, `is likely to`: what leaves the rest open, with helpers beside it."""
    adjectives = phrases("adjectives") if "to" in words else phrases("attributive")
    loose = [word for word in words if may([word]) or is_form(word, "evidential") or word in adjectives]
    return bool(loose) and all(word in helpers() or word in BE or word == "to" for word in words if word not in loose)
