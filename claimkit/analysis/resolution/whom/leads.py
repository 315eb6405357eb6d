"""`A former senator says …` in a headline or lead, for somebody whom the next paragraphs name and let say the same."""

from __future__ import annotations

from collections.abc import Sequence

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleToken
from claimkit.analysis.resolution.whom.profiles import Profiles, leaders
from claimkit.analysis.resolution.whom.scene import Scene
from claimkit.analysis.resolution.whom.surroundings import spoken_words

CHANCE = 0.85  # set by hand; of 7 such answers in 533 articles, half of them read before, 6 were right
_PARAGRAPHS = 2  # that count as the lead, after the headline
_NEXT = 3  # attributions after it
_SAME_WORDS = 0.25  # share of the content's words that the person says again
_SOON = 7  # attributions among which the same is said again
_REPEATED = 0.2  # share of its words; 12 of 13 such roles of 225 are that person, and all 5 that nothing else named


def meant(scene: Scene, profiles: Profiles, k: int) -> int | None:
    """Whom an indefinite or bare description in the lead of an article means, if one person alone answers it."""
    if not opens(scene, k):
        return None
    matches = profiles.matches(k)
    order = leaders(scene, k, matches)
    best = matches[order[0]] if order else None
    if best is None or not (best.fit.same or best.fit.covered):
        return None
    score = best.score
    new = (p for p in order if not named_before(scene, k, p))
    equal = [p for p in new if (match := matches[p]) is not None and match.score >= score]
    going_on = [p for p in equal if speaks_next(scene, k, p) or _says_again(scene, k, p)]
    if len(going_on) != 1:
        return None
    reading = scene.readings[k]
    tie = reading is not None and reading.noun in lists.ties()  # “a mother”: who is called so may be anybody's
    return None if tie and _another_opens(scene, k, going_on[0]) else going_on[0]


def _another_opens(scene: Scene, k: int, person: int) -> bool:
    """Whether the next paragraph begins with the words of somebody else who may be meant and is named there first."""
    n, lead = scene.rank[k], scene.article.paragraph(scene.at[k])
    following = next((j for j in scene.order[n + 1 :] if scene.article.paragraph(scene.at[j]) > lead), None)
    people = scene.said[following].people if following is not None else ()
    if following is None or people == (person,) or not _named_in_source(scene, following):
        return False
    first = scene.first_named(people[0]) if len(people) == 1 else -1
    return first > scene.at[k] and scene.article.paragraph(first) == lead + 1 and scene.may_mean(k, people[0])


def tells_of(scene: Scene, k: int, person: int) -> bool:
    """Whether the one described says something of the person, here or as `the diplomat` in the next statements."""
    reading, n = scene.readings[k], scene.rank[k]
    return any(
        scene.tells_of(j, person)
        for j in scene.order[n : n + 1 + _SOON]
        if reading is not None and (other := scene.readings[j]) is not None
        if (other.shape, other.noun) == (reading.shape, reading.noun) or (other.noun == reading.noun and other.definite)
    )


def opens(scene: Scene, k: int) -> bool:
    """Whether the source is an indefinite or bare description at the beginning of the article."""
    reading, tokens = scene.readings[k], source_tokens(scene, k)
    if reading is None or not tokens or reading.shape not in ("role", "unknown", "unnamed"):
        return False
    indefinite = (
        reading.shape == "unnamed" or not reading.definite or tokens[0].lower not in lists.phrase_words("definite")
    )
    lead = scene.article.paragraph(scene.at[k]) <= _PARAGRAPHS
    return indefinite and not _withheld(scene, k) and not tokens[0].possessive and lead


def named_before(scene: Scene, k: int, person: int) -> bool:
    """Whether somebody is named between the headline and the source: then `a senator` is somebody else."""
    first = next((o for o in scene.places[person] if not scene.article.headline(o.start)), None)
    return first is not None and first.start < scene.at[k]


def speaks_next(scene: Scene, k: int, person: int) -> bool:
    """Whether the person has one of the next statements."""
    n = scene.rank[k]
    return any(scene.said[j].people == (person,) for j in scene.order[n + 1 : n + 1 + _NEXT])


def source_tokens(scene: Scene, k: int) -> Sequence[ArticleToken]:
    """The words of the source; none without one."""
    source = scene.walk.attributions[k].source
    return scene.article.between(source.start, source.end) if source is not None else ()


def _withheld(scene: Scene, k: int) -> bool:
    return any(t.lower in lists.phrase_words("withheld") for t in source_tokens(scene, k))


def repeated(scene: Scene, k: int) -> int | None:
    """Whom a role in the headline or the first sentences means: the one person who says the same again soon after, or
    who is named first after it and speaks."""
    reading, source, start = scene.readings[k], scene.walk.attributions[k].source, scene.at[k]
    if reading is None or source is None or reading.shape not in ("role", "unnamed"):
        return None
    if _withheld(scene, k) or scene.article.paragraph(start) > 1 or scene.article.quoted(start):
        return None
    n, own = scene.rank[k], spoken_words(scene, k)
    least = max(2.0, _REPEATED * len(own))
    after = [j for j in scene.order[n + 1 : n + 1 + _SOON] if scene.said[j].kind == "person"]
    people = {scene.said[j].people[0] for j in after if len(own & spoken_words(scene, j)) >= least}
    if not people and reading.shape == "role":
        people = {scene.said[j].people[0] for j in after[:_NEXT] if _named_in_source(scene, j)}
        people = {p for p in people if scene.places[p][0].start > start}
    person = next(iter(people)) if len(people) == 1 else None
    if person is None or (reading.shape == "unnamed" and named_before(scene, k, person)):
        return None
    if _another_opens(scene, k, person):
        return None
    return person if scene.may_mean(k, person) else None


def _named_in_source(scene: Scene, j: int) -> bool:
    reading = scene.readings[j]
    return reading is not None and reading.shape == "people"


def _says_again(scene: Scene, k: int, person: int) -> bool:
    """Whether the person is said to have said much of the same elsewhere."""
    own = spoken_words(scene, k)
    spoken = (scene.order[n] for n in scene.spoke.get(person, ()))
    return any(len(own & spoken_words(scene, j)) >= max(2.0, _SAME_WORDS * len(own)) for j in spoken if j != k)
