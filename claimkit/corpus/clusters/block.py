"""Which quotations to compare at all: those that share a rare run of words."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from claimkit.corpus.clusters.arrays import Bools, Ints, count_values, unique
from claimkit.corpus.clusters.shared_runs import SharedRuns, find_shared_runs
from claimkit.corpus.clusters.texts import Texts

# Up to this many holders of a run of words are all compared with each other; beyond it, with the fullest ones only.
# This and the next two were set by hand.
_EACH_WITH_EACH = 24
# The number of fullest ones: among all holders, and again among those of one speaker and time.
_FULLEST = 2
_SAME_TIME = 7  # days from one holder to the next
# Quotations of up to SHORT words are also looked up by runs of two words, and those of up to TINY words even by runs
# with many holders, because they have only one run of three words. (Doing that for all of up to 8 words gives 60,000
# more pairs to compare among 100,000 made-up quotations, and 1% of them match.)
SHORT = 8
TINY = 3
# Share of the shorter quotation's runs that must occur in the longer one. Set by hand.
SHARED = 0.25


def candidate_pairs(texts: Texts, rank: Ints) -> tuple[Ints, Ints]:
    """Pairs of rows `(a, b)`, `a < b`, each once, that share enough runs of three words, or of two for short ones.

    A run with few holders pairs them all; one with many (a slogan, a turn of phrase) pairs each of them with the
    fullest only, so that the work grows with the number of quotations, not with its square. `rank`: 0 is the fullest.
    """
    lengths = texts.lengths
    short, tiny = lengths <= SHORT, lengths <= TINY
    by_two = find_shared_runs(texts.hashes, texts.words, texts.row_at, 2, short)
    everyone = np.ones(len(lengths), dtype=bool)
    keys = [_sharing(texts, rank, texts.runs, 3, everyone, everyone), _sharing(texts, rank, by_two, 2, short, tiny)]
    return _split(unique(np.concatenate(keys)), _bits(texts))


def _sharing(texts: Texts, rank: Ints, runs: SharedRuns, size: int, sought: Bools, in_long: Bools) -> Ints:
    """Keys of the pairs that share enough of `runs`, of `size` words each.

    At least one of each pair is `sought`, and `in_long` if the run has many holders.
    """
    bits, lengths = _bits(texts), texts.lengths
    pairs, times = count_values(pairs_sharing(texts, rank, runs, sought, in_long))
    first, second = _split(pairs, bits)
    return pairs[times >= SHARED * (np.minimum(lengths[first], lengths[second]) - size + 1)]


def pairs_sharing(texts: Texts, rank: Ints, runs: SharedRuns, sought: Bools, in_long: Bools) -> Iterator[Ints]:
    """Keys of the pairs that share a run, once for each run."""
    bits = _bits(texts)
    for many in range(2, _EACH_WITH_EACH + 1):
        begins = runs.begins[runs.holders == many]
        if not len(begins):
            continue
        lists = runs.rows[begins[:, None] + np.arange(many)]
        for left in range(many - 1):
            for right in range(left + 1, many):
                yield _keys(lists[:, left], lists[:, right], sought, bits)
    which, rows = _long(runs, in_long)
    for groups, members in ((which, rows), _occasions(which, rows, texts)):
        for pair in _with_fullest(groups, members, rank):
            yield _keys(*pair, in_long, bits)


def _long(runs: SharedRuns, sought: Bools) -> tuple[Ints, Ints]:
    """The runs with many holders, one of them `sought`: for each holder the number of the run, and its row."""
    long = runs.holders > _EACH_WITH_EACH
    if len(long):
        long &= np.add.reduceat(sought[runs.rows], runs.begins, dtype=np.int64) > 0
    rows = runs.rows[np.repeat(long, runs.holders)].astype(np.int64)
    return np.repeat(np.flatnonzero(long), runs.holders[long]), rows


def _keys(one: Ints, other: Ints, sought: Bools, bits: int) -> Ints:
    """The pairs with a `sought` row, each as one number."""
    if not sought.all():
        kept = sought[one] | sought[other]
        one, other = one[kept], other[kept]
    return np.minimum(one, other).astype(np.int64) << bits | np.maximum(one, other)


def _bits(texts: Texts) -> int:
    """Bits of a row's number, so that a pair of rows fits in one number."""
    return len(texts.alike).bit_length()


def _split(keys: Ints, bits: int) -> tuple[Ints, Ints]:
    return keys >> bits, keys & ((1 << bits) - 1)


def _occasions(which: Ints, rows: Ints, texts: Texts) -> tuple[Ints, Ints]:
    """The lists `which` split by speaker and time: a label for each row, and the rows in that order."""
    row_at = np.lexsort((texts.day, texts.speaker))
    rank = np.empty(len(row_at), dtype=np.int64)
    rank[row_at] = np.arange(len(row_at))
    bits = len(row_at).bit_length()
    keys = np.sort(which << bits | rank[rows])
    which, rows = keys >> bits, row_at[keys & ((1 << bits) - 1)]
    new = np.ones(len(rows), dtype=bool)
    speaker, day = texts.speaker[rows], texts.day[rows]
    new[1:] = (np.diff(which) > 0) | (np.diff(speaker) > 0) | (np.diff(day) > _SAME_TIME)
    return np.cumsum(new), rows


def _with_fullest(groups: Ints, rows: Ints, rank: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Each row with the fullest rows of its group."""
    row_at = np.argsort(rank)
    groups, ranks = np.divmod(np.sort(groups * len(rank) + rank[rows]), max(len(rank), 1))
    rows = row_at[ranks]
    heads = np.flatnonzero(np.diff(groups, prepend=-1))
    head = np.repeat(heads, np.diff(np.append(heads, len(rows))))
    for step in range(_FULLEST):
        reached = np.minimum(head + step, len(rows) - 1)
        fits = (groups[reached] == groups) & (np.arange(len(rows)) > reached)
        yield rows[reached[fits]], rows[fits]
