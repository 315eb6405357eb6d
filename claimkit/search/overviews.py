"""Everything for a report: the articles as people read them, with their quotations marked, and their clusters."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from claimkit.models.hits import Entry
from claimkit.models.results import Comparison, Mark, Overview, PlacedQuote, ReportPage
from claimkit.search.cluster_lists import summary
from claimkit.search.comparing import compare
from claimkit.search.entries import cluster_entries, quotes
from claimkit.search.explaining import marks
from claimkit.search.filters import EVERYTHING, Filters
from claimkit.search.passage import ArticleProse
from claimkit.store import Store, checks
from claimkit.store.sql import batches, decode, encode, placeholders


def overview(store: Store, filters: Filters = EVERYTHING) -> Overview:
    """The articles with the quotations that meet `filters`, and the complete clusters that these belong to."""
    with store.snapshot():
        found: dict[tuple[str, str], list[Entry]] = {}  # a page may have been read twice, with other words
        for entry in quotes(store, filters):
            found.setdefault((entry.article.id, entry.article.text), []).append(entry)
        pages = [_page(entries) for entries in found.values()]
        pages.sort(key=lambda page: (page.article.path, page.article.id))
        pages.sort(key=lambda page: page.article.published or "", reverse=True)
        ids = {entry.quote.cluster for entries in found.values() for entry in entries if entry.quote.cluster}
        return Overview(tuple(pages), tuple(_comparisons(store, ids)))


def _page(entries: Sequence[Entry]) -> ReportPage:
    """The page of one article."""
    article = entries[0].article
    shown = ArticleProse(article)
    once = {entry.quote.id: entry.quote for entry in reversed(entries)}
    placed = [PlacedQuote(quote, tuple(_placed(shown, marks(quote)))) for quote in once.values()]
    placed.sort(key=lambda item: (item.marks[0].start if item.marks else 0, item.quote.id))
    return ReportPage(article, shown.text, tuple(placed))


def _placed(shown: ArticleProse, found: Iterable[Mark]) -> Iterable[Mark]:
    for mark in found:
        if span := shown.locate(mark.start, mark.end):
            yield Mark(mark.role, *span, mark.step)


def _comparisons(store: Store, ids: Collection[str]) -> list[Comparison]:
    db = store.connection
    chosen: dict[str, str] = {}
    for some in batches([encode(id_) for id_ in sorted(ids)]):
        for id_, representative, whole in db.execute(
            f"SELECT id, representative, {checks.whole('clusters')} FROM clusters WHERE id IN ({placeholders(some)})",
            some,
        ):
            checks.demand(whole, "a cluster")
            chosen[decode(id_)] = decode(representative)
    checks.demand(len(chosen) == len(ids), "a cluster")
    members = cluster_entries(store, [encode(id_) for id_ in chosen])
    summaries = [summary(id_, representative, members[id_]) for id_, representative in chosen.items()]
    summaries = [found for found in summaries if len(found.cluster.members) > 1]
    summaries.sort(key=lambda found: (-len(found.outlets), -len(found.cluster.members), found.cluster.id))
    return [compare(found) for found in summaries]
