"""What can be said of many articles together."""

from __future__ import annotations

from dataclasses import dataclass

from claimkit.models.record import Article, Span
from claimkit.models.types import DifferenceKind, PronounsEntry


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """One person of a people file.

    `id` and `name` say who is meant; forms are compared without case and punctuation. `aliases` are other full names of
    the person, `merge` ids or names of whoever is this person too (a bare surname counts here), `split` forms that
    never are. `pin` is the name to show. `pronouns` count instead of those that articles use, and `hide` shows none.
    A people file is a tuple of them with distinct ids and names.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    merge: tuple[str, ...] = ()
    split: tuple[str, ...] = ()
    pin: str | None = None
    affiliation: str | None = None
    wikidata: str | None = None
    pronouns: PronounsEntry | None = None


@dataclass(frozen=True, slots=True)
class Cluster:
    """The same quotation as several articles printed it; `members` are quote ids in a fixed order.

    `representative` is the quote id of the fullest wording.
    """

    id: str
    representative: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which a variant of a quotation differs from its cluster's representative (see `claimkit.wording`).

    The spans index the two quotations' `text`; where one of them lacks the words, its span is empty and stands where
    they would be.
    """

    kind: DifferenceKind
    representative: Span
    variant: Span


@dataclass(frozen=True, slots=True)
class Report:
    """Articles of one cluster that carry the same report of a quotation: wire copy, reprints, versions of one page.

    `wire` is the news agency that one of them credits; `articles` are sorted by date (undated ones last) and path,
    `outlets` are their known outlets in that order.
    """

    wire: str | None
    articles: tuple[Article, ...]
    outlets: tuple[str, ...]
