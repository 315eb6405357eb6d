"""Files of records → the records, as far as they say where their words are: JSON, JSON Lines, CSV, Parquet, a store,
and the page of `claimkit report`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from claimkit.errors import InputError, MissingError
from claimkit.models.record import Span
from claimkit.models.verified import Claimed
from claimkit.own_output import DATABASE_HEADER, REPORT_MARK
from claimkit.reader.files import explain_os_error
from claimkit.search.entries import quotes
from claimkit.store import Store

_PARQUET = b"PAR1"
_PAGE_DATA = '<script type="application/json" id="data">'
_ZIP = b"PK\x03\x04"
_COLUMNS = frozenset({"id", "article_id", "path", "start", "end", "text"})
_HEAD = 4_096  # characters that show what a file is
_ARTICLE_ID = 22  # characters; a page adds a number where it shows an article twice


def read_claimed(path: str) -> Iterator[Claimed]:
    """The records in the file at `path`. Raises `InputError` for what is none."""
    if Path(path).is_dir():
        raise InputError(path, "a folder; name the file of records in it")
    try:
        with Path(path).open("rb") as file:
            head = file.read(512)
            data = b"" if head.startswith((DATABASE_HEADER, _PARQUET)) else head + file.read()
    except OSError as error:
        raise InputError(path, explain_os_error(error)) from error
    if head.startswith(DATABASE_HEADER):
        yield from _of_store(path)
    elif head.startswith(_PARQUET):
        yield from _of_rows(_parquet_rows(path), path)
    else:
        yield from _of_text(data, path)


def _of_store(path: str) -> Iterator[Claimed]:
    with Store(path, readonly=True) as store:
        for entry in quotes(store):
            quote, article = entry.quote, entry.article
            cue = quote.cue.start if quote.cue else -1
            yield Claimed(quote.id, article.id, article.path, quote.content, cue=cue, content=article.content or None)


def _of_text(data: bytes, path: str) -> Iterator[Claimed]:
    if data.startswith(_ZIP):
        raise InputError(path, "a workbook or packed file; give the records as .jsonl, .json, .csv or .parquet")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(path, "not UTF-8, so not records of claimkit; write them again") from error
    if REPORT_MARK in text[:_HEAD]:
        yield from _of_page(text, path)
        return
    first = text.lstrip()[:1]
    if first not in ("{", "["):
        table = csv.DictReader(io.StringIO(text, newline=""))
        if not set(table.fieldnames or _COLUMNS) >= _COLUMNS:  # nothing at all is what no records are in a pipe
            raise InputError(path, "not a table of records; make one with: claimkit quotes PATH -o records.csv")
        yield from _of_rows(table, path)
        return
    try:
        rows = json.loads(text) if first == "[" else [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError) as error:
        raise InputError(path, "not JSON or JSON Lines; write the records again") from error
    for row in rows:
        yield _of_record(row, path)


def _of_page(text: str, path: str) -> Iterator[Claimed]:
    """The quotations of a report: their words and articles, but not where in the file the words are."""
    start = text.find(_PAGE_DATA) + len(_PAGE_DATA)
    try:
        data = json.loads(text[start : text.index("</script>", start)])
        for article in data["articles"]:
            pieces = [piece for paragraph in article["paragraphs"] for piece in (*paragraph[:-1], f"{paragraph[-1]}\n")]
            for quote in article["quotes"]:
                spans = tuple(
                    Span(0, 0, "".join(pieces[first : last + 1]).strip()) for first, last in quote["at"]["content"]
                )
                id_ = str(article["id"])[:_ARTICLE_ID]
                yield Claimed(str(quote["id"]), id_, str(article["path"]), spans, exact=False, placed=False)
    except (KeyError, IndexError, TypeError, ValueError, RecursionError) as error:
        raise InputError(path, "not a whole report; make it again with: claimkit report PATH") from error


def _of_record(row: Any, path: str) -> Claimed:
    try:
        spans = tuple(Span(int(s["start"]), int(s["end"]), str(s["text"])) for s in row["content"])
        cue = -1 if row["cue"] is None else int(row["cue"]["start"])
        if not spans:
            raise KeyError("content")
        content = (row.get("versions") or {}).get("content")
        article = row["article"]
        return Claimed(str(row["id"]), str(article["id"]), str(article["path"]), spans, cue=cue, content=content)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        reason = "not records of `claimkit quotes`; make them with: claimkit quotes PATH -f jsonl"
        raise InputError(path, reason) from error


def _of_rows(rows: Iterable[Mapping[str, Any]], path: str) -> Iterator[Claimed]:
    """Records of a table: one range for the whole content, and its words as they read."""
    for row in rows:
        try:
            span = Span(int(row["start"]), int(row["end"]), str(row["text"]))
            content = row.get("content_hash") or None
            yield Claimed(str(row["id"]), str(row["article_id"]), str(row["path"]), (span,), False, content=content)
        except (KeyError, TypeError, ValueError) as error:
            reason = "not a table of records; make one with: claimkit quotes PATH -o records.csv"
            raise InputError(path, reason) from error


def _parquet_rows(path: str) -> Iterator[Mapping[str, Any]]:
    try:
        from pyarrow import parquet
    except ImportError as error:
        raise MissingError("Parquet needs pyarrow; run: pip install 'claimkit[parquet]'") from error
    with parquet.ParquetFile(path) as file:
        if not set(file.schema_arrow.names) >= _COLUMNS:
            raise InputError(path, "not a table of records; make one with: claimkit quotes PATH -o records.parquet")
        kept = [*_COLUMNS, *({"content_hash"} & set(file.schema_arrow.names))]
        for batch in file.iter_batches(columns=kept):
            yield from batch.to_pylist()
