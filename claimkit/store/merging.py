"""One store written into another: articles as analysis found them, and what is known of their records."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from claimkit.models.collection import Correction
from claimkit.models.record import Extraction
from claimkit.store import Store, checks, corrections, rows, vectors
from claimkit.store import file_list as kept_files
from claimkit.store.sql import batches, decode

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
    with source.snapshot() as db:  # read first: what is damaged is told of the store that it is in
        moments = _whole(db, "SELECT id, first_seen, {} FROM seen n ORDER BY key", "seen", "n")
        cursors = _whole(db, "SELECT name, {} FROM cursors k ORDER BY key", "cursors", "k")
        shown = _whole(
            db,
            "SELECT k.name, n.id, {} FROM shown h JOIN cursors k ON k.key = h.cursor_key"
            " JOIN seen n ON n.key = h.seen_key ORDER BY h.cursor_key, h.seen_key",
            *("shown", "h"),
        )
    with target.transaction() as into:
        into.executemany(
            "INSERT INTO seen (id, first_seen) VALUES (?,?) ON CONFLICT (id) DO UPDATE SET"
            " first_seen = min(first_seen, excluded.first_seen)",
            moments,
        )
        into.executemany("INSERT INTO cursors (name) VALUES (?) ON CONFLICT (name) DO NOTHING", cursors)
        into.executemany(
            "INSERT INTO shown (cursor_key, seen_key) SELECT k.key, n.key FROM cursors k, seen n"
            " WHERE k.name = ?1 AND n.id = ?2 ON CONFLICT DO NOTHING",
            shown,
        )


def take_vectors(source: Store, target: Store, encoder: str) -> None:
    """Copies the vectors that this encoder made of records that `target` has seen; what it has stays."""
    with source.snapshot() as db:
        found = {id_: one for id_, made_by, one in vectors.every(db) if made_by == encoder}
    with target.transaction() as into:
        known = vectors.made_of(into, encoder, found)
        vectors.put(into, encoder, {id_: one for id_, one in found.items() if id_ not in known})


def _whole(db: sqlite3.Connection, query: str, table: str, name: str) -> list[rows.Row]:
    """The rows of `query`, whose last column `{}` tells whether the row of `table`, called `name`, is whole."""
    found = db.execute(query.format(checks.whole(table, name))).fetchall()
    for row in found:
        checks.demand(row[-1], "the list of records seen")
    return [row[:-1] for row in found]


def take_articles(source: Store, target: Store, name: str, version: str) -> int:
    """Copies articles that `target` does not have; returns how many of them lie where it has others.

    The same article at the same place is taken once: as `version` analysed it, if one store has it so. Where `target`
    has another article, `name` is put before the place.
    """
    elsewhere = 0
    with source.snapshot() as db:
        every = [rows.Origin(*map(decode, row)) for row in db.execute(f"SELECT {_ORIGIN} FROM articles")]
    for some in batches(sorted(every), _TOGETHER):
        with target.snapshot() as into:
            wanted = [(origin, place) for origin in some if (place := _place(into, origin, name, version))]
        with source.snapshot() as db:
            found = [(origin, place, _found_at(db, origin.location)) for origin, place in wanted]
        with target.transaction():
            for origin, place, extraction in found:
                if extraction is not None:
                    target.save(extraction, **place._asdict())
                    elsewhere += place.location != origin.location
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


def _place(into: sqlite3.Connection, origin: rows.Origin, name: str, version: str) -> rows.Origin | None:
    """Where an article goes; None if it is there already."""
    before = _origin_at(into, origin.location)
    if before is None:
        return origin
    if before.digest == origin.digest:
        return None if before.version == version or origin.version != version else origin
    place = f"{name}:{origin.location}"
    if _origin_at(into, place) is not None:
        return None
    return origin._replace(location=place, file=f"{name}:{origin.file}")


def _found_at(db: sqlite3.Connection, location: str) -> Extraction | None:
    """The article at this location; None where another process has removed it meanwhile."""
    key = rows.key_at(db, location)
    return None if key is None else rows.load_found(db, key)


def _origin_at(db: sqlite3.Connection, location: str) -> rows.Origin | None:
    key = rows.key_at(db, location)
    return None if key is None else rows.load_origin(db, key)
