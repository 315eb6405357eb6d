"""HTML that is only the article, as in a feed or a record → article. All of its text is kept but a feed's note."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from claimkit.reader import boilerplate, metadata, page, tags
from claimkit.reader.parsed import Markup, ParsedArticle, UnreadableError, split_lines

_BLOCKS = frozenset(
    """
    address article aside blockquote br center dd details div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6
    header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul
    """.split()  # noqa: SIM905  a list of 40 strings is harder to read
)
_HIDDEN = frozenset(
    """
    audio button canvas embed form head iframe input math noscript object script select style svg template textarea
    title video
    """.split()  # noqa: SIM905
)


def parse(text: str, path: str) -> ParsedArticle:
    """The article in a fragment, one paragraph per line; UnreadableError if it has no text."""
    tree = _parse(text)
    if tree is not None:
        page.prepare(tree)
    found = "" if tree is None else _text(tree)
    if not found:
        raise UnreadableError("this HTML holds no text; nothing to read here")
    lines = split_lines(found, Markup())
    facts = metadata.find_facts(lines, (), found, path)
    cuts = tuple((line.start, line.stop) for line in lines if boilerplate.is_feed_note(line.shown))
    return ParsedArticle(found, "html", facts, cuts)


def extract_text(markup: str) -> str:
    """The text of a fragment, one paragraph per line; empty if there is none."""
    tree = _parse(markup)
    return "" if tree is None else _text(tree)


def _parse(markup: str) -> Any:
    """The fragment's tree, or None."""
    from lxml import etree
    from lxml.html import HTMLParser

    parser = HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        tree = etree.fromstring(f"<div>{tags.limit_attributes(markup)}</div>".encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    return tree


def _text(tree: Any) -> str:
    paragraphs: list[list[str]] = [[]]
    for piece in _pieces(tree):
        if piece is None:
            paragraphs.append([])
        else:
            paragraphs[-1].append(piece)
    joined = (" ".join("".join(pieces).split()) for pieces in paragraphs)
    return "\n".join(paragraph for paragraph in joined if paragraph)


def _pieces(tree: Any) -> Iterator[str | None]:
    """Pieces of text in order, None between paragraphs. Not recursive: pages may be nested thousands deep."""
    from lxml import etree

    hidden = None
    for event, node in etree.iterwalk(tree, events=("start", "end")):
        tag = node.tag if isinstance(node.tag, str) else ""
        if event == "start":
            if hidden is None and tag in _HIDDEN:
                hidden = node
            if hidden is None:
                yield from _opening(tag, node.text)
            continue
        if hidden is None:
            yield from _closing(tag)
        elif hidden is node:
            hidden = None
        if hidden is None and node.tail:
            yield node.tail


def _opening(tag: str, text: str | None) -> Iterator[str | None]:
    if tag in _BLOCKS:
        yield None
    if tag == "q":
        yield "“"
    if text:
        yield text


def _closing(tag: str) -> Iterator[str | None]:
    if tag == "q":
        yield "”"
    if tag in _BLOCKS:
        yield None
