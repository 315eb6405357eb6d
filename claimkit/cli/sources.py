"""Where a command's quotations come from: articles read now, or the store."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from claimkit.cli.interrupt import Interrupt
from claimkit.cli.options import InputOptions, SelectionOptions
from claimkit.cli.terminal import Progress, complain, notice
from claimkit.errors import InputError, UsageError
from claimkit.search.filters import Filters, from_conditions
from claimkit.store import Store

if TYPE_CHECKING:
    from claimkit.models.collection import PersonEntry
    from claimkit.models.record import Article
    from claimkit.reader.input_options import Options
    from claimkit.runs.pipeline import Result


def filters(selection: SelectionOptions) -> Filters:
    """The conditions of these options. Raises `UsageError` for a date or a number that is not one."""
    chosen = {option.name: getattr(selection, option.name) for option in fields(selection)}
    return from_conditions(**{**chosen, "type": selection.type.types})


def files_read(path: Sequence[str] | None, inputs: InputOptions) -> list[str]:
    """The files that a command reads, none of which may be its output."""
    return [*(path or ()), *([inputs.people] if inputs.people else []), inputs.db]


def check(path: Sequence[str] | None, inputs: InputOptions) -> None:
    """Raises `UsageError` for options that need a PATH where there is none."""
    if path:
        return
    if inputs.no_store:
        raise UsageError("--no-store leaves nothing to read; name a PATH")
    if inputs.people:
        raise UsageError(f"--people needs a PATH; for the stored articles run `claimkit people import {inputs.people}`")
    if inputs.input_format or inputs.map:
        raise UsageError("--input-format and --map say how to read a PATH; name one")


@contextmanager
def opened(path: Sequence[str] | None, inputs: InputOptions, *, prune: bool = False) -> Iterator[tuple[Store, bool]]:
    """A store that holds the articles under `path`, read now, or all that are stored; and whether an input failed.

    Each input that cannot be read is a line on stderr. `prune` forgets the articles of files that are gone.
    """
    check(path, inputs)
    if not path:
        with stored(inputs.db) as store:
            yield store, False
        return
    people_file = None if inputs.people is None else load_people(inputs.people)
    options = reading(path, inputs)
    database = None if inputs.no_store else inputs.db
    with ExitStack() as stack:
        progress = stack.enter_context(Progress(inputs.quiet))
        interrupt = stack.enter_context(Interrupt(progress, database))
        with interrupt.importing():
            from claimkit.runs import executors, pipeline  # what reads; a question to the store needs none of it
        executors.hush()
        kept = stack.enter_context(open_store(database)) if database else None
        found = stack.enter_context(
            pipeline.answer(
                path,
                store=kept,
                stdin=sys.stdin.buffer if sys.stdin else None,  # None where it was closed
                progress=interrupt.update,
                jobs=inputs.jobs or _cores(),
                people_file=people_file,
                prune=prune,
                options=options,
            )
        )
        progress.end()
        for failure in found.failures:
            complain(str(failure))
        if found.vanished and database:
            count = "1 stored article" if found.vanished == 1 else f"{found.vanished:,} stored articles"
            gone = "forgotten" if prune else "kept; --prune forgets them"
            notice(f"{count} from files that are gone: {gone}", inputs.quiet)
        yield found.store, bool(found.failures)


def reading(path: Sequence[str] | None, inputs: InputOptions) -> Options:
    """How to read the inputs. Raises `UsageError` for a format or a field that does not exist."""
    from claimkit.reader.input_options import Options

    if (inputs.input_format or inputs.map) and not path:
        raise UsageError("--input-format and --map say how to read a PATH; name one")
    pairs = []
    for pair in inputs.map or ():
        field, equals, column = pair.partition("=")
        if not equals:
            raise UsageError(f"--map {pair}: not FIELD=COLUMN; write it like --map text=body")
        pairs.append((field, column))
    return Options(inputs.input_format, tuple(sorted(pairs)))


def load_people(file: str) -> tuple[PersonEntry, ...]:
    """The people of the file at a path, `-` for standard input. Raises `InputError`."""
    from claimkit.corpus import people

    try:
        data = (sys.stdin.buffer.read() if sys.stdin else b"") if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise InputError(file, f"cannot be read ({error.strerror})") from error
    return people.parse_people_file(data, file)


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
    with Progress(quiet) as progress, Interrupt(progress, None) as interrupt:
        with interrupt.importing():
            from claimkit.runs import executors, pipeline  # noqa: F401
        executors.hush()
        yield interrupt.update


def _told(result: Result) -> Result:
    """`result`, when the bar is gone and its failures are said."""
    for failure in result.failures:
        complain(str(failure))
    return result


def open_store(database: str, readonly: bool = False) -> Store:
    """The store; while another process keeps this one waiting, a line says so."""

    def waiting() -> None:
        complain(f"{database}: waiting for another claimkit to finish writing")

    return Store(database, readonly=readonly, waiting=waiting)


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
