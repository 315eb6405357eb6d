"""Whose document it is if nobody is named beside it: `the ruling`, `the survey`, `the statement`."""

from __future__ import annotations

from claimkit.analysis.resolution.organisations import document_words
from claimkit.analysis.resolution.sources.reading import SourceReading
from claimkit.analysis.resolution.walk import Walk, place
from claimkit.models.record import Evidence

_NAMINGS = 400  # namings of organisations that are looked back at
_NEAR = 3  # sentences to who is quoted with a document


def issuer(walk: Walk, i: int, reading: SourceReading, steps: list[Evidence]) -> tuple[str | None, list[Evidence]]:
    """Whose `the ruling`, `the survey` is if nobody is named beside it: the article's only court, or the organisation
    that spoke last, right before."""
    kinds = document_words.issuers(reading.noun)
    named = {n.organisation: n for n in walk.bodies.organisations.before(reading.start, _NAMINGS)}
    fit = [n for k, n in named.items() if walk.bodies.organisations.all[k].kinds & kinds]
    if len(fit) == 1:
        name = walk.bodies.organisations.all[fit[0].organisation].name
        return name, [*steps, walk.step(fit[0].start, fit[0].end, "published by")]
    spoken = [k for k in walk.before(i) if place(walk.attributions[k]) < reading.start]
    for one in (walk.speakers[k] for k in spoken):
        if one is not None and one.publisher and one.evidence[0].text.endswith(reading.noun):
            other = walk.documents.begun(reading.noun, one.evidence[0].end, reading.start)
            # What it said before, as `a study published in Acta`.
            return (None, steps) if other else (one.name, [*steps, *one.evidence])
    k = next(iter(spoken), None)
    last = walk.speakers[k] if k is not None else None
    if k is None or last is None or last.kind not in ("organization", "document"):
        return None, steps
    spoke = place(walk.attributions[k])
    if not document_words.studied(reading.noun) and not _said_in(walk, k, reading):
        return None, steps
    near = walk.article.sentence(reading.start) - walk.article.sentence(spoke) <= _NEAR
    if (
        not near
        or last.members
        or _never_made(walk, last.name, reading.noun)
        or walk.documents.begun(reading.noun, spoke, reading.start)
    ):
        return None, steps
    return last.name, [*steps, *last.evidence]


def _said_in(walk: Walk, k: int, reading: SourceReading) -> bool:
    """`Acme said in a statement. The statement added …`: whether attribution `k` names such a document."""
    at = place(walk.attributions[k])
    inside = walk.article.between(walk.article.sentence_start(at), walk.article.sentence_end(at))
    return any(t.lower == reading.noun for t in inside if t.end <= reading.start)


def _never_made(walk: Walk, name: str | None, noun: str) -> bool:
    """Whether the speaker is a place (Washington believes things, but the report is somebody else's), or a court and
    the document what parties file there."""
    k = walk.bodies.organisations.find(name) if name else None
    one = walk.bodies.organisations.all[k] if k is not None else None
    return one is not None and (one.place or ("court" in one.kinds and document_words.filed(noun)))
