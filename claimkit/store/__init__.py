"""The store: one SQLite file with articles, quotations, speakers and clusters. All SQL that writes is in this room.

Kept for each article is what analysing it gave; `replace_links` adds what can only be told from all of them together:
each quotation's store-wide speaker and its cluster. Both answers can so be made without analysing again.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from claimkit.errors import StoreError
from claimkit.models import Cluster, Extraction, PersonEntry, Speaker
from claimkit.store import rows, schema
from claimkit.store.rows import sql, text

_ARTICLES_AT_ONCE = 100  # read in one transaction: keeps memory small and the write-ahead log short


@dataclass(frozen=True, slots=True)
class Stored:
    """What tells whether a stored article is up to date: SHA-256 of the file's bytes and the pipeline's version."""

    digest: str
    version: str


class Store:
    """An open store. A context manager; not to be shared between threads, but any number of processes may open it.

    `path` is a file, made if it does not exist, or `:memory:` for a store that lives as long as this object.
    `readonly=True` never changes the file (an older store is first brought up to date) and wants it to exist.
    `timeout` is how many seconds to wait for another process that is writing. Every method raises `StoreError`.
    """

    def __init__(self, path: str | os.PathLike[str], *, readonly: bool = False, timeout: float = 10.0) -> None:
        self.path = os.fspath(path)
        self.connection: sqlite3.Connection = schema.connect(self.path, readonly, timeout)
        self._readonly = readonly

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file; what was saved is in it."""
        self.connection.close()

    @property
    def revision(self) -> int:
        """Goes up by one with every change of the articles."""
        return self._counter("revision")

    @property
    def stale(self) -> bool:
        """Whether articles changed since `replace_links` last ran: speakers and clusters do not yet reflect them."""
        with self.reading():
            return self._counter("revision") != self._counter("linked")

    def locations(self) -> list[str]:
        """Where the stored articles lie, sorted."""
        with self.reading() as db:
            return sorted(text(row[0]) for row in db.execute("SELECT location FROM articles"))

    def known(self, locations: Collection[str]) -> dict[str, Stored]:
        """Digest and version of those of `locations` that are stored."""
        found: dict[str, Stored] = {}
        with self.reading() as db:
            for some in rows.batches([sql(location) for location in locations]):
                for location, digest, version in db.execute(
                    f"SELECT location, digest, version FROM articles WHERE location IN ({rows.marks(some)})", some
                ):
                    found[text(location)] = Stored(text(digest), text(version))
        return found

    def save(self, extraction: Extraction, *, location: str, digest: str, version: str) -> None:
        """Stores one analysed article in the place of what was stored for `location`; one transaction.

        Speakers are those that the article gives; until `replace_links` runs they also stand store-wide. Saving what
        is already there writes nothing. `Quote.cluster` is not kept: clusters come with `replace_links`.
        """
        with self._writing() as db:
            found = db.execute(
                "SELECT key, digest, version FROM articles WHERE location = ?", (sql(location),)
            ).fetchone()
            if found:
                same = (text(found[1]), text(found[2])) == (digest, version)
                if same and rows.load(db, [found[0]], linked=False) == [extraction]:
                    return
                rows.delete(db, [found[0]])
            rows.insert(db, extraction, location, digest, version)
            self._changed()

    def remove(self, locations: Collection[str]) -> int:
        """Forgets the articles at `locations`; returns how many there were."""
        with self._writing() as db:
            keys: list[int] = []
            for some in rows.batches(sorted({sql(location) for location in locations}, key=str)):
                found = db.execute(f"SELECT key FROM articles WHERE location IN ({rows.marks(some)})", some)
                keys += [key for (key,) in found]
            if keys:
                rows.delete(db, keys)
                self._changed()
        return len(keys)

    def extractions(self, locations: Collection[str] | None = None, *, linked: bool = False) -> Iterator[Extraction]:
        """The stored articles (those at `locations`, or all) with their quotations, sorted by location.

        `linked=False` gives speakers as each article gives them and no clusters; `linked=True` the store-wide
        speakers and clusters that `replace_links` wrote. Articles are read a hundred at a time; one that is removed
        meanwhile is left out.
        """
        with self.reading() as db:
            if locations is None:
                found = db.execute("SELECT location, key FROM articles").fetchall()
            else:
                found = []
                for some in rows.batches(sorted({sql(location) for location in locations}, key=str)):
                    found += db.execute(
                        f"SELECT location, key FROM articles WHERE location IN ({rows.marks(some)})", some
                    ).fetchall()
        keys = [key for _, key in sorted((text(location), key) for location, key in found)]
        for chosen in rows.batches(keys, _ARTICLES_AT_ONCE):
            with self.reading() as db:
                loaded = rows.load(db, chosen, linked)
            yield from loaded

    def people_file(self) -> tuple[PersonEntry, ...]:
        """The people file that was imported last; empty without one."""
        with self.reading() as db:
            return rows.people_file(db)

    def replace_people_file(self, people: Sequence[PersonEntry]) -> None:
        """Keeps `people` in the place of the people file before; the store is then `stale` until it is linked anew."""
        with self._writing() as db:
            if rows.people_file(db) == tuple(people):
                return
            db.execute("DELETE FROM people_file")
            for position, person in enumerate(people):
                rows.insert_person(db, position, person)
            self._changed()

    def replace_links(
        self, extractions: Iterable[Extraction], clusters: Iterable[Cluster], *, revision: int | None = None
    ) -> bool:
        """Writes store-wide speakers and clusters in the place of those before; one transaction, differences only.

        `extractions` carry canonical speakers; quotations are known by their ids, and one that is not among them
        keeps its speaker. Clusters are taken from `clusters` alone. Pass the `revision` read before the extractions
        were: if articles changed since, the store stays `stale`. Returns False, with nothing written, if links of a
        later revision are already there.
        """
        speakers = {quote.id: quote.speaker for extraction in extractions for quote in extraction.quotes}
        groups = {cluster.id: cluster for cluster in clusters}
        places = {member: (id_, i) for id_, cluster in groups.items() for i, member in enumerate(cluster.members)}
        with self._writing() as db:
            current = self._counter("revision")
            target = current if revision is None else revision
            if target < self._counter("linked"):
                return False
            db.executemany(
                "INSERT INTO clusters VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET representative = excluded"
                ".representative WHERE representative <> excluded.representative",
                [(sql(id_), sql(cluster.representative)) for id_, cluster in groups.items()],
            )
            self._link_quotes(db, speakers, places)
            gone = [row for row in db.execute("SELECT id FROM clusters") if text(row[0]) not in groups]
            db.executemany("DELETE FROM clusters WHERE id = ?", gone)
            db.execute(
                "DELETE FROM speakers WHERE key NOT IN (SELECT speaker_key FROM quotes WHERE speaker_key IS NOT NULL)"
            )
            db.execute("UPDATE counters SET value = ? WHERE name = 'linked' AND value <> ?", (target, target))
        return True

    def _link_quotes(
        self, db: sqlite3.Connection, speakers: dict[str, Speaker | None], places: dict[str, tuple[str, int]]
    ) -> None:
        keys = {rows.identity(speaker): key for key, speaker in rows.all_speakers(db).items()}
        changes: list[tuple[Any, ...]] = []
        for key, id_, evidence, *before in db.execute(
            "SELECT key, id, evidence, speaker_key, status, linked_evidence, decided_by, cluster_id, cluster_position"
            " FROM quotes"
        ):
            quote_id = text(id_)
            after = before[:4]
            if quote_id in speakers:
                speaker = speakers[quote_id]
                if speaker is None:
                    after = [None, None, None, None]
                else:
                    who = rows.identity(speaker)
                    if who not in keys:
                        keys[who] = rows.add_speaker(db, speaker)
                    steps = rows.pack_evidence(speaker.evidence)
                    after = [keys[who], speaker.status, None if steps == evidence else steps, speaker.decided_by]
            cluster, place = places.get(quote_id, (None, None))
            after += [sql(cluster), place]
            if after != before:
                changes.append((*after, key))
        db.executemany(
            "UPDATE quotes SET speaker_key = ?, status = ?, linked_evidence = ?, decided_by = ?, cluster_id = ?,"
            " cluster_position = ? WHERE key = ?",
            changes,
        )

    def _counter(self, name: str) -> int:
        with schema.errors(self.path):
            return int(self.connection.execute("SELECT value FROM counters WHERE name = ?", (name,)).fetchone()[0])

    def _changed(self) -> None:
        self.connection.execute("UPDATE counters SET value = value + 1 WHERE name = 'revision'")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A transaction in which every query sees the same state; for queries in other rooms too."""
        with schema.errors(self.path):
            if self.connection.in_transaction:
                yield self.connection
                return
            self.connection.execute("BEGIN")
            try:
                yield self.connection
            finally:
                self.connection.rollback()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        if self._readonly:
            raise StoreError(f"{self.path}: the store was opened for reading only")
        with schema.errors(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            finally:
                if self.connection.in_transaction:
                    self.connection.rollback()
