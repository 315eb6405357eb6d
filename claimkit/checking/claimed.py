"""Files of records → the records, as far as they say where their words are: JSON, JSON Lines, CSV, Parquet, a store."""

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
from claimkit.own_output import DATABASE_HEADER
from claimkit.search.entries import quotes
from claimkit.store import Store

_PARQUET = b"PAR1"


def read_claimed(path: str) -> Iterator[Claimed]:
    """The records in the file at `path`. Raises `InputError` for what is none."""
    try:
        with Path(path).open("rb") as file:
            head = file.read(512)
            data = b"" if head.startswith((DATABASE_HEADER, _PARQUET)) else head + file.read()
    except OSError as error:
        raise InputError(path, f"cannot be read ({error.strerror}); check the path") from error
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
            yield Claimed(quote.id, article.id, article.path, quote.content, cue=cue)


def _of_text(data: bytes, path: str) -> Iterator[Claimed]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(path, "not UTF-8, so not records of claimkit; write them again") from error
    first = text.lstrip()[:1]
    if first not in ("{", "["):
        yield from _of_rows(csv.DictReader(io.StringIO(text, newline="")), path)
        return
    try:
        rows = json.loads(text) if first == "[" else [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError) as error:
        raise InputError(path, "not JSON or JSON Lines; write the records again") from error
    for row in rows:
        yield _of_record(row, path)


def _of_record(row: Any, path: str) -> Claimed:
    try:
        spans = tuple(Span(int(s["start"]), int(s["end"]), str(s["text"])) for s in row["content"])
        cue = -1 if row["cue"] is None else int(row["cue"]["start"])
        if not spans:
            raise KeyError("content")
        return Claimed(str(row["id"]), str(row["article"]["id"]), str(row["article"]["path"]), spans, cue=cue)
    except (KeyError, TypeError, ValueError) as error:
        reason = "not records of `claimkit quotes`; make them with: claimkit quotes PATH -f jsonl"
        raise InputError(path, reason) from error


def _of_rows(rows: Iterable[Mapping[str, Any]], path: str) -> Iterator[Claimed]:
    """Records of a table: one range for the whole content, and its words as they read."""
    for row in rows:
        try:
            span = Span(int(row["start"]), int(row["end"]), str(row["text"]))
            yield Claimed(str(row["id"]), str(row["article_id"]), str(row["path"]), (span,), exact=False)
        except (KeyError, TypeError, ValueError) as error:
            reason = "not a table of records; make one with: claimkit quotes PATH -o records.csv"
            raise InputError(path, reason) from error


def _parquet_rows(path: str) -> Iterator[Mapping[str, Any]]:
    try:
        from pyarrow import parquet
    except ImportError as error:
        raise MissingError("Parquet needs pyarrow; run: pip install 'claimkit[parquet]'") from error
    columns = ["id", "article_id", "path", "start", "end", "text"]
    with parquet.ParquetFile(path) as file:
        if not set(columns) <= set(file.schema_arrow.names):
            raise InputError(path, "not a table of records; make one with: claimkit quotes PATH -o records.parquet")
        for batch in file.iter_batches(columns=columns):
            yield from batch.to_pylist()
