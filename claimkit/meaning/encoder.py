"""Texts → vectors by ONNX Runtime: for many texts. One phrase alone is quicker by `query`.

Texts of one length are read together, which takes half the time that one by one takes. A text's vector does not depend
on the texts beside it: the scales of 8-bit numbers are part of the graph, and every number of a text is computed from
that text alone. Of the graph x86 processors give the same bytes (`claimkit.training.quantise`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
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
_TOGETHER = 256  # wordpieces read together; 200 to 1,000 take the same time
# The vocabulary has its words in the order of how frequent they are, "the" first, behind letters and signs. By Zipf's
# law the one of rank r makes up about 0.1/r of all text, so that r/(r + 100) is the weight of Arora et al. (2017).
_FIRST_WORD = 1996
_HALF = 100  # the rank of the word that weighs half; 30 to 300 find the same
_WHOLE = 255  # the greatest weight: sums of 192 levels stay below 2**24, where floats are exact in any order

_Ids = tuple[int, ...]


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
        self._zero = np.float32(self._weights["words_zero_point"])
        self._cut = pieces(folder)

    @cached_property
    def _projection(self) -> Floats:
        return self._weights["projection"].astype(np.float32)

    @cached_property
    def _surroundings(self) -> Floats:
        return self._weights["surroundings"].astype(np.float32)

    def encode(self, texts: Iterable[str]) -> list[Floats]:
        """The vector of each text, of length 1."""
        return [_times(mean, self._projection) for mean in self.means(texts)]

    def records(self, records: Sequence[Words]) -> list[Floats]:
        """The vector of each record: that of its words, drawn towards its sentence's.

        The sentence is not read: its vector is told from its words' rows in the table and from the record's own, which
        takes a third of the time and finds nearly the same (data/model/README.md).
        """
        made = []
        for own, words in zip(self.means(words.own for words in records), records, strict=True):
            around = _times(known(own, self.rows(words.around)), self._surroundings)
            made.append(joined(_times(own, self._projection), around, AROUND))
        return made

    def means(self, texts: Iterable[str]) -> list[Floats]:
        """The average of each text's states, of length 1. No text is read twice."""
        cut = [tuple(self._cut(text)) for text in texts]
        found: dict[_Ids, Floats] = {}
        for some in _alike(dict.fromkeys(cut)):
            [states] = self._session.run(["states"], {"ids": np.array(some, np.int64)})
            found.update((ids, normal(one.mean(axis=0))) for ids, one in zip(some, states, strict=True))
        return [found[ids] for ids in cut]

    def rows(self, text: str) -> Floats:
        """The average of a text's rows in the word table, of length 1; rare words weigh more."""
        words = np.array(self._cut(text)[1:-1], np.int64)
        rank = np.maximum(words - (_FIRST_WORD - 1), 0)
        weights = (_WHOLE * rank // (rank + _HALF)).astype(np.float32)
        return normal(weights @ (self._weights.words(words) - self._zero))


def known(own: Floats, rows: Floats) -> Floats:
    """What a sentence's vector is told from: the average states of the record's words, the sentence's rows, and 1."""
    return np.concatenate([own, rows, np.ones(1, np.float32)])


def _alike(texts: Iterable[_Ids]) -> Iterator[list[_Ids]]:
    """Texts of one length, as many as are read together."""
    lengths: dict[int, list[_Ids]] = {}
    for ids in texts:
        lengths.setdefault(len(ids), []).append(ids)
    for length, same in lengths.items():
        most = max(1, _TOGETHER // length)
        for start in range(0, len(same), most):
            yield same[start : start + most]


def _times(vector: Floats, matrix: Floats) -> Floats:
    return normal(np.einsum("i,ij->j", vector, matrix))
