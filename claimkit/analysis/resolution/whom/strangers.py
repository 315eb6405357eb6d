"""Somebody without a name goes on speaking: `One nurse said … , she said`, `A diplomat … the diplomat added`.

The networks have seen too few of them and take the last person with a name. A rule answers where the stranger spoke
last and nobody who has a name came between.
"""

from __future__ import annotations

from collections.abc import Container, Sequence

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.pronouns.features import GENDERS
from claimkit.analysis.resolution.whom.scene import Scene

CHANCE = 0.85  # set by hand: the articles that the figures come from have too few
_BACK = 12  # statements looked back at
_SENTENCES = 12  # from a stranger to `the diplomat`


def meant(scene: Scene, k: int, known: dict[int, int], named: Container[int]) -> int | None:
    """The stranger behind attribution `k`; `known` has those of earlier ones, and gets this one's.

    `named` are the attributions that got a name.
    """
    reading, source = scene.readings[k], scene.walk.attributions[k].source
    if reading is None or source is None or scene.article.quoted(source.start):
        return None
    if reading.shape == "pronoun" and reading.noun in GENDERS:
        person = _goes_on(scene, k, known, named)
    elif reading.shape in ("role", "unknown") and reading.definite and scene.opening(k) == "the":
        person = _called_again(scene, k, reading.noun)
    else:
        return None
    if person is not None:
        known[k] = person
    return person


def _goes_on(scene: Scene, k: int, known: dict[int, int], named: Container[int]) -> int | None:
    """`He` or `she` in the paragraph in which a stranger was the last to speak."""
    start, before = scene.at[k], scene.before(k)
    person = None if before is None else known.get(before, scene.walk.persons.get(before, -1))
    if before is None or person is None or person < 0 or scene.people[person].named:
        return None
    same = scene.article.paragraph(scene.at[before]) == scene.article.paragraph(start)
    owned = before not in named and _owned(scene, before)
    if not same or not (before in known or owned or _introduced(scene, person)) or not _fits(scene, k, person):
        return None
    return None if _named_between(scene, k, scene.at[before]) else person


def after_owned(scene: Scene, k: int, named: Container[int]) -> bool:
    """Whether `he` or `she` comes right after `its secretary`, of whom nobody knows the name."""
    reading, before = scene.readings[k], scene.before(k)
    if before is None or reading is None or reading.shape != "pronoun" or reading.noun not in GENDERS:
        return False
    same = scene.article.paragraph(scene.at[before]) == scene.article.paragraph(scene.at[k])
    if not same or before in named or not _owned(scene, before) or scene.article.quoted(scene.at[k]):
        return False
    return not _named_between(scene, k, scene.at[before])


def _called_again(scene: Scene, k: int, noun: str) -> int | None:
    """`The diplomat` after `A Western diplomat`, if no person with a name who could be called so comes between."""
    n, article = scene.rank[k], scene.article
    for j in reversed(scene.order[max(0, n - _BACK) : n]):
        person = scene.walk.persons.get(j)
        if person is None or scene.people[person].named or not _introduced(scene, person):
            continue
        first = scene.people[person].first
        if article.sentence(scene.at[k]) - article.sentence(first) > _SENTENCES:
            return None
        reading = scene.readings[j]
        if reading is None or not _same(noun, reading.noun) or scene.at[j] != first:
            continue
        fits = scene.fits(k)
        between = {p for o in scene.in_range(first, scene.at[k]) for p in o.people}
        return None if any(fits[p].same or fits[p].covered for p in between if p in fits) else person
    return None


def _same(noun: str, other: str) -> bool:
    """Whether `the woman` can be `a woman` or `one of the women`."""
    return other in (noun, noun + "s", noun.replace("man", "men"))


def _introduced(scene: Scene, person: int) -> bool:
    """Whether the stranger is `a …`, `one of …`: somebody new; `the candidate` is mostly somebody who has a name."""
    first = scene.people[person].name.text.split()[:1]
    return bool(first) and first[0].lower() in lists.phrase_words("indefinite")


def _owned(scene: Scene, k: int) -> bool:
    """Whether the source is `its secretary`, `Calder's lawyer`."""
    reading = scene.readings[k]
    return reading is not None and reading.shape == "role" and reading.owner is not None


def _fits(scene: Scene, k: int, person: int) -> bool:
    gender = scene.gender_asked(k)
    return scene.genders[person][0] in (None, gender)


def _named_between(scene: Scene, k: int, start: int) -> bool:
    """Whether somebody whom the pronoun may mean is named from `start` to it, outside quotations."""
    people: Sequence[int] = [
        p
        for o in scene.in_range(start, scene.at[k])
        if not scene.article.quoted(o.start) and not o.possessive
        for p in o.people
    ]
    return any(scene.may_mean(k, p) for p in people)
