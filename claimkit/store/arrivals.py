"""When each record was first seen, and which records a cursor has shown already.

Both go by the record's id, which outlives the rows of a quotation: an article that is read again, analysed by a new
version, moved, forgotten and found again keeps the moment at which its records were first seen.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime

from claimkit.store import checks
from claimkit.store.sql import batches, decode, encode, placeholders

# What `where` puts after `WHERE … AND`, for a quotation `q`.
ADDED_SINCE = "EXISTS (SELECT 1 FROM seen n WHERE n.id = q.id AND n.first_seen >= ?)"
NOT_SHOWN = (
    "NOT EXISTS (SELECT 1 FROM seen n JOIN shown h ON h.seen_key = n.key JOIN cursors k ON k.key = h.cursor_key"
    " WHERE n.id = q.id AND k.name = ?)"
)


def now() -> str:
    """This moment as it is stored: UTC, to the second, so that it sorts as text."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def note(db: sqlite3.Connection, ids: Iterable[str]) -> None:
    """Notes that these records are seen; those that were seen before keep their moment."""
    moment = now()
    db.executemany(
        "INSERT INTO seen (id, first_seen) SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM seen WHERE id = ?1)",
        [(encode(id_), moment) for id_ in ids],
    )


def first_seen(db: sqlite3.Connection, ids: Iterable[str]) -> dict[str, str]:
    """When each of these records was first seen; empty for one that was stored before this was kept."""
    found: dict[str, str] = {}
    for some in batches([encode(id_) for id_ in ids]):
        for id_, moment, whole in db.execute(
            f"SELECT id, first_seen, {checks.whole('seen')} FROM seen WHERE id IN ({placeholders(some)})", some
        ):
            checks.demand(whole, "the list of records seen")
            found[decode(id_)] = moment
    return found


def advance(db: sqlite3.Connection, cursor: str, ids: Iterable[str]) -> None:
    """Moves the cursor of this name past these records."""
    name = encode(cursor)
    db.execute("INSERT INTO cursors (name) SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM cursors WHERE name = ?1)", (name,))
    [key] = db.execute("SELECT key FROM cursors WHERE name = ?", (name,)).fetchone()
    db.executemany(
        "INSERT INTO shown (cursor_key, seen_key) SELECT ?1, n.key FROM seen n WHERE n.id = ?2"
        " AND NOT EXISTS (SELECT 1 FROM shown WHERE cursor_key = ?1 AND seen_key = n.key)",
        [(key, encode(id_)) for id_ in ids],
    )


def copy(source: sqlite3.Connection, into: sqlite3.Connection) -> None:
    """Copies moments and cursors of the records that are in `into`, an empty store but for its articles."""
    ids = [id_ for (id_,) in into.execute("SELECT DISTINCT id FROM quotes")]
    for some in batches(ids):
        rows = source.execute(
            f"SELECT key, id, first_seen FROM seen WHERE id IN ({placeholders(some)})", some
        ).fetchall()
        into.executemany("INSERT INTO seen (key, id, first_seen) VALUES (?,?,?)", rows)
    into.executemany("INSERT INTO cursors (key, name) VALUES (?,?)", source.execute("SELECT key, name FROM cursors"))
    keys = [key for (key,) in into.execute("SELECT key FROM seen")]
    for some in batches(keys):
        shown = source.execute(
            f"SELECT cursor_key, seen_key FROM shown WHERE seen_key IN ({placeholders(some)})", some
        ).fetchall()
        into.executemany("INSERT INTO shown (cursor_key, seen_key) VALUES (?,?)", shown)
