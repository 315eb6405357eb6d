"""`python -m claimkit.training.meaning BASE CORPUS`: all-MiniLM-L6-v2 → what claimkit.meaning runs.

The base's six layers as they came, with 7-bit weights, on the word table of the tagger, which is the base's own. Their
attention is taken apart as the tagger's is, so that x86 processors agree (`claimkit.training.quantise`).
Nothing is trained; the projection to 256 numbers is fitted on the contents of a corpus (principal components, not
centred).
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray

from claimkit.brat import read_corpus
from claimkit.english.lexicon import data_dir
from claimkit.meaning.records import Words, sentence
from claimkit.meaning.vectors import DIMENSIONS
from claimkit.models.record import Article
from claimkit.training.onnx_graph import Graph
from claimkit.training.quantise import move_biases, take_apart

LAYERS, WIDTH, INNER, HEADS = 6, 384, 1536, 12
# 7 bits: with 8, processors without VNNI add two products into 16 bits, which can overflow, and give other numbers.
# With 8 as the tagger has them, whose pairs do not overflow, as much is found and the wheel is 0.8 MB larger.
_LEVELS = 63
_RIDGE = 1e-3  # of the mean square of what is given; a tenth of it finds the same
_ALIGNED = 64  # bytes at which each array begins
_OPSET, _FORMAT = 17, 8


@dataclass(slots=True)
class _Blob:
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


def main(
    base: Annotated[Path, typer.Argument(help="Folder with model.safetensors of all-MiniLM-L6-v2.")],
    corpus: Annotated[
        Path, typer.Argument(help="Folder with text/*.txt and attributions/*.ann to fit 256 numbers on.")
    ],
    out: Annotated[Path | None, typer.Option(help="Folder with tagger.onnx and words.bin, for the files.")] = None,
) -> None:
    """Write meaning.onnx, meaning.bin and meaning.json."""
    try:
        from safetensors.numpy import load_file
    except ImportError:
        sys.exit("claimkit.training needs safetensors; install claimkit[train]")
    folder = out or data_dir() / "model"
    blob = _Blob()
    build(load_file(base / "model.safetensors"), folder, blob)
    from claimkit.meaning.encoder import Encoder

    encoder = Encoder(folder)
    read = [(encoder.mean(own), encoder.rows(around), encoder.mean(around)) for own, around in _contents(corpus)]
    own, rows, around = (np.stack(kind) for kind in zip(*read, strict=True))
    projection = principal(own)
    blob.add("projection", projection)
    blob.add("surroundings", guess(own, rows, around @ projection.astype(np.float32)))
    _write(folder, blob)


def principal(rows: NDArray[np.float32]) -> NDArray[np.float16]:
    """The directions [width, 256] in which the rows differ most, each with its largest number positive."""
    _, directions = np.linalg.eigh(rows.T.astype(np.float64) @ rows.astype(np.float64))
    best = directions[:, ::-1][:, :DIMENSIONS]
    signs = np.sign(best[np.abs(best).argmax(axis=0), np.arange(DIMENSIONS)])
    return np.asarray(best * signs, dtype=np.float16)


def guess(own: NDArray[np.float32], rows: NDArray[np.float32], around: NDArray[np.float32]) -> NDArray[np.float16]:
    """The matrix that tells a sentence's vector from what `known` has of it (ridge regression)."""
    from claimkit.meaning.encoder import known

    given = np.stack([known(*one) for one in zip(own, rows, strict=True)]).astype(np.float64)
    squares = given.T @ given
    squares[np.diag_indices(2 * WIDTH)] += _RIDGE * len(given) / WIDTH  # the constant is free
    return np.asarray(np.linalg.solve(squares, given.T @ around.astype(np.float64)), dtype=np.float16)


def share_words(model: Any, folder: Path) -> NDArray[np.uint8]:
    """Takes the word table out of a tagger's graph into words.bin; returns it."""
    from onnx import numpy_helper

    [table] = [tensor for tensor in model.graph.initializer if tensor.name == "encoder.word.weight_quantized"]
    words: NDArray[np.uint8] = numpy_helper.to_array(table, str(folder))
    (folder / "words.bin").write_bytes(words.tobytes())
    _point(table, "words.bin", 0, words.nbytes)
    return words


def _point(tensor: Any, file: str, start: int, size: int) -> None:
    """Makes a graph's array one of a file beside it."""
    from onnx import TensorProto

    tensor.ClearField("raw_data")
    del tensor.external_data[:]
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in (("location", file), ("offset", start), ("length", size)):
        entry = tensor.external_data.add()
        entry.key, entry.value = key, str(value)


def build(weights: dict[str, NDArray[np.float32]], folder: Path, blob: _Blob) -> None:
    """Write the graph and its arrays."""
    import onnx
    from onnx import helper, numpy_helper

    tagger = onnx.load(str(folder / "tagger.onnx"), load_external_data=False)
    held = {tensor.name: tensor for tensor in tagger.graph.initializer}
    graph = _Graph(blob)
    words = onnx.TensorProto()
    words.CopyFrom(held["encoder.word.weight_quantized"])
    words.name = "words"
    graph.held.append(words)
    for name in ("scale", "zero_point"):
        graph.array(f"words_{name}", numpy_helper.to_array(held[f"encoder.word.weight_{name}"]))
    graph.bert(weights)
    ids = helper.make_tensor_value_info("ids", onnx.TensorProto.INT64, [1, "length"])
    mean = helper.make_tensor_value_info("mean", onnx.TensorProto.FLOAT, [1, WIDTH])
    made = helper.make_graph(graph.nodes, "meaning", [ids], [mean], graph.held)
    domains = [helper.make_opsetid("", _OPSET), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(made, opset_imports=domains, producer_name="claimkit", ir_version=_FORMAT)
    blob.write(folder / "meaning.bin")
    parts = Graph(model, folder)
    move_biases(parts)
    take_apart(parts)
    parts.write()
    (folder / "meaning.onnx").write_bytes(model.SerializeToString(deterministic=True))
    _write(folder, blob)


def _write(folder: Path, blob: _Blob) -> None:
    """The arrays, and where each is; the version is a digest of all that decides a vector."""
    blob.write(folder / "meaning.bin")
    sha = hashlib.sha256()
    for name in ("meaning.onnx", "meaning.bin", "words.bin", "tokenizer.json"):
        sha.update((folder / name).read_bytes())
    lines = ",\n".join(f'  "{name}": {json.dumps(place)}' for name, place in blob.layout.items())
    text = f'{{\n "version": "{sha.hexdigest()[:12]}",\n "arrays": {{\n{lines}\n }}\n}}\n'
    (folder / "meaning.json").write_text(text, encoding="utf-8")


class _Graph:
    """BERT as ONNX: integer products with the scale of each input, one text at a time."""

    def __init__(self, blob: _Blob) -> None:
        self.nodes: list[Any] = []
        self.held: list[Any] = []
        self._blob = blob

    def bert(self, weights: dict[str, NDArray[np.float32]]) -> None:
        places = (
            weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self.array("places", places.astype(np.float16))
        self._embedded()
        state = self._norm("embedded", "first", weights, "embeddings.LayerNorm")
        for number in range(LAYERS):
            state = self._layer(state, f"layer{number}", weights, f"encoder.layer.{number}.")
        self.node("ReduceMean", [state], "mean", axes=[1], keepdims=0)

    def node(self, kind: str, inputs: Sequence[str], output: str, domain: str = "", **attributes: Any) -> str:
        from onnx import helper

        self.nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output

    def array(self, name: str, array: NDArray[Any]) -> str:
        """An array of the graph; large ones are in the file beside it."""
        from onnx import numpy_helper

        array = np.asarray(array, order="C")
        tensor = numpy_helper.from_array(array, name)
        start = self._blob.add(name, array)
        if array.nbytes >= 1024:
            _point(tensor, "meaning.bin", start, array.nbytes)
        self.held.append(tensor)
        return name

    def _constant(self, name: str, values: list[int]) -> str:
        from onnx import numpy_helper

        self.held.append(numpy_helper.from_array(np.array(values, np.int64), name))
        return name

    def _embedded(self) -> None:
        from onnx import TensorProto

        zero, one, two = (self._constant(f"at{number}", [number]) for number in range(3))
        self.node("Gather", ["words", "ids"], "word_levels")
        self.node("DequantizeLinear", ["word_levels", "words_scale", "words_zero_point"], "word")
        self.node("Shape", ["ids"], "shape")
        self.node("Slice", ["shape", one, two, zero], "length")
        self.node("Slice", ["places", zero, "length", zero], "place_halves")
        self.node("Cast", ["place_halves"], "place", to=TensorProto.FLOAT)
        self.node("Add", ["word", "place"], "embedded")

    def _norm(self, state: str, name: str, weights: dict[str, NDArray[np.float32]], base: str) -> str:
        gain, shift = (self.array(f"{name}_{kind}", weights[f"{base}.{kind}"]) for kind in ("weight", "bias"))
        return self.node("LayerNormalization", [state, gain, shift], name, axis=-1, epsilon=1e-12)

    def _dense(self, state: str, name: str, weight: NDArray[np.float32], bias: NDArray[np.float32]) -> str:
        from onnx import TensorProto, helper

        scale = (np.abs(weight).max(axis=1) / _LEVELS).astype(np.float32)
        levels = np.clip(np.rint(weight.T / scale), -_LEVELS, _LEVELS).astype(np.int8)
        held = (
            self.array(f"{name}_levels", levels),
            self.array(f"{name}_scale", scale),
            self.array(f"{name}_bias", bias),
        )
        asked = [f"{name}_in", f"{name}_in_scale", f"{name}_in_zero"]
        self.nodes.append(helper.make_node("DynamicQuantizeLinear", [state], asked))
        self.node("MatMulInteger", [asked[0], held[0], asked[2]], f"{name}_sum")
        self.node("Cast", [f"{name}_sum"], f"{name}_float", to=TensorProto.FLOAT)
        self.node("Mul", [asked[1], held[1]], f"{name}_unit")
        self.node("Mul", [f"{name}_float", f"{name}_unit"], f"{name}_product")
        return self.node("Add", [f"{name}_product", held[2]], name)

    def _layer(self, state: str, name: str, weights: dict[str, NDArray[np.float32]], base: str) -> str:
        own = [f"{base}attention.self.{part}" for part in ("query", "key", "value")]
        joined = [np.concatenate([weights[f"{part}.{kind}"] for part in own]) for kind in ("weight", "bias")]
        asked = [f"{name}_{part}" for part in ("query", "key", "value")]
        from onnx import helper

        together = self._dense(state, f"{name}_qkv", *joined)
        self.nodes.append(helper.make_node("Split", [together], asked, axis=-1))
        seen = self.node("MultiHeadAttention", asked, f"{name}_seen", "com.microsoft", num_heads=HEADS)
        state = self._after(seen, state, f"{name}_out", weights, f"{base}attention.output")
        inner = [weights[f"{base}intermediate.dense.{kind}"] for kind in ("weight", "bias")]
        bent = self.node("Gelu", [self._dense(state, f"{name}_up", *inner)], f"{name}_bent", "com.microsoft")
        return self._after(bent, state, f"{name}_down", weights, f"{base}output")

    def _after(self, found: str, state: str, name: str, weights: dict[str, NDArray[np.float32]], base: str) -> str:
        given = self._dense(found, name, weights[f"{base}.dense.weight"], weights[f"{base}.dense.bias"])
        both = self.node("Add", [given, state], f"{name}_both")
        return self._norm(both, f"{name}_norm", weights, f"{base}.LayerNorm")


def _contents(corpus: Path) -> list[Words]:
    """The words of every content of a corpus in brat's form, and its sentence's."""
    return [
        Words(
            " ".join(" ".join(article.text[start:end].split()) for start, end in one.content),
            sentence(Article("", "", article.text), one.content[0][0], one.content[-1][1]),
        )
        for article in read_corpus(corpus)
        for annotations in article.annotations[:1]
        for one in annotations
        if one.content
    ]


if __name__ == "__main__":
    typer.run(main)
