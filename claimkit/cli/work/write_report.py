"""The report as an HTML file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claimkit._version import __version__
from claimkit.cli import sources
from claimkit.cli.exit_codes import finish
from claimkit.cli.options import Format, InputOptions, NewOptions, OutputOptions, SelectionOptions
from claimkit.cli.printing import check_suffix, choose_sink
from claimkit.cli.terminal import notice, write
from claimkit.models.results import Overview
from claimkit.output.report import counts, html
from claimkit.search.overviews import overview
from claimkit.search.timeline import shown_ids, timeline

_ABOUT = 50  # statements by words and by meaning each that a report about a phrase shows
_MANY = 5_000  # articles from which a browser takes long to open the page


def write_report(
    path: Sequence[str] | None,
    output: str,
    force: bool,
    title: str | None,
    selection: SelectionOptions,
    new: NewOptions,
    inputs: InputOptions,
    about: str | None = None,
) -> None:
    """Write the page."""
    cursor = sources.cursor(new, "report", inputs.no_store)
    filters = sources.filters(selection, cursor)
    sink = choose_sink(OutputOptions(format=Format.json, output=output, force=force), sources.files_read(path, inputs))
    check_suffix(sink.file, (".html", ".htm"))
    sources.check(path, inputs)
    with sources.opened(path, inputs) as (store, failed):
        if about is not None:
            near = timeline(store, about, filters, limit=_ABOUT)
            filters = replace(filters, ids=frozenset(shown_ids(near)))
            title = title or about
        found = overview(store, filters)
        sources.tell_undated(store, filters, inputs.quiet)
    if found.pages:
        if write(html(found, title, __version__), sink.file):
            ids = [placed.quote.id for page in found.pages for placed in page.quotes]
            sources.advance(inputs.db, cursor, ids)
        notice(_summary(found, sink.file), inputs.quiet)
    elif not failed:
        notice("no quotations found; no report is written", inputs.quiet)
    finish(found.pages, failed)


def _summary(found: Overview, file: str | None) -> str:
    line = f"{file or 'report'}: {counts(found)}"
    if len(found.pages) > _MANY:
        line += "; a browser takes long to open a page of this size: narrow it with --since, --outlet or --speaker"
    return line
