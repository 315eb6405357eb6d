"""What the store knows under names and ids that begin in some way: for completion on a command line."""

from __future__ import annotations

from typing import Literal

from claimkit.store import Store

What = Literal["cluster", "outlet", "quote", "speaker"]

_BEGINS = "{0} >= ?1 AND {0} < ?1 || char(1114111)"  # a range, so that an index serves it
_WORD = "(instr(lower({0}), lower(?1)) = 1 OR instr(lower({0}), ' ' || lower(?1)) > 0)"
# Ids with the words that they stand for, names alone.
_QUERIES: dict[What, str] = {
    "cluster": "SELECT c.id, (SELECT text FROM quotes WHERE id = c.representative) FROM clusters c"
    f" WHERE {_BEGINS.format('c.id')} ORDER BY c.id LIMIT ?2",
    "quote": f"SELECT DISTINCT id, text FROM quotes WHERE {_BEGINS.format('id')} ORDER BY id LIMIT ?2",
    "outlet": f"SELECT DISTINCT outlet, '' FROM articles WHERE {_WORD.format('outlet')} ORDER BY outlet LIMIT ?2",
    "speaker": f"SELECT DISTINCT name, '' FROM speakers WHERE {_WORD.format('name')} ORDER BY name LIMIT ?2",
}


def known(store: Store, what: What, start: str, limit: int = 50) -> list[tuple[str, str]]:
    """At most `limit` ids that begin with `start`, or names of which a word does, each with its words or ''."""
    with store.reading() as connection:
        return [(name, words or "") for name, words in connection.execute(_QUERIES[what], (start, limit))]
