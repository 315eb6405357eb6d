"""Records of one article, and their vectors, are those of every x86 processor: what the models' graphs may hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from claimkit.english.lexicon import data_dir
from claimkit.meaning.version import layout
from claimkit.meaning.weights import Weights
from claimkit.training.quantise import pair_sums, round_weights

# Operators whose bytes are the same on x86 with AVX-512 and, emulated, on a Haswell (FMA, no AVX-512), by
# tests/benchmarks/bench_operators.py. Those that only move numbers are not measured.
SAME = {
    *("Add", "Cast", "DequantizeLinear", "Div", "DynamicQuantizeLinear", "Erf", "Exp", "LayerNormalization", "MatMul"),
    *("Gelu", "MatMulInteger", "MatMulIntegerToFloat", "Mul", "QuantizeLinear"),
    *("ReduceMax", "ReduceMean", "ReduceSum", "Sub"),
    *("Gather", "Identity", "Range", "Reshape", "Shape", "Slice", "Split", "Transpose", "Unsqueeze"),
}
_GRAPH, _NODE, _OPERATOR, _ARRAY = 7, 1, 4, 5  # field numbers of onnx.proto
_DIMENSION, _KIND, _BYTES, _INT8 = 1, 2, 9, 3


def fields(message: bytes) -> Iterator[tuple[int, bytes | int]]:
    """The fields of a protobuf message: `onnx` is an extra."""
    at = 0

    def number() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = message[at]
            value, shift, at = value | (byte & 127) << shift, shift + 7, at + 1
            if byte < 128:
                return value

    while at < len(message):
        key = number()
        if key & 7 == 0:
            yield key >> 3, number()
            continue
        size = {1: 8, 5: 4}.get(key & 7) or number()
        yield key >> 3, message[at : at + size]
        at += size


def of(message: bytes, wanted: int) -> list[bytes]:
    return [value for field, value in fields(message) if field == wanted and isinstance(value, bytes)]


def operators(path: Path) -> set[str]:
    [graph] = of(path.read_bytes(), _GRAPH)
    return {name.decode() for node in of(graph, _NODE) for name in of(node, _OPERATOR)}


@pytest.mark.parametrize("name", ["tagger.onnx", "meaning.onnx"])
def test_no_model_holds_an_operator_that_differs_between_processors(name: str) -> None:
    assert operators(data_dir() / "model" / name) <= SAME


def test_no_two_weights_of_the_tagger_overflow_without_vnni() -> None:
    [graph] = of((data_dir() / "model" / "tagger.onnx").read_bytes(), _GRAPH)
    checked = 0
    for array in of(graph, _ARRAY):
        parts = list(fields(array))
        if (_KIND, _INT8) in parts and (held := of(array, _BYTES)):
            shape = [value for field, value in parts if field == _DIMENSION]
            levels = np.frombuffer(held[0], np.int8).reshape(*(int(size) for size in shape))
            if levels.ndim == 2:
                assert pair_sums(levels.astype(np.int64)).max() <= 128
                checked += 1
    assert checked == 26  # four a layer, tags and states


def test_no_two_weights_of_the_encoder_overflow_without_vnni() -> None:
    folder = data_dir() / "model"
    weights = Weights(folder)
    names = [name for name, (kind, _, _) in layout(folder)["arrays"].items() if kind == "int8"]
    assert len(names) == 24  # four a layer
    for name in names:
        assert pair_sums(weights[name].astype(np.int64)).max() <= 128, name


@pytest.mark.parametrize("inputs", [2, 7, 64])
def test_rounded_weights_keep_within_a_level_and_never_overflow_in_pairs(inputs: int) -> None:
    random = np.random.default_rng(inputs)
    weights = random.standard_t(2, size=(inputs, 50))
    weights[:, 0] = 0
    weights[:, 1] = 1  # each pair is as large as it can get
    levels, scale = round_weights(weights)
    assert (np.abs(levels * scale - weights) <= scale * 0.501).all()
    assert pair_sums(levels.astype(np.int64)).max() <= 128
    assert (levels[:, 0] == 0).all()
    assert np.abs(levels).max() <= 127
