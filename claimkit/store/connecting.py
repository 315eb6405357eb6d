"""How a store file is opened, made or brought up to date, and what SQLite's errors mean."""

from __future__ import annotations

import os
import sqlite3
import struct
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from claimkit.errors import StoreError
from claimkit.store import checks, schema

PATIENCE = 600.0  # seconds: another process may be computing clusters of a large store
MEMORY = ":memory:"
TEMPORARY = ""  # SQLite's name for a database in a temporary file, deleted when it is closed

_CACHE = -65_536  # KiB (negative: not pages) that a reader caches: the words of hits are scattered over the file
_SLICE = 0.25  # seconds that SQLite itself waits for a lock; signals are handled in between
_TOLD = 1.0  # seconds of waiting before the user is told
_READ = 10.0  # seconds that a reader without a write-ahead log waits: for a commit, never for a computation


def is_private(path: str) -> bool:
    """Whether `path` is not a file that another process could open."""
    return path in (MEMORY, TEMPORARY)


def connect(path: str, readonly: bool, timeout: float, waiting: Callable[[], None] | None = None) -> sqlite3.Connection:
    """An open connection to the store at `path`, made or brought up to date if need be. Raises `StoreError`."""
    file = Path(path)
    if not is_private(path):
        if file.is_dir():
            raise StoreError(f"{path}: is a folder, not a store; name a file with --db")
        if readonly and not file.exists():
            raise StoreError(f"{path}: no store here; make one with `claimkit quotes PATH`")
        if not readonly and file.exists() and not os.access(file, os.W_OK):
            raise StoreError(f"{path}: {_REASONS['SQLITE_READONLY']}")
        if not file.absolute().parent.is_dir():
            raise StoreError(f"{path}: the folder {file.parent} does not exist; make it or name another file with --db")
    with errors(path):
        connection = _connection(file, path, readonly, timeout)
        try:
            connection.execute("BEGIN")  # one consistent view: another process may be creating the store right now
            try:
                pending = _pending(connection, path)
            finally:
                connection.rollback()
            if pending:
                if readonly:  # an older store: only a writer can bring it up to date
                    connection.close()
                    connect(path, False, timeout, waiting).close()
                    connection = _connection(file, path, readonly, timeout)
                elif path == MEMORY:
                    _copy_image(_image(schema.MIGRATIONS), connection)
                else:
                    _migrate(connection, path, timeout, waiting)
            if not readonly:
                checks.watch(connection)
            if path == TEMPORARY:
                _skip_durability(connection)
            elif path != MEMORY and not readonly:
                _use_wal(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def patiently(
    connection: sqlite3.Connection, statement: str, timeout: float, waiting: Callable[[], None] | None = None
) -> None:
    """Runs a statement that acquires or releases a lock, waiting at most `timeout` seconds.

    `waiting` is called once if that takes long. SQLite's own waiting would ignore signals.
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
    """Turns every error of SQLite, and every error that a damaged store causes, into one that says what to do."""
    try:
        yield
    except checks.DamagedError as error:
        raise StoreError(f"{path or 'the temporary store'}: {_REASONS['SQLITE_CORRUPT']}") from error
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "")
        reason = next((text for code, text in _REASONS.items() if name.startswith(code)), None)
        if "no such module: fts5" in str(error):
            reason = "this Python's SQLite lacks full-text search (FTS5); use a Python whose SQLite has it"
        elif reason is None and (any(said in str(error) for said in _IMPOSSIBLE) or _damaged(path)):
            reason = _REASONS["SQLITE_CORRUPT"]
        reason = reason or " ".join(f"{error} ({name or type(error).__name__})".split())
        raise StoreError(f"{path or 'the temporary store'}: {reason}") from error
    except UNEXPECTED as error:  # a bug in claimkit, or a value that was never written
        if not _damaged(path):
            raise
        raise StoreError(f"{path}: {_REASONS['SQLITE_CORRUPT']}") from error


def damage(path: str) -> list[str]:
    """What is damaged in the store at `path`, a few words each; reads all of it."""
    with closing(connect(MEMORY, False, 0)) as fresh:
        tables = checks.described(fresh)
    with closing(_connection(Path(path), path, True, _READ)) as connection:
        connection.execute("PRAGMA query_only = OFF")  # for the temporary table that shows the search index
        connection.execute("BEGIN")  # one consistent view, whatever another process writes meanwhile
        return list(checks.find_damage(connection, tables))


def is_damage(error: StoreError) -> bool:
    """Whether the error says that the store is damaged."""
    return str(error).endswith(_REASONS["SQLITE_CORRUPT"])


def _damaged(path: str) -> bool:
    if is_private(path):
        return False
    try:
        return bool(damage(path))
    except StoreError:  # not even a new store can be made
        return False
    except sqlite3.Error as error:
        return getattr(error, "sqlite_errorname", "").startswith(_BROKEN)
    except UNEXPECTED:  # not even SQLite's message is UTF-8: it quotes a damaged table's name
        return True


# What SQLite says of text that is not UTF-8, and of a header whose version does not match the tables.
_IMPOSSIBLE = ("decode to UTF-8", "duplicate column", "already exists")
# What SQLite says of a file that it cannot interpret.
_BROKEN = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_ERROR")
# What reading a value that was never written can raise.
UNEXPECTED = (
    *(ValueError, TypeError, LookupError, ArithmeticError, AttributeError, AssertionError, RecursionError),
    *(StopIteration, struct.error, zlib.error),
)


_REASONS = {
    "SQLITE_BUSY": "another process is writing to the store; try again when it has finished",
    "SQLITE_LOCKED": "another process is writing to the store; try again when it has finished",
    "SQLITE_READONLY": "the store cannot be written to; change the file's permissions or name another with --db",
    "SQLITE_NOTADB": "is not a claimkit store; name one that `claimkit quotes` made",
    "SQLITE_CORRUPT": "the store is damaged; run `claimkit doctor --repair`",
    "SQLITE_CANTOPEN": "the store cannot be opened; check the permissions of the file and its folder",
    "SQLITE_PERM": "the store cannot be opened; check the permissions of the file and its folder",
    "SQLITE_AUTH": "the store cannot be opened; check the permissions of the file and its folder",
    "SQLITE_FULL": "the disk is full; free some space and run the command again",
    "SQLITE_IOERR": "the disk fails to read or write (full or disconnected?); fix that and run the command again",
}


def _connection(file: Path, path: str, readonly: bool, timeout: float) -> sqlite3.Connection:
    def open_as(query: str) -> sqlite3.Connection:
        name = path if is_private(path) else f"{file.absolute().as_uri()}?{query}"
        connection = sqlite3.connect(name, timeout=min(timeout, _READ), isolation_level=None, uri=not is_private(path))
        try:
            checks.prepare(connection)
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA cell_size_check = ON")
            connection.execute("PRAGMA user_version").fetchone()  # the first read: finds an unreadable file
        except BaseException:
            connection.close()
            raise
        return connection

    if not readonly or is_private(path):
        return open_as("mode=rwc")
    if os.access(file, os.W_OK) and os.access(file.absolute().parent, os.W_OK):
        # A reader that may write removes the write-ahead log's files when it closes.
        connection = open_as("mode=rw")
        connection.execute("PRAGMA query_only = ON")
        connection.execute(f"PRAGMA cache_size = {_CACHE}")
        return connection
    try:
        return open_as("mode=ro")
    except sqlite3.OperationalError:
        if file.with_name(file.name + "-wal").exists():
            raise
        return open_as("immutable=1")  # a folder where SQLite may not even create its lock files: nobody else writes


def _pending(connection: sqlite3.Connection, path: str) -> bool:
    """Whether migrations are due; raises `StoreError` for a store that this version must not touch."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    if application != schema.APPLICATION_ID:
        if version or application or connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
            raise StoreError(f"{path}: is a database of another program; name another file with --db")
        return True
    known = len(schema.MIGRATIONS)
    if version > known:
        raise StoreError(
            f"{path}: was written by a newer claimkit (store version {version}, this one knows {known}); "
            "update claimkit or name another file with --db"
        )
    return bool(version < known)


def _migrate(connection: sqlite3.Connection, path: str, timeout: float, waiting: Callable[[], None] | None) -> None:
    patiently(connection, "BEGIN IMMEDIATE", timeout, waiting)
    try:
        if _pending(connection, path):  # checked again: another process may have migrated it meanwhile
            done = connection.execute("PRAGMA user_version").fetchone()[0]
            for _, statements in schema.MIGRATIONS[done:]:
                for statement in statements:
                    if callable(statement):
                        statement(connection)
                    else:
                        connection.execute(statement)
            checks.fill(connection)
            connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS)}")
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


@cache
def _image(migrations: tuple[object, ...]) -> bytes:
    """A new store, byte for byte. Making one takes twenty milliseconds, copying it one."""
    with closing(_connection(Path(MEMORY), MEMORY, False, 0)) as connection:
        _migrate(connection, MEMORY, 0, None)
        return connection.serialize()


def _copy_image(image: bytes, connection: sqlite3.Connection) -> None:
    """Makes an empty database what `image` is, without the limit on the size of one that was deserialized."""
    with closing(sqlite3.connect(MEMORY)) as copy:
        copy.deserialize(image)
        copy.backup(connection)


def _skip_durability(connection: sqlite3.Connection) -> None:
    """A temporary store need not survive a crash; a large cache avoids most writing."""
    connection.execute("PRAGMA journal_mode = MEMORY")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(f"PRAGMA cache_size = {_CACHE}")


def _use_wal(connection: sqlite3.Connection) -> None:
    """Write-ahead logging: readers never wait for a writer. Where it is unavailable, the store works without it."""
    try:
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError:
        return
    # Safe in WAL mode: after a power cut the last transactions may be lost, but the file is intact.
    connection.execute("PRAGMA synchronous = NORMAL")
