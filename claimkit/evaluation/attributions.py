"""Attributions found against attributions annotated: P, R and F1 of contents, and of contents with source and cue.

A unit is one attribution's whole content as a set of words. Per type, recall counts annotated units of that type (found
as any type), precision found units of that type. The measures:

match          half of the words or more in common (intersection over union), one to one, best first
attribution    match, and the source is right: absent in both, or a head word or half of the words in common
cue            match, and the cue is right in the same sense
triple         match, source and cue right
soft           how much of each content is covered by the other side's contents together (Johansson and Moschitti, 2010)
exact          the same words, one to one
exact_triple   exact, source and cue right
fragment       exact for contiguous pieces, so that a split quotation counts piece by piece
source_accuracy, cue_accuracy   of the matched contents, the part whose source (cue) is right
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

import numpy as np

from claimkit.evaluation.annotated import GoldArticle
from claimkit.evaluation.pairing import HALF, pair, same_role, units
from claimkit.evaluation.scores import SAMPLES, SEED, TYPES, Floats, figures, ratio, totals
from claimkit.evaluation.tokens import Tokens, WordIndex, runs
from claimkit.models.measures import Scores

MEASURES = ("match", "attribution", "cue", "triple", "soft", "exact", "exact_triple", "fragment")
_UNITS, _FRAGMENTS = len(MEASURES), len(MEASURES) + 1
_GOLD, _FOUND = 0, 1


def score_attributions(articles: Sequence[GoldArticle], samples: int = SAMPLES, seed: int = SEED) -> Scores:
    """All measures over `articles`, with intervals from `samples` draws of articles (0: none)."""
    counts = np.stack([_count(article) for article in sorted(articles, key=lambda p: p.name)])
    measures = {measure: _f1(row) for row, measure in enumerate(MEASURES)}
    measures["source_accuracy"] = _accuracy(MEASURES.index("attribution"))
    measures["cue_accuracy"] = _accuracy(MEASURES.index("cue"))
    flat = counts.reshape(len(counts), -1, len(TYPES))
    names = {"annotated": 2 * _UNITS + _GOLD, "found": 2 * _UNITS + _FOUND}
    return Scores(len(articles), totals(names, flat), figures(measures, counts, samples, seed))


def _f1(row: int) -> Callable[[Floats], tuple[Floats, ...]]:
    whole = _FRAGMENTS if MEASURES[row] == "fragment" else _UNITS

    def compute(counts: Floats) -> tuple[Floats, ...]:
        recall = ratio(counts[..., row, _GOLD, :], counts[..., whole, _GOLD, :])
        precision = ratio(counts[..., row, _FOUND, :], counts[..., whole, _FOUND, :])
        return ratio(2 * precision * recall, precision + recall), precision, recall

    return compute


def _accuracy(row: int) -> Callable[[Floats], tuple[Floats, ...]]:
    match = MEASURES.index("match")
    return lambda counts: (ratio(counts[..., row, _GOLD, :], counts[..., match, _GOLD, :]),)


def _count(article: GoldArticle) -> Floats:
    """Counts of one article: (measures, units and fragments; gold and found; types)."""
    words = WordIndex(article.text)
    gold = [unit for unit in units(words, article.gold) if unit.tokens]
    found = units(words, article.found)
    counts = np.zeros((len(MEASURES) + 2, 2, len(TYPES)))

    def add(measure: int, side: int, kind: str, amount: float = 1.0) -> None:
        counts[measure, side, TYPES.index(kind)] += amount

    for unit in found:
        if not unit.tokens:  # a content without a single word is simply wrong
            add(_UNITS, _FOUND, "indirect")
            add(_FRAGMENTS, _FOUND, "indirect")
    found = [unit for unit in found if unit.tokens]
    pieces: dict[int, dict[Tokens, list[str]]] = {}
    for side, ours, theirs in ((_GOLD, gold, found), (_FOUND, found, gold)):
        union = frozenset().union(*(unit.tokens for unit in theirs))
        pieces[side] = defaultdict(list)
        for unit in ours:
            add(_UNITS, side, unit.type)
            add(MEASURES.index("soft"), side, unit.type, len(unit.tokens & union) / len(unit.tokens))
            for run in runs(unit.tokens):
                add(_FRAGMENTS, side, unit.type)
                pieces[side][run].append(unit.type)
    for run, kinds in pieces[_GOLD].items():
        others = pieces[_FOUND].get(run, [])
        common = min(len(kinds), len(others))
        for side, chosen in ((_GOLD, kinds), (_FOUND, others)):
            for kind, amount in Counter(chosen[:common]).items():
                add(MEASURES.index("fragment"), side, kind, amount)
    for least, alone, both in ((1.0, "exact", "exact_triple"), (HALF, "match", "triple")):
        for i, j in pair(gold, found, least).items():
            a, b = gold[i].statement, found[j].statement
            source, cue = same_role(words, a.source, b.source), same_role(words, a.cue, b.cue)
            holds = {alone: True, both: source and cue}
            if alone == "match":
                holds |= {"attribution": source, "cue": cue}
            for name, right in holds.items():
                add(MEASURES.index(name), _GOLD, gold[i].type, right)
                add(MEASURES.index(name), _FOUND, found[j].type, right)
    return counts
