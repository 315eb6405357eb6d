"""Records to where the user wants them: the format, the file, and one function that prints any kind of answer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from claimkit.cli.options import Format
from claimkit.cli.terminal import rendered, write
from claimkit.errors import UsageError

if TYPE_CHECKING:
    from rich.console import RenderableType

_Item = TypeVar("_Item")
_SUFFIXES = {".csv": Format.csv, ".json": Format.json}


@dataclass(frozen=True, slots=True)
class Sink:
    """Where records go: a format other than auto, and a file or (None) standard output.

    `formulas`: cells of CSV that begin like a formula stay as they are.
    """

    format: Format
    file: str | None
    formulas: bool = False


@dataclass(frozen=True, slots=True)
class Layout(Generic[_Item]):
    """How one kind of answer looks in each format: as a record, as CSV rows, and all of them on a terminal."""

    record: Callable[[_Item], Mapping[str, Any]]
    rows: Callable[[_Item], Iterable[Mapping[str, Any]]]
    columns: Sequence[str]
    view: Callable[[Sequence[_Item], int], RenderableType]


def choose_sink(format: Format, json: bool, output: str | None, reads: Iterable[str], formulas: bool = False) -> Sink:
    """The sink of these options. `reads` are the files that the command reads.

    Raises `UsageError`, before any work, for options that disagree and for a file that cannot be the output.
    """
    if json and format not in (Format.auto, Format.json):
        raise UsageError(f"--json and --format {format.value} disagree; give one of them")
    file = None if output == "-" else output
    if file is not None:
        _check(file, reads)
    if json:
        chosen = Format.json
    elif format is not Format.auto:
        chosen = format
    elif file is not None:
        chosen = _SUFFIXES.get(Path(file).suffix.lower(), Format.jsonl)
    else:
        chosen = Format.table if _on_terminal() else Format.jsonl
    if formulas and chosen is not Format.csv:
        raise UsageError("--csv-formulas is about CSV; add --format csv or write to a .csv file with -o")
    return Sink(chosen, file, formulas)


def show(items: Iterable[_Item], layout: Layout[_Item], sink: Sink) -> int:
    """Print `items` and return how many there were."""
    shown = 0

    def counted() -> Iterator[_Item]:
        nonlocal shown
        for item in items:
            shown += 1
            yield item

    write(_printed(counted(), layout, sink), sink.file)
    return shown


def _printed(items: Iterable[_Item], layout: Layout[_Item], sink: Sink) -> Iterator[str]:
    from claimkit.output import formats

    if sink.format is Format.table:
        if listed := list(items):
            yield from rendered(lambda width: layout.view(listed, width), sink.file)
    elif sink.format is Format.csv:
        yield from formats.csv_lines(
            (row for item in items for row in layout.rows(item)), layout.columns, formulas=sink.formulas
        )
    elif sink.format is Format.json:
        yield from formats.json_array(map(layout.record, items))
    else:
        yield from formats.json_lines(map(layout.record, items))


def _check(file: str, reads: Iterable[str]) -> None:
    path = Path(file)
    if path.is_dir():
        raise UsageError(f"{file}: is a folder; name a file with -o")
    if not path.parent.is_dir():
        raise UsageError(f"{path.parent}: no such folder; make it first or name another file with -o")
    for read in reads:
        if path.exists() and Path(read).exists() and path.samefile(read):
            raise UsageError(f"{file}: is read by this command and would be overwritten; name another file with -o")


def _on_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()
