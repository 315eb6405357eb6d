"""`python -m claimkit.training.quantise MODEL CORPUS`: a tagger in 8 bits with the same scores on every x86 processor.

Rounding states to 8 bits carries a last digit in which processors differ from layer to layer until tags change, so that
nothing may differ. onnxruntime's own quantisation is changed in three ways:

- Where x86 has no VNNI, products of two neighbours are added in 16 bits: weights are small enough that none overflows.
- A softmax, alone or in an operator of attention, is computed otherwise with AVX-512 than without; its parts are not.
- A few channels of a state are ten times as large as the others and would take up most of the 8 bits: they are divided,
  and their weights multiplied, by the same (SmoothQuant: Xiao et al., 2023). That is worth more than the first costs.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray

from claimkit.training.onnx_graph import Graph, Part

_LEVELS = 127
# The largest sum of two neighbouring weights is 128 (128 × 255 < 2¹⁵); rounding adds up to a half to each of the two.
_PAIR = 127.4
# Channels larger than so many times the median are divided. Of 1.5, 2, 3 and 4 it left the least difference to floats
# on 41 windows of PolNeAR dev (.065, .065, .061, not tried; without it .115).
_LARGE = 3.0
_ARTICLES = 16  # from which the channels' sizes are taken

Inputs = dict[str, NDArray[np.int64]]
Floats = NDArray[np.float64]


def main(
    model: Annotated[Path, typer.Argument(help="Folder of a tagger as onnxruntime quantised it.")],
    corpus: Annotated[
        Path, typer.Argument(help="Folder with text/*.txt and attributions/*.ann (brat), for the sizes of states.")
    ],
) -> None:
    """Write MODEL's tagger.onnx over; one that was written so stays as it is."""
    from claimkit.analysis.tagger.encode import Wordpieces
    from claimkit.brat import read_corpus
    from claimkit.training.examples import make_example

    wordpieces = Wordpieces(model / "tokenizer.json")
    quantise(model, (make_example(article, wordpieces).pieces for article in read_corpus(corpus)))


def quantise(folder: Path, texts: Iterable[Any]) -> None:
    """Rewrite the tagger of a folder by the states of some texts in wordpieces."""
    import onnx

    from claimkit.analysis.tagger import Tagger

    path = folder / "tagger.onnx"
    model = onnx.load(str(path), load_external_data=False)
    if not any(node.op_type == "MultiHeadAttention" for node in model.graph.node):
        return
    tagger = Tagger(folder)
    some = [text for text, _ in zip(texts, range(_ARTICLES), strict=False)]
    graph = Graph(model, folder)
    move_biases(graph)
    graph.write()
    even_out(graph, sizes(model, folder, (inputs for text in some for _, inputs in tagger.windows(text))))
    take_apart(graph)
    graph.write()
    path.write_bytes(model.SerializeToString(deterministic=True))


def sizes(model: Any, folder: Path, windows: Iterable[Inputs]) -> dict[str, Floats]:
    """How large each channel gets of every value that is rounded."""
    import tempfile

    import onnx

    from claimkit.inference import onnxruntime, options

    watched = onnx.ModelProto()
    watched.CopyFrom(model)
    names = [node.input[0] for node in model.graph.node if node.op_type == "DynamicQuantizeLinear"]
    kind = onnx.TensorProto.FLOAT
    watched.graph.output.extend(onnx.helper.make_tensor_value_info(name, kind, None) for name in names)
    largest: dict[str, Floats] = {}
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".onnx") as file:
        file.write(watched.SerializeToString())
        file.flush()
        session = onnxruntime.InferenceSession(file.name, options(), providers=["CPUExecutionProvider"])
        for inputs in windows:
            for name, [states] in zip(names, session.run(names, inputs), strict=True):
                found = np.abs(states.astype(np.float64)).max(axis=0)
                largest[name] = np.maximum(largest[name], found) if name in largest else found
    return largest


def even_out(graph: Graph, largest: dict[str, Floats]) -> None:
    """Divide large channels before they are rounded, and round all weights anew, without overflow."""
    for rounding in graph.of_kind("DynamicQuantizeLinear"):
        state = rounding.input[0]
        factors = np.maximum(1.0, largest[state] / (_LARGE * max(float(np.median(largest[state])), 1e-6)))
        for product in graph.users(rounding.output[0]):
            dense = graph.dense(product)
            weights = graph.values(dense.levels).astype(np.float64) * graph.values(dense.scale) * factors[:, None]
            levels, scale = round_weights(weights)
            part = Part(f"{dense.output}/even")
            graph.multiply(part, rounding, part.array(levels, np.int8), part.array(scale), dense.output)
            graph.replace(dense.scaled, part)
        if factors.max() > 1:
            part = Part(f"{state}/even")
            divided = part.node("Mul", state, part.array(1 / factors))
            part.several("DynamicQuantizeLinear", divided, outputs=tuple(rounding.output))
            graph.replace(rounding, part)


def round_weights(weights: Floats) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Weights [inputs, outputs] as levels and a scale for each output."""
    largest = np.abs(weights).max(axis=0) / _LEVELS
    scale = np.maximum(largest, pair_sums(weights) / _PAIR).astype(np.float32)
    scale[scale == 0] = 1
    return np.rint(weights / scale).astype(np.int8), scale


def pair_sums(weights: NDArray[Any]) -> NDArray[Any]:
    """For each output the largest sum, of one sign, of the weights of two inputs that are multiplied together."""
    pairs = np.pad(weights, ((0, len(weights) % 2), (0, 0))).reshape(-1, 2, weights.shape[1])
    sums = np.maximum(np.maximum(pairs, 0).sum(axis=1), np.maximum(-pairs, 0).sum(axis=1))
    return np.asarray(sums.max(axis=0))


def move_biases(graph: Graph) -> None:
    """Leave attention no bias but that of the queries.

    What a bias of the keys adds is the same for all scores of a query, so that the shares stay as they are. The values'
    bias is the same whatever their shares, so that it goes through the product behind into the bias there.
    """
    for node in graph.of_kind("MultiHeadAttention"):
        added = graph.maker(graph.maker(node.input[0]).input[0])
        bias = graph.array_of(added)
        query, key, value = np.split(graph.values(bias), 3)
        part = Part(f"{added.output[0]}/query")
        kept = part.array(np.concatenate([query, np.zeros_like(key), np.zeros_like(value)]))
        part.node("Add", kept, *(one for one in added.input if one != bias), output=added.output[0])
        graph.replace(added, part)
        [rounding] = graph.users(node.output[0])
        [product] = graph.users(rounding.output[0])
        dense = graph.dense(product)
        weights = graph.values(dense.levels).astype(np.float64) * graph.values(dense.scale)
        [behind] = graph.users(dense.output)
        part = Part(f"{dense.output}/behind")
        moved = part.array(graph.values(graph.array_of(behind)) + value.astype(np.float64) @ weights)
        part.node("Add", dense.output, moved, output=behind.output[0])
        graph.replace(behind, part)


def take_apart(graph: Graph) -> None:
    """Every operator of attention → its parts, without copies of queries, keys and values: no slower."""
    for node in graph.of_kind("MultiHeadAttention"):
        added = graph.maker(graph.maker(node.input[0]).input[0])
        bias = graph.array_of(added)
        [dense] = [graph.dense_to(value) for value in added.input if value != bias]
        query_bias = np.split(graph.values(bias), 3)[0]
        [count] = [attribute.i for attribute in node.attribute if attribute.name == "num_heads"]
        part = Part(f"{node.output[0]}/parts")
        levels = part.several("Split", dense.levels, outputs=tuple(f"{part.name}/levels_{n}" for n in "qkv"), axis=1)
        scales = part.several("Split", dense.scale, outputs=tuple(f"{part.name}/scale_{n}" for n in "qkv"), axis=0)
        root = np.sqrt(count / len(query_bias)).astype(np.float32)  # the scale of the scores
        query = graph.multiply(part, dense.rounding, levels[0], part.node("Mul", scales[0], part.array(root)))
        query = part.node("Add", query, part.array(query_bias * root))
        key, value = (graph.multiply(part, dense.rounding, *own) for own in zip(levels[1:], scales[1:], strict=True))
        _attend(part, (query, key, value), count, node.output[0])
        graph.replace(node, part)


def _attend(part: Part, asked: tuple[str, str, str], count: int, output: str) -> None:
    """Scores, shares and what the values come to, by heads."""
    by_head, together = part.array([0, 0, count, -1], np.int64), part.array([0, 0, -1], np.int64)
    orders = ((0, 2, 1, 3), (0, 2, 3, 1), (0, 2, 1, 3))
    query, key, value = (
        part.node("Transpose", part.node("Reshape", one, by_head), perm=order)
        for one, order in zip(asked, orders, strict=True)
    )
    scores = part.node("MatMul", query, key)
    shares = part.node("Exp", part.node("Sub", scores, part.node("ReduceMax", scores, axes=[-1])))
    total = part.node("ReduceSum", shares, part.array([-1], np.int64))
    mean = part.node("Div", part.node("MatMul", shares, value), total)
    part.node("Reshape", part.node("Transpose", mean, perm=(0, 2, 1, 3)), together, output=output)


if __name__ == "__main__":
    typer.run(main)
