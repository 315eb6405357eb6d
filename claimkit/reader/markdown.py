"""Markdown → article. The text is unchanged; marks, code, comments and navigation lines are marked as cuts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimkit.english.text import merge_ranges
from claimkit.models.types import Range
from claimkit.reader import boilerplate, header, inline, metadata
from claimkit.reader.parsed import Markup, ParsedArticle, line_spans, split_lines

_QUOTE = re.compile(r" {0,3}(?:>[ \t]?)+")
_FENCE = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,})(?P<info>[^`]*)$")
_HEADING = re.compile(r" {0,3}(?P<mark>#{1,6})(?:[ \t]+|$)")
_HEADING_END = re.compile(r"(?<=[ \t])#++[ \t]*$")
_BULLET = re.compile(r"[ \t]*(?:[-+*•]|\d{1,2}[.)])[ \t]+(?=\S)")
_RULE = re.compile(r"[ \t]*(?:[-_*=|:][ \t]*){3,}$")
_UNDERLINE = re.compile(r" {0,3}(?P<mark>={2,}|-{2,})[ \t]*$")
_DEFINITION = re.compile(r" {0,3}\[(?P<label>[^\^\[\]][^\[\]]{0,200})\]:[ \t]*\S+")
_HIDDEN = re.compile(r"<(?P<kind>!--|script\b|style\b)", re.IGNORECASE)
_HIDDEN_END = {"!--": "-->", "script": "</script>", "style": "</style>"}


def parse(text: str, path: str) -> ParsedArticle:
    """The article in a Markdown text; the file name in `path` may tell outlet and date."""
    stated, start = header.read_header(text)
    hidden = [*_find_comments(text, start), *_find_fences(text, start)]
    blocks, references = _read_blocks(text, start, merge_ranges(hidden))
    skip = merge_ranges([*hidden, *blocks.cuts])
    inner = inline.scan(text, start, markdown=True, skip=skip, references=references)
    markup = Markup(merge_ranges([*skip, *inner.cuts]), inner.linked, blocks.headings)
    body = split_lines(text, markup, start)
    furniture = boilerplate.find_furniture(body)
    facts = metadata.find_facts(body, furniture, text, path)
    cuts = [(0, start), *markup.cuts, *((line.start, line.stop) for line in furniture)]
    return ParsedArticle(text, "markdown", stated.or_else(facts), merge_ranges(cuts))


def _find_comments(text: str, start: int) -> Iterator[Range]:
    """HTML comments, scripts and styles, if they are closed."""
    folded = text.lower() if len(text.lower()) == len(text) else text
    unclosed: set[str] = set()
    while match := _HIDDEN.search(text, start):
        end_mark = _HIDDEN_END[match["kind"].lower()]
        start = match.end()
        if end_mark in unclosed:
            continue
        close = folded.find(end_mark, start)
        if close < 0:
            unclosed.add(end_mark)
            continue
        start = close + len(end_mark)
        yield match.start(), start


def _find_fences(text: str, start: int) -> Iterator[Range]:
    """Code blocks with their fences. Of an unclosed block only the fence is cut: the rest may be the article."""
    fences = []
    for begin, _, stop in line_spans(text, start):
        end = stop
        while end > begin and text[end - 1] in "\r\n":
            end -= 1
        # A fence is short; matching all of a long line would be wasted.
        if match := _FENCE.match(text[begin : min(end, begin + 200)]):
            fences.append((begin, stop, match["mark"], not match["info"].strip()))
    longest = {"`": 0, "~": 0}
    closable = []
    for _, _, mark, bare in reversed(fences):
        closable.append(longest[mark[0]] >= len(mark))
        if bare:
            longest[mark[0]] = max(longest[mark[0]], len(mark))
    closable.reverse()
    opened: tuple[int, str] | None = None
    for (begin, stop, mark, bare), closed in zip(fences, closable, strict=True):
        if opened is None and closed:
            opened = begin, mark
        elif opened is None:
            yield begin, stop
        elif bare and mark[0] == opened[1][0] and len(mark) >= len(opened[1]):
            yield opened[0], stop
            opened = None


def _read_blocks(text: str, start: int, hidden: tuple[Range, ...]) -> tuple[Markup, set[str]]:
    """Marks at the start of lines, and the labels of link definitions (whose lines are cut)."""
    blocks = _Blocks(text)
    next_hidden = 0
    for begin, end, _ in line_spans(text, start):
        while next_hidden < len(hidden) and hidden[next_hidden][1] <= begin:
            next_hidden += 1
        if next_hidden < len(hidden) and hidden[next_hidden][0] <= begin:
            blocks.skip_line()
        else:
            blocks.read_line(begin, end)
    return Markup(tuple(blocks.cuts), (), blocks.headings), blocks.references


class _Blocks:
    """Reads the marks at the start of lines. `_above` is the start of the line above if that is plain text."""

    def __init__(self, text: str) -> None:
        self.cuts: list[Range] = []
        self.headings: dict[int, int] = {}
        self.references: set[str] = set()
        self._text = text
        self._above: int | None = None

    def skip_line(self) -> None:
        self._above = None

    def read_line(self, begin: int, end: int) -> None:
        """Read a line; it is what the first rule that fits says it is, else plain text."""
        offset = begin
        if quote := _QUOTE.match(self._text, begin, end):
            offset = quote.end()
            self.cuts.append(quote.span())
        if any(rule(self, begin, offset, end) for rule in _RULES):
            self._above = None
        else:
            is_blank = offset >= end or self._text[offset:end].isspace()
            self._above = None if is_blank else begin

    # The rules: `begin` is where the line begins, `offset` where its content does, behind the marks of a quote.

    def _underline(self, _: int, offset: int, end: int) -> bool:
        """A line of `===` or `---` makes the line above a heading."""
        underline = _UNDERLINE.match(self._text, offset, end) if self._above is not None else None
        if not underline or self._above is None:
            return False
        self.headings[self._above] = 1 if underline["mark"][0] == "=" else 2
        self.cuts.append((offset, end))
        return True

    def _rule(self, _: int, offset: int, end: int) -> bool:
        if not _RULE.match(self._text, offset, end):
            return False
        self.cuts.append((offset, end))
        return True

    def _heading(self, begin: int, offset: int, end: int) -> bool:
        heading = _HEADING.match(self._text, offset, end)
        if not heading:
            return False
        self.headings[begin] = len(heading["mark"])
        self.cuts.append(heading.span())
        if closing := _HEADING_END.search(self._text, heading.end(), end):
            self.cuts.append(closing.span())
        return True

    def _definition(self, _: int, offset: int, end: int) -> bool:
        definition = _DEFINITION.match(self._text, offset, end)
        if not definition:
            return False
        self.references.add(inline.fold_label(definition["label"]))
        self.cuts.append((offset, end))
        return True

    def _bullet(self, _: int, offset: int, end: int) -> bool:
        bullet = _BULLET.match(self._text, offset, end)
        if not bullet:
            return False
        self.cuts.append(bullet.span())
        return True


_RULES = (_Blocks._underline, _Blocks._rule, _Blocks._heading, _Blocks._definition, _Blocks._bullet)
