"""The records that pass between rooms: frozen, slotted, free of spaCy objects.

Offsets are characters (Unicode code points), end exclusive; `article.text[span.start:span.end] == span.text`.

The classes live in a file for each purpose, which is imported when it is first asked for: making dataclasses takes a
third of the time in which `who-said` is to answer.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from claimkit.models.extraction import (
        Antecedent,
        Attribution,
        Extraction,
        Mention,
        Region,
        States,
        TaggedSpan,
        Tagging,
    )
    from claimkit.models.collection import Cluster, Difference, PersonEntry, Report
    from claimkit.models.record import Article, Cue, Evidence, Quote, Span, Speaker

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

_HOMES = {
    "record": {"Span", "Article", "Cue", "Evidence", "Speaker", "Quote"},
    "analysis": {"Mention", "Antecedent", "Region", "TaggedSpan", "States", "Tagging", "Attribution", "Extraction"},
    "collection": {"PersonEntry", "Cluster", "Difference", "Report"},
}

__all__ = [
    "Antecedent",
    "Article",
    "Attribution",
    "Cluster",
    "Cue",
    "CueClass",
    "Decider",
    "Difference",
    "DifferenceKind",
    "Evidence",
    "Extraction",
    "Format",
    "MarkStyle",
    "Mention",
    "Modality",
    "PersonEntry",
    "Polarity",
    "Quote",
    "QuoteType",
    "Region",
    "Report",
    "Span",
    "Speaker",
    "SpeakerKind",
    "SpeakerStatus",
    "States",
    "TaggedSpan",
    "Tagging",
]


def __getattr__(name: str) -> Any:
    home = next((home for home, names in _HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{home}"), name)
    return value
