"""Which cue a content belongs to and which source a cue: a small biaffine scorer over the tagger's states.

After the biaffine attention of Dozat and Manning (2017), with learned scores for distance, shared paragraph, rivals
in between, sentences apart and quotation marks. The weights come with the model.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Spans = list[tuple[int, int]]

WIDTH = 64  # of a span's representation in each of its roles
CONTENT, CUE, CUE_OF_SOURCE, SOURCE = range(4)
# Distances in wordpieces are looked up in these buckets (12 on either side), as in training.
_BUCKETS = np.array([1, 2, 3, 4, 6, 9, 14, 20, 30, 50, 90])
# Sizes of the tables for the pair features: signed distance, same paragraph, rivals between, sentences apart,
# quotation marks (2 × first span quoted + second span quoted).
TABLES = (24, 2, 4, 4, 4)


class Linker:
    """Scores pairs of spans; spans are wordpiece ranges (start, end) sorted by start."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as weights:
            self._w: dict[str, Floats] = {name: weights[name].astype(np.float32) for name in weights.files}

    @property
    def transitions(self) -> Floats:
        """The learned tag transitions [from, to] that came with the model."""
        return self._w["trans"]

    def content_to_cue(self, states: Floats, contents: Spans, cues: Spans, features: Ints) -> Floats:
        """Scores [contents, 1 + cues] from `states` [pieces, 512] and `pair_features` [contents, cues, 5]; column 0
        stands for no cue."""
        left, right = _represent(states, contents, CONTENT), _represent(states, cues, CUE)
        none = left @ self._w["null1_w"].T + self._w["null1_b"]
        scores = left @ self._w["U1"] @ right.T + self._looked_up("e1", features)
        return np.concatenate([none, scores], axis=1).astype(np.float32)

    def cue_to_source(self, states: Floats, cues: Spans, sources: Spans, features: Ints) -> Floats:
        """Scores [cues, 1 + sources]; column 0 stands for no source."""
        left = _represent(states, cues, CUE_OF_SOURCE)
        none = left @ self._w["null_w"].T + self._w["null_b"]
        if not sources:
            return np.asarray(none, dtype=np.float32)
        scores = left @ self._w["U2"] @ _represent(states, sources, SOURCE).T + self._looked_up("e2", features)
        return np.concatenate([none, scores], axis=1).astype(np.float32)

    def _looked_up(self, table: str, features: Ints) -> Floats:
        scores = np.zeros(features.shape[:-1], np.float32)
        for i in range(len(TABLES)):
            scores += self._w[f"{table}_{i}"][features[..., i]]
        return scores


def pair_features(a: Spans, b: Spans, paragraph: Ints, sentence: Ints, quoted: NDArray[np.bool_]) -> Ints:
    """Table rows [a, b, 5] for every pair of spans; the three arrays run over wordpieces. `b` is sorted by start."""
    left, right = np.array(a, np.int64).reshape(-1, 2), np.array(b, np.int64).reshape(-1, 2)
    a_start, a_end, b_start, b_end = left[:, :1], left[:, 1:], right[None, :, 0], right[None, :, 1]
    after = b_start >= a_end
    distance = np.maximum(0, np.where(after, b_start - a_end, a_start - b_end))
    bucket = np.searchsorted(_BUCKETS, distance, side="right") + 12 * ~after
    low, high = np.minimum(a_end, b_end), np.maximum(a_start, b_start)
    starts = right[:, 0]
    rivals = np.searchsorted(starts, high) - np.searchsorted(starts, low) - ((low <= b_start) & (b_start < high))
    together = (paragraph[a_start] == paragraph[b_start]).astype(np.int64)
    apart = np.minimum(3, np.abs(sentence[a_start] - sentence[b_start]))
    marks = 2 * quoted[a_start].astype(np.int64) + quoted[b_start].astype(np.int64)
    return np.stack([bucket, together, np.clip(rivals, 0, 3), apart, marks], axis=-1)


def _represent(states: Floats, spans: Spans, role: int) -> Floats:
    """First and last piece of each span in one role: [spans, 64]."""
    grid = states.reshape(len(states), 4, 2, WIDTH)
    first = np.array([s for s, _ in spans])
    last = np.array([e - 1 for _, e in spans])
    return np.asarray(np.tanh(grid[first, role, 0] + grid[last, role, 1]), dtype=np.float32)
