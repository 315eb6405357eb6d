"""Checksums of stored rows: a changed byte is noticed when it is read, and `claimkit doctor` checks every row.

SQLite notices a damaged page or index, but not a changed value. So each row that affects results carries a checksum of
its values. Triggers of the writing connection maintain them (`watch`); that of a quotation also covers its spans and is
written with it (`seal`). What follows from other rows (words, the search index) has none: `find_damage` compares.
"""

from __future__ import annotations

import marshal
import sqlite3
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from claimkit.english.text import terms
from claimkit.models.fields import ARTICLE_FIELDS
from claimkit.models.types import ChannelKind, CueClass, Decider, Modality, Polarity, QuoteType
from claimkit.store import index

FUNCTION = "claimkit_checksum"

# What `articles` holds of an Article: what a record says of it, and how its text is laid out.
ARTICLE = (*ARTICLE_FIELDS, "format")
# The tables whose rows have a checksum, and the columns that it covers.
COLUMNS: dict[str, tuple[str, ...]] = {
    "articles": ("key", *ARTICLE, "location", "file", "digest", "content", "reading", "version"),
    "texts": ("article_key", "text", "cuts"),
    "article_speakers": (
        *("key", "article_key", "name", "kind", "id", "wikidata", "affiliation", "aliases"),
        *("title", "pronouns", "publisher", "members", "places"),
    ),
    "speakers": ("key", "name", "kind", "id", "wikidata", "affiliation", "pronouns", "members"),
    "aliases": ("speaker_key", "position", "alias"),
    "members": ("speaker_key", "position", "member_key"),
    "clusters": ("id", "representative"),
    "files": (
        *("location", "path", "size", "modified", "changed"),
        *("digest", "version", "articles", "failures", "told"),
    ),
    "people_file": (
        "position",
        "id",
        "name",
        "aliases",
        "merge",
        "split",
        "pin",
        "affiliation",
        "wikidata",
        "pronouns",
    ),
    "lean": ("key", "version", "data", "written"),
    "counters": ("name", "value"),
    "seen": ("key", "id", "first_seen"),
    "cursors": ("key", "name"),
    "shown": ("cursor_key", "seen_key"),
    "corrections": (
        *("key", "article_id", "content", "words", "quote_id", "speaker", "kind", "dropped", "cue", "path", "made"),
        "told",
    ),
    "corrected": ("article_key", "correction_key", "position", "original"),
    "vectors": ("seen_key", "encoder", "words", "signs"),
    "vector_numbers": ("seen_key", "numbers"),
}


class Given(NamedTuple):
    """A quotation as its article gives it: the columns of `quotes` that `checksum` covers, with the spans."""

    key: int
    article_key: int
    id: str | bytes
    type: QuoteType
    text: str | bytes
    cue_lemma: str | bytes | None
    confidence: float
    statement: float
    cue_class: CueClass | None
    cue_polarity: Polarity
    cue_modality: Modality | None
    cue_hearsay: int
    article_speaker_key: int | None
    article_status: str | bytes | None
    article_decided_by: Decider | None
    evidence: str | bytes | None
    via: str | bytes | None
    channel_kind: ChannelKind | None
    channel: str | bytes | None
    inside: str | bytes | None


class Linked(NamedTuple):
    """What linking makes of a quotation: the columns that `link_checksum` covers."""

    speaker_key: int | None
    status: str | bytes | None
    decided_by: Decider | None
    linked_evidence: str | bytes | None
    cluster_id: str | bytes | None
    cluster_position: int | None


GIVEN, LINKED = Given._fields, Linked._fields
# Derived from other columns, or stored both in the table and in an index, which SQLite's own check compares.
DERIVED = ("place", "position", "words", "cue", "source")

Row = tuple[Any, ...]


class DamagedError(Exception):
    """What was read is not what was written."""


def checksum(*values: Any) -> int:
    """A checksum of values as SQLite stores them."""
    return of(values)


def of(row: Row) -> int:
    """The checksum of a row's columns, or of a quotation's `LINKED`.

    Version 2 of `marshal` gives the same bytes for equal values.
    """
    return zlib.crc32(marshal.dumps(row, 2))


def prepare(connection: sqlite3.Connection) -> None:
    """Makes `checksum` known to SQL."""
    connection.create_function(FUNCTION, -1, checksum, deterministic=True)


def whole(table: str, name: str = "") -> str:
    """An SQL expression: whether a row of `table`, called `name` in the query, is what was written."""
    name = name or table
    return f"{name}.checksum IS {_sum(COLUMNS[table], name)}"


def whole_links(name: str) -> str:
    """The same for what the whole store makes of the quotation `name`."""
    return f"{name}.link_checksum IS {_sum(LINKED, name)}"


def demand(whole: Any, what: str) -> None:
    """Raises `DamagedError` unless `whole`, the value of the expression above."""
    if whole != 1:
        raise DamagedError(what)


def watch(connection: sqlite3.Connection) -> None:
    """Makes this connection maintain the checksums of all it writes, except `quotes.checksum`."""
    for table, columns in COLUMNS.items():
        _trigger(connection, table, "checksum", columns, _keys(table))
    _trigger(connection, "quotes", "link_checksum", LINKED, ("key",))


def fill(db: sqlite3.Connection) -> None:
    """Fills in the checksums of rows that were written without."""
    for table, columns in COLUMNS.items():
        db.execute(f"UPDATE {table} SET checksum = {_sum(columns, table)}")
    db.execute(f"UPDATE quotes SET link_checksum = {_sum(LINKED, 'quotes')}")
    for (key,) in db.execute("SELECT key FROM articles").fetchall():
        seal(db, key)


def seal(db: sqlite3.Connection, article_key: int | None) -> None:
    """Writes the checksums of an article's quotations as just stored."""
    spans: dict[int, list[Row]] = defaultdict(list)
    for span in db.execute(
        'SELECT quote_key, role, start, "end", s.text FROM spans s JOIN quotes q ON q.key = quote_key'
        " WHERE q.article_key = ? ORDER BY quote_key, role, s.position",
        (article_key,),
    ):
        spans[span[0]].append(span)
    found = db.execute(f"SELECT {', '.join(GIVEN)} FROM quotes WHERE article_key = ?", (article_key,)).fetchall()
    db.executemany(
        "UPDATE quotes SET checksum = ? WHERE key = ?", [(given(row, spans[row[0]]), row[0]) for row in found]
    )


def given(row: Row, spans: list[Row]) -> int:
    """The checksum of a quotation: its columns `GIVEN`, and its spans' key, role, start, end and text, in order."""
    return zlib.crc32(marshal.dumps((row, spans), 2))


def find_damage(db: sqlite3.Connection, schema: Sequence[Row]) -> Iterator[str]:
    """What is damaged, a few words each, the store's file first. `schema` is that of a new store.

    Where SQLite cannot read on, only that part's check ends.
    """
    factory, db.text_factory = db.text_factory, lambda value: value.decode("utf-8", "replace")
    try:
        for look in (_file, lambda db: _schema(db, schema), _rows, _quotes, _search, _counters):
            try:
                yield from look(db)
            except sqlite3.DatabaseError as error:
                if (error.sqlite_errorcode & 0xFF) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                    raise
                yield " ".join(str(error).split())
            except (ValueError, TypeError, KeyError, OverflowError) as error:
                yield " ".join(f"{type(error).__name__}: {error}".split())
    finally:
        db.text_factory = factory


def described(db: sqlite3.Connection) -> list[Row]:
    """The schema: every table, index, trigger and view."""
    return db.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name").fetchall()


def _file(db: sqlite3.Connection) -> Iterator[str]:
    found = [str(row[0]) for row in db.execute("PRAGMA integrity_check(3)")]
    if found != ["ok"]:
        yield "; ".join(found)
    if lost := len(db.execute("PRAGMA foreign_key_check").fetchall()):
        yield f"{lost} rows refer to nothing"


def _schema(db: sqlite3.Connection, schema: Sequence[Row]) -> Iterator[str]:
    if described(db) != list(schema):
        yield "its tables are not those of a store"


def _rows(db: sqlite3.Connection) -> Iterator[str]:
    for table in COLUMNS:
        if wrong := db.execute(f"SELECT count(*) FROM {table} NOT INDEXED WHERE NOT ({whole(table)})").fetchone()[0]:
            yield f"{wrong} of {table}"


def _quotes(db: sqlite3.Connection) -> Iterator[str]:
    """Reads quotations and spans in parallel: both tables are in the order of the quotations' keys."""
    spans = db.execute('SELECT quote_key, role, start, "end", text FROM spans ORDER BY quote_key, role, position')
    span = next(spans, None)
    wrong = 0
    rest = ("words", "cue", "source", "checksum", "link_checksum")
    for row in db.execute(f"SELECT {', '.join((*GIVEN, *LINKED, *rest))} FROM quotes NOT INDEXED ORDER BY key"):
        mine: list[Row] = []
        while span is not None and span[0] <= row[0]:
            mine.append(span)
            span = next(spans, None)
        own, links = row[: len(GIVEN)], row[len(GIVEN) : -len(rest)]
        words, cue, source, sum_given, sum_linked = row[-len(rest) :]
        first = {role: text for _, role, _, _, text in reversed(mine)}
        body = row[4].decode("utf-8", "surrogatepass") if isinstance(row[4], bytes) else row[4]
        wrong += (
            given(own, mine) != sum_given
            or of(links) != sum_linked
            or words != " ".join(terms(body))
            or (cue, source) != (first.get("cue"), first.get("source"))
        )
    if wrong or span is not None:
        yield f"{wrong or 1} of quotes"
    unseen = db.execute("SELECT count(*) FROM quotes q WHERE NOT EXISTS (SELECT 1 FROM seen n WHERE n.id = q.id)")
    if lost := unseen.fetchone()[0]:
        yield f"{lost} of seen"


def _search(db: sqlite3.Connection) -> Iterator[str]:
    counts: Counter[str] = Counter()
    wanted = held = 0
    for place, words in db.execute("SELECT place, words FROM quotes NOT INDEXED"):
        counts.update({index.EVERYTHING, *words.split()})
        wanted += sum(zlib.crc32(f"{token} {place}".encode()) for token in index.tokens(words).split())
    if dict(db.execute("SELECT term, quotes FROM terms WHERE quotes <> 0")) != {t: n for t, n in counts.items() if n}:
        yield "the counts of words"
    expected = {
        (len(term), part, piece, term)
        for (term,) in db.execute("SELECT term FROM terms")
        if 3 <= len(term) <= 40 and not any("0" <= char <= "9" for char in term)
        for part, piece in enumerate(index.thirds(term))
    }
    if set(db.execute("SELECT size, part, piece, term FROM pieces")) != expected:
        yield "the pieces of words"
    db.execute("CREATE VIRTUAL TABLE temp.held USING fts5vocab (main, quotes_fts, instance)")
    try:
        for token, place in db.execute("SELECT term, doc FROM temp.held"):
            held += zlib.crc32(f"{token} {place}".encode())
    finally:
        db.execute("DROP TABLE temp.held")
    if held != wanted:
        yield "the index of words"


def _counters(db: sqlite3.Connection) -> Iterator[str]:
    if {name for (name,) in db.execute("SELECT name FROM counters")} != {
        "revision",
        "linked",
        "links",
        "lean",
        "vectors",
    }:
        yield "the counters"


def _keys(table: str) -> tuple[str, ...]:
    columns = COLUMNS[table]
    return columns[:2] if table in ("aliases", "members", "shown", "corrected") else columns[:1]


def _sum(columns: Sequence[str], name: str) -> str:
    return f"{FUNCTION}({', '.join(f'{name}.{column}' for column in columns)})"


def _trigger(db: sqlite3.Connection, table: str, column: str, columns: Sequence[str], keys: Sequence[str]) -> None:
    where = " AND ".join(f"{key} = new.{key}" for key in keys)
    for event in ("INSERT", f"UPDATE OF {', '.join(columns)}"):
        db.execute(
            f"CREATE TEMP TRIGGER {column}_{table}_{event[:6]} AFTER {event} ON main.{table} BEGIN"
            f" UPDATE {table} SET {column} = {_sum(columns, 'new')} WHERE {where}; END"
        )
