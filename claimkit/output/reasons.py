"""Why a quotation has its speaker, in plain words: the steps of the evidence and the status."""

from __future__ import annotations

from claimkit.models import Evidence, Quote

# What `Evidence.reason` means; a reason that is not listed here speaks for itself.
_STEPS = {
    "announced by a colon": "these words follow a colon",
    "antecedent": "whom it goes back to",
    "apposition": "the name beside it",
    "author": "“I” outside quotations: the author",
    "candidate": "may be meant",
    "continued quotation": "the quotation goes on",
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
    "relative pronoun": "goes back to the words before it",
    "role": "a role",
    "same organisation": "the same organisation by its name",
    "same role": "the role, beside the name",
    "signature": "the name of the text’s author",
    "source": "the source’s own words",
    "speaker of the quotation": "“I” inside a quotation: its speaker",
    "subject": "the subject of that sentence",
    "surname": "a surname",
    "whose": "whose it is",
}
_OTHER = "candidate: "  # before the name of somebody who held the office
_DECIDED = {
    "people file": "the people file says who this is",
    "office list": "the list of public offices says who held this office on that day",
}
_ANONYMOUS = {
    "group": "a group, none of whose members the article names",
    "document": "a document, of which the article names no author or publisher",
    "organization": "an organisation that the article does not name",
    "person": "someone whom the article does not name",
}
_UNRESOLVED = {
    "pronoun": "a pronoun, and nobody named near it fits well enough",
    "relative pronoun": "no name stands right before it",
    "role": "a role that the article gives to nobody",
    "organisation": "the article does not tell which organisation is meant",
}


def step(evidence: Evidence) -> str:
    """What one step of the evidence is."""
    if evidence.reason.startswith(_OTHER):
        return f"may be {evidence.reason.removeprefix(_OTHER)}"
    return _STEPS.get(evidence.reason, evidence.reason)


def status(quote: Quote, candidates: int) -> str:
    """Why the speaker has this status; `candidates` is how many people may be meant."""
    who = quote.speaker
    if who is None:
        return "no words of the article are found to be the source of this"
    if who.status == "resolved" and who.decided_by:
        return _DECIDED.get(who.decided_by, who.decided_by)
    if who.status == "resolved":
        return "the article tells who this is" if who.name else "the article’s author, who gives no name"
    if who.status == "ambiguous":
        known = f"{candidates or 'several'} people"
        if who.name and not any(evidence.reason.startswith("candidate") for evidence in who.evidence):
            return f"{known} bear this name in the stored articles, and this article does not tell which one is meant"
        return f"{known} may be meant, and the article does not settle which"
    if who.status == "anonymous":
        return _ANONYMOUS.get(who.kind, _ANONYMOUS["person"])
    reason = who.evidence[0].reason if who.evidence else ""
    return _UNRESOLVED.get(reason, "nothing in the article tells who this is")
