"""What a record is made of: an article, a quotation in it, its cue, source and speaker."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claimkit.models.types import (
    ChannelKind,
    CueClass,
    Decider,
    Format,
    Modality,
    Polarity,
    PronounsEntry,
    QuoteType,
    Range,
    Reason,
    SpeakerKind,
    SpeakerStatus,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


JOINT = " … "  # between the pieces of a quotation, where the article's own words come between them


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was read.

    `text` is what offsets index: the decoded file (or record) for plain text and Markdown, else the text taken out of
    it, with one paragraph a line (HTML) or with blank lines between them (PDF, DOCX).
    `cuts` are sorted, disjoint ranges of `text` that are not prose: markup, navigation, link targets.
    `published` is an ISO date (`2025-02-09`). `words` counts the words of the text without `cuts`; they are counted
    when the article is made, as some articles come from the store without their text. `analysed_by` is the version of
    what found the quotations in it (`runs.versions`); `content` is a digest of what its file has for it, None for a
    text that came from no file. Two articles are equal whatever these two are.
    """

    id: str
    path: str
    text: str
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    format: Format = "text"
    cuts: tuple[tuple[int, int], ...] = ()
    words: int = 0
    analysed_by: str | None = field(default=None, compare=False)
    content: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that say that something was said; `lemma` is the base form of their head (a verb, a noun, a phrase).

    `kind` is the head's class (None: not known). `polarity` tells whether the source did what the head says:
    `affirmed`, `negated` ("did not say"), `withheld` ("would not say", "declined to comment"), `neither` ("neither
    confirmed nor denied"). `modality` is None for what is told as a fact, else `possible` ("may have said"), `future`
    ("will announce"), `conditional` ("would say") or `necessary` ("should say"). `hearsay`: the article marks it as
    such ("reportedly", "is said to have").
    """

    start: int
    end: int
    text: str
    lemma: str
    kind: CueClass | None = None
    polarity: Polarity = "affirmed"
    modality: Modality | None = None
    hearsay: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """What the words went through on their way to the article.

    `kind` is `quoted` for somebody who quotes the speaker, else the form: an `outlet` that was told or printed it, an
    `interview`, a `post`, a `statement`, a `letter`, a `speech`, or the `press` that was told. `name` is who or what it
    is, None where the article names nobody ("in a statement").
    """

    start: int
    end: int
    text: str
    kind: ChannelKind
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One step from a source to a name, with the reason for it (`surname`, `pronoun`, `role`).

    `candidate` is the name of someone who may be meant but whom the span does not name: a holder of the office that it
    names. Its reason is `candidate`, as is that of a span that names such a person itself. `share` is the
    probability that the name is right, on the first step where the ranker of speakers chose it.
    """

    start: int
    end: int
    text: str
    reason: Reason
    candidate: str | None = None
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """One of several people who speak jointly: the id and canonical name of a speaker."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is behind a quotation.

    `name` is the canonical name, `aliases` the other names seen. `status` is `resolved` when the article (or
    the people file) settles it, `ambiguous` when several people fit, `unresolved` when none was found,
    `anonymous` when the article hides the name. `evidence` leads from the source to the name. `decided_by` says that
    the article did not settle who this is, but the people file, the shipped list of offices, somebody's correction or
    another article that gives the same quotation (`cluster`).

    What this article says of the speaker, each with where it says so: `title` (office, role, rank: `Mayor of London`),
    `affiliation` (whom a person speaks for; from the people file it has no span), `pronouns` (`she`, `he` or `they`,
    where the article uses a pronoun or honorific for the person; never guessed from a name). `members` are the people
    of a joint speaker, `publisher` is who published a document.

    A store-wide speaker has only what holds in all articles: of these `members`, and what the people file says of
    `affiliation` and `pronouns` (where it says `hide`, no record shows any).
    """

    id: str
    name: str | None
    kind: SpeakerKind
    status: SpeakerStatus
    evidence: tuple[Evidence, ...] = ()
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    affiliation: str | None = None
    decided_by: Decider | None = None
    title: Span | None = None
    affiliation_span: Span | None = None
    members: tuple[Member, ...] = ()
    pronouns: PronounsEntry | None = None
    pronouns_span: Span | None = None
    publisher: str | None = None

    def store_wide(self) -> Speaker:
        """The speaker without what only one article says."""
        return Speaker(
            self.id, self.name, self.kind, self.status, (), self.aliases, self.wikidata, members=self.members
        )

    def as_said_of(self, given: Speaker) -> Speaker:
        """This store-wide speaker with what an article says of `given`, who is the same one there."""
        affiliation, place = (None, None) if self.affiliation else (given.affiliation, given.affiliation_span)
        pronouns, shown = (given.pronouns, given.pronouns_span) if self.pronouns is None else (self.pronouns, None)
        return Speaker(
            self.id,
            self.name,
            self.kind,
            self.status,
            self.evidence,
            self.aliases,
            self.wikidata,
            self.affiliation or affiliation,
            self.decided_by,
            given.title,
            place,
            self.members,
            None if pronouns == "hide" else pronouns,
            shown,
            # A document has the name of its publisher.
            self.name if given.publisher and given.publisher == given.name else given.publisher,
        )


@dataclass(frozen=True, slots=True)
class Quote:
    """One attribution of one article with its speaker: what claimkit is about.

    `text` reads well: the content's spans without markup or outer quotation marks, joined by JOINT where words of the
    article come between them, else by a space.
    `cluster` is None for a quotation that is printed in one place only. `via` is who quotes the speaker, `channel` how
    the words were given; `inside` is the id of the claim that this one is a part of ("Reuters reported that she said
    …").
    `statement` is the chance that anyone stated this at all: acts, plans, topics and titles look like reports.
    """

    id: str
    article_id: str
    type: QuoteType
    text: str
    content: tuple[Span, ...]
    cue: Cue | None
    source: Span | None
    speaker: Speaker | None
    confidence: float
    cluster: str | None = None
    via: Channel | None = None
    channel: Channel | None = None
    inside: str | None = None
    statement: float = 1.0

    def pieces(self) -> tuple[Range, ...]:
        """Where the spans of `content` are in `text`; empty if markup keeps one of them from being found."""
        found: list[Range] = []
        after = 0
        for span in self.content:
            words = " ".join(span.text.split())
            start = self.text.find(words, after, after + len(words) + 1 + len(JOINT))  # after a comma or stop
            if start < 0:
                return ()
            after = start + len(words)
            found.append((start, after))
        return tuple(found)

    def joints(self) -> tuple[Range, ...]:
        """Where JOINT is in `text` between two pieces; none if markup keeps the pieces from being found."""
        starts = (start for start, _ in self.pieces()[1:])
        return tuple((at - len(JOINT), at) for at in starts if self.text.endswith(JOINT, 0, at))


@dataclass(frozen=True, slots=True)
class Extraction:
    """One article with everything found in it."""

    article: Article
    quotes: tuple[Quote, ...]


def outlets_of(articles: Iterable[Article]) -> tuple[str, ...]:
    """What "in N outlets" counts: the outlets that are known, each once, in the order of the articles."""
    return tuple(dict.fromkeys(article.outlet for article in articles if article.outlet))


def without_outlet(articles: Iterable[Article]) -> int:
    """The number of articles whose outlet is not known; copies of one article are one."""
    return len({article.id for article in articles if not article.outlet})
