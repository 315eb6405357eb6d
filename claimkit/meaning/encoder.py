"""Texts → vectors by ONNX Runtime: for many texts. One phrase alone is quicker by `query`.

Every text is read by itself: the scales of 8-bit numbers are those of the whole input, so that a neighbour in a batch
would change the result. Of the graph x86 processors give the same bytes (`claimkit.training.quantise`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from claimkit.english.lexicon import data_dir
from claimkit.errors import ModelError
from claimkit.inference import onnxruntime, options
from claimkit.meaning.pieces import pieces
from claimkit.meaning.records import AROUND, Words
from claimkit.meaning.vectors import Floats, joined, normal
from claimkit.meaning.weights import Weights

FILES = ("meaning.onnx", "meaning.bin", "meaning.json", "words.bin", "tokenizer.json")
SHORT = 20  # wordpieces of a sentence that is read; chosen by the time it takes: on PolNeAR 20 to 48 find as much
_KEPT = 64  # texts


class Encoder:
    """The encoder, by default the shipped one, loaded once."""

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder or data_dir() / "model"
        for name in FILES:
            if not (folder / name).is_file():
                raise ModelError(f"{folder / name}: the model of meaning is missing; install claimkit again")
        self._session = onnxruntime.InferenceSession(
            str(folder / "meaning.onnx"), options(), providers=["CPUExecutionProvider"]
        )
        self._weights = Weights(folder)
        self._zero = int(self._weights["words_zero_point"])
        # Records of one sentence follow each other.
        self._cut = lru_cache(_KEPT)(pieces(folder))
        self._read = lru_cache(_KEPT)(self._run)

    @cached_property
    def _projection(self) -> Floats:
        return self._weights["projection"].astype(np.float32)

    @cached_property
    def _surroundings(self) -> Floats:
        return self._weights["surroundings"].astype(np.float32)

    def encode(self, texts: Iterable[str]) -> Iterator[Floats]:
        """The vector of each text, of length 1."""
        for text in texts:
            yield _times(self.mean(text), self._projection)

    def record(self, words: Words) -> Floats:
        """The vector of a record: that of its words, drawn towards its sentence's.

        A long sentence is not read: its vector is told from its words' rows in the table and from the record's own,
        which takes half the time over all records and finds the same (data/model/README.md).
        """
        own = self.mean(words.own)
        if len(self._cut(words.around)) <= SHORT:
            around = _times(self.mean(words.around), self._projection)
        else:
            around = _times(known(own, self.rows(words.around)), self._surroundings)
        return joined(_times(own, self._projection), around, AROUND)

    def mean(self, text: str) -> Floats:
        """The average of a text's states, of length 1."""
        return self._read(tuple(self._cut(text)))

    def rows(self, text: str) -> Floats:
        """The average of a text's rows in the word table, of length 1."""
        ids = self._cut(text)[1:-1]
        levels = self._weights.words(ids).sum(axis=0, dtype=np.int64) - len(ids) * int(
            self._weights["words_zero_point"]
        )
        return normal(levels.astype(np.float32))

    def _run(self, ids: tuple[int, ...]) -> Floats:
        [[found]] = self._session.run(["mean"], {"ids": np.array([ids], np.int64)})
        return normal(found)


def known(own: Floats, rows: Floats) -> Floats:
    """What a sentence's vector is told from: the average states of the record's words, the sentence's rows, and 1."""
    return np.concatenate([own, rows, np.ones(1, np.float32)])


def _times(vector: Floats, matrix: Floats) -> Floats:
    return normal(np.einsum("i,ij->j", vector, matrix))
