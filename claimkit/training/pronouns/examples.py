"""Pronouns of the corpora as the ranker sees them: candidates with features and states. Texts are read as in use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from claimkit.analysis import ner as nlp
from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.pronouns import weights
from claimkit.analysis.resolution.pronouns.features import Features
from claimkit.analysis.resolution.pronouns.weights import NAMES, Weights
from claimkit.analysis.resolution.resolver import walk_to
from claimkit.analysis.tagger import Tagger
from claimkit.analysis.tagger.encode import Wordpieces
from claimkit.english import quotation_marks as marks
from claimkit.english.lexicon import data_dir
from claimkit.models.extraction import Mention, States
from claimkit.training.pronouns.corpora import Case, Place, overlaps

_GUM = 0.5  # weight of a case of GUM's
_SWAPPED = (
    "he she|his her|him her|himself herself|mr mrs|son daughter|sons daughters|husband wife|father mother|"
    "brother sister|brothers sisters|king queen|man woman|men women|boy girl|boys girls|uncle aunt|actor actress|"
    "prince princess|nephew niece|grandfather grandmother|"
    "boyfriend girlfriend|dad mom|emperor empress|duke duchess|male female"
)

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PronounExample:
    """One case as the ranker sees it: candidates with features, whether each is meant, and the vectors compared.

    `pronoun` [readings, 512], `first` and `last` [readings, names, 512], the second reading with genders exchanged (one
    reading for GUM); `owner` [names] is the index of the candidate. `meant` [candidates + 1] ends with "nobody".
    """

    case: Case
    features: tuple[Features, ...]
    spans: tuple[tuple[Place, ...], ...]
    meant: Floats
    pronoun: Floats
    first: Floats
    last: Floats
    owner: Ints
    weight: float


class PronounReader:
    """Reads texts with the recogniser and the tagger; each text once."""

    def __init__(self) -> None:
        tokenizer = data_dir() / "model" / "tokenizer.json"
        self._recogniser, self._tagger, self._wordpieces = nlp.load(), Tagger(), Wordpieces(tokenizer)
        vocabulary = Tokenizer.from_file(str(tokenizer)).get_vocab()
        self._swap: dict[int, int] = {}
        for pair in _SWAPPED.split("|"):
            one, other = (vocabulary[word] for word in pair.split())
            self._swap.setdefault(one, other)
            self._swap.setdefault(other, one)
        self._his, self._him, self._her = (vocabulary[word] for word in ("his", "him", "her"))
        self._names = {vocabulary[word]: word for word in _words_after_object() if word in vocabulary}

    def read(self, case: Case, twice: bool) -> tuple[list[Mention], tuple[States, ...]]:
        """Mentions, and the states of one or two readings."""
        text = case.text
        pieces = self._wordpieces.encode(text, marks.mark_styles(marks.find_regions(text), len(text)))
        readings = [pieces, replace(pieces, ids=self._exchanged(pieces.ids))] if twice else [pieces]
        vectors = [self._tagger.run(p)[1].astype(np.float16).astype(np.float32) for p in readings]
        return self._recogniser.mentions(text), tuple(States(pieces.starts, pieces.ends, v) for v in vectors)

    def _exchanged(self, ids: Ints) -> Ints:
        found = ids.copy()
        for i, piece in enumerate(ids.tolist()):
            if piece == self._her:
                last = i + 1 == len(ids) or int(ids[i + 1]) in self._names
                found[i] = self._him if last else self._his
            else:
                found[i] = self._swap.get(piece, piece)
        return found


def _words_after_object() -> frozenset[str]:
    return lists.after_object() | frozenset(".,;:!?)\"'")


def example(
    case: Case, mentions: Sequence[Mention], states: Sequence[States], learned: Weights
) -> PronounExample | None:
    """The case as the ranker sees it if `learned` resolves the pronouns before; None if there is no choice to make."""
    walk = walk_to(case.text, mentions, case.start, states[0], learned)
    if walk is None:
        return None
    found = walk.pronouns.features(case.start)
    spans = [tuple(walk.pronouns.spans(person)) for person in found]
    meant = [any(overlaps(s, case.same) for s in places) for places in spans]
    if not any(meant) and not case.whole:
        meant = [not any(overlaps(s, case.other) for s in places) for places in spans]
        nobody = True
    else:
        nobody = not any(meant)
    rows: list[Place] = []
    owner: list[int] = []
    for k, places in enumerate(spans):
        near = sorted(places, key=lambda s: (abs(s[0] - case.start), s))[:NAMES]
        rows += [weights.pieces(states[0], *span) for span in near]
        owner += [k] * len(near)
    at, index = weights.pieces(states[0], case.start, case.start + 1)[0], np.array(rows, np.int64).reshape(-1, 2)
    return PronounExample(
        case,
        tuple(found.values()),
        tuple(spans),
        np.array([*meant, nobody], np.float32),
        np.stack([s.vectors[at] for s in states]),
        np.stack([s.vectors[index[:, 0]] for s in states]),
        np.stack([s.vectors[index[:, 1]] for s in states]),
        np.array(owner, np.int64),
        1.0 if case.names else _GUM,
    )
