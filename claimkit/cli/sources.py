"""Where a command's quotations come from: articles read now, or the store."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimkit.cli.terminal import Progress, complain, notice
from claimkit.errors import UsageError

if TYPE_CHECKING:
    from claimkit.models import PersonEntry
    from claimkit.pipeline import Answer, Result
    from claimkit.reader.options import Options
    from claimkit.search import Entry
    from claimkit.store import Store


@contextmanager
def answer(
    paths: Sequence[str],
    database: str | None,
    quiet: bool,
    jobs: int = 1,
    people_file: Sequence[PersonEntry] | None = None,
    prune: bool = False,
    options: Options | None = None,
) -> Iterator[Answer]:
    """What is found under `paths`, which are read into the store `database` unless it is None.

    Each input that cannot be read is a line on stderr. `jobs` processes analyse; 0 stands for as many as there are
    cores for this process. `people_file` counts for this answer, in the place of the store's own. `prune` forgets the
    articles of files that are gone. `options` say how to read.
    """
    from claimkit import pipeline
    from claimkit.reader.options import DEFAULT

    with ExitStack() as stack:
        stack.enter_context(_stoppable())
        store = stack.enter_context(open_store(database)) if database else None
        progress = stack.enter_context(Progress(quiet))
        stack.enter_context(_how_to_go_on(progress, database))
        found = stack.enter_context(
            pipeline.answer(
                paths,
                store=store,
                stdin=sys.stdin.buffer if sys.stdin else None,  # None where it was closed
                progress=progress.update,
                jobs=jobs or _cores(),
                people_file=people_file,
                prune=prune,
                options=options or DEFAULT,
            )
        )
        progress.end()
        for failure in found.failures:
            complain(str(failure))
        if found.vanished and database:
            articles = "1 stored article is" if found.vanished == 1 else f"{found.vanished} stored articles are"
            files = "a file that is" if found.vanished == 1 else "files that are"
            done = "were forgotten" if found.vanished > 1 else "was forgotten"
            gone = f"{articles.rsplit(' ', 1)[0]} {done}" if prune else f"{articles} from {files} gone"
            notice(gone if prune else f"{gone}; --prune forgets what is gone", quiet)
        yield found


def read(paths: Sequence[str], quiet: bool, jobs: int = 1) -> Result:
    """What is found under `paths`, at once and without a store; each failure is a line on stderr."""
    from claimkit import pipeline

    with _stoppable(), Progress(quiet) as progress:
        stdin = sys.stdin.buffer if sys.stdin else None
        result = pipeline.run(paths, stdin=stdin, progress=progress.update, jobs=jobs or _cores())
    for failure in result.failures:
        complain(str(failure))
    return result


def open_store(database: str, readonly: bool = False) -> Store:
    """The store; while another process keeps this one waiting, a line says so."""
    from claimkit.store import Store

    def waiting() -> None:
        complain(f"{database}: waiting for another claimkit to finish writing")

    return Store(database, readonly=readonly, waiting=waiting)


@contextmanager
def _stoppable() -> Iterator[None]:
    """In this block the signal to end (SIGTERM) does what Ctrl-C does: what is done is kept."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _how_to_go_on(progress: Progress, database: str | None) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        progress.end()
        if database is None:
            raise KeyboardInterrupt("stopped; nothing is kept (--no-store)") from None
        kept = "1 article is" if progress.articles == 1 else f"{progress.articles:,} articles are"
        raise KeyboardInterrupt(
            f"stopped; {kept} done and kept in {database}: run the same command again to go on"
        ) from None


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def stored_if_any(database: str) -> Iterator[Store | None]:
    """The store with people and clusters up to date; None when nothing is stored."""
    with ExitStack() as stack:
        store = _filled(database, stack)
        if store is not None and store.stale:  # an earlier run was stopped before it could link people and clusters
            from claimkit import pipeline

            stack.close()
            with open_store(database) as writing:
                pipeline.link(writing)
            store = stack.enter_context(open_store(database, readonly=True))
        yield store


@contextmanager
def stored(database: str) -> Iterator[Store]:
    """The store with people and clusters up to date. Raises `UsageError` naming what to run when nothing is stored."""
    with stored_if_any(database) as store:
        if store is None:
            raise UsageError(f"{database}: nothing is stored yet; run `claimkit quotes PATH` first")
        yield store


def _filled(database: str, stack: ExitStack) -> Store | None:
    """The store, open, if it is there and holds at least one article."""
    if not Path(database).exists():
        return None
    store = stack.enter_context(open_store(database, readonly=True))
    with store.reading() as db:
        filled = db.execute("SELECT 1 FROM articles LIMIT 1").fetchone()
    if filled:
        return store
    stack.close()
    return None


def clustered(store: Store) -> Iterator[Entry]:
    """Every stored quotation that is in a cluster."""
    from claimkit import search

    return search.clustered(store)
