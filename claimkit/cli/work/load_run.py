"""A part of a run, loaded into the store."""

from __future__ import annotations

from collections.abc import Sequence

from claimkit.cli import sources
from claimkit.cli.exit_codes import finish
from claimkit.cli.interrupt import Interrupt
from claimkit.cli.options import Undated
from claimkit.cli.terminal import Progress, notice
from claimkit.output.labels import counted
from claimkit.runs import pipeline
from claimkit.search.filters import from_conditions
from claimkit.shards.asking import Run
from claimkit.shards.importing import import_run


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
    asked = Run(run)  # before a store is made for what is not there
    with Progress(quiet) as progress, Interrupt(progress, db) as interrupt, sources.open_store(db) as store:
        number = import_run(asked, store, filters, interrupt.update)
        pipeline.link(store)
    articles = counted(number, "article")
    notice(f"{db}: {articles} of {run}" if number else f"{run}: no article meets these conditions", quiet)
    finish(number)
