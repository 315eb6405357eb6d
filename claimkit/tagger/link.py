"""Which cue a content belongs to and which source a cue: a small biaffine scorer over the tagger's states.

After the biaffine attention of Dozat and Manning (2017), with learned biases for distance, shared paragraph and the
number of rivals in between. The weights come with the model.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from claimkit.tagger.encode import Pieces

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Spans = list[tuple[int, int]]

_WIDTH = 64  # of a span's representation in each of its roles
_CONTENT, _CUE, _CUE_OF_SOURCE, _SOURCE = range(4)
# Distances in wordpieces are looked up in these buckets (12 on either side), as in training.
_BUCKETS = np.array([1, 2, 3, 4, 6, 9, 14, 20, 30, 50, 90])
# What each sentence end between two spans costs (at most three count). The scorer itself does not see sentences; on
# PolNeAR dev this is worth 0.5 points of attribution F1, any value from 1 to 2 does as well.
_CONTENT_CROSSING, _SOURCE_CROSSING, _CROSSINGS = 1.0, 2.0, 3


class Linker:
    """Scores pairs of spans; spans are wordpiece ranges (start, end) sorted by start."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as weights:
            self._w: dict[str, Floats] = {name: weights[name].astype(np.float32) for name in weights.files}

    def content_to_cue(self, states: Floats, contents: Spans, cues: Spans, pieces: Pieces) -> Floats:
        """Scores [contents, cues] from `states` [pieces, 512]."""
        left, right = _represent(states, contents, _CONTENT), _represent(states, cues, _CUE)
        bias = self._bias("g1", "p1", "b1", contents, cues, pieces)
        bias = bias - _CONTENT_CROSSING * _crossings(contents, cues, pieces)
        return np.asarray(left @ self._w["U1"] @ right.T + bias, dtype=np.float32)

    def cue_to_source(self, states: Floats, cues: Spans, sources: Spans, pieces: Pieces) -> Floats:
        """Scores [cues, 1 + sources]; column 0 stands for no source."""
        left = _represent(states, cues, _CUE_OF_SOURCE)
        none = left @ self._w["null.weight"].T + self._w["null.bias"]
        if not sources:
            return np.asarray(none, dtype=np.float32)
        right = _represent(states, sources, _SOURCE)
        scores = left @ self._w["U2"] @ right.T + self._bias("g2", "p2", "b2", cues, sources, pieces)
        scores = scores - _SOURCE_CROSSING * _crossings(cues, sources, pieces)
        return np.concatenate([none, scores], axis=1).astype(np.float32)

    def _bias(self, gap: str, same: str, between: str, a: Spans, b: Spans, pieces: Pieces) -> Floats:
        a_start, a_end, b_start, b_end = _grid(a, b)
        after = b_start >= a_end
        distance = np.maximum(0, np.where(after, b_start - a_end, a_start - b_end))
        bucket = np.searchsorted(_BUCKETS, distance, side="right") + 12 * ~after
        together = (pieces.paragraph[a_start] == pieces.paragraph[b_start]).astype(np.int64)
        low, high = np.minimum(a_end, b_end), np.maximum(a_start, b_start)
        starts = b_start[0]
        rivals = np.searchsorted(starts, high) - np.searchsorted(starts, low)
        rivals = np.maximum(rivals, 0) - ((low <= b_start) & (b_start < high))
        bias = self._w[f"{gap}.weight"][bucket, 0] + self._w[f"{same}.weight"][together, 0]
        return np.asarray(bias + self._w[f"{between}.weight"][np.clip(rivals, 0, 3), 0], dtype=np.float32)


def _grid(a: Spans, b: Spans) -> tuple[Ints, Ints, Ints, Ints]:
    """Starts and ends of `a` as columns, of `b` as rows."""
    left, right = np.array(a, np.int64), np.array(b, np.int64)
    return left[:, :1], left[:, 1:], right[None, :, 0], right[None, :, 1]


def _crossings(a: Spans, b: Spans, pieces: Pieces) -> Ints:
    """Sentence ends between the spans of each pair."""
    a_start, a_end, b_start, b_end = _grid(a, b)
    s = pieces.sentence
    between = np.maximum(s[b_start] - s[a_end - 1], s[a_start] - s[b_end - 1])
    return np.asarray(np.clip(between, 0, _CROSSINGS), dtype=np.int64)


def _represent(states: Floats, spans: Spans, role: int) -> Floats:
    """First and last piece of each span in one role: [spans, 64]."""
    grid = states.reshape(len(states), 4, 2, _WIDTH)
    first = np.array([s for s, _ in spans])
    last = np.array([e - 1 for _, e in spans])
    return np.asarray(np.tanh(grid[first, role, 0] + grid[last, role, 1]), dtype=np.float32)
