"""`A man … has said he was innocent`, `the judge said` in a lead, where the next paragraph says who that is."""

from __future__ import annotations

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.pronouns.features import GENDERS
from claimkit.analysis.resolution.whom import leads
from claimkit.analysis.resolution.whom.facts import is_people_word
from claimkit.analysis.resolution.whom.profiles import Profiles
from claimkit.analysis.resolution.whom.scene import Scene
from claimkit.english.names import Gender

_TWO = frozenset({"two", "both", "pair", "duo", "couple"})
_HINDERS = frozenset({"one", "least", "other", "another", "most", "last"})  # “one of two”, “at least two”
_MEN: dict[str, Gender] = {"women": "female", "men": "male"}
_COUNTED = 2  # words of `the two senators` that tell how many
_STATEMENTS = 8  # after `two senators`
_BEFORE = 3  # tokens before a name that still opens its paragraph: `Mother-of-two`


def followed(scene: Scene, k: int) -> int | None:
    """Whom `A man … has said he was …` means: who is named at the very beginning of the next paragraph and speaks next.

    What is said has to be about a `he` or `she` of the same gender, so that it is no judge who rules on somebody. A
    headline with the lead's noun (`Man freed … says`) means the same person.
    """
    if not leads.opens(scene, k):
        return None
    said = _genders_said(scene, k)
    genders = {scene.gender_asked(k), *said} - {None}
    person = _named_next(scene, k) if said and len(genders) == 1 else None
    if person is not None and leads.speaks_next(scene, k, person) and scene.genders[person][0] in (None, *genders):
        return person
    lead = next(iter(scene.order[scene.rank[k] + 1 : scene.rank[k] + 2]), None)
    if lead is None or scene.article.paragraph(scene.at[k]) or not scene.article.paragraph(scene.at[lead]):
        return None
    reading = scene.readings[lead]
    same = reading is not None and reading.noun in {t.lower for t in leads.source_tokens(scene, k)}
    return followed(scene, lead) if same else None


def _genders_said(scene: Scene, k: int) -> set[Gender]:
    """The genders of the pronouns in reported words."""
    a = scene.walk.attributions[k]
    tokens = (t for c in a.content for t in scene.article.between(c.start, c.end)) if a.type != "direct" else ()
    return {GENDERS[t.lower] for t in tokens if t.lower in GENDERS and not scene.article.quoted(t.start)}


def _named_next(scene: Scene, k: int) -> int | None:
    """Who is named first in the article, in full, where the next paragraph begins."""
    article = scene.article
    following = article.paragraph(scene.at[k]) + 1
    o = next(iter(scene.named), None)
    if o is None or article.paragraph(o.start) != following or o.form != "full" or len(o.people) != 1:
        return None
    i = article.index(o.start)
    before = article.tokens[max(0, i - _BEFORE) : i]
    opens = len(before) < _BEFORE or article.paragraph(before[0].start) < following
    return o.people[0] if opens and not o.possessive else None


def introduced(scene: Scene, profiles: Profiles, k: int) -> int | None:
    """Whom `the judge` in the first paragraph means: who is named first after it, in the next paragraph, and has the
    next statement.

    Of two such sources in one lead the first is meant: the one who is named first.
    """
    reading, source, article = scene.readings[k], scene.walk.attributions[k].source, scene.article
    if reading is None or source is None or reading.shape not in ("role", "unknown") or not _is_of_one(scene, k):
        return None
    lead = article.paragraph(source.start)
    o = next(iter(scene.in_range(source.end, len(article.text))), None)
    if lead > 1 or o is None or o.form != "full" or len(o.people) != 1 or o.possessive:
        return None
    person = o.people[0]
    near = lead < article.paragraph(o.start) <= 1 + max(lead, article.headline(source.start))
    if not near or scene.places[person][0] != o or profiles.matches(k).get(person, 0) is None:
        return None
    n = scene.rank[k]
    first = all(scene.walk.attributions[j].source in (None, source) for j in scene.order[:n])
    following = next((j for j in scene.order[n + 1 :] if article.paragraph(scene.at[j]) > lead), None)
    speaks = following is not None and scene.said[following].people == (person,)
    return person if first and speaks and scene.may_mean(k, person) else None


def _is_of_one(scene: Scene, k: int) -> bool:
    """Whether the source is a definite noun for one person."""
    reading, opening = scene.readings[k], scene.opening(k)
    if reading is None or opening in lists.phrase_words("indefinite"):
        return False
    definite = reading.definite or reading.owner is not None
    noun = reading.noun
    return definite and (lists.role(noun) is not None or lists.person_noun(noun) or is_people_word(noun))


def two_introduced(scene: Scene, k: int) -> tuple[int, ...] | None:
    """Whom `two senators` or `both women` in the first paragraphs means: the next two who are named, if they speak
    jointly, or one after the other, and nobody else is named before they do."""
    source, article = scene.walk.attributions[k].source, scene.article
    if source is None or article.quoted(source.start) or article.paragraph(source.start) > 1:
        return None
    words = [t.lower for t in article.between(source.start, source.end) if t.text[0].isalnum()]
    if not _TWO.intersection(words[:_COUNTED]) or not _HINDERS.isdisjoint(words[:_COUNTED]):
        return None
    pair = _next_two(scene, k, source.end)
    gender = next((_MEN[w] for w in words if w in _MEN), None)
    if pair is None or any(gender is not None and scene.genders[p][0] not in (None, gender) for p in pair):
        return None
    return pair


def _next_two(scene: Scene, k: int, end: int) -> tuple[int, ...] | None:
    """The first two who speak after a source, both named there for the first time."""
    lead, found = scene.article.paragraph(scene.at[k]), list[int]()
    for j in scene.order[scene.rank[k] + 1 :][:_STATEMENTS]:
        reading = scene.readings[j]
        if scene.article.paragraph(scene.at[j]) <= lead or reading is None or reading.shape != "people":
            continue
        found += [p for p in scene.said[j].people if p not in found]
        if len(found) >= _COUNTED:
            named = {p for o in scene.in_range(end, reading.end) for p in o.people}
            new = all(scene.first_named(p) >= end for p in found)
            return tuple(sorted(found)) if len(found) == _COUNTED and new and named == set(found) else None
    return None
