"""The store: one SQLite file with articles, quotations, speakers and clusters. All SQL that writes is in this room.

For each article it keeps what the analysis found; linking (`claimkit.corpus`, through `links`) adds what only all
articles together can tell: each quotation's store-wide speaker and its cluster. Either view can be read back without
analysing again.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from claimkit.errors import StoreError
from claimkit.models.collection import Cluster, Correction, CorrectionState, PersonEntry
from claimkit.models.record import Extraction
from claimkit.store import arrivals, checks, connecting, corrections, rows
from claimkit.store import file_list as kept_files
from claimkit.store.connecting import PATIENCE, TEMPORARY
from claimkit.store.file_list import File
from claimkit.store.sql import batches, decode, encode, placeholders
from claimkit.store.subset import copy

__all__ = ["TEMPORARY", "File", "Store", "Stored", "copy"]

_FILE = ", ".join(checks.COLUMNS["files"])
_ARTICLES_AT_ONCE = 100  # per transaction: keeps memory small and the write-ahead log short; set by hand


@dataclass(frozen=True, slots=True)
class Stored:
    """Tells whether a stored article is up to date.

    `digest` is the SHA-256 of its source, `version` the version of the code that analysed it, `reading` of the code
    that read it.
    """

    digest: str
    version: str
    reading: str = ""


class Store:
    """An open store; a context manager. Use one per thread; any number of processes may open the same file.

    `path` is a file, created if it does not exist; `:memory:` or "" make a store that lives as long as this object, in
    memory or in a temporary file. With `readonly=True` the file must exist and is never changed (but an older store is
    first brought up to date). `timeout` is how many seconds to wait for another process that is writing; `waiting` is
    called when that takes longer than a second. Every method may raise `StoreError`.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        readonly: bool = False,
        timeout: float = PATIENCE,
        waiting: Callable[[], None] | None = None,
    ) -> None:
        self.path = os.fspath(path)
        self.connection: sqlite3.Connection = connecting.connect(self.path, readonly, timeout, waiting)
        self._readonly = readonly
        self._timeout = timeout
        self._waiting = waiting
        self._writing = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file; everything saved is already in it."""
        self.connection.close()

    @property
    def revision(self) -> int:
        """Incremented by every change of the articles."""
        return self._counter("revision")

    @property
    def moment(self) -> tuple[int, int]:
        """Another value after every change of the store: what is read at one moment has to fit together."""
        with connecting.errors(self.path):
            version = self.connection.execute("PRAGMA data_version").fetchone()[0]
            return version, self.connection.total_changes

    @property
    def stale(self) -> bool:
        """Whether articles changed since linking last ran: speakers and clusters do not reflect them yet."""
        with self.snapshot():
            return self._counter("revision") != self._counter("linked")

    def save(
        self,
        extraction: Extraction,
        *,
        location: str,
        digest: str,
        version: str,
        reading: str = "",
        content: str = "",
        file: str | None = None,
    ) -> None:
        """Stores one analysed article, replacing what was stored for `location`; one transaction.

        `file` is the location of the file that holds it, `location` itself if that is None; see `Stored` for `digest`,
        `version` and `reading`, and `twin` for `content`. Speakers are those that the article gives; until linking runs
        they also serve as the store-wide ones. Saving what is already there writes nothing. `Quote.cluster` is not
        kept: clusters come with linking.
        """
        origin = rows.Origin(location, location if file is None else file, digest, content, reading, version)
        with self.transaction() as db:
            key = rows.key_at(db, location)
            if key is not None:
                if rows.load_origin(db, key) == origin and rows.load_found(db, key) == extraction:
                    return
                rows.delete(db, [key])
            rows.insert(db, extraction, origin)
            self._changed()

    def remove(self, locations: Collection[str]) -> int:
        """Deletes the articles at `locations`; returns how many there were."""
        with self.transaction() as db:
            keys: list[int] = []
            for some in batches(sorted({encode(location) for location in locations}, key=str)):
                found = db.execute(f"SELECT key FROM articles WHERE location IN ({placeholders(some)})", some)
                keys += [key for (key,) in found]
            if keys:
                rows.delete(db, keys)
                self._changed()
        return len(keys)

    def twin(self, content: str, version: str) -> tuple[str, str, Extraction] | None:
        """Location, file and analysis of an article with this `content` that `version` analysed, if there is one."""
        with self.snapshot() as db:
            found = db.execute(
                "SELECT location, file, key FROM articles WHERE content = ? AND version = ? ORDER BY key LIMIT 1",
                (encode(content), encode(version)),
            ).fetchone()
            return (decode(found[0]), decode(found[1]), rows.load_found(db, found[2])) if found else None

    def files(self, locations: Collection[str]) -> dict[str, File]:
        """Which of the files at `locations` were read to their end, by location."""
        found: dict[str, File] = {}
        with self.snapshot() as db:
            for some in batches([encode(location) for location in locations]):
                for *row, whole in db.execute(
                    f"SELECT {_FILE}, {checks.whole('files')} FROM files WHERE location IN ({placeholders(some)})", some
                ):
                    checks.demand(whole, "a file")
                    file = kept_files.unpack(tuple(row))
                    found[file.location] = file
        return found

    def files_below(self, folder: str) -> list[str]:
        """Locations of all files under `folder` that articles came from or that were read to their end, sorted."""
        start, end = encode(folder.rstrip(os.sep) + os.sep), encode(folder.rstrip(os.sep) + chr(ord(os.sep) + 1))
        with self.snapshot() as db:
            found = db.execute(
                "SELECT location FROM files WHERE location >= ? AND location < ?"
                " UNION SELECT file FROM articles WHERE file >= ? AND file < ?",
                (start, end, start, end),
            )
            return sorted(decode(location) for (location,) in found)

    def all_files(self) -> list[str]:
        """Locations of all files that articles came from, sorted."""
        with self.snapshot() as db:
            return sorted(decode(file) for (file,) in db.execute("SELECT DISTINCT file FROM articles"))

    def articles_of(self, files: Collection[str]) -> dict[str, Stored]:
        """The articles that came from the files at `files`, by location."""
        found: dict[str, Stored] = {}
        with self.snapshot() as db:
            for some in batches([encode(file) for file in files]):
                for location, *stored in db.execute(
                    f"SELECT location, digest, version, reading FROM articles WHERE file IN ({placeholders(some)})",
                    some,
                ):
                    found[decode(location)] = Stored(*map(decode, stored))
        return found

    def begin_file(self, location: str) -> None:
        """Deletes the record that the file at `location` was read to its end; its articles stay."""
        with self.transaction() as db:
            db.execute("DELETE FROM files WHERE location = ?", (encode(location),))

    def finish_file(self, file: File, gone: Collection[str] = ()) -> None:
        """Records that `file` was read to its end, and deletes the articles at `gone`, which it no longer holds."""
        with self.transaction() as db:
            if gone:
                self.remove(gone)
            row = kept_files.pack(file)
            db.execute(f"INSERT OR REPLACE INTO files ({_FILE}) VALUES ({placeholders(row)})", row)

    def mark_told(self, locations: Collection[str]) -> None:
        """Notes that the user was told what failed in the files at `locations`."""
        with self.transaction() as db:
            for some in batches([encode(location) for location in locations]):
                db.execute(f"UPDATE files SET told = 1 WHERE told = 0 AND location IN ({placeholders(some)})", some)

    def advance(self, cursor: str, ids: Collection[str]) -> None:
        """Notes that the records `ids` were shown under the name `cursor`."""
        with self.transaction() as db:
            arrivals.advance(db, cursor, ids)

    def first_seen(self, ids: Collection[str]) -> dict[str, str]:
        """When each of the records `ids` was first seen, see `arrivals`."""
        with self.snapshot() as db:
            return arrivals.first_seen(db, ids)

    def remove_files(self, locations: Collection[str]) -> int:
        """Deletes the files at `locations` and their articles; returns how many articles there were."""
        with self.transaction() as db:
            removed = self.remove(self.articles_of(locations))
            for some in batches([encode(location) for location in locations]):
                db.execute(f"DELETE FROM files WHERE location IN ({placeholders(some)})", some)
        return removed

    def renew(self, extraction: Extraction, location: str, version: str) -> None:
        """Replaces the analysis of the article at `location` by that of `version`; its source stays the same."""
        with self.transaction() as db:
            key = rows.key_at(db, location)
            if key is not None:  # else another process removed it
                self.save(extraction, **rows.load_origin(db, key)._replace(version=version)._asdict())

    def count(self, files: Collection[str] | None = None) -> int:
        """The number of stored articles, of all or of those that came from `files`."""
        with self.snapshot() as db:
            if files is None:
                return int(db.execute("SELECT count(*) FROM articles").fetchone()[0])
            return sum(
                db.execute(f"SELECT count(*) FROM articles WHERE file IN ({placeholders(some)})", some).fetchone()[0]
                for some in batches([encode(file) for file in files])
            )

    def clusters(self) -> list[Cluster]:
        """The clusters that linking found, by id."""
        members: dict[str, dict[str, None]] = {}
        with self.snapshot() as db:
            found = db.execute(f"SELECT id, representative, {checks.whole('clusters')} FROM clusters").fetchall()
            for *_, whole in found:
                checks.demand(whole, "a cluster")
            for id_, quote in db.execute(
                "SELECT cluster_id, id FROM quotes WHERE cluster_id IS NOT NULL ORDER BY cluster_id, cluster_position"
            ):
                members.setdefault(decode(id_), {})[decode(quote)] = None
        made = (Cluster(decode(id_), decode(best), tuple(members.get(decode(id_), ()))) for id_, best, _ in found)
        return sorted(made, key=lambda cluster: cluster.id)

    def extractions(self, locations: Collection[str] | None = None, *, linked: bool = False) -> Iterator[Extraction]:
        """The stored articles (those at `locations`, or all) with their quotations, sorted by location.

        `linked=False` gives speakers as each article gives them and no clusters; `linked=True` the store-wide
        speakers and clusters that linking found. Articles are read a hundred at a time; one that is removed
        meanwhile is left out.
        """
        with self.snapshot() as db:
            if locations is None:
                found = db.execute("SELECT location, key FROM articles").fetchall()
            else:
                found = []
                for some in batches(sorted({encode(location) for location in locations}, key=str)):
                    found += db.execute(
                        f"SELECT location, key FROM articles WHERE location IN ({placeholders(some)})", some
                    ).fetchall()
        keys = [key for _, key in sorted((decode(location), key) for location, key in found)]
        for chosen in batches(keys, _ARTICLES_AT_ONCE):
            with self.snapshot() as db:
                loaded = rows.load(db, chosen, linked)
            yield from loaded

    def people_file(self) -> tuple[PersonEntry, ...]:
        """The people file that was imported last; empty if there is none."""
        with self.snapshot() as db:
            return rows.people_file(db)

    def replace_people_file(self, people: Sequence[PersonEntry]) -> None:
        """Replaces the people file by `people`; the store is then `stale` until it is linked again."""
        with self.transaction() as db:
            if rows.people_file(db) == tuple(people):
                return
            db.execute("DELETE FROM people_file")
            for position, person in enumerate(people):
                rows.insert_person(db, position, person)
            self._changed()

    def corrections(self) -> list[CorrectionState]:
        """Every correction and what has become of it."""
        with self.snapshot() as db:
            return corrections.states(db)

    def correct(self, changes: Collection[Correction], *, forget: bool = False) -> None:
        """Keeps corrections, or forgets them; the store is then `stale` until it is linked again."""
        with self.transaction() as db:
            ids = sorted({encode(one.article_id) for one in changes}, key=str)
            keys = [
                key
                for some in batches(ids)
                for (key,) in db.execute(f"SELECT key FROM articles WHERE id IN ({placeholders(some)})", some)
            ]
            found = {key: rows.load_found(db, key) for key in sorted(keys)}
            for one in changes:
                (corrections.remove if forget else corrections.put)(db, one)
            for key, extraction in found.items():
                origin = rows.load_origin(db, key)
                rows.delete(db, [key])
                rows.insert(db, extraction, origin)
            if found:
                self._changed()

    def found_in(self, article_id: str) -> Iterator[Extraction]:
        """The stored copies of an article as analysis found them, before corrections, by location."""
        with self.snapshot() as db:
            for (key,) in db.execute(
                "SELECT key FROM articles WHERE id = ? ORDER BY location", (encode(article_id),)
            ).fetchall():
                yield rows.load_found(db, key)

    def lost_corrections(self) -> list[Correction]:
        """Corrections that no longer apply and of which the user was not told; from now on the user was."""
        with self.snapshot() as db:
            if not corrections.lost(db):
                return []
        with self.transaction() as db:  # looked at again, as another process may have lost or told of some meanwhile
            found = corrections.lost(db)
            corrections.mark_told(db)
        return found

    def _counter(self, name: str) -> int:
        with connecting.errors(self.path):
            found = self.connection.execute(
                f"SELECT value, {checks.whole('counters')} FROM counters WHERE name = ?", (name,)
            ).fetchone()
            if found is None or not found[1]:
                raise checks.DamagedError("a counter")
            return int(found[0])

    def _changed(self) -> None:
        self.connection.execute("UPDATE counters SET value = value + 1 WHERE name = 'revision'")

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """A read transaction: every query in the block sees the same state. Other rooms query through it too."""
        with connecting.errors(self.path):
            if self.connection.in_transaction:
                yield self.connection
                return
            self.connection.execute("BEGIN")
            try:
                yield self.connection
            finally:
                self.connection.rollback()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A write transaction: everything written in the block is stored, or nothing if anything fails."""
        if self._readonly:
            raise StoreError(f"{self.path}: the store was opened for reading only")
        with connecting.errors(self.path):
            if self._writing:  # nested
                yield self.connection
                return
            connecting.patiently(self.connection, "BEGIN IMMEDIATE", self._timeout, self._waiting)
            self._writing = True
            try:
                yield self.connection
                connecting.patiently(self.connection, "COMMIT", self._timeout, self._waiting)
            finally:
                self._writing = False
                if self.connection.in_transaction:
                    self.connection.rollback()
