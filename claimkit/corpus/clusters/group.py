"""Scored pairs to clusters: every member matches its representative itself, so that nothing chains."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

import numpy as np

from claimkit.corpus.clusters.arrays import Floats, Ints
from claimkit.corpus.clusters.quote_columns import UNKNOWN
from claimkit.corpus.clusters.texts import Texts

_ROUNDS = 6  # over whole arrays; after that, walking the chains that are left row by row is faster. Set by hand.


def find_representatives(rank: Ints, first: Ints, second: Ints, odds: Floats) -> Ints:
    """The row of each row's representative; its own where it matches nothing.

    `first`, `second`, `odds`: the pairs that are one utterance, and how certain that is. `rank`: 0 is the fullest row.
    From the fullest row down, each joins the representative that it matches best, or becomes one if it matches none. A
    row that matches only a member stays out, so that neither a slogan repeated from day to day nor one quotation's end
    in another's beginning forms a chain.
    """
    fuller = rank[first] < rank[second]
    lower, upper = np.where(fuller, second, first), np.where(fuller, first, second)
    order = np.lexsort((rank[upper], -odds, rank[lower]))
    lower, upper = lower[order], upper[order]
    leader = np.arange(len(rank))
    # A row with no pair left is a representative. One whose best pair is with a representative joins it; pairs with a
    # row that has joined are dropped. Each round settles at least the fullest remaining row, the first ones most rows.
    leads = np.ones(len(rank), dtype=bool)
    leads[lower] = False
    joined = np.zeros(len(rank), dtype=bool)
    for _ in range(_ROUNDS):
        best = np.ones(len(lower), dtype=bool)
        best[1:] = lower[1:] != lower[:-1]
        joins = best & leads[upper]
        leader[lower[joins]] = upper[joins]
        joined[lower[joins]] = True
        left = ~(joined[lower] | joined[upper])
        waiting = lower[best & ~joins]
        lower, upper = lower[left], upper[left]
        leads[waiting] = True
        leads[lower] = False
    for row, candidate in zip(lower.tolist(), upper.tolist(), strict=True):  # still from the fullest row down
        # All pairs of `candidate` with fuller rows came before, so whether it leads is settled.
        if not joined[row] and not joined[candidate]:
            leader[row], joined[row] = candidate, True
    return leader


def fill_in_representatives(texts: Texts, leader: Ints) -> Texts:
    """`texts`, where representatives without a speaker or date get their members' most common and earliest one."""
    speaker, surname, given, day = (column.copy() for column in (texts.speaker, texts.surname, texts.given, texts.day))
    lacking = (speaker == UNKNOWN) | (day == UNKNOWN)
    members: dict[int, list[int]] = defaultdict(list)
    for row in np.flatnonzero(lacking[leader] & (leader != np.arange(len(leader)))).tolist():
        members[int(leader[row])].append(row)
    for head, rows in members.items():
        voices = Counter(int(code) for code in texts.speaker[rows] if code != UNKNOWN)
        if speaker[head] == UNKNOWN and voices:
            voice = min(voices, key=lambda code: (-voices[code], code))
            donor = next(row for row in rows if texts.speaker[row] == voice)
            for column in (speaker, surname, given):
                column[head] = column[donor]
        own = [row for row in rows if texts.speaker[row] in (UNKNOWN, speaker[head]) and texts.day[row] != UNKNOWN]
        if day[head] == UNKNOWN and own:
            day[head] = texts.day[own].min()
    return replace(texts, speaker=speaker, surname=surname, given=given, day=day)
