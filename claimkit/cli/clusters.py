"""`claimkit clusters`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from claimkit.cli import options, sources
from claimkit.cli.options import Format
from claimkit.cli.printing import Layout, choose_sink, show
from claimkit.cli.terminal import notice

if TYPE_CHECKING:
    from rich.console import RenderableType

    from claimkit.models import ClusterSummary

_IN_A_TABLE = 100  # clusters; each takes a look at the articles around its quotations

EXAMPLES = """\b
Examples:
  claimkit clusters --min-outlets 2
  claimkit clusters --changed
  claimkit clusters --json | jq '.[0].outlets'"""


def clusters(
    min_outlets: Annotated[
        int, typer.Option("--min-outlets", metavar="N", min=1, help="Only quotations in at least N outlets.")
    ] = 1,
    changed: Annotated[
        bool, typer.Option("--changed", help="Only where an outlet changed the words, not merely cut them.")
    ] = False,
    limit: Annotated[
        int | None,
        typer.Option("--limit", "-n", metavar="N", min=1, help="Only the first N. In a table 100 without it."),
    ] = None,
    format: options.FormatOption = Format.auto,
    json: options.Json = False,
    output: options.Output = None,
    csv_formulas: options.CsvFormulas = False,
    quiet: options.Quiet = False,
    db: options.Database = options.DEFAULT_DATABASE,
) -> None:
    """Show the quotations that several articles print.

    From the store, those in most outlets first. `claimkit diff` shows what each outlet changed.
    """
    from claimkit import search

    sink = choose_sink(format, json, output, [db], csv_formulas)
    most = _IN_A_TABLE if limit is None and sink.format is Format.table else limit
    with sources.stored(db) as store:
        shown = show(search.each_cluster(store, min_outlets=min_outlets, changed=changed, limit=most), _layout(), sink)
        if limit is None and shown == most:
            notice(f"these are the first {most}; --limit N shows more, --format jsonl all", quiet)
        if not shown:
            asked = changed or min_outlets > 1
            notice("no cluster is like that" if asked else "no quotation stands in several articles", quiet)


def _layout() -> Layout[ClusterSummary]:
    from claimkit.output.records.answers import cluster_record, cluster_rows
    from claimkit.output.records.flat import QUOTE_COLUMNS

    def view(summaries: Sequence[ClusterSummary], width: int) -> RenderableType:
        from claimkit.output.terminal.summaries import clusters_table

        return clusters_table(summaries, width)

    return Layout(cluster_record, cluster_rows, QUOTE_COLUMNS, view)
