"""The quotations that a search may find: those that meet its filters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from claimkit.search.filters import Filters
from claimkit.search.fts_query import phrase_query
from claimkit.search.where import BY_SPEAKER, where
from claimkit.store import Store, index
from claimkit.store.sql import batches, decode, encode, placeholders

FEW = 500  # if at most this many quotations meet the filters, all are read without the index; set by hand


class PhraseMatch(NamedTuple):
    """A quotation that may match; `positions` are those of the matching words among its own.

    Hundreds are looked at for one phrase, and a dataclass takes five times as long to make.
    """

    place: int
    words: str
    id: str
    cluster: str | None
    score: float = 0.0
    positions: tuple[int, ...] = ()

    @property
    def group(self) -> str:
        """What makes one hit: a cluster, or a quotation outside clusters with its copies."""
        return self.cluster or self.id

    @property
    def sort_key(self) -> tuple[int, int, str]:
        """Sorts as the index does: direct and mixed ones first, then the surer ones, then by a hash of the id."""
        return index.sort_key(self.place, self.id)

    @property
    def rank(self) -> tuple[float, tuple[int, int, str]]:
        """Sorts best first."""
        return -self.score, self.sort_key


class Scope:
    """The quotations that meet the filters, and how they are looked up."""

    def __init__(self, store: Store, filters: Filters) -> None:
        self.db = store.connection
        self.where = where(store, filters)
        self._articles = " CROSS JOIN articles a ON a.key = q.article_key" if self.where.article else ""
        self._few = self._all_of_few()
        self.allowed: set[int] | None = None
        if self._few is not None:
            self.allowed = {match.place for match in self._few}
        elif self.where.speaker:
            found = self.db.execute(f"SELECT q.place FROM quotes q WHERE {BY_SPEAKER}", self.where.speaker)
            self.allowed = {place for (place,) in found}

    def holding(self, words: Sequence[str]) -> Iterator[PhraseMatch]:
        """Those that hold `words` in a row, by place."""
        whole = f" {' '.join(words)} "
        if self._few is not None:
            yield from (match for match in self._few if whole in f" {match.words} ")
        elif asked := phrase_query(self.db, words):
            # CROSS JOIN forces SQLite to start from the full-text index.
            yield from self._matches(
                f"FROM quotes_fts CROSS JOIN quotes q ON q.place = quotes_fts.rowid{self._articles}"
                f" WHERE quotes_fts MATCH ? AND instr(' ' || q.words || ' ', ?) AND {self.where.check}"
                " ORDER BY quotes_fts.rowid",
                [asked, whole, *self.where.values],
            )

    def at(self, places: Sequence[int]) -> Iterator[PhraseMatch]:
        """Those at `places`."""
        return self._matches(
            f"FROM quotes q{self._articles} WHERE q.place IN ({placeholders(places)}) AND {self.where.check}",
            [*places, *self.where.values],
        )

    def copies(self, ids: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """Key, id, location and words of those with these ids."""
        for some in batches([encode(id_) for id_ in ids]):
            yield from self.db.execute(
                "SELECT q.key, q.id, a.location, q.words FROM quotes q CROSS JOIN articles a ON a.key = q.article_key"
                f" WHERE q.id IN ({placeholders(some)}) AND {self.where.check}",
                [*some, *self.where.values],
            )

    def everything(self) -> list[PhraseMatch] | None:
        """All of them, by place, if they are few."""
        return self._few

    def _matches(self, query: str, values: Sequence[Any]) -> Iterator[PhraseMatch]:
        for place, words, id_, cluster in self.db.execute(
            f"SELECT q.place, q.words, q.id, q.cluster_id {query}", values
        ):
            yield PhraseMatch(place, words, decode(id_), decode(cluster))

    def _all_of_few(self) -> list[PhraseMatch] | None:
        wanted = self.where
        if wanted.speaker:
            start, values = f"FROM quotes q WHERE {BY_SPEAKER}", wanted.speaker
            whole = f"FROM quotes q{self._articles} WHERE"
        elif wanted.article:
            whole = "FROM articles a CROSS JOIN quotes q ON q.article_key = a.key WHERE"
            start, values = f"{whole} {wanted.article}", wanted.article_values
        else:
            return None
        if len(self.db.execute(f"SELECT 1 {start} LIMIT ?", (*values, FEW + 1)).fetchall()) > FEW:
            return None
        return list(self._matches(f"{whole} {wanted.every} ORDER BY q.place", wanted.values))
