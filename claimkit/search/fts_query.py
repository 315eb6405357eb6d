"""Queries for the store's full-text index, which holds words and pairs of neighbouring words."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Sequence

from claimkit.store import index

_MOST_TOKENS = 8  # tokens of a phrase in one query: the rarest, which leave little for the others to rule out


def phrase_query(db: sqlite3.Connection, words: Sequence[str]) -> str | None:
    """A query that finds every quotation with `words` in a row, and a few others; None if a word occurs nowhere."""
    counts = {word: count_quotes(db, word) for word in dict.fromkeys(words)}
    if not all(counts.values()):
        return None
    tokens: dict[str, tuple[int, str]] = {}
    single = set(words)
    for first, second in itertools.pairwise(words):
        if token := index.pair_token(first, second):
            # Two common words next to each other are some fifty times rarer than the rarer one of them.
            tokens[token] = (min(counts[first], counts[second]) // 50, token)
            single -= {first, second}
    tokens |= {word: (counts[word], word) for word in single}
    return " AND ".join(map(quote, sorted(tokens, key=tokens.__getitem__)[:_MOST_TOKENS]))


def count_quotes(db: sqlite3.Connection, word: str) -> int:
    """How many quotations hold `word`."""
    row = db.execute("SELECT quotes FROM terms WHERE term = ?", (word,)).fetchone()
    return row[0] if row else 0


def any_of(tokens: Sequence[str]) -> str:
    """A query for any of `tokens`."""
    return "(" + " OR ".join(map(quote, tokens)) + ")"


def quote(token: str) -> str:
    """`token` quoted, so that FTS5 sees no operator in it."""
    return f'"{token}"'
