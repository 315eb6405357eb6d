"""Lays a quotation over a stretch of a source: which words meet, at the least cost (edit distance, free ends)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]
Flags = NDArray[np.bool_]

# Two places are taken for one quotation if that saves more than this many words; set by hand.
_SEAM = 3.0
_LEAST_PART = 3  # words of either part
_EDGE = 3  # words at either end of a quotation that may have been said a little farther away
_APART = 8  # words between these and the rest
_MOST_CELLS = 40_000_000  # of a table; beyond, only the first words of the stretch are looked at


class Fit(NamedTuple):
    """`pairs` are the words that meet (quotation, stretch), equal or not, in order; `start:end` what they cover."""

    cost: int
    start: int
    end: int
    pairs: tuple[tuple[int, int], ...]


def lay_over(words: Codes, stretch: Codes, slips: Flags, free: Sequence[bool] = ()) -> Fit:
    """The best place for all of `words` in `stretch`.

    Words that are `free` (an editor's brackets) meet anything; those of the stretch that are `slips` may be left out.
    """
    stretch = stretch[: max(1, _MOST_CELLS // max(1, len(words)))]
    costs = _table(words, stretch, slips, free)
    return _trace(costs, words, stretch, slips, free)


def reach_out(fit: Fit, words: Codes, stretch: Codes, stops: Sequence[bool]) -> Fit:
    """The fit with the first and the last words where they are in the same sentence: `We | in no way | agree to it`.

    The least cost takes them for words put in. `stops` says before which words of the stretch, and after the last, a
    sentence begins; a single word counts only there.
    """
    equal = [(a, b) for a, b in fit.pairs if words[a] == stretch[b]]
    if not equal:
        return fit
    pairs, (start, end) = fit.pairs, (fit.start, fit.end)
    size, first = equal[0]
    if 0 < size <= _EDGE and not stops[first]:
        for at in range(first - size, max(0, first - size - _APART) - 1, -1):
            if any(stops[at + 1 : first]):
                break
            if (stretch[at : at + size] == words[:size]).all() and (size > 1 or stops[at]):
                pairs = (*((n, at + n) for n in range(size)), *(pair for pair in pairs if pair[0] >= size))
                start = at
                break
    last, at_last = equal[-1]
    size = len(words) - last - 1
    if 0 < size <= _EDGE:
        for at in range(at_last + 1, min(len(stretch) - size, at_last + 1 + _APART) + 1):
            if stops[at]:
                break
            if (stretch[at : at + size] == words[-size:]).all() and (size > 1 or stops[at + size]):
                pairs = (*(pair for pair in pairs if pair[0] <= last), *((last + 1 + n, at + n) for n in range(size)))
                end = at + size
                break
    return Fit(fit.cost, start, end, pairs)


def least_costs(words: Codes, stretches: Sequence[tuple[Codes, Flags]], free: Sequence[bool] = ()) -> list[int]:
    """The costs of the best places in several stretches, all of them at once: one by one takes three times as long."""
    shape = len(stretches), max((len(codes) for codes, _ in stretches), default=0)
    heard, skipped = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.bool_)
    beyond = np.ones(shape, dtype=np.bool_)  # columns behind the end of a shorter stretch: nothing meets them
    for row, (codes, slips) in enumerate(stretches):
        heard[row, : len(codes)], skipped[row, : len(codes)], beyond[row, : len(codes)] = codes, slips, False
    steps = _steps(skipped)
    line = np.zeros_like(steps)
    for number, word in enumerate(words):
        unequal = beyond if free and free[number] else (heard != word) | beyond
        line = _next_line(line, number + 1, unequal, steps)
    return [int(cost) for cost in line.min(axis=1)]


def split_in_two(words: Codes, stretch: Codes, slips: Flags) -> int | None:
    """Where `words` are better taken as two quotations from two places of `stretch`; None where one place does."""
    if len(words) < 2 * _LEAST_PART:
        return None
    stretch = stretch[: max(1, _MOST_CELLS // len(words))]
    ahead = _table(words, stretch, slips).min(axis=1)
    back = _table(words[::-1], stretch[::-1], slips[::-1]).min(axis=1)[::-1]
    both = ahead + back
    cuts = range(_LEAST_PART, len(words) - _LEAST_PART + 1)
    best = min(cuts, key=lambda at: (both[at], at))
    return best if both[best] + _SEAM < ahead[-1] else None


def _table(words: Codes, stretch: Codes, slips: Flags, free: Sequence[bool] = ()) -> NDArray[np.int32]:
    """In row i and column j, the least cost of the first i words where the place ends before column j."""
    costs = np.zeros((len(words) + 1, len(stretch) + 1), dtype=np.int32)
    steps = _steps(slips[: len(stretch)])
    for row in range(1, len(words) + 1):
        unequal = 0 if free and free[row - 1] else (stretch != words[row - 1])
        costs[row] = _next_line(costs[row - 1], row, unequal, steps)
    return costs


def _steps(slips: Flags) -> NDArray[np.int32]:
    """The words before each column that cost something to leave out."""
    steps = np.zeros((*slips.shape[:-1], slips.shape[-1] + 1), dtype=np.int32)
    np.cumsum(~slips, axis=-1, out=steps[..., 1:])
    return steps


def _next_line(above: NDArray[np.int32], row: int, unequal: Flags | int, steps: NDArray[np.int32]) -> NDArray[np.int32]:
    """The costs of the first `row` words from those of one word less."""
    line = np.empty_like(above)
    line[..., 0] = row
    np.minimum(above[..., :-1] + unequal, above[..., 1:] + 1, out=line[..., 1:])
    # A gap of any length before a column: the cheapest column before it, and a step for each in between.
    return np.minimum(line, np.minimum.accumulate(line - steps, axis=-1) + steps)


def _trace(costs: NDArray[np.int32], words: Codes, stretch: Codes, slips: Flags, free: Sequence[bool]) -> Fit:
    rows = len(words)
    last = costs[rows]
    end = column = int(last.argmin())
    pairs: list[tuple[int, int]] = []
    row = rows
    while row and column:
        here = int(costs[row, column])
        met = bool(free and free[row - 1]) or words[row - 1] == stretch[column - 1]
        if met and here == int(costs[row - 1, column - 1]):
            row, column = row - 1, column - 1
            pairs.append((row, column))
        elif here == int(costs[row, column - 1]) + int(not slips[column - 1]):
            column -= 1
        elif here == int(costs[row - 1, column]) + 1:
            row -= 1
        else:
            row, column = row - 1, column - 1
            pairs.append((row, column))
    pairs.reverse()
    start = pairs[0][1] if pairs else column
    return Fit(int(last[end]), start, max(end, start), tuple(pairs))
