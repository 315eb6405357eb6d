"""Runs of words that several rows hold. All of it is sorting of whole numbers, which is what numpy does fastest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Small = NDArray[np.int32]
Bools = NDArray[np.bool_]
Hashes = NDArray[np.uint64]
Words = NDArray[np.uint32]
T = TypeVar("T", np.int64, np.uint64)

_AT_ONCE = 1 << 22  # numbers worked on at a time: keeps memory small
_MOST_PARTS = 64
_MERGED = 1 << 24  # numbers counted before their counts are merged


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of so many words that two rows or more hold: the lists of their holders, one after the other.

    `begins[i]` is where the list of run i begins in `rows` (rising within a list, each row once) and in `places`, where
    in the words the row has it first; `holders[i]` is how many there are.
    """

    rows: Small
    places: Small
    begins: Ints
    holders: Ints


def shared(hashes: Hashes, words: Words, row_at: Small, size: int, sought: Bools | None = None) -> Runs:
    """The runs of `size` words that two rows or more hold, one of them `sought`. `row_at` has the row of each word.

    A run is known by its hash and its place by its number, packed into one number of 64 bits: at a million rows 39 are
    left for the hash, and in 25 million runs some hundred meet by chance. A pair of quotations is compared for nothing.
    """
    bits = len(words).bit_length()
    parts = 1
    while parts < _MOST_PARTS and parts * _AT_ONCE < len(words):
        parts *= 2
    # Hashes that begin alike are sorted by themselves, part after part.
    coded: list[list[Hashes]] = [[] for _ in range(parts)]
    for start in range(0, len(words) - size + 1, _AT_ONCE):
        stop = min(start + _AT_ONCE, len(words) - size + 1)
        codes = _codes(hashes, words, row_at, size, start, stop, bits)
        if parts == 1:
            coded[0].append(codes)
            continue
        part = (codes >> np.uint64(64 - parts.bit_length() + 1)).astype(np.uint8)
        order = np.argsort(part, kind="stable")
        ends = np.cumsum(np.bincount(part, minlength=parts))[:-1]
        for number, some in enumerate(np.split(codes[order], ends)):
            coded[number].append(some)
    found = []
    for number in range(parts):
        found.append(_lists_of(np.concatenate([*coded[number], np.zeros(0, dtype=np.uint64)]), row_at, bits, sought))
        coded[number] = []
    holders = np.concatenate([one.holders for one in found])
    rows, places = (np.concatenate([getattr(one, name) for one in found]) for name in ("rows", "places"))
    return Runs(rows, places, np.cumsum(holders) - holders, holders)


def _codes(hashes: Hashes, words: Words, row_at: Small, size: int, start: int, stop: int, bits: int) -> Hashes:
    """Hash and place, packed, of each run that begins at `start:stop` and stays in its row."""
    codes = np.zeros(stop - start, dtype=np.uint64)
    for step in range(size):
        codes ^= hashes[words[start + step : stop + step]]
        codes *= np.uint64(0x9E3779B97F4A7C15)
        codes ^= codes >> np.uint64(29)
    codes >>= np.uint64(bits)
    codes <<= np.uint64(bits)
    codes |= np.arange(start, stop, dtype=np.uint64)
    inside: Hashes = codes[row_at[start:stop] == row_at[start + size - 1 : stop + size - 1]]
    return inside


def _lists_of(codes: Hashes, row_at: Small, bits: int, sought: Bools | None) -> Runs:
    codes.sort()
    lists = codes >> np.uint64(bits)
    again = lists[1:] == lists[:-1]
    several = np.zeros(len(codes), dtype=bool)
    several[1:] = again
    several[:-1] |= again
    places = (codes[several] & np.uint64((1 << bits) - 1)).astype(np.int32)
    lists, rows = lists[several], row_at[places]
    # A row that holds a run twice is one holder; then only runs of two holders or more.
    first = _first(lists)
    first[1:] |= rows[1:] != rows[:-1]
    lists, rows, places = lists[first], rows[first], places[first]
    begins, holders = _lists(lists)
    wanted = holders > 1
    if sought is not None and len(begins):
        wanted &= np.add.reduceat(sought[rows], begins, dtype=np.int64) > 0
    kept = np.repeat(wanted, holders)
    holders = holders[wanted]
    return Runs(rows[kept], places[kept], np.cumsum(holders) - holders, holders)


def unique(values: NDArray[T]) -> NDArray[T]:
    """The distinct values, sorted. Several times as fast on arrays of millions as np.unique, which hashes first."""
    values = np.sort(values)
    distinct: NDArray[T] = values[_first(values)]
    return distinct


def counted(several: Iterable[Ints]) -> tuple[Ints, Ints]:
    """The distinct values in all of the arrays, sorted, and how often there is each."""
    values, counts = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    waiting: list[Ints] = []
    number = 0
    for some in several:
        waiting.append(some)
        number += len(some)
        if number > _MERGED:
            values, counts = _merged(values, counts, waiting)
            waiting, number = [], 0
    return _merged(values, counts, waiting) if waiting else (values, counts)


def _merged(values: Ints, counts: Ints, waiting: list[Ints]) -> tuple[Ints, Ints]:
    fresh = np.concatenate(waiting)
    fresh.sort()
    begins, times = _lists(fresh)
    fresh = fresh[begins]
    if not len(values):
        return fresh, times
    both = np.concatenate([values, fresh])
    order = np.argsort(both, kind="stable")
    both = both[order]
    begins = np.flatnonzero(_first(both))
    return both[begins], np.add.reduceat(np.concatenate([counts, times])[order], begins)


def ranges(start: Ints, size: Ints) -> tuple[Ints, Ints]:
    """The numbers `start[i]` to `start[i] + size[i] - 1` of all i in a row, and where those of each i begin."""
    begins = np.cumsum(size) - size
    return np.arange(size.sum()) + np.repeat(start - begins, size), begins


def gathered(values: Words, start: Ints, size: Ints) -> Words:
    """The values `start[i]` to `start[i] + size[i] - 1` of all i, one after the other."""
    ends = np.cumsum(size)
    found = np.empty(int(ends[-1]) if len(ends) else 0, dtype=values.dtype)
    for first, last in pieces(ends):
        at = int(ends[first - 1]) if first else 0
        found[at : int(ends[last - 1])] = values[ranges(start[first:last], size[first:last])[0]]
    return found


def pieces(ends: Ints) -> Iterable[tuple[int, int]]:
    """Runs of rows `first:last` with some millions of words each, or one long row; row i ends at word `ends[i]`."""
    first = 0
    while first < len(ends):
        begin = int(ends[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(ends, begin + _AT_ONCE, "right")))
        yield first, last
        first = last


def _first(values: NDArray[T]) -> Bools:
    """Whether each of the sorted values is the first of its kind."""
    first = np.ones(len(values), dtype=bool)
    first[1:] = values[1:] != values[:-1]
    return first


def _lists(values: NDArray[T]) -> tuple[Ints, Ints]:
    """Where each list of equal values begins and how long it is."""
    begins = np.flatnonzero(_first(values))
    return begins, np.diff(np.append(begins, len(values)))
