"""HTML page → article. trafilatura finds the main text and the page's metadata; nothing is fetched."""

from __future__ import annotations

import logging
import re
from typing import Any

from claimkit.english.text import merge_ranges
from claimkit.reader import boilerplate, dates, metadata, outlets, tags
from claimkit.reader.parsed import Facts, Markup, ParsedArticle, UnreadableError, split_lines

_BULLET = re.compile(r"^- (?=\S)", re.MULTILINE)
_Q = re.compile(r"<(?P<end>/?)q(?:\s[^<>]{0,500})?>", re.IGNORECASE)
_WHOLE = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_QUIET = logging.NullHandler()  # warnings about single pages would look like our own


def parse(text: str, path: str) -> ParsedArticle:
    """The article in a page; UnreadableError if there is no main text."""
    text = tags.limit_attributes(text)
    if not _WHOLE.search(text):  # trafilatura does not recognize a fragment as HTML
        text = f"<html><body>{text}</body></html>"
    # Browsers show quotation marks around <q>; trafilatura would drop them.
    document = _extract(_Q.sub(lambda m: "”" if m["end"] else "“", text))
    text = re.sub(r"\r\n?", "\n", document.text or "").strip() if document else ""
    if not text:
        raise UnreadableError("no article text found in this HTML page; save the article's text as a .txt file")
    bullets = Markup(tuple(match.span() for match in _BULLET.finditer(text)))
    body = split_lines(text, bullets)
    furniture = boilerplate.find_furniture(body)
    shown = metadata.find_facts(body, furniture, text, path)
    cuts = [*bullets.cuts, *((line.start, line.stop) for line in furniture)]
    return ParsedArticle(text, "html", _stated_facts(document).or_else(shown), merge_ranges(cuts))


def _stated_facts(document: Any) -> Facts:
    """What the page's metadata says. A well-known outlet goes by its address, any other by the name it gives itself."""
    url = outlets.valid_url(document.url)
    outlet = outlets.from_url(url)
    if document.sitename and (outlet is None or "." in outlet):
        outlet = outlets.from_field(" ".join(document.sitename.split()).lstrip("@"))
    published = dates.first(document.date or "")
    title = " ".join((document.title or "").split()) or None
    return Facts(title, outlet, published.isoformat() if published else None, url)


def _extract(markup: str) -> Any:
    """trafilatura's document, or None after any error in one of its many parsers: pages may be hostile."""
    for name in ("trafilatura", "htmldate", "courlan", "justext", "readability"):
        logging.getLogger(name).addHandler(_QUIET)
    from trafilatura import bare_extraction
    from trafilatura.settings import use_config

    config = use_config()
    # For shorter texts trafilatura returns the whole page as one paragraph, but short articles are articles too.
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "40")
    try:
        return bare_extraction(
            markup,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            # Only dates that the page marks as such, the first of them; a guess from the text is worse than no date.
            date_extraction_params={"extensive_search": False, "original_date": True, "max_date": "2100-12-31"},
            config=config,
        )
    except Exception:
        return None
