"""CSV and TSV → records."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import BinaryIO, Literal

from claimkit.reader import streams
from claimkit.reader.decoding import checked
from claimkit.reader.input_options import Options
from claimkit.reader.items import Failed, Item
from claimkit.reader.parsed import UnreadableError
from claimkit.reader.records import Reader

_DELIMITERS = ",;\t|"
_MOST_COLUMNS = 5_000
_SIZE = f"{streams.MAX_BYTES // 1_000_000} MB"
_TOO_LONG = f"longer than {_SIZE}; a quotation mark that is never closed may be the reason"


class _TooLongError(Exception):
    """A record that is longer than any article."""


def csv_file(stream: BinaryIO, options: Options) -> Iterator[Item | Failed]:
    """An article a row, under a row of names; fields are parted by commas, semicolons, tabs or bars."""
    return _rows(stream, options, None)


def tsv_file(stream: BinaryIO, options: Options) -> Iterator[Item | Failed]:
    """The same, parted by tabs. Quotation marks are taken for the text's own where they do not enclose whole fields."""
    return _rows(stream, options, "\t")


def _rows(stream: BinaryIO, options: Options, delimiter: str | None) -> Iterator[Item | Failed]:
    first, stream = streams.head(stream)
    text = first.decode("utf-8", "replace")
    checked(text)
    lines = _Lines(stream)
    header = text.splitlines()[0] if text.strip() else ""
    parted = delimiter or _delimiter(header)
    quoting: Literal[0, 3] = csv.QUOTE_NONE if parted == "\t" and not _is_quoted(text) else csv.QUOTE_MINIMAL
    csv.field_size_limit(streams.MAX_BYTES)  # the default is smaller than a long article
    rows = csv.reader(lines, delimiter=parted, quoting=quoting)
    names: list[str] | None = None
    reader = Reader(options)
    number = 0
    while True:
        key = str(number)
        lines.begin()
        failure = ""
        try:
            row = next(rows, None)
        except _TooLongError:
            rows = csv.reader(lines, delimiter=parted, quoting=quoting)
            row, failure = [], _TOO_LONG
        except csv.Error as error:
            row, failure = [], _TOO_LONG if "limit" in str(error) else f"broken CSV ({error}); export it again"
        if row is None:
            return
        if not row and not failure:
            continue
        if names is None:
            if failure:
                raise UnreadableError(f"its first row cannot be read: {failure}")
            names = [name.strip() for name in row[:_MOST_COLUMNS]]
            _check(names, reader)
        elif failure:
            yield Failed(key, failure)
        elif len(row) == 1 < len(names):
            yield Failed(key, f"has 1 field for {len(names)} columns; check the quotation marks around fields")
        else:
            yield reader.item(dict(zip(reversed(names), reversed(_fitted(row, len(names))), strict=True)), key)
        number += 1


def _fitted(row: list[str], size: int) -> list[str]:
    """The row with as many fields as there are columns."""
    return [*row[:size], *[""] * (size - len(row))]


def _check(names: list[str], reader: Reader) -> None:
    """UnreadableError if no column holds the text: one line, not one a row."""
    item = reader.item(dict.fromkeys(names, "x"), "")
    if isinstance(item, Failed):
        raise UnreadableError(item.reason)


def _delimiter(header: str) -> str:
    """What parts the names of the first row: what it has most of, outside of quotation marks."""
    outside = "".join(header.split('"')[::2])
    return max(_DELIMITERS, key=outside.count)


def _is_quoted(text: str) -> bool:
    """Whether fields that begin with a quotation mark are enclosed in a pair, as CSV has it."""
    fields = [field for line in text.splitlines() for field in line.split("\t") if field.startswith('"')]
    return bool(fields) and all(
        len(field) > 1 and field.endswith('"') and '"' not in field[1:-1].replace('""', "") for field in fields
    )


class _Lines:
    """Decoded lines for csv.reader; raises _TooLongError where one record takes too many."""

    def __init__(self, stream: BinaryIO) -> None:
        self._lines = streams.lines(stream)
        self._left = 0

    def begin(self) -> None:
        """A new record."""
        self._left = 2 * streams.MAX_BYTES

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._left -= 0 if line is None else len(line)
        if line is None or self._left < 0:
            raise _TooLongError
        # Bytes that are not UTF-8 are kept for `decoding.escaped`; csv refuses NULs.
        return line.decode("utf-8", "surrogateescape").replace("\0", "\ufffd")
