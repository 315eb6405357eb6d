"""Where a command's quotations come from: articles read now, or the store."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import fields
from pathlib import Path

from claimkit.cli.interrupt import Interrupt
from claimkit.cli.options import Failures, InputOptions, NewOptions, SelectionOptions
from claimkit.cli.terminal import Progress, complain, notice
from claimkit.errors import UsageError
from claimkit.search.filters import Filters, from_conditions
from claimkit.search.where import undated
from claimkit.store import Store

_WORDS = 60  # characters of a quotation that a line shows


def filters(selection: SelectionOptions, cursor: str | None = None) -> Filters:
    """The conditions of these options, and of a cursor. Raises `UsageError` for a date or a number that is not one."""
    chosen = {option.name: getattr(selection, option.name) for option in fields(selection)}
    conditions = {**chosen, "type": selection.type.types, "undated": selection.undated.value}
    return from_conditions(**conditions, new_for=cursor)


def cursor(new: NewOptions, command: str, no_store: bool = False) -> str | None:
    """The name under which is remembered what --new has shown; None where it is not asked for."""
    if not new.new and new.cursor is None:
        return None
    if no_store:
        raise UsageError("--new needs the store, which remembers what was shown; leave --no-store out")
    if new.cursor is not None and not new.cursor.strip():
        raise UsageError("--cursor has no name; write one, or --new alone")
    return command if new.cursor is None else new.cursor


def advance(database: str, name: str | None, ids: Collection[str]) -> None:
    """Remembers under this name, if there is one, that the records `ids` were shown."""
    if name is not None and ids:
        with open_store(database) as store:
            store.advance(name, ids)


def tell_undated(store: Store, chosen: Filters, quiet: bool) -> None:
    """A line about the articles that were left out because they have no date."""
    if (chosen.since or chosen.until) and chosen.undated == "drop" and (count := undated(store, chosen)):
        articles = "1 article without a date is" if count == 1 else f"{count:,} articles without a date are"
        notice(f"{articles} left out; --undated keep shows them too", quiet)


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
    if inputs.set or inputs.outlet_from:
        raise UsageError("--set and --outlet-from say something of the articles of a PATH; name one")


@contextmanager
def opened(
    path: Sequence[str] | None, inputs: InputOptions, *, prune: bool = False, meaning: bool = False
) -> Iterator[tuple[Store, bool]]:
    """A store that holds the articles under `path`, read now, or all that are stored; and whether an input failed.

    Each input that cannot be read is a line on stderr, once: what was told after an earlier run and is the same
    neither is told nor counts, unless --failures asks for all. `prune` forgets the articles of files that are gone;
    `meaning` also stores what records mean.
    """
    check(path, inputs)
    if not path:
        with stored(inputs.db) as store:
            yield store, False
        return
    with ExitStack() as stack:
        progress = stack.enter_context(Progress(inputs.quiet))
        interrupt = stack.enter_context(Interrupt(progress, None if inputs.no_store else inputs.db))
        with interrupt.importing():
            from claimkit.cli.work import read_articles  # a question to the store needs none of it
        reading = read_articles.choose_reading(inputs, prune)  # wrong usage ends here, before any work
        kept = None if inputs.no_store else stack.enter_context(open_store(inputs.db))
        found = stack.enter_context(read_articles.read_into_store(path, reading, kept, interrupt))
        if meaning and kept is not None:
            from claimkit.runs.vectors import make_vectors

            make_vectors(kept, jobs=reading.jobs, progress=lambda _, share: interrupt.update(found.articles, share))
        progress.end()
        failures = found.failures if inputs.failures is Failures.all else found.untold
        for failure in failures:
            complain(str(failure))
        if kept is not None and failures:
            kept.mark_told(found.failing)
        for line in found.notices:
            notice(line, inputs.quiet)
        if kept is not None:
            tell_lost_corrections(kept)
        if found.skipped:
            from claimkit import own_output

            notice(own_output.notice(found.skipped), inputs.quiet)
        if found.vanished and kept:
            count = "1 stored article" if found.vanished == 1 else f"{found.vanished:,} stored articles"
            gone = "forgotten" if prune else "kept; --prune forgets them"
            notice(f"{count} from files that are gone: {gone}", inputs.quiet)
        yield found.store, bool(failures)


def tell_lost_corrections(store: Store) -> None:
    """A line for each correction that applies no longer, when it is noticed first."""
    for one in store.lost_corrections():
        words = one.words if len(one.words) <= _WORDS else f"{one.words[:_WORDS]}…"
        changed = f"a correction of “{words}” no longer fits: its article changed or is gone"
        complain(f"{one.path}: {changed}; see `claimkit corrections list`")


def open_store(database: str, readonly: bool = False) -> Store:
    """The store; while another process keeps this one waiting, a line says so."""

    def waiting() -> None:
        complain(f"{database}: waiting for another claimkit to finish writing")

    return Store(database, readonly=readonly, waiting=waiting)


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
