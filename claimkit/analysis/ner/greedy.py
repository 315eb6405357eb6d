"""spaCy's named entities from spaCy's weights, with its greedy search over whole arrays instead of token by token.

spaCy's transition system (after Lample et al., 2016, section 3) tries all its moves at each token, which costs three
quarters of its NER time. Outside an entity its choice depends on the token alone, so one matrix product makes it for
all tokens; only tokens inside an entity, about one in ten, are walked. The entities are the same as spaCy's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from spacy.tokens import Doc

Floats = NDArray[np.float32]
_TOKENS = 3  # a state of spaCy's NER: the token, the open entity's first token, the token before (if one is open)


class Decoder:
    """The greedy search of one `EntityRecognizer`."""

    def __init__(self, recogniser: Any) -> None:
        model, moves = recogniser.model, recogniser.moves
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        self._embed = model.layers[0]
        weights: Floats = lower.get_param("W")
        _, self._width, self._pieces, _ = weights.shape
        self._token, self._first, self._before = (w.reshape(self._width * self._pieces, -1) for w in weights)
        padding: Floats = lower.get_param("pad").reshape(_TOKENS, -1)
        self._bias: Floats = lower.get_param("b").ravel()
        self._closed_bias = self._bias + padding[1] + padding[2]
        self._out: Floats = upper.get_param("W")
        self._out_bias: Floats = upper.get_param("b")
        self._names = [str(moves.get_class_name(i)) for i in range(moves.n_moves)]  # B-PERSON … U-PERSON … O
        place = {name: i for i, name in enumerate(self._names)}
        self._outside = place["O"]
        self._begin = np.array([name.startswith("B-") for name in self._names])
        # "U-" without a label is spaCy's move over a blocked token; no token is blocked here.
        unit = np.array([name.startswith("U-") and name != "U-" for name in self._names])
        self._never = ~(self._begin | unit)
        self._never[self._outside] = False
        self._inside = {name[2:]: (place[f"I-{name[2:]}"], place[f"L-{name[2:]}"]) for name in place if name[0] == "B"}

    @staticmethod
    def fits(recogniser: Any) -> bool:
        """Whether `recogniser` is built as this search expects: spaCy's own NER architecture, all labels trained."""
        model = recogniser.model
        if not {"lower", "upper"} <= set(model.ref_names) or not model.attrs.get("has_upper"):
            return False
        moves = getattr(recogniser, "moves", None)
        names = set() if moves is None else {moves.get_class_name(i) for i in range(moves.n_moves)}
        whole = all({f"I-{n[2:]}", f"L-{n[2:]}"} <= names for n in names if n.startswith("B-"))
        shaped: bool = model.get_ref("lower").get_param("W").shape[0] == _TOKENS
        return "O" in names and whole and shaped and not model.attrs.get("unseen_classes")

    def entities(self, doc: Doc) -> list[tuple[int, int, str]]:
        """(first token, end token, label) of each entity of a freshly tokenised text, in text order."""
        if not len(doc):
            return []
        rows: Floats = self._embed.predict([doc])
        best = self._closed(rows, np.array([token.is_space for token in doc]))
        found: list[tuple[int, int, str]] = []
        end = 0
        for start in np.flatnonzero(best != self._outside).tolist():
            if start < end:
                continue
            move, _, label = self._names[best[start]].partition("-")
            end = start + 1 if move == "U" else self._close(rows, start, label)
            found.append((start, end, label))
        return found

    def _closed(self, rows: Floats, space: NDArray[np.bool_]) -> NDArray[np.int64]:
        """The best move at each token if no entity is open."""
        scores = self._scores(rows @ self._token.T + self._closed_bias)
        scores[:, self._never] = -np.inf
        scores[np.ix_(space, np.arange(len(self._names)) != self._outside)] = -np.inf  # none starts at white space
        scores[-1, self._begin] = -np.inf  # none begins at the last token
        best: NDArray[np.int64] = scores.argmax(axis=1)
        return best

    def _close(self, rows: Floats, start: int, label: str) -> int:
        """End of the entity begun at `start`: after the first token where "last" beats "inside"."""
        moves = list(self._inside[label])
        first = self._first @ rows[start] + self._bias
        for token in range(start + 1, len(rows) - 1):
            hidden = self._token @ rows[token] + self._before @ rows[token - 1] + first
            inside, last = self._scores(hidden[None], moves)[0]
            if last > inside or (last == inside and moves[1] < moves[0]):
                return token + 1
        return len(rows)

    def _scores(self, hidden: Floats, moves: list[int] | slice = slice(None)) -> Floats:
        """Scores [n, moves] from sums [n, width * pieces]: maxout, then the output layer."""
        kept = hidden.reshape(len(hidden), self._width, self._pieces).max(axis=2)
        scores: Floats = kept @ self._out[moves].T + self._out_bias[moves]
        return scores
