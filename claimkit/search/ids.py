"""What the store knows under ids and names that begin in some way: for completion on a command line."""

from __future__ import annotations

from typing import Literal

from claimkit.store import Store

What = Literal["cluster", "quote", "speaker"]

_BEGINS = "{0} >= :start AND {0} < :start || char(1114111)"  # a range, so that an index serves it
# Each id with the words that it stands for.
_QUERIES: dict[What, str] = {
    "cluster": "SELECT c.id, (SELECT text FROM quotes WHERE id = c.representative) FROM clusters c"
    f" WHERE {_BEGINS.format('c.id')} ORDER BY c.id LIMIT :limit",
    "quote": f"SELECT DISTINCT id, text FROM quotes WHERE {_BEGINS.format('id')} ORDER BY id LIMIT :limit",
    "speaker": "SELECT DISTINCT id, name FROM speakers WHERE name IS NOT NULL"
    f" AND ({_BEGINS.format('id')} OR instr(' ' || name, ' ' || :start) > 0) ORDER BY id LIMIT :limit",
}


def known(store: Store, what: What, start: str, limit: int = 50) -> list[tuple[str, str]]:
    """At most `limit` ids that begin with `start`, with the words of the quotation or the speaker's name.

    A speaker is found by the beginning of a word of the name too.
    """
    with store.snapshot() as connection:
        return [
            (id_, words or "") for id_, words in connection.execute(_QUERIES[what], {"start": start, "limit": limit})
        ]
