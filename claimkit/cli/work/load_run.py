"""A part of a run, loaded into the store."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import typer

from claimkit.cli import sources
from claimkit.cli.exit_codes import ExitCode
from claimkit.cli.interrupt import Interrupt
from claimkit.cli.options import Undated
from claimkit.cli.terminal import Progress, notice
from claimkit.output.labels import counted
from claimkit.runs import pipeline
from claimkit.search.filters import from_conditions
from claimkit.shards.asking import Run
from claimkit.shards.importing import articles_of, store_articles


def load_run(
    run: str,
    speaker: Sequence[str] | None,
    outlet: str | None,
    since: str | None,
    until: str | None,
    undated: Undated,
    quiet: bool,
    db: str,
) -> None:
    """Load it, link the store, and say how many articles there were."""
    filters = from_conditions(speaker=speaker, outlet=outlet, since=since, until=until, undated=undated.value)
    asked = Run(run)
    found = articles_of(asked, filters)
    first = next(found, None)
    if first is None:  # no store is made for nothing
        notice(f"{run}: no article meets these conditions", quiet)
        raise typer.Exit(ExitCode.nothing)
    with Progress(quiet) as progress, Interrupt(progress, db) as interrupt, sources.open_store(db) as store:
        number = store_articles(chain([first], found), asked.people, store, interrupt.update)
        pipeline.link(store)
    notice(f"{db}: {counted(number, 'article')} of {run}", quiet)
