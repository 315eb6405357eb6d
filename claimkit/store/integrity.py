"""Whether a store is intact, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from claimkit.store import Store, connecting
from claimkit.store.sql import decode

_TABLES = ("files", "articles", "quotes", "speakers", "clusters")


@dataclass(frozen=True, slots=True)
class Health:
    """The result. `problems` are lines that say what is wrong and what to do; `size` is in bytes."""

    schema: int
    size: int
    counts: dict[str, int]
    linked: bool
    problems: tuple[str, ...]


def check(path: str) -> Health:
    """Checks every page, row and index of the store at `path`, in half a minute per gigabyte. Changes nothing.

    Raises `StoreError` if it cannot be opened.
    """
    with Store(path, readonly=True) as store, connecting.errors(path):
        db = store.connection
        problems: list[str] = []
        if found := connecting.damage(path):
            problems.append(f"{path}: the store is damaged ({'; '.join(found)[:200]}); run `claimkit doctor --repair`")
        counts = {table: int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in _TABLES}
        version = int(db.execute("PRAGMA user_version").fetchone()[0])
        linked = not store.stale
    return Health(version, Path(path).stat().st_size, counts, linked, tuple(problems))


def versions(store: Store) -> dict[tuple[str, str], int]:
    """How many articles each pair of versions (of the reading and the analysing code) produced."""
    with store.snapshot() as db:
        found = db.execute("SELECT reading, version, count(*) FROM articles GROUP BY reading, version")
        return {(decode(reading), decode(version)): number for reading, version, number in found}
