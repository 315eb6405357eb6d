"""`The contractor` after `Contractor Piotr Zawadzki` or `a contractor, Piotr Zawadzki`: the one person whose name the
same noun stands before."""

from __future__ import annotations

from collections.abc import Sequence

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.whom.scene import Scene

CHANCE = 0.85  # set by hand; all 19 such answers in 533 articles were right
_WORDS = 3  # of the source: `the`, and `harbour master`
_BACK = 12  # sentences to the last time the person was mentioned


def meant(scene: Scene, k: int) -> int | None:
    """The one person labelled by the noun of a source that is `the` and a noun for one person."""
    reading, source, article = scene.readings[k], scene.walk.attributions[k].source, scene.article
    if reading is None or source is None or reading.owner:
        return None
    if reading.shape not in ("role", "unknown", "body") or reading.body is not None:
        return None
    words = article.between(source.start, source.end)
    plain = 1 < len(words) <= _WORDS and all(t.text.isalpha() and not t.capital for t in words[1:])
    if not plain or words[0].lower != "the" or article.quoted(source.start):
        return None
    nouns = [t.lower for t in words[1:]]
    if lists.plural_role(nouns[-1]) or nouns[-1] in lists.groups() or nouns[-1] in lists.documents():
        return None
    if reading.shape == "body" and not lists.person_noun(nouns[-1]):  # “the company”, but “the builder” may be a man
        return None
    people = _labelled(scene, nouns, source.start)
    person = next(iter(people)) if len(people) == 1 else None
    if person is None:
        return None
    last = max((p.sentence for p in scene.of.get(person, ()) if p.start < source.start), default=-_BACK)
    near = article.sentence(source.start) - last <= _BACK
    return person if near and scene.may_mean(k, person) else None


def _labelled(scene: Scene, nouns: Sequence[str], end: int) -> set[int]:
    """The people whose names the nouns stand right before, up to `end`."""
    article, found = scene.article, set[int]()
    for o in scene.in_range(0, end):
        i = article.index(o.start)
        i -= i > 0 and article.tokens[i - 1].text == ","
        before = article.tokens[max(0, i - len(nouns)) : i]
        alike = [t.lower for t in before] == nouns and not any(t.possessive for t in before)
        if alike and len(o.people) == 1:
            found.add(o.people[0])
    return found
