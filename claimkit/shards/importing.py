"""A part of a run as a store: the articles as they were analysed, each under its first path."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from claimkit.models.record import Article, Extraction
from claimkit.search.filters import Filters, article_matches
from claimkit.shards.answers import read_articles
from claimkit.shards.asking import Run
from claimkit.shards.mapping import name_of
from claimkit.shards.running import shards_of
from claimkit.store import Store

_AT_ONCE = 200  # articles stored in one transaction; set by hand
_FACTS = ("number", "id", "outlet", "published")
_ORIGIN = ("location", "file", "digest", "content", "reading", "version")


def import_run(run: Run, store: Store, filters: Filters, told: Callable[[int, float], None]) -> int:
    """Store the articles of a run that meet the filters on articles, and those that quote the speakers asked for.

    Returns how many there are. The store is to be linked afterwards. It gets the people file of the run if it has none.
    """
    quoting = set(run.places(replace(filters, min_confidence=0.0))) if filters.speakers else None
    shards = shards_of(run.folder)
    seen: set[str] = set()
    for at, shard in enumerate(shards):
        for some in _some(_chosen(run, shard, filters, quoting, seen)):
            with store.transaction():
                for extraction, origin in some:
                    store.save(extraction, **origin)
            told(len(seen), at / len(shards))
    if run.people and not store.people_file():
        store.replace_people_file(run.people)
    return len(seen)


def _chosen(
    run: Run, shard: int, filters: Filters, quoting: set[str] | None, seen: set[str]
) -> Iterator[tuple[Extraction, dict[str, str]]]:
    """The articles of one shard that are wanted; a copy of one that was `seen` is left out."""
    facts = run.folder.read_table(f"map/articles/{name_of(shard)}.parquet", [*_FACTS, *_ORIGIN])
    origins: dict[int, dict[str, str]] = {}
    for row in facts.to_pylist():
        article = Article(row["id"], "", "", outlet=row["outlet"], published=row["published"])
        wanted = article.id not in seen and article_matches(filters, article)
        if wanted and (quoting is None or article.id in quoting):
            seen.add(article.id)
            origins[row["number"]] = {name: row[name] for name in _ORIGIN}
    if origins:
        for number, extraction in read_articles(run.folder, shard, set(origins)):
            yield extraction, origins[number]


def _some(
    found: Iterator[tuple[Extraction, dict[str, str]]],
) -> Iterator[list[tuple[Extraction, dict[str, str]]]]:
    waiting = []
    for one in found:
        waiting.append(one)
        if len(waiting) == _AT_ONCE:
            yield waiting
            waiting = []
    if waiting:
        yield waiting
