"""What passes between the files of this room: facts about an article, and its text cut up into lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from claimkit.english.sentences import ends_sentence
from claimkit.english.text import cut_out
from claimkit.models import Format, Range

# A novel has some 10,000 lines. Beyond this nothing is looked at line by line, so that memory stays bounded.
_MOST_LINES = 100_000

# Mail and wire archives are wrapped at 65 to 80 characters.
_WIDEST = 100

NEWLINE = r"(?:\r\n|\n|\r(?!\n))"
_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\n|\r|\Z)")


class UnreadableError(Exception):
    """This input holds no article; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What an article shows about itself; `published` is an ISO date."""

    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None

    def or_else(self, other: Facts) -> Facts:
        """These facts, and those of `other` where there is none."""
        return Facts(
            self.title or other.title,
            self.outlet or other.outlet,
            self.published or other.published,
            self.url or other.url,
        )


@dataclass(frozen=True, slots=True)
class Page:
    """One article as its format gives it; see `models.Article`."""

    text: str
    format: Format
    facts: Facts
    cuts: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Markup:
    """Where the markup of a text is: `cuts` are marks and targets, `links` the words that are linked."""

    cuts: tuple[Range, ...] = ()
    links: tuple[Range, ...] = ()
    headings: Mapping[int, int] = field(default_factory=dict)
    """Level of the heading in the line that starts at an offset."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `start:end` without its line end, `start:stop` with it.

    `shown` is what people see of it (no markup), `outside` the part of that which is not linked, `links` the number
    of links in it, `heading` its level as a Markdown heading or 0.
    """

    start: int
    end: int
    stop: int
    shown: str
    outside: str
    links: int
    heading: int


def spans(text: str, start: int = 0) -> Iterator[tuple[int, int, int]]:
    """Start, end and stop (after the line end) of each line of `text` from `start` on."""
    while start < len(text):
        match = _LINE.match(text, start)
        assert match
        yield start, match.end(1), match.end()
        start = match.end()


def lines(text: str, markup: Markup, start: int = 0) -> list[Line]:
    """The lines of `text` from `start` on that show something, up to _MOST_LINES.

    Where the text is wrapped at a fixed width, a line here is a paragraph: half a sentence is no headline and no menu.
    """
    hidden = merge([*markup.cuts, *markup.links])
    starts = sorted(link for link, _ in markup.links)
    link = 0
    found = []
    for begin, end, stop in spans(text, start):
        first = link
        while link < len(starts) and starts[link] < stop:
            link += 1
        words, unlinked = (cut_out(text, cuts, begin, end).strip() for cuts in (markup.cuts, hidden))
        if words:
            found.append(Line(begin, end, stop, words, unlinked, link - first, markup.headings.get(begin, 0)))
        if len(found) >= _MOST_LINES:
            break
    return _unwrapped(found) if _is_wrapped(found) else found


def _is_wrapped(found: Sequence[Line]) -> bool:
    """Whether most lines run on into the next one: full, without the end of a sentence, and none very long."""
    longest = max((len(line.shown) for line in found), default=0)
    touching = [line for line, below in pairwise(found) if line.stop == below.start]
    running = sum(len(line.shown) * 5 >= longest * 3 and not ends_sentence(line.shown) for line in touching)
    return longest <= _WIDEST and running >= 3 and running * 2 > len(touching)


def _unwrapped(found: Sequence[Line]) -> list[Line]:
    paragraphs: list[list[Line]] = []
    for line in found:
        above = paragraphs[-1][-1] if paragraphs else None
        if above and above.stop == line.start and not above.heading and not line.heading:
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [
        Line(
            group[0].start,
            group[-1].end,
            group[-1].stop,
            " ".join(line.shown for line in group),
            " ".join(line.outside for line in group).strip(),
            sum(line.links for line in group),
            group[0].heading,
        )
        for group in paragraphs
    ]


def merge(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """`ranges` sorted, joined where they touch or overlap, without empty ones."""
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
