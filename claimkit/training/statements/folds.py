"""Records answered by a judge that has not seen their articles, and how good the answers are."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from claimkit.analysis.statements.labels import LABEL
from claimkit.analysis.statements.weights import SURE, ConfidenceCurve, JudgeWeights
from claimkit.training.statements.examples import JudgedArticles, StatementExample
from claimkit.training.statements.learn import fit_curve, learn

FOLDS = 5
_SEED = 1
_THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
_BINS = 10

Chances = list[tuple[StatementExample, float]]


def out_of_fold(
    verdicts: Sequence[StatementExample],
    annotated: Sequence[StatementExample],
    fit: Callable[[Sequence[StatementExample], Sequence[StatementExample]], JudgeWeights] = learn,
) -> tuple[Chances, Chances]:
    """The chances of the records of both corpora, each from a judge that was learned on four fifths of the articles;
    those that are dropped in use are left out."""
    fold = {name: n % FOLDS for names in (_names(verdicts), _names(annotated)) for n, name in enumerate(names)}
    answers: tuple[Chances, Chances] = ([], [])
    for k in range(FOLDS):
        seen = [[e for e in some if fold[e.article] != k] for some in (verdicts, annotated)]
        weights = fit(seen[0], seen[1])
        for some, answer in zip((verdicts, annotated), answers, strict=True):
            chances = ((e, chance(weights, e)) for e in some if fold[e.article] == k)
            answer += [(e, p) for e, p in chances if not e.doubtful or p >= SURE]
    return answers


def chance(weights: JudgeWeights, example: StatementExample) -> float:
    """What `analysis.statements.judge` says."""
    if example.label:
        return LABEL
    return weights.direct if example.type == "direct" else weights.chance(example.shown)


def _names(examples: Sequence[StatementExample]) -> list[str]:
    """The articles in a drawn order."""
    names = sorted({e.article for e in examples})
    random.Random(_SEED).shuffle(names)
    return names


def statements_table(judged: JudgedArticles, answers: Chances) -> Iterator[str]:
    """Precision and recall of all records, and of those that are not direct, by the least chance."""
    known = [(e, p) for e, p in answers if e.statement is not None]
    found = sum(bool(e.statement) for e, _ in known)
    yield f"{judged.statements} statements, {found} of them found, {len(known) - found} records are none"
    yield "least chance   precision   recall of all   not direct: precision   recall of found"
    for least in (0.0, *_THRESHOLDS):
        kept = [e for e, p in known if p >= least]
        right = sum(bool(e.statement) for e in kept)
        part = [e for e in kept if e.type != "direct"]
        part_right = sum(bool(e.statement) for e in part)
        everything = sum(bool(e.statement) for e, _ in known if e.type != "direct")
        yield (
            f"{least:12.1f} {100 * right / max(1, len(kept)):11.1f} {100 * right / judged.statements:15.1f}"
            f" {100 * part_right / max(1, len(part)):23.1f} {100 * part_right / max(1, everything):17.1f}"
        )
    yield f"calibration error of records that are not direct: {100 * _error(_stated(known)):.1f}"


def confidence_table(name: str, answers: Chances, curves: Sequence[ConfidenceCurve]) -> Iterator[str]:
    """Calibration error and precision at 0.5 of confidence as attribution has it, and by a curve of other articles."""
    fold = {article: n % FOLDS for n, article in enumerate(_names([e for e, _ in answers]))}
    known = [(e, p) for e, p in answers if e.right is not None and not e.label]
    before = [(e.confidence, bool(e.right)) for e, _ in known]
    after = [(curves[fold[e.article]].chance(e.confidence, p, e.type), bool(e.right)) for e, p in known]
    for title, pairs in (("as attributed", before), ("joint curve", after)):
        kept = [right for p, right in pairs if p >= 0.5]
        yield (
            f"{name}, {title}: calibration error {100 * _error(pairs):.1f}; at 0.5 {100 * len(kept) / len(pairs):.1f}%"
            f" are kept, of which {100 * sum(kept) / max(1, len(kept)):.1f}% are right"
        )


def curves_by_fold(verdicts: Chances, annotated: Chances) -> list[ConfidenceCurve]:
    """For each fold the curve of the articles outside of it."""
    both = (verdicts, annotated)
    folds = [{a: n % FOLDS for n, a in enumerate(_names([e for e, _ in answers]))} for answers in both]
    outside = (
        [[(e, p) for e, p in answers if fold[e.article] != k] for answers, fold in zip(both, folds, strict=True)]
        for k in range(FOLDS)
    )
    return [fit_curve(*parts) for parts in outside]


def _stated(known: Chances) -> list[tuple[float, bool]]:
    return [(p, bool(e.statement)) for e, p in known if e.type != "direct"]


def _error(pairs: Sequence[tuple[float, bool]]) -> float:
    """Mean distance of chances from what is true, over ten bins by their size."""
    if not pairs:
        return 0.0
    chances, right = np.array([p for p, _ in pairs]), np.array([r for _, r in pairs], float)
    bins = np.minimum((chances * _BINS).astype(int), _BINS - 1)
    inside = [bins == b for b in range(_BINS)]
    return float(sum(abs(chances[m].mean() - right[m].mean()) * m.mean() for m in inside if m.any()))
