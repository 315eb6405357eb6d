"""`claimkit doctor`."""

from __future__ import annotations

from typing import Annotated

import typer

from claimkit.cli import options

EXAMPLES = """\b
Examples:
  claimkit doctor
  claimkit doctor --db news.db --repair
  claimkit doctor --db news.db --json | jq .problems"""


def doctor(
    db: options.Database = options.DEFAULT_DATABASE,
    repair: Annotated[
        bool,
        typer.Option("--repair", help="Make a damaged store whole; the damaged one is kept as FILE.damaged."),
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler", metavar="ADDRESS", help="Also compare the workers of this Dask scheduler with here."
        ),
    ] = None,
) -> None:
    """Check the installation and the store.

    Versions, the models against those that claimkit was measured with, whether the store is whole, what in it would be
    done again, free disk. Exit code 1 if something is wrong, with a line that says what to do. --repair keeps what is
    whole in a damaged store and reads the files of the rest again.
    """
    from claimkit.cli.work.check_health import check_health

    check_health(db, repair, json, scheduler)
