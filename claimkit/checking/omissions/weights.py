"""Weights of the judge of omissions, a logistic regression over what `features` sees."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from claimkit.checking.omissions.features import place_of
from claimkit.english.lexicon import data_dir
from claimkit.errors import ModelError

FILE = "omissions.npz"


@dataclass(frozen=True, slots=True)
class OmissionWeights:
    """A weight for each name, and where the log-odds start."""

    names: Mapping[str, float]
    bias: float

    def chance(self, seen: Mapping[str, float]) -> float:
        """The chance, from 0 to 1, that what is left out misleads."""
        odds = self.bias + math.fsum(self.names.get(name, 0.0) * value for name, value in seen.items())
        return 1 / (1 + math.exp(-min(max(odds, -30.0), 30.0)))

    def by_place(self, seen: Mapping[str, float]) -> dict[str, float]:
        """How much what is left out at each place adds to the log-odds."""
        found: dict[str, list[float]] = {}
        for name, value in seen.items():
            place = place_of(name)
            if place is not None and name in self.names:
                found.setdefault(place, []).append(self.names[name] * value)
        return {place: math.fsum(parts) for place, parts in found.items()}


@cache
def load() -> OmissionWeights:
    """The shipped weights. Raises ModelError when they are missing or damaged."""
    path = data_dir() / "model" / FILE
    try:
        with np.load(path, allow_pickle=False) as file:
            return from_arrays({name: file[name] for name in file.files})
    except (OSError, KeyError, ValueError, TypeError) as error:
        raise ModelError(f"{path}: the weights of omissions are missing or damaged; install claimkit again") from error


def to_arrays(weights: OmissionWeights) -> dict[str, NDArray[np.generic]]:
    """The arrays of the file."""
    names = np.frombuffer("\n".join(weights.names).encode(), np.uint8)
    values = np.array(list(weights.names.values()), np.float32)
    return {"names": names, "weights": values, "bias": np.array(weights.bias), "digest": _digest(names, values)}


def from_arrays(arrays: Mapping[str, NDArray[np.generic]]) -> OmissionWeights:
    """Weights from the arrays of the file. Raises ValueError if they are not those that were written."""
    names, values = arrays["names"].astype(np.uint8), arrays["weights"].astype(np.float32)
    if _digest(names, values).tolist() != arrays["digest"].tolist():
        raise ValueError("the digest is another one")
    listed = names.tobytes().decode().split("\n")
    return OmissionWeights(dict(zip(listed, values.astype(float).tolist(), strict=True)), float(arrays["bias"]))


def _digest(names: NDArray[np.uint8], values: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.frombuffer(sha256(names.tobytes() + values.astype("<f4").tobytes()).digest(), np.uint8)
