"""`The pollster`, `the former secretary of state`: the one person whom the article or the list of offices calls so."""

from __future__ import annotations

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.whom.facts import HELD
from claimkit.analysis.resolution.whom.profiles import Match, Profiles, leaders
from claimkit.analysis.resolution.whom.scene import Scene

CHANCE = 0.85  # set by hand; of 11 such answers in 533 articles, half of them read before, 11 were right
_MARGIN = 1.0  # by which the best has to answer better than the second


def meant(scene: Scene, profiles: Profiles, k: int, top: int | None) -> int | None:
    """The person described by a definite source; `top`, whom the ranker finds likeliest, needs less to confirm it."""
    reading = scene.readings[k]
    if reading is None or reading.shape not in ("role", "unknown") or not reading.definite or _bare(scene, k):
        return None
    asked = scene.asked(k)
    matches = profiles.matches(k)
    order = leaders(scene, k, matches)
    best = matches[order[0]] if order else None
    if best is None:
        return None
    second = matches[order[1]] if len(order) > 1 else None
    if not best.fit.place and any(m is not None and m.fit.place for m in matches.values()):  # “the Florida senator”
        return None
    if best.score - (second.score if second is not None else 0.0) < _MARGIN:
        return None
    agreed = top in (None, order[0])
    held = asked is not None and asked.head in HELD  # others can be `the athlete`, too, but not `the governor`
    same = best.fit.same and _agrees(best) and (agreed or held)
    return order[0] if best.listed or same or (order[0] == top and best.fit.covered) else None


def _agrees(match: Match) -> bool:
    """Whether nothing is asked for beyond the role, or some of it is said of the person."""
    return not match.fit.missing or match.fit.fields > 0 or match.fit.place or match.fit.owner


def _bare(scene: Scene, k: int) -> bool:
    """Whether a source has neither an article nor an owner: `official` in a headline."""
    source = scene.walk.attributions[k].source
    first = next(iter(scene.article.between(source.start, source.end)), None) if source is not None else None
    if first is None:
        return True
    owned = any(t.possessive for t in scene.article.between(source.start, source.end)) if source is not None else False
    return not owned and first.lower not in lists.phrase_words("definite")


def in_office(profiles: Profiles, k: int, person: int, other: int | None) -> bool:
    """Whether `person` held the office that is asked for, and nothing that is said of the other one answers it."""
    matches = profiles.matches(k)
    mine, theirs = matches.get(person), matches.get(other) if other is not None else None
    return mine is not None and mine.listed and (theirs is None or not theirs.score)
