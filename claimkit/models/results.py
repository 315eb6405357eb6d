"""What queries answer with, but for the quotations themselves (see `records`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimkit.search.filters import outlet_of
from claimkit.models.entries import Entry

if TYPE_CHECKING:
    from claimkit.models import Article, Cluster, Difference, Quote, Report, Span, Speaker
    from claimkit.search.passage import Mark, Passage  # with patterns that take long to compile


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

    An article that names no outlet counts as one of its own, by its path (see `filters.outlet_of`). `reports` are the
    independent ones among its articles (see `claimkit.wording.copies.reports`).
    """

    cluster: Cluster
    entries: tuple[Entry, ...]
    outlets: tuple[str, ...]
    reports: tuple[Report, ...]

    @property
    def representative(self) -> Entry:
        """The fullest wording."""
        return next(e for e in self.entries if e.quote.id == self.cluster.representative)


@dataclass(frozen=True, slots=True)
class Variant:
    """A member of a cluster beside the representative; `changed` says that its words are others (see README)."""

    entry: Entry
    differences: tuple[Difference, ...]
    changed: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """A cluster with what each of its other quotations changed, by date and path."""

    summary: ClusterSummary
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How often something occurs."""

    text: str
    number: int


@dataclass(frozen=True, slots=True)
class Profile:
    """One speaker in full; each tuple of counts has the largest first, months are in order.

    `names` counts the articles that use a form (0 for one that no stored article uses), `roles` the quotations that
    show a role phrase, `types`, `by_outlet` and `by_month` (`2025-02`) quotations. `unsure` quotations have another
    status than `resolved`, `undated` ones no month. An article without outlet counts as one of its own, by its path.
    `namesakes` are the ids of other speakers whom the name asked for fits too.
    """

    summary: SpeakerSummary
    names: tuple[Count, ...]
    roles: tuple[Count, ...]
    types: tuple[Count, ...]
    unsure: int
    by_outlet: tuple[Count, ...]
    by_month: tuple[Count, ...]
    undated: int
    newest: tuple[Entry, ...]
    namesakes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be meant: `id` where the store has one speaker of this name, `span` where the article has it."""

    name: str
    id: str | None
    span: Span | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A quotation with all that shows how its speaker was found.

    `line` is the file's line on which it begins, None for HTML. `others` are the other members of its cluster by date
    and path, `copies` the paths of further stored copies of the same article.
    """

    quote: Quote
    article: Article
    line: int | None
    passage: Passage
    candidates: tuple[Candidate, ...]
    others: tuple[Entry, ...]
    copies: tuple[str, ...]

    @property
    def outlets(self) -> tuple[str, ...]:
        """Distinct outlets of the quotation and its others, its own first; see `filters.outlet_of`."""
        return tuple(dict.fromkeys(outlet_of(a) for a in (self.article, *(other.article for other in self.others))))


@dataclass(frozen=True, slots=True)
class Placed:
    """A quotation of a page; `marks` index the page's text. A span of which markup leaves nothing has no mark."""

    quote: Quote
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """An article as people read it, one paragraph a line, with its quotations in order."""

    article: Article
    text: str
    quotes: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """Articles by date (newest first, undated ones last) and path, and the clusters in which their quotations are.

    A cluster is whole: it also has quotations that no page shows. Clusters of most outlets, then members, come first.
    """

    pages: tuple[Page, ...]
    comparisons: tuple[Comparison, ...]
