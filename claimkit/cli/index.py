"""`claimkit index`."""

from __future__ import annotations

from typing import Annotated

import typer

from claimkit.cli import options
from claimkit.cli.groups import spread
from claimkit.cli.options import StoreOptions

EXAMPLES = """\b
Examples:
  claimkit index --meaning
  claimkit index --meaning --jobs 0"""


@spread
def index(
    meaning: Annotated[bool, typer.Option("--meaning", help="Store what each record means.")] = False,
    jobs: options.Jobs = 1,
    stored: StoreOptions = StoreOptions(),
) -> None:
    """Store what the records mean, so that other words find them.

    `who-said` then also shows what is nearest in meaning. Only records that are new or changed take time. `claimkit
    quotes PATH --meaning` does the same while reading.
    """
    from claimkit.cli.work.index_store import index_store

    index_store(meaning, jobs, stored)
