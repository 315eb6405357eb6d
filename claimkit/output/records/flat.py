"""Records as flat rows: cells of a CSV, and typed columns for data frames and Parquet files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from claimkit.models.fields import FIELDS, Kind
from claimkit.models.hits import Entry
from claimkit.models.record import Article, Quote
from claimkit.models.tables import QUOTE_COLUMNS
from claimkit.models.values import iso_date
from claimkit.output.records.layout import Layout
from claimkit.output.records.quote import Record, record

# What data frames and Parquet files hold, with the kind of each column.
COLUMNS: dict[str, Kind] = {field.name: "text" if field.kind == "names" else field.kind for field in FIELDS}

_FLAGS = {True: "yes", False: "no", None: None}
_DATES = [name for name, kind in COLUMNS.items() if kind == "date"]
_FLAGGED = [name for name in QUOTE_COLUMNS if COLUMNS[name] == "flag"]
_NAMES = [field.name for field in FIELDS if field.kind == "names"]
# Each column's path as the part of the record that holds it and the key there: a part is looked up once for all.
_PATHS = [(field.name, *field.path.rpartition(".")[::2]) for field in FIELDS]
_CSV_PATHS = [path for path in _PATHS if path[0] in QUOTE_COLUMNS]
_PARTS = [
    (part, [int(step) if step.lstrip("-").isdigit() else step for step in part.split(".")])
    for part in sorted({part for _, part, _ in _PATHS} - {""})
]


def flat_row(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record (see `quote.record`) with the keys of COLUMNS; `start` and `end` span the whole content.

    `published` is a date, or None where it is not an ISO date; `content` stays a list of spans.
    """
    row = _values(record, _PATHS)
    for name in _DATES:
        row[name] = iso_date(row[name])
    return row


def quote_row(quote: Quote, article: Article) -> dict[str, Any]:
    """A quotation as flat CSV cells (QUOTE_COLUMNS); `start` and `end` span the whole content."""
    row = _values(record(quote, article), _CSV_PATHS)
    for name in _FLAGGED:
        row[name] = _FLAGS[row[name]]
    return row


def by_column(rows: Iterable[Mapping[str, Any]], columns: Iterable[str]) -> dict[str, list[Any]]:
    """The rows turned into columns; strings without halves of surrogate pairs, which no data frame takes."""
    listed = list(rows)
    return {column: [_sound(row.get(column)) for row in listed] for column in columns}


def _values(record: Mapping[str, Any], paths: Sequence[tuple[str, str, str]]) -> dict[str, Any]:
    """The values of some columns, None where the record lacks the part that holds one."""
    parts: dict[str, Mapping[str, Any]] = {"": record}
    for part, steps in _PARTS:
        found: Any = record
        for step in steps:
            found = (found[step] if isinstance(step, int) else found.get(step)) if found else None
        parts[part] = found or {}
    row = {name: parts[part].get(key) for name, part, key in paths}
    for name in _NAMES:
        row[name] = "; ".join(one["name"] for one in row[name] or ()) or None
    return row


def _sound(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_sound(item) for item in value]
    if isinstance(value, dict):
        return {key: _sound(item) for key, item in value.items()}
    return value


def _entry_record(entry: Entry) -> Record:
    return record(entry.quote, entry.article)


def _entry_rows(entry: Entry) -> list[dict[str, Any]]:
    return [quote_row(entry.quote, entry.article)]


ENTRIES = Layout(Entry, _entry_record, _entry_rows, QUOTE_COLUMNS)
