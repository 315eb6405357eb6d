"""Formats for other programs: JSON Lines, a JSON array, CSV. Each yields pieces of text that end a line."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from claimkit.english.characters import FORMULA_STARTS, escape_json
from claimkit.output.visible import visible

_ENCODE = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def dumps(item: Mapping[str, Any] | Sequence[Any]) -> str:
    """`item` as JSON on one line, safe for a terminal and for strict readers."""
    text = _ENCODE(item)
    if text.isprintable():  # the common case, and much cheaper to test than searching for the characters below
        return text
    return escape_json(text)


def json_lines(objects: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """One JSON object per line."""
    for item in objects:
        yield dumps(item) + "\n"


def json_array(objects: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """One JSON array, one object per line."""
    before = "[\n"
    for item in objects:
        yield before + dumps(item)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def csv_lines(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], *, formulas: bool = False) -> Iterator[str]:
    """A header, then one line per row.

    Cells that a spreadsheet would take for a formula get a leading apostrophe, unless `formulas` keeps them unchanged.
    """
    writer = csv.writer(_LineEcho(), lineterminator="\n")
    yield str(writer.writerow(columns))
    for row in rows:
        yield str(writer.writerow([cell(row.get(column), formulas) for column in columns]))


class _LineEcho:
    """A file for csv.writer whose `write` hands the line back."""

    def write(self, line: str) -> str:
        return line


def cell(value: object, formulas: bool) -> object:
    """A value as a cell of a table: harmless to show and, unless `formulas`, no formula to a spreadsheet."""
    if not isinstance(value, str):
        return value
    # A lone carriage return ends a row for many readers, and Python's writer does not quote it.
    shown = visible(value.replace("\r\n", "\n").replace("\r", "\n"), keep="\t\n")
    return f"'{shown}" if shown.startswith(FORMULA_STARTS) and not formulas else shown
