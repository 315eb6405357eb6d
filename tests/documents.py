"""Small files of binary formats, made as the tests need them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """A zip archive, the same bytes at any time: hypothesis makes damaged ones from it again."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def docx(paragraphs: Sequence[str], *, title: bool = False, extra: str = "", head: str = "") -> bytes:
    """A Word document; the first paragraph may be set as its title. `extra` is XML, `head` comes before the root."""
    body = []
    for i, text in enumerate(paragraphs):
        style = '<w:pPr><w:pStyle w:val="Title"/></w:pPr>' if title and i == 0 else ""
        words = "<w:tab/>".join(f"<w:t>{escape(t) if not head else t}</w:t>" for t in text.split("\t"))
        body.append(f"<w:p>{style}<w:r>{words}</w:r></w:p>")
    xml = f'{head}<w:document xmlns:w="{_WORD}"><w:body>{"".join(body)}{extra}</w:body></w:document>'
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": xml})


def pdf(pages: Sequence[Sequence[str]], *, size: int = 10, step: int = 12) -> bytes:
    """A PDF with these lines on its pages, in Helvetica; characters of Windows-1252."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", ""]
    objects.append("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
    kids = []
    for page in pages:
        shown = []
        for i, line in enumerate(page):
            hexed = line.encode("cp1252").hex()
            shown.append(f"BT /F1 {size} Tf 1 0 0 1 50 {780 - i * step} Tm <{hexed}> Tj ET")
        stream = "\n".join(shown)
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
            f"/Contents {len(objects)} 0 R>>"
        )
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>"
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{place:010} 00000 n \n" for place in places).encode()
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def warc(pages: Sequence[tuple[str, str, bytes]]) -> bytes:
    """A web archive with these pages: address, content type, body."""
    records = []
    for number, (address, kind, body) in enumerate(pages):
        http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\n"
            f"WARC-Target-URI: {address}\r\nWARC-Date: 2025-02-09T10:00:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        records.append(head.encode() + http + b"\r\n\r\n")
    return b"".join(records)
