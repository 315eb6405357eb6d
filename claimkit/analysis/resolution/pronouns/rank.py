"""Who is meant by a word that names nobody: candidates, their features, one table of weights.

Each candidate's weighted features add up to a score, and softmax turns scores into shares, with "nobody of these" as
one more candidate. The best one is taken if its share is large enough. Learned weights of the same names (a conditional
logit) could replace those below without any other change.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from claimkit.analysis.resolution.people.roles import Description, RoleMatch, match
from claimkit.analysis.resolution.timeline import Point, Timeline
from claimkit.english.names import Gender

# Set by hand on PolNeAR's development articles. A conditional logit trained on half of them, alone or with GAP
# (pronouns in Wikipedia), chose no better on the other half.
WEIGHTS: Mapping[str, float] = {
    # where the candidate was last mentioned
    "same_sentence": 2.0,
    "one_back": 2.2,
    "two_back": 1.2,
    "three_back": 0.5,
    "farther": -0.5,  # four to eight sentences
    "far": -2.5,
    "ahead": -0.5,  # not mentioned yet (roles only)
    "paragraph": 0.4,  # in the same paragraph
    "latest": 0.4,  # nobody was mentioned after
    # how it was mentioned there
    "subject": 1.2,
    "first": 0.6,  # the first person of that sentence
    "own_sentence": 3.0,  # first and subject of the very sentence in which the pronoun follows
    "oblique": -0.8,  # after a preposition or as an object
    "possessor": -0.5,
    "quoted": -1.5,  # inside a quotation
    # what part the candidate plays in the article
    "speaker": 1.6,  # the last speaker, at most three sentences ago
    "speaker_far": 0.6,
    "salience": 1.5,  # share of all mentions so far
    # gender, as far as the article supports it
    "gender": 2.0,
    "gender_weak": 1.5,
    "gender_unknown": -0.5,
    "gender_clash_weak": -6.0,
    # roles
    "role_same": 4.0,
    "role_covered": 2.5,
    "role_mark": 1.5,  # for each word in common, at most two
    "role_missing": -0.7,  # for each word asked for and not found, at most two
    "role_former": 0.7,
    "role_former_clash": -1.5,
    # bare surnames that several people have
    "topic": 1.5,  # the first of them that the article mentions
    "usual": 3.0,  # share of the bare surnames before that were this person
}
NOBODY = 1.0  # score of "nobody of these" for a pronoun; set by hand, like the weights
NOBODY_ROLE = 3.0  # and for a role: unless the role is exactly the same, most candidates are wrong
_SURE = 4  # gender votes from which a clash rules a candidate out
_WINDOW = 12  # sentences that a pronoun looks back
_NEAR = 2.0  # candidates whose score is this close to the best are named when nobody is taken
_ROLES = 300  # people whose roles are compared
_BACK = ("same_sentence", "one_back", "two_back", "three_back")


@dataclass(frozen=True, slots=True)
class Ask:
    """What is looked for: a person for the words at `start`, never one of `excluded`.

    `role` is set for nominals (`the Ukrainian leader`), `among` for surnames that several people have.
    """

    start: int
    gender: Gender | None = None
    excluded: frozenset[int] = frozenset()
    role: Description | None = None
    among: tuple[int, ...] | None = None
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """The best candidate with its share, the candidates near it, and how well the role fits."""

    person: int | None
    share: float
    near: tuple[int, ...] = ()
    match: RoleMatch | None = None


def choose(timeline: Timeline, ask: Ask) -> Choice:
    """Score all candidates for `ask` and take the best."""
    scored: list[tuple[float, int, RoleMatch | None]] = []
    for person in candidates(timeline, ask):
        found = features(timeline, person, ask)
        if found is not None:
            scored.append((weigh(found[0]), person, found[1]))
    if not scored:
        return Choice(None, 0.0)
    scored.sort(key=lambda s: (-s[0], timeline.people[s[1]].first, s[1]))
    top = scored[0][0]
    nobody = NOBODY if ask.role is None else NOBODY_ROLE
    total = sum(math.exp(s - top) for s, _, _ in scored) + math.exp(nobody - top)
    near = tuple(p for s, p, _ in scored if s > top - _NEAR)
    return Choice(scored[0][1], 1.0 / total, near, scored[0][2])


def weigh(found: Mapping[str, float]) -> float:
    """The weighted features added up."""
    return sum(WEIGHTS[k] * v for k, v in found.items())


def candidates(timeline: Timeline, ask: Ask) -> Iterable[int]:
    """Who is considered: for a role everybody with a role, for a pronoun who was mentioned lately."""
    if ask.among is not None:
        return ask.among
    if ask.role is not None:
        return [p for p in islice(timeline.profiles, _ROLES) if p not in ask.excluded]
    here = timeline.article.sentence(ask.start)
    seen: dict[int, None] = {}
    for point in reversed(timeline.before(ask.start)):
        if here - point.sentence > _WINDOW:
            break
        seen.setdefault(point.person)
    return [p for p in seen if p not in ask.excluded]


def features(timeline: Timeline, person: int, ask: Ask) -> tuple[dict[str, float], RoleMatch | None] | None:
    """Features of one candidate by the names of WEIGHTS; None when it is ruled out."""
    found: dict[str, float] = {}
    fit: RoleMatch | None = None
    if ask.gender is not None:
        known = timeline.people[person].gender
        sure = timeline.people[person].certainty >= _SURE
        if known not in (None, ask.gender) and sure:
            return None
        agrees = "gender" if sure else "gender_weak"
        found["gender_unknown" if known is None else agrees if known == ask.gender else "gender_clash_weak"] = 1
    if ask.role is not None:
        profile = timeline.profiles.get(person)
        fit = match(ask.role, profile) if profile else None
        if fit is None or not fit.any or fit.clash:
            return None
        _role(found, fit, ask.role)
    last = timeline.last(person, ask.start)
    if last is None:
        found["ahead"] = 1
    else:
        _position(timeline, found, last, ask)
    if ask.among is not None:
        found["topic"] = timeline.people[person].first == min(timeline.people[p].first for p in ask.among)
        bare = timeline.bare.get(ask.among, Counter())
        found["usual"] = bare[person] / bare.total() if bare else 0
    return found, fit


def _position(timeline: Timeline, found: dict[str, float], last: Point, ask: Ask) -> None:
    article = timeline.article
    here = article.sentence(ask.start)
    distance = here - last.sentence
    found[_BACK[distance] if distance < len(_BACK) else "farther" if distance <= 8 else "far"] = 1
    found["paragraph"] = article.paragraph(last.start) == article.paragraph(ask.start)
    recent = timeline.before(ask.start)
    there: Sequence[Point] = [p for p in recent if p.sentence == last.sentence]
    own = [p for p in there if p.person == last.person]
    found["subject"] = any(p.subject for p in own)
    found["first"] = bool(there) and there[0].person == last.person
    found["own_sentence"] = not distance and found["subject"] and found["first"]
    found["latest"] = recent[-1].person == last.person
    found["oblique"] = all(p.oblique for p in own)
    found["possessor"] = all(p.possessor for p in own)
    found["quoted"] = not ask.quoted and all(p.quoted for p in own)
    found["salience"] = timeline.salience(last.person)
    if timeline.speaker is not None and timeline.speaker[1] == last.person:
        near = here - article.sentence(timeline.speaker[0]) <= 3
        found["speaker" if near else "speaker_far"] = 1


def _role(found: dict[str, float], fit: RoleMatch, asked: Description) -> None:
    found["role_same"] = fit.same
    found["role_covered"] = fit.covered and not fit.same
    found["role_mark"] = min(fit.marks, 2)
    found["role_missing"] = min(fit.missing, 2)
    if asked.former:
        found["role_former" if fit.former else "role_former_clash"] = 1
    elif (fit.same or fit.covered) and not fit.former:
        found["role_former_clash"] = 1
