"""The records that pass between rooms: frozen, slotted, free of spaCy objects.

Offsets are characters (Unicode code points), end exclusive; `article.text[span.start:span.end] == span.text`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

QuoteType = Literal["direct", "mixed", "indirect"]
SpeakerKind = Literal["person", "organization", "group", "document", "author"]
SpeakerStatus = Literal["resolved", "ambiguous", "unresolved", "anonymous"]
Decider = Literal["people file", "office list"]
Format = Literal["text", "markdown", "html", "pdf", "docx"]
MarkStyle = Literal["double", "single", "guillemet"]
CueClass = Literal["assertion", "denial", "question", "request", "belief", "intention", "discovery"]
Polarity = Literal["affirmed", "negated", "withheld", "neither"]
Modality = Literal["possible", "future", "conditional", "necessary"]
DifferenceKind = Literal[
    "truncated",
    "extended",
    "spliced",
    "inserted",
    "ellipsis",
    "bracketed insertion",
    "word changed",
    "number changed",
    "negation lost",
    "negation gained",
    "hedge dropped",
    "hedge added",
    "tense shifted",
    "person shifted",
    "reworded",
    "spelling",
    "case",
    "punctuation",
]


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
    `published` is an ISO date (`2025-02-09`).
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


@dataclass(frozen=True, slots=True)
class Mention:
    """A name that spaCy's NER found; `label` is its OntoNotes label (PERSON, ORG, GPE, NORP, …)."""

    start: int
    end: int
    text: str
    label: str


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
class Evidence:
    """One step from a source to a name, with the reason for it (`same surname`, `pronoun`, `role`)."""

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is behind a quotation.

    `name` is the canonical name, `aliases` the other names seen. `status` is `resolved` when the article (or
    the people file) settles it, `ambiguous` when several people fit, `unresolved` when none was found,
    `anonymous` when the article hides the name. `evidence` leads from the source to the name. `decided_by` says that
    not the articles but the people file or the shipped list of offices settled who this is.
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


@dataclass(frozen=True, slots=True)
class Antecedent:
    """Whom a pronoun stands for: the person's name, where the text names them, and a probability."""

    name: str
    mentions: tuple[Span, ...]
    share: float


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """One person of a people file.

    `id` and `name` say who is meant; forms are compared without case and punctuation. `aliases` are other full names of
    the person, `merge` ids or names of whoever is this person too (a bare surname counts here), `split` forms that
    never are. `pin` is the name to show. A people file is a tuple of them with distinct ids and names.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    merge: tuple[str, ...] = ()
    split: tuple[str, ...] = ()
    pin: str | None = None
    affiliation: str | None = None
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of text between quotation marks.

    `start:end` includes the marks, `inner_start:inner_end` leaves them out. `depth` 0 is outermost. `closed` is
    False where the closing mark is missing (the region then runs to the paragraph's end). `continues` says that
    the next region at depth 0 takes the same quotation up in the next paragraph. `reopened` says that an opening
    mark stands inside with no closing mark of its own.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    style: MarkStyle
    depth: int = 0
    closed: bool = True
    continues: bool = False
    reopened: bool = False


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """A span in one role (source, cue or content) with the mean probability of its words' tags."""

    start: int
    end: int
    probability: float


@dataclass(frozen=True, slots=True, eq=False)
class States:
    """What the tagger's network makes of a text: wordpiece i stands at `starts[i]:ends[i]` and has row i of `vectors`.

    `starts`, `ends`: int64 [n], characters, rising; start == end for a mark after a paragraph. `vectors`: float32
    [n, 512].
    """

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    vectors: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tagging:
    """What the tagger sees in one text.

    `cue_of[i]` is the index of content i's cue or None, `source_of[j]` of cue j's source or None, each with the
    probability of that link. `words` holds the character offsets (start, end) of all words, `sentence` the number of
    the sentence each stands in and `content` the probability that it belongs to a content. `states` are there for
    those who ask the network more.
    """

    sources: tuple[TaggedSpan, ...]
    cues: tuple[TaggedSpan, ...]
    contents: tuple[TaggedSpan, ...]
    cue_of: tuple[tuple[int | None, float], ...]
    source_of: tuple[tuple[int | None, float], ...]
    words: tuple[tuple[int, int], ...]
    sentence: tuple[int, ...]
    content: tuple[float, ...]
    states: States | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Content, cue and source in one text, before anyone is named (field terms of PARC3 and PolNeAR).

    `content` holds one span or, where a cue splits the quotation, several, in text order. `confidence` is a
    probability in [0, 1].
    """

    type: QuoteType
    content: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Quote:
    """One attribution of one article with its speaker: what claimkit is about.

    `text` reads well: the content's spans without markup or outer quotation marks, joined by a space.
    `cluster` is None for a quotation that stands in one place only.
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
    """One way in which a variant of a quotation differs from its cluster's representative (see `claimkit.variants`).

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
    `outlets` are their distinct outlets in that order (see `filters.outlet_of`).
    """

    wire: str | None
    articles: tuple[Article, ...]
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Extraction:
    """One article with everything found in it."""

    article: Article
    quotes: tuple[Quote, ...]
