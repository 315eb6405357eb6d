"""The quotations of a draft that are checked: the words in marks, one for each run of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import takewhile

from claimkit.checking.atoms import find_atoms
from claimkit.checking.occasions import published_on
from claimkit.english.quotation_marks import find_quoted, find_regions, outermost
from claimkit.english.sentences import find_sentence
from claimkit.models.certainty import chance
from claimkit.models.checks import Quotation
from claimkit.models.record import Article, Extraction, Quote, Span
from claimkit.models.types import QuoteType, Range
from claimkit.wording.word_tokens import WordToken

QUOTED: frozenset[QuoteType] = frozenset({"direct", "mixed"})

_WORD = re.compile(r"\w")
_SURE = 0.6  # the chance of a record from which on its speaker counts; set by hand
_LEAST = 6  # words in marks that are checked although the draft says of nobody that they are theirs; set by hand
_REACH = 200  # characters of the draft's own words around a quotation that may say what it leaves out; set by hand


@dataclass(frozen=True, slots=True)
class InDraft:
    """A quotation with its words, and with the draft's own words before and after it in the same sentence.

    `published` is the draft's date, as ISO, where it has one.
    """

    quotation: Quotation
    words: tuple[WordToken, ...]
    lead: str
    follow: str
    published: str | None = None


def find_quotations(extraction: Extraction, types: Collection[QuoteType] = QUOTED) -> list[InDraft]:
    """The quotations of a draft of these types, by place."""
    found: dict[Range, InDraft] = {}
    for quote in extraction.quotes:
        if quote.type not in types:
            continue
        for start, end in _runs(quote):
            if (start, end) not in found and (one := _in_draft(extraction.article, quote, start, end)):
                found[start, end] = one
    if frozenset(types) >= QUOTED:
        for start, end in _unattributed(extraction.article.text, found):
            quotation = Quotation(_as_read(extraction.article, start, end), start, end, "direct", None)
            found[start, end] = around(extraction.article.text, quotation, published_on(extraction.article))
    return [found[place] for place in sorted(found)]


def _unattributed(text: str, found: Collection[Range]) -> Iterator[Range]:
    """Runs of words in marks that no record has, but for titles and single terms."""
    taken = bytearray(len(text) + 1)
    for start, end in found:
        taken[start:end] = b"\1" * (end - start)
    for region in outermost(find_regions(text)):
        start, end = region.inner_start, region.inner_end
        words = text[start:end].split()
        small = sum(word[:1].islower() for word in words)
        if len(words) >= _LEAST and small * 2 > len(words) and region.closed and not any(taken[start:end]):
            yield start, end


def _runs(quote: Quote) -> Iterator[Range]:
    """The runs of words in marks; all of a direct quotation that has none."""
    if quote.type == "indirect":
        yield quote.content[0].start, quote.content[-1].end
        return
    for span in quote.content:
        quoted = find_quoted(span.text) if quote.type == "mixed" else []
        for start, end in quoted or ([] if quote.type == "mixed" else [_inside(span)]):
            yield span.start + start, span.start + end


def _inside(span: Span) -> Range:
    """The span without the marks at its ends."""
    text = span.text
    start = len(text) - len(text.lstrip(" \t\n“\"‘'«"))
    return start, max(start, len(text.rstrip(" \t\n”\"’'»")))


def _as_read(article: Article, start: int, end: int) -> str:
    """The words there without the markup among them, such as a link's address."""
    pieces = []
    first = bisect_right(article.cuts, start, key=lambda cut: cut[1])
    for cut_start, cut_end in takewhile(lambda cut: cut[0] < end, article.cuts[first:]):
        pieces.append(article.text[start:cut_start])
        start = cut_end
    return "".join([*pieces, article.text[start:end]])


def _in_draft(article: Article, quote: Quote, start: int, end: int) -> InDraft | None:
    if not _WORD.search(article.text[start:end]):
        return None
    speaker = quote.speaker
    known = speaker is not None and speaker.kind == "person" and speaker.status == "resolved" and chance(quote) >= _SURE
    name = speaker.name if known and speaker else None
    quotation = Quotation(_as_read(article, start, end), start, end, quote.type, name)
    return around(article.text, quotation, published_on(article))


def around(text: str, quotation: Quotation, published: str | None = None) -> InDraft:
    """A quotation of `text` with what is around it."""
    first, last = find_sentence(text, quotation.start, quotation.end, _REACH)
    words = tuple(find_atoms(quotation.text))
    return InDraft(quotation, words, text[first : quotation.start], text[quotation.end : last], published)
