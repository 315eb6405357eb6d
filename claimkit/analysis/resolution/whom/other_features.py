"""What speaks for several people as one speaker, and for an organisation."""

from __future__ import annotations

import re

from claimkit.analysis.resolution.timeline import Point
from claimkit.analysis.resolution.whom.candidates import recent
from claimkit.analysis.resolution.whom.scene import Candidate, Scene, plural

JOINT = (
    "joint_in_source",
    "joint_many",
    "joint_back_near",
    "joint_back_far",
    "joint_and",
    "joint_latest",
    "joint_before",
    "joint_common",
    "joint_same_sentence",
    "joint_plural",
)
ORG = (
    "org_in_source",
    "org_ends_source",
    "org_right_before",
    "org_right_before_cue",
    "org_back",
    "org_spoke_last",
    "org_spoke_next",
    "org_spoke",
    "org_latest",
)
_AND = re.compile(r"\band\b")
_LATELY = 200  # characters in which an organisation counts as named just now


def joint_features(scene: Scene, candidate: Candidate, k: int) -> list[float]:
    """The values of JOINT."""
    article, start, people = scene.article, scene.at[k], candidate.people
    points = recent(scene, start, 25)
    last: dict[int, Point] = {p.person: p for p in points if p.person in people}
    known = list(last.values())
    here = article.sentence(start)
    source = scene.walk.attributions[k].source
    inside = {p for o in scene.in_range(source.start, source.end) for p in o.people} if source else set()
    left, right = min((p.end for p in known), default=0), max((p.start for p in known), default=0)
    between = article.text[left:right] if len(known) > 1 and right - left < 30 else ""
    latest = list(dict.fromkeys(p.person for p in reversed(points)))[: len(people)]
    n = scene.rank[k]
    return [
        sum(p in inside for p in people) / len(people),
        len(people),
        here - max(p.sentence for p in known) if known else 40,
        min(here - min(p.sentence for p in known), 30) if len(known) == len(people) else 40,
        float(_AND.search(between) is not None),
        float(set(latest) == set(people)),
        float(any(scene.said[j] == candidate for j in scene.order[max(0, n - 4) : n])),
        sum(scene.count[p] for p in people) / scene.total,
        float(len({p.sentence for p in known}) == 1),
        float(plural(scene.readings[k])),
    ]


def org_features(scene: Scene, k: int) -> list[float]:
    """The values of ORG."""
    a, article, start = scene.walk.attributions[k], scene.article, scene.at[k]
    bodies = scene.walk.bodies
    source = (a.source.start, a.source.end) if a.source else (start, start)
    inside = bodies.within(*source)
    before = bodies.within(max(0, start - 4 * _LATELY), start)
    last = before[-1] if before else None
    n = scene.rank[k]
    said = [scene.said[j].kind == "org" for j in scene.order[max(0, n - 3) : n]]
    people = recent(scene, start, 1)
    return [
        float(bool(inside)),
        float(any(source[1] - 3 <= m.end <= source[1] + 2 for m in inside)),
        float(last is not None and 0 <= source[0] - last.end <= 3),
        float(last is not None and a.cue is not None and 0 <= a.cue.start - last.end <= 2),
        min(article.sentence(start) - article.sentence(last.start), 20) if last is not None else 20,
        float(bool(said) and said[-1]),
        float(n + 1 < len(scene.order) and scene.said[scene.order[n + 1]].kind == "org"),
        sum(said),
        float(last is not None and (not people or people[-1].end < last.start)),
    ]
