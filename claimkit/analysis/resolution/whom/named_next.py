"""`A man … has said he was innocent`, where the next paragraph begins with who that is."""

from __future__ import annotations

from claimkit.analysis.resolution.pronouns import GENDERS
from claimkit.analysis.resolution.whom import leads
from claimkit.analysis.resolution.whom.scene import Scene
from claimkit.english.names import Gender

_BEFORE = 3  # tokens before a name that still opens its paragraph: `Mother-of-two`


def followed(scene: Scene, k: int) -> int | None:
    """Whom `A man … has said he was …` means: who is named at the very beginning of the next paragraph and speaks next.

    What is said has to be about a `he` or `she` of the same gender, so that it is no judge who rules on somebody. A
    headline with the lead's noun (`Man freed … says`) means the same person.
    """
    if not leads.opens(scene, k):
        return None
    genders = {scene.gender_asked(k), *_genders_said(scene, k)} - {None}
    person = _named_next(scene, k) if _genders_said(scene, k) and len(genders) == 1 else None
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
