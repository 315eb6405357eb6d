"""Builds a new store from the intact parts of a damaged one, which is kept beside it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from claimkit.errors import StoreError
from claimkit.store import Store, checks, connecting, rows
from claimkit.store.checks import DamagedError
from claimkit.store.file_list import File, unpack
from claimkit.store.sql import batches, decode, placeholders

# What reading a damaged store can raise.
_UNREADABLE = (sqlite3.Error, DamagedError, *connecting.UNEXPECTED)
_TOGETHER = 100  # articles written in one transaction


@dataclass(frozen=True, slots=True)
class Repaired:
    """The result. `damaged` is where the damaged store is now.

    `articles` is how many there seem to have been, None if not even that is known; `kept` is how many are intact.
    `again` are the files of which something is lost, each with the version of the code that read it. `people`: the
    people file is intact; `corrections`: so are all corrections, moments and cursors.
    """

    damaged: str
    articles: int | None
    kept: int
    again: dict[str, str]
    people: bool
    corrections: bool


def repair(path: str) -> Repaired:
    """Puts a store of all intact articles at `path`, not yet linked, and the damaged one beside it.

    Raises `StoreError`, with nothing changed, if it is not a store of this version or not writable.
    """
    fresh = f"{path}.repair"
    try:
        db = connecting.connect(path, False, connecting.PATIENCE)
    except StoreError as error:
        if not connecting.is_damage(error):
            raise
        db = None  # not even its tables are readable
    for name in _with_logs(fresh):  # of a repair that was stopped
        Path(name).unlink(missing_ok=True)
    articles, kept, again, people, notes = None, Counter[str](), dict[str, str](), False, False
    with Store(fresh) as store:
        if db is not None:
            with connecting.errors(path), closing(db):
                for statement in ("BEGIN IMMEDIATE", "BEGIN"):  # keep others from writing meanwhile, if possible
                    with suppress(sqlite3.DatabaseError):
                        db.execute(statement)
                        break
                keys = _keys(db)
                articles = len(keys)
                notes = _notes(db, store)  # before the articles, to which corrections apply
                kept = _articles(db, sorted(keys), store)
                people = _people(db, store)
                again = _files(db, store, kept)
                db.rollback()
                with suppress(sqlite3.DatabaseError):
                    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Repaired(_exchange(path, fresh), articles, kept.total(), again, people, notes)


def _notes(db: sqlite3.Connection, store: Store) -> bool:
    """Copies what is known of records by their ids: corrections, when they were first seen, what
    cursors have shown, their vectors."""
    intact = True
    with store.transaction() as into:
        for table in ("corrections", "seen", "cursors", "shown", "vectors", "vector_numbers"):
            columns = checks.COLUMNS[table]
            try:
                for *row, whole in db.execute(
                    f"SELECT {', '.join(columns)}, {checks.whole(table)} FROM {table} NOT INDEXED"
                ):
                    if whole != 1:
                        intact = False
                        continue
                    into.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({placeholders(row)})", row)
            except _UNREADABLE:
                intact = False
    return intact


def _articles(db: sqlite3.Connection, keys: list[int], store: Store) -> Counter[str]:
    """Copies the intact articles; returns how many there are of each file."""
    kept: Counter[str] = Counter()
    for some in batches(keys, _TOGETHER):
        with store.transaction():
            for key in some:
                with suppress(*_UNREADABLE):
                    found = db.execute(
                        f"SELECT location, file, digest, content, reading, version, {checks.whole('articles')}"
                        " FROM articles NOT INDEXED WHERE key = ?",
                        (key,),
                    ).fetchone()
                    checks.demand(found[-1], "an article")
                    origin = rows.Origin(*map(decode, found[:-1]))
                    extraction = rows.load_found(db, key)
                    store.save(extraction, **origin._asdict())
                    kept[origin.file] += 1
    return kept


def _keys(db: sqlite3.Connection) -> set[int]:
    """The articles' keys, including those behind an unreadable page."""
    found: set[int] = set()
    for query in (
        "SELECT key FROM articles NOT INDEXED",
        "SELECT key FROM articles NOT INDEXED ORDER BY key DESC",
        "SELECT key FROM articles INDEXED BY articles_file WHERE file > ''",
        "SELECT article_key FROM texts",
    ):
        with suppress(*_UNREADABLE):
            found.update(key for (key,) in db.execute(query))
    return found


def _people(db: sqlite3.Connection, store: Store) -> bool:
    try:
        people = rows.people_file(db)
    except _UNREADABLE:
        return False
    store.replace_people_file(people)
    return True


def _files(db: sqlite3.Connection, store: Store, kept: Counter[str]) -> dict[str, str]:
    """Copies the records of files whose articles are all intact; returns the others, see `Repaired.again`."""
    again: dict[str, str] = {}
    with suppress(*_UNREADABLE):
        for file, reading in db.execute("SELECT file, reading FROM articles NOT INDEXED"):
            again[decode(file)] = decode(reading)
    with store.transaction():
        for file in _intact_files(db):
            if kept[file.location] == file.articles:
                store.finish_file(file)
                again.pop(file.location, None)
            else:
                again[file.location] = file.version
    return again


def _intact_files(db: sqlite3.Connection) -> Iterator[File]:
    """The files with an intact record."""
    columns = ", ".join(checks.COLUMNS["files"])
    with suppress(*_UNREADABLE):
        for *row, whole in db.execute(f"SELECT {columns}, {checks.whole('files')} FROM files NOT INDEXED"):
            if whole == 1:
                yield unpack(tuple(row))


def _exchange(path: str, fresh: str) -> str:
    """Puts `fresh` at `path`; returns where the old store is now. At every moment there is a store at `path`."""
    number, kept = 1, f"{path}.damaged"
    while os.path.lexists(kept):
        number += 1
        kept = f"{path}.damaged-{number}"
    try:
        for log, its in zip(_with_logs(path)[1:], _with_logs(kept)[1:], strict=True):
            if os.path.lexists(log):  # of a store whose log could not be written into it
                Path(log).replace(its)
        try:
            os.link(path, kept)
        except OSError:  # a file system without links
            shutil.copy2(path, kept)
        Path(fresh).replace(path)
    except OSError as error:
        raise StoreError(
            f"{path}: the repaired store {fresh} cannot be moved there ({error.strerror}); move it there by hand"
        ) from error
    return kept


def _with_logs(path: str) -> tuple[str, str, str]:
    return path, f"{path}-wal", f"{path}-shm"
