"""What has to be put right in a page before it is read: metadata outside the head, quotations without marks.

Works on the tree in place. Every loop is over the page's own elements and bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from claimkit.english.quotation_marks import find_quoted, without_quoted

# Set by hand: more of them in one page are not an article's; words of a quotation; characters that are compared.
_MOST = 300
_LEAST_WORDS = 4
_MOST_WORDS = 1500
_COMPARED = 400_000

_MARKS = frozenset('“”"„«»')
_ASIDE = re.compile(r"related|promo|newsletter|subscri|correction|teaser|advert|caption", re.IGNORECASE)
_SUMMARY = re.compile(r"standfirst|\bdek\b|sub-?(?:title|head)|strapline|pull-?quote", re.IGNORECASE)
_LONGEST_SUMMARY = 600  # characters
_PULLED = re.compile(r"pull", re.IGNORECASE)
_DASH = re.compile(r"\s{0,9}(?:[—–―]|--?)\s{0,9}")
_WORD = re.compile(r"\w+")
_OPENING, _CLOSING = "“", "”"


def prepare(tree: Any) -> None:
    """Put a page's metadata into its head, and quotation marks around its block quotes."""
    _gather_metadata(tree)
    words = _Words(tree)
    for quote in list(islice(tree.iter("blockquote"), _MOST)):
        if next(quote.iterancestors("blockquote"), None) is None:
            _quote(quote, words)
    for node in list(islice(tree.iter("p", "div", "h2", "h3"), 10 * _MOST)):
        if _SUMMARY.search(f"{node.get('class') or ''} {node.get('id') or ''}"):
            _take_repetition(node, words)
    for paragraph in list(islice(tree.iter("p"), 10 * _MOST)):
        if _is_slanted(paragraph) and _text(paragraph.getprevious()).endswith(":"):
            _enclose([paragraph])


def _gather_metadata(tree: Any) -> None:
    """A parser ends the head at the first element or text that does not belong there, and the rest is in the body."""
    head = tree.find("head")
    body = tree.find("body")
    if head is None or body is None:
        return
    for node in [node for node in islice(body.iter("meta", "link", "script"), 50 * _MOST) if _is_fact(node)]:
        _lift(node)
        head.append(node)


def _is_fact(node: Any) -> bool:
    if node.tag == "meta":
        return bool((node.get("property") or node.get("name")) and node.get("itemprop") is None)
    if node.tag == "link":
        return bool(node.get("rel") == "canonical")
    return bool(node.get("type") == "application/ld+json")


def _lift(node: Any) -> None:
    """Take an element out of the tree; what follows it stays."""
    parent, tail = node.getparent(), node.tail
    if tail and parent is not None:
        before = node.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    node.tail = None
    if parent is not None:
        parent.remove(node)


class _Words:
    """The words of a page, to see whether a piece of it is repeated."""

    def __init__(self, tree: Any) -> None:
        self._tree = tree
        self._all: str | None = None

    def repeats(self, text: str) -> bool:
        """Whether `text` is in the page more than once."""
        if self._all is None:
            texts = (node for node in self._tree.itertext(tag=None) if node)
            self._all = _folded(" ".join(texts)[:_COMPARED])
        piece = _folded(text)
        first = self._all.find(piece)
        return first >= 0 and self._all.find(piece, first + len(piece)) >= 0


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _quote(quote: Any, words: _Words) -> None:
    """Mark a block quote as browsers show it: as someone's words, and whose they are."""
    named = [node for tag in ("footer", "cite") for node in quote.iter(tag) if _text(node)]
    signed = " ".join(_text(node) for node in named if not any(other in node.iterancestors() for other in named))
    for node in named:
        if node.getparent() is not None:
            _lift(node)
    if not signed and (tail := _signing_tail(quote)):
        signed = tail
    if not signed and not _MARKS.intersection(_text(quote)):
        signed = _captioned(quote)
    text = _text(quote)
    kind = f"{quote.get('class') or ''} {quote.get('id') or ''}"
    number = len(_WORD.findall(text))
    if number >= _LEAST_WORDS and words.repeats(text) and (_PULLED.search(kind) or not signed):
        _lift(quote)
        return
    if _LEAST_WORDS <= number <= _MOST_WORDS and not _ASIDE.search(kind) and not _all_linked(quote, text):
        _enclose([p for p in quote.iter("p") if _text(p)] or [quote])
    if signed:
        line = quote.makeelement("p", {})
        dash = _DASH.match(signed)
        line.text = f"— {signed[dash.end() :] if dash else signed}"
        quote.append(line)


def _take_repetition(summary: Any, words: _Words) -> None:
    """Take out what a standfirst or pull quote quotes if all of it is quoted below; whom it names may help there."""
    text = _text(summary)
    quoted = [text[slice(*range_)] for range_ in find_quoted(text)] if len(text) <= _LONGEST_SUMMARY else []
    if quoted and all(len(_WORD.findall(q)) >= _LEAST_WORDS and words.repeats(q) for q in quoted):
        if len(summary):
            _lift(summary)
        else:
            summary.text = without_quoted(text)


def _captioned(quote: Any) -> str:
    """The caption of a figure that holds nothing but a quotation says whose it is."""
    figure = quote.getparent()
    if (
        figure is None
        or figure.tag != "figure"
        or [n.tag for n in figure if isinstance(n.tag, str)][1:] != ["figcaption"]
    ):
        return ""
    caption = figure[-1]
    for work in caption.iter("cite"):  # where it was said
        work.text = None
    said = _text(caption).strip(" ,;:")
    if said:
        figure.remove(caption)
        figure.tag = "div"  # figures are left out of an article
    return said


def _signing_tail(quote: Any) -> str:
    """The words after the last paragraph of a quoted post: `— Name (@name) date`."""
    paragraphs = [child for child in quote if child.tag == "p"]
    tail = (paragraphs[-1].tail or "") if paragraphs else ""
    if not _DASH.match(tail) or not _WORD.search(tail):
        return ""
    paragraphs[-1].tail = None
    following = list(paragraphs[-1].itersiblings())
    words = [tail, *(f"{_text(node)} {node.tail or ''}" for node in following)]
    for node in following:
        quote.remove(node)
    return " ".join(" ".join(words).split())


def _enclose(paragraphs: list[Any]) -> None:
    """Quotation marks around some paragraphs without any: each opens, as printers have it, and the last one closes."""
    if any(_MARKS.intersection(_text(paragraph)) for paragraph in paragraphs):
        return
    for paragraph in paragraphs:
        paragraph.text = _OPENING + (paragraph.text or "").lstrip()
    last = paragraphs[-1]
    if len(last):
        last[-1].tail = (last[-1].tail or "").rstrip() + _CLOSING
    else:
        last.text = (last.text or "").rstrip() + _CLOSING


def _is_slanted(paragraph: Any) -> bool:
    """Whether all words of a paragraph are in italics."""
    inner = [child for child in paragraph if child.tag in ("i", "em")]
    words = "".join(_text(child) for child in inner)
    return bool(words) and len("".join(words.split())) == len("".join(_text(paragraph).split()))


def _all_linked(quote: Any, text: str) -> bool:
    linked = sum(len(_text(link)) for link in quote.iter("a"))
    return 2 * linked > len(text)


def _text(node: Any) -> str:
    """The words in an element, without comments, on one line."""
    if node is None or not isinstance(node.tag, str):
        return ""
    return " ".join(" ".join(_pieces(node)).split())


def _pieces(node: Any) -> Iterator[str]:
    yield from (piece for piece in node.itertext() if isinstance(piece, str))
