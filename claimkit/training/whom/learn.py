"""Mentions with their candidates → the networks of `resolution.whom.network`. numpy only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claimkit.analysis.resolution.whom.network import FAR, Networks, softmax
from claimkit.analysis.resolution.whom.table import NAMES
from claimkit.training.whom.examples import MentionExample

Floats = NDArray[np.float32]

_SAME = 1e-6  # a feature that varies less says nothing
_LEAST_SCALE = 0.05
_BETA, _BETA_SQUARE = 0.9, 0.99
_RISE = 50  # steps in which the rate rises


@dataclass(frozen=True, slots=True)
class Settings:
    """Chosen by cross-validation over articles; docs/experiments.md has what else was tried."""

    hidden: int = 64
    nets: int = 5
    passes: int = 7
    batch: int = 64
    rate: float = 3e-3
    decay: float = 0.03
    drop: float = 0.25
    seed: int = 1


def learn(examples: Sequence[MentionExample], settings: Settings | None = None) -> dict[str, NDArray[np.generic]]:
    """The arrays of the file, with curves that change nothing."""
    settings = settings or Settings()
    x, starts, right = _stack(examples)
    mean, scale = x.mean(0), x.std(0)
    scale = np.where(scale > _SAME, np.maximum(scale, _LEAST_SCALE), np.inf).astype(np.float32)
    x = np.clip((x - mean) / scale, -FAR, FAR).astype(np.float32)
    weights = np.array([e.weight for e in examples], np.float32)
    nets = [_fit(x, starts, right, weights, settings, settings.seed + n) for n in range(settings.nets)]
    stacked = {
        key: np.stack([net[key] for net in nets]).astype(np.float16) for key in ("hidden", "bias", "out", "linear")
    }
    half = {"mean": mean.astype(np.float32), "scale": scale.astype(np.float32)}
    return {"names": np.array(NAMES), **half, **stacked, **curves({})}


def curves(found: Mapping[str, tuple[float, float]]) -> dict[str, NDArray[np.generic]]:
    """Slopes and shifts by kind of source as arrays; those not `found` leave the share as it is."""
    kinds = ("pronoun", "definite", "role", "other")
    return {"curves": np.array(kinds), "curve": np.array([found.get(kind, (1.0, 0.0)) for kind in kinds], np.float32)}


def _stack(examples: Sequence[MentionExample]) -> tuple[Floats, NDArray[np.int64], Floats]:
    """The rows of all mentions one below the other, where each begins, and which are right (else the last one)."""
    targets: list[Floats] = []
    for example in examples:
        y = np.array(example.right, np.float32)
        if not y.any():
            y[-1] = 1
        targets.append(y)
    starts = np.concatenate([[0], np.cumsum([len(y) for y in targets])]).astype(np.int64)
    return np.concatenate([e.matrix for e in examples]), starts, np.concatenate(targets)


def _fit(
    x: Floats, starts: NDArray[np.int64], right: Floats, weights: Floats, settings: Settings, seed: int
) -> dict[str, Floats]:
    """One network by Adam on the log of the right candidates' share; features and units are dropped at random."""
    rng = np.random.default_rng(seed)
    width, units, keep = x.shape[1], settings.hidden, 1 - settings.drop
    p: dict[str, Floats] = {
        "hidden": rng.normal(0, width**-0.5, (width, units)).astype(np.float32),
        "bias": np.zeros(units, np.float32),
        "out": rng.normal(0, units**-0.5, units).astype(np.float32),
        "linear": np.zeros(width, np.float32),
    }
    first, second = ({k: np.zeros_like(v) for k, v in p.items()} for _ in range(2))
    count = len(starts) - 1
    total = settings.passes * -(-count // settings.batch)
    step = 0
    for _ in range(settings.passes):
        order = rng.permutation(count)
        for at in range(0, count, settings.batch):
            step += 1
            some = order[at : at + settings.batch]
            sizes = starts[some + 1] - starts[some]
            begins = np.concatenate([[0], np.cumsum(sizes)[:-1]])
            rows = np.repeat(starts[some] - begins, sizes) + np.arange(sizes.sum())
            mask = ((rng.random((width,)) < keep) / keep).astype(np.float32)
            unit_mask = ((rng.random((units,)) < keep) / keep).astype(np.float32)
            bx, by = x[rows] * mask, right[rows]
            z = bx @ p["hidden"] + p["bias"]
            h = np.maximum(z, 0) * unit_mask
            share = softmax(h @ p["out"] + bx @ p["linear"], begins, sizes)
            of_right = np.repeat(np.add.reduceat(share * by, begins) + 1e-9, sizes)
            weight = np.repeat(weights[some], sizes) / len(some)
            error = ((share - share * by / of_right) * weight).astype(np.float32)
            dz = error[:, None] * (p["out"] * unit_mask) * (z > 0)
            slope = {"hidden": bx.T @ dz, "bias": dz.sum(0), "out": h.T @ error, "linear": bx.T @ error}
            rate = settings.rate * min(1.0, step / _RISE) * (1 - step / (total + 1))
            for k in p:
                first[k] = _BETA * first[k] + (1 - _BETA) * slope[k]
                second[k] = _BETA_SQUARE * second[k] + (1 - _BETA_SQUARE) * slope[k] ** 2
                move = first[k] / (1 - _BETA**step) / (np.sqrt(second[k] / (1 - _BETA_SQUARE**step)) + 1e-7)
                shrink = 0.0 if k == "bias" else settings.decay
                p[k] = (p[k] - rate * (move + shrink * p[k])).astype(np.float32)
    return p


def shares(networks: Networks, examples: Sequence[MentionExample]) -> list[Floats]:
    """The share of each candidate of each mention."""
    sizes = [len(e.right) for e in examples]
    found = networks.shares(np.concatenate([e.matrix for e in examples]), sizes)
    ends = np.cumsum(sizes)
    return [found[end - size : end] for end, size in zip(ends, sizes, strict=True)]


# Draws a curve to the shares themselves: some kinds of sources have twenty answers, which alone would say that a larger
# share is less often right; with a thousand it moves the slope by 0.01.
_CURVE_PENALTY = 10.0


def fit_curve(share: Sequence[float], right: Sequence[bool], passes: int = 200) -> tuple[float, float]:
    """Slope and shift of the logistic curve that turns shares into probabilities (Platt, 1999), by Newton's method."""
    p = np.clip(np.array(share, float), 1e-6, 1 - 1e-6)
    x = np.stack([np.log(p / (1 - p)), np.ones_like(p)], 1)
    y = np.array(right, float)
    w = np.array([1.0, 0.0])
    for _ in range(passes):
        q = 1 / (1 + np.exp(-(x @ w)))
        slope = x.T @ (y - q) - _CURVE_PENALTY * (w - [1.0, 0.0])
        bend = (x * (q * (1 - q))[:, None]).T @ x + _CURVE_PENALTY * np.eye(2)
        move = np.clip(
            np.linalg.solve(bend, slope), -1, 1
        )  # a full step from few answers can leap past and never return
        w = w + move
        if np.abs(move).max() < 1e-6:
            break
    return float(w[0]), float(w[1])
