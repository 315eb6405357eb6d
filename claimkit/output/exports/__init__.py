"""What `claimkit export` writes: one row per format.

A new format is a module here with a function, and a row in EXPORTERS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from claimkit._version import __version__
from claimkit.models.hits import Entry
from claimkit.models.record import Extraction
from claimkit.models.tables import LINK_COLUMNS, QUOTE_COLUMNS
from claimkit.output import workbook
from claimkit.output.exports import conll, docbin, parquet, schema_org, standoff, text_fragments, web_annotation
from claimkit.output.formats import csv_lines, json_lines
from claimkit.output.records.flat import quote_row
from claimkit.output.records.quote import article_record, record


class Exporter(NamedTuple):
    """One format.

    `takes` whole articles (Extraction) or records alone (Entry). `output` is text, which goes to a file or to standard
    output, or a binary file, or a folder. Of these, text has `lines` (the items as pieces of text), the others `write`
    (the items to a path). `check` looks, before any work, for the package or the place that the format needs; it takes
    the path and raises `MissingError` or `UsageError`. `left_out` says of an item that the format cannot show it.
    """

    name: str
    takes: Literal["entries", "articles"]
    output: Literal["text", "file", "folder"]
    suffixes: tuple[str, ...] = ()
    lines: Callable[[Iterable[Any]], Iterator[str]] | None = None
    write: Callable[[Iterable[Any], str], object] | None = None
    check: Callable[[str], object] | None = None
    left_out: Callable[[Any], bool] | None = None


def _jsonl(entries: Iterable[Entry]) -> Iterator[str]:
    return json_lines(record(entry.quote, entry.article) for entry in entries)


def _csv(entries: Iterable[Entry]) -> Iterator[str]:
    return csv_lines((quote_row(entry.quote, entry.article) for entry in entries), QUOTE_COLUMNS)


def _write_workbook(entries: Iterable[Entry], path: str) -> None:
    workbook.write_workbook((quote_row(entry.quote, entry.article) for entry in entries), QUOTE_COLUMNS, path)


def _check_workbook(path: str) -> None:
    workbook.check()


def _web_annotations(entries: Iterable[Entry]) -> Iterator[str]:
    return web_annotation.web_annotations(entries, __version__)


def _links(entries: Iterable[Entry]) -> Iterator[str]:
    found = text_fragments.linked(entries)
    rows = (text_fragments.link_row(entry.quote, entry.article, link) for entry, link in found if link is not None)
    return csv_lines(rows, LINK_COLUMNS)


def _write_parquet(entries: Iterable[Entry], path: str) -> None:
    parquet.write_parquet((record(entry.quote, entry.article) for entry in entries), path, __version__)


def _check_parquet(path: str) -> None:
    parquet.check()


def _write_brat(articles: Iterable[Extraction], path: str) -> None:
    standoff.write(standoff.files(articles), Path(path))


def _check_brat(path: str) -> None:
    standoff.check(Path(path))


def _write_docbin(articles: Iterable[Extraction], path: str) -> None:
    found = (
        (a.article.text, article_record(a.article), [record(quote, a.article) for quote in a.quotes]) for a in articles
    )
    docbin.write_docbin(found, path)


EXPORTERS: Mapping[str, Exporter] = {
    exporter.name: exporter
    for exporter in (
        Exporter("jsonl", "entries", "text", (".jsonl", ".ndjson"), lines=_jsonl),
        Exporter("csv", "entries", "text", (".csv",), lines=_csv),
        Exporter("xlsx", "entries", "file", (".xlsx",), write=_write_workbook, check=_check_workbook),
        Exporter("parquet", "entries", "file", (".parquet",), write=_write_parquet, check=_check_parquet),
        Exporter("web-annotation", "entries", "text", lines=_web_annotations),
        Exporter("schema-org", "entries", "text", lines=schema_org.schema_org),
        Exporter("links", "entries", "text", lines=_links, left_out=text_fragments.has_no_link),
        Exporter("brat", "articles", "folder", write=_write_brat, check=_check_brat),
        Exporter("conll", "articles", "text", (".conllup",), lines=conll.conll),
        Exporter("docbin", "articles", "file", (".spacy",), write=_write_docbin),
    )
}
