"""One store written into another: articles as analysis found them, and what is known of their records."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from claimkit.models.collection import Correction
from claimkit.store import Store, checks, corrections, rows
from claimkit.store import file_list as kept_files
from claimkit.store.sql import batches, decode, encode, placeholders

_TOGETHER = 100  # articles written in one transaction
_ORIGIN = ", ".join(rows.Origin._fields)


def take_corrections(source: Store, target: Store) -> list[Correction]:
    """Copies corrections, of two of one quotation the later; returns the others that said something else."""
    left_out = []
    with target.transaction() as into:
        known = {(one.article_id, one.content): one for one in corrections.every(into)}
        with source.snapshot() as db:
            found = corrections.every(db)
        for one in found:
            other = known.get((one.article_id, one.content), one)
            later, earlier = (one, other) if _order(one) >= _order(other) else (other, one)
            if later is one:
                corrections.put(into, one)
            if not later.same_as(earlier):
                left_out.append(earlier)
    return left_out


def _order(one: Correction) -> tuple[str, str]:
    """The later correction counts; of two of one moment always the same one."""
    return one.made, repr(one)


def take_moments(source: Store, target: Store) -> None:
    """Copies when records were first seen (the earlier of two moments), and what cursors have shown."""
    with source.snapshot() as db, target.transaction() as into:
        into.executemany(
            "INSERT INTO seen (id, first_seen) VALUES (?,?) ON CONFLICT (id) DO UPDATE SET"
            " first_seen = min(first_seen, excluded.first_seen)",
            db.execute("SELECT id, first_seen FROM seen ORDER BY key"),
        )
        into.executemany(
            "INSERT INTO cursors (name) VALUES (?) ON CONFLICT (name) DO NOTHING",
            db.execute("SELECT name FROM cursors ORDER BY key"),
        )
        into.executemany(
            "INSERT INTO shown (cursor_key, seen_key) SELECT k.key, n.key FROM cursors k, seen n"
            " WHERE k.name = ?1 AND n.id = ?2 ON CONFLICT DO NOTHING",
            db.execute(
                "SELECT k.name, n.id FROM shown h JOIN cursors k ON k.key = h.cursor_key"
                " JOIN seen n ON n.key = h.seen_key ORDER BY h.cursor_key, h.seen_key"
            ),
        )


def take_articles(source: Store, target: Store, name: str, version: str) -> int:
    """Copies articles that `target` does not have; returns how many of them lie where it has others.

    The same article at the same place is taken once: as `version` analysed it, if one store has it so. `name` stands
    before the place of an article where `target` has another one.
    """
    elsewhere = 0
    with source.snapshot() as db:
        every = [rows.Origin(*map(decode, row)) for row in db.execute(f"SELECT {_ORIGIN} FROM articles")]
    for some in batches(sorted(every), _TOGETHER):
        with source.snapshot() as db, target.transaction() as into:
            for origin in some:
                before = _origin_at(into, origin.location)
                if before is not None and before.digest == origin.digest:
                    if before.version == version or origin.version != version:
                        continue
                elif before is not None:
                    place = f"{name}:{origin.location}"
                    if _origin_at(into, place) is not None:
                        continue
                    origin = origin._replace(location=place, file=f"{name}:{origin.file}")
                    elsewhere += 1
                found = db.execute("SELECT key FROM articles WHERE location = ?", (encode(_bare(origin, name)),))
                target.save(rows.load_found(db, found.fetchone()[0]), **origin._asdict())
    return elsewhere


def take_files(source: Store, target: Store) -> None:
    """Copies what is known of files that `target` does not know; they need not be read again."""
    with source.snapshot() as db:
        found = list(_files(db))
    known = target.files([file.location for file in found])
    with target.transaction():
        for file in found:
            if file.location not in known:
                target.finish_file(file)


def _files(db: sqlite3.Connection) -> Iterator[kept_files.File]:
    columns = ", ".join(checks.COLUMNS["files"])
    for *row, whole in db.execute(f"SELECT {columns}, {checks.whole('files')} FROM files ORDER BY location"):
        checks.demand(whole, "a file")
        yield kept_files.unpack(tuple(row))


def _bare(origin: rows.Origin, name: str) -> str:
    """The place that an article has in its own store."""
    return origin.location.removeprefix(f"{name}:") if origin.file.startswith(f"{name}:") else origin.location


def _origin_at(db: sqlite3.Connection, location: str) -> rows.Origin | None:
    values = [encode(location)]
    row = db.execute(f"SELECT {_ORIGIN} FROM articles WHERE location IN ({placeholders(values)})", values).fetchone()
    return None if row is None else rows.Origin(*map(decode, row))
