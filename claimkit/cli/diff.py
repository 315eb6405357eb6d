"""`claimkit diff CLUSTER_ID`."""

from __future__ import annotations

from typing import Annotated

import typer

from claimkit.cli import complete, options
from claimkit.cli.groups import spread
from claimkit.cli.options import OutputOptions

EXAMPLES = """\b
Examples:
  claimkit diff c_23fedb
  claimkit diff c_23fedb --json | jq '.[0].variants[] | select(.changed)'"""


@spread
def diff(
    cluster_id: Annotated[
        str,
        typer.Argument(
            metavar="CLUSTER_ID", help="A cluster id or any unambiguous prefix.", autocompletion=complete.clusters
        ),
    ],
    printing: OutputOptions = OutputOptions(),
    db: options.Database = options.DEFAULT_DATABASE,
) -> None:
    """Show how outlets changed one quotation.

    The fullest wording, every other one with its changes marked and named, and which articles copied one report.
    """
    from claimkit.cli.work.show_one import show_diff

    show_diff(cluster_id, printing, db)
