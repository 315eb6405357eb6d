"""Which quotations to compare at all: those that share a rare run of words."""

from __future__ import annotations

import numpy as np

from claimkit.clusters.texts import Bools, Ints, Texts, crowded, runs, unique

# Up to this many holders of one run of words, each is compared with each other one; beyond it, with the fullest.
_EACH_WITH_EACH = 24
# How many of the fullest: of all holders, and again of those of one speaker and time.
_FULLEST = 2
_SAME_TIME = 7  # days from one holder to the next
# Quotations of up to this many words are also looked up by runs of two words.
_SHORT = 8
# Share of the shorter quotation's runs that must be found in the longer one.
_SHARED = 0.25


def candidates(texts: Texts, place: Ints) -> tuple[Ints, Ints]:
    """Pairs of rows `(a, b)`, `a < b`, each once, that share enough runs of three words, or of two for short ones.

    A run that few hold links them all; one that many hold (a slogan, a turn of phrase) links each of them to the
    fullest, so that the work grows with the number of quotations and not with its square. `place` is their fullness.
    """
    count = len(texts.ids)
    short = texts.lengths <= _SHORT
    keys = np.concatenate([_sharing(texts, place, 3, np.ones(count, dtype=bool)), _sharing(texts, place, 2, short)])
    first, second = np.divmod(unique(keys), max(count, 1))
    return first, second


def _sharing(texts: Texts, place: Ints, size: int, sought: Bools) -> Ints:
    """Keys `a * rows + b` of the pairs that share runs of `size` words and of which at least one is `sought`."""
    count, lengths = len(texts.ids), texts.lengths
    codes, rows = _holders(texts, size, sought)
    begins = np.flatnonzero(np.r_[True, codes[1:] != codes[:-1]][: len(codes)])
    holders = np.diff(np.r_[begins, len(codes)])
    keys = [np.zeros(0, dtype=np.int64)]
    for many in range(2, _EACH_WITH_EACH + 1):
        lists = rows[begins[holders == many][:, None] + np.arange(many)]
        left, right = np.triu_indices(many, 1)
        keys.append((lists[:, left] * count + lists[:, right]).ravel())
    long = np.repeat(holders > _EACH_WITH_EACH, holders)
    if long.any():
        which, rows = np.repeat(np.arange(len(begins)), holders)[long], rows[long]
        keys.append(_with_fullest(which, rows, place))
        keys.append(_with_fullest(_occasions(which, rows, texts), rows, place))
    pairs, shared = np.unique(np.concatenate(keys), return_counts=True)
    first, second = np.divmod(pairs, max(count, 1))
    enough = shared >= _SHARED * (np.minimum(lengths[first], lengths[second]) - size + 1)
    return pairs[enough & (sought[first] | sought[second])]


def _holders(texts: Texts, size: int, sought: Bools) -> tuple[Ints, Ints]:
    """Codes of the runs of `size` words with their rows, sorted, each once a row; only runs that `sought` rows have."""
    hashes, rows = runs(texts.words, texts.starts, size)
    hashes, rows = hashes[rows >= 0], rows[rows >= 0]
    if not sought.all():
        wanted = np.isin(hashes, hashes[sought[rows]])
        hashes, rows = hashes[wanted], rows[wanted]
    shared = crowded(hashes, 2)
    # One number holds the hash and the row, so that a plain sort of numbers does: 43 bits of hash at a million rows.
    bits = len(texts.ids).bit_length()
    code = (hashes[shared] >> np.uint64(bits + 1)).astype(np.int64)
    packed = unique((code << bits) | rows[shared])
    return packed >> bits, packed & ((1 << bits) - 1)


def _occasions(which: Ints, rows: Ints, texts: Texts) -> Ints:
    """The lists `which` cut up by speaker and time: a label for each row."""
    speaker, day = texts.speaker[rows], texts.day[rows]
    order = np.lexsort((day, speaker, which))
    steps = [np.diff(values[order]) for values in (which, speaker, day)]
    new = np.r_[True, (steps[0] > 0) | (steps[1] > 0) | (steps[2] > _SAME_TIME)]
    labels = np.empty(len(rows), dtype=np.int64)
    labels[order] = np.cumsum(new)
    return labels


def _with_fullest(groups: Ints, rows: Ints, place: Ints) -> Ints:
    """Keys of the pairs of each row with the fullest rows of its group."""
    row_at = np.argsort(place)
    groups, places = np.divmod(np.sort(groups * len(place) + place[rows]), len(place))
    rows = row_at[places]
    heads = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]])
    head = np.repeat(heads, np.diff(np.r_[heads, len(rows)]))
    keys = []
    for rank in range(_FULLEST):
        reached = np.minimum(head + rank, len(rows) - 1)
        fits = (groups[reached] == groups) & (np.arange(len(rows)) > reached)
        one, other = rows[reached[fits]], rows[fits]
        keys.append(np.minimum(one, other) * len(place) + np.maximum(one, other))
    return np.concatenate(keys)
