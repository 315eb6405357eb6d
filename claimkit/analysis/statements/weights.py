"""Weights of the judge, a logistic regression over names, numbers and the tagger's states, and the confidence curve."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from claimkit.analysis.attribution.calibration import log_odds
from claimkit.analysis.statements.features import StatementFeatures
from claimkit.english.lexicon import data_dir
from claimkit.errors import ModelError
from claimkit.models.types import QuoteType

FILE = "statements.npz"

# Who declined to comment stated nothing: none of nine such records that were judged.
_SILENT = 0.1
# “If she says so”: one of four such records that were judged.
_SUPPOSED = 0.25
# Least chance of what attribution doubts: by folds, 2 such records in BBC news are statements and none is not, in
# PolNeAR's dev part 4 and 1; from 0.5 on it is 3 and 1, 11 and 10.
SURE = 0.8

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ConfidenceCurve:
    """Attribution's confidence and the chance of being a statement → the chance that content and source are right.

    Attribution was calibrated on political news of one corpus, where acts and plans count too.
    """

    bias: float = 0.0
    attributed: float = 1.0
    stated: float = 0.0
    direct: float = 0.0
    mixed: float = 0.0

    def chance(self, confidence: float, statement: float, kind: QuoteType) -> float:
        """The chance, from 0 to 1."""
        odds = self.bias + self.attributed * log_odds(confidence) + self.stated * log_odds(statement)
        odds += (self.direct if kind == "direct" else 0.0) + (self.mixed if kind == "mixed" else 0.0)
        return 1 / (1 + math.exp(-odds))


@dataclass(frozen=True, slots=True)
class JudgeWeights:
    """Weights by name and by number, those of the states [1024], and what a record starts with.

    `direct` is the share of direct quotations that are statements: the regression has not seen them.
    """

    names: Mapping[str, float]
    numbers: Mapping[str, float]
    states: Floats
    bias: float
    direct: float
    curve: ConfidenceCurve

    def chance(self, shown: StatementFeatures) -> float:
        """The chance that a record which is not a direct quotation is a statement."""
        odds = self.bias + float(shown.states @ self.states)
        odds += sum(self.names.get(name, 0.0) for name in shown.names)
        odds += sum(self.numbers.get(name, 0.0) * value for name, value in shown.numbers.items())
        chance = 1 / (1 + math.exp(-min(max(odds, -30.0), 30.0)))
        if "modality=conditional" in shown.names:
            chance = min(chance, _SUPPOSED)
        return min(chance, _SILENT) if "class=silence" in shown.names else chance


@cache
def load() -> JudgeWeights:
    """The shipped weights. Raises ModelError when they are missing or damaged."""
    path = data_dir() / "model" / FILE
    try:
        with np.load(path, allow_pickle=False) as file:
            return from_arrays({name: file[name] for name in file.files})
    except (OSError, KeyError, ValueError, TypeError) as error:
        raise ModelError(f"{path}: the weights of statements are missing or damaged; install claimkit again") from error


def to_arrays(weights: JudgeWeights) -> dict[str, NDArray[np.generic]]:
    """The arrays of the file."""
    curve = weights.curve
    return {
        "names": np.array(list(weights.names), np.str_),
        "name_weights": np.array(list(weights.names.values()), np.float32),
        "numbers": np.array(list(weights.numbers), np.str_),
        "number_weights": np.array(list(weights.numbers.values()), np.float32),
        "states": weights.states.astype(np.float32),
        "bias": np.array(weights.bias),
        "direct": np.array(weights.direct),
        "curve": np.array([curve.bias, curve.attributed, curve.stated, curve.direct, curve.mixed]),
    }


def from_arrays(arrays: Mapping[str, NDArray[np.generic]]) -> JudgeWeights:
    """Weights from the arrays of the file."""
    names, numbers = (
        dict(zip(map(str, arrays[key]), arrays[values].astype(float).tolist(), strict=True))
        for key, values in (("names", "name_weights"), ("numbers", "number_weights"))
    )
    curve = ConfidenceCurve(*arrays["curve"].astype(float).tolist())
    return JudgeWeights(
        names, numbers, arrays["states"].astype(np.float32), float(arrays["bias"]), float(arrays["direct"]), curve
    )
