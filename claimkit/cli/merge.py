"""`claimkit merge`."""

from __future__ import annotations

from typing import Annotated

import typer

from claimkit.cli import options

EXAMPLES = """\b
Examples:
  claimkit merge claimkit.db colleague.db -o both.db
  claimkit quotes --db both.db"""


def merge(
    stores: Annotated[list[str], typer.Argument(metavar="STORE...", help="The stores to merge, SQLite files.")],
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="The store to make.")],
    force: options.ForceAnything = False,
    quiet: options.Quiet = False,
) -> None:
    """Merge stores into a new one.

    Records keep their ids, corrections and people are kept, and what the stores say in different ways is told. The
    stores themselves stay as they are; those of an older claimkit are brought up to date.
    """
    from claimkit.cli.work.merge_stores import merge_stores

    merge_stores(stores, output, force, quiet)
