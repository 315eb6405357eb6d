"""Lists of what a store holds: quotations, speakers, clusters; and the entries that other searches show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal

from claimkit.models.certainty import chance
from claimkit.models.hits import Entry, Printing
from claimkit.search.filters import EVERYTHING, Filters
from claimkit.search.where import where
from claimkit.store import Store, checks, rows
from claimkit.store.sql import batches, decode, encode, placeholders

_AT_ONCE = 500  # quotations read at a time
CLUSTERS_AT_ONCE = 50


def quotes(store: Store, filters: Filters = EVERYTHING) -> Iterator[Entry]:
    """The quotations that meet `filters`, by article path, location and position in the article.

    Of several copies of an article the first counts.
    """
    with store.snapshot() as db:
        wanted = where(store, filters)
        moment = store.moment
        join = "JOIN" if wanted.article else "LEFT JOIN"  # a quotation without an article is damage, told below
        first: dict[str | bytes, int] = {}
        for key, id_ in db.execute(
            f"SELECT q.key, q.id FROM quotes q {join} articles a ON a.key = q.article_key"
            f" WHERE {wanted.every} ORDER BY a.path, a.location, q.position",
            wanted.values,
        ):
            first.setdefault(id_, key)
    keys = list(first.values())
    for some in batches(keys, _AT_ONCE):
        with store.snapshot():
            found = entries(store, some)
            if len(found) < len(some) and store.moment == moment:
                raise checks.DamagedError("a quotation")
        kept = (found[key] for key in some if key in found)
        yield from (e for e in kept if not filters.min_confidence or chance(e.quote) >= filters.min_confidence)


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
        for group, key, id_, body, speaker, article in rows.load_printings(db, column, [*map(encode, ids)]):
            found[group][key] = Printing(id_, body, article, speaker)
    return found
