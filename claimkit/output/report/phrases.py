"""How a report words its parts; a browser obeys other characters than a terminal does."""

from __future__ import annotations

import re
from collections.abc import Iterable

from claimkit.models.record import JOINT, Article, Quote
from claimkit.models.results import Overview
from claimkit.models.values import is_wikidata_id, iso_date
from claimkit.output import labels
from claimkit.output.visible import visible

# Marks that right-to-left text is spelt with; they cannot turn the text around them, as overrides can.
_MARKS = "\u200e\u200f\u061c"
# Nothing but these becomes a link: no `javascript:`, no `data:`, no white space that a browser would take out.
_LONGEST = 2_000
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


def shown(text: str) -> str:
    """`text` on one line with control characters and direction overrides made visible."""
    return visible(text, keep=_MARKS)


def address(url: str | None) -> str | None:
    """`url` if it is one that may become a link."""
    return url if url and len(url) <= _LONGEST and url.isprintable() and _ADDRESS.fullmatch(url) else None


def wikidata(id_: str | None) -> str | None:
    """A Wikidata id if it is one."""
    return id_ if is_wikidata_id(id_) else None


def outlet(article: Article) -> str:
    """The outlet; lacking one, the name of the file."""
    return labels.outlet(article).plain


def said(quote: Quote) -> str:
    """The words of `quote`, a direct quotation in quotation marks, `…` where a cue splits it."""
    text, direct = quote.text, quote.type == "direct" and not quote.text.startswith(labels.OPENING)
    pieces, start = [], 0
    for end, following in quote.joints():
        pieces.append(shown(text[start:end]))
        start = following
    words = ("” … “" if direct else JOINT).join([*pieces, shown(text[start:])])
    return f"“{words}”" if direct else words


def counts(found: Overview) -> str:
    """`45 quotations and 38 reported claims by 12 speakers, in 7 articles from 7 outlets, 3–16 February 2025`."""
    quotes = [placed.quote for page in found.pages for placed in page.quotes]
    articles = [page.article for page in found.pages]
    claims = sum(quote.type == "indirect" for quote in quotes)
    parts = [labels.counted(len(quotes) - claims, "quotation")] if len(quotes) > claims else []
    parts += [labels.counted(claims, "reported claim")] if claims else []
    known = [quote.speaker for quote in quotes if labels.is_known(quote.speaker)]
    speakers = {one.id for speaker in known for one in labels.members(speaker) or [speaker]}
    by = f" by {labels.counted(len(speakers), 'speaker')}" if speakers else ""
    outlets = {article.outlet for article in articles if article.outlet}
    source = f" from {labels.counted(len(outlets), 'outlet')}" if outlets else ""
    when = period(article.published for article in articles)
    place = f"{labels.counted(len(articles), 'article')}{source}{when and ', '}{when}"
    return f"{' and '.join(parts) or 'no quotations'}{by}, in {place}"


def period(dates: Iterable[str | None]) -> str:
    """`3–16 February 2025`; empty where no date is known."""
    days = sorted({day for text in dates if (day := iso_date(text))})
    if not days:
        return ""
    first, last = days[0], days[-1]
    if first == last:
        return f"{first.day} {first:%B %Y}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {last:%B %Y}"
    start = f"{first.day} {first:%B}" + (f" {first.year}" if first.year != last.year else "")
    return f"{start} – {last.day} {last:%B %Y}"
