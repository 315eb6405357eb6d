"""DOCX → page: the words of the document, without what was deleted or hidden in it."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

from claimkit.reader import packed, plain, streams
from claimkit.reader.decoding import checked
from claimkit.reader.parsed import Facts, Page, UnreadableError

_DOCUMENT = "word/document.xml"
_LARGEST = 50_000_000
# Deleted or moved text, codes of fields, and the second form of a drawing's text.
_LEFT_OUT = frozenset({"del", "moveFrom", "instrText", "delText", "Fallback", "footnoteReference", "rPr", "sectPr"})
_TITLES = frozenset({"title", "heading1"})


def parse(data: bytes, path: str) -> Page:
    """The article in a Word document; UnreadableError if it is damaged, of another kind or empty."""
    from lxml import etree

    archive = packed.opened(io.BytesIO(data))
    try:
        info = archive.getinfo(_DOCUMENT)
    except KeyError as error:
        raise UnreadableError("an office document of another kind; save it as text first") from error
    stream = packed.Member(packed.member(archive, info))
    xml = streams.all_of(stream, _LARGEST, "split it into articles")
    try:
        # Entities are not resolved and nothing is loaded: a document has no use for either.
        events = etree.iterparse(
            io.BytesIO(xml), events=("start", "end"), resolve_entities=False, load_dtd=False, no_network=True
        )
        text, title = _read(events)
    except (etree.LxmlError, SyntaxError, ValueError) as error:
        raise UnreadableError("damaged Word document; save it again") from error
    if not text:
        raise UnreadableError("this Word document holds no text; nothing to read here")
    if len(text) > streams.MAX_BYTES:
        raise UnreadableError(f"larger than {streams.MAX_BYTES // 1_000_000} MB; split it into articles")
    page = plain.parse(checked(text), path, "docx")
    return replace(page, facts=Facts(title).or_else(page.facts))


def _read(events: Any) -> tuple[str, str | None]:
    """The paragraphs, a blank line between two, and the first one that is set as a title or main heading."""
    paragraphs: list[str] = []
    title: str | None = None
    # A text box holds paragraphs inside a paragraph, so there is a stack of them.
    opened: list[list[str]] = []
    style = ""
    left_out = 0
    for event, node in events:
        name = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
        if name in _LEFT_OUT:
            left_out += 1 if event == "start" else -1
        elif left_out:
            pass
        elif event == "start":
            if name == "p":
                opened.append([])
                style = ""
        elif name == "pStyle":
            style = next((str(v) for k, v in node.attrib.items() if k.rpartition("}")[2] == "val"), "")
        elif name == "t" and opened:
            opened[-1].append(node.text or "")
        elif name in ("tab", "br", "cr") and opened:
            opened[-1].append(" ")
        elif name == "noBreakHyphen" and opened:
            opened[-1].append("-")
        elif name == "p" and opened:
            if words := " ".join("".join(opened.pop()).split()):
                paragraphs.append(words)
                if title is None and style.replace(" ", "").casefold() in _TITLES:
                    title = words[:500]
            node.clear()
    return "\n\n".join(paragraphs), title
