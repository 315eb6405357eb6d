"""HTML page → article. trafilatura finds the main text and the page's metadata; nothing is fetched."""

from __future__ import annotations

import logging
import re
from typing import Any

from claimkit.english.text import merge_ranges
from claimkit.reader import boilerplate, dates, metadata, outlets, page, tags
from claimkit.reader.page_facts import PageFacts
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
    tree = _parse_page(_Q.sub(lambda m: "”" if m["end"] else "“", text))
    stated = PageFacts(tree) if tree is not None else None
    document = _extract(tree) if tree is not None else None
    text = re.sub(r"\r\n?", "\n", document.text or "").strip() if document else ""
    if not text:
        raise UnreadableError("no article text found in this HTML page; save the article's text as a .txt file")
    bullets = Markup(tuple(match.span() for match in _BULLET.finditer(text)))
    body = split_lines(text, bullets)
    furniture = boilerplate.find_furniture(body)
    shown = metadata.find_facts(body, furniture, text, path)
    cuts = [*bullets.cuts, *((line.start, line.stop) for line in furniture)]
    return ParsedArticle(text, "html", _stated_facts(document, stated).or_else(shown), merge_ranges(cuts))


def _stated_facts(document: Any, stated: PageFacts | None) -> Facts:
    """What the page's metadata says. A well-known outlet goes by its address, any other by the name it gives itself."""
    url = outlets.valid_url(document.url)
    outlet = outlets.from_url(url)
    site = " ".join((document.sitename or "").split()).lstrip("@") or None
    title = " ".join((document.title or "").split()) or None
    if stated:
        title = stated.title(title, site)
        site = stated.outlet(site, url)
    if site and (outlet is None or "." in outlet):
        outlet = outlets.from_field(site)
    published = dates.first(document.date or "")
    return Facts(title, outlet, published.isoformat() if published else None, url)


def _parse_page(markup: str) -> Any:
    """The page's tree with what trafilatura would overlook put right, or None."""
    from trafilatura.utils import load_html

    try:
        tree = load_html(markup)
        if tree is not None:
            page.prepare(tree)
    except Exception:  # lxml and its parsers raise many kinds of error on hostile pages
        return None
    return tree


def _extract(tree: Any) -> Any:
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
            tree,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            # Only dates that the page marks as such, the first of them; a guess from the text is worse than no date.
            date_extraction_params={"extensive_search": False, "original_date": True, "max_date": "2100-12-31"},
            config=config,
        )
    except Exception:
        return None
