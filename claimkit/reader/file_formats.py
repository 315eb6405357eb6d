"""The file formats that claimkit reads, one entry each.

To add a format:

1. Write the function that reads it, in a module of its own in this folder: `split` if one file holds many articles,
   `parse_text` or `parse_bytes` if it holds one (see `FileFormat`).
2. Add an entry to `FORMATS`. The suffixes found in folders, the names `--input-format` accepts and the messages that
   list them follow from it.
3. Run `tests/test_reader.py`: it says what to write in docs/formats.md and in the help of `--input-format`. Add cases
   to tests/cases/reader_formats.toml.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from claimkit.reader import html, markdown, pdf, plain, subtitles, word
from claimkit.reader.feed import split_feed
from claimkit.reader.files import PACKED, inner_name, suffix
from claimkit.reader.items import Failed, Item
from claimkit.reader.objects import split_json, split_json_lines
from claimkit.reader.parsed import ParsedArticle
from claimkit.reader.records import Columns
from claimkit.reader.tables import split_csv, split_tsv
from claimkit.reader.web_archive import split_warc


@dataclass(frozen=True, slots=True)
class FileFormat:
    """One format: its name for `--input-format`, what one file of it holds (for docs/formats.md), its suffixes, and
    exactly one of three functions.

    `parse_text` and `parse_bytes` get the content of one article and its file name, which may tell outlet and date.
    `split` gets a stream and the columns that the user mapped, and yields the articles one at a time.
    """

    name: str
    holds: str
    suffixes: tuple[str, ...] = ()
    parse_text: Callable[[str, str], ParsedArticle] | None = None
    parse_bytes: Callable[[bytes, str], ParsedArticle] | None = None
    split: Callable[[BinaryIO, Columns], Iterator[Item | Failed]] | None = None
    content_decides: bool = False
    """A file with one of the suffixes may hold another format, as saved pages are called `.txt`: look inside."""
    recoded: bool = False
    """`split` takes UTF-8, so a file in UTF-16 or UTF-32 is recoded for it."""


_ALL = (
    FileFormat("text", "an article in plain text", (".txt", ".text", ""), parse_text=plain.parse, content_decides=True),
    FileFormat("markdown", "an article in Markdown", (".md", ".markdown"), parse_text=markdown.parse),
    FileFormat(
        "html",
        "a web page with an article; menus and teasers are left out",
        (".html", ".htm", ".xhtml"),
        parse_text=html.parse,
    ),
    FileFormat(
        "json",
        "one article, an array of articles, or an object with articles somewhere in it",
        (".json",),
        split=split_json,
        recoded=True,
    ),
    FileFormat("jsonl", "one article per line", (".jsonl", ".ndjson"), split=split_json_lines, recoded=True),
    FileFormat("csv", "one article per row, below a row of column names", (".csv",), split=split_csv, recoded=True),
    FileFormat("tsv", "the same, with tabs between the columns", (".tsv",), split=split_tsv, recoded=True),
    FileFormat("ninjs", "news in the IPTC's JSON, which `json` reads too", split=split_json, recoded=True),
    FileFormat("feed", "an RSS or Atom feed: its items with full text", (".rss", ".atom", ".xml"), split=split_feed),
    FileFormat("subtitles", "what is said in a film or broadcast", (".vtt", ".srt"), parse_text=subtitles.parse),
    FileFormat("warc", "a web archive: the pages that a crawl fetched", (".warc",), split=split_warc),
    FileFormat("pdf", "an article; needs `pip install 'claimkit[pdf]'`", (".pdf",), parse_bytes=pdf.parse),
    FileFormat("docx", "an article in a Word document", (".docx",), parse_bytes=word.parse),
)
FORMATS = {format.name: format for format in _ALL}

# The format of a file by its suffix; "auto" means that the content decides.
FORMAT_OF = {suffix: "auto" if format.content_decides else format.name for format in _ALL for suffix in format.suffixes}


def is_readable(name: str) -> bool:
    """Whether a file with this name in a folder or an archive is read."""
    while (last := suffix(name)) in PACKED and last != ".zip":
        name = inner_name(name)
    return last in FORMAT_OF or last in PACKED
