"""A stored quotation with its article, and where a phrase was found."""

from __future__ import annotations

from dataclasses import dataclass

from claimkit.models.record import Article, Quote, Span, Speaker, outlets_of, without_outlet
from claimkit.models.types import DifferenceKind, HitKind, Opposition


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored quotation, with its store-wide speaker and cluster, and its article."""

    quote: Quote
    article: Article


def by_date(entry: Entry) -> tuple[str, str, str]:
    """Sort key: date (undated ones last), path, id."""
    return entry.article.published or "~", entry.article.path, entry.quote.id


@dataclass(frozen=True, slots=True)
class Printing:
    """Where else a quotation is printed: its id, text and speaker there, and the article, without its text."""

    id: str
    text: str
    article: Article
    speaker: Speaker | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One of several speakers to whom articles give the same quotation, and the articles that do, by date and path."""

    speaker: Speaker
    quotes: tuple[str, ...]
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Deviation:
    """Where a hit says another thing than the phrase that was asked for, though most words are the same.

    `asked` are the phrase's words, `found` those of the quotation, a span of its text; one of them may be empty.
    """

    kind: DifferenceKind
    asked: str
    found: Span


@dataclass(frozen=True, slots=True)
class Hit:
    """A quotation that holds the phrase asked for.

    `score` is 100 for the very words in their order, less for damaged or partial matches. `ranges` are the matching
    pieces of `quote.text` (sorted, disjoint). `before` and `after` are the article's words around the quotation,
    without markup and with single spaces. `others` are the other members of its cluster or, where it is in none, the
    same quotation in further stored copies of the article, by date and path. `sides` are those to whom it is given,
    where these are not the same ones; `deviations` are where negations and numbers are not the phrase's.

    A hit `by` meaning says nearly the same in other words: it has a `similarity` (a cosine) and a `polarity`, but
    neither score nor ranges. Nobody is found saying the phrase there.
    """

    quote: Quote
    article: Article
    score: float
    ranges: tuple[tuple[int, int], ...]
    before: str
    after: str
    others: tuple[Printing, ...]
    sides: tuple[Side, ...] = ()
    deviations: tuple[Deviation, ...] = ()
    by: HitKind = "words"
    similarity: float | None = None
    polarity: Opposition | None = None

    @property
    def outlets(self) -> tuple[str, ...]:
        """The known outlets of the hit and its others, the hit's own first."""
        return outlets_of((self.article, *(other.article for other in self.others)))

    @property
    def without_outlet(self) -> int:
        """How many of these articles have no known outlet."""
        return without_outlet((self.article, *(other.article for other in self.others)))
