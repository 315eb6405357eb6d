"""`X was a housewife who said …`: X, for `who` after what somebody is said to be."""

from __future__ import annotations

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.whom.scene import Scene

CHANCE = 0.85  # set by hand: one such answer in 533 articles, which was right


def parsed(scene: Scene, k: int) -> int | None:
    """The one person whom `who` belongs to by the sentence's parse, as the rules found."""
    people = scene.said[k].people
    return people[0] if scene.walk.attributions[k].antecedents and len(people) == 1 else None


def meant(scene: Scene, k: int) -> int | None:
    """The subject of the sentence if `who` belongs to its predicate and nobody else is named before it."""
    reading = scene.readings[k]
    if reading is None or reading.shape != "pronoun" or reading.noun != "who":
        return None
    article = scene.article
    start = article.sentence_start(reading.start)
    named = [o for o in scene.in_range(start, reading.start) if not article.quoted(o.start)]
    if len({o.people for o in named}) != 1 or len(named[0].people) != 1 or named[0].possessive:
        return None
    first = named[0]
    between = article.between(first.end, reading.start)
    before = article.between(start, first.start)
    if not between or between[0].lower not in lists.be() or any(t.lower in lists.clause_words() for t in before):
        return None
    last = between[-1].lower
    plural = lists.plural_role(last) or lists.plural_person(last) or lists.groups().__contains__(last)
    return None if plural or not (lists.person_noun(last) or lists.role(last)) else first.people[0]
