"""Text wrapped at a fixed width, as in mail and wire archives: which line ends are only spaces.

A line that was wrapped at width w is at most w long and would be longer with the first word of the next one. So each
pair of lines allows a range of widths, and where most pairs of a text allow the same one, it was wrapped at that: one
long address or a short heading changes nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from claimkit.english import lexicon
from claimkit.english.sentences import ends_sentence
from claimkit.models.types import Range

_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\n|\r|\Z)")
_TOUCHING = re.compile(r"[^\r\n](?:\r\n|\n|\r)(?=[^\r\n])")
_QUOTED = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+")
_FIRST = re.compile(r"\S{1,60}")
_HEADING = re.compile(r"#{1,6}[ \t]")
# Lines that begin something new if the one above is complete: items of a list, turns of a transcript.
_ITEM = re.compile(
    r"(?:[-+*•–—][ \t]|\(?\d{1,3}[.)][ \t]|\[?\d{1,2}:\d\d"
    r"|[A-Z][A-Z.’'-]*(?: [A-Z(][A-Z.,’')-]*){0,6}:[ \t]|[A-Z][\w.’'-]{0,20}(?: [A-Z][\w.’'-]{0,20}){0,2}:[ \t])"
)
_BULLET = re.compile(r"(?:[-+*•–—]|\d{1,3}[.)])[ \t]")
_HYPHENATED = re.compile(r"(?P<before>[^\W_]{1,30})(?P<hyphen>[-‐\xad])$")
_WORD_START = re.compile(r"[^\W\d_]{2,30}")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Words that follow a hyphen with a space: “two- and three-year-olds”.
_APART = frozenset({"and", "or", "to", "nor", "but"})

# Set by hand: no column of prose is narrower; three lines that run on are the least that shows a width; at least so
# many of the pairs agree with it, and so many lines begin with a small letter (a list or a table is not prose).
_NARROWEST = 25
_LEAST = 3
_AGREE = 0.55
_SMALL = 0.3
# Characters by which other programs' wrapping differs: what counts as wide, marks of quoted mail.
_SLACK = 3
_LONGEST = 2_000_000  # characters that are looked at


@dataclass(frozen=True, slots=True)
class Wrap:
    """A line end inside a paragraph: `start:end` from the last character of a line to the first of the next one, which
    begins at `line`. It stands for a space, or for nothing where a word was divided."""

    start: int
    end: int
    line: int
    space: bool


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int  # without white space at the end
    first: int  # its first character, behind the marks of quoted mail
    depth: int  # how often it is quoted
    shown: str
    width: int
    indent: int


def find_wraps(text: str, cuts: Sequence[Range] = (), start: int = 0) -> list[Wrap]:
    """The line ends of `text` from `start` on that are spaces; lines that are all in `cuts` (sorted) are empty."""
    touching = sum(1 for _ in _TOUCHING.finditer(text, start, _LONGEST))
    if not touching:
        return []
    lines = list(_lines(text, cuts, start))
    width = _width(lines) if touching >= _LEAST else 0
    known = Counter(word.casefold() for word in _WORD.findall(text, start, _LONGEST))
    spaced = any(not line.shown for line in lines)
    return [
        _wrap(text, above, below, known)
        for above, below in pairwise(lines)
        if above.shown
        and below.shown
        and (_runs_on(above, below, width, spaced) if width else _surely_runs_on(above, below))
    ]


def is_one_word(first: str, second: str, known: Counter[str]) -> bool:
    """Whether `first-second` at the end of a line is a word that was divided, not a compound with its own hyphen.

    `known` counts the document's words in lower case; a hyphenated word is one word.
    """
    both, hyphenated = first + second, f"{first}-{second}"
    if known[both] or known[hyphenated]:
        return known[both] >= known[hyphenated]
    return len(first) > 2 and both in lexicon.common_words()


def _lines(text: str, cuts: Sequence[Range], start: int) -> Iterator[_Line]:
    cut = bisect_left(cuts, start, key=lambda r: r[1])
    while start < min(len(text), _LONGEST):
        match = _LINE.match(text, start)
        assert match
        line, stop = match[1], match.end()
        while cut < len(cuts) and cuts[cut][1] <= start:
            cut += 1
        end = start + len(line.rstrip())
        hidden = cut < len(cuts) and cuts[cut][0] <= start and cuts[cut][1] >= end
        quoted = _QUOTED.match(line)
        offset = quoted.end() if quoted else 0
        shown = "" if hidden else line[offset:].strip()
        indent = len(line) - offset - len(line[offset:].lstrip())
        depth = quoted.group().count(">") if quoted else 0
        yield _Line(start, end, start + offset + indent, depth, shown, end - start - offset, indent)
        start = stop


def _width(lines: Sequence[_Line]) -> int:
    """The width at which most lines were wrapped, or 0."""
    ranges: list[Range] = []
    small = running = 0
    steps: Counter[int] = Counter()
    for above, below in pairwise(lines):
        if above.shown and below.shown and above.depth == below.depth and not _is_indented(above, below):
            longer = above.width + _first_word(below)
            ranges.append((above.width, longer))
            steps[above.width] += 1
            steps[longer + 1] -= 1
    width = most = allowed = 0
    for at in sorted(steps):
        allowed += steps[at]
        if allowed >= most and steps[at] > 0:
            width, most = at, allowed
    for above, below in pairwise(lines):
        if above.shown and below.shown and above.depth == below.depth and _fits(above, below, width):
            small += below.shown[0].islower()
            running += not ends_sentence(above.shown)
    wrapped = width >= _NARROWEST and running >= _LEAST and most >= _AGREE * len(ranges)
    return width if wrapped and small >= _SMALL * most else 0


def _is_indented(above: _Line, below: _Line) -> bool:
    """Whether a line begins a paragraph as in wires and books: indented, below one that is complete."""
    return below.indent > above.indent + 1 and ends_sentence(above.shown)


def _fits(above: _Line, below: _Line, width: int) -> bool:
    """Whether a line is no longer than `width`, and would be with the first word of the next."""
    return above.width <= width + _SLACK and above.width + 1 + _first_word(below) > width - _SLACK


def _first_word(line: _Line) -> int:
    word = _FIRST.match(line.shown)
    return len(word[0]) if word else 0


def _runs_on(above: _Line, below: _Line, width: int, spaced: bool) -> bool:
    """Whether a line goes on in the next; `spaced` says that empty lines separate the paragraphs."""
    if above.depth != below.depth or _HEADING.match(above.shown) or _HEADING.match(below.shown):
        return False
    ended = ends_sentence(above.shown)
    if ended and (_ITEM.match(below.shown) or below.indent > above.indent + 1):
        return False
    if _fits(above, below, width):
        return spaced or not ended or below.shown[0].islower()
    return not ended and (below.shown[0].islower() or above.width > width)


def _surely_runs_on(above: _Line, below: _Line) -> bool:
    """Whether a line goes on in the next though there are too few of them to show a width: it breaks off, and the next
    begins with a small letter, or is indented below an item of a list."""
    if above.depth != below.depth or ends_sentence(above.shown) or _HEADING.match(above.shown):
        return False
    if _ITEM.match(below.shown) or above.width < _NARROWEST:
        return False
    return below.shown[0].islower() or (_BULLET.match(above.shown) is not None and below.indent > above.indent)


def _wrap(text: str, above: _Line, below: _Line, known: Counter[str]) -> Wrap:
    divided = _HYPHENATED.search(above.shown[-40:])
    start = _WORD_START.match(below.shown)
    apart = start and start[0] in _APART and below.shown[start.end() : start.end() + 1] != "-"
    if not divided or not start or apart:
        return Wrap(above.end, below.first, below.start, True)
    first, second = divided["before"].casefold(), start[0].casefold()
    whole = divided["hyphen"] == "\xad" or (start[0][0].islower() and is_one_word(first, second, known))
    return Wrap(above.end - whole, below.first, below.start, False)
