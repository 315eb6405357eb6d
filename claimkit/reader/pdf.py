"""PDF → article: the text, with its lines joined to paragraphs again (extra `pdf`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from claimkit.reader import plain, rejoin
from claimkit.reader.decoding import check_text
from claimkit.reader.parsed import ParsedArticle, UnreadableError
from claimkit.reader.streams import MAX_BYTES

# pdfium's character for a hyphen at the end of a line; it replaces both hyphen and line end.
_HYPHEN = 2
_MOST_PAGES = 2_000  # set by hand
_MOST_CHARACTERS = 200_000  # on a page; a broadsheet has some 40,000


def parse(data: bytes, path: str) -> ParsedArticle:
    """The article in a PDF; UnreadableError if it is a scan without text, has a password, or is damaged."""
    try:
        import pypdfium2
    except ImportError as error:
        raise UnreadableError("reading PDF needs pypdfium2; run: pip install 'claimkit[pdf]'") from error
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise UnreadableError("this PDF is protected by a password; save it without one") from error
        raise UnreadableError("damaged PDF; copy or download the file again") from error
    with document:
        if len(document) > _MOST_PAGES:
            raise UnreadableError(f"has more than {_MOST_PAGES:,} pages; split it into articles")
        pages = [list(_read_lines(document, number, pypdfium2)) for number in range(len(document))]
    text = "\n\n".join(rejoin.join_paragraphs(pages))
    if not text:
        raise UnreadableError("this PDF holds pictures but no text; run text recognition (OCR) on it first")
    if len(text) > MAX_BYTES:
        raise UnreadableError(f"larger than {MAX_BYTES // 1_000_000} MB; split it into articles")
    return plain.parse(check_text(text), path, "pdf")


def _read_lines(document: Any, number: int, pypdfium2: Any) -> Iterator[rejoin.PrintedLine]:
    """The lines of a page in the order of the file, which is mostly the order in which they are read."""
    try:
        page = document[number]
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        return  # one damaged page must not cost the others
    raw = pypdfium2.raw
    line: list[tuple[int, str]] = []
    for i in range(min(text.count_chars(), _MOST_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(text, i)
        if code in (10, 13, _HYPHEN):
            if code == _HYPHEN:
                line.append((i, "-"))
            if line:
                yield from _measure_line(text, line, raw)
            line = []
        elif 0 < code < 0x110000:
            line.append((i, chr(code)))
    if line:
        yield from _measure_line(text, line, raw)
    text.close()
    page.close()


def _measure_line(text: Any, characters: list[tuple[int, str]], raw: Any) -> Iterator[rejoin.PrintedLine]:
    words = " ".join("".join(c for _, c in characters).split())
    seen = [i for i, c in characters if not c.isspace()]
    if not words or not seen:
        return
    left, bottom, right, _ = text.get_charbox(seen[0], loose=True)
    _, _, right, _ = text.get_charbox(seen[-1], loose=True)
    size = raw.FPDFText_GetFontSize(text, seen[0])
    yield rejoin.PrintedLine(words, left, right, bottom, max(float(size), 1.0))
