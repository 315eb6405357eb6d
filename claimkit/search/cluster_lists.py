"""The clusters of a store, each with its quotations, outlets and independent reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from claimkit import wording
from claimkit.models.collection import Cluster
from claimkit.models.hits import Entry
from claimkit.models.record import outlets_of
from claimkit.models.results import ClusterSummary
from claimkit.search.entries import CLUSTERS_AT_ONCE, cluster_entries
from claimkit.search.filters import EVERYTHING, Filters
from claimkit.search.sides import Credit, sides
from claimkit.search.where import where
from claimkit.store import Store, checks
from claimkit.store.sql import batches, decode


def clusters(
    store: Store, *, min_members: int = 2, min_outlets: int = 1, changed: bool = False, limit: int | None = None
) -> list[ClusterSummary]:
    """Clusters with at least `min_members` quotations in `min_outlets` outlets; most outlets first, then most members.

    Only outlets that are known count.

    `changed` keeps those in which a variant changes words (`claimkit.wording.changes_words`).
    """
    return list(each_cluster(store, min_members=min_members, min_outlets=min_outlets, changed=changed, limit=limit))


def each_cluster(
    store: Store,
    filters: Filters = EVERYTHING,
    *,
    min_members: int = 2,
    min_outlets: int = 1,
    changed: bool = False,
    limit: int | None = None,
) -> Iterator[ClusterSummary]:
    """The same one by one: each cluster is read and compared only when its turn comes.

    Of `filters` those count that tell what is new: a cluster is kept if one of its quotations meets them.
    """
    with store.snapshot() as db:
        wanted = where(store, replace(EVERYTHING, added_since=filters.added_since, new_for=filters.new_for))
        added = f" AND max({wanted.quote})" if wanted.quote_values else ""
        moment = store.moment
        # Read from the table alone and with all that is in it: a damaged index or key would leave quotations out.
        chosen = db.execute(
            f"SELECT c.id, c.representative, count(*), {checks.whole('clusters', 'c')}"
            " FROM quotes q NOT INDEXED LEFT JOIN clusters c ON c.id = q.cluster_id"
            " LEFT JOIN articles a ON a.key = q.article_key"
            f" WHERE q.cluster_id IS NOT NULL OR NOT ({checks.whole_links('q')}) GROUP BY c.id"
            " HAVING c.id IS NULL OR"
            f" count(DISTINCT q.id) >= ? AND count(DISTINCT nullif(a.outlet, '')) >= ?{added}"
            " ORDER BY c.id IS NOT NULL, count(DISTINCT nullif(a.outlet, '')) DESC,"
            " count(DISTINCT q.id) DESC, c.id LIMIT ?",
            (
                *(max(min_members, 1), min_outlets if min_outlets > 1 else 0),
                *wanted.quote_values,
                -1 if limit is None or changed else limit,
            ),
        ).fetchall()
        for *_, whole in chosen:
            checks.demand(whole, "a cluster")
    found = (
        summary(decode(id_), decode(representative), entries)
        for some in batches(chosen, CLUSTERS_AT_ONCE)
        for members in [_members(store, {id_: number for id_, _, number, _ in some}, moment)]
        for id_, representative, *_ in some
        if (entries := members[decode(id_)]) and (not changed or has_changes(decode(representative), entries))
    )
    return islice(found, limit)


def _members(store: Store, counts: dict[Any, int], moment: tuple[int, int]) -> dict[str, list[Entry]]:
    """`cluster_entries` of clusters that had so many members at that moment."""
    with store.snapshot():
        found = cluster_entries(store, list(counts))
        whole = all(len(found[decode(id_)]) == number for id_, number in counts.items())
        if not whole and store.moment == moment:
            raise checks.DamagedError("a cluster")
    return found


def summary(id_: str, representative: str, entries: Sequence[Entry]) -> ClusterSummary:
    """The cluster of these quotations, which come in the order of its members."""
    ids = tuple(dict.fromkeys(entry.quote.id for entry in entries))
    cluster = Cluster(id_, representative if representative in ids else ids[0], ids)
    outlets = sorted(outlets_of(entry.article for entry in entries))
    reports = wording.reports([(entry.quote, entry.article) for entry in entries])
    disagreeing = sides(Credit(entry.quote.id, entry.quote.speaker, entry.article) for entry in entries)
    return ClusterSummary(cluster, tuple(entries), tuple(outlets), reports, disagreeing)


def has_changes(representative: str, entries: Sequence[Entry]) -> bool:
    """Whether one of them differs in words from the representative."""
    best = next((entry.quote for entry in entries if entry.quote.id == representative), entries[0].quote)
    wordings = {(entry.quote.text, wording.wording(entry.quote).pieces): entry.quote for entry in entries}
    words = wording.wording(best)
    return any(wording.changes_words(wording.differences(words, wording.wording(quote))) for quote in wordings.values())
