"""What the readers hand to each other: facts about an article, its markup, and its lines."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from claimkit.english.characters import without_unseen
from claimkit.english.text import cut_out, merge_ranges
from claimkit.english.wrapping import find_wraps
from claimkit.models.types import Format, Range

# A novel has some 10,000 lines. Later lines are not looked at, so that memory stays bounded.
_MOST_LINES = 100_000

NEWLINE = r"(?:\r\n|\n|\r(?!\n))"
_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\n|\r|\Z)")


class UnreadableError(Exception):
    """There is no article to read here; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about an article; `published` is an ISO date."""

    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None

    def or_else(self, other: Facts) -> Facts:
        """These facts, with those of `other` where one is missing."""
        return Facts(
            self.title or other.title,
            self.outlet or other.outlet,
            self.published or other.published,
            self.url or other.url,
        )


@dataclass(frozen=True, slots=True)
class ParsedArticle:
    """One article as read from its format. `cuts` are the parts of `text` that are not prose; see `models.Article`."""

    text: str
    format: Format
    facts: Facts
    cuts: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Markup:
    """Where the markup of a text is: `cuts` are marks and link targets, `linked` the words that are links."""

    cuts: tuple[Range, ...] = ()
    linked: tuple[Range, ...] = ()
    headings: Mapping[int, int] = field(default_factory=dict)
    """By the offset of a line's start: the level of the heading in it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `start:end` without its line end, `start:stop` with it.

    `shown` is its text without markup, `outside` the part of that outside links, `link_count` the number of links in
    it, `heading` its level as a Markdown heading, or 0.
    """

    start: int
    end: int
    stop: int
    shown: str
    outside: str
    link_count: int
    heading: int


def line_spans(text: str, start: int = 0) -> Iterator[tuple[int, int, int]]:
    """Start, end and stop (after the line end) of each line of `text`, beginning at `start`."""
    while start < len(text):
        match = _LINE.match(text, start)
        assert match
        yield start, match.end(1), match.end()
        start = match.end()


def split_lines(text: str, markup: Markup, start: int = 0) -> list[Line]:
    """The lines of `text` that are not empty, beginning at `start`, up to _MOST_LINES.

    Where the text is wrapped at a fixed width, each paragraph is one line: half a sentence would look like a headline
    or a menu.
    """
    hidden = merge_ranges([*markup.cuts, *markup.linked])
    starts = sorted(link for link, _ in markup.linked)
    link = 0
    found = []
    for begin, end, stop in line_spans(text, start):
        first = link
        while link < len(starts) and starts[link] < stop:
            link += 1
        words, unlinked = (without_unseen(cut_out(text, cuts, begin, end)).strip() for cuts in (markup.cuts, hidden))
        if words:
            found.append(Line(begin, end, stop, words, unlinked, link - first, markup.headings.get(begin, 0)))
        if len(found) >= _MOST_LINES:
            break
    going_on = {wrap.line for wrap in find_wraps(text, markup.cuts, start)}
    return _unwrap(found, going_on) if going_on else found


def _unwrap(found: Sequence[Line], going_on: Collection[int]) -> list[Line]:
    """Lines as paragraphs; `going_on` are the starts of those that are the rest of a paragraph."""
    paragraphs: list[list[Line]] = []
    for line in found:
        above = paragraphs[-1][-1] if paragraphs else None
        if above and line.start in going_on and not above.heading and not line.heading:
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
            sum(line.link_count for line in group),
            group[0].heading,
        )
        for group in paragraphs
    ]
