"""Fit the link weights again, on what the exported tagger itself finds.

During training links join gold spans. In use spans are found ones: some cues are missing, some contents spurious, and
the network runs in int8. A last fit of the link weights alone, on gold and found spans, learns when a content belongs
to none of the cues. On PolNeAR dev that is worth 1.0 point of attribution F1.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from numpy.typing import NDArray
from torch import Tensor

from claimkit.analysis.tagger import Tagger
from claimkit.analysis.tagger.decode import LABELS, best_path, hard_transitions, log_softmax
from claimkit.analysis.tagger.encode import Pieces
from claimkit.analysis.tagger.linker import CONTENT, CUE, CUE_OF_SOURCE, SOURCE, TABLES, WIDTH, pair_features
from claimkit.training.examples import NO_SOURCE, ROLES, Labels, TaggerExample

log = logging.getLogger("claimkit.training")

_EPOCHS, _RATE, _ARTICLES_A_STEP = 6, 2e-3, 4
_ORPHANS = 0.08  # share of gold cues withheld, whose contents then belong to none
_COVERED = 0.5  # share of a found span that must lie in a gold span to count as it
_SKIP, _SPURIOUS = -100, -1
_WITHHELD = -1e4

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Spans = dict[str, list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class _Case:
    """One article's spans, gold or found. `cue_of` [contents] and `source_of` [cues]: 0 none, else 1 + index, or _SKIP;
    a content that matches no gold content is _SPURIOUS. `genuine` [cues]: the cue is a gold cue."""

    gold: bool
    vectors: dict[int, Floats]
    cue_features: Ints
    source_features: Ints
    cue_of: Ints
    source_of: Ints
    genuine: NDArray[np.bool_]


def refit_links(folder: Path, examples: Sequence[TaggerExample], seed: int) -> None:
    """Replace the link weights in `folder`/link.npz, a model that was just exported there."""
    tagger, path = Tagger(folder), folder / "link.npz"
    with np.load(path) as file:
        stored = {name: file[name].astype(np.float32) for name in file.files}
    table = hard_transitions() + stored["trans"]
    cases = [case for example in examples for case in _cases(example, *tagger.run(example.pieces), table)]
    weights = {name: torch.nn.Parameter(torch.from_numpy(w)) for name, w in stored.items() if name != "trans"}
    optimiser = torch.optim.AdamW(weights.values(), lr=_RATE, weight_decay=0.01)
    rng = random.Random(seed)
    steps = [range(at, min(at + 2 * _ARTICLES_A_STEP, len(cases))) for at in range(0, len(cases), 2 * _ARTICLES_A_STEP)]
    for epoch in range(_EPOCHS):
        rng.shuffle(cases)
        total = 0.0
        for number, step in enumerate(steps):
            losses = [loss for i in step for loss in _losses(cases[i], weights, rng)]
            if not losses:
                continue
            mean = torch.cat(losses).mean()
            for group in optimiser.param_groups:
                group["lr"] = _RATE * (1 - (epoch + number / len(steps)) / _EPOCHS)
            optimiser.zero_grad()
            mean.backward()
            optimiser.step()
            total += float(mean.detach())
        log.info("links, epoch %d: loss %.4f", epoch + 1, total / max(1, len(steps)))
    fitted = {name: w.detach().numpy() for name, w in weights.items()}
    np.savez(path, allow_pickle=False, trans=stored["trans"], **fitted)


def _losses(case: _Case, weights: Mapping[str, Tensor], rng: random.Random) -> Iterator[Tensor]:
    """Loss of each link of one case."""
    vectors = {role: torch.from_numpy(v) for role, v in case.vectors.items()}
    if len(vectors[CONTENT]):
        pairs = vectors[CONTENT] @ weights["U1"] @ vectors[CUE].T + _looked_up(weights, "e1", case.cue_features)
        targets = case.cue_of.copy()
        best = pairs.detach().argmax(1).numpy()
        # A spurious content should leave a genuine cue alone; with a spurious cue it may go.
        targets[targets == _SPURIOUS] = np.where(case.genuine[best[targets == _SPURIOUS]], 0, _SKIP)
        if case.gold:
            held = [j for j in range(len(vectors[CUE])) if rng.random() < _ORPHANS]
            pairs[:, held] = _WITHHELD
            targets[np.isin(targets, np.array(held, np.int64) + 1)] = 0
        none = vectors[CONTENT] @ weights["null1_w"].T + weights["null1_b"]
        yield _cross_entropy(torch.cat([none, pairs], 1), targets)
    scores = vectors[CUE_OF_SOURCE] @ weights["null_w"].T + weights["null_b"]
    if len(vectors[SOURCE]):
        pairs = vectors[CUE_OF_SOURCE] @ weights["U2"] @ vectors[SOURCE].T
        scores = torch.cat([scores, pairs + _looked_up(weights, "e2", case.source_features)], 1)
    yield _cross_entropy(scores, case.source_of)


def _cross_entropy(scores: Tensor, targets: Ints) -> Tensor:
    kept = targets >= 0
    return F.cross_entropy(scores[kept], torch.from_numpy(targets[kept]), reduction="none")


def _looked_up(weights: Mapping[str, Tensor], name: str, features: Ints) -> Tensor:
    return torch.stack([weights[f"{name}_{i}"][features[..., i]] for i in range(len(TABLES))]).sum(0)


def _cases(example: TaggerExample, scores: Floats, states: Floats, transitions: Floats) -> Iterator[_Case]:
    """The article with its gold spans and with those found; nothing where there is no cue."""
    pieces, labels = example.pieces, example.labels[0]
    gold: Spans = {role: [(a, b) for r, a, b in labels.spans if r == role] for role in ROLES}
    found = _found(pieces, scores, transitions)
    same = {role: {i: i for i in range(len(gold[role]))} for role in ROLES}
    matched = {role: _matched(found[role], gold[role], 0.0 if role == "cue" else _COVERED) for role in ROLES}
    for spans, matches in ((gold, same), (found, matched)):
        if spans["cue"]:
            cue_of, source_of = _targets(labels, spans, matches)
            features = [
                pair_features(spans[a], spans[b], pieces.paragraph, pieces.sentence, pieces.quoted)
                for a, b in (("content", "cue"), ("cue", "source"))
            ]
            genuine = np.array([i in matches["cue"] for i in range(len(spans["cue"]))])
            yield _Case(spans is gold, _vectors(states, spans), features[0], features[1], cue_of, source_of, genuine)


def _vectors(states: Floats, spans: Spans) -> dict[int, Floats]:
    grid = states.reshape(len(states), 4, 2, WIDTH)
    vectors = {}
    for slot, role in ((CONTENT, "content"), (CUE, "cue"), (CUE_OF_SOURCE, "cue"), (SOURCE, "source")):
        places = np.array(spans[role], np.int64).reshape(-1, 2)
        vectors[slot] = np.tanh(grid[places[:, 0], slot, 0] + grid[places[:, 1] - 1, slot, 1]).astype(np.float32)
    return vectors


def _targets(labels: Labels, spans: Spans, matches: Mapping[str, Mapping[int, int]]) -> tuple[Ints, Ints]:
    """`cue_of` and `source_of` for spans that stand for the gold spans `matches` names."""
    ordinal: dict[int, int] = {}
    for role in ROLES:
        for n, number in enumerate(k for k, span in enumerate(labels.spans) if span[0] == role):
            ordinal[number] = n
    gold_cue = {ordinal[content]: ordinal[link.cue] for link in labels.links for content in link.contents}
    gold_source = {ordinal[k.cue]: k.source if k.source < 0 else ordinal[k.source] for k in labels.links}
    cue_at, source_at = ({gold: i for i, gold in reversed(list(matches[role].items()))} for role in ("cue", "source"))
    cue_of = np.full(len(spans["content"]), _SPURIOUS, np.int64)
    for i, gold in matches["content"].items():
        cue_of[i] = 1 + cue_at.get(gold_cue[gold], -1) if gold in gold_cue else _SKIP
    source_of = np.full(len(spans["cue"]), _SKIP, np.int64)
    for i, gold in matches["cue"].items():
        source = gold_source.get(gold)
        if source == NO_SOURCE:
            source_of[i] = 0
        elif source in source_at:
            source_of[i] = 1 + source_at[source]
    return cue_of, source_of


def _matched(found: Sequence[tuple[int, int]], gold: Sequence[tuple[int, int]], share: float) -> dict[int, int]:
    """Index of the gold span that each found span lies in for more than `share` of its length."""
    matches = {}
    for i, (start, end) in enumerate(found):
        overlaps = [min(end, b) - max(start, a) for a, b in gold]
        if overlaps and max(overlaps) > share * (end - start):
            matches[i] = int(np.argmax(overlaps))
    return matches


def _found(pieces: Pieces, scores: Floats, transitions: Floats) -> Spans:
    """Spans of the best tag sequence, as piece ranges."""
    spans: Spans = {role: [] for role in ROLES}
    first = np.flatnonzero(pieces.first)
    ends = np.append(first[1:], len(pieces.ids))
    ends -= pieces.starts[ends - 1] == pieces.ends[ends - 1]  # without the paragraph mark
    logs, paragraph = log_softmax(scores[first]), pieces.paragraph[first]
    for part in np.split(np.arange(len(first)), np.flatnonzero(np.diff(paragraph)) + 1):
        if not len(part):
            continue
        for word, tag in zip(part, best_path(logs[part], transitions), strict=True):
            if tag:
                role = spans[LABELS[tag][2:]]
                begins = LABELS[tag].startswith("B-")
                role.append((int(first[word]), int(ends[word])) if begins else (role.pop()[0], int(ends[word])))
    return spans
