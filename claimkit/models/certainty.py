"""How certain a speaker's name is, and how certain a whole record; and what passes for a statement.

Where the ranker of `analysis.resolution.whom` chose the speaker, its probability is kept with the first step of the
evidence. Where a name in the source decides, the chance is the share of right names by the form of that name, of 2,853
such speakers in 308 articles of 2015 and 2016 and 220 of 2004 and 2005. docs/speakers.md has what becomes of it.
"""

from __future__ import annotations

from claimkit.models.record import Quote, Speaker
from claimkit.models.types import Reason

_NAMED = 0.97  # 2,637 of 2,723
_CHANCES: dict[Reason, float] = {
    "full name": _NAMED,
    "surname": _NAMED,
    "given name": 0.65,  # 10 of 16
    "apposition": 0.85,  # 52 of 62
    "named together": 0.9,
    "named member of the group": 0.85,
    "pronoun": 0.95,  # the rules alone, as in what follows
    "role": 0.8,
}
_WORD = 0.65  # a single word that the article never makes a whole name: 38 of 52
_OTHER = 0.8  # relative pronouns, dropped subjects, authors of documents
_DECIDED = 0.99  # somebody decided, in the people file or a correction; set by hand
_ELSEWHERE = 0.97  # another article names who said the same words: all of 94 names of 1,149 articles, hidden to ask

# Keeps 92.7% of the statements in 225 BBC articles, and 95.8% of what it keeps are statements (five folds).
LIKELY = 0.5


def is_statement(quote: Quote) -> bool:
    """Whether it is likely a statement of anyone at all; the words of a direct quotation were printed as such."""
    return quote.type == "direct" or quote.statement >= LIKELY


def name_chance(speaker: Speaker) -> float | None:
    """The chance that the name is right if the source is; None where no person is named or no step leads there."""
    if speaker.name is None or speaker.kind != "person" or speaker.status != "resolved":
        return None
    if speaker.decided_by == "correction":
        return _DECIDED
    step = next((step for step in speaker.evidence if step.share is not None or step.reason != "source"), None)
    if step is None:
        return None
    if speaker.decided_by == "people file":
        return _DECIDED
    if speaker.decided_by == "cluster":
        return _ELSEWHERE
    if step.share is not None:
        return step.share
    said = _CHANCES.get(step.reason, _OTHER)
    return min(said, _WORD) if len(speaker.name.split()) == 1 else said


def chance(quote: Quote) -> float:
    """The chance that content and source are right and, where a person is named, the name too."""
    named = None if quote.speaker is None else name_chance(quote.speaker)
    return quote.confidence if named is None else quote.confidence * named
