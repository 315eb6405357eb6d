"""What is found when the quotations of a draft are looked up in transcripts and articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from claimkit.models.record import Span
from claimkit.models.types import DifferenceKind, QuoteType

Verdict = Literal[
    "verbatim",
    "cut",
    "altered",
    "misleading",
    "wrong speaker",
    "second-hand only",
    "not found",
    "elsewhere",
    "supported",
    "contradicted",
]
CheckedDifferenceKind = Literal[
    DifferenceKind,
    "filler dropped",
    "false start dropped",
    "small word changed",
    "condition dropped",
    "reservation follows",
    "context dropped",
]


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody says without stopping: one line of a transcript, one caption, one labelled paragraph.

    `speaker` is the label as the transcript has it, None where it has none. `line` is its number in the file, or the
    number that the transcript gives it; `time` a time code where the file has these.
    """

    speaker: str | None
    text: str
    line: int | None = None
    time: str | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """A text as turns. `id` tells it from others by its content; `published` is an ISO date.

    `prepared`: the text was written before it was spoken, so that what is not in it may have been said all the same.
    `labelled`: turns have their speakers, so that words under one label are that speaker's.
    """

    path: str
    id: str
    turns: tuple[Turn, ...]
    published: str | None = None
    outlet: str | None = None
    prepared: bool = False
    labelled: bool = True


@dataclass(frozen=True, slots=True)
class CheckedPassage:
    """Where a source has the words: `text` is what it says there, whole sentences, with `before` and `after` it.

    `line` is the first line of it, `last_line` the last; `time` is a time code where the source has these. `speaker` is
    the source's own label for who says it.
    """

    source: str
    line: int | None
    last_line: int | None
    time: str | None
    text: str
    speaker: str | None
    before: str
    after: str
    outlet: str | None = None
    published: str | None = None
    prepared: bool = False


@dataclass(frozen=True, slots=True)
class CheckedDifference:
    """One way in which the draft's words differ from the source's.

    `passage` indexes the passage's text, `quotation` the checked text; where one of them lacks the words, its span is
    empty and is where they would be.
    """

    kind: CheckedDifferenceKind
    passage: Span
    quotation: Span


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a draft that are said to be somebody's: `start:end` in its text, without quotation marks.

    `speaker` is the canonical name, None where the draft does not settle it or the words are not a person's.
    """

    text: str
    start: int
    end: int
    type: QuoteType
    speaker: str | None
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Omission:
    """What a quotation leaves out of its passage: the chance that this misleads, and the words that tell most."""

    chance: float
    words: str


@dataclass(frozen=True, slots=True)
class Check:
    """One quotation with its verdict.

    `minor`: all that is altered is a small word. `attention`: somebody should look at it before it is printed.
    `passage` is the best one, `others` are further ones that support or contradict it. `confidence` is how well the
    passage fits. `omission` is there where the words were found in a transcript and something is left out around them.
    """

    quotation: Quotation
    verdict: Verdict
    minor: bool
    attention: bool
    passage: CheckedPassage | None
    differences: tuple[CheckedDifference, ...]
    others: tuple[CheckedPassage, ...]
    confidence: float
    reason: str
    draft: str = "-"
    omission: Omission | None = None
