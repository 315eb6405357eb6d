"""Runs of words that several rows hold, found by sorting their hashes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from claimkit.corpus.clusters.arrays import (
    CHUNK,
    GOLDEN,
    MIX_SHIFT,
    Bools,
    Hashes,
    Ints,
    Small,
    Words,
    equal_runs,
    is_first,
)

_MOST_PARTS = 64  # so that a part's number fits in a byte; set by hand


@dataclass(frozen=True, slots=True)
class SharedRuns:
    """The runs of a given number of words that at least two rows hold, as lists of their holders, concatenated.

    The list of run i begins at `begins[i]` in `rows` (sorted within a list, each row once) and in `offsets`, which says
    where in the words that row has the run first; `holders[i]` is the length of the list.
    """

    rows: Small
    offsets: Small
    begins: Ints
    holders: Ints


def find_shared_runs(hashes: Hashes, words: Words, row_at: Small, size: int, sought: Bools | None = None) -> SharedRuns:
    """The runs of `size` words that at least two rows hold, one of them `sought`. `row_at` has the row of each word.

    Runs count as equal if their hashes of 64 bits are, so the answer does not depend on the size of the set. To sort
    fast, the first bits of a hash are packed into one number with the offset; where those occur again, all 64 decide.
    """
    bits = len(words).bit_length()
    parts = 1
    while parts < _MOST_PARTS and parts * CHUNK < len(words):
        parts *= 2
    # Hashes with the same first bits form a part, and each part is sorted alone.
    coded: list[list[Hashes]] = [[] for _ in range(parts)]
    for start in range(0, len(words) - size + 1, CHUNK):
        stop = min(start + CHUNK, len(words) - size + 1)
        codes = _pack_runs(hashes, words, row_at, size, start, stop, bits)
        if parts == 1:
            coded[0].append(codes)
            continue
        part = (codes >> np.uint64(64 - parts.bit_length() + 1)).astype(np.uint8)
        order = np.argsort(part, kind="stable")
        ends = np.cumsum(np.bincount(part, minlength=parts))[:-1]
        for number, chunk in enumerate(np.split(codes[order], ends)):
            coded[number].append(chunk)
    found = []
    for number in range(parts):
        codes = np.concatenate([*coded[number], np.zeros(0, dtype=np.uint64)])
        found.append(_shared_in(*_recurring(codes, hashes, words, size, bits), row_at, sought))
        coded[number] = []
    holders = np.concatenate([one.holders for one in found])
    rows, offsets = (np.concatenate([getattr(one, name) for one in found]) for name in ("rows", "offsets"))
    return SharedRuns(rows, offsets, np.cumsum(holders) - holders, holders)


def run_hashes(hashes: Hashes, words: Words, size: int, offsets: Ints) -> Hashes:
    """The hash of the `size` words that begin at each offset."""
    found = np.zeros(len(offsets), dtype=np.uint64)
    for step in range(size):
        _mix_in(found, hashes[words[offsets + step]])
    return found


def _mix_in(codes: Hashes, hashes: Hashes) -> None:
    codes ^= hashes
    codes *= GOLDEN
    codes ^= codes >> MIX_SHIFT


def _pack_runs(hashes: Hashes, words: Words, row_at: Small, size: int, start: int, stop: int, bits: int) -> Hashes:
    """Hash and offset, packed, of each run that begins in `start:stop` and stays within its row."""
    codes = np.zeros(stop - start, dtype=np.uint64)
    for step in range(size):
        _mix_in(codes, hashes[words[start + step : stop + step]])
    codes >>= np.uint64(bits)
    codes <<= np.uint64(bits)
    codes |= np.arange(start, stop, dtype=np.uint64)
    inside: Hashes = codes[row_at[start:stop] == row_at[start + size - 1 : stop + size - 1]]
    return inside


def _recurring(codes: Hashes, hashes: Hashes, words: Words, size: int, bits: int) -> tuple[Hashes, Ints]:
    """Hashes and offsets of the packed runs whose hashes occur again, sorted."""
    codes.sort()
    first_bits = codes >> np.uint64(bits)
    offsets = (codes[_repeated(first_bits)] & np.uint64((1 << bits) - 1)).astype(np.int64)
    found = run_hashes(hashes, words, size, offsets)
    order = np.argsort(found, kind="stable")  # nearly sorted already: only runs that share the first bits may move
    found, offsets = found[order], offsets[order]
    several = _repeated(found)
    return found[several], offsets[several]


def _repeated(values: Hashes) -> Bools:
    """Which of the sorted values occur more than once."""
    again = values[1:] == values[:-1]
    several = np.zeros(len(values), dtype=bool)
    several[1:] = again
    several[:-1] |= again
    return several


def _shared_in(lists: Hashes, places: Ints, row_at: Small, sought: Bools | None) -> SharedRuns:
    offsets = places.astype(np.int32)
    rows = row_at[offsets]
    # A row that holds a run twice counts once; after that, only runs with two holders or more are kept.
    first = is_first(lists)
    first[1:] |= rows[1:] != rows[:-1]
    lists, rows, offsets = lists[first], rows[first], offsets[first]
    begins, holders = equal_runs(lists)
    wanted = holders > 1
    if sought is not None and len(begins):
        wanted &= np.add.reduceat(sought[rows], begins, dtype=np.int64) > 0
    kept = np.repeat(wanted, holders)
    holders = holders[wanted]
    return SharedRuns(rows[kept], offsets[kept], np.cumsum(holders) - holders, holders)
