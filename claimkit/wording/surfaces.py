"""What differs around words that match: their letters, and the marks between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from claimkit.models import Range
from claimkit.wording.align import Side
from claimkit.wording.edits import ELLIPSIS, Edit, end_of_piece

_MARKS = re.compile(r"[\s“”\"'‘’«»„‹›]+")


def surfaces(pairs: Iterable[tuple[int, int]], left: Side, right: Side) -> Iterator[Edit]:
    """Words that match and are written in another way."""
    for a, b in pairs:
        one, two = (token.surface.replace("[", "").replace("]", "") for token in (left.tokens[a], right.tokens[b]))
        one, two = one.replace("’", "'"), two.replace("’", "'")
        if one != two or (left.tokens[a].kind == "marked") != (right.tokens[b].kind == "marked"):
            yield Edit("case" if one.casefold() == two.casefold() else "spelling", (a, a + 1), (b, b + 1))


def punctuation(pairs: Sequence[tuple[int, int]], left: Side, right: Side) -> Iterator[Edit]:
    """Marks between words that stand beside each other on both sides, and whether it ends as a question."""
    ends = [*pairs, (len(left.tokens), len(right.tokens))]
    for (a, b), (c, d) in zip(pairs, ends[1:], strict=True):
        if (c - a, d - b) != (1, 1):
            continue
        ranges = _gap(left, c), _gap(right, d)
        gaps = left.wording.text[slice(*ranges[0])], right.wording.text[slice(*ranges[1])]
        one, two = map(_marks, gaps)
        if left.joint(c) or right.joint(d):
            one, two = ("".join(mark for mark in marks if mark in "?!") for marks in (one, two))
        elif "-" in gaps and {one, two} == {"-", ""}:  # a compound with and without its hyphen
            yield Edit("spelling", (c, c), (d, d), None, *ranges)
            continue
        if one != two:
            yield Edit("punctuation", (c, c), (d, d), None, _trimmed(left, ranges[0]), _trimmed(right, ranges[1]))


def _gap(side: Side, at: int) -> Range:
    return end_of_piece(side, at) if side.joint(at) else side.gap_range(at)


def _marks(gap: str) -> str:
    """Punctuation in one form: without spaces, quotation marks and kinds of dash."""
    return _MARKS.sub("", ELLIPSIS.sub("…", gap)).replace("–", "-").replace("—", "-").replace("--", "-")


def _trimmed(side: Side, place: Range) -> Range:
    words = side.wording.text[slice(*place)]
    start = place[0] + len(words) - len(words.lstrip())
    return (start, start + len(words.strip())) if words.strip() else (place[0], place[0])
