"""BERT as an ONNX graph that reads several texts of one length, and the arrays that it shares with numpy.

What is rounded has a scale of its own for good: a scale taken from each input, as onnxruntime takes it, would make a
vector depend on the texts that are read with it. Only operators with which x86 processors agree
(`claimkit.training.quantise`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

LAYERS, WIDTH, INNER, HEADS = 6, 384, 1536, 12
# 7 bits: with 8, processors without VNNI add two products into 16 bits, which can overflow, and give other numbers.
# With 8 as the tagger has them, whose pairs do not overflow, as much is found and the wheel is 0.8 MB larger.
_LEVELS = 63
# Channels of what `_up` is given that are larger than so many times the median are divided. The cosine to floats of 250
# texts: .9932 (least .962) without, .9950 (.978) with; dividing all that is rounded brings .9963 and costs 4%.
_LARGE = 3.0
_ALIGNED = 64  # bytes at which each array begins
_OPSET, _FORMAT = 17, 8

Floats = NDArray[np.float32]
Sizes = dict[str, tuple[Floats, Floats]]  # the least and the largest number in each channel of a value


@dataclass(slots=True)
class Blob:
    """Arrays one behind the other, and where each is."""

    arrays: list[NDArray[Any]] = field(default_factory=list)
    layout: dict[str, list[Any]] = field(default_factory=dict)
    size: int = 0

    def add(self, name: str, array: NDArray[Any]) -> int:
        """Returns where the array begins."""
        start = self.size
        self.layout[name] = [str(array.dtype), list(array.shape), start]
        self.arrays.append(array)
        self.size = -(-(start + array.nbytes) // _ALIGNED) * _ALIGNED
        return start

    def write(self, path: Path) -> None:
        data = bytearray(self.size)
        for array, (_, _, start) in zip(self.arrays, self.layout.values(), strict=True):
            data[start : start + array.nbytes] = array.tobytes()
        path.write_bytes(data)


def point(tensor: Any, file: str, start: int, size: int) -> None:
    """Makes a graph's array one of a file beside it."""
    from onnx import TensorProto

    tensor.ClearField("raw_data")
    del tensor.external_data[:]
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in (("location", file), ("offset", start), ("length", size)):
        entry = tensor.external_data.add()
        entry.key, entry.value = key, str(value)


class Bert:
    """The graph of a text's states; in floats until it is known how large they get."""

    def __init__(
        self, weights: dict[str, Floats], words: Any, folder: Path, name: str, sizes: Sizes | None = None
    ) -> None:
        """`words` is the tagger's graph, whose word table is in `folder` too; `name` is that of the files."""
        from onnx import TensorProto, numpy_helper

        self.blob = Blob()
        self.rounded: list[str] = []  # the values that products are given
        self._nodes: list[Any] = []
        self._weights, self._sizes = weights, sizes
        self._place = folder / name
        held = {tensor.name: tensor for tensor in words.graph.initializer}
        table = TensorProto()
        table.CopyFrom(held["encoder.word.weight_quantized"])
        table.name = "words"
        self._held: list[Any] = [table]
        for kind in ("scale", "zero_point"):
            self._array(f"words_{kind}", numpy_helper.to_array(held[f"encoder.word.weight_{kind}"]))
        self._by_head = self._constant("by_head", np.array([0, 0, HEADS, -1]))
        self._together = self._constant("together", np.array([0, 0, -1]))
        self._last = self._constant("last", np.array([-1]))
        state = self._norm(self._embedded(), "first", "embeddings.LayerNorm")
        for number in range(LAYERS):
            state = self._layer(state, f"layer{number}", f"encoder.layer.{number}.")
        self._node("Identity", [state], "states")

    def write(self, outputs: Sequence[str] = ("states",)) -> Path:
        """Write the graph and its arrays; returns where the graph is."""
        import onnx
        from onnx import helper

        ids = helper.make_tensor_value_info("ids", onnx.TensorProto.INT64, ["texts", "length"])
        found = [helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None) for name in outputs]
        graph = helper.make_graph(self._nodes, "meaning", [ids], found, self._held)
        domains = [helper.make_opsetid("", _OPSET), helper.make_opsetid("com.microsoft", 1)]
        model = helper.make_model(graph, opset_imports=domains, producer_name="claimkit", ir_version=_FORMAT)
        self.blob.write(self._place.with_suffix(".bin"))
        path = self._place.with_suffix(".onnx")
        path.write_bytes(model.SerializeToString(deterministic=True))
        return path

    def _node(self, kind: str, inputs: Sequence[str], output: str, domain: str = "", **attributes: Any) -> str:
        from onnx import helper

        self._nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output

    def _array(self, name: str, array: NDArray[Any]) -> str:
        """An array of the graph; large ones are in the file beside it."""
        from onnx import numpy_helper

        array = np.asarray(array, order="C")
        tensor = numpy_helper.from_array(array, name)
        start = self.blob.add(name, array)
        if array.nbytes >= 1024:
            point(tensor, self._place.with_suffix(".bin").name, start, array.nbytes)
        self._held.append(tensor)
        return name

    def _constant(self, name: str, values: NDArray[Any]) -> str:
        """An array that the graph alone has."""
        from onnx import numpy_helper

        self._held.append(numpy_helper.from_array(values, name))
        return name

    def _embedded(self) -> str:
        from onnx import TensorProto

        base = "embeddings."
        places = (
            self._weights[f"{base}position_embeddings.weight"] + self._weights[f"{base}token_type_embeddings.weight"][0]
        )
        self._array("places", places.astype(np.float16))
        zero, one, two = (self._constant(f"at{number}", np.array([number])) for number in range(3))
        self._node("Gather", ["words", "ids"], "word_levels")
        self._node("DequantizeLinear", ["word_levels", "words_scale", "words_zero_point"], "word")
        self._node("Shape", ["ids"], "shape")
        self._node("Slice", ["shape", one, two, zero], "length")
        self._node("Slice", ["places", zero, "length", zero], "place_halves")
        self._node("Cast", ["place_halves"], "place", to=TensorProto.FLOAT)
        return self._node("Add", ["word", "place"], "embedded")

    def _norm(self, state: str, name: str, base: str) -> str:
        gain, shift = (self._array(f"{name}_{kind}", self._weights[f"{base}.{kind}"]) for kind in ("weight", "bias"))
        return self._node("LayerNormalization", [state, gain, shift], name, axis=-1, epsilon=1e-12)

    def _layer(self, state: str, name: str, base: str) -> str:
        own = [f"{base}attention.self.{part}" for part in ("query", "key", "value")]
        weight, bias = (
            np.concatenate([self._weights[f"{part}.{kind}"] for part in own]) for kind in ("weight", "bias")
        )
        out = self._linear(f"{base}attention.output.dense")
        # What a bias of the keys adds is the same for all scores of a query, so that the shares stay as they are. The
        # values' bias is the same whatever their shares, so that it can be added behind.
        out = out[0], out[1] + out[0] @ bias[2 * WIDTH :]
        bias = np.where(np.arange(len(bias)) < WIDTH, bias, np.float32(0))
        state = self._after(self._seen(state, name, weight, bias), state, f"{name}_out", out, f"{base}attention.output")
        up = self._dense(state, f"{name}_up", *self._linear(f"{base}intermediate.dense"), even=True)
        bent = self._node("Gelu", [up], f"{name}_bent", "com.microsoft")
        return self._after(bent, state, f"{name}_down", self._linear(f"{base}output.dense"), f"{base}output")

    def _linear(self, base: str) -> tuple[Floats, Floats]:
        return self._weights[f"{base}.weight"], self._weights[f"{base}.bias"]

    def _after(self, found: str, state: str, name: str, linear: tuple[Floats, Floats], base: str) -> str:
        both = self._node("Add", [self._dense(found, name, *linear), state], f"{name}_both")
        return self._norm(both, f"{name}_norm", f"{base}.LayerNorm")

    def _seen(self, state: str, name: str, weight: Floats, bias: Floats) -> str:
        """Attention in its parts: queries, keys and values from one rounding, without copies."""
        from onnx import helper

        arrays = self._levels(f"{name}_qkv", weight, bias)
        parts = [[f"{array}_{part}" for array in arrays] for part in ("query", "key", "value")]
        for array, outputs, axis in zip(arrays, zip(*parts, strict=True), (1, 0, 0), strict=True):
            self._nodes.append(helper.make_node("Split", [array], outputs, axis=axis))
        root = self._constant(f"{name}_root", np.array(np.sqrt(HEADS / WIDTH), np.float32))  # the scale of the scores
        for number, array in enumerate(parts[0][1:], 1):
            parts[0][number] = self._node("Mul", [array, root], f"{array}_root")
        given = self._round(state, f"{name}_qkv")
        query, key, value = (
            self._node(
                "Transpose",
                [
                    self._node(
                        "Reshape", [self._product(given, part, part[0] + "_product"), self._by_head], part[0] + "_heads"
                    )
                ],
                part[0] + "_turned",
                perm=order,
            )
            for part, order in zip(parts, ((0, 2, 1, 3), (0, 2, 3, 1), (0, 2, 1, 3)), strict=True)
        )
        scores = self._node("MatMul", [query, key], f"{name}_scores")
        largest = self._node("ReduceMax", [scores], f"{name}_largest", axes=[-1])
        shares = self._node("Exp", [self._node("Sub", [scores, largest], f"{name}_below")], f"{name}_shares")
        total = self._node("ReduceSum", [shares, self._last], f"{name}_total")
        mean = self._node("Div", [self._node("MatMul", [shares, value], f"{name}_sum"), total], f"{name}_mean")
        turned = self._node("Transpose", [mean], f"{name}_back", perm=(0, 2, 1, 3))
        return self._node("Reshape", [turned, self._together], f"{name}_seen")

    def _dense(self, state: str, name: str, weight: Floats, bias: Floats, *, even: bool = False) -> str:
        """`state` times `weight`, and `bias`; `even` divides large channels first (SmoothQuant: Xiao et al., 2023)."""
        factors = np.ones(weight.shape[1], np.float32)
        if even and self._sizes:
            low, high = self._sizes[state]
            size = np.maximum(-low, high)
            factors = np.maximum(factors, size / (np.float32(_LARGE) * np.median(size)))
        given = self._round(state, name, factors)
        return self._product(given, self._levels(name, weight * factors, bias), name)

    def _levels(self, name: str, weight: Floats, bias: Floats) -> list[str]:
        """The arrays of a product: weights, their scale for each output, and what is added."""
        scale = (np.abs(weight).max(axis=1) / _LEVELS).astype(np.float32)
        levels = np.clip(np.rint(weight.T / scale), -_LEVELS, _LEVELS).astype(np.int8)
        arrays = {"levels": levels, "scale": scale, "bias": bias}
        return [self._array(f"{name}_{kind}", array) for kind, array in arrays.items()]

    def _round(self, state: str, name: str, factors: Floats | None = None) -> list[str]:
        """The value in 8 bits, with its scale and its zero; itself in a graph of floats."""
        self.rounded.append(state)
        if self._sizes is None:
            return [state]
        low, high = self._sizes[state]
        if factors is not None and factors.max() > 1:
            state = self._node("Mul", [state, self._array(f"{name}_even", 1 / factors)], f"{name}_evened")
            low, high = low / factors, high / factors
        scale = np.float32((high.max() - low.min()) / 255)
        zero = np.uint8(np.clip(np.rint(-low.min() / scale), 0, 255))
        unit = [self._constant(f"{name}_in_{kind}", np.array(one)) for kind, one in (("scale", scale), ("zero", zero))]
        return [self._node("QuantizeLinear", [state, *unit], f"{name}_in"), *unit]

    def _product(self, given: list[str], arrays: Sequence[str], name: str) -> str:
        levels, scale, bias = arrays
        if len(given) == 1:
            self._node("DequantizeLinear", [levels, scale], f"{name}_floats", axis=1)
            product = self._node("MatMul", [*given, f"{name}_floats"], f"{name}_bare")
            return self._node("Add", [product, bias], name)
        rounded, unit, zero = given
        asked = [rounded, levels, unit, scale, zero, "", bias]
        return self._node("MatMulIntegerToFloat", asked, name, "com.microsoft")
