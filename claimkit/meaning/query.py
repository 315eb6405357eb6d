"""One phrase → its vector in numpy alone: loading ONNX Runtime takes longer than the whole search.

The same weights and layers as `encoder` runs, without 8-bit numbers between them: the two vectors of a text differ by a
thousandth, so that stored vectors are always those of `encoder`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from claimkit.english.lexicon import data_dir
from claimkit.meaning.phrase_pieces import phrase_pieces
from claimkit.meaning.vectors import Floats, normal
from claimkit.meaning.weights import Weights

_HEADS = 12
# Of the error function, after Abramowitz and Stegun (1964), 7.1.26: right to 1.5e-7.
_ERF = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)
_ERF_STEP = 0.3275911


def vector(phrase: str) -> Floats:
    """The vector of `phrase`, of length 1."""
    folder = data_dir() / "model"
    weights = _Floats(folder)
    state = _embedded(weights, phrase_pieces(folder, phrase))
    number = 0
    while f"layer{number}_qkv_levels" in weights:
        state = _layer(weights, f"layer{number}", state)
        number += 1
    mean = normal(state.mean(axis=0))
    return normal(mean @ weights.floats("projection"))


class _Floats(Weights):
    """Levels as floats, all in one place, each until the next: memory of their own for every layer takes three times as
    long as the products."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._room = np.empty(0, np.float32)

    def floats(self, name: str) -> Floats:
        """An array of this name, until the next is asked for."""
        held = self[name]
        if self._room.size < held.size:
            self._room = np.empty(held.size, np.float32)
        room = self._room[: held.size].reshape(held.shape)
        np.copyto(room, held)
        return room


def _embedded(weights: Weights, ids: list[int]) -> Floats:
    scale, zero = float(weights["words_scale"]), float(weights["words_zero_point"])
    words = (weights.words(ids).astype(np.float32) - np.float32(zero)) * np.float32(scale)
    return _norm(weights, "first", words + weights["places"][: len(ids)].astype(np.float32))


def _layer(weights: _Floats, name: str, state: Floats) -> Floats:
    asked = _dense(weights, f"{name}_qkv", state).reshape(len(state), 3, _HEADS, -1).transpose(1, 2, 0, 3)
    scores = asked[0] @ asked[1].transpose(0, 2, 1) / np.float32(np.sqrt(asked.shape[-1]))
    shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares /= shares.sum(axis=-1, keepdims=True)
    seen = (shares @ asked[2]).transpose(1, 0, 2).reshape(len(state), -1)
    state = _norm(weights, f"{name}_out_norm", state + _dense(weights, f"{name}_out", seen))
    inner = _gelu(_dense(weights, f"{name}_up", state))
    return _norm(weights, f"{name}_down_norm", state + _dense(weights, f"{name}_down", inner))


def _dense(weights: _Floats, name: str, state: Floats) -> Floats:
    if (even := f"{name}_even") in weights:
        state = state * weights[even]
    product = state @ weights.floats(f"{name}_levels")
    return np.asarray(product * weights[f"{name}_scale"] + weights[f"{name}_bias"], dtype=np.float32)


def _norm(weights: Weights, name: str, state: Floats) -> Floats:
    centred = state - state.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + np.float32(1e-12))
    return np.asarray(centred / spread * weights[f"{name}_weight"] + weights[f"{name}_bias"], dtype=np.float32)


def _gelu(state: Floats) -> Floats:
    size = np.abs(state) * np.float32(np.sqrt(0.5))
    step = 1 / (1 + np.float32(_ERF_STEP) * size)
    rest = np.zeros_like(step)
    for factor in _ERF:
        rest = (rest + np.float32(factor)) * step
    erf = np.copysign(1 - rest * np.exp(-size * size), state)
    return np.asarray(0.5 * state * (1 + erf), dtype=np.float32)
