"""`claimkit diff CLUSTER_ID`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from claimkit.cli import complete, options, sources
from claimkit.cli.options import Format
from claimkit.cli.printing import Layout, choose_sink, show

if TYPE_CHECKING:
    from rich.console import RenderableType

    from claimkit.models import Comparison

EXAMPLES = """\b
Examples:
  claimkit diff c_57ef1b
  claimkit diff c_57ef1b --json | jq '.[0].variants[] | select(.changed)'"""


def diff(
    cluster_id: Annotated[
        str,
        typer.Argument(
            metavar="CLUSTER_ID",
            help="The id of a cluster, or as much of it as no other id begins with.",
            autocompletion=complete.clusters,
        ),
    ],
    format: options.FormatOption = Format.auto,
    json: options.Json = False,
    output: options.Output = None,
    csv_formulas: options.CsvFormulas = False,
    db: options.Database = options.DEFAULT_DATABASE,
) -> None:
    """Show how outlets changed one quotation.

    The fullest wording, every other one with its changes marked and named, and which articles copied one report.
    """
    from claimkit import search

    sink = choose_sink(format, json, output, [db], csv_formulas)
    with sources.stored(db) as store:
        show([search.diff(store, cluster_id)], _layout(), sink)


def _layout() -> Layout[Comparison]:
    from claimkit.output.records.variants import DIFFERENCE_COLUMNS, comparison_record, comparison_rows

    def view(items: Sequence[Comparison], width: int) -> RenderableType:
        from claimkit.output.terminal.comparison import comparisons_view

        return comparisons_view(items, width)

    return Layout(comparison_record, comparison_rows, DIFFERENCE_COLUMNS, view)
