"""The features of all candidates of a mention as rows of one table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from claimkit.analysis.resolution.whom import mention_features as mention
from claimkit.analysis.resolution.whom import other_features as other
from claimkit.analysis.resolution.whom import person_features as person
from claimkit.analysis.resolution.whom.candidates import candidates
from claimkit.analysis.resolution.whom.profiles import Profiles
from claimkit.analysis.resolution.whom.scene import Candidate, Floats, Scene
from claimkit.analysis.resolution.whom.surroundings import surroundings

KINDS = mention.KINDS
NAMES = (
    *(f"m_{name}" for name in mention.NAMES),
    *(f"is_{kind}" for kind in KINDS),
    "rule_is_it",
    *person.NAMES,
    *other.JOINT,
    *other.ORG,
)
_OWN = len(mention.NAMES)
_NO_PERSON, _NO_JOINT, _NO_ORG = ([0.0] * len(names) for names in (person.NAMES, other.JOINT, other.ORG))


@dataclass(frozen=True, slots=True)
class Rows:
    """The candidates of one mention with their features [candidates, NAMES]."""

    candidates: tuple[Candidate, ...]
    matrix: Floats


def rows(scene: Scene, k: int, profiles: Profiles) -> Rows:
    """Candidates and features for attribution `k`; `profiles` are those of the scene."""
    matches = profiles.matches(k)
    found = candidates(scene, k, matches)
    people = [c.people[0] for c in found if len(c.people) == 1]
    around = surroundings(scene, k, people, matches)
    own = {p: person.person_features(scene, p, around) for p in people}
    person.add_ranks(list(own.values()))
    shared = mention.mention_features(scene, k)
    table: list[list[float]] = []
    for c in found:
        table.append(
            [
                *shared,
                *(float(c.kind == kind) for kind in KINDS),
                float(c == scene.said[k]),
                *(own[c.people[0]] if len(c.people) == 1 else _NO_PERSON),
                *(other.joint_features(scene, c, k) if c.kind == "joint" else _NO_JOINT),
                *(other.org_features(scene, k) if c.kind == "org" else _NO_ORG),
            ]
        )
    return Rows(tuple(found), np.array(table, np.float32))
