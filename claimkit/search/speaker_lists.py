"""The named speakers of a store, with how often and where they are quoted."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from typing import Any, get_args

from claimkit.models.record import Speaker
from claimkit.models.results import PronounsCount, SpeakerSummary
from claimkit.models.types import Pronouns
from claimkit.search.filters import speaker_matches
from claimkit.search.where import STATED
from claimkit.store import Store, checks, speaker_rows
from claimkit.store.sql import decode

# Joint speakers with their members, each once; read as a table, which is small.
_MEMBERS = (
    "(SELECT m.speaker_key, min(m.member_key) AS member_key FROM members m"
    " JOIN speakers o ON o.key = m.member_key GROUP BY m.speaker_key, o.id)"
)
# Read from the table alone and with all that is in it: a damaged index or key would leave quotations out.
_COUNTED = (
    "SELECT s.id, max(q.status = 'resolved'), min(q.status), count(DISTINCT q.id), count(DISTINCT a.id),"
    " count(DISTINCT nullif(a.outlet, '')), min(a.published), max(a.published),"
    f" min({checks.whole_links('q')} AND (s.key IS NOT NULL OR q.speaker_key IS NULL) AND a.key IS NOT NULL)"
    " FROM quotes q NOT INDEXED{} LEFT JOIN articles a ON a.key = q.article_key"
    " WHERE (s.name IS NOT NULL OR s.key IS NULL){} GROUP BY s.id"
)
_EACH = (
    f" LEFT JOIN {_MEMBERS} m ON m.speaker_key = q.speaker_key"
    " LEFT JOIN speakers s ON s.key = coalesce(m.member_key, q.speaker_key)"
)
_JOINT = " JOIN speakers s ON s.key = q.speaker_key AND s.members > 0"


def speakers(store: Store, name: str | None = None, *, stated: bool = False) -> list[SpeakerSummary]:
    """The named speakers of the store (those that `name` fits, see `filters.speaker_matches`), most quoted first.

    What several say jointly counts for each of them; as a speaker of their own they are there only for a `name`.
    `stated` leaves out what is likely no statement.
    """
    condition = f" AND {STATED}" if stated else ""
    with store.snapshot() as db:
        known: dict[str, list[Speaker]] = defaultdict(list)
        for speaker in speaker_rows.all_speakers(db).values():
            if speaker.name is not None:
                known[speaker.id].append(speaker)
        if db.execute(f"SELECT 1 FROM articles WHERE NOT ({checks.whole('articles')}) LIMIT 1").fetchone():
            raise checks.DamagedError("an article")
        counted = [(row, False) for row in db.execute(_COUNTED.format(_EACH, condition)).fetchall()]
        if name is not None and any(one.members for several in known.values() for one in several):
            counted += [(row, True) for row in db.execute(_COUNTED.format(_JOINT, condition)).fetchall()]
        pronouns = _pronouns(db)
        found = []
        for (id_, resolved, status, *counts, whole), jointly in counted:
            checks.demand(whole, "a quotation")
            if id_ is None:  # of nobody
                continue
            several = [one for one in known[decode(id_)] if bool(one.members) is jointly]
            checks.demand(bool(several), "a speaker")
            used = pronouns.get(decode(id_))
            speaker = merge_known(several, "resolved" if resolved else status, None if jointly else used)
            if name is None or speaker_matches(name, speaker):
                found.append(SpeakerSummary(speaker, *map(decode, counts)))
    return sorted(found, key=lambda summary: (-summary.quotes, summary.speaker.id, bool(summary.speaker.members)))


def known_by_id(store: Store) -> dict[str, Speaker]:
    """The named speakers of the store by id, without those of several who speak jointly; nothing is counted."""
    with store.snapshot() as db:
        known: dict[str, list[Speaker]] = defaultdict(list)
        for speaker in speaker_rows.all_speakers(db).values():
            if speaker.name is not None and not speaker.members:
                known[speaker.id].append(speaker)
        pronouns = _pronouns(db)
    return {id_: merge_known(several, "resolved", pronouns.get(id_)) for id_, several in known.items()}


def count_pronouns(store: Store, *, stated: bool = False) -> list[PronounsCount]:
    """How many persons have each pronouns, and how many quotations they have, alone or jointly; the last: not known.

    What several say jointly counts once for each pronouns among them. `stated` leaves out what is likely no statement.
    """
    with store.snapshot() as db:
        known = speaker_rows.all_speakers(db)
        members = speaker_rows.member_keys(db)
        used = _pronouns(db)
        numbers = db.execute(
            f"SELECT q.speaker_key, count(DISTINCT q.id), min({checks.whole_links('q')})"
            f" FROM quotes q NOT INDEXED{f' WHERE {STATED}' if stated else ''} GROUP BY 1"
        ).fetchall()
        people: dict[str, Pronouns | None] = {}
        quotes: Counter[Pronouns | None] = Counter()
        for key, number, whole in numbers:
            checks.demand(whole == 1 and (key is None or key in known), "a quotation")
            said_by = {known[one].id for one in members.get(key, [key]) if one is not None and _is_person(known[one])}
            people |= {id_: used.get(id_) for id_ in said_by}
            for pronouns in {people[id_] for id_ in said_by}:
                quotes[pronouns] += number
    persons = Counter(people.values())
    return [PronounsCount(one, persons[one], quotes[one]) for one in (*get_args(Pronouns), None)]


def _is_person(speaker: Speaker) -> bool:
    return speaker.kind == "person" and speaker.name is not None


def _pronouns(db: sqlite3.Connection) -> dict[str, Pronouns]:
    """The pronouns of each speaker, by id: what the people file says, else what all articles agree on."""
    decided: dict[str, Any] = {}
    for id_, pronouns in db.execute("SELECT id, pronouns FROM speakers WHERE pronouns IS NOT NULL"):
        decided[decode(id_)] = pronouns
    found: dict[str, set[Pronouns]] = defaultdict(set)
    for id_, pronouns, whole in db.execute(
        f"SELECT s.id, g.pronouns, min({checks.whole('article_speakers', 'g')})"
        " FROM article_speakers g JOIN quotes q ON q.article_speaker_key = g.key"
        " JOIN speakers s ON s.key = q.speaker_key GROUP BY 1, 2"
    ):
        checks.demand(whole, "a speaker")
        if pronouns is not None:
            found[decode(id_)].add(pronouns)
    agreed = {id_: next(iter(several)) for id_, several in found.items() if len(several) == 1}
    return {id_: one for id_, one in (agreed | decided).items() if one != "hide"}


def merge_known(known: list[Speaker], status: Any, pronouns: Pronouns | None) -> Speaker:
    """Speakers with one id as one speaker, with the aliases of all."""
    first = min(known, key=lambda s: (s.name or "", s.kind, s.wikidata or "", s.aliases))
    aliases = dict.fromkeys(alias for s in sorted(known, key=lambda s: s.aliases) for alias in s.aliases)
    wikidata = first.wikidata or next(iter(sorted(s.wikidata for s in known if s.wikidata)), None)
    affiliation = next(iter(sorted(s.affiliation for s in known if s.affiliation)), None)
    return Speaker(
        first.id,
        first.name,
        first.kind,
        status,
        (),
        tuple(aliases),
        wikidata,
        affiliation,
        members=first.members,
        pronouns=pronouns,
    )
