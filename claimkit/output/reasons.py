"""Why a quotation has its speaker, in plain words: the steps of the evidence and the status."""

from __future__ import annotations

from claimkit.models.record import Evidence, Quote
from claimkit.models.types import Decider, Reason, SpeakerKind

_STEPS: dict[Reason, str] = {
    "announced by a colon": "these words follow a colon",
    "antecedent": "the name it refers to",
    "apposition": "the name beside it",
    "author": "“I” outside quotations: the author",
    "candidate": "may be meant",
    "continued quotation": "the quotation goes on",
    "correction": "corrected by hand",
    "document": "a document",
    "dropped subject": "a verb without a subject of its own",
    "full name": "the full name",
    "given name": "a given name",
    "named member of the group": "the member of the group who is named",
    "named together": "one of several named together",
    "not named": "not named",
    "office": "an office; the list of public offices says who held it",
    "only one named in the paragraph": "the only person named in the paragraph",
    "organisation": "an organisation",
    "people file": "decided by the people file",
    "pronoun": "a pronoun",
    "published by": "who published it",
    "relative pronoun": "refers to the words before it",
    "role": "a role",
    "same organisation": "the same organisation by its name",
    "same quotation elsewhere": "another article names who said the same words",
    "same role": "the role, beside the name",
    "signature": "the name of the text’s author",
    "source": "the source’s own words",
    "speaker of the quotation": "“I” inside a quotation: its speaker",
    "subject": "the subject of that sentence",
    "surname": "a surname",
    "whose": "whose it is",
}
_DECIDED: dict[Decider, str] = {
    "people file": "the people file says who this is",
    "correction": "corrected by hand",
    "office list": "the list of public offices says who held this office on that day",
    "cluster": "another article gives the same words with this name, and nothing here contradicts it",
}
_SOMEONE = "someone whom the article does not name"
_ANONYMOUS: dict[SpeakerKind, str] = {
    "group": "a group; the article names none of its members",
    "document": "a document; the article names neither its author nor its publisher",
    "organization": "an organisation that the article does not name",
}
_UNRESOLVED: dict[Reason, str] = {
    "pronoun": "a pronoun, and nobody named near it fits well enough",
    "relative pronoun": "no name comes right before it",
    "role": "a role that the article gives to nobody",
    "organisation": "the article does not say which organisation is meant",
}
_UNKNOWN = "nothing in the article says who this is"


def step(evidence: Evidence) -> str:
    """What one step of the evidence is."""
    if evidence.candidate:
        return f"may be {evidence.candidate}"
    return _STEPS.get(evidence.reason, evidence.reason)  # the store of another version may hold other reasons


def status(quote: Quote, candidates: int) -> str:
    """Why the speaker has this status; `candidates` is how many people may be meant."""
    who = quote.speaker
    if who is None:
        return "no words in the article were recognised as the source of this"
    if who.decided_by == "correction" or (who.status == "resolved" and who.decided_by):
        return _DECIDED[who.decided_by] if who.decided_by in _DECIDED else str(who.decided_by)
    if who.status == "resolved":
        return "the article says who this is" if who.name else "the article’s author, who gives no name"
    if who.status == "ambiguous":
        known = f"{candidates or 'several'} people"
        if who.name and not any(evidence.reason == "candidate" for evidence in who.evidence):
            return f"{known} in the stored articles have this name, and this article does not say which one is meant"
        return f"{known} may be meant, and the article does not settle which"
    if who.status == "anonymous":
        return _ANONYMOUS.get(who.kind, _SOMEONE)
    return _UNRESOLVED.get(who.evidence[0].reason, _UNKNOWN) if who.evidence else _UNKNOWN
