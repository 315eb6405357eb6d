"""`The Frenchwoman`, `the 24-year-old Pole`, `the Democrat`: the people named shortly before whom the words fit.

Such words are rare in the articles that the networks learned from, so a rule answers where the networks do not. Nothing
need be said of the person's country: readers know it, and nobody else is there.
"""

from __future__ import annotations

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.whom.candidates import recent
from claimkit.analysis.resolution.whom.facts import Phrase, is_people_word
from claimkit.analysis.resolution.whom.scene import Scene

CHANCE = 0.85  # set by hand: the articles that the figures come from have too few
_BACK = 4  # sentences


def fitting(scene: Scene, k: int) -> list[int] | None:
    """The people whom the epithet that is attribution k's source fits; None if its source is no epithet."""
    asked, start, reading = scene.asked(k), scene.at[k], scene.readings[k]
    if reading is not None and reading.body is not None:  # “the UK”
        return None
    if asked is None or not _is_epithet(scene, k, asked) or _owns(scene, k):
        return None
    here, gender = scene.article.sentence(start), scene.gender_asked(k)
    source = scene.walk.attributions[k].source
    inside = scene.in_range(source.start, source.end) if source is not None else []
    own = {person for o in inside for person in o.people}  # “the 27-year-old, who replaced Sam Okafor”
    near = dict.fromkeys(
        p.person
        for p in recent(scene, start)
        if here - p.sentence <= _BACK
        and scene.people[p.person].named
        and p.person not in own
        and scene.article.story(p.start) == scene.article.story(start)
    )
    fits = scene.fits(k)
    possible = [p for p in near if p in fits and not fits[p].clash]
    if gender is not None:
        possible = [p for p in possible if scene.genders[p][0] in (None, gender)]
    agreeing = [p for p in possible if fits[p].place or fits[p].party or fits[p].age]
    return agreeing or possible


def _owns(scene: Scene, k: int) -> bool:
    """`The 22-year-old's agent`."""
    source = scene.walk.attributions[k].source
    return source is not None and any(t.possessive for t in scene.article.between(source.start, source.end))


def _is_epithet(scene: Scene, k: int, asked: Phrase) -> bool:
    """Whether the source is `the` and words for one person that tell a country, a party or an age, but no role."""
    if scene.opening(k) != "the" or asked.owner:
        return False
    partisan = bool(asked.parties) and asked.noun in ("democrat", "republican", "liberal", "independent")
    if asked.head is not None and not partisan:
        return False
    reading = scene.readings[k]
    of_two_words = reading is not None and " " in reading.noun and lists.is_people(reading.noun)  # “the South African”
    native = of_two_words or (is_people_word(asked.noun) and not lists.is_capital(asked.noun))
    return partisan or asked.noun.endswith("-old") or native
