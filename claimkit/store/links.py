"""What linking reads from the store and writes to it: lean parts, articles by key, and changes of links."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimkit.store import checks, rows, speaker_rows
from claimkit.store.sql import batches, decode, encode, placeholders

if TYPE_CHECKING:
    from claimkit.models.record import Extraction, Member, Speaker

_ARTICLES_AT_ONCE = 100

# The stored links of one quotation: its key, the key of its speaker, status, decider, whether linking changed the
# evidence, the id of its cluster and its position in it.
Link = tuple[int, int | None, str | None, str | None, int, str | None, int | None]


@dataclass(frozen=True, slots=True)
class State:
    """`revision` counts changes of articles, `links` those of links; `known`: the parts' `written` are up to date."""

    revision: int
    links: int
    known: bool


@dataclass(frozen=True, slots=True)
class Part:
    """What linking keeps of some articles, and the links last written for them. Only ever a cache."""

    key: int
    version: str
    data: bytes
    written: bytes | None


@dataclass(frozen=True, slots=True)
class Changes:
    """How the links to store differ from the stored ones.

    `renamed`: by key, stored speakers that become someone else for all of their quotations. `moved`: key of the
    quotation, index of its speaker in `speakers` or None, status, decider and evidence (None: as its article gives it).
    `placed`: key, cluster and position in it. `clusters`: all there are, with their representatives. `members`: those
    who are members of joint speakers, as the store-wide speakers who they are.
    """

    renamed: Mapping[int, Speaker]
    speakers: Sequence[Speaker]
    moved: Iterable[tuple[int, int | None, str | None, str | None, str | bytes | None]]
    placed: Iterable[tuple[int, str | None, int | None]]
    clusters: Mapping[str, str]
    members: Mapping[Member, Speaker]


NOTHING = Changes({}, (), (), (), {}, {})


def load_state(db: sqlite3.Connection) -> State:
    """The counters that tell linking what is up to date."""
    found = {}
    for name, value, whole in db.execute(f"SELECT name, value, {checks.whole('counters')} FROM counters"):
        checks.demand(whole, "a counter")
        found[name] = value
    return State(found["revision"], found["links"], found["lean"] == found["links"])


def article_keys(db: sqlite3.Connection) -> list[int]:
    """The keys of all articles, rising."""
    return [key for (key,) in db.execute("SELECT key FROM articles ORDER BY key")]


def load_parts(db: sqlite3.Connection) -> Iterator[Part]:
    """The lean parts, by key; a damaged one has no version."""
    for key, version, data, written, whole in db.execute(
        f"SELECT key, version, data, written, {checks.whole('lean')} FROM lean ORDER BY key"
    ):
        yield Part(key, version, data, written) if whole == 1 else Part(key, "", b"", None)


def add_part(db: sqlite3.Connection, version: str, data: bytes, written: bytes | None = None) -> int:
    """Stores one more part; returns its key."""
    key = db.execute("INSERT INTO lean (version, data, written) VALUES (?,?,?)", (version, data, written)).lastrowid
    assert key is not None
    return key


def drop_parts(db: sqlite3.Connection, keys: Iterable[int]) -> None:
    """Deletes parts."""
    db.executemany("DELETE FROM lean WHERE key = ?", [(key,) for key in keys])


def load_articles(db: sqlite3.Connection, keys: Sequence[int]) -> Iterator[tuple[int, list[int], Extraction]]:
    """For each of these articles its key, the keys of its quotations, and what analysis found in it."""
    for some in batches(keys, _ARTICLES_AT_ONCE):
        quotes: dict[int, list[int]] = {key: [] for key in some}
        for article, key in db.execute(
            f"SELECT article_key, key FROM quotes WHERE article_key IN ({placeholders(some)})"
            " ORDER BY article_key, position",
            some,
        ):
            quotes[article].append(key)
        there = [key for (key,) in db.execute(f"SELECT key FROM articles WHERE key IN ({placeholders(some)})", some)]
        for key, extraction in zip(there, rows.load(db, there, linked=False), strict=True):
            yield key, quotes[key], extraction


def load_links(db: sqlite3.Connection, article_keys: Sequence[int]) -> Iterator[Link]:
    """The stored links of these articles' quotations, by article and position."""
    for some in batches(sorted(article_keys)):
        yield from db.execute(
            "SELECT key, speaker_key, status, decided_by, linked_evidence IS NOT NULL, cluster_id, cluster_position"
            f" FROM quotes WHERE article_key IN ({placeholders(some)}) ORDER BY article_key, position",
            some,
        )


def write(db: sqlite3.Connection, changes: Changes, read: State) -> None:
    """Writes links computed from the articles as they were at `read`; inside the caller's transaction."""
    since = db.total_changes
    keys = _write_speakers(db, changes) if changes.renamed or changes.speakers or changes.members else []
    db.executemany(
        "UPDATE quotes SET speaker_key = ?, status = ?, decided_by = ?, linked_evidence = ? WHERE key = ?",
        (
            (None if number is None else keys[number], status, decider, evidence, key)
            for key, number, status, decider, evidence in changes.moved
        ),
    )
    present = {decode(id_): decode(one) for id_, one in db.execute("SELECT id, representative FROM clusters")}
    db.executemany(
        "INSERT INTO clusters (id, representative) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET"
        " representative = excluded.representative",
        [(encode(id_), encode(one)) for id_, one in changes.clusters.items() if present.get(id_) != one],
    )
    db.executemany(
        "UPDATE quotes SET cluster_id = ?, cluster_position = ? WHERE key = ?",
        ((encode(id_), position, key) for key, id_, position in changes.placed),
    )
    db.executemany("DELETE FROM clusters WHERE id = ?", [(encode(id_),) for id_ in present.keys() - changes.clusters])
    _finish(db, read.revision, since)


def _write_speakers(db: sqlite3.Connection, changes: Changes) -> list[int]:
    """Writes the speakers that changed, and who is a member of each joint one; the keys of `changes.speakers`."""
    known = speaker_rows.all_speakers(db)
    known |= changes.renamed
    for key, speaker in changes.renamed.items():
        speaker_rows.change_speaker(db, key, speaker)
    key_of = {speaker_rows.identity(one): key for key, one in known.items()}

    def key_for(speaker: Speaker) -> int:
        who = speaker_rows.identity(speaker)
        if who not in key_of:
            key_of[who] = speaker_rows.add_speaker(db, speaker)
            known[key_of[who]] = speaker
        return key_of[who]

    keys = [key_for(one) for one in changes.speakers]
    stored = speaker_rows.member_keys(db)
    for key, one in list(known.items()):
        if not one.members and key not in stored:
            continue
        if not changes.members.keys() >= set(one.members):  # of a joint speaker that no quotation has any more
            continue
        wanted = [changes.members[member] for member in one.members]
        held = stored.get(key, [])
        same = len(held) == len(wanted) and all(
            speaker_rows.identity(known[number]) == speaker_rows.identity(who)
            for number, who in zip(held, wanted, strict=True)
        )
        if not same:
            speaker_rows.set_members(db, key, [key_for(who) for who in wanted])
    return keys


def _finish(db: sqlite3.Connection, revision: int, since: int) -> None:
    """Deletes speakers that no quotation has any more, and records the `revision` of articles that the links reflect.

    `since` is the value of `total_changes` before the links were written.
    """
    db.execute(
        "DELETE FROM speakers WHERE key NOT IN (SELECT speaker_key FROM quotes WHERE speaker_key IS NOT NULL"
        " UNION ALL SELECT member_key FROM members m"
        " WHERE EXISTS (SELECT 1 FROM quotes q WHERE q.speaker_key = m.speaker_key))"
    )
    if db.total_changes != since:
        db.execute("UPDATE counters SET value = value + 1 WHERE name = 'links'")
    db.execute("UPDATE counters SET value = ? WHERE name = 'linked' AND value <> ?", (revision, revision))


def keep_written(
    db: sqlite3.Connection, parts: Collection[int], written: Mapping[int, bytes], data: Mapping[int, bytes]
) -> None:
    """Stores the links written for each part and new `data`, where they changed; `parts` are then up to date."""
    db.executemany("UPDATE lean SET written = ? WHERE key = ?", [(links, key) for key, links in written.items()])
    db.executemany("UPDATE lean SET data = ? WHERE key = ?", [(lean, key) for key, lean in data.items()])
    others = [key for (key,) in db.execute("SELECT key FROM lean") if key not in parts]  # of another process
    db.executemany("UPDATE lean SET written = NULL WHERE key = ?", [(key,) for key in others])
    db.execute("UPDATE counters SET value = (SELECT value FROM counters WHERE name = 'links') WHERE name = 'lean'")
