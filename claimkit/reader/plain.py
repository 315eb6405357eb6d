"""Plain text → article. The text is unchanged; links, `**` and navigation lines are marked as cuts."""

from __future__ import annotations

from claimkit.models.types import Format
from claimkit.reader import boilerplate, header, inline, metadata
from claimkit.reader.parsed import ParsedArticle, merge_ranges, split_lines


def parse(text: str, path: str, format: Format = "text") -> ParsedArticle:
    """The article in a plain text; the file name in `path` may tell outlet and date. `format` is that of the file."""
    stated, start = header.read_header(text)
    markup = inline.scan(text, start, markdown=False)
    body = split_lines(text, markup, start)
    furniture = boilerplate.find_furniture(body)
    facts = metadata.find_facts(body, furniture, text, path)
    cuts = [(0, start), *markup.cuts, *((line.start, line.stop) for line in furniture)]
    return ParsedArticle(text, format, stated.or_else(facts), merge_ranges(cuts))
