"""How certain a speaker's name is, by the steps that lead to it from the source, and how certain a whole record.

The chances are the shares of right names among the persons named by hand in half of PolNeAR's development articles
(every other article; 203 statements), shrunk a little towards the mean. docs/speakers.md has the other half.
"""

from __future__ import annotations

from claimkit.models.record import Quote, Speaker
from claimkit.models.types import Reason

_NAMED = 0.99  # 133 of 133
_CHANCES: dict[Reason, float] = {
    "full name": _NAMED,
    "surname": _NAMED,
    "given name": _NAMED,
    "apposition": _NAMED,
    "named together": _NAMED,
    "named member of the group": _NAMED,
    "pronoun": 0.98,  # 50 of 50
    "role": 0.96,  # 9 of 9
}
_OTHER = 0.8  # relative pronouns, dropped subjects, authors of documents: 8 of 11
_DECIDED = 0.99  # a person decided, in the people file; set by hand


def name_chance(speaker: Speaker) -> float | None:
    """The chance that the name is right if the source is; None where no person is named or no step leads there."""
    if speaker.name is None or speaker.kind != "person" or speaker.status != "resolved":
        return None
    if speaker.decided_by == "people file":
        return _DECIDED if any(step.reason != "source" for step in speaker.evidence) else None
    for step in speaker.evidence:
        if step.share is not None:
            return step.share
        if step.reason != "source":
            return _CHANCES.get(step.reason, _OTHER)
    return None


def chance(quote: Quote) -> float:
    """The chance that content and source are right and, where a person is named, the name too."""
    named = None if quote.speaker is None else name_chance(quote.speaker)
    return quote.confidence if named is None else quote.confidence * named
