"""Texts → vectors by ONNX Runtime: for many texts. One phrase alone is quicker by `query`.

Every text is read by itself: the scales of 8-bit numbers are those of the whole input, so that a neighbour in a batch
would change the result. Weights have seven bits, whose products no processor cuts off: sums are the same on all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from claimkit.english.lexicon import data_dir
from claimkit.errors import ModelError
from claimkit.inference import onnxruntime, options
from claimkit.meaning.pieces import pieces
from claimkit.meaning.vectors import Floats, normal
from claimkit.meaning.weights import Weights

FILES = ("meaning.onnx", "meaning.bin", "meaning.json", "words.bin", "tokenizer.json")


class Encoder:
    """The encoder, by default the shipped one, loaded once."""

    def __init__(self, folder: Path | None = None, *, projected: bool = True) -> None:
        folder = folder or data_dir() / "model"
        for name in FILES:
            if not (folder / name).is_file():
                raise ModelError(f"{folder / name}: the model of meaning is missing; install claimkit again")
        self._session = onnxruntime.InferenceSession(
            str(folder / "meaning.onnx"), options(), providers=["CPUExecutionProvider"]
        )
        self._pieces = pieces(folder)
        self._projection = Weights(folder)["projection"].astype(np.float32) if projected else None

    def encode(self, texts: Iterable[str]) -> Iterator[Floats]:
        """The vector of each text, of length 1."""
        for text in texts:
            [[mean]] = self._session.run(["mean"], {"ids": np.array([self._pieces(text)], np.int64)})
            yield normal(mean) if self._projection is None else project(mean, self._projection)


def project(mean: Floats, projection: Floats) -> Floats:
    """The average of a text's states in 256 numbers."""
    return normal(np.einsum("i,ij->j", normal(mean), projection))
