"""People and clusters over a whole store: what all articles together say of each quotation.

Each article is read once. What people and clusters need of it is kept in parts, as columns that load quickly
(`columns`, `cache`); from then on linking reads these alone. It computes everything from them each time, so that the
links never depend on what was there before (`solve`), and writes only what differs (`link_changes`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from zipfile import BadZipFile

import numpy as np

from claimkit.corpus import cache, link_digests
from claimkit.corpus.clusters.arrays import Ints
from claimkit.corpus.columns import CorpusColumns, columns_of, concatenate, drop_words, select_articles
from claimkit.corpus.link_changes import changes_between
from claimkit.corpus.link_digests import LinkDigests, stored_digests, wanted_digests
from claimkit.corpus.solve import solve
from claimkit.store import Store, links
from claimkit.store.sql import batches

_BATCH = 500  # articles read at a time; set by hand
_PART_QUOTES = 100_000  # quotations in a full part; set by hand
_SMALL_PARTS = 8  # parts less than half full that may stay; with one more, all of them are merged. Set by hand.


@dataclass(slots=True)
class _Part:
    """A kept part. `written` are the links last written for it, None where they must be read from the store.

    `cut`: some of its articles were removed since it was kept.
    """

    key: int
    columns: CorpusColumns
    written: LinkDigests | None = None
    cut: bool = False


def link(store: Store) -> None:
    """Compute people and clusters over the whole store, if articles changed since they were last computed.

    Takes memory in proportion to the words of all quotations (at its peak about 1.5 kB for a quotation of 20 words),
    plus a few hundred articles. The links are those of `unify` and `cluster` over all articles.
    """
    while store.stale and not _link_once(store):
        pass


def _link_once(store: Store) -> bool:
    """Links the store; False, with nothing written, if another process wrote links meanwhile."""
    with store.snapshot() as db:
        state = links.load_state(db)
        people_file = store.people_file()
        live = np.array(links.article_keys(db), dtype=np.int64)
    parts = _load_parts(store, state, live)
    corpus = concatenate([part.columns for part in parts]) if parts else columns_of([])
    data = {part.key: cache.pack_columns(part.columns) for part in parts if part.cut}
    for part in parts:
        part.columns = drop_words(part.columns)  # `corpus` has them
    solution = solve(corpus, people_file)
    after = wanted_digests(corpus, solution)
    with store.transaction() as db:
        if links.load_state(db).links != state.links:
            return False
        changes = links.NOTHING
        if parts:
            before = link_digests.concatenate([part.written or stored_digests(db, part.columns) for part in parts])
            changes = changes_between(db, corpus, solution, before, after)
        links.write(db, changes, state)
        at = 0
        written = {}
        for part in parts:
            digests = link_digests.select(after, slice(at, at + len(part.columns.quotes)))
            at += len(part.columns.quotes)
            if part.cut or part.written is None or not link_digests.same_digests(part.written, digests):
                written[part.key] = cache.pack_digests(digests)
        links.keep_written(db, {part.key for part in parts}, written, data)
    return True


def _load_parts(store: Store, state: links.State, live: Ints) -> list[_Part]:
    """The parts that hold the `live` articles, each article once; parts that are missing are made from the articles."""
    found: list[_Part] = []
    stale: list[int] = []
    left = live
    with store.snapshot() as db:
        for kept in links.load_parts(db):
            part = _load_part(kept, left, state.known)
            if part is None:
                stale.append(kept.key)
            else:
                found.append(part)
                left = np.setdiff1d(left, part.columns.articles, assume_unique=True)
    if stale:
        with store.transaction() as db:
            links.drop_parts(db, stale)
    for made in _make_parts(store, left.tolist()):
        with store.transaction() as db:
            found.append(_Part(links.add_part(db, cache.version(), cache.pack_columns(made)), made))
    return _merge_small(store, state, found)


def _load_part(kept: links.Part, live: Ints, known: bool) -> _Part | None:
    """A part as it was kept, without articles that were removed; None if it must be made again."""
    if kept.version != cache.version():
        return None
    try:
        columns = cache.unpack_columns(kept.data)
        written = cache.unpack_digests(kept.written) if kept.written and known else None
        if written is not None and len(written.speaker) != len(columns.quotes):
            written = None
        there = np.isin(columns.articles, live, assume_unique=True)
        if 2 * there.sum() < len(there):  # most articles are gone
            return None
        if there.all():
            return _Part(kept.key, columns, written)
        written = None if written is None else link_digests.select(written, there[columns.article])
        return _Part(kept.key, select_articles(columns, there), written, cut=True)
    except (ValueError, KeyError, TypeError, IndexError, OSError, BadZipFile):  # damaged; only a cache, so no harm
        return None


def _make_parts(store: Store, keys: list[int]) -> Iterator[CorpusColumns]:
    """Parts made from the articles with these keys."""
    waiting: list[CorpusColumns] = []
    quotes = 0
    for batch in batches(keys, _BATCH):
        with store.snapshot() as db:
            waiting.append(columns_of(list(links.load_articles(db, batch))))
        quotes += len(waiting[-1].quotes)
        if quotes >= _PART_QUOTES:
            yield concatenate(waiting)
            waiting, quotes = [], 0
    if waiting:
        yield concatenate(waiting)


def _merge_small(store: Store, state: links.State, parts: list[_Part]) -> list[_Part]:
    """The parts, with the small ones merged into one when there are many."""
    small = [part for part in parts if 2 * len(part.columns.quotes) < _PART_QUOTES]
    if len(small) <= _SMALL_PARTS:
        return parts
    columns = concatenate([part.columns for part in small])
    known = [part.written for part in small if part.written is not None]
    written = link_digests.concatenate(known) if len(known) == len(small) else None
    with store.transaction() as db:
        if links.load_state(db).links != state.links:  # `written` is out of date
            return parts
        links.drop_parts(db, [part.key for part in small])
        packed = None if written is None else cache.pack_digests(written)
        key = links.add_part(db, cache.version(), cache.pack_columns(columns), packed)
    return [*(part for part in parts if 2 * len(part.columns.quotes) >= _PART_QUOTES), _Part(key, columns, written)]
