"""What records mean, stored."""

from __future__ import annotations

from contextlib import ExitStack

from claimkit.cli import sources
from claimkit.cli.interrupt import Interrupt
from claimkit.cli.options import StoreOptions
from claimkit.cli.terminal import Progress, notice
from claimkit.cli.work.read_articles import cores
from claimkit.errors import UsageError
from claimkit.output.labels import counted
from claimkit.runs import executors
from claimkit.runs.vectors import make_vectors


def index_store(meaning: bool, jobs: int, stored: StoreOptions) -> None:
    """Make the vectors that the store lacks."""
    if not meaning:
        raise UsageError("index: say what to store; there is --meaning")
    with sources.stored(stored.db):  # raises where nothing is stored
        pass
    executors.hush()
    with ExitStack() as stack:
        progress = stack.enter_context(Progress(stored.quiet))
        interrupt = stack.enter_context(Interrupt(progress, stored.db))
        store = stack.enter_context(sources.open_store(stored.db))
        made = make_vectors(store, jobs=jobs or cores(), progress=interrupt.update)
    what = f"what {counted(made, 'record')} {'means' if made == 1 else 'mean'} is now stored"
    notice(f"{stored.db}: {what if made else 'what the records mean is stored already'}", stored.quiet)
