"""The records that are asked for, printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

import typer

from claimkit.cli import sources
from claimkit.cli.options import Format, InputOptions, OutputOptions, SelectionOptions, Show
from claimkit.cli.printing import choose_sink, show
from claimkit.cli.terminal import notice
from claimkit.errors import UsageError
from claimkit.output.records.flat import ENTRIES
from claimkit.search.entries import clustered, quotes
from claimkit.search.ids import shortener


def list_quotes(
    default: Show,
    path: Sequence[str] | None,
    printing: OutputOptions,
    selection: SelectionOptions,
    inputs: InputOptions,
    prune: bool,
    limit: int | None,
    said: bool = False,
) -> None:
    """Print the selected records of `path` or of the store; exit code 1 if an input could not be read."""
    filters = replace(sources.filters(selection), said=said)
    sink = choose_sink(printing, sources.files_read(path, inputs), parquet=True)
    if prune and (inputs.no_store or not path):
        raise UsageError("--prune forgets what is gone from a PATH in the store; name a PATH, without --no-store")
    heading = "Claim" if default is Show.claims else "Quotation"
    with sources.opened(path, inputs, prune=prune) as (store, failed):
        # Only a table says where else a quotation was printed.
        known = clustered(store) if sink.format is Format.table else ()
        shown = show(
            islice(quotes(store, filters), limit), ENTRIES, sink, known=known, heading=heading, short=shortener(store)
        )
        if not shown and not failed:
            notice(f"no {heading.lower()}s found", inputs.quiet)
        sources.tell_undated(store, filters, inputs.quiet)
    if failed:
        raise typer.Exit(1)
