"""`claimkit clusters`."""

from __future__ import annotations

from typing import Annotated

import typer

from claimkit.cli import options
from claimkit.cli.groups import spread
from claimkit.cli.options import NewOptions, OutputOptions, StoreOptions

EXAMPLES = """\b
Examples:
  claimkit clusters --min-outlets 2
  claimkit clusters --limit 5
  claimkit clusters --json | jq '.[0].outlets'"""


@spread
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
    added_since: options.AddedSince = None,
    new: NewOptions = NewOptions(),
    run: options.RunFolder = None,
    printing: OutputOptions = OutputOptions(),
    stored: StoreOptions = StoreOptions(),
) -> None:
    """Show the quotations that several articles print.

    From the store, those in most outlets first. `claimkit diff` shows what each outlet changed. With --new or
    --added-since those to which something was added.
    """
    if run is not None:
        from claimkit.cli.work.ask_run import clusters_of_run

        clusters_of_run(run, min_outlets, changed, limit, added_since, new, printing, stored)
        return
    from claimkit.cli.work.list_clusters import list_clusters

    list_clusters(min_outlets, changed, limit, added_since, new, printing, stored)
