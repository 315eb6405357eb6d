"""`Calder said …. He believes …`: one person goes on speaking, as long as nobody else whom `he` may mean is named."""

from __future__ import annotations

from claimkit.analysis.resolution.pronouns.features import GENDERS
from claimkit.analysis.resolution.whom import questions
from claimkit.analysis.resolution.whom.scene import Scene

# Of 642 such pronouns, 629 meant whoever spoke before, in the articles of docs/experiments.md.
CHANCE = 0.97
_BACK = 4  # statements looked back at
_SENTENCE = 1000  # characters of the first one's sentence before its source


def before(scene: Scene, k: int) -> int | None:
    """The attribution before attribution `k`, if `he` or `she` may go on from it.

    Its source is a name or the same pronoun, in this paragraph or the last one, outside quotations. What somebody is
    said to have said (`Calder said that Lund hoped …`) is left out.
    """
    other, n, holder = scene.readings[k], scene.rank[k], scene.holder(k)
    if other is None or other.shape != "pronoun" or other.noun not in GENDERS or scene.article.quoted(scene.at[k]):
        return None
    for j in reversed(scene.order[max(0, n - _BACK) : n]):
        if scene.holder(j) == holder:
            return j if _alike(scene, j, k) else None
        if scene.holder(j) is None:
            return None
    return None


def _alike(scene: Scene, j: int, k: int) -> bool:
    one, other, article = scene.readings[j], scene.readings[k], scene.article
    if one is None or other is None or article.quoted(scene.at[j]):
        return False
    same = one.shape == "people" or (one.shape == "pronoun" and GENDERS.get(one.noun) == GENDERS[other.noun])
    return same and article.paragraph(scene.at[k]) - article.paragraph(scene.at[j]) <= 1


def alone(scene: Scene, j: int, k: int, person: int) -> bool:
    """Whether nobody else whom the pronoun of attribution `k` may mean is named or described since attribution `j`.

    Its sentence counts from its beginning, reported words count, too, but not what stands between quotation marks.
    """
    article, end = scene.article, scene.at[k]
    start = max(article.sentence_start(scene.at[j]), scene.at[j] - _SENTENCE)
    named = {p for o in scene.in_range(start, end) if not article.quoted(o.start) for p in o.people}
    others = (named | scene.mentioned(start, end)) - {person}
    if questions.put_by(scene, k) == (person,):
        return False
    return scene.may_mean(k, person) and not any(scene.may_mean(k, p) for p in others)
