"""The named speakers of a store, with how often and where they are quoted."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from claimkit.models.record import Speaker
from claimkit.models.results import SpeakerSummary
from claimkit.search.filters import speaker_matches
from claimkit.store import Store, checks, rows
from claimkit.store.sql import decode


def speakers(store: Store, name: str | None = None) -> list[SpeakerSummary]:
    """The named speakers of the store (those that `name` fits, see `filters.speaker_matches`), most quoted first."""
    with store.snapshot() as db:
        known: dict[str, list[Speaker]] = defaultdict(list)
        for speaker in rows.all_speakers(db).values():
            if speaker.name is not None:
                known[speaker.id].append(speaker)
        if db.execute(f"SELECT 1 FROM articles WHERE NOT ({checks.whole('articles')}) LIMIT 1").fetchone():
            raise checks.DamagedError("an article")
        # Read from the table alone and with all that is in it: a damaged index or key would leave quotations out.
        counted = db.execute(
            "SELECT s.id, max(q.status = 'resolved'), min(q.status), count(*), count(DISTINCT q.article_key),"
            " count(DISTINCT coalesce(nullif(a.outlet, ''), a.path)), min(a.published), max(a.published),"
            f" min({checks.whole_links('q')} AND (s.key IS NOT NULL OR q.speaker_key IS NULL) AND a.key IS NOT NULL)"
            " FROM quotes q NOT INDEXED LEFT JOIN speakers s ON s.key = q.speaker_key"
            " LEFT JOIN articles a ON a.key = q.article_key"
            " WHERE s.name IS NOT NULL OR s.key IS NULL GROUP BY s.id"
        ).fetchall()
        for *_, whole in counted:
            checks.demand(whole, "a quotation")
    found = []
    for id_, resolved, status, *counts, _ in counted:
        if id_ is None:  # of nobody
            continue
        speaker = _merged(known[decode(id_)], "resolved" if resolved else status)
        if name is None or speaker_matches(name, speaker):
            found.append(SpeakerSummary(speaker, *map(decode, counts)))
    return sorted(found, key=lambda summary: (-summary.quotes, summary.speaker.id))


def _merged(known: list[Speaker], status: Any) -> Speaker:
    """The stored speakers with one id as one speaker, with the aliases of all."""
    first = min(known, key=lambda s: (s.name or "", s.kind, s.wikidata or "", s.aliases))
    aliases = dict.fromkeys(alias for s in sorted(known, key=lambda s: s.aliases) for alias in s.aliases)
    wikidata = first.wikidata or next(iter(sorted(s.wikidata for s in known if s.wikidata)), None)
    affiliation = next(iter(sorted(s.affiliation for s in known if s.affiliation)), None)
    return Speaker(first.id, first.name, first.kind, status, (), tuple(aliases), wikidata, affiliation)
