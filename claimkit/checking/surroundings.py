"""The source's sentences around the words of a quotation."""

from __future__ import annotations

from typing import NamedTuple

from claimkit.checking.atoms import begins
from claimkit.checking.passages import Placed


class Surroundings(NamedTuple):
    """Atoms of the passage: its sentence begins at `first`, the quotation at `start`; they end at `last` and `end`.

    `sentence` is where the quotation's last sentence begins, or the quotation in it.
    """

    first: int
    start: int
    end: int
    last: int
    sentence: int


def look_around(placed: Placed) -> Surroundings:
    """Where the quotation's first and last sentences begin and end in its passage, which has at least one part."""
    (start, _), (begun, end) = placed.ranges[0], placed.ranges[-1]
    first = sentence_start(placed, start, piece_of(placed, start))
    last = sentence_end(placed, end, piece_of(placed, begun))
    return Surroundings(
        first, start, end, last, max(begun, sentence_start(placed, max(begun, end - 1), piece_of(placed, begun)))
    )


def piece_of(placed: Placed, at: int) -> int:
    """The number of the place in the source that an atom is from."""
    return placed.said[at].piece if at < len(placed.said) else 0


def sentence_start(placed: Placed, start: int, piece: int) -> int:
    """The first atom of the sentence."""
    at = start
    while at and placed.said[at - 1].piece == piece and not begins(placed.passage.text, placed.said, at):
        at -= 1
    return at


def sentence_end(placed: Placed, end: int, piece: int) -> int:
    """The atom after the last one of the sentence."""
    at = end
    while at < len(placed.said) and placed.said[at].piece == piece and not begins(placed.passage.text, placed.said, at):
        at += 1
    return at
