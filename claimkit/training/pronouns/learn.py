"""Examples → the weights of `resolution.pronouns.weights`: a listwise ranker, learned by Adam. numpy only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from claimkit.training.pronouns.examples import PronounExample

# Chosen on one half of GAP development with the other held out: widths of 32, 64 and 128 and 10 to 20 passes are within
# a point of each other; the exchange of genders is worth a point and brings the bias from .93 to .95.
WIDTH, PASSES, BATCH = 32, 15, 64
_RATE, _RATE_STATES = 0.02, 1.5e-3
_PENALTY, _DECAY = 1e-3, 0.05
_DROP, _DROP_FEATURES = 0.3, 0.1  # share of states' numbers and of features left out at random
_RARE = 10  # candidates that must have a feature for it to be kept

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Parameters = dict[str, Floats]


def vocabulary(examples: Sequence[PronounExample]) -> list[str]:
    """The features that are not rare, and "nobody" at the end."""
    count = Counter(name for e in examples for features in e.features for name, value in features.items() if value)
    return [*sorted(name for name, n in count.items() if n >= _RARE), "nobody"]


@dataclass(frozen=True, slots=True)
class PronounBatch:
    """Some examples one below the other; rows are candidates, each example's last row is "nobody"."""

    columns: Floats
    meant: Floats
    starts: Ints
    weight: Floats
    pronoun: Floats
    first: Floats
    last: Floats
    row: Ints  # of each name: its candidate
    example: Ints  # of each name: its example


def batch(
    examples: Sequence[PronounExample], names: Mapping[str, int], rng: np.random.Generator | None
) -> PronounBatch:
    """The examples one below the other, each in one of its readings at random; in the first one without `rng`."""
    sizes = [len(e.features) + 1 for e in examples]
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    columns = np.zeros((starts[-1], len(names)), np.float32)
    for e, start in zip(examples, starts.tolist(), strict=False):
        for k, features in enumerate(e.features):
            for name, value in features.items():
                if value and name in names:
                    columns[start + k, names[name]] = value
    columns[starts[1:] - 1, names["nobody"]] = 1
    chosen = [0 if rng is None else int(rng.integers(len(e.pronoun))) for e in examples]
    return PronounBatch(
        columns,
        np.concatenate([e.meant for e in examples]),
        starts,
        np.array([e.weight for e in examples], np.float32),
        np.stack([e.pronoun[c] for e, c in zip(examples, chosen, strict=True)]),
        np.concatenate([e.first[c] for e, c in zip(examples, chosen, strict=True)]),
        np.concatenate([e.last[c] for e, c in zip(examples, chosen, strict=True)]),
        np.concatenate([e.owner + s for e, s in zip(examples, starts.tolist(), strict=False)]),
        np.repeat(np.arange(len(examples)), [len(e.owner) for e in examples]),
    )


def shares(scores: Floats, starts: Ints) -> Floats:
    """Softmax inside each example."""
    sizes = np.diff(starts)
    top = np.repeat(np.maximum.reduceat(scores, starts[:-1]), sizes)
    exponents = np.exp(scores - top)
    return np.asarray(exponents / np.repeat(np.add.reduceat(exponents, starts[:-1]), sizes), np.float32)


def gradients(parameters: Parameters, b: PronounBatch) -> Parameters:
    """Gradients of the mean log-loss of a batch."""
    states = "query" in parameters
    scores = b.columns @ parameters["features"]
    if states:
        keys = np.tanh(b.first @ parameters["first"] + b.last @ parameters["last"] + parameters["key_bias"])
        query = b.pronoun @ parameters["query"] + parameters["query_bias"]
        scale = 1 / np.sqrt(query.shape[1])
        fits = (keys * query[b.example]).sum(1) * scale
        top = np.full(len(scores), -1e9, np.float32)
        np.maximum.at(top, b.row, fits)
        exponents = np.exp(fits - top[b.row])
        total = np.zeros(len(scores), np.float32)
        np.add.at(total, b.row, exponents)
        scores = scores + np.where(total > 0, top + np.log(np.maximum(total, 1e-30)), 0)
    p = shares(scores, b.starts)
    sizes = np.diff(b.starts)
    right = np.add.reduceat(p * b.meant, b.starts[:-1]) + 1e-9
    error = (p - p * b.meant / np.repeat(right, sizes)) * np.repeat(b.weight, sizes) / len(sizes)
    found: Parameters = {"features": np.asarray(b.columns.T @ error, np.float32)}
    if states:
        each = np.asarray(error[b.row] * exponents / total[b.row] * scale, np.float32)[:, None]
        of_keys = np.asarray(each * query[b.example] * (1 - keys**2), np.float32)
        of_query = np.zeros_like(query)
        np.add.at(of_query, b.example, each * keys)
        found |= {"query": b.pronoun.T @ of_query, "query_bias": of_query.sum(0), "key_bias": of_keys.sum(0)}
        found |= {"first": b.first.T @ of_keys, "last": b.last.T @ of_keys}
    return found


def fit(examples: Sequence[PronounExample], names: Sequence[str], states: bool, seed: int = 0) -> Parameters:
    """Learn the weights by Adam (Kingma and Ba 2015), dropping some numbers at random."""
    rng = np.random.default_rng(seed)
    index = {name: i for i, name in enumerate(names)}
    parameters: Parameters = {"features": np.zeros(len(names), np.float32)}
    if states:
        width = examples[0].pronoun.shape[1]
        for name in ("query", "first", "last"):
            parameters[name] = rng.normal(0, width**-0.5, (width, WIDTH)).astype(np.float32)
        parameters |= {name: np.zeros(WIDTH, np.float32) for name in ("query_bias", "key_bias")}
    mean = {k: np.zeros_like(v) for k, v in parameters.items()}
    square = {k: np.zeros_like(v) for k, v in parameters.items()}
    total = PASSES * -(-len(examples) // BATCH)
    step = 0
    for _ in range(PASSES):
        order = rng.permutation(len(examples))
        for at in range(0, len(order), BATCH):
            step += 1
            b = _dropped(batch([examples[i] for i in order[at : at + BATCH]], index, rng), rng)
            pace = min(1, step / 50) * (1 - step / (total + 1))
            for k, gradient in gradients(parameters, b).items():
                if k == "features":
                    gradient = gradient + _PENALTY * parameters[k]
                mean[k] = 0.9 * mean[k] + 0.1 * gradient
                square[k] = 0.99 * square[k] + 0.01 * gradient**2
                move = mean[k] / (1 - 0.9**step) / (np.sqrt(square[k] / (1 - 0.99**step)) + 1e-8)
                rate = _RATE if k == "features" else _RATE_STATES
                decay = 0.0 if k == "features" else _DECAY
                parameters[k] = (parameters[k] - pace * rate * (move + decay * parameters[k])).astype(np.float32)
    return parameters


def _dropped(b: PronounBatch, rng: np.random.Generator) -> PronounBatch:
    def drop(values: Floats, share: float) -> Floats:
        kept = rng.random(values.shape, dtype=np.float32) >= share
        return np.asarray(values * kept / (1 - share), np.float32)

    kept = drop(np.ones((1, b.columns.shape[1]), np.float32), _DROP_FEATURES)
    kept[0, -1] = 1  # "nobody"
    return replace(
        b,
        columns=b.columns * kept,
        pronoun=drop(b.pronoun, _DROP),
        first=drop(b.first, _DROP),
        last=drop(b.last, _DROP),
    )


def learn(examples: Sequence[PronounExample], seed: int = 0) -> dict[str, NDArray[np.generic]]:
    """The arrays of data/model/pronouns.npz."""
    names = vocabulary(examples)
    alone = fit(examples, names, states=False, seed=seed)
    beside = fit(examples, names, states=True, seed=seed)
    arrays: dict[str, NDArray[np.generic]] = {"names": np.array(names), "alone": alone["features"]}
    arrays["beside"] = beside.pop("features")
    return arrays | {name: value.astype(np.float16) for name, value in beside.items()}
