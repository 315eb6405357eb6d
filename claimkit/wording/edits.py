"""One edit between two wordings, before it is named for one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from claimkit.models import DifferenceKind, Range
from claimkit.wording.align import Side

FEW = 2  # words: left out or replaced inside a sentence, a word changed; more, a splice or a rewording
CLAUSE = 8  # words: the longest run that is called a negation rather than what else it says
ELLIPSIS = re.compile(r"(?:\[\s*|\(\s*)?(?:…|\.\s?\.\s?\.)[\s.…]*(?:[\])])?")

Neutral = Literal["cut", "splice", "negation", "hedge", "agreement"]


@dataclass(frozen=True, slots=True)
class Edit:
    """Tokens (`left`, `right`) that differ, or, where no token does, characters (`left_text`, `right_text`).

    Of the kinds that have a direction `lacks` says which side lacks the words: 0 the left one, 1 the right one.
    """

    kind: DifferenceKind | Neutral
    left: Range
    right: Range
    lacks: int | None = None
    left_text: Range | None = None
    right_text: Range | None = None


def end_of_piece(side: Side, at: int) -> Range:
    """From the token before token `at` to the end of the piece that it stands in."""
    before = side.tokens[at - 1]
    return before.end, side.wording.pieces[before.piece][1]
