"""Printed lines → paragraphs: joins what a layout broke apart, hyphenated words included."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from claimkit.english.lexicon import common_words
from claimkit.english.sentences import ends_sentence
from claimkit.english.wrapping import is_one_word

SOFT = "\xad"
_HYPHENATED = re.compile(rf"(?P<before>[^\W\d_]{{2,30}})(?P<hyphen>[-‐{SOFT}])$")
_NEXT = re.compile(r"[^\W\d_]{2,30}")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PAGE_NUMBER = re.compile(r"(?:page\s{0,3})?\d{1,4}(?:\s{0,3}(?:/|of)\s{0,3}\d{1,4})?$", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")

# Ratios, chosen on our own pages in one and two columns: line spacing varies by a few percent inside a paragraph and
# by a third or more between two; the last line of a paragraph rarely fills nine tenths of the column.
_GAP = 1.3
_FULL = 0.88
_SIZE = 1.12
_INDENT = 0.7


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line as printed on a page: its words, its left and right edge, its base line (counted upwards) and its type
    size, all in points."""

    text: str
    left: float
    right: float
    base: float
    size: float


def join_paragraphs(pages: Sequence[Sequence[PrintedLine]]) -> list[str]:
    """The paragraphs on some pages, without page numbers and running heads."""
    lines = [(number, line) for number, page in enumerate(_without_heads(pages)) for line in page]
    if not lines:
        return []
    from statistics import median  # late: it loads half a dozen modules, and few articles come as printed lines

    known = Counter(word.casefold() for _, line in lines for word in _WORD.findall(line.text))
    falls = ((a.base - b.base) / a.size for (p, a), (q, b) in pairwise(lines) if p == q)
    steps = [fall for fall in falls if 0.5 < fall < 4]
    step = median(steps) if steps else 0.0
    found = [lines[0][1].text]
    for i in range(1, len(lines)):
        if _breaks(lines, i, step):
            found.append(lines[i][1].text)
        else:
            found[-1] = join_lines(found[-1], lines[i][1].text, known)
    return [text.replace(SOFT, "") for text in found]


def join_lines(above: str, below: str, known: Counter[str]) -> str:
    """Two lines as one. `known` counts the document's words in lower case; a hyphenated word is one word."""
    cut = _HYPHENATED.search(above[-40:])
    start = _NEXT.match(below)
    if not cut or not start:
        return f"{above} {below}"
    whole = above[: len(above) - 1] + below
    first, second = cut["before"].casefold(), start[0].casefold()
    if cut["hyphen"] == SOFT or (start[0][0].islower() and _is_one_word(first, second, known)):
        return whole
    return above + below


def _is_one_word(first: str, second: str, known: Counter[str]) -> bool:
    """Whether `first-second` at the end of a line is a word that was divided, not a compound with its own hyphen."""
    seen = known[first + second] or known[f"{first}-{second}"]
    return is_one_word(first, second, known) or not (seen or first in common_words())


def _breaks(lines: Sequence[tuple[int, PrintedLine]], i: int, step: float) -> bool:
    """Whether a paragraph ends between line i - 1 and line i."""
    (page_above, above), (page, line) = lines[i - 1], lines[i]
    ended = ends_sentence(above.text)
    if max(above.size, line.size) > _SIZE * min(above.size, line.size):
        return True
    fall = above.base - line.base
    if page != page_above or fall < -0.5 * line.size:  # the next page or column
        return ended and not (_is_full(lines, i - 1) and line.text[:1].islower())
    if step and fall > _GAP * step * above.size:
        return True
    if fall < 0.5 * line.size:  # one line that was set in pieces
        return False
    if line.left - above.left > _INDENT * line.size and ended:
        return True
    return ended and not _is_full(lines, i - 1)


def _is_full(lines: Sequence[tuple[int, PrintedLine]], i: int) -> bool:
    """Whether a line reaches the edge of its column, which its neighbours show."""
    line = lines[i][1]
    near = [other for _, other in lines[max(0, i - 20) : i + 21] if abs(other.left - line.left) < 3 * line.size]
    left, right = min(o.left for o in near), max(o.right for o in near)
    return line.right - left >= _FULL * (right - left)


def _without_heads(pages: Sequence[Sequence[PrintedLine]]) -> Iterator[Sequence[PrintedLine]]:
    """The pages' lines without page numbers, and without lines that recur at the edges of three or more pages."""
    edges = Counter(key for page in pages for key in {_key(line) for line in (*page[:2], *page[-2:])})
    for page in pages:
        last = len(page) - 1
        yield [
            line
            for i, line in enumerate(page)
            if not (i in (0, 1, last - 1, last) and (_PAGE_NUMBER.match(line.text) or edges[_key(line)] >= 3))
        ]


def _key(line: PrintedLine) -> tuple[str, int]:
    return _DIGITS.sub("#", line.text), round(line.base / 10)
