"""Whether a quotation found by meaning may say the opposite of the phrase: a mark, as embeddings cannot tell.

"The talks are going well" and "The talks are not going well" have nearly the same vector. So words are compared:
opposites of a list (data/lexicon/opposites.toml), each with the negations before it, negations of what both say, the
cue's own polarity ("denied that"), and who does it to whom. Where nothing tells, the answer is `unknown`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from claimkit.english import lexicon
from claimkit.models.record import Cue, Quote
from claimkit.models.types import Opposition

_MOST = 1_500  # characters of a text that are looked at
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|[,;:.?!]")
_ALIKE = 2  # words that two texts share which say the same, if nothing tells them apart
_STEM = 5  # letters in which two forms of a long word agree: `elect` of elected and election


class _Word(NamedTuple):
    """A word of a text; `denied` is whether an odd number of negations before it hold for it."""

    word: str
    denied: bool


def polarity(phrase: str, quote: Quote) -> Opposition:
    """Whether what `quote` says may be the opposite of `phrase`."""
    cue = quote.cue
    if cue is not None and (cue.polarity in ("withheld", "neither") or cue.kind == "silence" or _asks(cue)):
        return "unknown"
    denied = cue is not None and (cue.polarity == "negated") != (cue.kind == "denial")
    return compare(phrase, quote.text, denied=denied, cue=cue.text if cue else "")


def _asks(cue: Cue) -> bool:
    """Whether it is a question, and not one of those that doubt: "questioned his honesty"."""
    return cue.kind == "question" and cue.lemma not in _axes().against


def compare(phrase: str, text: str, *, denied: bool = False, cue: str = "") -> Opposition:
    """Whether `text`, of which a cue may say that it is not so or not liked, may say the opposite of `phrase`."""
    asked, found = _words(phrase), _words(text)
    if _swapped(asked, found):
        return "opposite?"
    verdicts = Counter(_by_axes(asked, found) or _by_negations(asked, found))
    apart = verdicts[True] - verdicts[False]
    said = _words(cue)
    if denied or any(word in _axes().against and not not_so for word, not_so in said):
        apart = -apart or 1
    elif any(word in _axes().blame and not not_so for word, not_so in said):
        apart = 1
    elif not verdicts:
        return "same" if len(_shared(asked, found)) >= _ALIKE else "unknown"
    return "opposite?" if apart > 0 else "same" if apart < 0 else "unknown"


def _by_axes(asked: Sequence[_Word], found: Sequence[_Word]) -> list[bool]:
    """Of each axis on which both say something: whether they say opposite things."""
    mine, theirs = _stances(asked), _stances(found)
    groups = _axes().groups
    both = [axis for axis in sorted(mine.keys() & theirs.keys()) if mine[axis] and theirs[axis]]
    verdicts = [(mine[axis] > 0) != (theirs[axis] > 0) for axis in both]
    if groups.isdisjoint(both):
        one, two = (sum(stances[axis] for axis in stances if axis in groups) for stances in (mine, theirs))
        if groups.isdisjoint(mine):
            one = 1  # whoever says or asks for something is for it
        if one and two:
            verdicts.append((one > 0) != (two > 0))
    return verdicts


def _by_negations(asked: Sequence[_Word], found: Sequence[_Word]) -> list[bool]:
    """Of each word that both have and that is denied in one: whether it is not in the other."""
    return [one.denied != two.denied for one, two in _shared(asked, found) if one.denied or two.denied]


def _swapped(asked: Sequence[_Word], found: Sequence[_Word]) -> bool:
    """Whether both name the same two around the same word, the other way round, and neither in the passive."""
    pairs = _shared(asked, found)
    passive = [any(word == "by" for word, _ in words) for words in (asked, found)]
    if len(pairs) < 3 or passive[0] != passive[1]:
        return False
    order = [found.index(two) for _, two in pairs[:3]]
    return order == sorted(order, reverse=True) and len(set(order)) == 3


def _shared(asked: Sequence[_Word], found: Sequence[_Word]) -> list[tuple[_Word, _Word]]:
    """The words of content that both have, in the order of the first, each with its first counterpart."""
    stop = lexicon.words("search", "stop")
    pairs = []
    for one in asked:
        if one.word not in stop and len(one.word) > 2:
            two = next((word for word in found if _same(one.word, word.word)), None)
            if two is not None:
                pairs.append((one, two))
    return pairs


def _same(one: str, two: str) -> bool:
    if one == two:
        return True
    size = max(_STEM, min(len(one), len(two)) - 3)
    return len(one) >= _STEM and len(two) >= _STEM and one[:size] == two[:size]


def _stances(words: Iterable[_Word]) -> Counter[str]:
    """By axis, how often a text says the one more than the other."""
    found: Counter[str] = Counter()
    for word, denied in words:
        for axis, sign in _axes().signs.get(word, ()):
            found[axis] += -sign if denied else sign
    return found


def _words(text: str) -> list[_Word]:
    """The words of a text, negations themselves left out."""
    axes = _axes()
    tokens = _TOKEN.findall(text[:_MOST].lower().replace("’", "'"))
    found: list[_Word] = []
    denied, left = False, 0
    for at, token in enumerate(tokens):
        if token in axes.ends:
            denied, left = False, 0
        elif token == "no" and ("more", "than") in pairwise(tokens[at:]):
            continue  # "no one wants peace more than we do"
        elif token in axes.negations or token.endswith("n't"):
            if (
                " ".join(tokens[at : at + 2]) in axes.but_not
                or " ".join(tokens[max(at - 1, 0) : at + 1]) in axes.but_not
            ):
                continue
            denied, left = not (denied and left > 0), axes.reach
        else:
            found.append(_Word(token.removesuffix("'s"), denied and left > 0))
            left -= 1
    return found


class _Axes(NamedTuple):
    """The word list: axes and signs by word, those that judge, words of negation, cues that are against something."""

    signs: dict[str, tuple[tuple[str, int], ...]]
    groups: frozenset[str]
    negations: frozenset[str]
    but_not: frozenset[str]
    ends: frozenset[str]
    against: frozenset[str]
    blame: frozenset[str]
    reach: int


@cache
def _axes() -> _Axes:
    table = lexicon.table("opposites")
    signs: dict[str, dict[str, int]] = {}
    for axis, sides in table["axes"].items():
        for side, sign in (("other", -1), ("one", 1)):
            for word in sides[side].split():
                for form in _forms(word):
                    signs.setdefault(form, {}).setdefault(axis, sign)
    negation = table["negation"]
    return _Axes(
        {word: tuple(sorted(found.items())) for word, found in signs.items()},
        frozenset(axis for axis, sides in table["axes"].items() if "group" in sides),
        frozenset(negation["words"].split()),
        frozenset(negation["but_not"]),
        frozenset(negation["ends"].split()),
        frozenset(form for word in table["cues"]["against"].split() for form in _forms(word)),
        frozenset(form for word in table["cues"]["blame"].split() for form in _forms(word)),
        negation["reach"],
    )


def _forms(word: str) -> Iterator[str]:
    """A word and what -s, -ed, -ing and -ly make of it; irregular ones are in the list themselves."""
    stem = word[:-1] if word.endswith("e") else word
    yield from (word, f"{word}s", f"{word}ly", f"{stem}ed", f"{stem}es", f"{stem}ing", f"{stem}er", f"{stem}est")
    if word.endswith("y"):
        yield from (f"{word[:-1]}{ending}" for ending in ("ies", "ied", "ily", "ier", "iest"))
    if len(word) > 2 and word[-1] not in "aeiouwxy" and word[-2] in "aeiou":
        yield from (f"{word}{word[-1]}ed", f"{word}{word[-1]}ing", f"{word}{word[-1]}er")
