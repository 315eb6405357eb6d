"""Scored pairs to clusters: every member matches its representative itself, so that nothing chains."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

import numpy as np

from claimkit.corpus.clusters.arrays import Ints
from claimkit.corpus.clusters.columns import UNKNOWN
from claimkit.corpus.clusters.texts import Floats, Texts

_ROUNDS = 6  # over whole arrays; a chain of rows that wait for each other is quicker walked along


def representatives(place: Ints, first: Ints, second: Ints, odds: Floats) -> Ints:
    """The representative's row for each row, its own for one that stands alone.

    `first`, `second`, `odds`: the pairs that are one utterance and how sure that is. From the fullest row down, each
    joins the representative that it matches best, and becomes one itself if it matches none. A row that matches only a
    member stays out: a slogan repeated from day to day, or one quotation's end with another's beginning, is no chain.
    """
    fuller = place[first] < place[second]
    lower, upper = np.where(fuller, second, first), np.where(fuller, first, second)
    order = np.lexsort((place[upper], -odds, place[lower]))
    lower, upper = lower[order], upper[order]
    leader = np.arange(len(place))
    # A row with no pair left leads. One whose best pair is with a leader joins it; a pair with one that has joined
    # counts no more. Each round settles at least the fullest row that is left, the first ones most rows.
    leads = np.ones(len(place), dtype=bool)
    leads[lower] = False
    joined = np.zeros(len(place), dtype=bool)
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


def completed(texts: Texts, leader: Ints) -> Texts:
    """`texts` with representatives whose speaker or date is unknown given their members' commonest and earliest."""
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
