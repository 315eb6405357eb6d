"""Fit what `confidence` means: `python -m claimkit.training.confidence CORPUS [--model data/model]`.

CORPUS (text/ and attributions/, brat) holds articles that the model was not trained on. An attribution is right if its
content shares half of its words with an annotated one and the source is the same.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray

from claimkit.analysis import attribution
from claimkit.analysis.attribution.calibration import Calibration, log_odds
from claimkit.analysis.tagger import Tagger
from claimkit.brat import AnnotatedArticle, read_corpus
from claimkit.english import quotation_marks as marks
from claimkit.errors import ClaimkitError
from claimkit.evaluation.annotated import Statement
from claimkit.evaluation.pairing import pair, same_role, units
from claimkit.evaluation.tokens import WordIndex
from claimkit.models.extraction import Attribution

log = logging.getLogger("claimkit.training")

Floats = NDArray[np.float64]
# Penalty on the squared distance of the coefficients from those that change nothing: negligible with a thousand
# attributions, strong with ten.
_RIDGE = 0.5
_STEPS = 30  # Newton's method converges after six or seven


def fit_confidence(folder: Path, articles: Sequence[AnnotatedArticle]) -> Calibration:
    """The calibration of the model in `folder` on `articles` (their first annotators), written beside the model."""
    tagger = Tagger(folder)
    rows = [row for article in articles for row in _judged(tagger, article)]
    start = Calibration()
    features = np.array([[1.0, x, kind == "direct", kind == "mixed", not source] for x, kind, source, _ in rows])
    weights = _logistic(features.reshape(-1, 5), np.array([right for *_, right in rows], float), _weights(start))
    curve = Calibration(*(float(w) for w in weights))
    curve.write(folder)
    log.info("confidence fitted on %d attributions of %d articles: %s", len(rows), len(articles), curve)
    return curve


def _weights(curve: Calibration) -> Floats:
    return np.array([curve.bias, curve.slope, curve.direct, curve.mixed, curve.sourceless])


def _judged(tagger: Tagger, article: AnnotatedArticle) -> Iterator[tuple[float, str, bool, bool]]:
    """(log-odds of the tagger's probability, type, whether a source is named, whether it is right)."""
    text = article.text
    regions = marks.find_regions(text)
    tagging = tagger.tag(text, marks.mark_styles(regions, len(text)))
    found = attribution.attribute(text, regions, marks.mask_quoted(regions, len(text)), tagging, Calibration())
    found = [a for a in found if not a.doubtful]
    words = WordIndex(text)
    gold = units(words, [Statement(a.content, a.cue, a.source) for a in article.annotations[0] if a.content])
    ours = units(words, [_statement(a) for a in found])
    partner = {j: i for i, j in pair(gold, ours).items()}
    for j, (attributed, unit) in enumerate(zip(found, ours, strict=True)):
        i = partner.get(j)
        right = i is not None and same_role(words, gold[i].statement.source, unit.statement.source)
        yield log_odds(attributed.confidence), attributed.type, attributed.source is not None, right


def _statement(found: Attribution) -> Statement:
    source = ((found.source.start, found.source.end),) if found.source else ()
    return Statement(tuple((s.start, s.end) for s in found.content), (), source)


def _logistic(features: Floats, right: Floats, start: Floats) -> Floats:
    """Ridge logistic regression by Newton's method, drawn towards `start`."""
    weights = start.copy()
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-features @ weights))
        slope = features.T @ (chance - right) + _RIDGE * (weights - start)
        curvature = (features * (chance * (1 - chance))[:, None]).T @ features + _RIDGE * np.eye(len(start))
        weights = weights - np.linalg.solve(curvature, slope)
    return weights


def main(
    corpus: Annotated[Path, typer.Argument(help="Folder with text/*.txt and attributions/*.ann (brat).")],
    model: Annotated[Path, typer.Option(help="The model's folder; confidence.json is written there.")] = Path(
        "data/model"
    ),
) -> None:
    """Fit data/model/confidence.json on articles that the model was not trained on."""
    try:
        print(fit_confidence(model, read_corpus(corpus)))
    except ClaimkitError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    typer.run(main)
