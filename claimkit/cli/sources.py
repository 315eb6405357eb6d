"""Where a command's quotations come from: articles read now, or the store."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from claimkit.cli.terminal import Progress, complain, notice
from claimkit.errors import UsageError

if TYPE_CHECKING:
    from claimkit.models import Article, Entry, PersonEntry
    from claimkit.reader.input_options import Options
    from claimkit.runs.pipeline import Answer, Result
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
    with ExitStack() as stack:
        progress = stack.enter_context(Progress(quiet))
        stop = stack.enter_context(_Stop(progress, database))
        with stop.importing():
            from claimkit.reader.input_options import DEFAULT
            from claimkit.runs import executors as workers
            from claimkit.runs import pipeline
        workers.hush()
        store = stack.enter_context(open_store(database)) if database else None
        found = stack.enter_context(
            pipeline.answer(
                paths,
                store=store,
                stdin=sys.stdin.buffer if sys.stdin else None,  # None where it was closed
                progress=stop.update,
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
            count = "1 stored article" if found.vanished == 1 else f"{found.vanished:,} stored articles"
            gone = "forgotten" if prune else "kept; --prune forgets them"
            notice(f"{count} from files that are gone: {gone}", quiet)
        yield found


def read(paths: Sequence[str], quiet: bool, jobs: int = 1) -> Result:
    """What is found under `paths`, at once and without a store; each failure is a line on stderr."""
    with _working(quiet) as update:
        from claimkit.runs import pipeline

        stdin = sys.stdin.buffer if sys.stdin else None
        result = pipeline.run(paths, stdin=stdin, progress=update, jobs=jobs or _cores())
    return _told(result)


def analyse(articles: Sequence[Article], quiet: bool, jobs: int = 1) -> Result:
    """What is found in articles that were read already; each failure is a line on stderr."""
    with _working(quiet) as update:
        from claimkit.runs import pipeline

        result = pipeline.analyse(articles, progress=update, jobs=jobs or _cores())
    return _told(result)


@contextmanager
def _working(quiet: bool) -> Iterator[Callable[[int, float], None]]:
    """A block that takes long and keeps nothing: what to tell its progress to."""
    with Progress(quiet) as progress, _Stop(progress, None) as stop:
        with stop.importing():
            from claimkit.runs import executors as workers
            from claimkit.runs import pipeline  # noqa: F401
        workers.hush()
        yield stop.update


def _told(result: Result) -> Result:
    """`result`, when the bar is gone and its failures are said."""
    for failure in result.failures:
        complain(str(failure))
    return result


def open_store(database: str, readonly: bool = False) -> Store:
    """The store; while another process keeps this one waiting, a line says so."""
    from claimkit.store import Store

    def waiting() -> None:
        complain(f"{database}: waiting for another claimkit to finish writing")

    return Store(database, readonly=readonly, waiting=waiting)


class _Stop:
    """In this block SIGINT (Ctrl-C) and SIGTERM raise `KeyboardInterrupt`, and end in one line that says how to go on.

    Not while `importing`: libraries in C make an ImportError of it.
    """

    def __init__(self, progress: Progress, database: str | None) -> None:
        self._progress = progress
        self._database = database
        self._asked = self._importing = False
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._before[number] = signal.signal(number, self._hear)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        if isinstance(error, KeyboardInterrupt) or (self._asked and isinstance(error, Exception)):
            self._progress.end()
            raise KeyboardInterrupt(self._farewell()) from None

    @contextmanager
    def importing(self) -> Iterator[None]:
        """A block in which a signal waits for the end."""
        self._importing = True
        yield
        self._importing = False
        if self._asked:
            raise KeyboardInterrupt

    def update(self, articles: int, share: float) -> None:
        """Progress; a signal that was lost in other people's code is heard here."""
        self._progress.update(articles, share)
        if self._asked:
            raise KeyboardInterrupt

    def _hear(self, *_: object) -> None:
        again, self._asked = self._asked, True
        if not self._importing and not again:  # once: the second must not disturb the tidying up
            raise KeyboardInterrupt

    def _farewell(self) -> str:
        if self._database is None:
            return "stopped; nothing is kept"
        done = self._progress.articles
        kept = "1 article is" if done == 1 else f"{done:,} articles are"
        return f"stopped; {kept} done and kept in {self._database}: run the same command again to go on"


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def stored_if_any(database: str) -> Iterator[Store | None]:
    """The store with people and clusters up to date; None when nothing is stored."""
    with ExitStack() as stack:
        store = _filled(database, stack)
        if store is not None and store.stale:  # an earlier run was stopped before it could link people and clusters
            from claimkit.runs import pipeline

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
    with store.snapshot() as db:
        filled = db.execute("SELECT 1 FROM articles LIMIT 1").fetchone()
    if filled:
        return store
    stack.close()
    return None


def clustered(store: Store) -> Iterator[Entry]:
    """Every stored quotation that is in a cluster."""
    from claimkit import search

    return search.clustered(store)
