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

    from claimkit.output.answers import ClusterSummary

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
    with sources.stored(db) as store:
        if not show(search.clusters(store, min_outlets=min_outlets, changed=changed), _layout(), sink):
            asked = changed or min_outlets > 1
            notice("no cluster is like that" if asked else "no quotation stands in several articles", quiet)


def _layout() -> Layout[ClusterSummary]:
    from claimkit.output.answers import cluster_record, cluster_rows
    from claimkit.output.formats import QUOTE_COLUMNS

    def view(summaries: Sequence[ClusterSummary], width: int) -> RenderableType:
        from claimkit.output.summaries import clusters_table

        return clusters_table(summaries, width)

    return Layout(cluster_record, cluster_rows, QUOTE_COLUMNS, view)
