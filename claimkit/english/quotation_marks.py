"""Quotation marks → regions: curly, straight, single, guillemets; nested, multi-paragraph, unbalanced.

Marks in news are often wrong, so nothing here raises: the characters beside a mark decide whether it opens, closes or
neither, a region ends with its paragraph (line) at the latest, and what does not balance is kept and flagged. Takes
time linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from claimkit.models.extraction import Region
from claimkit.models.types import MarkStyle, Range

_MARK = re.compile(r"“|”|„|\"|«|»|‘|’|'{1,2}|`{1,2}")
_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
# Quoted words in a line or two, one group for each style of marks; the last may be left open. Each alternative begins
# with its mark, so that the search can look for the marks alone.
_QUOTED = re.compile(
    r"“([^“”]+)(?:”|\Z)|\"([^\"]+)(?:\"|\Z)|«([^«»]+)(?:»|\Z)"
    r"|‘(?<!\w‘)((?:[^‘’]|’(?=\w))+)(?:’|\Z)|'(?<!\w')((?:[^']|'(?=\w)){1,200})'(?!\w)"
)
# Apostrophes for omitted letters, which open nothing: ’90s, ’em, ’til.
_ELISION = re.compile(r"\d0s\b|(?:em|til|tis|twas|cause|bout|round|cuz|n)\b", re.IGNORECASE)
_OPENING_BEFORE = " \t\r\n\u00a0\u2009([{-–—/…"
_MAX_DEPTH = 8
# Characters from an opening single mark to its closing one; longer single-quoted speech is rare in English news.
_SINGLE_REACH = 1500


@dataclass(slots=True)
class _Open:
    start: int
    width: int
    style: MarkStyle
    inner_closed: int = 0
    last_inner_end: tuple[int, int] | None = None


def find_regions(text: str) -> list[Region]:
    """All quotation regions of `text` by start, then depth; each line is a paragraph."""
    regions: list[Region] = []
    left_open: int | None = None
    for paragraph in _PARAGRAPH.finditer(text):
        found = _levelled(_paragraph_regions(text, paragraph.start(), paragraph.end()))
        if left_open is not None and found and found[0].start == _first_character(text, paragraph):
            regions[left_open] = replace(regions[left_open], continues=True)
        left_open = None
        for region in found:
            if region.depth == 0 and not region.closed:
                left_open = len(regions)
            regions.append(region)
    return regions


def find_quoted(text: str) -> list[Range]:
    """Ranges of the words between quotation marks in a short text, such as a mixed quotation; marks left out.

    Quicker than `find_regions`, and unlike there a mark may stay open over a line's end.
    """
    return [match.span(match.lastindex or 0) for match in _QUOTED.finditer(text)]


def without_quoted(text: str) -> str:
    """A paragraph with a space in place of each quotation."""
    return _QUOTED.sub(" ", text)


def outermost(regions: list[Region]) -> list[Region]:
    """The regions at depth 0, in text order."""
    return [r for r in regions if r.depth == 0]


def mask_quoted(regions: list[Region], length: int) -> bytearray:
    """For each of `length` characters 1 if it is in a region (marks included), else 0."""
    return mark_styles(regions, length).replace(b"\2", b"\1")


def mark_styles(regions: list[Region], length: int) -> bytearray:
    """For each of `length` characters 0 outside, 1 in an outermost double or guillemet region, 2 in a single one."""
    kinds = bytearray(length)
    for region in outermost(regions):
        kinds[region.start : region.end] = (b"\2" if region.style == "single" else b"\1") * (region.end - region.start)
    return kinds


def _levelled(regions: Iterator[Region]) -> list[Region]:
    """Sorted, with depths recounted: if an outer mark is never closed, its inner ones are outermost."""
    levelled: list[Region] = []
    ends: list[int] = []
    for region in sorted(regions, key=lambda r: (r.start, -r.end)):
        while ends and ends[-1] <= region.start:
            ends.pop()
        levelled.append(replace(region, depth=len(ends)))
        ends.append(region.end)
    return levelled


def _first_character(text: str, paragraph: re.Match[str]) -> int:
    piece = paragraph.group()
    return paragraph.start() + len(piece) - len(piece.lstrip())


def _paragraph_regions(text: str, start: int, end: int) -> Iterator[Region]:
    stack: list[_Open] = []
    singles = _SingleClosers(text, start, end)
    single_end = -1  # where the open single mark closes

    def close(width: int, at: int) -> Region:
        opened = stack.pop()
        if stack:
            stack[-1].inner_closed += 1
            stack[-1].last_inner_end = (at, at + width)
        return Region(opened.start, at + width, opened.start + opened.width, at, opened.style)

    for mark in _MARK.finditer(text, start, end):
        at, width, sign = mark.start(), mark.end() - mark.start(), mark.group()
        if sign in ("'", "‘", "’", "`"):
            if stack and stack[-1].style == "single" and at == single_end:
                yield close(1, at)
            elif sign != "’" or not _follows_word(text, at, start):
                closer = singles.closer_for(at) if not any(o.style == "single" for o in stack) else None
                if closer is not None and len(stack) < _MAX_DEPTH:
                    stack.append(_Open(at, 1, "single"))
                    single_end = closer
            continue
        style: MarkStyle = "guillemet" if sign in "«»" else "double"
        holder = next((i for i in range(len(stack) - 1, -1, -1) if stack[i].style == style), None)
        if _opens(text, at, width, sign, start, end, holder is not None):
            if len(stack) < _MAX_DEPTH:
                stack.append(_Open(at, width, style))
        elif holder is not None:
            del stack[holder + 1 :]  # inner marks that were never closed
            yield close(width, at)
    yield from _leftovers(text, stack, end)


def _leftovers(text: str, stack: list[_Open], end: int) -> Iterator[Region]:
    """Regions for the marks still open at a paragraph's end."""
    while len(stack) > 1:
        inner = stack.pop()
        outer = stack[-1]
        if inner.style == "single":
            continue
        if inner.last_inner_end is not None:
            outer.inner_closed += inner.inner_closed
            outer.last_inner_end = inner.last_inner_end
    if not stack:
        return
    opened = stack.pop()
    inner_start = opened.start + opened.width
    if opened.inner_closed == 1 and opened.last_inner_end is not None:
        # Opened twice and closed once: one quotation.
        inner_end, last = opened.last_inner_end
        yield Region(opened.start, last, inner_start, inner_end, opened.style, reopened=True)
    elif opened.inner_closed == 0:
        last = len(text[:end].rstrip()) if text[end - 1 : end].isspace() else end
        if last > inner_start:
            yield Region(opened.start, last, inner_start, last, opened.style, closed=False)


def _opens(text: str, at: int, width: int, sign: str, start: int, end: int, is_open: bool) -> bool:
    """Whether a double mark or guillemet opens, by its shape first and its neighbours next."""
    before = text[at - 1] if at > start else " "
    after = text[at + width] if at + width < end else " "
    room_before = before in _OPENING_BEFORE or before in "“‘\"'"
    room_after = after.isspace() or after in ".,;:!?)]}…-–—”’\"'/"
    if sign in ("“", "„", "«", "``"):
        return not (is_open and not room_before and room_after)
    if sign in ("”", "»"):
        return not is_open and room_before and not room_after
    if not is_open:
        # A straight mark after a figure stands for inches or seconds.
        return not before.isdigit() and not (room_after and not room_before)
    return room_before and not room_after and before not in "-–—…" and at > start


def _follows_word(text: str, at: int, start: int) -> bool:
    return at > start and (text[at - 1].isalnum() or text[at - 1] in ".,!?…")


class _SingleClosers:
    """Finds the closing mark for an opening single mark, apostrophes aside.

    A mark that may be a plural possessive ("leaders’ plan") closes only if no other mark does.
    """

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._start = start
        self._end = end
        self._sure: list[int] = []
        self._possessive: list[int] = []
        for match in re.finditer(r"['’]", text[start:end]):
            at = start + match.start()
            after = text[at + 1] if at + 1 < end else " "
            if not _follows_word(text, at, start) or after.isalnum():
                continue
            plural = text[at - 1] == "s" and after == " " and text[at + 2 : at + 3].islower()
            (self._possessive if plural else self._sure).append(at)
        self._next_sure = 0
        self._next_possessive = 0

    def closer_for(self, at: int) -> int | None:
        """Offset of the mark that closes the single mark at `at`, or None if that opens nothing.

        `at` only grows from call to call, so that each list is walked once.
        """
        text = self._text
        before = text[at - 1] if at > self._start else " "
        after = text[at + 1] if at + 1 < self._end else " "
        if not (before in _OPENING_BEFORE or before in '“"«') or not (after.isalnum() or after in '“"[$@#…'):
            return None
        if _ELISION.match(text, at + 1):
            return None
        while self._next_sure < len(self._sure) and self._sure[self._next_sure] <= at + 1:
            self._next_sure += 1
        while self._next_possessive < len(self._possessive) and self._possessive[self._next_possessive] <= at + 1:
            self._next_possessive += 1
        for candidates, i in ((self._sure, self._next_sure), (self._possessive, self._next_possessive)):
            if i < len(candidates) and candidates[i] - at <= _SINGLE_REACH:
                return candidates[i]
        return None
