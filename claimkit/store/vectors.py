"""What each record means, as a vector: by the record's id, as in `arrivals`, so that it outlives the quotation's rows.

`encoder` says which encoder made it, `words` is a digest of the words that it is made of. The signs are in a table of
their own, which a search reads whole.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from claimkit.store import checks
from claimkit.store.sql import batches, decode, encode, placeholders

LOOKED = "vectors"  # the counter: articles with greater keys have not been looked at


class Vector(NamedTuple):
    """A record's vector as `meaning.vectors.pack` gives it."""

    words: int
    signs: bytes
    numbers: bytes


def any_made(db: sqlite3.Connection, encoder: str) -> bool:
    """Whether there are vectors of this encoder."""
    return db.execute("SELECT 1 FROM vectors WHERE encoder = ? LIMIT 1", (encoder,)).fetchone() is not None


def unlooked(db: sqlite3.Connection) -> int:
    """How many articles nobody has looked at since vectors were made last, and with a record that has none."""
    found = db.execute(
        "SELECT count(*) FROM articles a WHERE key > (SELECT value FROM counters WHERE name = ?) AND EXISTS"
        " (SELECT 1 FROM quotes q JOIN seen n ON n.id = q.id WHERE q.article_key = a.key"
        " AND NOT EXISTS (SELECT 1 FROM vectors v WHERE v.seen_key = n.key))",
        (LOOKED,),
    )
    return int(found.fetchone()[0])


def due(db: sqlite3.Connection, encoder: str) -> list[int]:
    """The articles to look at: new ones, and those with a record that has no vector of this encoder. In order."""
    looked = db.execute("SELECT value FROM counters WHERE name = ?", (LOOKED,)).fetchone()[0]
    found = db.execute(
        "SELECT key FROM articles WHERE key > ? UNION"
        " SELECT q.article_key FROM quotes q JOIN seen n ON n.id = q.id"
        " WHERE NOT EXISTS (SELECT 1 FROM vectors v WHERE v.seen_key = n.key AND v.encoder = ?) ORDER BY 1",
        (looked, encoder),
    )
    return [key for (key,) in found]


def looked_at(db: sqlite3.Connection, key: int) -> None:
    """Notes that every article with a key up to this one was looked at."""
    db.execute("UPDATE counters SET value = max(value, ?) WHERE name = ?", (key, LOOKED))


def made_of(db: sqlite3.Connection, encoder: str, ids: Iterable[str]) -> dict[str, int]:
    """The digest of the words that the vectors of these records are made of, where this encoder made them."""
    found: dict[str, int] = {}
    for some in batches([encode(id_) for id_ in ids]):
        for id_, words, whole in db.execute(
            f"SELECT n.id, v.words, {checks.whole('vectors', 'v')} FROM seen n JOIN vectors v ON v.seen_key = n.key"
            f" WHERE v.encoder = ? AND n.id IN ({placeholders(some)})",
            [encoder, *some],
        ):
            checks.demand(whole, "a vector")
            found[decode(id_)] = words
    return found


def put(db: sqlite3.Connection, encoder: str, vectors: Mapping[str, Vector]) -> None:
    """Keeps the vectors of these records."""
    keys: dict[str, int] = {}
    for some in batches([encode(id_) for id_ in vectors]):
        found = db.execute(f"SELECT id, key FROM seen WHERE id IN ({placeholders(some)})", some)
        keys.update({decode(id_): key for id_, key in found})
    held = [(keys[id_], vector) for id_, vector in vectors.items() if id_ in keys]
    db.executemany(
        "INSERT OR REPLACE INTO vectors (seen_key, encoder, words, signs) VALUES (?,?,?,?)",
        [(key, encoder, vector.words, vector.signs) for key, vector in held],
    )
    db.executemany(
        "INSERT OR REPLACE INTO vector_numbers (seen_key, numbers) VALUES (?,?)",
        [(key, vector.numbers) for key, vector in held],
    )


def signs(db: sqlite3.Connection, encoder: str) -> tuple[list[int], bytes]:
    """The keys of all records that have a vector of this encoder, in order, and their signs one behind the other."""
    found = db.execute("SELECT seen_key, signs FROM vectors WHERE encoder = ? ORDER BY seen_key", (encoder,)).fetchall()
    return [key for key, _ in found], b"".join([held for _, held in found])


def numbers(db: sqlite3.Connection, keys: Sequence[int]) -> dict[int, bytes]:
    """The numbers of these vectors."""
    found: dict[int, bytes] = {}
    for some in batches(keys):
        for key, held, whole in db.execute(
            f"SELECT seen_key, numbers, {checks.whole('vector_numbers')} FROM vector_numbers"
            f" WHERE seen_key IN ({placeholders(some)})",
            some,
        ):
            checks.demand(whole, "a vector")
            found[key] = held
    return found


def state(db: sqlite3.Connection) -> tuple[int, ...]:
    """Another value after every change of which records have vectors."""
    found = db.execute("SELECT value FROM counters WHERE name IN ('revision', ?) ORDER BY name", (LOOKED,))
    return tuple(value for (value,) in found)


def forget_others(db: sqlite3.Connection, encoder: str) -> None:
    """Deletes the vectors of other encoders: they cannot be compared with those of this one."""
    others = "SELECT seen_key FROM vectors WHERE encoder <> ?"
    db.execute(f"DELETE FROM vector_numbers WHERE seen_key IN ({others})", (encoder,))
    db.execute("DELETE FROM vectors WHERE encoder <> ?", (encoder,))


def every(db: sqlite3.Connection) -> Iterator[tuple[str, str, Vector]]:
    """All vectors: the record's id, the encoder and the vector."""
    for id_, encoder, words, held, more, *whole in db.execute(
        "SELECT n.id, v.encoder, v.words, v.signs, m.numbers,"
        f" {checks.whole('vectors', 'v')}, {checks.whole('vector_numbers', 'm')}"
        " FROM vectors v JOIN seen n ON n.key = v.seen_key JOIN vector_numbers m ON m.seen_key = v.seen_key"
        " ORDER BY v.seen_key"
    ):
        checks.demand(all(whole), "a vector")
        yield decode(id_), encoder, Vector(words, held, more)


def copy(source: sqlite3.Connection, into: sqlite3.Connection) -> None:
    """Copies the vectors of the records that are in `into`, a store without any whose keys of `seen` are the same."""
    keys = [key for (key,) in into.execute("SELECT key FROM seen")]
    for some in batches(keys):
        for table, columns in (("vectors", "seen_key, encoder, words, signs"), ("vector_numbers", "seen_key, numbers")):
            found = source.execute(
                f"SELECT {columns} FROM {table} WHERE seen_key IN ({placeholders(some)})", some
            ).fetchall()
            into.executemany(f"INSERT INTO {table} ({columns}) VALUES ({placeholders(columns.split(','))})", found)
    looked = source.execute("SELECT value FROM counters WHERE name = ?", (LOOKED,)).fetchone()[0]
    looked_at(into, looked)
