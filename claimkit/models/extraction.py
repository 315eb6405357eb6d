"""What is found on the way from a text to its quotations."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claimkit.models.record import Channel, Span
from claimkit.models.types import MarkStyle, QuoteType

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Mention:
    """A name that spaCy's NER found; `label` is its OntoNotes label (PERSON, ORG, GPE, NORP, …)."""

    start: int
    end: int
    text: str
    label: str


@dataclass(frozen=True, slots=True)
class ParsedWord:
    """A word of a parsed sentence, in that sentence's offsets.

    `tag` is its Penn Treebank tag, `relation` how it depends on the word `head` (an index; the root is its own head) in
    the labels of spaCy's English models: nsubj, advcl, agent …
    """

    start: int
    end: int
    text: str
    tag: str
    relation: str
    head: int


@dataclass(frozen=True, slots=True)
class Antecedent:
    """Whom a pronoun refers to: the person's name, where the text names them, and a probability."""

    name: str
    mentions: tuple[Span, ...]
    share: float


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of text between quotation marks.

    `start:end` includes the marks, `inner_start:inner_end` leaves them out; where the opening mark was forgotten, both
    begin alike. `depth` 0 is outermost. `closed` is False where the closing mark is missing (the region then runs to
    the paragraph's end, or to where the quotation is taken up). `continues` says that the next region at depth 0 takes
    the same quotation up. `reopened` says that an opening mark stands inside with no closing mark of its own.
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
    probability in [0, 1]. `inside` is the cue of the claim that this one is a part of, or its first content where it
    has none; see `models.Quote` for the rest.
    `verbatim` says that the words are somebody's own though no marks are around them: a turn, an answer, a letter.
    `antecedents` are the words that a relative pronoun as the source belongs to, where the parse tells them. `doubtful`
    ones are left out unless they read like statements.
    """

    type: QuoteType
    content: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    confidence: float
    via: Channel | None = None
    channel: Channel | None = None
    inside: Span | None = None
    verbatim: bool = False
    antecedents: tuple[Span, ...] = ()
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class JudgedAttribution:
    """An attribution with the chance, from 0 to 1, that it is a statement of anyone at all."""

    attribution: Attribution
    statement: float
