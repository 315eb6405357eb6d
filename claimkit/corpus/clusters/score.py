"""How likely two quotations are one utterance: a logistic model of what they share, who said it and when.

`FEATURES` names the columns in their order; the package's docstring explains them.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from rapidfuzz.distance import LCSseq

from claimkit.corpus.clusters.arrays import Bools, Floats, Ints, Words, expand_ranges, gather_ranges, unique
from claimkit.corpus.clusters.quote_columns import UNKNOWN
from claimkit.corpus.clusters.texts import Texts

FEATURES = ("coverage", "mass", "longest", "blocks", "stock", "same speaker", "other speaker", "days", "dated")

# Fitted by `python -m claimkit.training.pairs` on 389 judged pairs of quotations of PolNeAR train and dev, each pair
# four times: as it is, without its speakers, without its dates, and without both. Cross-validated by cluster
# (10 folds, 10 times): F1 .962 with speakers and dates, .917 from the text alone.
Model = tuple[Floats, float]  # a weight for each feature, and the intercept
FITTED: Model = np.array([6.45, 3.16, 1.56, -1.39, -1.54, 1.00, -0.69, -0.80, 1.48]), -18.30

_OCCASIONS = 20  # beyond this, more occasions make no difference; set by hand
_BATCH = 200_000  # pairs aligned at a time, to keep memory small; set by hand
_FIRST_SURROGATE, _SURROGATES = 0xD800, 0x800  # code points that are not characters
_POINTS = 0x110000 - _SURROGATES


def pair_features(texts: Texts, first: Ints, second: Ints) -> Floats:
    """For each pair of rows of `texts`, one row with a column for each feature."""
    return np.hstack([_wording_features(texts, first, second), circumstance_features(texts, first, second)])


def wording_odds(texts: Texts, first: Ints, second: Ints, model: Model = FITTED) -> Floats:
    """What the words of each pair add to its log odds, including the intercept.

    Rows with the same words are aligned only once.
    """
    weights, intercept = model
    same = texts.alike
    one, other = np.minimum(same[first], same[second]), np.maximum(same[first], same[second])
    bits = len(same).bit_length()
    keys = one << bits | other
    distinct = unique(keys)
    odds = np.empty(len(distinct))
    one, other = distinct >> bits, distinct & ((1 << bits) - 1)
    for start, stop in _batches(texts, one, other):
        odds[start:stop] = _weighted(_wording_features(texts, one[start:stop], other[start:stop]), weights, intercept)
    return odds[np.searchsorted(distinct, keys)]


def _batches(texts: Texts, first: Ints, second: Ints) -> Iterator[tuple[int, int]]:
    """Ranges of the pairs to align at a time; none has more words than there are code points, unless it is one pair."""
    if len(texts.hashes) <= _POINTS:
        yield from ((start, min(start + _BATCH, len(first))) for start in range(0, len(first), _BATCH))
        return
    words = np.cumsum(texts.lengths[first] + texts.lengths[second])
    start = 0
    while start < len(first):
        before = int(words[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(words, before + _POINTS, "right")))
        yield start, min(stop, start + _BATCH)
        start = min(stop, start + _BATCH)


def circumstance_odds(texts: Texts, first: Ints, second: Ints, model: Model = FITTED) -> tuple[Floats, Bools, Bools]:
    """What speakers and dates add to the log odds; also whether the speakers are the same, and whether they differ."""
    columns = circumstance_features(texts, first, second)
    return _weighted(columns, model[0][len(FEATURES) - columns.shape[1] :], 0.0), columns[:, 0] > 0, columns[:, 1] > 0


def _weighted(columns: Floats, weights: Floats, intercept: float) -> Floats:
    """Weighted sums, column by column, so that rounding depends on nothing but the row."""
    odds = np.full(len(columns), intercept)
    for number in range(columns.shape[1]):
        odds += columns[:, number] * weights[number]
    return odds


def _wording_features(texts: Texts, first: Ints, second: Ints) -> Floats:
    """The features that come from the words: the first five."""
    weights = texts.weights
    swap = texts.lengths[first] > texts.lengths[second]
    shorter, longer = np.where(swap, second, first), np.where(swap, first, second)
    pair, start, size = _blocks(texts, shorter, longer)
    nats = texts.mass[start + size - 1] - texts.mass[start] + texts.rarity[texts.words[start]].astype(np.float64)
    mass = np.bincount(pair, nats, len(first))
    best = _heaviest(pair, nats)
    longest, stock = np.zeros(len(first)), np.zeros(len(first))
    longest[pair[best]] = nats[best]
    stock[pair[best]] = _stock(texts, start[best], size[best])
    coverage = mass / np.minimum(weights[first], weights[second])
    blocks = np.bincount(pair, minlength=len(first))
    return np.column_stack([coverage, np.log1p(mass), np.log1p(longest), np.log1p(blocks), stock])


def _heaviest(pair: Ints, nats: Floats) -> Ints:
    """The heaviest block of each pair (the first of equal ones); `pair` is sorted."""
    if not len(pair):
        return pair
    begins = np.flatnonzero(np.diff(pair, prepend=-1))
    most = np.repeat(np.maximum.reduceat(nats, begins), np.diff(np.append(begins, len(pair))))
    heaviest = np.flatnonzero(nats == most)
    return heaviest[np.diff(pair[heaviest], prepend=-1) > 0]


def circumstance_features(texts: Texts, first: Ints, second: Ints) -> Floats:
    """The features that come from speakers and dates: the last four."""
    same, other = _speakers(texts, first, second)
    dated = (texts.day[first] != UNKNOWN) & (texts.day[second] != UNKNOWN)
    days = np.where(dated, np.abs(texts.day[first] - texts.day[second]), 0)
    return np.column_stack([same, other, np.log1p(days), dated])


def _blocks(texts: Texts, shorter: Ints, longer: Ints) -> tuple[Ints, Ints, Ints]:
    """Runs of words that both have, in the same order (longest common subsequence, bit-parallel: Hyyrö 2004).

    For each block, in the order of the pairs: the number of its pair, its start in `texts.words`, its length.
    """
    pairs: list[int] = []
    starts: list[int] = []
    sizes: list[int] = []
    rows, row_numbers = np.unique(np.concatenate([shorter, longer]), return_inverse=True)
    lengths = texts.lengths[rows]
    encoded = _letters(gather_ranges(texts.words, texts.starts[rows], lengths), len(texts.hashes))
    ends = np.cumsum(lengths).tolist()
    letters = [encoded[end - length : end] for end, length in zip(ends, lengths.tolist(), strict=True)]
    numbers = row_numbers.tolist()
    editops = LCSseq.editops
    for pair, (a, b) in enumerate(zip(numbers[: len(shorter)], numbers[len(shorter) :], strict=True)):
        one, other = letters[a], letters[b]
        if one in other:
            pairs.append(pair)
            starts.append(0)
            sizes.append(len(one))
            continue
        for match in editops(one, other).as_matching_blocks():
            if match.size:
                pairs.append(pair)
                starts.append(match.a)
                sizes.append(match.size)
    pair_numbers = np.array(pairs, dtype=np.int64)
    return (
        pair_numbers,
        np.array(starts, dtype=np.int64) + texts.starts[shorter[pair_numbers]],
        np.array(sizes, dtype=np.int64),
    )


def _letters(words: Words, vocabulary: int) -> str:
    """One code point for each word; where the vocabulary has more words than there are, these words alone count."""
    if vocabulary > _POINTS:
        words = np.unique(words, return_inverse=True)[1].astype(np.uint32)
    points = words % np.uint32(_POINTS)  # they share only in a batch of one pair of a million words
    points += np.uint32(_SURROGATES) * (points >= _FIRST_SURROGATE)
    return points.astype("<u4").tobytes().decode("utf-32-le")


def _stock(texts: Texts, start: Ints, size: Ints) -> Floats:
    """On how many occasions the least used three words of each block were said: ln(occasions / 2), at least 0.

    Any pair may come from two occasions; a slogan or a turn of phrase has more.
    """
    stock = np.zeros(len(start))
    long = np.flatnonzero(size >= 3)
    if len(long):
        offsets, begins = expand_ranges(start[long], size[long] - 2)
        fewest = np.minimum.reduceat(texts.occasions[offsets], begins)
        stock[long] = np.log(np.clip(fewest, 2, _OCCASIONS) / 2)
    return stock


def _speakers(texts: Texts, first: Ints, second: Ints) -> tuple[Bools, Bools]:
    """Whether the speakers are the same, and whether they are different people; neither where that is unknown."""
    one, two = texts.speaker[first], texts.speaker[second]
    surname, given = texts.surname[first], texts.given[first]
    alike = (given == texts.given[second]) | (given == UNKNOWN) | (texts.given[second] == UNKNOWN)
    same_name = (surname != UNKNOWN) & (surname == texts.surname[second]) & alike
    same = ((one == two) & (one != UNKNOWN)) | same_name
    other = (surname != UNKNOWN) & (texts.surname[second] != UNKNOWN) & ~same
    return same, other
