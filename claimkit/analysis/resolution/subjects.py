"""Whom a sentence or paragraph is about: the one person named as its subject, found without a parser."""

from __future__ import annotations

import re

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.sources.reading import SourceReading
from claimkit.analysis.resolution.timeline import Point
from claimkit.analysis.resolution.walk import Walk

_APPOSED = re.compile(r",? (?:an?|the|his|her|their|its) ", re.IGNORECASE)


def of_sentence(walk: Walk, offset: int) -> Point | None:
    """The subject of the sentence at `offset`, if the first person named in it before `offset` is one."""
    sentence = walk.article.sentence(offset)
    named = [p for p in walk.timeline.before(offset) if p.sentence == sentence and not p.quoted]
    return named[0] if named and named[0].subject and not named[0].possessor else None


def of_paragraph(walk: Walk, offset: int) -> Point | None:
    """The subject of the paragraph so far, if one person alone was named in it outside quotations."""
    paragraph = walk.article.paragraph(offset)
    named = [p for p in walk.timeline.before(offset) if walk.article.paragraph(p.start) == paragraph and not p.quoted]
    if len({p.person for p in named}) != 1 or not named[0].subject:
        return None
    return named[0]


def answers(walk: Walk, point: Point, reading: SourceReading, excluded: frozenset[int]) -> bool:
    """Whether a definite role can stand for that person: `X spoke first. “…,” the secretary of state said.`

    The caller has made sure that nobody else has the role; this person must not have another role or an apposition.
    """
    person = walk.roster.people[point.person]
    if _APPOSED.match(walk.article.text, point.end):
        return False
    profile = walk.timeline.profiles.get(point.person)
    gender = lists.role_gender(reading.noun)
    return (
        reading.definite
        and reading.owner is None
        and person.named
        and point.person not in excluded
        and (profile is None or not profile.roles)
        and (gender is None or person.gender in (None, gender))
    )
