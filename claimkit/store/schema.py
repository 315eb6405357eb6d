"""The store's tables, how an older store becomes a newer one, and how a store file is opened."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from claimkit.errors import StoreError

MEMORY = ":memory:"
TEMPORARY = ""  # SQLite's name for a database in a file of its own that goes when it is closed

_CACHE = -65_536  # KiB of the file that a reader keeps at most: the words of hits lie all over it
_SLICE = 0.25  # seconds that SQLite waits for a lock in one go; a signal is heard in between
_TOLD = 1.0  # seconds of waiting before it is worth a word
_READ = 10.0  # seconds that a reader waits where there is no write-ahead log: for a commit, never for a computation
APPLICATION_ID = 0x434C4D4B  # "CLMK" in the file's header: a database of another program is never written to

# Named steps, run once each and in this order; `PRAGMA user_version` counts those that a file has behind it.
# A published step is never changed: a change of the schema is a new step.
#
# Rows are tied by integer keys: an article's own id need not be unique (two folders may hold the same file), and a
# key says nothing, so no answer may depend on it. `location` is where an article lies, `file` where its file lies (the
# same for a file of one article), `path` how the user named it. `digest` tells an unchanged article, `content` the same
# body elsewhere; `reading` and `version` are the versions of what read and what analysed it.
MIGRATIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "articles, quotes, speakers, clusters",
        (
            # A key is never used again, and an article's rows never change: `lean` knows articles by their keys.
            """CREATE TABLE articles (
                key INTEGER PRIMARY KEY AUTOINCREMENT,
                title TEXT,
                outlet TEXT,
                published TEXT,
                path TEXT NOT NULL,
                url TEXT,
                format TEXT NOT NULL,
                id TEXT NOT NULL,
                location TEXT NOT NULL UNIQUE,
                file TEXT NOT NULL,
                digest TEXT NOT NULL,
                content TEXT NOT NULL,
                reading TEXT NOT NULL,
                version TEXT NOT NULL
            )""",
            "CREATE INDEX articles_id ON articles (id)",
            "CREATE INDEX articles_file ON articles (file)",
            "CREATE INDEX articles_content ON articles (content)",
            "CREATE INDEX articles_outlet ON articles (outlet)",
            "CREATE INDEX articles_published ON articles (published)",
            # Files that were read to their end, as they were then: one that looks the same need not be opened.
            # Times are nanoseconds, 0 where they do not tell. `failures` are what in it could not be read.
            """CREATE TABLE files (
                location TEXT PRIMARY KEY,
                path TEXT NOT NULL,
                size INTEGER NOT NULL,
                modified INTEGER NOT NULL,
                changed INTEGER NOT NULL,
                digest TEXT NOT NULL,
                version TEXT NOT NULL,
                articles INTEGER NOT NULL,
                failures TEXT NOT NULL
            )""",
            # Long texts live apart, so that the table of articles stays quick to scan and pleasant to browse.
            """CREATE TABLE texts (
                article_key INTEGER PRIMARY KEY REFERENCES articles (key) ON DELETE CASCADE,
                text TEXT NOT NULL,
                cuts TEXT NOT NULL
            )""",
            """CREATE TABLE article_speakers (
                key INTEGER PRIMARY KEY,
                article_key INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
                name TEXT,
                kind TEXT NOT NULL,
                id TEXT NOT NULL,
                wikidata TEXT,
                affiliation TEXT,
                aliases TEXT NOT NULL
            )""",
            "CREATE INDEX article_speakers_article ON article_speakers (article_key)",
            """CREATE TABLE speakers (
                key INTEGER PRIMARY KEY,
                name TEXT,
                kind TEXT NOT NULL,
                id TEXT NOT NULL,
                wikidata TEXT,
                affiliation TEXT
            )""",
            "CREATE INDEX speakers_id ON speakers (id)",
            """CREATE TABLE aliases (
                speaker_key INTEGER NOT NULL REFERENCES speakers (key) ON DELETE CASCADE,
                position INTEGER NOT NULL,
                alias TEXT NOT NULL,
                PRIMARY KEY (speaker_key, position)
            ) WITHOUT ROWID""",
            """CREATE TABLE clusters (
                id TEXT PRIMARY KEY,
                representative TEXT NOT NULL
            )""",
            # place: where it stands in the search index; words: the text's words in their normal form, which is what
            # search compares. A change of text.terms needs a step that fills words and the index anew.
            # speaker_key, status, linked_evidence: store-wide, written by replace_links (linked_evidence only where it
            # differs from evidence), decided_by; article_speaker_key, article_status, evidence, article_decided_by: as
            # the article gives them.
            """CREATE TABLE quotes (
                key INTEGER PRIMARY KEY,
                place INTEGER NOT NULL,
                id TEXT NOT NULL,
                article_key INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
                position INTEGER NOT NULL,
                type TEXT NOT NULL,
                speaker_key INTEGER REFERENCES speakers (key),
                status TEXT,
                text TEXT NOT NULL,
                words TEXT NOT NULL,
                cue TEXT,
                cue_lemma TEXT,
                cue_class TEXT,
                cue_polarity TEXT,
                cue_modality TEXT,
                cue_hearsay INTEGER,
                source TEXT,
                confidence REAL NOT NULL,
                cluster_id TEXT REFERENCES clusters (id) ON DELETE SET NULL,
                cluster_position INTEGER,
                article_speaker_key INTEGER REFERENCES article_speakers (key) ON DELETE SET NULL,
                article_status TEXT,
                evidence TEXT,
                linked_evidence TEXT,
                article_decided_by TEXT,
                decided_by TEXT
            )""",
            # The people file that was imported last; aliases, merge and split are JSON arrays.
            """CREATE TABLE people_file (
                position INTEGER PRIMARY KEY,
                id TEXT NOT NULL,
                name TEXT NOT NULL,
                aliases TEXT NOT NULL,
                merge TEXT NOT NULL,
                split TEXT NOT NULL,
                pin TEXT,
                affiliation TEXT,
                wikidata TEXT
            )""",
            "CREATE INDEX quotes_id ON quotes (id)",
            "CREATE UNIQUE INDEX quotes_place ON quotes (place)",
            "CREATE UNIQUE INDEX quotes_article ON quotes (article_key, position)",
            "CREATE INDEX quotes_speaker ON quotes (speaker_key, place) WHERE speaker_key IS NOT NULL",
            "CREATE INDEX quotes_cluster ON quotes (cluster_id, cluster_position) WHERE cluster_id IS NOT NULL",
            "CREATE INDEX quotes_article_speaker ON quotes (article_speaker_key) WHERE article_speaker_key IS NOT NULL",
            """CREATE TABLE spans (
                quote_key INTEGER NOT NULL REFERENCES quotes (key) ON DELETE CASCADE,
                role TEXT NOT NULL,
                position INTEGER NOT NULL,
                start INTEGER NOT NULL,
                "end" INTEGER NOT NULL,
                text TEXT NOT NULL,
                PRIMARY KEY (quote_key, role, position)
            ) WITHOUT ROWID""",
            # The search index (claimkit.store.index): a row for each quotation, at its `place`, with its words and
            # pairs of words. They are folded already, and the tokenizer splits at spaces: text.terms alone says what a
            # word is. For Datasette: fts_table quotes_fts, fts_pk place. It cannot be asked for phrases, as
            # the index holds no positions (they would make it half as large again).
            """CREATE VIRTUAL TABLE quotes_fts USING fts5 (
                tokens, content="", columnsize=0, detail=none, tokenize="ascii tokenchars '_'"
            )""",
            # How many quotations each word stands in, and under the empty word, how many there are. FTS5's own table
            # for this (fts5vocab) counts anew at each question: 8 ms for "the" in 100,000 quotations.
            "CREATE TABLE terms (term TEXT PRIMARY KEY, quotes INTEGER NOT NULL) WITHOUT ROWID",
            # The words in three pieces each. Of a word one slip of the pen away one piece at least is whole, and nearly
            # always of one two slips away: so misspelt words are found without reading all (search.vocabulary).
            """CREATE TABLE pieces (
                size INTEGER NOT NULL,
                part INTEGER NOT NULL,
                piece TEXT NOT NULL,
                term TEXT NOT NULL,
                PRIMARY KEY (size, part, piece, term)
            ) WITHOUT ROWID""",
            """CREATE TRIGGER pieces_insert AFTER INSERT ON terms
            WHEN length(new.term) BETWEEN 3 AND 40 AND new.term NOT GLOB '*[0-9]*' BEGIN
                INSERT INTO pieces VALUES
                    (length(new.term), 0, substr(new.term, 1, length(new.term) / 3), new.term),
                    (length(new.term), 1, substr(new.term, length(new.term) / 3 + 1, length(new.term) / 3), new.term),
                    (length(new.term), 2, substr(new.term, 2 * (length(new.term) / 3) + 1), new.term);
            END""",
            """CREATE TRIGGER pieces_delete AFTER DELETE ON terms
            WHEN length(old.term) BETWEEN 3 AND 40 AND old.term NOT GLOB '*[0-9]*' BEGIN
                DELETE FROM pieces WHERE size = length(old.term) AND term = old.term AND (part, piece) IN (VALUES
                    (0, substr(old.term, 1, length(old.term) / 3)),
                    (1, substr(old.term, length(old.term) / 3 + 1, length(old.term) / 3)),
                    (2, substr(old.term, 2 * (length(old.term) / 3) + 1)));
            END""",
            # What linking keeps of some articles each, so that it need not read them again, and what it wrote of their
            # links. Only ever a cache: it may be emptied at any time.
            """CREATE TABLE lean (
                key INTEGER PRIMARY KEY,
                version TEXT NOT NULL,
                data BLOB NOT NULL,
                written BLOB
            )""",
            # `revision` counts the changes of articles, `linked` is the revision that speakers and clusters stand for;
            # `links` counts the changes of these, and `lean` is the count that lean.written stands for.
            "CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
            "INSERT INTO counters VALUES ('revision', 0), ('linked', 0), ('links', 0), ('lean', 0)",
            """CREATE VIEW quotations AS
                SELECT q.id, q.type, s.name AS speaker, q.status, q.text AS quotation, q.cue, q.cue_class,
                       q.cue_polarity, q.cue_modality, q.cue_hearsay, q.source, a.outlet, a.published, a.title, a.path,
                       q.confidence, q.cluster_id, q.place
                FROM quotes q
                JOIN articles a ON a.key = q.article_key
                LEFT JOIN speakers s ON s.key = q.speaker_key""",
            """CREATE VIEW cluster_outlets AS
                SELECT c.id, r.text AS representative, count(*) AS quotes, count(DISTINCT q.article_key) AS articles,
                       count(DISTINCT coalesce(a.outlet, a.path)) AS outlets,
                       min(a.published) AS first, max(a.published) AS last
                FROM clusters c
                JOIN quotes q ON q.cluster_id = c.id
                JOIN articles a ON a.key = q.article_key
                LEFT JOIN quotes r ON r.key = (SELECT min(key) FROM quotes WHERE id = c.representative)
                GROUP BY c.id""",
            """CREATE VIEW speaker_counts AS
                SELECT s.id, s.name, s.kind, s.wikidata, count(*) AS quotes, count(DISTINCT q.article_key) AS articles,
                       count(DISTINCT coalesce(a.outlet, a.path)) AS outlets,
                       min(a.published) AS first, max(a.published) AS last
                FROM speakers s
                JOIN quotes q ON q.speaker_key = s.key
                JOIN articles a ON a.key = q.article_key
                GROUP BY s.id, s.name, s.kind""",
        ),
    ),
)


def is_private(path: str) -> bool:
    """Whether `path` names no file that another process could open."""
    return path in (MEMORY, TEMPORARY)


def connect(path: str, readonly: bool, timeout: float, waiting: Callable[[], None] | None = None) -> sqlite3.Connection:
    """An open connection to the store at `path`, made or brought up to date if need be. Raises `StoreError`."""
    file = Path(path)
    if not is_private(path):
        if file.is_dir():
            raise StoreError(f"{path}: is a folder, not a store; name a file with --db")
        if readonly and not file.exists():
            raise StoreError(f"{path}: there is no store here; make one with `claimkit quotes PATH`")
        if not readonly and file.exists() and not os.access(file, os.W_OK):
            raise StoreError(f"{path}: {_REASONS['SQLITE_READONLY']}")
        if not file.absolute().parent.is_dir():
            raise StoreError(f"{path}: the folder {file.parent} does not exist; make it or name another file with --db")
    with errors(path):
        connection = _connection(file, path, readonly, timeout)
        try:
            connection.execute("BEGIN")  # one look at all of it: another process may be making the store right now
            try:
                pending = _pending(connection, path)
            finally:
                connection.rollback()
            if pending:
                if readonly:  # an older store: only a writer can bring it up to date
                    connection.close()
                    connect(path, False, timeout, waiting).close()
                    connection = _connection(file, path, readonly, timeout)
                else:
                    _migrate(connection, path, timeout, waiting)
            if path == TEMPORARY:
                _hurry(connection)
            elif path != MEMORY and not readonly:
                _use_wal(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def patiently(
    connection: sqlite3.Connection, statement: str, timeout: float, waiting: Callable[[], None] | None = None
) -> None:
    """Runs a statement that takes or gives back a lock, for which it waits `timeout` seconds at most.

    `waiting` is called once, when that takes long. SQLite's own waiting would be deaf to signals.
    """
    start, told = time.monotonic(), waiting is None
    connection.execute(f"PRAGMA busy_timeout = {int(1000 * min(_SLICE, timeout))}")
    try:
        while True:
            try:
                connection.execute(statement)
                return
            except sqlite3.OperationalError as error:
                waited = time.monotonic() - start
                if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                    raise
                if waited >= timeout:
                    raise
                if not told and waited >= _TOLD and waiting is not None:
                    waiting()
                    told = True
    finally:
        connection.execute(f"PRAGMA busy_timeout = {int(1000 * min(_READ, timeout))}")


@contextmanager
def errors(path: str) -> Iterator[None]:
    """Turns every error of SQLite into a `StoreError` that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "")
        reason = next((text for code, text in _REASONS.items() if name.startswith(code)), None)
        if "no such module: fts5" in str(error):
            reason = "this Python's SQLite lacks full-text search (FTS5); use a Python whose SQLite has it"
        reason = reason or " ".join(f"{error} ({name or type(error).__name__})".split())
        raise StoreError(f"{path or 'the temporary store'}: {reason}") from error


_REASONS = {
    "SQLITE_BUSY": "another process is writing to the store; try again when it has ended",
    "SQLITE_LOCKED": "another process is writing to the store; try again when it has ended",
    "SQLITE_READONLY": "the store cannot be written to; change the file's permissions or name another with --db",
    "SQLITE_NOTADB": "is not a claimkit store; name another file with --db",
    "SQLITE_CORRUPT": "the store is damaged; move it away and run `claimkit quotes PATH` again",
    "SQLITE_CANTOPEN": "the store cannot be opened; check the permissions of the file and its folder",
    "SQLITE_PERM": "the store cannot be opened; check the permissions of the file and its folder",
    "SQLITE_AUTH": "the store cannot be opened; check the permissions of the file and its folder",
    "SQLITE_FULL": "the disk is full; make room and run the command again",
    "SQLITE_IOERR": "the disk refuses to read or write (is it full, or gone?); see to it and run the command again",
}


def _connection(file: Path, path: str, readonly: bool, timeout: float) -> sqlite3.Connection:
    def open_as(query: str) -> sqlite3.Connection:
        name = path if is_private(path) else f"{file.absolute().as_uri()}?{query}"
        connection = sqlite3.connect(name, timeout=min(timeout, _READ), isolation_level=None, uri=not is_private(path))
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA user_version").fetchone()  # the first reading: finds what cannot be read
        except BaseException:
            connection.close()
            raise
        return connection

    if not readonly or is_private(path):
        return open_as("mode=rwc")
    if os.access(file, os.W_OK) and os.access(file.absolute().parent, os.W_OK):
        # A reader that may write clears the write-ahead log's files away when it closes.
        connection = open_as("mode=rw")
        connection.execute("PRAGMA query_only = ON")
        connection.execute(f"PRAGMA cache_size = {_CACHE}")
        return connection
    try:
        return open_as("mode=ro")
    except sqlite3.OperationalError:
        if file.with_name(file.name + "-wal").exists():
            raise
        return open_as("immutable=1")  # a folder where SQLite may not even put its lock files: no one else writes


def _pending(connection: sqlite3.Connection, path: str) -> bool:
    """Whether migrations are due; raises `StoreError` for a store that this version must not touch."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    if application != APPLICATION_ID:
        if version or application or connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
            raise StoreError(f"{path}: is a database of another program; name another file with --db")
        return True
    if version > len(MIGRATIONS):
        raise StoreError(
            f"{path}: was written by a newer claimkit (store version {version}, this one knows {len(MIGRATIONS)}); "
            "update claimkit or name another file with --db"
        )
    return bool(version < len(MIGRATIONS))


def _migrate(connection: sqlite3.Connection, path: str, timeout: float, waiting: Callable[[], None] | None) -> None:
    patiently(connection, "BEGIN IMMEDIATE", timeout, waiting)
    try:
        if _pending(connection, path):  # asked again: another process may have done it meanwhile
            done = connection.execute("PRAGMA user_version").fetchone()[0]
            for _, statements in MIGRATIONS[done:]:
                for statement in statements:
                    connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


def _hurry(connection: sqlite3.Connection) -> None:
    """Nothing of a temporary store need outlive a crash; a part of it in memory spares most of the writing."""
    connection.execute("PRAGMA journal_mode = MEMORY")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -65536")  # KiB


def _use_wal(connection: sqlite3.Connection) -> None:
    """Write-ahead logging: readers never wait for a writer. Where it cannot be had, the store works without it."""
    try:
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError:
        return
    # Safe in WAL mode: after a power cut the last transactions may be missing, the file is whole.
    connection.execute("PRAGMA synchronous = NORMAL")
