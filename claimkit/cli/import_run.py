"""`claimkit import`."""

from __future__ import annotations

from typing import Annotated

import typer

from claimkit.cli import options

EXAMPLES = """\b
Examples:
  claimkit run seeds/ --out run/
  claimkit import run/ --since 2025-02 --db february.db
  claimkit import run/ --speaker Peskov --db peskov.db"""


def import_run(
    run: Annotated[str, typer.Argument(metavar="DIR", help="The folder of a run: what `claimkit run --out` named.")],
    speaker: options.Speaker = None,
    outlet: options.Outlet = None,
    since: options.Since = None,
    until: options.Until = None,
    undated: options.UndatedOption = options.Undated.drop,
    quiet: options.Quiet = False,
    db: options.Database = options.DEFAULT_DATABASE,
) -> None:
    """Load a part of a run into the store.

    Whole articles with all that was found in them; --speaker takes those that quote someone. People and clusters are
    then computed over what the store holds, so that every command answers as if these files had been read into it.
    """
    from claimkit.cli.work.load_run import load_run

    load_run(run, speaker, outlet, since, until, undated, quiet, db)
