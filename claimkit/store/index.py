"""The search index: which quotations hold a word or a pair of neighbouring words, in the order in which hits are shown.

A quotation's row number in the full-text index is its *place*, which sorts direct and mixed quotations before indirect
ones, then the surer attribution first, then by a hash of the id. So the first rows that the index returns are the ones
to show, and reading may stop there, whatever the phrase and the history of the store. Pairs are kept where one of the
two words is common (`common` in data/lexicon/search.toml): "to a" is then one short list instead of two that hold half
the store.
"""

from __future__ import annotations

import itertools
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence

from claimkit.english import lexicon
from claimkit.models.types import QuoteType

EVERYTHING = ""  # the entry of `terms` that counts all quotations
INDIRECT = 1 << 39  # where the places of indirect quotations begin: above all percentages and hashes
_AT_ONCE = 10_000  # quotations indexed at a time
_PERCENT = 32  # bits of the hash, below the percentage that the attribution lacks

Indexed = tuple[int, str]  # a place, and the quotation's words in their normal form, separated by spaces


def preferred_place(type_: QuoteType, confidence: float, id_: str) -> int:
    """The place of a quotation; if another one has it, the next free one is taken."""
    lacking = 100 - round(100 * min(max(confidence, 0.0), 1.0))
    digest = zlib.crc32(id_.encode("utf-8", "surrogatepass"))
    return (INDIRECT if type_ == "indirect" else 0) | lacking << _PERCENT | digest


def sort_key(place: int, id_: str) -> tuple[int, int, str]:
    """Sorts as places do, and two quotations with the same hash by their ids."""
    return place >> _PERCENT, zlib.crc32(id_.encode("utf-8", "surrogatepass")), id_


def pair_token(first: str, second: str) -> str | None:
    """The index entry for two neighbouring words; None if the index has only the words themselves."""
    common = lexicon.words("search", "common")
    return f"{first}_{second}" if first in common or second in common else None


def add(db: sqlite3.Connection, quotes: Sequence[Indexed], *, later: bool = False) -> list[int]:
    """Indexes quotations, given with their `preferred_place`; returns their places. `later`: `fill` will index them."""
    taken: set[int] = set()
    places = []
    for wanted, _ in quotes:
        place = wanted
        for (other,) in db.execute("SELECT place FROM quotes WHERE place >= ? ORDER BY place", (wanted,)):
            if other > place:
                break
            place = other + 1
        while place in taken:
            place += 1
        taken.add(place)
        places.append(place)
    if not later:
        _insert(db, sorted(zip(places, (words for _, words in quotes), strict=True)))
    return places


def remove(db: sqlite3.Connection, quotes: Sequence[Indexed]) -> None:
    """Removes quotations from the index, given with their places."""
    db.executemany(
        "INSERT INTO quotes_fts (quotes_fts, rowid, tokens) VALUES ('delete', ?, ?)",
        [(place, tokens(words)) for place, words in sorted(quotes)],
    )
    counts = _counts(words for _, words in quotes)
    db.executemany("UPDATE terms SET quotes = quotes - ? WHERE term = ?", [(n, term) for term, n in counts.items()])
    db.executemany("DELETE FROM terms WHERE term = ? AND quotes = 0", [(term,) for term in counts])


def fill(db: sqlite3.Connection) -> None:
    """Indexes all quotations of a store whose index is empty, at the places that they have.

    FTS5 writes the index in pieces, which are merged at the end: that takes 5 seconds for a million quotations and
    makes each search a tenth faster.
    """
    found = db.execute("SELECT place, words FROM quotes ORDER BY place")
    while some := found.fetchmany(_AT_ONCE):
        _insert(db, some)
    db.execute("INSERT INTO quotes_fts (quotes_fts) VALUES ('optimize')")


def _insert(db: sqlite3.Connection, quotes: Sequence[Indexed]) -> None:
    """Inserts quotations sorted by place: FTS5 flushes its buffer when a smaller row number follows a larger one."""
    db.executemany("INSERT INTO quotes_fts (rowid, tokens) VALUES (?, ?)", [(p, tokens(words)) for p, words in quotes])
    db.executemany(
        "INSERT INTO terms VALUES (?, ?) ON CONFLICT (term) DO UPDATE SET quotes = quotes + excluded.quotes",
        sorted(_counts(words for _, words in quotes).items()),
    )


def tokens(words: str) -> str:
    """The index entries of a quotation: its words and the pairs that are kept, each once."""
    common = lexicon.words("search", "common")
    found = words.split()
    neighbours = itertools.pairwise(found)
    return " ".join({*found, *[f"{a}_{b}" for a, b in neighbours if a in common or b in common]})


def thirds(term: str) -> tuple[str, str, str]:
    """A word cut into three pieces, as the triggers of the schema cut it."""
    third = len(term) // 3
    return term[:third], term[third : 2 * third], term[2 * third :]


def _counts(quotes: Iterable[str]) -> Counter[str]:
    """How many of the quotations hold each word."""
    counts: Counter[str] = Counter()
    for words in quotes:
        counts.update({EVERYTHING, *words.split()})
    return counts
