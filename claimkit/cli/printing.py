"""Records to where the user wants them: the format, the file, and one function that prints any kind of answer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from claimkit.cli.guard import check_target
from claimkit.cli.options import Format, OutputOptions
from claimkit.cli.pager import write_table
from claimkit.cli.terminal import rendered, write
from claimkit.errors import UsageError
from claimkit.output import formats
from claimkit.output.records.layout import Layout

T = TypeVar("T")
_SUFFIXES = {
    ".csv": Format.csv,
    ".json": Format.json,
    ".jsonl": Format.jsonl,
    ".ndjson": Format.jsonl,
    ".parquet": Format.parquet,
    ".xlsx": Format.xlsx,
    ".txt": Format.table,
    "": Format.jsonl,
}


@dataclass(frozen=True, slots=True)
class Sink:
    """Where records go: a format other than auto, and a file or (None) standard output.

    `formulas`: cells of a CSV or workbook that begin like a formula stay as they are.
    """

    format: Format
    file: str | None
    formulas: bool = False


def choose_sink(printing: OutputOptions, reads: Iterable[str], *, parquet: bool = False) -> Sink:
    """The sink of these options. `reads` are the files that the command reads. `parquet`: it can write Parquet.

    Raises `UsageError`, before any work, for options that disagree and for a file that cannot be the output.
    """
    format, json = printing.format, printing.json
    if json and format not in (Format.auto, Format.json):
        raise UsageError(f"--json and --format {format.value} disagree; give one of them")
    file = None if printing.output == "-" else printing.output
    if file is not None:
        check_target(file, reads, printing.force)
    if json:
        chosen = Format.json
    elif format is not Format.auto:
        chosen = format
    elif file is not None:
        chosen = _format_of(file)
    else:
        chosen = Format.table if _on_terminal() else Format.jsonl
    if chosen is Format.parquet:
        _check_parquet(file, parquet)
    elif chosen is Format.xlsx:
        _check_workbook(file)
    if printing.csv_formulas and chosen not in (Format.csv, Format.xlsx):
        raise UsageError("--csv-formulas is about CSV; add --format csv or write to a .csv file with -o")
    return Sink(chosen, file, printing.csv_formulas)


def _check_parquet(file: str | None, possible: bool) -> None:
    if not possible:
        raise UsageError("only `quotes`, `claims` and `export` write Parquet; choose csv, json or jsonl")
    if file is None:
        raise UsageError("Parquet is not text; name a file with -o")
    from claimkit.output.exports import parquet

    parquet.check()


def _check_workbook(file: str | None) -> None:
    if file is None:
        raise UsageError("an Excel workbook is not text; name a file with -o")
    from claimkit.output import workbook

    workbook.check()


def _format_of(file: str) -> Format:
    suffix = Path(file).suffix.lower()
    if suffix in (".xls", ".ods"):
        raise UsageError(f"{file}: claimkit writes .xlsx and .csv, which spreadsheets open; name one of them with -o")
    if suffix not in _SUFFIXES:
        known = ", ".join(filter(None, _SUFFIXES))
        raise UsageError(f"{file}: {suffix} does not say a format; use one of {known}, or give --format")
    return _SUFFIXES[suffix]


def check_suffix(file: str | None, written: tuple[str, ...]) -> None:
    """Raises `UsageError` for a file whose name promises another format than the `written` ones."""
    suffix = Path(file or "").suffix.lower()
    if suffix and suffix not in written:
        raise UsageError(f"{file}: {suffix} is not what this command writes; use {' or '.join(written)}")


def show(
    items: Iterable[T], layout: Layout, sink: Sink, *, written: Callable[[], None] = lambda: None, **view: Any
) -> int:
    """Print `items` and return how many there were; `view` is for the view on a terminal.

    `written` is called at the end, unless the reader closed the pipe before all was written.
    """
    shown = 0

    def counted() -> Iterator[T]:
        nonlocal shown
        for item in items:
            shown += 1
            yield item

    if sink.format in (Format.parquet, Format.xlsx):
        (_write_parquet if sink.format is Format.parquet else _write_workbook)(counted(), layout, sink)
        written()
        return shown
    put = write_table if sink.format is Format.table else write
    if put(_printed(counted(), layout, sink, view), sink.file):
        written()
    return shown


def noting(items: Iterable[T], ids_of: Callable[[T], Iterable[str]], ids: list[str]) -> Iterator[T]:
    """`items`; the ids of each go into `ids` as it goes by."""
    for item in items:
        ids += ids_of(item)
        yield item


def _write_parquet(items: Iterable[T], layout: Layout, sink: Sink) -> None:
    from claimkit._version import __version__
    from claimkit.output.exports.parquet import write_parquet

    write_parquet(map(layout.record, items), str(sink.file), __version__)


def _write_workbook(items: Iterable[T], layout: Layout, sink: Sink) -> None:
    from claimkit.output.workbook import write_workbook

    rows = (row for item in items for row in layout.rows(item))
    write_workbook(rows, layout.columns, str(sink.file), formulas=sink.formulas)


def _printed(items: Iterable[T], layout: Layout, sink: Sink, view: dict[str, Any]) -> Iterator[str]:
    if sink.format is Format.table:
        if listed := list(items):
            from claimkit.output.terminal import VIEWS  # Rich is slow to import, and only a table needs it

            yield from rendered(lambda width: VIEWS[layout.kind](listed, width, **view), sink.file)
    elif sink.format is Format.csv:
        rows = (row for item in items for row in layout.rows(item))
        yield from formats.csv_lines(rows, layout.columns, formulas=sink.formulas)
    elif sink.format is Format.json:
        yield from formats.json_array(map(layout.record, items))
    else:
        yield from formats.json_lines(map(layout.record, items))


def _on_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()
