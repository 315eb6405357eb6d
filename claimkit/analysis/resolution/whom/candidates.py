"""Whom one mention may stand for: a bounded list of people, pairs of people, and the answers without a person."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from claimkit.analysis.resolution.timeline import Point
from claimkit.analysis.resolution.whom.profiles import Match, leaders
from claimkit.analysis.resolution.whom.scene import AUTHOR, GROUP, ORG, UNKNOWN, Candidate, Scene, plural

_RECENT = 80  # mentions before that are looked at
_NEAREST, _OFTEN, _AHEAD, _ROLES = 10, 5, 3, 4  # people taken by distance, by count, by what follows, by role
_JOINT = 25  # mentions before whose people may speak jointly
_PAIRS = 3  # pairs taken that are joined most often
_APART = 80  # characters between the names of a pair
_MEMBERS = 4  # people in a joint speaker


def candidates(scene: Scene, k: int, matches: dict[int, Match | None]) -> list[Candidate]:
    """The candidates of attribution `k`; a source with a name in it stands for somebody named in it or for nobody."""
    reading = scene.readings[k]
    own = [Candidate("person", (p,)) for p in _in_source(scene, k)]
    if reading is None or reading.shape != "people":
        own += [c for p in _near(scene, k, matches) if (c := _single(scene, p)) not in own]
    rule = scene.said[k]
    joint = _joint(scene, k)
    if rule.people and rule not in own and rule not in joint:
        (own if len(rule.people) == 1 else joint).append(rule)
    return [*own, *joint, ORG, GROUP, AUTHOR, UNKNOWN]


def _single(scene: Scene, person: int) -> Candidate:
    return Candidate("person" if scene.people[person].named else "stranger", (person,))


def _in_source(scene: Scene, k: int) -> list[int]:
    source = scene.walk.attributions[k].source
    reading = scene.readings[k]
    found = scene.in_range(source.start, source.end) if source is not None else []
    people = [p for o in found for p in o.people]
    people += [p for o in (reading.people if reading else ()) for p in scene.walk.settled(o).people]
    return list(dict.fromkeys(people))


def recent(scene: Scene, start: int, limit: int = _RECENT) -> Sequence[Point]:
    """The last mentions that begin before an offset."""
    i = bisect_left(scene.starts, start)
    return scene.points[max(0, i - limit) : i]


def _near(scene: Scene, k: int, matches: dict[int, Match | None]) -> list[int]:
    """People by distance, by how often they are named, by what follows, and by the role that is asked for."""
    start = scene.at[k]
    before = dict.fromkeys(p.person for p in reversed(recent(scene, start)))
    found = list(before)[:_NEAREST]
    i = bisect_left(scene.name_starts, start)
    ahead = dict.fromkeys(p for o in scene.named[i : i + 12] for p in o.people)
    found += list(ahead)[:_AHEAD]
    found += scene.by_count[:_OFTEN]
    n = scene.rank[k]
    for j in scene.order[max(0, n - 3) : n] + scene.order[n + 1 : n + 3]:
        found += scene.said[j].people if scene.said[j].kind in ("person", "stranger") else ()
    found += scene.fitting(k)[:_ROLES] + leaders(scene, k, matches)[:_ROLES]
    return list(dict.fromkeys(found))


def _joint(scene: Scene, k: int) -> list[Candidate]:
    """Several people as one speaker: named in the source, joined by `and` before, together in a sentence."""
    reading = scene.readings[k]
    sets: list[tuple[int, ...]] = [scene.together(k)]
    source = scene.walk.attributions[k].source
    if source is not None:
        sets.append(
            tuple(p for o in scene.in_range(source.start, source.end) if not o.possessive for p in o.people[:1])
        )
    start, n = scene.at[k], scene.rank[k]
    sets += [scene.said[j].people for j in scene.order[max(0, n - 5) : n] if scene.said[j].kind == "joint"]
    if plural(reading):
        sets += _sets(scene, k)
    elif reading is not None and reading.shape == "pronoun":
        sets += _pairs(scene, start)
    named = (tuple(sorted(set(s))) for s in sets)
    known = (s for s in named if 2 <= len(s) <= _MEMBERS and all(scene.people[p].named for p in s))
    return [Candidate("joint", people) for people in dict.fromkeys(known)]


def _relatives(scene: Scene, people: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """`The brothers`, `the Obamas`: two of those named last who share a surname."""
    families: dict[str, list[int]] = {}
    for person in people:
        families.setdefault(scene.people[person].name.family, []).append(person)
    yield from (tuple(several) for several in families.values() if len(several) == 2)


def _pairs(scene: Scene, start: int) -> Iterator[tuple[int, ...]]:
    """`Ruth Calder and Sam Okafor` shortly before."""
    near = [p for p in recent(scene, start, 12) if p.how == "name"]
    for one, two in itertools.pairwise(near):
        pair = tuple(sorted((one.person, two.person)))
        if pair in scene.pairs and two.start - one.end < _APART:
            yield pair


def _sets(scene: Scene, k: int) -> Iterator[tuple[int, ...]]:
    start = scene.at[k]
    last = [p for p in recent(scene, start, _JOINT) if scene.people[p.person].named]
    order = list(dict.fromkeys(p.person for p in reversed(last)))
    yield from _pairs(scene, start)
    yield tuple(order[:2])
    yield tuple(order[:3])
    yield tuple(scene.by_count[:2])
    yield from (pair for pair, _ in scene.pairs.most_common(_PAIRS))
    yield from _relatives(scene, order)
    paragraph = scene.article.paragraph(start)
    for back in (0, 1):
        yield tuple(dict.fromkeys(p.person for p in last if paragraph - scene.article.paragraph(p.start) == back))
    here = scene.article.sentence(start)
    for back in (0, 1, 2):
        yield tuple(dict.fromkeys(p.person for p in last if here - p.sentence == back))
    n = scene.rank[k]
    speakers = [scene.said[j].people[0] for j in scene.order[max(0, n - 8) : n] if scene.said[j].kind == "person"]
    yield tuple(dict.fromkeys(reversed(speakers)))[:2]
