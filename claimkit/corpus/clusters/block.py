"""Which quotations to compare at all: those that share a rare run of words."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from claimkit.corpus.clusters.arrays import Bools, Ints, Runs, counted, shared, unique
from claimkit.corpus.clusters.texts import Texts

# Up to this many holders of one run of words, each is compared with each other one; beyond it, with the fullest.
_EACH_WITH_EACH = 24
# How many of the fullest: of all holders, and again of those of one speaker and time.
_FULLEST = 2
_SAME_TIME = 7  # days from one holder to the next
# Quotations of up to this many words are also looked up by runs of two words, those of up to so few also by runs that
# many hold: they have but one run of three words. (For all of up to 8, that gives 60,000 more pairs to compare among
# 100,000 made-up quotations, of which 1% match.)
_SHORT = 8
_TINY = 3
# Share of the shorter quotation's runs that must be found in the longer one.
_SHARED = 0.25


def candidates(texts: Texts, place: Ints) -> tuple[Ints, Ints]:
    """Pairs of rows `(a, b)`, `a < b`, each once, that share enough runs of three words, or of two for short ones.

    A run that few hold links them all; one that many hold (a slogan, a turn of phrase) links each of them to the
    fullest, so that the work grows with the number of quotations and not with its square. `place` is their fullness.
    """
    lengths = texts.lengths
    short, tiny = lengths <= _SHORT, lengths <= _TINY
    by_two = shared(texts.hashes, texts.words, texts.row_at, 2, short)
    everyone = np.ones(len(lengths), dtype=bool)
    keys = [_sharing(texts, place, texts.runs, 3, everyone, everyone), _sharing(texts, place, by_two, 2, short, tiny)]
    return _split(unique(np.concatenate(keys)), _bits(texts))


def _sharing(texts: Texts, place: Ints, runs: Runs, size: int, sought: Bools, in_long: Bools) -> Ints:
    """Keys of the pairs that share enough of `runs`, of `size` words each.

    One at least of each pair is `sought`, and `in_long` if the run is one that many hold.
    """
    bits, lengths = _bits(texts), texts.lengths
    pairs, times = counted(_pairs(texts, place, runs, sought, in_long))
    first, second = _split(pairs, bits)
    return pairs[times >= _SHARED * (np.minimum(lengths[first], lengths[second]) - size + 1)]


def _pairs(texts: Texts, place: Ints, runs: Runs, sought: Bools, in_long: Bools) -> Iterator[Ints]:
    """Keys of the pairs that share a run, as often as they share one."""
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
        for pair in _with_fullest(groups, members, place):
            yield _keys(*pair, in_long, bits)


def _long(runs: Runs, sought: Bools) -> tuple[Ints, Ints]:
    """The lists of runs that many hold, one of them `sought`: the list of each holder, and its row."""
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
    """Bits of a row's number: a pair of rows is one number too."""
    return len(texts.alike).bit_length()


def _split(keys: Ints, bits: int) -> tuple[Ints, Ints]:
    return keys >> bits, keys & ((1 << bits) - 1)


def _occasions(which: Ints, rows: Ints, texts: Texts) -> tuple[Ints, Ints]:
    """The lists `which` cut up by speaker and time: a label for each row, and the rows in that order."""
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


def _with_fullest(groups: Ints, rows: Ints, place: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Each row with the fullest rows of its group."""
    row_at = np.argsort(place)
    groups, places = np.divmod(np.sort(groups * len(place) + place[rows]), max(len(place), 1))
    rows = row_at[places]
    heads = np.flatnonzero(np.diff(groups, prepend=-1))
    head = np.repeat(heads, np.diff(np.append(heads, len(rows))))
    for rank in range(_FULLEST):
        reached = np.minimum(head + rank, len(rows) - 1)
        fits = (groups[reached] == groups) & (np.arange(len(rows)) > reached)
        yield rows[reached[fits]], rows[fits]
