"""`claimkit explain QUOTE_ID`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from claimkit.cli import complete, options, sources
from claimkit.cli.options import Format
from claimkit.cli.printing import Layout, choose_sink, show

if TYPE_CHECKING:
    from rich.console import RenderableType

    from claimkit.models import Explanation

EXAMPLES = """\b
Examples:
  claimkit explain q_18a665
  claimkit explain q_18a665 --json | jq '.[0].steps'"""


def explain(
    quote_id: Annotated[
        str,
        typer.Argument(
            metavar="QUOTE_ID",
            help="The `id` of a record, or as much of it as no other id begins with.",
            autocompletion=complete.quotes,
        ),
    ],
    format: options.FormatOption = Format.auto,
    json: options.Json = False,
    output: options.Output = None,
    csv_formulas: options.CsvFormulas = False,
    db: options.Database = options.DEFAULT_DATABASE,
) -> None:
    """Show why a quotation has its speaker.

    The passage of the article with source, cue and content marked, and each step from the source's words to the name.
    """
    from claimkit import search

    sink = choose_sink(format, json, output, [db], csv_formulas)
    with sources.stored(db) as store:
        show([search.explain(store, quote_id)], _layout(), sink)


def _layout() -> Layout[Explanation]:
    from claimkit.output.records.details import explanation_record
    from claimkit.output.records.flat import QUOTE_COLUMNS, quote_row

    def view(items: Sequence[Explanation], width: int) -> RenderableType:
        from claimkit.output.terminal.explanation import explanations_view

        return explanations_view(items, width)

    return Layout(explanation_record, lambda item: [quote_row(item.quote, item.article)], QUOTE_COLUMNS, view)
