"""Plain text → article. The text is unchanged; links, `**`, the marks of quoted mail and navigation lines are cuts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from claimkit.english.text import merge_ranges
from claimkit.models.types import Format, Range
from claimkit.reader import boilerplate, header, inline, metadata
from claimkit.reader.parsed import Markup, ParsedArticle, line_spans, split_lines

_MAIL = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+")


def parse(text: str, path: str, format: Format = "text") -> ParsedArticle:
    """The article in a plain text; the file name in `path` may tell outlet and date. `format` is that of the file."""
    stated, start = header.read_header(text)
    inner = inline.scan(text, start, markdown=False)
    markup = Markup(merge_ranges([*inner.cuts, *_find_mail_marks(text, start)]), inner.linked, inner.headings)
    body = split_lines(text, markup, start)
    furniture = boilerplate.find_furniture(body)
    facts = metadata.find_facts(body, furniture, text, path)
    cuts = [(0, start), *markup.cuts, *((line.start, line.stop) for line in furniture)]
    return ParsedArticle(text, format, stated.or_else(facts), merge_ranges(cuts))


def _find_mail_marks(text: str, start: int) -> Iterator[Range]:
    """The `>` before the lines of a quoted mail; one such line alone is something else."""
    if ">" not in text:
        return
    marks = [_MAIL.match(text, begin, end) for begin, end, _ in line_spans(text, start)]
    for above, mark in pairwise([None, *marks, None]):
        if above and mark:
            yield above.span()
            yield mark.span()
