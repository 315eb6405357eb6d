"""Lists over the whole store: quotations, speakers, clusters."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from claimkit.models import Article, Entry, Printing, Speaker, chance, outlet_of
from claimkit.search.filters import ALL_TYPES, CLAIMS, EVERYTHING, Filters, outlet_matches, speaker_matches
from claimkit.store import Store, checks, rows

if TYPE_CHECKING:
    from claimkit.models import ClusterSummary, SpeakerSummary

_AT_ONCE = 500  # quotations read in one go
_CLUSTERS_AT_ONCE = 50
_ARTICLE = ", ".join(f"a.{column}" for column in checks.ARTICLE)


class Conditions(NamedTuple):
    """Conditions on `quotes q` and on `articles a` (empty for none) as SQL with their values; `speaker` has a JSON
    array of the keys of the speakers asked for, or nothing."""

    quote: str
    quote_values: tuple[Any, ...]
    article: str
    article_values: tuple[Any, ...]
    speaker: tuple[Any, ...]

    @property
    def where(self) -> str:
        """All of them."""
        return self._all(BY_SPEAKER)

    @property
    def check(self) -> str:
        """The same for rows that are found in another way than by their speaker: SQLite is not to think of that."""
        return self._all(f"+{BY_SPEAKER}")

    def _all(self, speaker: str) -> str:
        return " AND ".join(part for part in (self.quote, self.article, speaker if self.speaker else "") if part)

    @property
    def values(self) -> tuple[Any, ...]:
        """The values of `where`."""
        return self.quote_values + self.article_values + self.speaker


BY_SPEAKER = "q.speaker_key IN (SELECT value FROM json_each(?))"


def quotes(store: Store, filters: Filters = EVERYTHING) -> Iterator[Entry]:
    """The quotations that meet `filters`, by article path, location and place in the article."""
    with store.reading() as db:
        asked = conditions(store, filters)
        keys = [
            key
            for (key,) in db.execute(
                "SELECT q.key FROM quotes q JOIN articles a ON a.key = q.article_key"
                f" WHERE {asked.where} ORDER BY a.path, a.location, q.position",
                asked.values,
            )
        ]
    for some in rows.batches(keys, _AT_ONCE):
        found = entries(store, some)
        kept = (found[key] for key in some if key in found)
        yield from (e for e in kept if not filters.min_confidence or chance(e.quote) >= filters.min_confidence)


def speakers(store: Store, name: str | None = None) -> list[SpeakerSummary]:
    """The named speakers of the store (those that `name` fits, see `filters.speaker_matches`), most quoted first."""
    from claimkit.models import SpeakerSummary

    with store.reading() as db:
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
        speaker = _one(known[rows.text(id_)], "resolved" if resolved else status)
        if name is None or speaker_matches(name, speaker):
            found.append(SpeakerSummary(speaker, *map(rows.text, counts)))
    return sorted(found, key=lambda summary: (-summary.quotes, summary.speaker.id))


def clusters(
    store: Store, *, min_members: int = 2, min_outlets: int = 1, changed: bool = False, limit: int | None = None
) -> list[ClusterSummary]:
    """Clusters of at least so many quotations in so many outlets, those of most outlets, then members, first.

    `changed` keeps those in which a variant changes words (`claimkit.wording.changes_words`).
    """
    return list(each_cluster(store, min_members=min_members, min_outlets=min_outlets, changed=changed, limit=limit))


def each_cluster(
    store: Store, *, min_members: int = 2, min_outlets: int = 1, changed: bool = False, limit: int | None = None
) -> Iterator[ClusterSummary]:
    """`clusters`, one by one: each is read and compared when it is its turn."""
    with store.reading() as db:
        chosen = db.execute(
            "SELECT c.id, c.representative FROM clusters c JOIN quotes q ON q.cluster_id = c.id"
            " JOIN articles a ON a.key = q.article_key GROUP BY c.id"
            " HAVING count(DISTINCT q.id) >= ? AND count(DISTINCT coalesce(nullif(a.outlet, ''), a.path)) >= ?"
            " ORDER BY count(DISTINCT coalesce(nullif(a.outlet, ''), a.path)) DESC, count(DISTINCT q.id) DESC, c.id"
            " LIMIT ?",
            (max(min_members, 1), min_outlets, -1 if limit is None or changed else limit),
        ).fetchall()
    found = (
        summary(rows.text(id_), rows.text(representative), entries)
        for some in rows.batches(chosen, _CLUSTERS_AT_ONCE)
        for members in [cluster_entries(store, [id_ for id_, _ in some])]
        for id_, representative in some
        if (entries := members[rows.text(id_)]) and (not changed or changes(rows.text(representative), entries))
    )
    return islice(found, limit)


def clustered(store: Store) -> Iterator[Entry]:
    """Every quotation that is in a cluster, cluster after cluster."""
    with store.reading() as db:
        ids = [id_ for (id_,) in db.execute("SELECT id FROM clusters ORDER BY id")]
    for some in rows.batches(ids, _CLUSTERS_AT_ONCE):
        for members in cluster_entries(store, some).values():
            yield from members


def summary(id_: str, representative: str, entries: Sequence[Entry]) -> ClusterSummary:
    """The cluster of these quotations, which come in the order of its members."""
    from claimkit import wording as variants  # here and below: who-said, which shares this file, does without
    from claimkit.models import Cluster, ClusterSummary

    ids = tuple(dict.fromkeys(entry.quote.id for entry in entries))
    cluster = Cluster(id_, representative if representative in ids else ids[0], ids)
    outlets = sorted({outlet_of(entry.article) for entry in entries})
    reports = variants.reports([(entry.quote, entry.article) for entry in entries])
    return ClusterSummary(cluster, tuple(entries), tuple(outlets), reports)


def changes(representative: str, entries: Sequence[Entry]) -> bool:
    """Whether one of them says it in other words than the representative."""
    from claimkit import wording as variants

    best = next((entry.quote for entry in entries if entry.quote.id == representative), entries[0].quote)
    wordings = {(entry.quote.text, variants.wording(entry.quote).pieces): entry.quote for entry in entries}
    words = variants.wording(best)
    return any(
        variants.changes_words(variants.differences(words, variants.wording(quote))) for quote in wordings.values()
    )


def conditions(store: Store, filters: Filters) -> Conditions:
    """`filters` as SQL."""
    quote = ["q.confidence >= ?"]  # the most that filters.matches lets through: a name can only lower it
    values: list[Any] = [filters.min_confidence]
    if filters.types != ALL_TYPES:
        quote.append(f"q.type IN ({rows.marks(sorted(filters.types))})")
        values += sorted(filters.types)
    if filters.claims:  # filters.is_claim
        quote.append(f"(q.cue_class IN ({rows.marks(sorted(CLAIMS))}) OR (q.cue_class IS NULL AND q.type = 'direct'))")
        values += sorted(CLAIMS)
    article: list[str] = []
    facts: list[Any] = []
    if filters.since is not None:
        article.append("a.published >= ?")
        facts.append(filters.since)
    if filters.until is not None:  # what begins with it, too
        article.append("a.published < ?")
        facts.append(filters.until + "\U0010ffff")
    if filters.outlet is not None:
        # By an article that has the outlet: names with NULs or lone surrogates do not come out of JSON as they are.
        names = store.connection.execute("SELECT min(key), outlet FROM articles GROUP BY outlet").fetchall()
        article.append("a.outlet IN (SELECT outlet FROM articles WHERE key IN (SELECT value FROM json_each(?)))")
        facts.append(json.dumps([key for key, name in names if outlet_matches(filters.outlet, rows.text(name))]))
    speaker: list[Any] = []
    if filters.speaker is not None:
        known = rows.all_speakers(store.connection)
        speaker = [json.dumps([key for key, who in known.items() if speaker_matches(filters.speaker, who)])]
    return Conditions(" AND ".join(quote), tuple(values), " AND ".join(article), tuple(facts), tuple(speaker))


def entries(store: Store, keys: Sequence[int]) -> dict[int, Entry]:
    """The quotations with these keys."""
    with store.reading() as db:
        loaded = rows.load_quotes(db, "key", keys, linked=True)
        articles = rows.load_articles(db, sorted({article_key for _, article_key, _ in loaded}))
    return {key: Entry(quote, articles[article_key]) for key, article_key, quote in loaded}


def cluster_entries(store: Store, ids: Sequence[str | bytes | None]) -> dict[str, list[Entry]]:
    """The quotations of each of these clusters, in the order of its members."""
    with store.reading() as db:
        places: list[tuple[str, int]] = []
        for some in rows.batches(ids):
            places += db.execute(
                f"SELECT q.cluster_id, q.key FROM quotes q JOIN articles a ON a.key = q.article_key"
                f" WHERE q.cluster_id IN ({rows.marks(some)})"
                " ORDER BY q.cluster_id, q.cluster_position, a.location, q.position",
                some,
            )
        loaded = entries(store, [key for _, key in places])
    found: dict[str, list[Entry]] = defaultdict(list)
    for id_, key in places:
        found[rows.text(id_)].append(loaded[key])
    return found


def printings(store: Store, ids: Sequence[str]) -> dict[str, dict[int, Printing]]:
    """The quotations of each of these clusters by key, without what takes long to read."""
    return _printings(store, "cluster_id", ids)


def copies_of(store: Store, ids: Sequence[str]) -> dict[str, dict[int, Printing]]:
    """The stored quotations of each of these ids by key: more than one where an article is stored more than once."""
    return _printings(store, "id", ids)


def _printings(store: Store, column: str, ids: Sequence[str]) -> dict[str, dict[int, Printing]]:
    found: dict[str, dict[int, Printing]] = defaultdict(dict)
    articles: dict[int, Article] = {}
    text = rows.text
    with store.reading() as db:
        for some in rows.batches([rows.sql(id_) for id_ in ids]):
            for group, key, id_, body, article_key, *columns in db.execute(
                f"SELECT q.{column}, q.key, q.id, q.text, a.key, {_ARTICLE}"
                " FROM quotes q CROSS JOIN articles a ON a.key = q.article_key"
                f" WHERE q.{column} IN ({rows.marks(some)})",
                some,
            ):
                if article_key not in articles:
                    articles[article_key] = rows.article_of(columns)
                found[text(group)][key] = Printing(text(id_), text(body), articles[article_key])
    return found


def _one(known: list[Speaker], status: Any) -> Speaker:
    """One speaker of those with the same id: their aliases together."""
    first = min(known, key=lambda s: (s.name or "", s.kind, s.wikidata or "", s.aliases))
    aliases = dict.fromkeys(alias for s in sorted(known, key=lambda s: s.aliases) for alias in s.aliases)
    wikidata = first.wikidata or next(iter(sorted(s.wikidata for s in known if s.wikidata)), None)
    affiliation = next(iter(sorted(s.affiliation for s in known if s.affiliation)), None)
    return Speaker(first.id, first.name, first.kind, status, (), tuple(aliases), wikidata, affiliation)
