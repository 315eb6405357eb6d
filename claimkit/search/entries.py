"""Lists of what a store holds: quotations, speakers, clusters; and the entries that other searches show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from claimkit.models.certainty import chance
from claimkit.models.hits import Entry, Printing
from claimkit.models.record import Speaker
from claimkit.models.results import SpeakerSummary
from claimkit.search.filters import EVERYTHING, Filters, speaker_matches
from claimkit.search.where import where
from claimkit.store import Store, checks, rows
from claimkit.store.sql import batches, decode, encode, placeholders

_AT_ONCE = 500  # quotations read at a time
CLUSTERS_AT_ONCE = 50


def quotes(store: Store, filters: Filters = EVERYTHING) -> Iterator[Entry]:
    """The quotations that meet `filters`, by article path, location and position in the article."""
    with store.snapshot() as db:
        wanted = where(store, filters)
        moment = store.moment
        join = "JOIN" if wanted.article else "LEFT JOIN"  # a quotation without an article is damage, told below
        keys = [
            key
            for (key,) in db.execute(
                f"SELECT q.key FROM quotes q {join} articles a ON a.key = q.article_key"
                f" WHERE {wanted.every} ORDER BY a.path, a.location, q.position",
                wanted.values,
            )
        ]
    for some in batches(keys, _AT_ONCE):
        with store.snapshot():
            found = entries(store, some)
            if len(found) < len(some) and store.moment == moment:
                raise checks.DamagedError("a quotation")
        kept = (found[key] for key in some if key in found)
        yield from (e for e in kept if not filters.min_confidence or chance(e.quote) >= filters.min_confidence)


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


def clustered(store: Store) -> Iterator[Entry]:
    """Every quotation that is in a cluster, cluster after cluster."""
    with store.snapshot() as db:
        ids = [id_ for (id_,) in db.execute("SELECT id FROM clusters ORDER BY id")]
    for some in batches(ids, CLUSTERS_AT_ONCE):
        for members in cluster_entries(store, some).values():
            yield from members


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
                f"SELECT q.cluster_id, q.key FROM quotes q LEFT JOIN articles a ON a.key = q.article_key"
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


def _printings(store: Store, column: Literal["cluster_id", "id"], ids: Sequence[str]) -> dict[str, dict[int, Printing]]:
    found: dict[str, dict[int, Printing]] = defaultdict(dict)
    with store.snapshot() as db:
        for group, key, id_, body, article in rows.load_printings(db, column, [encode(id_) for id_ in ids]):
            found[group][key] = Printing(id_, body, article)
    return found


def _merged(known: list[Speaker], status: Any) -> Speaker:
    """The stored speakers with one id as one speaker, with the aliases of all."""
    first = min(known, key=lambda s: (s.name or "", s.kind, s.wikidata or "", s.aliases))
    aliases = dict.fromkeys(alias for s in sorted(known, key=lambda s: s.aliases) for alias in s.aliases)
    wikidata = first.wikidata or next(iter(sorted(s.wikidata for s in known if s.wikidata)), None)
    affiliation = next(iter(sorted(s.affiliation for s in known if s.affiliation)), None)
    return Speaker(first.id, first.name, first.kind, status, (), tuple(aliases), wikidata, affiliation)
