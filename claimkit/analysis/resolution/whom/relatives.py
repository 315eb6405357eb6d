"""`X was a housewife who said …`: X, for `who` after what somebody is said to be."""

from __future__ import annotations

from collections.abc import Sequence

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleToken
from claimkit.analysis.resolution.whom.scene import Scene

CHANCE = 0.85  # set by hand: one such answer in 533 articles, which was right
_PLURAL = frozenset({"are", "were", "have", "do"})


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


def others(scene: Scene, k: int, person: int) -> bool:
    """Whether the words around `who` say that it is not this one person: `who are`, `radicals who`, `those who`; or
    that it is somebody called after them: `a Calder impersonator who`."""
    reading, article = scene.readings[k], scene.article
    if reading is None or reading.noun not in ("who", "whom"):
        return False
    i = article.index(reading.start)
    if reading.noun == "who" and _verb_after(article.tokens[i + 1 : i + 4]) in _PLURAL:
        return True
    before = article.tokens[i - 1] if i else None
    if before is None or before.capital or not before.text[0].isalpha():
        return False
    plural = before.lower.endswith("s") and not before.lower.endswith(("ss", "us", "is"))
    named = scene.walk.roster.ending(article.tokens[i - 2].end) if i > 1 else None
    called_after = named is not None and not named.possessive and named.people == (person,)
    return before.lower in ("those", "people") or plural or called_after


def _verb_after(tokens: Sequence[ArticleToken]) -> str:
    """The first word after `who` that is no adverb."""
    adverbs = lists.phrase_words("adverbs") - _PLURAL
    return next((t.lower for t in tokens if t.lower not in adverbs and not t.lower.endswith("ly")), "")
