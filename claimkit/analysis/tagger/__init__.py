"""The tagger: text → source, cue and content spans with probabilities and links, by ONNX Runtime.

A six-layer transformer encoder (MiniLM) reads windows of wordpieces and scores seven BIO tags a word; a biaffine
scorer links contents to cues and cues to sources. No torch at run time; data/model/README.md is the model card.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from claimkit.analysis.tagger.decode import LABELS, best_path, hard_transitions, log_softmax
from claimkit.analysis.tagger.encode import Pieces, PieceWindow, Wordpieces, windows
from claimkit.analysis.tagger.linker import Linker, Spans, pair_features
from claimkit.english.lexicon import data_dir
from claimkit.errors import ModelError
from claimkit.inference import onnxruntime, options
from claimkit.models.extraction import States, TaggedSpan, Tagging

# words.bin is the word table of tagger.onnx, which the encoder of `claimkit.meaning` shares.
MODEL_FILES = ("tagger.onnx", "link.npz", "tokenizer.json", "words.bin")

Floats = NDArray[np.float32]
_STATES = 512  # width of the second output, the link scorer's input
# A content further than this from every cue belongs to none (wordpieces; the longest link in training data
# that is not an annotation slip).
_REACH = 200
# All pairs of spans are compared up to this number: a news article has a hundred cues or fewer. Beyond it, so many
# spans at a time, each with so many others before and behind; nearly all links are between neighbours.
_MOST_PAIRS, _AT_ONCE, _NEAR = 250_000, 100, 200


class Tagger:
    """A tagger model, by default the shipped one, loaded once."""

    def __init__(self, folder: Path | None = None, threads: int = 1) -> None:
        folder = folder or data_dir() / "model"
        for name in MODEL_FILES:
            if not (folder / name).is_file():
                raise ModelError(f"{folder / name}: the tagger's model is missing; install claimkit again")
        self._session = onnxruntime.InferenceSession(
            str(folder / "tagger.onnx"), options(threads), providers=["CPUExecutionProvider"]
        )
        self._wordpieces = Wordpieces(folder / "tokenizer.json")
        self._linker = Linker(folder / "link.npz")
        self._transitions = hard_transitions() + self._linker.transitions

    def tag(self, text: str, quoted: bytes | bytearray) -> Tagging:
        """Tag `text`; `quoted` is what `mark_styles` in `english.quotation_marks` returns for it."""
        pieces = self._wordpieces.encode(text, quoted)
        return self._read(pieces, *self.run(pieces))

    def run(self, pieces: Pieces) -> tuple[Floats, Floats]:
        """Tag scores [n, 7] and states [n, 512] of one text.

        Each window runs alone: int8 scales are taken over a whole batch, so neighbours in a batch would change each
        other's results. On a CPU that costs nothing; without padding it is even faster.
        """
        scores = np.zeros((len(pieces.ids), len(LABELS)), np.float32)
        states = np.zeros((len(pieces.ids), _STATES), np.float32)
        for w, inputs in self.windows(pieces):
            (tag,), (state,) = self._session.run(["tag", "proj"], inputs)
            kept = slice(1 + w.keep_start - w.start, 1 + w.keep_end - w.start)
            scores[w.keep_start : w.keep_end] = tag[kept]
            states[w.keep_start : w.keep_end] = state[kept]
        return scores, states

    def windows(self, pieces: Pieces) -> Iterator[tuple[PieceWindow, dict[str, NDArray[np.int64]]]]:
        """The windows of one text, and what the graph is given for each."""
        for window in windows(pieces.units, pieces.breaks):
            inner = slice(window.start, window.end)
            ids = np.concatenate([[self._wordpieces.cls], pieces.ids[inner], [self._wordpieces.sep]])
            features = np.concatenate([[0], pieces.features[inner], [0]])
            yield window, {"ids": ids[None], "feat": features[None]}

    def _read(self, pieces: Pieces, scores: Floats, states: Floats) -> Tagging:
        """Decode one text's tags and link its spans."""
        first = np.flatnonzero(pieces.first)
        if not len(first):
            return Tagging((), (), (), (), (), (), (), ())
        last = _last_pieces(pieces, first)
        logs = log_softmax(scores[first])
        probabilities = np.exp(logs)
        tags = np.concatenate(
            [best_path(part, self._transitions) for part in _split(logs, pieces.paragraph[first]) if len(part)]
        )
        found: dict[str, list[tuple[int, int]]] = {"source": [], "cue": [], "content": []}
        for role, start, end in _runs(tags):
            found[role].append((start, end))

        def spans(role: str) -> Spans:
            return [(int(first[a]), int(last[b - 1]) + 1) for a, b in found[role]]

        def tagged(role: str) -> tuple[TaggedSpan, ...]:
            begin = LABELS.index(f"B-{role}")
            return tuple(
                TaggedSpan(
                    int(pieces.starts[first[a]]),
                    int(pieces.ends[last[b - 1]]),
                    float(probabilities[a:b, begin : begin + 2].sum(axis=1).mean()),
                )
                for a, b in found[role]
            )

        cue_of, source_of = self._link(states, spans("content"), spans("cue"), spans("source"), pieces)
        return Tagging(
            tagged("source"),
            tagged("cue"),
            tagged("content"),
            cue_of,
            source_of,
            tuple(zip(pieces.starts[first].tolist(), pieces.ends[last].tolist(), strict=True)),
            tuple(pieces.sentence[first].tolist()),
            tuple(probabilities[:, 5:7].sum(axis=1).tolist()),
            States(pieces.starts, pieces.ends, states),
        )

    def _link(
        self, states: Floats, contents: Spans, cues: Spans, sources: Spans, pieces: Pieces
    ) -> tuple[tuple[tuple[int | None, float], ...], tuple[tuple[int | None, float], ...]]:
        if not cues:
            return tuple((None, 1.0) for _ in contents), ()

        def features(a: Spans, b: Spans) -> NDArray[np.int64]:
            return pair_features(a, b, pieces.paragraph, pieces.sentence, pieces.quoted)

        cue_of: list[tuple[int | None, float]] = []
        for some, near_by in _blocks(contents, cues):
            own, theirs = contents[some], cues[near_by]
            logs = log_softmax(self._linker.content_to_cue(states, own, theirs, features(own, theirs)))
            for (start, end), row in zip(own, logs, strict=True):
                # Quoted words always have a cue if there is one: on PolNeAR dev worth 0.5 points of direct F1.
                j = int(row[1:].argmax()) if pieces.quoted[start] else int(row.argmax()) - 1
                near = j >= 0 and max(0, start - theirs[j][1], theirs[j][0] - end) <= _REACH
                cue_of.append((near_by.start + j if near else None, float(np.exp(row[j + 1]))))
        source_of: list[tuple[int | None, float]] = []
        for some, near_by in _blocks(cues, sources):
            own, theirs = cues[some], sources[near_by]
            logs = log_softmax(self._linker.cue_to_source(states, own, theirs, features(own, theirs)))
            best = logs.argmax(axis=1)
            source_of += [
                (near_by.start + int(j) - 1 if j else None, float(np.exp(row[j])))
                for j, row in zip(best, logs, strict=True)
            ]
        return tuple(cue_of), tuple(source_of)


def _blocks(spans: Spans, others: Spans) -> Iterator[tuple[slice, slice]]:
    """Which of the spans are compared with which others: all with all, or in very long texts those near each other."""
    if len(spans) * len(others) <= _MOST_PAIRS:
        if spans:
            yield slice(0, len(spans)), slice(0, len(others))
        return
    places = np.searchsorted([start for start, _ in others], [start for start, _ in spans])
    for first in range(0, len(spans), _AT_ONCE):
        last = min(first + _AT_ONCE, len(spans))
        low, high = max(0, int(places[first]) - _NEAR), min(len(others), int(places[last - 1]) + _NEAR)
        yield slice(first, last), slice(low, high)


def _last_pieces(pieces: Pieces, first: NDArray[np.int64]) -> NDArray[np.int64]:
    """Index of each word's last piece: the one before the next word, paragraph marks left out."""
    last = np.append(first[1:], len(pieces.ids)) - 1
    empty = pieces.starts[last] >= pieces.ends[last]
    return np.asarray(np.where(empty & (last > first), last - 1, last))


def _split(rows: Floats, paragraph: NDArray[np.int64]) -> list[Floats]:
    return np.split(rows, np.flatnonzero(np.diff(paragraph)) + 1)


def _runs(tags: NDArray[np.int64]) -> Iterator[tuple[str, int, int]]:
    """(role, first word, end word) of each tagged span."""
    names = [LABELS[t] for t in tags]
    number = 0
    keys: list[tuple[str, int]] = []
    for name in names:
        number += name.startswith("B-")
        keys.append((name[2:], number))
    position = 0
    for (role, _), group in groupby(keys):
        length = len(list(group))
        if role:
            yield role, position, position + length
        position += length
