"""Generated inputs: odd news text, and files of every format, sound, odd and damaged."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
from functools import partial
from xml.sax.saxutils import escape

import zstandard
from hypothesis import strategies as st

from documents import docx, pdf, warc, zipped

# What decides something somewhere in the package, beside words and nonsense.
PIECES = (
    "“ ” \" ' ’ ‘ « » „ `` '' — – - … ... . , ; : ! ? ( ) [ ] { } < > & * ** _ ` # ~~~ ``` | \\ / @ = + $ % ^",
    "\n \n\n \r\n \r \t \u2028 \u00a0 \u200b \u202e \ufeff \x1b[31m \x00 \x07 \x85 \ud800 \U0001f600",
    "é ß ﬁ İ ǆ 中 ا \U0001d49c ñ â€œ â€\x9d Ã© ½",
    "said told says asked added according to that who he she they I we You it his herself the a of in on and but not",
    "Anna Ilves Bo Lind Mr. Mrs. Dr. Sen. President Trump’s Putin Kremlin U.S. NATO Reuters spokesman official",
    "Monday 2025-02-09 Feb. 9, 2025 KYIV, Feb 12 – (Reuters) 25,000 twenty-five per cent 1st Title: Source: Date: By",
    "https://a.example/2025/02/09/x www.a.example [x](https://a.example) ![i](j) <b> </b> <q> <!-- --> <p> &nbsp;",
    "--- +++ Related: Read more Advertisement Share Subscribe © 2025 All rights reserved Sign up for our newsletter",
)
_WORDS = [word for piece in PIECES[3:] for word in piece.split(" ")]
_ODD = [mark for piece in PIECES[:3] for mark in piece.split(" ") if mark]

word = st.sampled_from(_WORDS)
odd = st.sampled_from(_ODD)
piece = st.one_of(word, word, odd, st.text(max_size=6))
spaced = st.tuples(piece, st.sampled_from([" ", " ", " ", "", "\n", "\n\n"])).map("".join)
text = st.lists(spaced, max_size=40).map("".join)
# The same few pieces again and again: what is worse than linear shows here.
repeated = st.tuples(st.lists(spaced, min_size=1, max_size=4).map("".join), st.integers(1, 2_000)).map(
    lambda given: (given[0] * given[1])[:20_000]
)
news = st.one_of(text, text, text, text, repeated)
short = st.one_of(st.text(max_size=20), st.lists(piece, max_size=5).map(" ".join))

_NAMES = st.sampled_from(
    ["text", "Body", "content", "title", "source", "date", "url", "uri", "body_html", "x", "fields"]
)
value = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), short, text),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_NAMES, inner, max_size=4)),
    max_leaves=6,
)
record = st.dictionaries(_NAMES, value, max_size=6)


def _utf8(words: str) -> bytes:
    return words.encode("utf-8", "surrogatepass")


def _dumped(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _table(rows: list[list[str]], delimiter: str) -> bytes:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows([["title", "text", "date"], *rows])
    return _utf8(file.getvalue())


def _feed(items: list[tuple[str, str, str]], atom: bool) -> bytes:
    def safe(words: str) -> str:
        return escape("".join(c for c in words if c in "\n\t" or c.isprintable()))

    if atom:
        body = "".join(
            f'<entry><id>{safe(i)}</id><title>{safe(t)}</title><content type="html">{safe(c)}</content></entry>'
            for i, t, c in items
        )
        return _utf8(f'<feed xmlns="http://www.w3.org/2005/Atom">{body}</feed>')
    body = "".join(
        f"<item><guid>{safe(i)}</guid><title>{safe(t)}</title><encoded><![CDATA[{c}]]></encoded></item>"
        for i, t, c in items
    )
    return _utf8(f"<rss><channel><title>x</title>{body}</channel></rss>")


def _page(title: str, paragraphs: list[str]) -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return _utf8(f"<html><head><title>{title}</title></head><body>{body}</body></html>")


def _printable(words: str) -> str:
    return words.encode("cp1252", "replace").decode("cp1252").replace("\n", " ").replace("\r", " ")


_lines = st.lists(news, max_size=4)
FILES: dict[str, st.SearchStrategy[bytes]] = {
    ".txt": news.map(_utf8),
    ".md": news.map(_utf8),
    ".html": st.builds(_page, short, _lines),
    ".jsonl": st.lists(record.map(_dumped), max_size=4).map(b"\n".join),
    ".json": st.one_of(value, st.lists(record, max_size=4)).map(_dumped),
    ".csv": st.builds(_table, st.lists(st.lists(text, max_size=4), max_size=4), st.sampled_from(",;|")),
    ".tsv": st.builds(_table, st.lists(st.lists(text, max_size=4), max_size=4), st.just("\t")),
    ".xml": st.builds(_feed, st.lists(st.tuples(short, short, text), max_size=3), st.booleans()),
    ".warc": st.lists(
        st.tuples(
            st.sampled_from(["https://a.example/1", "x", ""]),
            st.sampled_from(["text/html", "text/plain; charset=cp1252", "image/png", ""]),
            st.one_of(st.builds(_page, short, st.lists(text, max_size=2)), text.map(_utf8)),
        ),
        max_size=3,
    ).map(warc),
    ".pdf": st.lists(st.lists(short.map(_printable), max_size=6), max_size=3).map(pdf),
    ".docx": st.lists(
        text.map(lambda words: "".join(c for c in words if c.isprintable() or c == "\t")), max_size=4
    ).map(docx),
}
_packed = st.sampled_from(
    [(".gz", partial(gzip.compress, mtime=0)), (".bz2", bz2.compress), (".zst", zstandard.ZstdCompressor().compress)]
)


@st.composite
def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """`data` with a few bytes changed, cut out, doubled or put in."""
    raw = bytearray(data)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(raw) - 1)))
        match draw(st.integers(0, 3)):
            case 0:
                raw[at : at + 1] = draw(st.binary(min_size=1, max_size=4))
            case 1:
                del raw[at : at + draw(st.integers(1, 30))]
            case 2:
                raw[at:at] = raw[at : at + draw(st.integers(1, 30))] * draw(st.integers(1, 20))
            case _:
                del raw[at:]
    return bytes(raw)


@st.composite
def files(draw: st.DrawFn, suffix: str) -> tuple[str, bytes]:
    """The name and bytes of a file: of that format by name, mostly in truth, at times damaged, packed or in a zip."""
    data = draw(FILES[suffix]) if draw(st.integers(0, 19)) else draw(st.binary(max_size=200))
    name = f"gazette_2025-02-09_x{suffix}"
    if draw(st.integers(0, 2)) == 0:
        data = draw(damaged(data))
    kind = draw(st.integers(0, 9))
    if kind == 0:
        ending, pack = draw(_packed)
        name, data = name + ending, pack(data)
    elif kind == 1:
        name, data = "x.zip", zipped({draw(st.sampled_from([name, "../" + name, "a/b.txt"])): data, "b.txt": "x"})
    elif kind == 2:
        name = draw(st.sampled_from(["unnamed", "-", "x.txt", "x.json", "x.xml"]))
    if kind < 2 and draw(st.booleans()):
        data = draw(damaged(data))
    return name, data
