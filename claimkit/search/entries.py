"""Lists of what a store holds: quotations, speakers, clusters; and the entries that other searches show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from claimkit import wording
from claimkit.models import (
    Article,
    Cluster,
    ClusterSummary,
    Entry,
    Printing,
    Speaker,
    SpeakerSummary,
    chance,
    outlet_of,
)
from claimkit.search.filters import EVERYTHING, Filters, speaker_matches
from claimkit.search.where import where
from claimkit.store import Store, checks, rows
from claimkit.store.sql import batches, decode, encode, placeholders

_AT_ONCE = 500  # quotations read at a time
_CLUSTERS_AT_ONCE = 50
_ARTICLE = ", ".join(f"a.{column}" for column in checks.ARTICLE)


def quotes(store: Store, filters: Filters = EVERYTHING) -> Iterator[Entry]:
    """The quotations that meet `filters`, by article path, location and position in the article."""
    with store.snapshot() as db:
        wanted = where(store, filters)
        keys = [
            key
            for (key,) in db.execute(
                "SELECT q.key FROM quotes q JOIN articles a ON a.key = q.article_key"
                f" WHERE {wanted.every} ORDER BY a.path, a.location, q.position",
                wanted.values,
            )
        ]
    for some in batches(keys, _AT_ONCE):
        found = entries(store, some)
        kept = (found[key] for key in some if key in found)
        yield from (e for e in kept if not filters.min_confidence or chance(e.quote) >= filters.min_confidence)


def speakers(store: Store, name: str | None = None) -> list[SpeakerSummary]:
    """The named speakers of the store (those that `name` fits, see `filters.speaker_matches`), most quoted first."""
    with store.snapshot() as db:
        known: dict[str, list[Speaker]] = defaultdict(list)
        for speaker in rows.all_speakers(db).values():
            if speaker.name is not None:
                known[speaker.id].append(speaker)
        counted = db.execute(
            "SELECT s.id, max(q.status = 'resolved'), min(q.status), count(*), count(DISTINCT q.article_key),"
            " count(DISTINCT coalesce(nullif(a.outlet, ''), a.path)), min(a.published), max(a.published)"
            " FROM quotes q JOIN speakers s ON s.key = q.speaker_key JOIN articles a ON a.key = q.article_key"
            " WHERE s.name IS NOT NULL GROUP BY s.id"
        ).fetchall()
    found = []
    for id_, resolved, status, *counts in counted:
        speaker = _merged(known[decode(id_)], "resolved" if resolved else status)
        if name is None or speaker_matches(name, speaker):
            found.append(SpeakerSummary(speaker, *map(decode, counts)))
    return sorted(found, key=lambda summary: (-summary.quotes, summary.speaker.id))


def clusters(
    store: Store, *, min_members: int = 2, min_outlets: int = 1, changed: bool = False, limit: int | None = None
) -> list[ClusterSummary]:
    """Clusters with at least `min_members` quotations in `min_outlets` outlets; most outlets first, then most members.

    `changed` keeps those in which a variant changes words (`claimkit.wording.changes_words`).
    """
    return list(each_cluster(store, min_members=min_members, min_outlets=min_outlets, changed=changed, limit=limit))


def each_cluster(
    store: Store, *, min_members: int = 2, min_outlets: int = 1, changed: bool = False, limit: int | None = None
) -> Iterator[ClusterSummary]:
    """The same one by one: each cluster is read and compared only when its turn comes."""
    with store.snapshot() as db:
        chosen = db.execute(
            "SELECT c.id, c.representative FROM clusters c JOIN quotes q ON q.cluster_id = c.id"
            " JOIN articles a ON a.key = q.article_key GROUP BY c.id"
            " HAVING count(DISTINCT q.id) >= ? AND count(DISTINCT coalesce(nullif(a.outlet, ''), a.path)) >= ?"
            " ORDER BY count(DISTINCT coalesce(nullif(a.outlet, ''), a.path)) DESC, count(DISTINCT q.id) DESC, c.id"
            " LIMIT ?",
            (max(min_members, 1), min_outlets, -1 if limit is None or changed else limit),
        ).fetchall()
    found = (
        summary(decode(id_), decode(representative), entries)
        for some in batches(chosen, _CLUSTERS_AT_ONCE)
        for members in [cluster_entries(store, [id_ for id_, _ in some])]
        for id_, representative in some
        if (entries := members[decode(id_)]) and (not changed or has_changes(decode(representative), entries))
    )
    return islice(found, limit)


def clustered(store: Store) -> Iterator[Entry]:
    """Every quotation that is in a cluster, cluster after cluster."""
    with store.snapshot() as db:
        ids = [id_ for (id_,) in db.execute("SELECT id FROM clusters ORDER BY id")]
    for some in batches(ids, _CLUSTERS_AT_ONCE):
        for members in cluster_entries(store, some).values():
            yield from members


def summary(id_: str, representative: str, entries: Sequence[Entry]) -> ClusterSummary:
    """The cluster of these quotations, which come in the order of its members."""
    ids = tuple(dict.fromkeys(entry.quote.id for entry in entries))
    cluster = Cluster(id_, representative if representative in ids else ids[0], ids)
    outlets = sorted({outlet_of(entry.article) for entry in entries})
    reports = wording.reports([(entry.quote, entry.article) for entry in entries])
    return ClusterSummary(cluster, tuple(entries), tuple(outlets), reports)


def has_changes(representative: str, entries: Sequence[Entry]) -> bool:
    """Whether one of them differs in words from the representative."""
    best = next((entry.quote for entry in entries if entry.quote.id == representative), entries[0].quote)
    wordings = {(entry.quote.text, wording.wording(entry.quote).pieces): entry.quote for entry in entries}
    words = wording.wording(best)
    return any(wording.changes_words(wording.differences(words, wording.wording(quote))) for quote in wordings.values())


def entries(store: Store, keys: Sequence[int]) -> dict[int, Entry]:
    """The quotations with these keys."""
    with store.snapshot() as db:
        loaded = rows.load_quotes(db, "key", keys, linked=True)
        articles = rows.load_articles(db, sorted({article_key for _, article_key, _ in loaded}))
    return {key: Entry(quote, articles[article_key]) for key, article_key, quote in loaded}


def cluster_entries(store: Store, ids: Sequence[str | bytes | None]) -> dict[str, list[Entry]]:
    """The quotations of each of these clusters, in the order of its members."""
    with store.snapshot() as db:
        members: list[tuple[str, int]] = []
        for some in batches(ids):
            members += db.execute(
                f"SELECT q.cluster_id, q.key FROM quotes q JOIN articles a ON a.key = q.article_key"
                f" WHERE q.cluster_id IN ({placeholders(some)})"
                " ORDER BY q.cluster_id, q.cluster_position, a.location, q.position",
                some,
            )
        loaded = entries(store, [key for _, key in members])
    found: dict[str, list[Entry]] = defaultdict(list)
    for id_, key in members:
        found[decode(id_)].append(loaded[key])
    return found


def printings(store: Store, ids: Sequence[str]) -> dict[str, dict[int, Printing]]:
    """The quotations of each of these clusters by key, without the article text and spans, which take long to read."""
    return _printings(store, "cluster_id", ids)


def copies_of(store: Store, ids: Sequence[str]) -> dict[str, dict[int, Printing]]:
    """The stored quotations of each of these ids by key: more than one where an article is stored more than once."""
    return _printings(store, "id", ids)


def _printings(store: Store, column: str, ids: Sequence[str]) -> dict[str, dict[int, Printing]]:
    found: dict[str, dict[int, Printing]] = defaultdict(dict)
    articles: dict[int, Article] = {}
    with store.snapshot() as db:
        for some in batches([encode(id_) for id_ in ids]):
            for group, key, id_, body, article_key, *columns in db.execute(
                f"SELECT q.{column}, q.key, q.id, q.text, a.key, {_ARTICLE}"
                " FROM quotes q CROSS JOIN articles a ON a.key = q.article_key"
                f" WHERE q.{column} IN ({placeholders(some)})",
                some,
            ):
                if article_key not in articles:
                    articles[article_key] = rows.article_of(columns)
                found[decode(group)][key] = Printing(decode(id_), decode(body), articles[article_key])
    return found


def _merged(known: list[Speaker], status: Any) -> Speaker:
    """The stored speakers with one id as one speaker, with the aliases of all."""
    first = min(known, key=lambda s: (s.name or "", s.kind, s.wikidata or "", s.aliases))
    aliases = dict.fromkeys(alias for s in sorted(known, key=lambda s: s.aliases) for alias in s.aliases)
    wikidata = first.wikidata or next(iter(sorted(s.wikidata for s in known if s.wikidata)), None)
    affiliation = next(iter(sorted(s.affiliation for s in known if s.affiliation)), None)
    return Speaker(first.id, first.name, first.kind, status, (), tuple(aliases), wikidata, affiliation)
