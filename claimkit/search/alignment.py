"""How well a phrase and a quotation agree, word by word, and where."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

from claimkit.english.text import normalise, term_offsets, terms

# What a word between two matching ones costs, as a share of the phrase's mean weight: seven of them cost one word.
GAP = 0.15


@dataclass(frozen=True, slots=True)
class Phrase:
    """The phrase asked for: its words, what each weighs, and which are more than a stop word.

    `near[term]` says which of its words a quotation's `term` may mean: (position, likeness in (0, 1]).
    """

    words: tuple[str, ...]
    weights: tuple[float, ...]
    content: tuple[bool, ...]
    near: Mapping[str, Sequence[tuple[int, float]]]
    weight: float = field(init=False)  # of the whole phrase; computed once because every comparison needs it

    def __post_init__(self) -> None:
        object.__setattr__(self, "weight", sum(self.weights))


@dataclass(frozen=True, slots=True)
class Alignment:
    """The best match of a phrase in one quotation.

    `weight` is that of the matching words less the cost of the gaps between them; `pairs` are (position in the phrase,
    position in the quotation), both ascending.
    """

    weight: float
    pairs: tuple[tuple[int, int], ...]


def align(phrase: Phrase, words: Sequence[str]) -> Alignment:
    """The heaviest run of words of `words` that match words of `phrase` in their order, gaps charged.

    Local alignment (Smith and Waterman 1981) with a linear gap cost on the quotation's side; what is missing of the
    phrase costs its weight. Linear in `words` for a phrase of given length.
    """
    gap = GAP * phrase.weight / len(phrase.words)
    size = len(phrase.words)
    near, weights = phrase.near, phrase.weights
    # By position in the phrase: the best weight that ends before it, plus what the gaps up to there would have cost,
    # and the point where it ends.
    reach: list[tuple[float, int]] = [(-inf, -1)] * (size + 1)
    points: list[tuple[int, int, int]] = []  # (position in the phrase, position in the quotation, previous point or -1)
    best, last = 0.0, -1
    for j, found in [(j, near[word]) for j, word in enumerate(words) if word in near]:
        new: list[tuple[int, float, int]] = []
        for i, likeness in found:
            reached, before = reach[i]
            value = reached - gap * j
            if value <= 0:
                value, before = 0.0, -1
            value += weights[i] * likeness
            new.append((i, value + gap * (j + 1), len(points)))
            if value > best:
                best, last = value, len(points)
            points.append((i, j, before))
        for i, value, point in new:
            for later in range(i + 1, size + 1):
                if reach[later][0] >= value:
                    break
                reach[later] = (value, point)
    pairs: list[tuple[int, int]] = []
    while last >= 0:
        i, j, last = points[last]
        pairs.append((i, j))
    return Alignment(best, tuple(reversed(pairs)))


def ranges(text: str, positions: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Character ranges of the words at `positions` (ascending) of `terms(text)`; words in a row make one range."""
    offsets = _offsets(text)
    found: list[tuple[int, int]] = []
    for n, position in enumerate(positions):
        start, end = offsets[position]
        if found and (positions[n - 1] == position - 1 or start < found[-1][1]):
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _offsets(text: str) -> list[tuple[int, int]]:
    """The character range of each of `terms(text)`."""
    if (offsets := term_offsets(text)) is not None:
        return offsets
    pieces = [normalise(character) for character in text]
    origins = [i for i, piece in enumerate(pieces) for _ in piece]
    whole = "".join(pieces)
    found: list[tuple[int, int]] = []
    position = 0
    for term in terms(text):
        start = whole.index(term, position)
        position = start + len(term)
        end = origins[position - 1] + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        found.append((origins[start], end))
    return found
