"""What queries answer with."""

from __future__ import annotations

from dataclasses import dataclass

from claimkit.filters import outlet_of
from claimkit.models import Article, Cluster, Quote, Speaker


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored quotation, with its store-wide speaker and cluster, and the article it stands in."""

    quote: Quote
    article: Article


@dataclass(frozen=True, slots=True)
class Hit:
    """A quotation that holds the phrase asked for.

    `score` is 100 for the very words in their order, less for damaged or partial matches. `ranges` are the matching
    pieces of `quote.text` (sorted, disjoint). `before` and `after` are the article's words around the quotation,
    without markup and with single spaces. `others` are the other members of its cluster, by date and path.
    """

    quote: Quote
    article: Article
    score: float
    ranges: tuple[tuple[int, int], ...]
    before: str
    after: str
    others: tuple[Entry, ...]

    @property
    def outlets(self) -> tuple[str, ...]:
        """Distinct outlets of the hit and its others, the hit's own first; see `filters.outlet_of`."""
        return tuple(dict.fromkeys(outlet_of(a) for a in (self.article, *(other.article for other in self.others))))


@dataclass(frozen=True, slots=True)
class SpeakerSummary:
    """A named speaker with counts over the whole store and the ISO dates of the first and last article.

    `speaker` has no evidence (that belongs to quotations). `outlets` counts distinct outlets; an article that names
    none counts as one of its own (see `filters.outlet_of`).
    """

    speaker: Speaker
    quotes: int
    articles: int
    outlets: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class ClusterSummary:
    """A cluster with its quotations in the order of its members, and their distinct outlets, sorted.

    An article that names no outlet counts as one of its own, by its path (see `filters.outlet_of`).
    """

    cluster: Cluster
    entries: tuple[Entry, ...]
    outlets: tuple[str, ...]

    @property
    def representative(self) -> Entry:
        """The fullest wording."""
        return next(e for e in self.entries if e.quote.id == self.cluster.representative)
