"""`A man … has said he was innocent`, where the next paragraph begins with who that is."""

from __future__ import annotations

from collections.abc import Sequence

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleToken
from claimkit.analysis.resolution.pronouns import GENDERS
from claimkit.analysis.resolution.whom.scene import Scene
from claimkit.english.names import Gender

_PARAGRAPHS = 2  # that count as the lead, after the headline
_NEXT = 3  # attributions after it
_BEFORE = 3  # tokens before a name that still opens its paragraph: `Mother-of-two`


def followed(scene: Scene, k: int) -> int | None:
    """Whom `A man … has said he was …` means: who is named at the very beginning of the next paragraph and speaks next.

    What is said has to be about a `he` or `she` of the same gender, so that it is no judge who rules on somebody. A
    headline with the lead's noun (`Man freed … says`) means the same person.
    """
    if not _opens(scene, k):
        return None
    genders = {scene.gender_asked(k), *_genders_said(scene, k)} - {None}
    person = _named_next(scene, k) if _genders_said(scene, k) and len(genders) == 1 else None
    n = scene.rank[k]
    speaks = any(scene.said[j].people == (person,) for j in scene.order[n + 1 : n + 1 + _NEXT])
    if person is not None and speaks and scene.genders[person][0] in (None, *genders):
        return person
    lead = next(iter(scene.order[n + 1 : n + 2]), None)
    if lead is None or scene.article.paragraph(scene.at[k]) or not scene.article.paragraph(scene.at[lead]):
        return None
    reading = scene.readings[lead]
    same = reading is not None and reading.noun in {t.lower for t in _source(scene, k)}
    return followed(scene, lead) if same else None


def _source(scene: Scene, k: int) -> Sequence[ArticleToken]:
    source = scene.walk.attributions[k].source
    return scene.article.between(source.start, source.end) if source is not None else ()


def _opens(scene: Scene, k: int) -> bool:
    """Whether the source is an indefinite or bare description at the beginning of the article."""
    reading, tokens = scene.readings[k], _source(scene, k)
    if reading is None or not tokens or reading.shape not in ("role", "unknown", "unnamed"):
        return False
    indefinite = (
        reading.shape == "unnamed" or not reading.definite or tokens[0].lower not in lists.phrase_words("definite")
    )
    withheld = any(t.lower in lists.phrase_words("withheld") for t in tokens)
    return (
        indefinite and not withheld and not tokens[0].possessive and scene.article.paragraph(scene.at[k]) <= _PARAGRAPHS
    )


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
