"""Ridge logistic regressions by Newton's method: the judge, and the curve of confidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from claimkit.analysis.attribution.calibration import log_odds
from claimkit.analysis.statements.weights import ConfidenceCurve, JudgeWeights
from claimkit.training.statements.examples import StatementExample

Floats = NDArray[np.float64]

# Chosen by five folds over articles: 3 to 10 are within 0.3 points of precision.
_PENALTY = 5.0
# The states count as three standard deviations of their widest direction: 2 to 4 are within 0.1.
_SPREAD = 3.0
# Weight of an annotated record that is no verdict.
BORROWED = 0.05
# The curve of confidence serves corpora that differ on what a statement is. Fitted freely, the chance of being one
# weighs 0.38 and is right for the verdicts only. With 0.25, and verdicts at 1.5, both are within 3 points (five folds;
# 0.2 to 0.3 and 1.5 to 2 are as well, nearly).
_STATED = 0.25
_VERDICT = 1.5
_LEAST = 2  # records that a name needs
_STEPS = 8


def learn(
    verdicts: Sequence[StatementExample], annotated: Sequence[StatementExample], curve: ConfidenceCurve | None = None
) -> JudgeWeights:
    """The judge of these records; direct quotations have a share of their own."""
    direct = [e.statement for e in verdicts if e.type == "direct" and e.statement is not None and not e.label]
    judged = [(e, 1.0) for e in verdicts if _counts(e)] + [(e, BORROWED) for e in annotated if _counts(e)]
    shown = [e.shown for e, _ in judged]
    counts = Counter(name for f in shown for name in f.names)
    names = sorted(name for name, count in counts.items() if count >= _LEAST)
    numbers = sorted({name for f in shown for name in f.numbers})
    place = {name: i for i, name in enumerate(names)}
    flags = np.zeros((len(shown), len(names)))
    for row, f in zip(flags, shown, strict=True):
        row[[place[name] for name in f.names if name in place]] = 1
    values = np.array([[f.numbers[name] for name in numbers] for f in shown])
    states = np.stack([f.states for f in shown]).astype(np.float64)
    value_mean, value_scale = values.mean(axis=0), values.std(axis=0) + 1e-6
    state_mean = states.mean(axis=0)
    widest = np.linalg.norm(states - state_mean, ord=2) / np.sqrt(len(states)) / _SPREAD
    matrix = np.hstack([flags, (values - value_mean) / value_scale, (states - state_mean) / widest])
    target = np.array([e.statement for e, _ in judged], float)
    weights, bias = _logistic(matrix, target, np.array([w for _, w in judged]), _PENALTY)
    of_names, of_values, of_states = np.split(weights, [len(names), len(names) + len(numbers)])
    of_values, of_states = of_values / value_scale, of_states / widest
    bias -= float(of_values @ value_mean + of_states @ state_mean)
    return JudgeWeights(
        dict(zip(names, of_names.tolist(), strict=True)),
        dict(zip(numbers, of_values.tolist(), strict=True)),
        of_states.astype(np.float32),
        bias,
        (sum(direct) + 1) / (len(direct) + 2),
        curve or ConfidenceCurve(),
    )


def fit_curve(
    verdicts: Sequence[tuple[StatementExample, float]], annotated: Sequence[tuple[StatementExample, float]]
) -> ConfidenceCurve:
    """The curve of confidence from records with their chances of being statements, as a judge gave that had not seen
    them."""
    counted = [*((e, p, _VERDICT) for e, p in verdicts), *((e, p, 1.0) for e, p in annotated)]
    known = [(e, p, w) for e, p, w in counted if e.right is not None and not e.label]
    rows = np.array([[log_odds(e.confidence), e.type == "direct", e.type == "mixed"] for e, _, _ in known], float)
    stated = _STATED * np.array([log_odds(p) for _, p, _ in known])
    target = np.array([e.right for e, _, _ in known], float)
    weights, bias = _logistic(rows, target, np.array([w for _, _, w in known]), 0.5, stated)
    attributed, direct, mixed = (round(float(w), 4) for w in weights)
    return ConfidenceCurve(bias, attributed, _STATED, direct, mixed)


def _counts(example: StatementExample) -> bool:
    return example.type != "direct" and example.statement is not None


def _logistic(
    matrix: Floats, target: Floats, weight: Floats, penalty: float, given: Floats | float = 0.0
) -> tuple[Floats, float]:
    """Weights and bias; the bias is not drawn to zero. `given` are log-odds that are added as they are."""
    x = np.hstack([matrix, np.ones((len(matrix), 1))])
    ridge = np.full(x.shape[1], penalty)
    ridge[-1] = 1e-3
    found = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(x @ found + given, -30, 30)))
        slope = x.T @ (weight * (chance - target)) + ridge * found
        curvature = (x * (weight * chance * (1 - chance))[:, None]).T @ x + np.diag(ridge)
        found = found - np.linalg.solve(curvature, slope)
    return found[:-1], float(found[-1])
