"""CSV and TSV → records."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import BinaryIO, Literal

from claimkit.reader import streams
from claimkit.reader.decoding import check_text
from claimkit.reader.items import Failed, Item
from claimkit.reader.parsed import UnreadableError
from claimkit.reader.records import Columns, RecordReader

_DELIMITERS = ",;\t|"
_MOST_COLUMNS = 5_000  # set by hand, far above any real table
_SIZE = f"{streams.MAX_BYTES // 1_000_000} MB"
_TOO_LONG = f"longer than {_SIZE}; look for a quotation mark that is never closed"


class _TooLongError(Exception):
    """A record that is longer than any article."""


def split_csv(stream: BinaryIO, columns: Columns) -> Iterator[Item | Failed]:
    """One article per row, below a row of column names; commas, semicolons, tabs or bars separate the fields."""
    return _split_rows(stream, columns, None)


def split_tsv(stream: BinaryIO, columns: Columns) -> Iterator[Item | Failed]:
    """The same, separated by tabs. Quotation marks belong to the text unless they enclose whole fields."""
    return _split_rows(stream, columns, "\t")


def _split_rows(stream: BinaryIO, columns: Columns, delimiter: str | None) -> Iterator[Item | Failed]:
    first, stream = streams.peek(stream)
    reader = RecordReader(columns)
    start = first.decode("utf-8", "replace")
    check_text(start)
    rows = _read_rows(stream, start, delimiter)
    header = next(rows, None)
    if header is None:
        return
    if isinstance(header, str):
        raise UnreadableError(f"its first row cannot be read: {header}")
    names = [name.strip() for name in header[:_MOST_COLUMNS]]
    _check_names(names, reader)
    for number, row in enumerate(rows, start=1):
        key = str(number)
        if isinstance(row, str):
            yield Failed(key, row)
        elif len(row) == 1 < len(names):
            yield Failed(key, f"has 1 field for {len(names)} columns; check the quotation marks around fields")
        else:
            # Of two columns with one name the first counts.
            yield reader.read_item(dict(zip(reversed(names), reversed(_fit_row(row, len(names))), strict=True)), key)


def _read_rows(stream: BinaryIO, start: str, delimiter: str | None) -> Iterator[list[str] | str]:
    """The rows that are not empty; why, for one that cannot be read. `start` is the beginning of the table."""
    lines = _BoundedLines(stream)
    delimiter = delimiter or _find_delimiter(start.splitlines()[0])
    quoting: Literal[0, 3] = csv.QUOTE_NONE if delimiter == "\t" and not _is_quoted(start) else csv.QUOTE_MINIMAL
    csv.field_size_limit(streams.MAX_BYTES)  # the default is smaller than a long article
    rows = csv.reader(lines, delimiter=delimiter, quoting=quoting)
    while True:
        lines.begin_record()
        try:
            row = next(rows, None)
        except _TooLongError:
            rows = csv.reader(lines, delimiter=delimiter, quoting=quoting)
            yield _TOO_LONG
        except csv.Error as error:
            yield _TOO_LONG if "limit" in str(error) else f"broken CSV ({error}); export it again"
        else:
            if row is None:
                return
            if row:
                yield row


def _fit_row(row: list[str], size: int) -> list[str]:
    """The row cut or filled up to `size` fields."""
    return [*row[:size], *[""] * (size - len(row))]


def _check_names(names: list[str], reader: RecordReader) -> None:
    """UnreadableError if no column holds the text: one line instead of one per row."""
    item = reader.read_item(dict.fromkeys(names, "x"), "")
    if isinstance(item, Failed):
        raise UnreadableError(item.reason)


def _find_delimiter(header: str) -> str:
    """The delimiter that the first row has most of, outside quotation marks."""
    outside = "".join(header.split('"')[::2])
    return max(_DELIMITERS, key=outside.count)


def _is_quoted(text: str) -> bool:
    """Whether every field that begins with a quotation mark is enclosed in a pair, as in CSV."""
    fields = [field for line in text.splitlines() for field in line.split("\t") if field.startswith('"')]
    return bool(fields) and all(
        len(field) > 1 and field.endswith('"') and '"' not in field[1:-1].replace('""', "") for field in fields
    )


class _BoundedLines:
    """Decoded lines for csv.reader. Raises _TooLongError where a single record takes too many."""

    def __init__(self, stream: BinaryIO) -> None:
        self._lines = streams.read_lines(stream)
        self._left = 0

    def begin_record(self) -> None:
        """Start counting again."""
        self._left = 2 * streams.MAX_BYTES

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._left -= 0 if line is None else len(line)
        if line is None or self._left < 0:
            raise _TooLongError
        # Invalid UTF-8 is kept for `decoding.decode_escapes`; csv rejects NULs.
        return line.decode("utf-8", "surrogateescape").replace("\0", "\ufffd")
