"""Counts of articles → scores with intervals."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from claimkit.models.measures import Score

Floats = NDArray[np.float64]

SAMPLES = 1000
SEED = 13
TYPES = ("direct", "mixed", "indirect")
COLUMNS = (*TYPES, "all")


def resample(counts: Floats, samples: int, seed: int) -> Floats:
    """Sums of `counts` (articles, …) over `samples` draws of as many articles, with replacement: (samples, …)."""
    rng = random.Random(seed)
    articles = len(counts)
    flat = counts.reshape(articles, -1)
    sums = np.empty((samples, flat.shape[1]))
    for row in sums:
        picked = np.bincount(rng.choices(range(articles), k=articles), minlength=articles)
        row[:] = picked @ flat
    return sums.reshape(samples, *counts.shape[1:])


def interval(values: Floats) -> tuple[float, float]:
    """The 95% percentile interval of bootstrap values (Efron and Tibshirani, 1993)."""
    ordered = np.sort(values)
    last = len(ordered) - 1
    return float(ordered[int(0.025 * len(ordered))]), float(ordered[min(last, int(0.975 * len(ordered)))])


def ratio(part: Floats, whole: Floats) -> Floats:
    """`part / whole`, 0 where there is nothing to count."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def figures(
    measures: Mapping[str, Callable[[Floats], tuple[Floats, ...]]], counts: Floats, samples: int, seed: int
) -> tuple[Score, ...]:
    """Each measure for each type. `counts` is (articles, …, types); `all` is the sum over the types.

    A measure takes counts (…, types) and gives its value and, for an F1, precision and recall.
    """
    whole = _with_all(counts.sum(axis=0))
    drawn = _with_all(resample(counts, samples, seed)) if samples else None
    found = []
    for measure, compute in measures.items():
        values = compute(whole)
        spread = None if drawn is None else compute(drawn)[0]
        for i, kind in enumerate(COLUMNS):
            low, high = (None, None) if spread is None else interval(spread[:, i])
            value, *parts = (float(v[i]) for v in values)
            found.append(Score(kind, measure, value, low, high, *parts))
    return tuple(found)


def totals(names: Mapping[str, int], counts: Floats) -> dict[str, dict[str, int]]:
    """The counts in the rows `names` (name → row), summed over articles, for each type and all."""
    whole = _with_all(counts.sum(axis=0))
    return {name: {c: round(float(whole[row, i])) for i, c in enumerate(COLUMNS)} for name, row in names.items()}


def _with_all(counts: Floats) -> Floats:
    return np.concatenate([counts, counts.sum(axis=-1, keepdims=True)], axis=-1)
