"""Pronouns with known antecedents → data/model/pronouns.npz, the weights of `resolution.weights`. numpy only.

    python -m claimkit.training.ranker GAP GUM [--out data/model/pronouns.npz] [--check]

GAP is the folder of gap-development.tsv and gap-validation.tsv, GUM one with WebAnno TSV files. The recogniser and the
tagger read each text as they do in use; so new weights are due with each new tagger. Each GAP text is read once more
with male and female words exchanged: what the states say about one gender then holds for the other. --check tells how
good weights are that are learned without the texts that they are measured on, and writes nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from claimkit.analysis import ner as nlp
from claimkit.analysis.resolution import weights
from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.pronouns import Features
from claimkit.analysis.resolution.resolver import walk_to
from claimkit.analysis.resolution.weights import NAMES, Bilinear, Weights
from claimkit.analysis.tagger import Tagger
from claimkit.analysis.tagger.encode import Wordpieces
from claimkit.english import quotation_marks as marks
from claimkit.english.lexicon import data_dir
from claimkit.errors import ClaimkitError
from claimkit.models.extraction import Mention, States
from claimkit.training.pronoun_corpora import Case, Place, official, overlaps, read_gap, read_gum

# Chosen on one half of GAP development with the other held out: widths of 32, 64 and 128 and 10 to 20 passes are within
# a point of each other; the exchange of genders is worth a point and brings the bias from .93 to .95.
WIDTH, PASSES, BATCH = 32, 15, 64
_RATE, _RATE_STATES = 0.02, 1.5e-3
_PENALTY, _DECAY = 1e-3, 0.05
_DROP, _DROP_FEATURES = 0.3, 0.1  # share of states' numbers and of features left out at random
_RARE = 10  # candidates that must have a feature for it to be kept
_GUM = 0.5  # weight of a case of GUM's
FOLDS = 5
# The first reading of the texts needs an answer for the pronouns before the one that is asked for.
_START = {
    "gender_clash_sure": -9.0,
    "gender_clash_weak": -2.0,
    "ner_person": 3.0,
    "thing": -2.0,
    "ahead": -9.0,
    "salience": 1.0,
    "here_subject": 1.0,
    "previous_subject": 1.0,
    "first_previous_subject": 1.0,
    "back_1": -0.8,
    "back_2": -1.6,
    "back_3": -2.4,
    "back_4": -3.2,
    "back_9": -7.2,
    "nobody": -20.0,
}
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


def vocabulary(examples: Sequence[PronounExample]) -> list[str]:
    """The features that are not rare, and "nobody" at the end."""
    count = Counter(name for e in examples for features in e.features for name, value in features.items() if value)
    return [*sorted(name for name, n in count.items() if n >= _RARE), "nobody"]


@dataclass(frozen=True, slots=True)
class PronounBatch:
    """Some examples one below the other; rows are candidates, each example's last row is "nobody"."""

    columns: Floats
    meant: Floats
    starts: Ints
    weight: Floats
    pronoun: Floats
    first: Floats
    last: Floats
    row: Ints  # of each name: its candidate
    example: Ints  # of each name: its example


def batch(
    examples: Sequence[PronounExample], names: Mapping[str, int], rng: np.random.Generator | None
) -> PronounBatch:
    """The examples one below the other, each in one of its readings at random; in the first one without `rng`."""
    sizes = [len(e.features) + 1 for e in examples]
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    columns = np.zeros((starts[-1], len(names)), np.float32)
    for e, start in zip(examples, starts.tolist(), strict=False):
        for k, features in enumerate(e.features):
            for name, value in features.items():
                if value and name in names:
                    columns[start + k, names[name]] = value
    columns[starts[1:] - 1, names["nobody"]] = 1
    chosen = [0 if rng is None else int(rng.integers(len(e.pronoun))) for e in examples]
    return PronounBatch(
        columns,
        np.concatenate([e.meant for e in examples]),
        starts,
        np.array([e.weight for e in examples], np.float32),
        np.stack([e.pronoun[c] for e, c in zip(examples, chosen, strict=True)]),
        np.concatenate([e.first[c] for e, c in zip(examples, chosen, strict=True)]),
        np.concatenate([e.last[c] for e, c in zip(examples, chosen, strict=True)]),
        np.concatenate([e.owner + s for e, s in zip(examples, starts.tolist(), strict=False)]),
        np.repeat(np.arange(len(examples)), [len(e.owner) for e in examples]),
    )


Parameters = dict[str, Floats]


def shares(scores: Floats, starts: Ints) -> Floats:
    """Softmax inside each example."""
    sizes = np.diff(starts)
    top = np.repeat(np.maximum.reduceat(scores, starts[:-1]), sizes)
    exponents = np.exp(scores - top)
    return np.asarray(exponents / np.repeat(np.add.reduceat(exponents, starts[:-1]), sizes), np.float32)


def gradients(parameters: Parameters, b: PronounBatch) -> Parameters:
    """Gradients of the mean log-loss of a batch."""
    states = "query" in parameters
    scores = b.columns @ parameters["features"]
    if states:
        keys = np.tanh(b.first @ parameters["first"] + b.last @ parameters["last"] + parameters["key_bias"])
        query = b.pronoun @ parameters["query"] + parameters["query_bias"]
        scale = 1 / np.sqrt(query.shape[1])
        fits = (keys * query[b.example]).sum(1) * scale
        top = np.full(len(scores), -1e9, np.float32)
        np.maximum.at(top, b.row, fits)
        exponents = np.exp(fits - top[b.row])
        total = np.zeros(len(scores), np.float32)
        np.add.at(total, b.row, exponents)
        scores = scores + np.where(total > 0, top + np.log(np.maximum(total, 1e-30)), 0)
    p = shares(scores, b.starts)
    sizes = np.diff(b.starts)
    right = np.add.reduceat(p * b.meant, b.starts[:-1]) + 1e-9
    error = (p - p * b.meant / np.repeat(right, sizes)) * np.repeat(b.weight, sizes) / len(sizes)
    found: Parameters = {"features": np.asarray(b.columns.T @ error, np.float32)}
    if states:
        each = np.asarray(error[b.row] * exponents / total[b.row] * scale, np.float32)[:, None]
        of_keys = np.asarray(each * query[b.example] * (1 - keys**2), np.float32)
        of_query = np.zeros_like(query)
        np.add.at(of_query, b.example, each * keys)
        found |= {"query": b.pronoun.T @ of_query, "query_bias": of_query.sum(0), "key_bias": of_keys.sum(0)}
        found |= {"first": b.first.T @ of_keys, "last": b.last.T @ of_keys}
    return found


def fit(examples: Sequence[PronounExample], names: Sequence[str], states: bool, seed: int = 0) -> Parameters:
    """Learn the weights by Adam (Kingma and Ba 2015), dropping some numbers at random."""
    rng = np.random.default_rng(seed)
    index = {name: i for i, name in enumerate(names)}
    parameters: Parameters = {"features": np.zeros(len(names), np.float32)}
    if states:
        width = examples[0].pronoun.shape[1]
        for name in ("query", "first", "last"):
            parameters[name] = rng.normal(0, width**-0.5, (width, WIDTH)).astype(np.float32)
        parameters |= {name: np.zeros(WIDTH, np.float32) for name in ("query_bias", "key_bias")}
    mean = {k: np.zeros_like(v) for k, v in parameters.items()}
    square = {k: np.zeros_like(v) for k, v in parameters.items()}
    total = PASSES * -(-len(examples) // BATCH)
    step = 0
    for _ in range(PASSES):
        order = rng.permutation(len(examples))
        for at in range(0, len(order), BATCH):
            step += 1
            b = _dropped(batch([examples[i] for i in order[at : at + BATCH]], index, rng), rng)
            pace = min(1, step / 50) * (1 - step / (total + 1))
            for k, gradient in gradients(parameters, b).items():
                if k == "features":
                    gradient = gradient + _PENALTY * parameters[k]
                mean[k] = 0.9 * mean[k] + 0.1 * gradient
                square[k] = 0.99 * square[k] + 0.01 * gradient**2
                move = mean[k] / (1 - 0.9**step) / (np.sqrt(square[k] / (1 - 0.99**step)) + 1e-8)
                rate = _RATE if k == "features" else _RATE_STATES
                decay = 0.0 if k == "features" else _DECAY
                parameters[k] = (parameters[k] - pace * rate * (move + decay * parameters[k])).astype(np.float32)
    return parameters


def _dropped(b: PronounBatch, rng: np.random.Generator) -> PronounBatch:
    def drop(values: Floats, share: float) -> Floats:
        kept = rng.random(values.shape, dtype=np.float32) >= share
        return np.asarray(values * kept / (1 - share), np.float32)

    kept = drop(np.ones((1, b.columns.shape[1]), np.float32), _DROP_FEATURES)
    kept[0, -1] = 1  # "nobody"
    return replace(
        b,
        columns=b.columns * kept,
        pronoun=drop(b.pronoun, _DROP),
        first=drop(b.first, _DROP),
        last=drop(b.last, _DROP),
    )


def learn(examples: Sequence[PronounExample], seed: int = 0) -> dict[str, NDArray[np.generic]]:
    """The arrays of data/model/pronouns.npz."""
    names = vocabulary(examples)
    alone = fit(examples, names, states=False, seed=seed)
    beside = fit(examples, names, states=True, seed=seed)
    arrays: dict[str, NDArray[np.generic]] = {"names": np.array(names), "alone": alone["features"]}
    arrays["beside"] = beside.pop("features")
    return arrays | {name: value.astype(np.float16) for name, value in beside.items()}


def answers(examples: Sequence[PronounExample], learned: Weights, states: bool) -> list[tuple[Place, ...]]:
    """For each example the places of the candidate with the highest score, right or wrong."""
    found: list[tuple[Place, ...]] = []
    for e in examples:
        scores = [weights.score(learned.beside if states else learned.alone, f) for f in e.features]
        if states and len(e.owner):
            fits = learned.bilinear.scores(e.pronoun[0], e.first[0], e.last[0]).tolist()
            for k in range(len(scores)):
                scores[k] += weights.log_sum([v for v, owner in zip(fits, e.owner.tolist(), strict=True) if owner == k])
        found.append(e.spans[int(np.argmax(scores))] if scores else ())
    return found


def load(
    gap: Path, gum: Path, write: Callable[[str], object]
) -> tuple[list[PronounExample], list[PronounExample], list[PronounExample]]:
    """Examples of GAP development, GAP validation and GUM.

    They are read twice: with a few weights set by hand, then with weights learned on validation and GUM alone, so that
    no answer of GAP development has a part in how its texts are read.
    """
    cases = [read_gap(gap / "gap-development.tsv"), read_gap(gap / "gap-validation.tsv"), read_gum(gum)]
    reader = PronounReader()
    read = []
    for part in cases:
        read.append([reader.read(case, twice=bool(case.names)) for case in part])
        write(f"read {len(part)} pronouns")
    learned = weights.from_arrays(_start())
    for last in (False, True):
        examples = [
            [e for case, (m, s) in zip(part, seen, strict=True) if (e := example(case, m, s, learned)) is not None]
            for part, seen in zip(cases, read, strict=True)
        ]
        if not last:
            learned = weights.from_arrays(learn([*examples[1], *examples[2]]))
    return examples[0], examples[1], examples[2]


def _start() -> dict[str, NDArray[np.generic]]:
    values = np.array(list(_START.values()), np.float32)
    empty = {name: np.zeros((512, 1) if "bias" not in name else 1, np.float32) for name in Bilinear.__slots__}
    return {"names": np.array(list(_START)), "alone": values, "beside": values, **empty}


def check(
    development: Sequence[PronounExample],
    validation: Sequence[PronounExample],
    gum: Sequence[PronounExample],
    write: Callable[[str], object],
) -> None:
    """Figures for texts that the weights were not learned on."""
    order = np.random.default_rng(7).permutation(len(development))
    halves = [[development[i] for i in order[:1000]], [development[i] for i in order[1000:]]]
    for held, other in ((0, 1), (1, 0)):
        learned = weights.from_arrays(learn([*halves[other], *validation, *gum]))
        _report(write, f"development, half {held + 1}", halves[held], learned)
    told: dict[bool, list[tuple[Place, ...]]] = {True: [], False: []}
    ordered: list[PronounExample] = []
    for fold in range(FOLDS):
        held_out = [development[i] for i in order[fold::FOLDS]]
        rest = [development[i] for n, i in enumerate(order) if n % FOLDS != fold]
        learned = weights.from_arrays(learn([*rest, *validation, *gum]))
        ordered += held_out
        for states in told:
            told[states] += answers(held_out, learned, states)
    for states, found in told.items():
        write(_line(f"development, {FOLDS} folds, {'with' if states else 'without'} states", ordered, found))
    learned = weights.from_arrays(learn([*development, *gum]))
    _report(write, "validation, learned without it", validation, learned)


def _report(write: Callable[[str], object], title: str, examples: Sequence[PronounExample], learned: Weights) -> None:
    write(_line(title, examples, answers(examples, learned, states=True)))


def _line(title: str, examples: Sequence[PronounExample], found: Sequence[tuple[Place, ...]]) -> str:
    figures = official([e.case for e in examples], found)
    return f"{title:42} " + "  ".join(
        f"{name} {value:.3f}" if name == "bias" else f"{name} {value:.1f}" for name, value in figures.items()
    )


def main(arguments: Sequence[str] | None = None, write: Callable[[str], object] = print) -> None:
    """The command of the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m claimkit.training.ranker", description="Learn who pronouns mean.")
    parser.add_argument("gap", type=Path, help="folder with gap-development.tsv and gap-validation.tsv")
    parser.add_argument("gum", type=Path, help="folder with GUM's WebAnno TSV files")
    parser.add_argument("--out", type=Path, default=None, help="file to write (default: the shipped one)")
    parser.add_argument("--check", action="store_true", help="measure on texts held out, write nothing")
    options = parser.parse_args(arguments)
    try:
        development, validation, gum = load(options.gap, options.gum, write)
    except ClaimkitError as error:
        sys.exit(str(error))
    if options.check:
        check(development, validation, gum, write)
        return
    path = options.out or data_dir() / "model" / weights.FILE
    np.savez(path, allow_pickle=False, **learn([*development, *validation, *gum]))
    write(f"wrote {path}")


if __name__ == "__main__":
    main()
