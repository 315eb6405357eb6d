"""What differs where words match: their spelling, and the punctuation between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from claimkit.models.types import Range
from claimkit.wording.align import Side
from claimkit.wording.edits import ELLIPSIS, Edit, end_of_piece

_MARKS = re.compile(r"[\s“”\"'‘’«»„‹›]+")


def edits_of_spelling(pairs: Iterable[tuple[int, int]], left: Side, right: Side) -> Iterator[Edit]:
    """The edits of words that match but are written differently."""
    for a, b in pairs:
        one, two = (token.surface.replace("[", "").replace("]", "") for token in (left.tokens[a], right.tokens[b]))
        one, two = one.replace("’", "'"), two.replace("’", "'")
        if one != two or (left.tokens[a].kind == "marked") != (right.tokens[b].kind == "marked"):
            yield Edit("case" if one.casefold() == two.casefold() else "spelling", (a, a + 1), (b, b + 1))


def edits_of_punctuation(pairs: Sequence[tuple[int, int]], left: Side, right: Side) -> Iterator[Edit]:
    """The edits of punctuation between words that are adjacent on both sides, and of a question mark at the end."""
    ends = [*pairs, (len(left.tokens), len(right.tokens))]
    for (a, b), (c, d) in zip(pairs, ends[1:], strict=True):
        if (c - a, d - b) != (1, 1):
            continue
        ranges = _gap_range(left, c), _gap_range(right, d)
        gaps = left.wording.text[slice(*ranges[0])], right.wording.text[slice(*ranges[1])]
        one, two = map(_normal_marks, gaps)
        if left.joint(c) or right.joint(d):
            one, two = ("".join(mark for mark in marks if mark in "?!") for marks in (one, two))
        elif "-" in gaps and {one, two} == {"-", ""}:  # a compound with and without its hyphen
            yield Edit("spelling", (c, c), (d, d), None, *ranges)
            continue
        if one != two:
            yield Edit("punctuation", (c, c), (d, d), None, _trim(left, ranges[0]), _trim(right, ranges[1]))


def _gap_range(side: Side, at: int) -> Range:
    return end_of_piece(side, at) if side.joint(at) else side.gap_range(at)


def _normal_marks(gap: str) -> str:
    """The punctuation without spaces, quotation marks and differences between dashes."""
    return _MARKS.sub("", ELLIPSIS.sub("…", gap)).replace("–", "-").replace("—", "-").replace("--", "-")


def _trim(side: Side, gap: Range) -> Range:
    words = side.wording.text[slice(*gap)]
    start = gap[0] + len(words) - len(words.lstrip())
    return (start, start + len(words.strip())) if words.strip() else (gap[0], gap[0])
