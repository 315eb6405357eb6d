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
from claimkit.training.meaning_graph import WIDTH, Bert, Blob, Sizes, point

_RIDGE = 1e-3  # of the mean square of what is given; a tenth of it finds the same
_EVERY = 10  # of so many contents one shows how large the states get


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
    contents = _contents(corpus)
    blob = build(
        load_file(base / "model.safetensors"), folder, [text for words in contents[::_EVERY] for text in words]
    )
    from claimkit.meaning.encoder import Encoder

    encoder = Encoder(folder)
    own, around = (encoder.means(texts) for texts in zip(*contents, strict=True))
    projection = principal(np.stack(own))
    blob.add("projection", projection)
    rows = np.stack([encoder.rows(words.around) for words in contents])
    blob.add("surroundings", guess(np.stack(own), rows, np.stack(around) @ projection.astype(np.float32)))
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
    point(table, "words.bin", 0, words.nbytes)
    return words


def build(weights: dict[str, NDArray[np.float32]], folder: Path, texts: Sequence[str]) -> Blob:
    """Write the graph and its arrays; how large its states get is taken from some texts."""
    import onnx

    tagger = onnx.load(str(folder / "tagger.onnx"), load_external_data=False)
    plain = Bert(weights, tagger, folder, "meaning")
    sizes = _sizes(plain.write(names := sorted(set(plain.rounded))), names, texts)
    encoder = Bert(weights, tagger, folder, "meaning", sizes)
    encoder.write()
    _write(folder, encoder.blob)
    return encoder.blob


def _sizes(graph: Path, names: list[str], texts: Sequence[str]) -> Sizes:
    """The least and the largest number in each channel of some values."""
    from claimkit.inference import onnxruntime, options
    from claimkit.meaning.pieces import pieces

    cut = pieces(graph.parent)
    session = onnxruntime.InferenceSession(str(graph), options(), providers=["CPUExecutionProvider"])
    found: Sizes = {}
    for text in texts:
        for name, [states] in zip(names, session.run(names, {"ids": np.array([cut(text)], np.int64)}), strict=True):
            low, high = found.get(name, (states[0], states[0]))
            found[name] = np.minimum(low, states.min(axis=0)), np.maximum(high, states.max(axis=0))
    return found


def _write(folder: Path, blob: Blob) -> None:
    """The arrays, and where each is; the version is a digest of all that decides a vector."""
    blob.write(folder / "meaning.bin")
    sha = hashlib.sha256()
    for name in ("meaning.onnx", "meaning.bin", "words.bin", "tokenizer.json"):
        sha.update((folder / name).read_bytes())
    lines = ",\n".join(f'  "{name}": {json.dumps(place)}' for name, place in blob.layout.items())
    text = f'{{\n "version": "{sha.hexdigest()[:12]}",\n "arrays": {{\n{lines}\n }}\n}}\n'
    (folder / "meaning.json").write_text(text, encoding="utf-8")


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
