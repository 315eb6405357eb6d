"""Where a command's quotations come from: articles read now, or the store."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from claimkit.cli.terminal import Progress, complain
from claimkit.errors import UsageError

if TYPE_CHECKING:
    from claimkit.models import PersonEntry
    from claimkit.pipeline import Result
    from claimkit.search import Entry
    from claimkit.store import Store


def read(
    paths: Sequence[str],
    database: str | None,
    quiet: bool,
    jobs: int = 1,
    people_file: Sequence[PersonEntry] | None = None,
) -> Result:
    """Run the pipeline over `paths`, into the store `database` unless it is None; each failure is a line on stderr.

    `jobs` processes analyse; 0 stands for as many as there are cores for this process. `people_file` counts for this
    answer, in the place of the store's own.
    """
    from claimkit import pipeline
    from claimkit.store import Store

    with ExitStack() as stack:
        store = stack.enter_context(Store(database)) if database else None
        progress = stack.enter_context(Progress(quiet))
        stdin = sys.stdin.buffer if sys.stdin else None  # None where it was closed
        result = pipeline.run(
            paths,
            store=store,
            stdin=stdin,
            progress=progress.update,
            jobs=jobs or _cores(),
            people_file=people_file,
        )
    for failure in result.failures:
        complain(str(failure))
    return result


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def has_articles(database: str) -> bool:
    """Whether the store is there and holds at least one article."""
    from claimkit.store import Store

    if not Path(database).exists():
        return False
    with Store(database, readonly=True) as store:
        return bool(store.locations())


@contextmanager
def stored(database: str) -> Iterator[Store]:
    """The store with people and clusters up to date. Raises `UsageError` naming what to run when nothing is stored."""
    from claimkit.store import Store

    if not has_articles(database):
        raise UsageError(f"{database}: nothing is stored yet; run `claimkit quotes PATH` first")
    with Store(database, readonly=True) as store:
        stale = store.stale
    if stale:  # an earlier run was stopped before it could link people and clusters
        from claimkit import pipeline

        with Store(database) as store:
            pipeline.link(store)
    with Store(database, readonly=True) as store:
        yield store


def entries(result: Result) -> list[Entry]:
    """Every quotation of `result` by article path, place and id."""
    from claimkit.output.record import place
    from claimkit.search import Entry

    pairs = [Entry(quote, extraction.article) for extraction in result.extractions for quote in extraction.quotes]
    return sorted(pairs, key=lambda entry: place(entry.quote, entry.article))


def clustered(store: Store) -> list[Entry]:
    """Every stored quotation that is in a cluster."""
    from claimkit import search

    return [entry for summary in search.clusters(store) for entry in summary.entries]


@contextmanager
def only(result: Result) -> Iterator[Store]:
    """A store in memory that holds exactly what was just read."""
    from claimkit.store import Store

    with Store(":memory:") as store:
        for extraction in result.extractions:
            store.save(extraction, location=extraction.article.path, digest="", version="")
        store.replace_links(result.extractions, result.clusters)
        yield store
