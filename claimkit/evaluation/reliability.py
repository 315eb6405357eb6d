"""Whether confidence means what it says: of what is said to be right with a chance of 80%, are 80% right?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from claimkit.evaluation.annotated import GoldArticle
from claimkit.evaluation.pairing import pair, same_role, units
from claimkit.evaluation.tokens import WordIndex
from claimkit.models.measures import ConfidenceBin, ConfidenceCut, Reliability

_BINS = 10
_LEAST = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)  # confidences that a user may cut at


def reliability(articles: Sequence[GoldArticle]) -> Reliability | None:
    """Confidence against content (half of its words) and source being right; None if no record has a confidence."""
    judged = sorted(row for article in articles for row in _judged(article))
    if not judged:
        return None
    bins = []
    for i in range(_BINS):
        low, high = i / _BINS, (i + 1) / _BINS
        inside = [row for row in judged if low <= row[0] < high or (i == _BINS - 1 and row[0] == 1.0)]
        if inside:
            bins.append(ConfidenceBin(low, high, len(inside), _mean(c for c, _ in inside), _mean(r for _, r in inside)))
    error = sum(b.count * abs(b.confidence - b.right) for b in bins) / len(judged)
    cuts = []
    for least in _LEAST:
        kept = [right for confidence, right in judged if confidence >= least]
        if kept:
            cuts.append(ConfidenceCut(least, len(kept) / len(judged), _mean(kept)))
    return Reliability(error, tuple(bins), tuple(cuts))


def _judged(article: GoldArticle) -> Iterable[tuple[float, bool]]:
    words = WordIndex(article.text)
    gold = [unit for unit in units(words, article.gold) if unit.tokens]
    found = [unit for unit in units(words, article.found) if unit.tokens]
    partner = {j: i for i, j in pair(gold, found).items()}
    for j, unit in enumerate(found):
        if unit.statement.confidence is not None:
            i = partner.get(j)
            right = i is not None and same_role(words, gold[i].statement.source, unit.statement.source)
            yield unit.statement.confidence, right


def _mean(values: Iterable[float]) -> float:
    counted = list(values)
    return sum(counted) / len(counted)
