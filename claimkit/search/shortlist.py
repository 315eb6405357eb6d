"""Which quotations may hold a damaged phrase, by the search index alone."""

from __future__ import annotations

import heapq
import json
import sqlite3
from collections import defaultdict
from collections.abc import Container, Iterator
from itertools import combinations, islice

from claimkit.search.fts_query import any_of
from claimkit.search.vocabulary import ExpandedPhrase
from claimkit.store import index

# Limits set by hand: they bound the time of one search.
MOST_READ = 6_000  # entries of rare words read
MOST_PAIRS = 4_000  # entries of pairs of neighbouring words read
A_LIST = 1_000  # entries read of one list
SHORT = 4  # words of a phrase in which one added or changed word may leave no two neighbours
MOST_TOKENS = 24  # pairs of two words and their variants in one query
MOST_SIFTED = 20_000  # entries of one list searched for allowed places
FEW = 100  # candidates that are always compared with the phrase
COMMON = 40_000  # a word in at most this many quotations is looked for beside another common word


class Shortlist:
    """Places of quotations, grouped by the words of the phrase that the index says they hold (as a bit mask).

    `rest` is the weight of the words not yet looked up, which any of them may hold too.
    """

    def __init__(self, asked: ExpandedPhrase, allowed: Container[int] | None) -> None:
        self._weights = asked.phrase.weights
        self._allowed = allowed
        self._held: dict[int, set[int]] = defaultdict(set)  # by words: set operations need no loop over places
        self.rest = self.weight(sum(1 << i for i, group in enumerate(asked.groups) if group))

    def __len__(self) -> int:
        return sum(map(len, self._held.values()))

    def add(self, db: sqlite3.Connection, query: str, words: int, most: int = -1) -> int:
        """Records that the first `most` quotations that `query` finds (-1: all) hold `words`. Returns how many."""
        if (allowed := self._allowed) is None:
            new = set(_places(db, query, most))
        else:
            met = (place for place in _places(db, query, MOST_SIFTED) if place in allowed)
            new = set(met if most < 0 else islice(met, most))
        number = len(new)
        for held, known in list(self._held.items()):
            if both := known & new:
                new -= both
                if held | words != held:
                    known -= both
                    self._held[held | words] |= both
        self._held[words] |= new
        return number

    def weight(self, words: int) -> float:
        """The weight of these words of the phrase."""
        return sum([weight for i, weight in enumerate(self._weights) if words >> i & 1])

    def best_first(self) -> Iterator[tuple[float, Iterator[int]]]:
        """The places with the weight of what they are known to hold, heaviest first; equal ones in order."""
        weighed: dict[float, list[set[int]]] = defaultdict(list)
        for words, places in self._held.items():
            weighed[round(self.weight(words), 9)].append(places)
        for weight in sorted(weighed, reverse=True):
            yield weight, _ascending(set().union(*weighed[weight]))


def _ascending(places: set[int]) -> Iterator[int]:
    """The places in order, sorted only as far as they are used."""
    first = heapq.nsmallest(FEW, places)
    yield from first
    yield from sorted(places.difference(first))


def find_candidates(
    db: sqlite3.Connection, asked: ExpandedPhrase, needed: float, allowed: Container[int] | None
) -> Shortlist:
    """The candidates, among the places `allowed` if these are given.

    `needed` is the least weight of a hit. Lists of rare words are read whole. If a hit need not hold any of these, or
    more quotations hold them than can be compared, lists of pairs of neighbouring words follow (in short phrases also
    pairs with a word between them, as one may be added or changed), rarest first, until enough is read.
    """
    found = Shortlist(asked, allowed)
    positions: dict[tuple[str, ...], int] = defaultdict(int)
    for i, group in enumerate(asked.groups):
        if group:
            positions[group] |= 1 << i
    counts = dict(zip(asked.groups, asked.counts, strict=True))
    content = {group for group, counts in zip(asked.groups, asked.phrase.content, strict=True) if counts and group}
    unread = sorted(content, key=lambda group: (counts[group], group))
    read = 0
    while unread and read + counts[unread[0]] <= MOST_READ and (found.rest >= needed or len(found) > FEW):
        group = unread.pop(0)
        found.add(db, any_of(group), positions[group])
        found.rest -= found.weight(positions[group])
        read += counts[group]
    if found.rest < needed and len(found) <= FEW:
        return found
    left = MOST_PAIRS
    for words, tokens in _pairs(asked, counts):
        if left <= 0:
            break
        left -= found.add(db, any_of(tokens), words, min(left, A_LIST))
    if found.rest >= needed:
        for one, two in combinations([group for group in unread if counts[group] <= COMMON][:3], 2):
            found.add(db, f"{any_of(one)} AND {any_of(two)}", positions[one] | positions[two], A_LIST)
    return found


def _pairs(asked: ExpandedPhrase, counts: dict[tuple[str, ...], int]) -> list[tuple[int, list[str]]]:
    """Pairs of neighbouring words of the phrase, or with one word between them, that the index has; rarest first."""
    found = []
    for apart in (1, 2) if len(asked.groups) <= SHORT else (1,):
        for i, (one, two) in enumerate(zip(asked.groups, asked.groups[apart:], strict=False)):
            tokens = [token for a in one for b in two if (token := index.pair_token(a, b))]
            if tokens:
                estimate = min(counts[one], counts[two])
                found.append((estimate, i, 1 << i | 1 << i + apart, tokens[:MOST_TOKENS]))
    return [(words, tokens) for _, _, words, tokens in sorted(found)]


def _places(db: sqlite3.Connection, query: str, most: int) -> list[int]:
    """The first places that the index finds. Fetched as one JSON value: single-number rows take twice as long."""
    rows = "SELECT rowid FROM quotes_fts WHERE quotes_fts MATCH ? LIMIT ?"
    found = db.execute(f"SELECT json_group_array(rowid) FROM ({rows})", (query, most)).fetchone()[0]
    places: list[int] = json.loads(found)
    return places
