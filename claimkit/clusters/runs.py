"""Runs of words that several rows hold. All of it is sorting of whole numbers, which is what numpy does fastest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of so many words that two rows or more hold: the lists of their holders, one after the other.

    `begins[i]` is where the list of run i begins in `rows` (rising within a list, each row once) and in `places`, where
    in the words the row has it first; `holders[i]` is how many there are.
    """

    rows: Ints
    places: Ints
    begins: Ints
    holders: Ints


def shared(hashes: Hashes, words: NDArray[np.uint32], starts: Ints, size: int, sought: Bools | None = None) -> Runs:
    """The runs of `size` words that two rows or more hold, one of them `sought`.

    A run is known by its hash and its place by its number, packed into one number of 64 bits: at a million rows 39 are
    left for the hash, and in 25 million runs some hundred meet by chance. A pair of quotations is compared for nothing.
    """
    codes, row_at, bits = _coded(hashes, words, starts, size)
    lists = codes >> np.uint64(bits)
    again = lists[1:] == lists[:-1]
    several = np.zeros(len(codes), dtype=bool)
    several[1:] = again
    several[:-1] |= again
    places = (codes[several] & np.uint64((1 << bits) - 1)).astype(np.int64)
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


def unique(values: Ints) -> Ints:
    """The distinct values, sorted. Several times as fast on arrays of millions as np.unique, which hashes first."""
    values = np.sort(values)
    distinct: Ints = values[_first(values)]
    return distinct


def counted(values: Ints) -> tuple[Ints, Ints]:
    """The distinct values, sorted, and how often there is each."""
    values = np.sort(values)
    begins, counts = _lists(values)
    return values[begins], counts


def _coded(hashes: Hashes, words: NDArray[np.uint32], starts: Ints, size: int) -> tuple[Hashes, Ints, int]:
    """Hash and place of each run, packed and sorted; the row of each place; the bits of a place."""
    row_at = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    bits = len(words).bit_length()
    whole = len(words) - size + 1
    if whole <= 0:
        return np.zeros(0, dtype=np.uint64), row_at, bits
    codes = np.zeros(whole, dtype=np.uint64)
    for step in range(size):
        codes ^= hashes[words[step : step + whole]]
        codes *= np.uint64(0x9E3779B97F4A7C15)
        codes ^= codes >> np.uint64(29)
    codes >>= np.uint64(bits)
    codes <<= np.uint64(bits)
    codes |= np.arange(whole, dtype=np.uint64)
    inside = row_at[:whole] == row_at[size - 1 :]
    codes = codes[inside]
    codes.sort()
    return codes, row_at, bits


def _first(values: NDArray[np.int64] | NDArray[np.uint64]) -> Bools:
    """Whether each of the sorted values is the first of its kind."""
    first = np.ones(len(values), dtype=bool)
    first[1:] = values[1:] != values[:-1]
    return first


def _lists(values: NDArray[np.int64] | NDArray[np.uint64]) -> tuple[Ints, Ints]:
    """Where each list of equal values begins and how long it is."""
    begins = np.flatnonzero(_first(values))
    return begins, np.diff(np.append(begins, len(values)))
