"""An article as people read it, without markup: the passage around some marked spans, or all of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from claimkit.english.sentences import find_breaks
from claimkit.english.text import Cleaned, clean_text
from claimkit.models.record import Article
from claimkit.models.results import Mark, Passage
from claimkit.models.types import Range

PARAGRAPH = 600  # a paragraph with more characters than this beside the span is not shown whole, only the sentence
SIDE = 300  # most characters shown on either side if no sentence ends earlier
NEAR = 60  # a gap of this many characters between two pieces is shown, not left out
LEFT_OUT = "…"  # a line of its own between pieces farther apart

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_LINE = re.compile(r"\n\s*")
_WORD_OR_SPACE = re.compile(r"\S+|\s+")


def passage(article: Article, marks: Iterable[Mark]) -> Passage:
    """The passage that shows `marks`, which index `article.text`; marks outside the text are left out.

    Source, cue and content are shown with their paragraphs, unless these are very long; evidence with its sentence.
    """
    cleaned, paragraphs = _clean_paragraphs(article)
    body = cleaned.text
    found = [Mark(m.role, *span, m.step) for m in marks if (span := _clean_range(cleaned, m.start, m.end))]
    windows = _merged(_window(body, paragraphs, mark) for mark in found)
    breaks = {start for start, _ in paragraphs}
    lines: list[str] = []
    placed: list[Mark] = []
    at = 0
    for start, end in windows:
        if lines:
            lines.append(LEFT_OUT)
            at += len(LEFT_OUT) + 1
        line, offsets = _unwrap(body, start, end, breaks)
        for mark in found:
            if start <= mark.start and mark.end <= end:
                first, last = offsets[mark.start - start], offsets[mark.end - 1 - start]
                placed.append(Mark(mark.role, at + first, at + last + 1, mark.step))
        lines.append(line)
        at += len(line) + 1
    order = sorted(placed, key=lambda m: (m.start, -m.end, m.role, m.step or 0))
    return Passage("\n".join(lines), tuple(order), tuple(cleaned.raw_range(*window) for window in windows))


class ArticleProse:
    """A whole article as people read it: `text` is its prose without markup, one paragraph a line."""

    def __init__(self, article: Article) -> None:
        self._cleaned, paragraphs = _clean_paragraphs(article)
        self._first, last = paragraphs[0][0], max(paragraphs[-1][1], paragraphs[0][0])
        breaks = {start for start, _ in paragraphs}
        self.text, self._offsets = _unwrap(self._cleaned.text, self._first, last, breaks)

    def locate(self, start: int, end: int) -> Range | None:
        """The range of `text` that shows `article.text[start:end]`; None if nothing of it is left."""
        found = _clean_range(self._cleaned, start, end)
        return found and (self._offsets[found[0] - self._first], self._offsets[found[1] - 1 - self._first] + 1)


def _clean_paragraphs(article: Article) -> tuple[Cleaned, list[Range]]:
    """The article without markup, and its paragraphs."""
    cleaned = clean_text(article.text, article.cuts)
    return cleaned, _paragraphs(cleaned.text, _LINE if article.format == "html" else _BLANK_LINE)


def _clean_range(cleaned: Cleaned, start: int, end: int) -> Range | None:
    """The clean range of the raw one, without white space at its ends; None if nothing is left."""
    first, last = cleaned.clean_range(start, end)
    words = cleaned.text[first:last]
    if not words.strip():
        return None
    return first + len(words) - len(words.lstrip()), last - len(words) + len(words.rstrip())


def _paragraphs(body: str, gap: re.Pattern[str]) -> list[Range]:
    """Paragraphs in order, without the white space between them."""
    found: list[Range] = []
    start = len(body) - len(body.lstrip())
    for match in gap.finditer(body, start):
        found.append((start, match.start()))
        start = match.end()
    return [*found, (start, len(body.rstrip()))]


def _window(body: str, paragraphs: Sequence[Range], mark: Mark) -> Range:
    """The range of the text that is shown for one mark."""
    first = paragraphs[bisect_right(paragraphs, (mark.start, len(body))) - 1][0]
    last = max(paragraphs[bisect_right(paragraphs, (mark.end - 1, len(body))) - 1][1], mark.end)
    if mark.role != "evidence" and mark.start - first + last - mark.end <= PARAGRAPH:
        return first, last
    start, end = first, last
    low, high = max(first, mark.start - SIDE), min(last, mark.end + SIDE)
    breaks = find_breaks(body, low, mark.start + 4, wrapped=True)
    starts = [after for _, after in breaks if after <= mark.start]
    if starts:
        start = starts[-1]
    elif low > first:
        start = next((i for i in range(low, mark.start) if body[i - 1].isspace()), mark.start)
    if gap := next(find_breaks(body, mark.end, high, wrapped=True), None):
        end = gap[0] + len(body[slice(*gap)].rstrip())
    elif high < last:
        end = next((i for i in range(high, mark.end, -1) if body[i].isspace()), mark.end)
    return start, end


def _merged(windows: Iterable[Range]) -> list[Range]:
    merged: list[Range] = []
    for start, end in sorted(windows):
        if merged and start - merged[-1][1] <= NEAR:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged


def _unwrap(body: str, start: int, end: int, breaks: set[int]) -> tuple[str, list[int]]:
    """`body[start:end]` with single spaces and one paragraph a line, and the offset of each of its characters there."""
    pieces: list[str] = []
    offsets: list[int] = []
    length = 0
    for match in _WORD_OR_SPACE.finditer(body, start, end):
        piece = match[0]
        if piece[0].isspace():
            piece = "\n" if match.end() in breaks else " "
            offsets += [length] * len(match[0])
        else:
            offsets += range(length, length + len(piece))
        pieces.append(piece)
        length += len(piece)
    return "".join(pieces), offsets
