"""Word documents (DOCX) → article: their text, without what was deleted or hidden."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

from claimkit.reader import packed, plain, streams
from claimkit.reader.decoding import check_text
from claimkit.reader.parsed import Facts, ParsedArticle, UnreadableError

_DOCUMENT = "word/document.xml"
_LARGEST = 50_000_000
# Deleted and moved text, field codes, and the second copy of a drawing's text.
_HIDDEN = frozenset({"del", "moveFrom", "instrText", "delText", "Fallback", "footnoteReference", "rPr", "sectPr"})
_TITLES = frozenset({"title", "heading1"})
_CHARACTERS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-"}


def parse(data: bytes, path: str) -> ParsedArticle:
    """The article in a Word document; UnreadableError if it is damaged, of another kind or empty."""
    from lxml import etree

    archive = packed.open_archive(io.BytesIO(data))
    try:
        info = archive.getinfo(_DOCUMENT)
    except KeyError as error:
        raise UnreadableError("an office document, but not .docx; save it as text first") from error
    stream = packed.CheckedMember(packed.open_member(archive, info))
    xml = streams.read_all(stream, _LARGEST, "split it into articles")
    try:
        # Hostile files use entities and DTDs, real documents do not.
        events = etree.iterparse(
            io.BytesIO(xml), events=("start", "end"), resolve_entities=False, load_dtd=False, no_network=True
        )
        text, title = _read_paragraphs(events)
    except (etree.LxmlError, SyntaxError, ValueError) as error:
        raise UnreadableError("damaged Word document; save it again") from error
    if not text:
        raise UnreadableError("this Word document holds no text; nothing to read here")
    if len(text) > streams.MAX_BYTES:
        raise UnreadableError(f"larger than {streams.MAX_BYTES // 1_000_000} MB; split it into articles")
    article = plain.parse(check_text(text), path, "docx")
    return replace(article, facts=Facts(title).or_else(article.facts))


def _read_paragraphs(events: Any) -> tuple[str, str | None]:
    """The paragraphs, separated by blank lines, and the first that is formatted as a title or main heading."""
    body = _Body()
    hidden = 0
    for event, node in events:
        name = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
        if name in _HIDDEN:
            hidden += 1 if event == "start" else -1
        elif hidden:
            continue
        elif event == "start":
            if name == "p":
                body.open_paragraph()
        elif name == "pStyle":
            body.style = _read_style(node)
        elif name == "t":
            body.add_text(node.text or "")
        elif name in _CHARACTERS:
            body.add_text(_CHARACTERS[name])
        elif name == "p" and body.close_paragraph():
            node.clear()
    return "\n\n".join(body.paragraphs), body.title


def _read_style(node: Any) -> str:
    return next((str(value) for name, value in node.attrib.items() if name.rpartition("}")[2] == "val"), "")


class _Body:
    """The paragraphs read so far; a text box puts paragraphs inside a paragraph, so the open ones are a stack."""

    def __init__(self) -> None:
        self.paragraphs: list[str] = []
        self.title: str | None = None
        self.style = ""
        self._open: list[list[str]] = []

    def open_paragraph(self) -> None:
        self._open.append([])
        self.style = ""

    def add_text(self, text: str) -> None:
        if self._open:
            self._open[-1].append(text)

    def close_paragraph(self) -> bool:
        """Whether a paragraph was open."""
        if not self._open:
            return False
        if words := " ".join("".join(self._open.pop()).split()):
            self.paragraphs.append(words)
            if self.title is None and self.style.replace(" ", "").casefold() in _TITLES:
                self.title = words[:500]
        return True
