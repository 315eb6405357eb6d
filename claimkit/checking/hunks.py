"""Where a quotation and its passage differ: runs of words of both that do not meet, with what is around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal, NamedTuple

from claimkit.checking.atoms import begins, gap
from claimkit.checking.passages import Placed
from claimkit.models.checks import CheckedDifferenceKind
from claimkit.models.types import Range
from claimkit.wording.relations import standard_words
from claimkit.wording.word_tokens import WordToken

# How much a difference matters: `fine` ones may be left out of a quotation or put in, `cut` is marked, or at an edge.
Weight = Literal["fine", "cut", "minor", "altered", "misleading"]
Words = Sequence[WordToken]


class Change(NamedTuple):
    """A difference: its kind, how much it matters, and the atoms of passage and quotation."""

    kind: CheckedDifferenceKind
    weight: Weight
    said: Range
    words: Range


@dataclass(frozen=True, slots=True)
class Hunk:
    """Atoms `said` of the passage instead of atoms `words` of the quotation; either may be empty."""

    placed: Placed
    text: str
    said: Range
    words: Range

    @property
    def old(self) -> list[WordToken]:
        """The passage's words, but for slips."""
        return [self.placed.said[at] for at in range(*self.said) if not self.placed.slips[at]]

    @property
    def new(self) -> list[WordToken]:
        return list(self.placed.words[slice(*self.words)])

    def gap_said(self, at: int) -> str:
        """The passage's text before its atom `at`."""
        return gap(self.placed.passage.text, self.placed.said, at)

    def gap_words(self, at: int) -> str:
        """The quotation's text before its atom `at`."""
        return gap(self.text, self.placed.words, at)

    @property
    def begins_said(self) -> bool:
        """Whether a sentence of the passage begins here."""
        return begins(self.placed.passage.text, self.placed.said, self.said[0])

    @property
    def begins_words(self) -> bool:
        """Whether a sentence of the quotation begins here."""
        return begins(self.text, self.placed.words, self.words[0])


def find_hunks(placed: Placed, text: str) -> list[Hunk]:
    """Runs of atoms that do not meet an equal one, part by part."""
    equal = [(a, b) for a, b in placed.pairs if placed.words[a].key == placed.said[b].key]
    found: list[Hunk] = []
    cuts = [0, *placed.seams, len(placed.words)]
    for number, (first, last) in enumerate(pairwise(cuts)):
        if number >= len(placed.ranges):
            break
        start, end = placed.ranges[number]
        met = [(a, b) for a, b in equal if first <= a < last]
        ends = [(first - 1, start - 1), *met, (last, end)]
        for (a, b), (c, d) in pairwise(ends):
            if (c - a, d - b) != (1, 1):
                found.append(Hunk(placed, text, (b + 1, d), (a + 1, c)))
    return found


def all_phrases(run: Words, key: str) -> bool:
    """Whether words and phrases of a list make up the whole run."""
    listed, longest = _phrases(key)
    words = [token.key for token in run]
    at = 0
    while at < len(words):
        size = next(
            (n for n in range(min(longest, len(words) - at), 0, -1) if " ".join(words[at : at + n]) in listed), 0
        )
        if not size:
            return False
        at += size
    return bool(words)


def starts_phrase(run: Words, key: str) -> str | None:
    """The phrase of a list with which the run begins."""
    listed, longest = _phrases(key)
    words = [token.key for token in run[:longest]]
    found = (" ".join(words[:n]) for n in range(len(words), 0, -1))
    return next((phrase for phrase in found if phrase in listed), None)


@cache
def _phrases(key: str) -> tuple[frozenset[str], int]:
    listed = standard_words("checking", key)
    return listed, max(len(phrase.split()) for phrase in listed)
