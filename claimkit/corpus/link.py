"""People and clusters over a whole store: what all articles together say of each quotation.

Each article is read once. What people and clusters need of it is kept in lean parts (`lean`), columns that are read
back in a moment; from then on linking reads these alone. It computes everything anew from them, so that the answer
never depends on what was there before, and writes what differs (`changes`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from zipfile import BadZipFile

import numpy as np

from claimkit.corpus import cache as lean
from claimkit.corpus import link_changes as changes
from claimkit.corpus.cache import Lean, Links
from claimkit.corpus.clusters.arrays import Ints
from claimkit.corpus.solve import answer
from claimkit.store import Store, links
from claimkit.store.sql import batches

__all__ = ["link"]

_BATCH = 500  # articles read at a time
_PART = 100_000  # quotations of a part
_SMALL = 8  # parts of less than half of that; one more, and they become one


@dataclass(slots=True)
class _Part:
    """A lean part; `written` is what the store has of its links, None where that must be read from there.

    `cut`: articles of it are gone since it was kept.
    """

    key: int
    lean: Lean
    written: Links | None = None
    cut: bool = False


def link(store: Store) -> None:
    """Compute people and clusters over the whole store, if articles changed since they were computed last.

    Takes memory in proportion to the words of all quotations (some 1.5 kB a quotation of 20 words at its peak) and a
    few hundred articles. The answer is that of `people.unify` and `clusters.cluster` over all articles.
    """
    while store.stale and not _linked(store):
        pass


def _linked(store: Store) -> bool:
    """Links the store; False, with nothing written, if another process wrote links meanwhile."""
    with store.snapshot() as db:
        state = links.load_state(db)
        people_file = store.people_file()
        live = np.array(links.article_keys(db), dtype=np.int64)
    parts = _parts(store, state, live)
    whole = lean.joined([part.lean for part in parts]) if parts else lean.lean([])
    data = {part.key: lean.packed(part.lean) for part in parts if part.cut}
    for part in parts:
        part.lean = lean.without_words(part.lean)  # `whole` has them
    found = answer(whole, people_file)
    after = changes.wanted(whole, found)
    with store.transaction() as db:
        if links.load_state(db).links != state.links:
            return False
        before = [part.written or changes.read(db, part.lean) for part in parts]
        links.write(
            db, changes.between(db, whole, found, lean.join_links(before), after) if parts else links.NOTHING, state
        )
        at = 0
        written = {}
        for part in parts:
            mine = lean.some_links(after, slice(at, at + len(part.lean.quotes)))
            at += len(part.lean.quotes)
            if part.cut or part.written is None or not changes.same(part.written, mine):
                written[part.key] = lean.pack_links(mine)
        links.keep_written(db, {part.key for part in parts}, written, data)
    return True


def _parts(store: Store, state: links.State, live: Ints) -> list[_Part]:
    """The parts that hold the `live` articles, each once; what is missing is made from the articles."""
    found: list[_Part] = []
    stale: list[int] = []
    left = live
    with store.snapshot() as db:
        for kept in links.load_parts(db):
            part = _read(kept, left, state.known)
            if part is None:
                stale.append(kept.key)
            else:
                found.append(part)
                left = np.setdiff1d(left, part.lean.articles, assume_unique=True)
    if stale:
        with store.transaction() as db:
            links.drop_parts(db, stale)
    for made in _made(store, left.tolist()):
        with store.transaction() as db:
            found.append(_Part(links.add_part(db, lean.version(), lean.packed(made)), made))
    return _merged(store, state, found)


def _read(kept: links.Part, live: Ints, known: bool) -> _Part | None:
    """A part as it is kept, without the articles that are gone; None if it must be made anew."""
    if kept.version != lean.version():
        return None
    try:
        one = lean.unpacked(kept.data)
        written = lean.unpack_links(kept.written) if kept.written and known else None
        if written is not None and len(written.who) != len(one.quotes):
            written = None
        there = np.isin(one.articles, live, assume_unique=True)
        if 2 * there.sum() < len(there):  # mostly gone
            return None
        if there.all():
            return _Part(kept.key, one, written)
        written = None if written is None else lean.some_links(written, there[one.article])
        return _Part(kept.key, lean.only(one, there), written, cut=True)
    except (ValueError, KeyError, TypeError, IndexError, OSError, BadZipFile):  # damaged: it is but a cache
        return None


def _made(store: Store, keys: list[int]) -> Iterator[Lean]:
    """Parts of the articles with these keys."""
    waiting: list[Lean] = []
    quotes = 0
    for some in batches(keys, _BATCH):
        with store.snapshot() as db:
            waiting.append(lean.lean(list(links.load_articles(db, some))))
        quotes += len(waiting[-1].quotes)
        if quotes >= _PART:
            yield lean.joined(waiting)
            waiting, quotes = [], 0
    if waiting:
        yield lean.joined(waiting)


def _merged(store: Store, state: links.State, parts: list[_Part]) -> list[_Part]:
    """The parts, small ones as one when there are many."""
    small = [part for part in parts if 2 * len(part.lean.quotes) < _PART]
    if len(small) <= _SMALL:
        return parts
    one = lean.joined([part.lean for part in small])
    known = [part.written for part in small if part.written is not None]
    written = lean.join_links(known) if len(known) == len(small) else None
    with store.transaction() as db:
        if links.load_state(db).links != state.links:  # `written` is out of date
            return parts
        links.drop_parts(db, [part.key for part in small])
        key = links.add_part(
            db, lean.version(), lean.packed(one), None if written is None else lean.pack_links(written)
        )
    return [*(part for part in parts if 2 * len(part.lean.quotes) >= _PART), _Part(key, one, written)]
