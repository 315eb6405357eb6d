"""Part of a store as a store of its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from claimkit.store import arrivals, index, vectors
from claimkit.store.sql import batches, encode, placeholders

if TYPE_CHECKING:
    from claimkit.store import Store

# Columns that linking fills, with their values in the copy: what the article alone says.
_UNLINKED = {
    "speaker_key": "NULL",
    "status": "article_status",
    "cluster_id": "NULL",
    "cluster_position": "NULL",
    "linked_evidence": "NULL",
    "decided_by": "article_decided_by",
}
# By the articles' keys, in the order in which rows refer to each other.
_TABLES = (
    ("articles", "SELECT {} FROM articles WHERE key IN ({})"),
    ("texts", "SELECT {} FROM texts WHERE article_key IN ({})"),
    ("article_speakers", "SELECT {} FROM article_speakers WHERE article_key IN ({})"),
    ("quotes", "SELECT {} FROM quotes WHERE article_key IN ({})"),
    ("spans", "SELECT {} FROM spans WHERE quote_key IN (SELECT key FROM quotes WHERE article_key IN ({}))"),
)


def copy(source: Store, target: Store, files: Collection[str]) -> None:
    """Copies the articles of these files and the people file into `target`, an empty store; links are not copied."""
    people = source.people_file()
    with target.transaction() as into:
        for some in batches([encode(file) for file in files]):
            with source.snapshot() as db:
                keys = [
                    k for (k,) in db.execute(f"SELECT key FROM articles WHERE file IN ({placeholders(some)})", some)
                ]
                for chosen in batches(keys):
                    for table, query in _TABLES:
                        _copy(db, into, table, query, chosen)
        index.fill(into)
        with source.snapshot() as db:
            arrivals.copy(db, into)
            vectors.copy(db, into)
        into.execute("UPDATE counters SET value = value + 1 WHERE name = 'revision'")
    target.replace_people_file(people)


def _copy(db: sqlite3.Connection, into: sqlite3.Connection, table: str, query: str, keys: Iterable[Any]) -> None:
    keys = list(keys)
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    taken = [_UNLINKED.get(c, f'"{c}"') if table == "quotes" else f'"{c}"' for c in columns]
    found = db.execute(query.format(", ".join(taken), placeholders(keys)), keys)
    names = ", ".join(f'"{c}"' for c in columns)
    into.executemany(f"INSERT INTO {table} ({names}) VALUES ({placeholders(columns)})", found)
