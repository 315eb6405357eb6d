"""Places in the sources that share the rare words of a quotation, by the index alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from claimkit.checking.index import Index

# Set by hand: they bound the time of one quotation.
_MOST_PLACES = 12_000  # of one word; more frequent ones tell little about the place
_LEAST_WORDS = 4  # that are looked up however frequent they are
_LEAST_WINDOW = 12  # words


class Candidate(NamedTuple):
    """A window `start:end` of a stream's atoms, with the weight of the quotation's words in it."""

    stream: int
    start: int
    end: int
    weight: float


def find_candidates(index: Index, codes: Sequence[int], most: int) -> list[Candidate]:
    """The windows that hold the most of the quotation's words by weight, best first."""
    size = max(len(codes), _LEAST_WINDOW)
    found = sorted((index.find(code) for code in dict.fromkeys(codes)), key=len)
    found = [places for places in found if len(places)]
    used = [places for at, places in enumerate(found) if len(places) <= _MOST_PLACES or at < _LEAST_WORDS]
    if not used:
        return []
    totals = np.zeros(index.length // size + 2)
    for places in used:
        held = places // size
        totals[held[np.flatnonzero(np.diff(held, prepend=-1))]] += index.rarity(len(places))
    # A window is two neighbouring bins; the words of a quotation fall into one or two.
    both = totals[1:] > 0
    totals[:-1] += totals[1:]
    slots = np.flatnonzero(totals)
    sums = totals[slots]
    most_of = min(len(slots), 3 * most)
    best = np.argpartition(-sums, most_of - 1)[:most_of]
    order = best[np.lexsort((slots[best], -sums[best]))]
    chosen: list[Candidate] = []
    taken: set[tuple[int, int]] = set()
    for at in order:
        slot = int(slots[at])
        stream = _stream_of(index, slot, size, bool(both[slot]))
        first = int(index.firsts[stream])
        source, number = index.places[stream]
        length = source.words.bounds[number + 1] - source.words.bounds[number]
        start = max(0, slot * size - size - first)
        end = min(length, (slot + 3) * size - first)
        if start >= end or any((stream, slot + near) in taken for near in (-1, 0, 1)):
            continue
        taken.add((stream, slot))
        chosen.append(Candidate(stream, start, end, float(sums[at])))
        if len(chosen) == most:
            break
    return chosen


def _stream_of(index: Index, slot: int, size: int, both: bool) -> int:
    """The stream of a bin: the one that holds its last position, or the end of its neighbour's."""
    return max(0, index.stream_at((slot + 1 + both) * size - 1))
