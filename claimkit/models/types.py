"""The vocabularies of the record: every field that holds one of a few words; and a range of text."""

from __future__ import annotations

from typing import Literal

Range = tuple[int, int]
"""Start and end of a piece of text, end exclusive."""

QuoteType = Literal["direct", "mixed", "indirect"]
TypeGroup = Literal["quotes", "claims", "direct", "mixed", "indirect", "all"]  # what users call types together
TYPE_GROUPS: dict[TypeGroup, frozenset[QuoteType]] = {
    "quotes": frozenset({"direct", "mixed"}),
    "claims": frozenset({"indirect", "mixed"}),
    "direct": frozenset({"direct"}),
    "mixed": frozenset({"mixed"}),
    "indirect": frozenset({"indirect"}),
    "all": frozenset({"direct", "mixed", "indirect"}),
}
SpeakerKind = Literal["person", "organization", "group", "document", "author"]
SpeakerStatus = Literal["resolved", "ambiguous", "unresolved", "anonymous"]
Decider = Literal["people file", "office list", "correction", "cluster"]
Pronouns = Literal["she", "he", "they"]
PronounsEntry = Literal["she", "he", "they", "hide"]  # what a people file may say
Format = Literal["text", "markdown", "html", "pdf", "docx"]
MarkStyle = Literal["double", "single", "guillemet"]
CueClass = Literal["assertion", "denial", "question", "request", "belief", "intention", "discovery", "silence"]
Polarity = Literal["affirmed", "negated", "withheld", "neither"]
ChannelKind = Literal["quoted", "outlet", "interview", "post", "statement", "letter", "speech", "press"]
HitKind = Literal["words", "meaning"]
Opposition = Literal["same", "opposite?", "unknown"]
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
# Why one step leads from a source towards a name; output/reasons.py has the words that users read.
Reason = Literal[
    "announced by a colon",
    "antecedent",
    "apposition",
    "author",
    "candidate",
    "continued quotation",
    "correction",
    "document",
    "dropped subject",
    "full name",
    "given name",
    "named member of the group",
    "named together",
    "not named",
    "office",
    "only one named in the paragraph",
    "organisation",
    "people file",
    "pronoun",
    "published by",
    "relative pronoun",
    "role",
    "same organisation",
    "same quotation elsewhere",
    "same role",
    "signature",
    "source",
    "speaker of the quotation",
    "subject",
    "surname",
    "whose",
]
MarkRole = Literal["source", "cue", "content", "evidence"]
MistakeKind = Literal["missed", "spurious", "source", "speaker", "unnamed"]

# What speakers are counted by, beside pronouns.
SpeakerGrouping = Literal["outlet", "month", "kind", "affiliation"]
