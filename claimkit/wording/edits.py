"""One edit between two wordings, before it is decided which of them is the variant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from claimkit.models.types import DifferenceKind, Range
from claimkit.wording.align import Side

# Set by hand.
FEW = 2  # up to this many words left out or replaced in a sentence are a word changed; more, a splice or a rewording
ELLIPSIS = re.compile(r"(?:\[\s*|\(\s*)?(?:…|\.\s?\.\s?\.)[\s.…]*(?:[\])])?")

Neutral = Literal["cut", "splice", "negation", "hedge", "agreement"]


@dataclass(frozen=True, slots=True)
class Edit:
    """Tokens (`left`, `right`) that differ, or, where no token does, characters (`left_text`, `right_text`).

    For kinds that have a direction, `lacks` is the side without the words: 0 the left one, 1 the right one.
    """

    kind: DifferenceKind | Neutral
    left: Range
    right: Range
    lacks: int | None = None
    left_text: Range | None = None
    right_text: Range | None = None


def end_of_piece(side: Side, at: int) -> Range:
    """From the token before token `at` to the end of its piece."""
    before = side.tokens[at - 1]
    return before.end, side.wording.pieces[before.piece][1]
