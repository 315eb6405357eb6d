"""Markdown → page. The text stays as it is; marks, code, comments and navigation lines are cut."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimkit.models import Range
from claimkit.reader import boilerplate, header, inline, metadata
from claimkit.reader.parsed import Markup, Page, lines, merge, spans

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


def parse(text: str, path: str) -> Page:
    """The article in a Markdown file; `path` may tell its outlet and date."""
    stated, start = header.find(text)
    hidden = [*_comments(text, start), *_fences(text, start)]
    blocks, references = _blocks(text, start, merge(hidden))
    skip = merge([*hidden, *blocks.cuts])
    inner = inline.scan(text, start, markdown=True, skip=skip, references=references)
    markup = Markup(merge([*skip, *inner.cuts]), inner.links, blocks.headings)
    body = lines(text, markup, start)
    furniture = boilerplate.furniture(body)
    facts = metadata.facts(body, furniture, text, path)
    cuts = [(0, start), *markup.cuts, *((line.start, line.stop) for line in furniture)]
    return Page(text, "markdown", stated.or_else(facts), merge(cuts))


def _comments(text: str, start: int) -> Iterator[Range]:
    """HTML comments, scripts and styles that are closed."""
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


def _fences(text: str, start: int) -> Iterator[Range]:
    """Code blocks with their fences. A fence that nothing closes is cut alone: the rest may be the article."""
    fences = []
    for begin, _, stop in spans(text, start):
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


def _blocks(text: str, start: int, hidden: tuple[Range, ...]) -> tuple[Markup, set[str]]:
    """Marks at the start of lines, and the labels of link definitions (whose lines are cut)."""
    cuts: list[Range] = []
    headings: dict[int, int] = {}
    references: set[str] = set()
    inside = 0
    previous: int | None = None
    for begin, end, _ in spans(text, start):
        while inside < len(hidden) and hidden[inside][1] <= begin:
            inside += 1
        if inside < len(hidden) and hidden[inside][0] <= begin:
            previous = None
            continue
        at = begin
        if quote := _QUOTE.match(text, begin, end):
            at = quote.end()
            cuts.append(quote.span())
        underline = _UNDERLINE.match(text, at, end) if previous is not None else None
        if underline and previous is not None:
            headings[previous] = 1 if underline["mark"][0] == "=" else 2
            cuts.append((at, end))
        elif _RULE.match(text, at, end):
            cuts.append((at, end))
        elif heading := _HEADING.match(text, at, end):
            headings[begin] = len(heading["mark"])
            cuts.append(heading.span())
            if closing := _HEADING_END.search(text, heading.end(), end):
                cuts.append(closing.span())
        elif definition := _DEFINITION.match(text, at, end):
            references.add(inline.fold(definition["label"]))
            cuts.append((at, end))
        elif bullet := _BULLET.match(text, at, end):
            cuts.append(bullet.span())
        else:
            previous = begin if at < end and not text[at:end].isspace() else None
            continue
        previous = None
    return Markup(tuple(cuts), (), headings), references
