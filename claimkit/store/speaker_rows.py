"""Rows of speakers: as their articles give them, and store-wide, with aliases and the members of joint ones."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from claimkit.models.record import Member, Span, Speaker
from claimkit.store import checks
from claimkit.store.sql import decode, encode, placeholders, to_json

Row = tuple[Any, ...]

_ALIASES = f"speaker_key, alias, {checks.whole('aliases')} FROM aliases"
_SPEAKERS = f"key, id, name, kind, wikidata, affiliation, pronouns, members, {checks.whole('speakers')} FROM speakers"
_MEMBERS = (
    f"m.speaker_key, s.id, s.name, {checks.whole('members', 'm')} AND {checks.whole('speakers', 's')}"
    " FROM members m JOIN speakers s ON s.key = m.member_key"
)
_SAID_OF = (
    "name",
    "kind",
    "id",
    "wikidata",
    "affiliation",
    "aliases",
    "title",
    "pronouns",
    "publisher",
    "members",
    "places",
)
# How many rows with the same id are compared with a speaker to store; most ids have a few sets of aliases. Beyond it, a
# duplicate row costs some bytes until the next linking, while comparing all would take quadratic time.
_COMPARED = 50


def add_speaker(db: sqlite3.Connection, speaker: Speaker) -> int:
    """A new store-wide speaker, of several who speak jointly without `members`; returns its key."""
    key = db.execute("INSERT INTO speakers (kind, id) VALUES (?,?)", (speaker.kind, encode(speaker.id))).lastrowid
    assert key is not None
    change_speaker(db, key, speaker)
    return key


def change_speaker(db: sqlite3.Connection, key: int, speaker: Speaker) -> None:
    """Makes the store-wide speaker with this key `speaker`, except for `members`."""
    one = speaker
    fields = (one.name, one.kind, one.id, one.wikidata, one.affiliation, one.pronouns, len(one.members))
    db.execute(
        "UPDATE speakers SET name = ?, kind = ?, id = ?, wikidata = ?, affiliation = ?, pronouns = ?, members = ?"
        " WHERE key = ?",
        [*map(encode, fields), key],
    )
    db.execute("DELETE FROM aliases WHERE speaker_key = ?", (key,))
    db.executemany(
        "INSERT INTO aliases (speaker_key, position, alias) VALUES (?,?,?)",
        [(key, i, encode(alias)) for i, alias in enumerate(speaker.aliases)],
    )


def set_members(db: sqlite3.Connection, key: int, members: Sequence[int]) -> None:
    """The keys of those who are the joint speaker with this key."""
    db.execute("DELETE FROM members WHERE speaker_key = ?", (key,))
    db.executemany(
        "INSERT INTO members (speaker_key, position, member_key) VALUES (?,?,?)",
        [(key, position, member) for position, member in enumerate(members)],
    )


def member_keys(db: sqlite3.Connection) -> dict[int, list[int]]:
    """The keys of the members of every joint speaker."""
    found: dict[int, list[int]] = defaultdict(list)
    for key, member, whole in db.execute(
        f"SELECT speaker_key, member_key, {checks.whole('members')} FROM members ORDER BY speaker_key, position"
    ):
        checks.demand(whole, "a speaker")
        found[key].append(member)
    return found


def member(one: Member) -> Speaker:
    """A member as a store-wide speaker of whom nothing else is known."""
    return Speaker(one.id, one.name, "person", "resolved")


def identity(speaker: Speaker) -> Row:
    """What identifies a store-wide speaker; status, evidence and who decided belong to each quotation."""
    one = speaker
    return one.id, one.name, one.kind, one.wikidata, one.affiliation, one.aliases, one.pronouns, one.members


def all_speakers(db: sqlite3.Connection) -> dict[int, Speaker]:
    """Every store-wide speaker by key, with status `resolved` and without evidence."""
    return _speakers(db, "IS NOT NULL")


def speaker_keys(
    db: sqlite3.Connection, article_key: int | None, speaker: Speaker, named: dict[Row, tuple[int | None, int]]
) -> tuple[int | None, int]:
    """Keys of the speaker as the article gives it and, until linking runs, store-wide."""
    values = _said_of(speaker)
    if values not in named:
        columns = ", ".join(("article_key", *_SAID_OF))
        given = db.execute(
            f"INSERT INTO article_speakers ({columns}) VALUES ({placeholders((article_key, *values))})",
            (article_key, *values),
        ).lastrowid
        named[values] = given, _store_wide(db, speaker.store_wide())
    return named[values]


def _store_wide(db: sqlite3.Connection, speaker: Speaker) -> int:
    """The key of a store-wide speaker, who is added if need be."""
    chosen = "(SELECT key FROM speakers WHERE id = ? ORDER BY key DESC LIMIT ?)"
    known = _speakers(db, f"IN {chosen}", (encode(speaker.id), _COMPARED))
    who = identity(speaker)
    if found := next((key for key, one in known.items() if identity(one) == who), 0):
        return found
    members = [_store_wide(db, member(one)) for one in speaker.members]  # they are there before it refers to them
    key = add_speaker(db, speaker)
    if members:
        set_members(db, key, members)
    return key


def _said_of(speaker: Speaker) -> Row:
    """The values of `_SAID_OF` for a speaker as an article gives it."""
    one = speaker
    spans = (one.title, one.affiliation_span, one.pronouns_span)
    places = [None if span is None else [span.start, span.end, span.text] for span in spans]
    return (
        *map(encode, (one.name, one.kind, one.id, one.wikidata, one.affiliation)),
        to_json(one.aliases),
        *map(encode, (one.title and one.title.text, one.pronouns, one.publisher)),
        to_json([[each.id, each.name] for each in one.members]) if one.members else None,
        to_json(places) if any(spans) else None,
    )


def article_speakers(db: sqlite3.Connection, where: str, keys: Sequence[int]) -> dict[int, Speaker]:
    found: dict[int, Speaker] = {}
    for key, *row, whole in db.execute(
        f"SELECT s.key, {', '.join(f's.{column}' for column in _SAID_OF)},"
        f" {checks.whole('article_speakers', 's')} FROM article_speakers s"
        f" WHERE s.key IN (SELECT q.article_speaker_key FROM quotes q WHERE {where})",
        keys,
    ):
        checks.demand(whole, "a speaker")
        name, kind, id_, wikidata, body, aliases, _, pronouns, publisher, members, places = map(decode, row)
        title, of_body, of_pronouns = _places(places)
        found[key] = Speaker(
            id_,
            name,
            kind,
            "resolved",
            (),
            tuple(json.loads(aliases)),
            wikidata,
            body,
            None,
            title,
            of_body,
            tuple([Member(*one) for one in json.loads(members)]) if members else (),
            pronouns,
            of_pronouns,
            publisher,
        )
    return found


def _places(packed: str | None) -> Sequence[Span | None]:
    """The spans of title, affiliation and pronouns."""
    if packed is None:
        return None, None, None
    return [None if place is None else Span(*place) for place in json.loads(packed)]


def linked_speakers(db: sqlite3.Connection, where: str, keys: Sequence[int]) -> dict[int, Speaker]:
    return _speakers(db, f"IN (SELECT DISTINCT q.speaker_key FROM quotes q WHERE {where})", keys)


def _speakers(db: sqlite3.Connection, keys: str, values: Sequence[object] = ()) -> dict[int, Speaker]:
    """The store-wide speakers whose key meets the condition `keys` (SQL with its values), as in `all_speakers`."""
    aliases: dict[int, list[str]] = defaultdict(list)
    for key, alias, whole in db.execute(
        f"SELECT {_ALIASES} WHERE speaker_key {keys} ORDER BY speaker_key, position", values
    ):
        checks.demand(whole, "a speaker")
        aliases[key].append(decode(alias))
    members: dict[int, list[Member]] = defaultdict(list)
    for key, id_, name, whole in db.execute(
        f"SELECT {_MEMBERS} WHERE m.speaker_key {keys} ORDER BY m.speaker_key, m.position", values
    ):
        checks.demand(whole, "a speaker")
        members[key].append(Member(decode(id_), decode(name)))
    found: dict[int, Speaker] = {}
    for key, id_, name, kind, wikidata, body, pronouns, joint, whole in db.execute(
        f"SELECT {_SPEAKERS} WHERE key {keys}", values
    ):
        checks.demand(whole == 1 and joint == len(members.get(key, ())), "a speaker")
        names = tuple(aliases[key])
        found[key] = Speaker(
            decode(id_),
            decode(name),
            kind,
            "resolved",
            (),
            names,
            decode(wikidata),
            decode(body),
            members=tuple(members[key]) if joint else (),
            pronouns=pronouns,
        )
    return found
