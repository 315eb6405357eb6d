"""HTML → page. trafilatura finds the main text and what the page says about itself; nothing is fetched."""

from __future__ import annotations

import logging
import re
from typing import Any

from claimkit.reader import boilerplate, dates, metadata, outlets, tags
from claimkit.reader.parsed import Facts, Markup, Page, UnreadableError, lines, merge

_BULLET = re.compile(r"^- (?=\S)", re.MULTILINE)
_Q = re.compile(r"<(?P<end>/?)q(?:\s[^<>]{0,500})?>", re.IGNORECASE)
_WHOLE = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_QUIET = logging.NullHandler()


def parse(text: str, path: str) -> Page:
    """The article in a page; UnreadableError if there is no main text."""
    text = tags.bounded(text)
    if not _WHOLE.search(text):  # trafilatura takes a fragment for no HTML at all
        text = f"<html><body>{text}</body></html>"
    # A browser shows the marks of <q>; trafilatura would drop them.
    document = _extract(_Q.sub(lambda m: "”" if m["end"] else "“", text))
    text = re.sub(r"\r\n?", "\n", document.text or "").strip() if document else ""
    if not text:
        raise UnreadableError("no article text found in this HTML page; save the article's text as a .txt file")
    bullets = Markup(tuple(match.span() for match in _BULLET.finditer(text)))
    body = lines(text, bullets)
    furniture = boilerplate.furniture(body)
    url = outlets.checked_url(document.url)
    published = dates.first(document.date or "")
    title = " ".join((document.title or "").split()) or None
    shown = metadata.facts(body, furniture, text, path)
    outlet = outlets.from_url(url)
    if document.sitename and (outlet is None or "." in outlet):
        outlet = outlets.named(" ".join(document.sitename.split()).lstrip("@"))
    stated = Facts(title, outlet, published.isoformat() if published else None, url)
    cuts = [*bullets.cuts, *((line.start, line.stop) for line in furniture)]
    return Page(text, "html", stated.or_else(shown), merge(cuts))


def _extract(markup: str) -> Any:
    """The document of trafilatura, or None. Pages may be hostile and its parsers are many: any failure is no text."""
    for name in ("trafilatura", "htmldate", "courlan", "justext", "readability"):
        logging.getLogger(name).addHandler(_QUIET)
    from trafilatura import bare_extraction
    from trafilatura.settings import use_config

    config = use_config()
    # Below this length trafilatura falls back to the page's text as one paragraph; short articles are articles.
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "40")
    try:
        return bare_extraction(
            markup,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            # Only dates that the page marks as such, and the first of them; a guess from the text is worse than none.
            date_extraction_params={"extensive_search": False, "original_date": True, "max_date": "2100-12-31"},
            config=config,
        )
    except Exception:
        return None
