"""What the queries on a store answer with."""

from __future__ import annotations

from dataclasses import dataclass

from claimkit.models.collection import Cluster, Difference, Report
from claimkit.models.hits import Entry, Printing, Side
from claimkit.models.record import Article, Quote, Span, Speaker, outlets_of, without_outlet
from claimkit.models.types import MarkRole, Pronouns, Range, SpeakerGrouping

MOST_STEPS = 24  # steps of evidence that a passage or report shows (the record holds all); set by hand


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked span. `step` numbers the steps of the evidence from 1 and is None for the other roles."""

    role: MarkRole
    start: int
    end: int
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """Pieces of an article in text order, one paragraph a line, with a line `…` where something is left out.

    `marks` index `text` and are sorted; `pieces` are the ranges of the article's own text that it shows.
    """

    text: str
    marks: tuple[Mark, ...]
    pieces: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class SpeakerSummary:
    """A named speaker with counts over the whole store and the ISO dates of the first and last article.

    `speaker` has no evidence (that belongs to quotations). `outlets` counts the outlets that are known.
    """

    speaker: Speaker
    quotes: int
    articles: int
    outlets: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class PronounsCount:
    """The persons with these pronouns (None: not known), and their quotations over the whole store."""

    pronouns: Pronouns | None
    people: int
    quotes: int


@dataclass(frozen=True, slots=True)
class GroupCount:
    """The named speakers, and their quotations, with one `value` of what they are counted `by` (None: not known)."""

    by: SpeakerGrouping
    value: str | None
    speakers: int
    quotes: int


@dataclass(frozen=True, slots=True)
class ClusterSummary:
    """A cluster with its quotations in the order of its members, and their known outlets, sorted.

    `reports` are the independent ones among its articles (see `claimkit.wording.copies.reports`). `sides` are those to
    whom the articles give it, where these are not the same ones.
    """

    cluster: Cluster
    entries: tuple[Entry, ...]
    outlets: tuple[str, ...]
    reports: tuple[Report, ...]
    sides: tuple[Side, ...] = ()

    @property
    def representative(self) -> Entry:
        """The fullest wording."""
        return next(e for e in self.entries if e.quote.id == self.cluster.representative)

    @property
    def without_outlet(self) -> int:
        """How many of its articles have no known outlet."""
        return without_outlet(entry.article for entry in self.entries)


@dataclass(frozen=True, slots=True)
class WatchHit:
    """A record that meets entries of a watchlist, by their names.

    `first_seen` is the moment, in UTC, at which claimkit first read it (None: before that was kept); `others` are the
    other places that print it, where a phrase found it.
    """

    entry: Entry
    watches: tuple[str, ...]
    first_seen: str | None
    others: tuple[Printing, ...]


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
    status than `resolved`, `undated` ones no month.
    `titles` and `affiliations` count the quotations in which articles give them, `jointly_with` those that are said
    jointly with someone. `namesakes` are the ids of other speakers whom the name asked for fits too.
    """

    summary: SpeakerSummary
    names: tuple[Count, ...]
    roles: tuple[Count, ...]
    titles: tuple[Count, ...]
    affiliations: tuple[Count, ...]
    jointly_with: tuple[Count, ...]
    types: tuple[Count, ...]
    unsure: int
    by_outlet: tuple[Count, ...]
    by_month: tuple[Count, ...]
    undated: int
    newest: tuple[Entry, ...]
    namesakes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameCandidate:
    """Somebody who may be meant: `id` where the store has one speaker of this name, `span` where the article has it."""

    name: str
    id: str | None
    span: Span | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A quotation with all that shows how its speaker was found.

    `line` is the file's line on which it begins, None for HTML. `others` are the other members of its cluster by date
    and path, `copies` the paths of further stored copies of the same article. `corrected` names what somebody corrected
    in it: speaker, kind, cue.
    """

    quote: Quote
    article: Article
    line: int | None
    passage: Passage
    candidates: tuple[NameCandidate, ...]
    others: tuple[Entry, ...]
    copies: tuple[str, ...]
    corrected: tuple[str, ...] = ()

    @property
    def outlets(self) -> tuple[str, ...]:
        """The known outlets of the quotation and its others, its own first."""
        return outlets_of((self.article, *(other.article for other in self.others)))

    @property
    def without_outlet(self) -> int:
        """How many of these articles have no known outlet."""
        return without_outlet((self.article, *(other.article for other in self.others)))


@dataclass(frozen=True, slots=True)
class PlacedQuote:
    """A quotation of a page; `marks` index the page's text. A span of which markup leaves nothing has no mark."""

    quote: Quote
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """An article as people read it, one paragraph a line, with its quotations in order."""

    article: Article
    text: str
    quotes: tuple[PlacedQuote, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """Articles by date (newest first, undated ones last) and path, and the clusters in which their quotations are.

    A cluster is whole: it also has quotations that no page shows. Clusters of most outlets, then members, come first.
    """

    pages: tuple[ReportPage, ...]
    comparisons: tuple[Comparison, ...]
