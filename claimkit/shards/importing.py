"""A part of a run as a store: the articles as they were analysed, each under its first path."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice

from claimkit.models.collection import PersonEntry
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


Found = tuple[Extraction, dict[str, str], float]  # an article, where it came from, and the share of the run before it


def articles_of(run: Run, filters: Filters) -> Iterator[Found]:
    """The articles of a run that meet the filters on articles and quote one of the speakers asked for, each once."""
    quoting = run.articles(replace(filters, min_confidence=0.0)) if filters.speakers else None
    shards = shards_of(run.folder)
    seen: set[str] = set()
    for at, shard in enumerate(shards):
        for extraction, origin in _chosen(run, shard, filters, quoting, seen):
            yield extraction, origin, at / len(shards)


def store_articles(
    found: Iterable[Found], people: tuple[PersonEntry, ...], store: Store, told: Callable[[int, float], None]
) -> int:
    """Store the articles, and the people file where the store has none; returns how many articles there are.

    The store is to be linked afterwards. `told` gets the number of those that are stored, and the share of the work.
    """
    number = 0
    waiting = iter(found)
    while some := list(islice(waiting, _AT_ONCE)):
        with store.transaction():
            for extraction, origin, _ in some:
                store.save(extraction, **origin)
        number += len(some)
        told(number, some[-1][2])
    if people and not store.people_file():
        store.replace_people_file(people)
    return number


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
