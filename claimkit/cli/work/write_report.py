"""The report as an HTML file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from claimkit._version import __version__
from claimkit.cli import sources
from claimkit.cli.options import InputOptions, OutputOptions, SelectionOptions
from claimkit.cli.printing import choose_sink
from claimkit.cli.terminal import notice, write
from claimkit.errors import UsageError
from claimkit.models.results import Overview
from claimkit.output.report import counts, html
from claimkit.search.overviews import overview

_OURS = b'<meta name="generator" content="claimkit'  # in the head of every report
_HEAD = 2_000  # bytes in which that is looked for
_MANY = 5_000  # articles from which a browser takes long to open the page


def write_report(
    path: Sequence[str] | None,
    output: str,
    unnamed: bool,
    title: str | None,
    selection: SelectionOptions,
    inputs: InputOptions,
) -> None:
    """Write the page; `unnamed`: `output` is the default, so only an earlier report may be replaced."""
    filters = sources.filters(selection)
    sink = choose_sink(OutputOptions(output=output), sources.files_read(path, inputs))
    sources.check(path, inputs)
    if unnamed:
        _check_ours(Path(output))
    with sources.opened(path, inputs) as (store, failed):
        found = overview(store, filters)
    if found.pages:
        write(html(found, title, __version__), sink.file)
        notice(_summary(found, sink.file), inputs.quiet)
    elif not failed:
        notice("no quotations found; no report is written", inputs.quiet)
    if failed:
        raise typer.Exit(1)


def _check_ours(path: Path) -> None:
    """Raises `UsageError` where the file that nobody named is there, holds something, and is not an earlier report."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except FileNotFoundError:
        return
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); name another file with -o") from error
    if head and _OURS not in head:
        raise UsageError(f"{path}: exists and is not a report of claimkit; name another file with -o")


def _summary(found: Overview, file: str | None) -> str:
    line = f"{file or 'report'}: {counts(found)}"
    if len(found.pages) > _MANY:
        line += "; a browser takes long to open a page of this size: narrow it with --since, --outlet or --speaker"
    return line
