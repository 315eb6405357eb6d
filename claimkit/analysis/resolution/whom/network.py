"""The ranker: several small networks score each candidate; a softmax over a mention's candidates makes shares of that.

Each network has one hidden layer beside a linear part; the shares are their mean. A share is turned into a probability
by a logistic curve that was fitted on articles that the networks had not seen.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from claimkit.analysis.resolution.whom.scene import Floats
from claimkit.english.lexicon import data_dir
from claimkit.errors import ModelError

FILE = "whom.npz"
FAR = 6.0  # standard deviations beyond which a feature says no more
_LEAST = 1e-6

_ARRAYS = ("mean", "scale", "hidden", "bias", "out", "linear")

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Networks:
    """n networks of h units over w features: `hidden` [n, w, h], `bias` [n, h], `out` [n, h], `linear` [n, w].

    `names` are the features in their order, `mean` and `scale` what they are brought to. `curve` turns a share into a
    probability for each of CURVES.
    """

    names: tuple[str, ...]
    mean: Floats
    scale: Floats
    hidden: Floats
    bias: Floats
    out: Floats
    linear: Floats
    curve: Mapping[str, tuple[float, float]]

    def shares(self, matrix: Floats, sizes: Sequence[int] | Ints) -> Floats:
        """The share of each row; `sizes` are the numbers of candidates of the mentions, one below the other."""
        x = np.clip((matrix - self.mean) / self.scale, -FAR, FAR).astype(np.float32)
        begins = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
        total = np.zeros(len(x), np.float32)
        for hidden, bias, out, linear in zip(self.hidden, self.bias, self.out, self.linear, strict=True):
            score = np.maximum(x @ hidden + bias, 0) @ out + x @ linear
            total += softmax(score, begins, sizes)
        return np.asarray(total / len(self.hidden), np.float32)

    def probability(self, share: float, curve: str) -> float:
        """How likely it is that an answer with this share is right."""
        slope, shift = self.curve[curve]
        share = min(max(share, _LEAST), 1 - _LEAST)
        return 1 / (1 + math.exp(-(slope * math.log(share / (1 - share)) + shift)))


def softmax(score: Floats, begins: Ints, sizes: Sequence[int] | Ints) -> Floats:
    top = np.repeat(np.maximum.reduceat(score, begins), sizes)
    weight = np.exp(score - top)
    return np.asarray(weight / np.repeat(np.add.reduceat(weight, begins), sizes), np.float32)


def load() -> Networks:
    """The shipped networks. Raises ModelError when they are missing or damaged."""
    return _load()


@cache
def _load() -> Networks:
    path = data_dir() / "model" / FILE
    try:
        with np.load(path, allow_pickle=False) as file:
            return from_arrays({name: file[name] for name in file.files})
    except (OSError, KeyError, ValueError) as error:
        raise ModelError(
            f"{path}: the weights of the speakers are missing or damaged; install claimkit again"
        ) from error


def from_arrays(arrays: Mapping[str, NDArray[np.generic]]) -> Networks:
    """Networks from the arrays of the file."""
    mean, scale, hidden, bias, out, linear = (arrays[key].astype(np.float32) for key in _ARRAYS)
    curves = zip(arrays["curves"].tolist(), arrays["curve"].tolist(), strict=True)
    curve = {str(k): (float(a), float(b)) for k, (a, b) in curves}
    return Networks(tuple(arrays["names"].tolist()), mean, scale, hidden, bias, out, linear, curve)
