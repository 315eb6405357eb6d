"""What can be said of many articles together."""

from __future__ import annotations

from dataclasses import dataclass

from claimkit.models.record import Article, Cue, Span
from claimkit.models.types import DifferenceKind, PronounsEntry, Range, SpeakerKind

UNKNOWN = "unknown"  # the speaker of a correction: nobody knows who it is


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """One person of a people file.

    `id` and `name` say who is meant; forms are compared without case and punctuation. `aliases` are other full names of
    the person, `merge` ids or names that also mean this person (a bare surname counts here), `split` forms that
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
class Correction:
    """What somebody corrected in one quotation; None and False stand for what they left as it was.

    The quotation is known by the id of its article, the ranges of its content and its words; `quote_id` is its id at
    that time. `dropped`: it is not a quotation. `path` and `made` (UTC) are for people to read.
    """

    article_id: str
    content: tuple[Range, ...]
    words: str
    quote_id: str
    speaker: str | None = None
    kind: SpeakerKind | None = None
    dropped: bool = False
    cue: Cue | None = None
    path: str = ""
    made: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """What it corrects, in words."""
        return tuple(name for name in ("speaker", "kind", "cue") if getattr(self, name) is not None)

    def same_as(self, other: Correction) -> bool:
        """Whether both say the same, whenever and wherever they were made."""
        return all(getattr(self, name) == getattr(other, name) for name in ("speaker", "kind", "dropped", "cue"))


@dataclass(frozen=True, slots=True)
class CorrectionState:
    """A stored correction and what has become of it: whether it is in force, and whether its article is stored.

    `changed`: it no longer fits, as the article is another one now.
    """

    correction: Correction
    in_force: bool
    stored: bool
    changed: bool

    @property
    def words(self) -> str:
        """`in force`, `article changed`, or `article changed or gone` where no article of that name is stored."""
        return "in force" if self.in_force else "article changed" if self.changed else "article changed or gone"


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

    The spans index the two quotations' `text`; where one of them lacks the words, its span is empty, where
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
