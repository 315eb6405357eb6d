"""What is asked of the store's full-text index: words and pairs of neighbouring words."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Sequence

from claimkit.store import index

_MOST_TOKENS = 8  # of a phrase that are asked for; the rarest, which leave little for the others to rule out


def phrase(db: sqlite3.Connection, words: Sequence[str]) -> str | None:
    """A query that finds all quotations which hold `words` in a row, and a few others; None if a word is in none."""
    counts = {word: held(db, word) for word in dict.fromkeys(words)}
    if not all(counts.values()):
        return None
    tokens: dict[str, tuple[int, str]] = {}
    single = set(words)
    for first, second in itertools.pairwise(words):
        if token := index.pair(first, second):
            # Two common words next to each other are some fifty times rarer than the rarer one of them.
            tokens[token] = (min(counts[first], counts[second]) // 50, token)
            single -= {first, second}
    tokens |= {word: (counts[word], word) for word in single}
    return " AND ".join(map(quoted, sorted(tokens, key=tokens.__getitem__)[:_MOST_TOKENS]))


def held(db: sqlite3.Connection, word: str) -> int:
    """How many quotations hold `word`."""
    row = db.execute("SELECT quotes FROM terms WHERE term = ?", (word,)).fetchone()
    return row[0] if row else 0


def either(tokens: Sequence[str]) -> str:
    """A query for any of `tokens`."""
    return "(" + " OR ".join(map(quoted, tokens)) + ")"


def quoted(token: str) -> str:
    """`token` so that FTS5 reads no operator in it."""
    return f'"{token}"'
