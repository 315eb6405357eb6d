"""Whether a store is whole, and what it holds."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from claimkit.errors import StoreError
from claimkit.store import Store, connecting
from claimkit.store.rows import text

_TABLES = ("files", "articles", "quotes", "speakers", "clusters")


@dataclass(frozen=True, slots=True)
class Health:
    """What was found. `problems` are lines that say what is wrong and what to do; `size` is in bytes."""

    schema: int
    size: int
    counts: dict[str, int]
    linked: bool
    problems: tuple[str, ...]


_AGAIN = "move the file away and run `claimkit quotes PATH` again"


def check(path: str) -> Health:
    """Looks at every page, reference and index of the store at `path`; a second a gigabyte or more. Changes nothing.

    Raises `StoreError` where it cannot be opened.
    """
    with Store(path, readonly=True) as store, connecting.errors(path):
        db = store.connection
        problems: list[str] = []
        found = [str(row[0]) for row in db.execute("PRAGMA integrity_check(3)")]
        if found != ["ok"]:
            problems.append(f"{path}: the store is damaged ({'; '.join(found)[:200]}); {_AGAIN}")
        if lost := len(db.execute("PRAGMA foreign_key_check").fetchall()):
            problems.append(f"{path}: {lost} rows of the store refer to nothing; {_AGAIN}")
        counts = {table: int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in _TABLES}
        version = int(db.execute("PRAGMA user_version").fetchone()[0])
        linked = not store.stale
    if not problems and not _index_is_whole(path):
        problems.append(f"{path}: the index of words does not fit the quotations; {_AGAIN}")
    return Health(version, Path(path).stat().st_size, counts, linked, tuple(problems))


def versions(store: Store) -> dict[tuple[str, str], int]:
    """How many articles each pair of versions, of reading and of analysing, has made."""
    with store.reading() as db:
        found = db.execute("SELECT reading, version, count(*) FROM articles GROUP BY reading, version")
        return {(text(reading), text(version)): number for reading, version, number in found}


def _index_is_whole(path: str) -> bool:
    try:
        with Store(path) as store:  # FTS5 looks at itself by way of an INSERT
            store.connection.execute("BEGIN")
            try:
                store.connection.execute("INSERT INTO quotes_fts (quotes_fts, rank) VALUES ('integrity-check', 1)")
            finally:
                store.connection.rollback()
    except StoreError:  # may not be written to: then nothing is known
        return True
    except sqlite3.DatabaseError as error:
        return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_BUSY)
    return True
