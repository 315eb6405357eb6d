"""The report as an HTML file."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from claimkit._version import __version__
from claimkit.cli import sources
from claimkit.cli.options import Format, InputOptions, OutputOptions, SelectionOptions
from claimkit.cli.printing import choose_sink
from claimkit.cli.terminal import notice, write
from claimkit.models.results import Overview
from claimkit.output.report import counts, html
from claimkit.search.overviews import overview

_MANY = 5_000  # articles from which a browser takes long to open the page


def write_report(
    path: Sequence[str] | None,
    output: str,
    force: bool,
    title: str | None,
    selection: SelectionOptions,
    inputs: InputOptions,
) -> None:
    """Write the page."""
    filters = sources.filters(selection)
    sink = choose_sink(OutputOptions(format=Format.json, output=output, force=force), sources.files_read(path, inputs))
    sources.check(path, inputs)
    with sources.opened(path, inputs) as (store, failed):
        found = overview(store, filters)
        sources.tell_undated(store, filters, inputs.quiet)
    if found.pages:
        write(html(found, title, __version__), sink.file)
        notice(_summary(found, sink.file), inputs.quiet)
    elif not failed:
        notice("no quotations found; no report is written", inputs.quiet)
    if failed:
        raise typer.Exit(1)


def _summary(found: Overview, file: str | None) -> str:
    line = f"{file or 'report'}: {counts(found)}"
    if len(found.pages) > _MANY:
        line += "; a browser takes long to open a page of this size: narrow it with --since, --outlet or --speaker"
    return line
