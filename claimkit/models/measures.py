"""What measuring claimkit on annotated articles gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from claimkit.models.types import MistakeKind


@dataclass(frozen=True, slots=True)
class Score:
    """One figure, from 0 to 1, for one type (or `all`): an F1 with its precision and recall, or a plain rate.

    `low` and `high` bound the 95% interval; None where no interval was asked for.
    """

    type: str
    measure: str
    value: float
    low: float | None
    high: float | None
    precision: float | None = None
    recall: float | None = None


@dataclass(frozen=True, slots=True)
class Scores:
    """What a comparison gives: `counts[name][type]` and figures, by measure and type in a fixed order."""

    articles: int
    counts: Mapping[str, Mapping[str, int]]
    figures: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class ConfidenceBin:
    """The records with a confidence from `low` to `high`: how many, their mean confidence, the share that is right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class ConfidenceCut:
    """What `--min-confidence` `least` leaves: the share of records kept, and of those the share that is right."""

    least: float
    kept: float
    right: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """`error` is the expected calibration error: the bins' mean distance of confidence from right, by their size."""

    error: float
    bins: tuple[ConfidenceBin, ...]
    cuts: tuple[ConfidenceCut, ...]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: `missed` or `spurious`; found with the wrong `source` or `speaker`; found but `unnamed`.

    `content` are the ranges of the annotated content, or of the found one where nothing was annotated; `line` is where
    they begin, from 1. `words` are those of the content, with `before` and `after` around them. `annotated` and `found`
    are sources or names, None where there is none.
    """

    kind: MistakeKind
    article: str
    type: str
    line: int
    content: tuple[tuple[int, int], ...]
    before: str
    words: str
    after: str
    annotated: str | None
    found: str | None
