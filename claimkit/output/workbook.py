"""Rows as an Excel workbook of one sheet, written row by row: memory does not grow with their number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from tempfile import TemporaryDirectory
from typing import Any

from claimkit.errors import MissingError, UsageError
from claimkit.models.values import iso_date
from claimkit.output.formats import cell
from claimkit.own_output import WORKBOOK_MARK
from claimkit.writing import replacing

# What one sheet and one cell hold in Excel.
MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
_DATES = frozenset({"published", "first", "last"})
_FIRST_YEAR = 1900  # of Excel's calendar; earlier dates stay text
_LONG = frozenset({"text", "words", "representative", "variant", "title"})
_WIDTHS = {True: 60, False: 16}  # characters of a column, for long texts and for all else
_MADE = datetime(2000, 1, 1)  # the same answer is the same file
_TEXT_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_workbook(
    rows: Iterable[Mapping[str, Any]], columns: Sequence[str], path: str, *, formulas: bool = False
) -> None:
    """Write `columns` of the rows below their names.

    Every text is a text, never a formula or a link; one that would be a formula in CSV has the apostrophe here too, as
    sheets are saved as CSV, unless `formulas` leaves it as it is. Raises `MissingError` without XlsxWriter and
    `UsageError` for a file that cannot be written, or more rows than a sheet holds.
    """
    xlsxwriter = check()
    try:
        with replacing(path) as file, TemporaryDirectory(prefix="claimkit-") as folder:  # for the rows, until the end
            book = xlsxwriter.Workbook(file, {"constant_memory": True, "tmpdir": folder, **_TEXT_ONLY})
            book.set_properties({"title": "claimkit", "comments": WORKBOOK_MARK, "created": _MADE})
            sheet = book.add_worksheet("claimkit")
            bold, date = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
            for at, name in enumerate(columns):
                sheet.set_column(at, at, _WIDTHS[name in _LONG])
                sheet.write_string(0, at, name, bold)
            sheet.freeze_panes(1, 0)
            last = 0
            for last, row in enumerate(rows, 1):
                if last >= MOST_ROWS:
                    raise UsageError(f"{path}: a sheet holds {MOST_ROWS - 1:,} rows; write a .csv or .parquet file")
                for at, name in enumerate(columns):
                    _write(sheet, last, at, row.get(name), date if name in _DATES else None, formulas)
            sheet.autofilter(0, 0, last, len(columns) - 1)
            book.close()
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror or error}); name another file with -o") from error


def check() -> Any:
    """XlsxWriter. Raises `MissingError` without it."""
    try:
        import xlsxwriter
    except ImportError as error:
        raise MissingError("Excel workbooks need XlsxWriter; run: pip install 'claimkit[xlsx]'") from error
    return xlsxwriter


def _write(sheet: Any, row: int, column: int, value: Any, date: Any, formulas: bool) -> None:
    if date is not None and (day := iso_date(value)) is not None and day.year >= _FIRST_YEAR:
        sheet.write_datetime(row, column, datetime(day.year, day.month, day.day), date)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif value is not None:
        shown = str(cell(str(value), formulas))
        sheet.write_string(row, column, shown if len(shown) <= MOST_CHARACTERS else f"{shown[: MOST_CHARACTERS - 1]}…")
