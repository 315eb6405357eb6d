"""Plain text → page. The text stays as it is; links, `**` and navigation lines are cut."""

from __future__ import annotations

from claimkit.models import Format
from claimkit.reader import boilerplate, header, inline, metadata
from claimkit.reader.parsed import Page, lines, merge


def parse(text: str, path: str, format: Format = "text") -> Page:
    """The article in a plain text file; `path` may tell its outlet and date. `format` is where the text comes from."""
    stated, start = header.find(text)
    markup = inline.scan(text, start, markdown=False)
    body = lines(text, markup, start)
    furniture = boilerplate.furniture(body)
    facts = metadata.facts(body, furniture, text, path)
    cuts = [(0, start), *markup.cuts, *((line.start, line.stop) for line in furniture)]
    return Page(text, format, stated.or_else(facts), merge(cuts))
