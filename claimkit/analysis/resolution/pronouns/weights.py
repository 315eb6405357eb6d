"""The learned scorer of antecedents: weights for the features of `pronouns`, and a comparison of states.

A conditional logit over the candidates and "nobody of these", after Denis and Baldridge (2007). Where the tagger's
states are at hand, a low-rank bilinear comparison of the pronoun's state with those of a candidate's names (first and
last wordpiece of each) is added. `python -m claimkit.training.pronouns` learns both.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from claimkit.analysis.resolution.pronouns.features import Features
from claimkit.english.lexicon import data_dir
from claimkit.errors import ModelError
from claimkit.models.extraction import States

FILE = "pronouns.npz"
NAMES = 4  # names of one candidate that are compared with the pronoun: the nearest

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Bilinear:
    """Projections of states [512] to [d]: of the pronoun, of a name's first and its last wordpiece."""

    query: Floats
    query_bias: Floats
    first: Floats
    last: Floats
    key_bias: Floats

    def scores(self, pronoun: Floats, first: Floats, last: Floats) -> Floats:
        """How well names (`first`, `last`: [n, 512]) fit a pronoun [512]: [n]."""
        keys = np.tanh(first @ self.first + last @ self.last + self.key_bias)
        query = pronoun @ self.query + self.query_bias
        return np.asarray(keys @ query / math.sqrt(len(query)), np.float32)


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights by feature, `nobody` among them: `alone` without states, `beside` beside the comparison of states."""

    alone: Mapping[str, float]
    beside: Mapping[str, float]
    bilinear: Bilinear


def load() -> Weights:
    """The shipped weights. Raises ModelError when they are missing or damaged."""
    return _load()


@cache
def _load() -> Weights:
    path = data_dir() / "model" / FILE
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        return from_arrays(arrays)
    except (OSError, KeyError, ValueError) as error:
        raise ModelError(f"{path}: the weights for pronouns are missing or damaged; install claimkit again") from error


def from_arrays(arrays: Mapping[str, NDArray[np.generic]]) -> Weights:
    """Weights from the arrays of the file: `names`, `alone`, `beside` [features] and those of Bilinear."""
    names = [str(name) for name in arrays["names"]]
    alone, beside = (dict(zip(names, arrays[key].astype(float).tolist(), strict=True)) for key in ("alone", "beside"))
    return Weights(alone, beside, Bilinear(*(arrays[key].astype(np.float32) for key in Bilinear.__slots__)))


def score(weights: Mapping[str, float], features: Features) -> float:
    """The weighted features of one candidate, added up."""
    return sum(weights.get(name, 0.0) * value for name, value in features.items() if value)


def compare(
    bilinear: Bilinear, states: States, start: int, names: Mapping[int, Iterable[tuple[int, int]]]
) -> dict[int, float]:
    """How well each person's names fit the pronoun at `start`: the log of the sum of their exponents."""
    rows: list[tuple[int, int]] = []
    owners: list[int] = []
    for person, spans in names.items():
        for span in sorted(spans, key=lambda s: (abs(s[0] - start), s))[:NAMES]:
            rows.append(pieces(states, *span))
            owners.append(person)
    if not rows:
        return {}
    index = np.array(rows, np.int64)
    pronoun = states.vectors[pieces(states, start, start + 1)[0]]
    found = bilinear.scores(pronoun, states.vectors[index[:, 0]], states.vectors[index[:, 1]]).tolist()
    of: dict[int, list[float]] = {}
    for person, value in zip(owners, found, strict=True):
        of.setdefault(person, []).append(value)
    return {person: log_sum(values) for person, values in of.items()}


def pieces(states: States, start: int, end: int) -> tuple[int, int]:
    """The first and the last wordpiece that overlap `start:end`."""
    first = int(np.searchsorted(states.ends, start, "right"))
    last = int(np.searchsorted(states.starts, end, "left")) - 1
    return min(first, len(states.starts) - 1), max(min(first, len(states.starts) - 1), last)


def log_sum(values: Sequence[float]) -> float:
    """log Σ exp, safe for large values."""
    top = max(values)
    return top + math.log(sum(math.exp(v - top) for v in values))
