"""The stored quotations that say nearly what a phrase says, in other words: beside the hits of `phrase`, never instead.

Nobody is found saying the phrase itself. Each hit has its `similarity`, and its `polarity` says whether it may say the
opposite: what embeddings cannot tell.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Set
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from claimkit.english import lexicon
from claimkit.errors import UsageError
from claimkit.meaning.version import version
from claimkit.models.hits import Hit
from claimkit.search.filters import EVERYTHING, Filters
from claimkit.search.phrase import found_hits
from claimkit.search.scope import PhraseMatch, Scope
from claimkit.store import Store, vectors
from claimkit.store.sql import batches, placeholders

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from claimkit.meaning.vectors import Bits, Floats

NEAREST = 5  # hits, unless more are asked for
# Records whose signs agree best and whose cosines are compared; at least, and so many for each hit. Of 60 questions to
# 22,451 records of PolNeAR 46 have their answer among the first ten by all cosines, 46 with 800 and 43 with 400.
SHORTLIST, PER_HIT = 1_000, 40
# The least cosine of a hit: nine in ten of the answers to these questions have more, and ten phrases from other
# subjects (recipes, printers, penguins) mostly find nothing.
LEAST = 0.45
# What all words of content of the phrase bring a record that has them too, of a cosine. Of 190 questions to 19,986
# records of PolNeAR 153 find their answer among the first ten without it, 156 with 0.05 and 157 with 0.2, which four of
# five folds of articles choose.
SHARED = 0.2
_STEM = 5  # letters
LEAST_WORDS = 3  # of a record: names and lone nouns are near to everything about them, and nobody's statement


def has_vectors(store: Store) -> bool:
    """Whether the store can be searched by meaning."""
    with store.snapshot() as db:
        return vectors.any_made(db, version())


def without_vectors(store: Store) -> int:
    """How many articles were stored after vectors were made last: a search by meaning may leave their records out."""
    with store.snapshot() as db:
        return vectors.unlooked(db)


def nearest(
    store: Store, phrase: str, filters: Filters = EVERYTHING, *, limit: int = NEAREST, without: Collection[str] = ()
) -> list[Hit]:
    """The quotations nearest in meaning to `phrase`, at most `limit`, one for each cluster; those of which `without`
    has the id or the cluster are left out. Filters apply before the search.

    Each is `by` meaning and has a `similarity` of at least `LEAST` and a `polarity`, but neither a score nor matching
    words. Empty for a store without vectors. Raises `UsageError` for a phrase without a word.
    """
    from claimkit.english.text import terms, words

    if not words(phrase):
        raise UsageError("the phrase contains no word to look for")
    if limit < 1 or not has_vectors(store):
        return []
    from claimkit.meaning.query import vector  # numpy comes with it, which a search for words does without
    from claimkit.search.polarity import polarity

    asked = vector(phrase)
    with store.snapshot():
        scope = Scope(store, filters)
        likeness: dict[str, float] = {}
        chosen: list[PhraseMatch] = []
        alike = _shortlist(store, scope, filters, asked, max(SHORTLIST, PER_HIT * limit))
        for similarity, match in _sifted(scope, alike, _stems(terms(phrase))):
            if (
                len(match.words.split()) < LEAST_WORDS
                or match.group in likeness
                or match.group in without
                or match.id in without
            ):
                continue
            likeness[match.group] = similarity
            chosen.append(match)
            if len(chosen) >= (limit if not filters.min_confidence else SHORTLIST):
                break
        hits = found_hits(store, scope, chosen, filters.min_confidence, limit)
    return [
        replace(
            hit,
            by="meaning",
            similarity=likeness[hit.quote.cluster or hit.quote.id],
            polarity=polarity(phrase, hit.quote),
        )
        for hit in hits
    ]


def _sifted(scope: Scope, alike: Mapping[int, float], asked: Set[str]) -> list[tuple[float, PhraseMatch]]:
    """Those that the store still holds and that meet the filters: their cosines, nearest first; of equal ones by id.

    Of two that are as near in meaning the one that shares words with the phrase, a name or a number, is nearer.
    """
    places: dict[int, float] = {}
    for some in batches(list(alike)):
        for key, place in scope.db.execute(
            "SELECT n.key, q.place FROM seen n CROSS JOIN quotes q ON q.id = n.id"
            f" WHERE n.key IN ({placeholders(some)})",
            some,
        ):
            places[place] = alike[key]
    found = []
    for some in batches(list(places)):
        for match in scope.at(some):
            shared = len(asked & _stems(match.words.split())) / (len(asked) or 1)
            found.append((places[match.place] + SHARED * shared, match))
    found.sort(key=lambda one: (-one[0], one[1].id))
    return [(places[match.place], match) for _, match in found]


def _stems(terms: Iterable[str]) -> set[str]:
    """The words of content, long ones by their beginnings, so that `elected` is `election`."""
    stop = lexicon.words("search", "stop")
    return {term[:_STEM] if len(term) > _STEM + 1 else term for term in terms if len(term) > 2 and term not in stop}


def _shortlist(store: Store, scope: Scope, filters: Filters, asked: Floats, most: int) -> dict[int, float]:
    """The `most` records whose signs agree best with those of `asked`, by their keys in `seen`: how alike they are."""
    import numpy as np

    from claimkit.meaning.vectors import cosines, differing, signs

    keys, rows, _ = _signs(store)
    if (allowed := _allowed(scope, filters)) is not None:
        kept = np.isin(keys, allowed)
        keys, rows = keys[kept], rows[kept]
    if not len(keys):
        return {}
    apart = differing(rows, signs(asked))
    if len(keys) > most:  # all that are as near as the last of them, so that no key decides
        worst = np.partition(apart, most - 1)[most - 1]
        keys = keys[apart <= worst]
    numbers = vectors.numbers(scope.db, keys.tolist())
    known = [key for key in keys.tolist() if key in numbers]
    if not known:
        return {}
    alike = cosines([numbers[key] for key in known], asked)
    return {key: round(float(like), 3) for key, like in zip(known, alike, strict=True) if like >= LEAST}


def _allowed(scope: Scope, filters: Filters) -> NDArray[np.int64] | None:
    """The keys of the records that meet the filters; None if nearly all do, which are sifted later."""
    import numpy as np

    if filters in (EVERYTHING, replace(EVERYTHING, stated=True)):
        return None
    articles = " JOIN articles a ON a.key = q.article_key" if scope.where.article else ""
    found = scope.db.execute(
        f"SELECT DISTINCT n.key FROM quotes q{articles} JOIN seen n ON n.id = q.id WHERE {scope.where.every}",
        scope.where.values,
    )
    return np.fromiter((key for (key,) in found), np.int64)


class _Signs(NamedTuple):
    """Signs of records by their keys in `seen`, in order, and what tells them from those of another moment or store."""

    keys: NDArray[np.int64]
    rows: Bits
    state: tuple[object, ...]


# Those of the store that was asked last: a program that asks again finds them in memory.
_kept: list[_Signs] = []


def _signs(store: Store) -> _Signs:
    """The signs of all records that have vectors."""
    import numpy as np

    from claimkit.meaning.vectors import unpack_signs

    db = store.connection
    state = (_file(store.path), version(), vectors.state(db))
    for kept in _kept:
        if kept.state == state and state[0] is not None:
            return kept
    keys, held = vectors.signs(db, version())
    found = _Signs(np.array(keys, np.int64), unpack_signs(held), state)
    _kept[:] = [found]
    return found


def _file(path: str) -> tuple[object, ...] | None:
    """What tells one store's file from another; None for a store without a file of its own."""
    with suppress(OSError, ValueError):
        found = os.stat(path)  # noqa: PTH116
        return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size
    return None
