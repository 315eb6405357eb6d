"""Links that open a page at the quotation: text fragments, `#:~:text=` (WICG, Scroll to Text Fragment).

    #:~:text=[prefix-,]start[,end][,-suffix]      several spans: text=…&text=…

A browser looks for whole words, whatever the case and white space, and each part has to be inside one block of the
page. Where it finds nothing it shows the page as usual.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any
from urllib.parse import quote as percent_encoded

from claimkit.english.text import clean_text, normalise
from claimkit.models.hits import Entry
from claimkit.models.record import Article, Quote, Span
from claimkit.output.exports.iris import web_address

_LONGEST = 300  # characters quoted whole; of a longer span the first and the last words
_SHORTEST = 20  # a shorter span, like one that occurs twice, is told apart by the words around it
_ENDS = 6  # words quoted of each end
_AROUND = 4  # words quoted before and after
_NEAR = 200  # characters in which those are looked for

_BLOCK = {"html": re.compile(r"\n"), "text": re.compile(r"\n[^\S\n]*\n"), "markdown": re.compile(r"\n[^\S\n]*\n")}


class LinkTarget:
    """An article whose address takes text fragments, with its text as the page shows it."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.cleaned = clean_text(article.text, article.cuts)

    @cached_property
    def folded(self) -> str:
        """The shown text in its normal form with single spaces, to count phrases in."""
        return " ".join(normalise(self.cleaned.text).split())


def text_fragment(quote: Quote, target: LinkTarget) -> str | None:
    """The address of the article with a fragment for each span of the content; None without a web address."""
    address = web_address(target.article)
    if address is None:
        return None
    directives = [found for span in quote.content if (found := _directive(span, target))]
    if not directives:
        return address
    base, _, _ = address.partition(":~:")
    return f"{base}{'' if '#' in base else '#'}:~:{'&'.join(directives)}"


def linked(entries: Iterable[Entry]) -> Iterator[tuple[Entry, str | None]]:
    """Each quotation with its link; the entries of an article must follow each other."""
    target: LinkTarget | None = None
    for entry in entries:
        if target is None or target.article is not entry.article:
            target = LinkTarget(entry.article)
        yield entry, text_fragment(entry.quote, target)


def has_no_link(entry: Entry) -> bool:
    """Whether no link leads to the article: its web address is not known."""
    return web_address(entry.article) is None


def link_row(quote: Quote, article: Article, link: str) -> dict[str, Any]:
    """A quotation with its link as CSV cells (LINK_COLUMNS)."""
    return {
        "id": quote.id,
        "link": link,
        "speaker": quote.speaker and quote.speaker.name,
        "type": quote.type,
        "text": quote.text,
        "outlet": article.outlet,
        "published": article.published,
    }


def _directive(span: Span, target: LinkTarget) -> str | None:
    text = target.cleaned.text
    start, end = target.cleaned.clean_range(span.start, span.end)
    blocks = _BLOCK[target.article.format]
    pieces = [words for piece in blocks.split(text[start:end]) if (words := piece.split())]
    if not pieces:
        return None
    whole = " ".join(pieces[0])
    if len(pieces) == 1 and len(whole) <= _LONGEST:
        parts = [whole]
    else:
        first, last = pieces[0], pieces[-1]
        if len(pieces) == 1:  # the two ends must not overlap
            last = last[min(_ENDS, len(last) - 1) :]
        parts = [" ".join(first[:_ENDS]), " ".join(last[-_ENDS:])]
    before = after = ""
    if len(whole) < _SHORTEST or target.folded.count(" ".join(normalise(parts[0]).split())) > 1:
        before = " ".join(_words(blocks.split(text[:start][-_NEAR:])[-1], start > _NEAR)[-_AROUND:])
        after = " ".join(_words(blocks.split(text[end : end + _NEAR])[0])[:_AROUND])
    encoded = [_encoded(part) for part in parts]
    if before:
        encoded.insert(0, f"{_encoded(before)}-")
    if after:
        encoded.append(f"-{_encoded(after)}")
    return f"text={','.join(encoded)}"


def _words(text: str, cut: bool = False) -> list[str]:
    """The words of `text`; where it was cut at its start, without the first, which may be half a word."""
    return text.split()[1:] if cut else text.split()


def _encoded(words: str) -> str:
    """Percent-encoded, and so is what has a meaning in a directive: `-`, `,` and `&`."""
    return percent_encoded(words, safe="", errors="replace").replace("-", "%2D")
