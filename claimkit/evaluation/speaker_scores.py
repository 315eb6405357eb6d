"""Speakers found against speakers named by people: did each statement get the right person?

An annotated statement is found when a predicted content shares half of its words or more (one to one, best first).
Scored are statements by persons; the others and scare quotes take part in the pairing. The measures, by type:

found            found, of all
right_of_found   right name, of those found
right            right name, of all
full_name        right name with a given name, of all

Names are compared here and not by `english.names`, which is part of what is measured: the same family name, endings of
transliterations aside (Zelenskiy, Zelensky), and no clash of given names or initials (Donald J. Trump, D. Trump).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from claimkit.english.text import normalise
from claimkit.evaluation.annotated import GoldArticle, Statement
from claimkit.evaluation.pairing import pair, units
from claimkit.evaluation.scores import SAMPLES, SEED, TYPES, Floats, figures, ratio, totals
from claimkit.evaluation.tokens import WordIndex
from claimkit.models.measures import Scores

PERSON, SCARE = "person", "scare"
_ROWS = ("annotated", "found", "right", "full", "unnamed", "wrong", "scare_quotes_with_a_speaker")
_TITLE = re.compile(r"\b(?:mr|mrs|ms|dr|sen|rep|gov|president|jr|sr)\b\.?")
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|['-])*")
_ENDING = re.compile(r"(?:iy|yy|ii|y|i)$")
# The measure's short forms. A longer list would find more people right, and agree with no earlier figure.
_FORMAL = dict(
    re.findall(
        r"(\w+)-(\w+)",
        "ben-benjamin bill-william bob-robert chuck-charles dick-richard jim-james joe-joseph liz-elizabeth"
        " mike-michael ted-edward tim-timothy tom-thomas",
    )
)


@dataclass(frozen=True, slots=True)
class JudgedStatement:
    """An annotated statement of type `type` and what was found for it, if anything; `right`: the same person."""

    gold: Statement
    type: str
    found: Statement | None
    right: bool

    @property
    def named(self) -> str | None:
        """The name that was found."""
        return next(iter(self.found.speakers), None) if self.found else None


def score_speakers(articles: Sequence[GoldArticle], samples: int = SAMPLES, seed: int = SEED) -> Scores:
    """All measures over `articles`, with intervals from `samples` draws of articles (0: none)."""
    counts = np.stack([_count(article) for article in sorted(articles, key=lambda p: p.name)])
    measures = {
        "found": _rate("found", "annotated"),
        "right_of_found": _rate("right", "found"),
        "right": _rate("right", "annotated"),
        "full_name": _rate("full", "annotated"),
    }
    names = {name: _ROWS.index(name) for name in ("annotated", "found", "right", "unnamed", "wrong", _ROWS[-1])}
    return Scores(len(articles), totals(names, counts), figures(measures, counts, samples, seed))


def judge(article: GoldArticle) -> Iterator[JudgedStatement]:
    """Each statement by a person, and each scare quote, with what was found for it."""
    words = WordIndex(article.text)
    gold, found = units(words, article.gold), units(words, article.found)
    pairs = pair(gold, found)
    for i, unit in enumerate(gold):
        other = found[pairs[i]].statement if i in pairs else None
        if unit.type == SCARE or unit.statement.kind == PERSON:
            got = next(iter(other.speakers), None) if other else None
            right = got is not None and any(same_person(got, name) for name in unit.statement.speakers)
            yield JudgedStatement(unit.statement, unit.type, other, right)


def same_person(found: str, gold: str) -> bool:
    """Whether two names can be one person's (see above); symmetric."""
    given_a, family_a = _parts(found)
    given_b, family_b = _parts(gold)
    if not family_a or family_a != family_b:
        return False
    if not given_a or not given_b:
        return True
    a, b = given_a[0], given_b[0]
    return a == b or (a[0] == b[0] and 1 in (len(a), len(b)))


def _parts(name: str) -> tuple[list[str], str]:
    """`Mr. Donald J. Trump` → `['donald', 'j'], 'trump'`."""
    words = _NAME.findall(_TITLE.sub(" ", normalise(name)))
    return ([_FORMAL.get(w, w) for w in words[:-1]], _ENDING.sub("y", words[-1])) if words else ([], "")


def _rate(part: str, whole: str) -> Callable[[Floats], tuple[Floats, ...]]:
    return lambda counts: (ratio(counts[..., _ROWS.index(part), :], counts[..., _ROWS.index(whole), :]),)


def _count(article: GoldArticle) -> Floats:
    """Counts of one article: (rows, types)."""
    counts = np.zeros((len(_ROWS), len(TYPES)))
    for case in judge(article):
        name = case.named
        if case.type == SCARE:
            counts[_ROWS.index("scare_quotes_with_a_speaker"), TYPES.index("direct")] += bool(name)
            continue
        holds = {
            "annotated": True,
            "found": case.found is not None,
            "right": case.right,
            "full": case.right and bool(_parts(name or "")[0]),
            "unnamed": case.found is not None and not name,
            "wrong": bool(name) and not case.right,
        }
        for row, value in holds.items():
            counts[_ROWS.index(row), TYPES.index(case.type)] += value
    return counts
