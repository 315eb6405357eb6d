"""Tag scores of words → source, cue and content spans: the best legal tag sequence of each paragraph (Viterbi)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
_ILLEGAL = -1e9


def hard_transitions() -> Floats:
    """Scores [from, to]: inside a span only after its beginning or inside."""
    table = np.zeros((len(LABELS), len(LABELS)), np.float32)
    for i, before in enumerate(LABELS):
        for j, label in enumerate(LABELS):
            if label.startswith("I-") and before[2:] != label[2:]:
                table[i, j] = _ILLEGAL
    return table


def log_softmax(scores: Floats) -> Floats:
    """Log-probabilities of `scores` [n, labels]."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)), dtype=np.float32)


def best_path(scores: Floats, transitions: Floats) -> NDArray[np.int64]:
    """The best tag sequence for `scores` [words, labels] of one paragraph under `transitions` [labels, labels].

    Before its first and after its last word stands a paragraph mark, whose tag is O.
    """
    n = len(scores)
    back = np.zeros((n, len(LABELS)), np.int64)
    best = scores[0] + transitions[0]
    for t in range(1, n):
        total = best[:, None] + transitions
        back[t] = total.argmax(axis=0)
        best = total.max(axis=0) + scores[t]
    path = np.zeros(n, np.int64)
    path[-1] = (best + transitions[:, 0]).argmax()
    for t in range(n - 1, 0, -1):
        path[t - 1] = back[t, path[t]]
    return path
