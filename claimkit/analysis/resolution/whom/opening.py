"""What speaks for a person before a quotation begins (`Okafor was upbeat. “…. …,” he said`), and what is repeated."""

from __future__ import annotations

from claimkit.analysis.resolution.whom.scene import Scene
from claimkit.analysis.resolution.whom.surroundings import Surroundings, spoken_words

_SPOKEN = 60  # statements of a person that are compared
_SOON = 6

NAMES = (
    "opening_known",
    "opening_between",
    "opening_rivals",
    "opening_back",
    "opening_paragraph",
    "opening_first",
    "opening_subject",
    "opening_alone",
    "opening_full_name",
    "opening_introduced",
    "opening_quoted_out",
    "says_again",
    "says_again_soon",
)


def features(scene: Scene, person: int, s: Surroundings) -> list[float]:
    """The values of NAMES."""
    return [*_opening(scene, person, s), *_again(scene, person, s)]


def _opening(scene: Scene, person: int, s: Surroundings) -> list[float]:
    """How the person was mentioned before the quotation began that is asked about."""
    o, last = s.opening, s.opening.last.get(person)
    if last is None:
        return [0.0, 30.0, 30.0, 30.0, *([0.0] * 7)]
    named = last.how == "name"
    first = named and last.start == scene.place_starts[person][0]
    before = last.sentence == o.sentence - 1
    return [
        1.0,
        o.order[person],
        o.rivals[person],
        min(o.sentence - last.sentence, 30),
        float(scene.article.paragraph(last.start) == o.paragraph),
        float(o.first == person),
        float(o.subject == person),
        float(o.alone and before),
        float(named and before and last.end - last.start > len(scene.people[person].name.family) + 1),
        float(first and before),
        float(o.order[person] < s.order.get(person, 30)),
    ]


def _again(scene: Scene, person: int, s: Surroundings) -> list[float]:
    """How much of what is said the person says elsewhere, and shortly after: a headline tells it first."""
    if not s.content:
        return [0.0, 0.0]
    n = scene.rank[s.k]
    spoke = [i for i in scene.spoke.get(person, ()) if i != n][:_SPOKEN]
    found = {i: len(s.content & spoken_words(scene, scene.order[i])) for i in spoke}
    most = max(found.values(), default=0)
    soon = max((x for i, x in found.items() if n < i <= n + _SOON), default=0)
    return [min(most, 6) / min(6, len(s.content)), min(soon, 6) / min(6, len(s.content))]
