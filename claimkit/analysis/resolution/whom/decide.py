"""The second pass: the ranker's answers in place of the rules' for sources that no single name settles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from claimkit.analysis.resolution.affiliations import with_affiliation
from claimkit.analysis.resolution.sources.reading import SourceReading
from claimkit.analysis.resolution.walk import Walk
from claimkit.analysis.resolution.whom import family, network, table
from claimkit.analysis.resolution.whom.corrections import CORRECTIONS, NOBODY, Answer, Case, curve, is_sure, note
from claimkit.analysis.resolution.whom.network import Networks
from claimkit.analysis.resolution.whom.profiles import Profiles
from claimkit.analysis.resolution.whom.scene import Candidate, Scene
from claimkit.analysis.resolution.whom.vetoes import VETOES, is_somebody_else
from claimkit.english.names import Gender
from claimkit.models.extraction import States
from claimkit.models.record import Evidence, Speaker
from claimkit.models.types import Reason

_NEAR = 0.25  # share from which somebody counts as one of several who fit
_RESIDUE = 1e-3  # share that is left at least when those who are plainly others are taken out
_MOST = 2000  # attributions of one article that are asked about
_OUTRIGHT: frozenset[Reason] = frozenset({"announced by a colon", "author", "signature"})
_REASONS: dict[str, Reason] = {
    "pronoun": "pronoun",
    "author": "author",
    "document": "document",
    "people": "surname",
    "group": "named together",
}


def undecided(scene: Scene, k: int) -> bool:
    """Whether the ranker is asked: not where one name in the source settles who it is."""
    speaker = scene.walk.speakers[k]
    if scene.walk.by_part(k) or (speaker is not None and speaker.members):
        return False
    reading = scene.readings[k]
    if scene.said[k].kind not in ("person", "joint"):
        return True
    if reading is not None and reading.shape == "document" and _outright(scene, k):  # “Calder’s tax form”
        return False
    if scene.asked(k) is not None or family.by_age(scene, k):
        return True
    return not (reading is not None and reading.shape == "people") and not _outright(scene, k)


def _outright(scene: Scene, k: int) -> bool:
    """Whether the text itself says that it is the rules' person: by a signature, "an analysis by X", "X put it so:"."""
    speaker = scene.walk.speakers[k]
    return speaker is not None and any(step.reason in _OUTRIGHT for step in speaker.evidence)


def refine(
    walk: Walk,
    readings: Sequence[SourceReading | None],
    genders: Sequence[tuple[Gender | None, int]],
    states: States | None,
    networks: Networks | None = None,
) -> None:
    """Ask the ranker about each undecided source and put its answers into the walk."""
    scene = Scene(walk, readings, genders, states)
    asked = [k for k in scene.order if undecided(scene, k)][:_MOST]
    if not asked:
        return
    answers = choose(scene, asked, networks or network.load())
    for k, answer in zip(asked, answers, strict=True):
        _answer(scene, k, answer)


def choose(scene: Scene, asked: Sequence[int], networks: Networks) -> list[Answer]:
    """The ranker's answer for each of the attributions, or the first correction that has another one."""
    case = Case(scene, Profiles.of(scene))
    found = [table.rows(scene, k, case.profiles) for k in asked]
    sizes = [len(rows.candidates) for rows in found]
    shares = networks.shares(np.concatenate([rows.matrix for rows in found]), sizes)
    at = 0
    for k, rows, size in zip(asked, found, sizes, strict=True):
        answer = pick(scene, k, rows.candidates, shares[at : at + size].tolist(), networks)
        corrected = (rule(case, k, answer) for rule in CORRECTIONS)
        note(case, k, next((other for other in corrected if other is not None), answer))
        at += size
    return list(case.answers.values())


def pick(scene: Scene, k: int, candidates: Sequence[Candidate], shares: Sequence[float], networks: Networks) -> Answer:
    """The candidate with the largest share whom no veto rules out."""
    others = [is_somebody_else(scene, k, c) for c in candidates]
    left = max(1.0 - sum(share for share, other in zip(shares, others, strict=True) if other), _RESIDUE)
    shares = [0.0 if other else share / left for share, other in zip(shares, others, strict=True)]
    ruled_out = [any(veto(scene, k, c) for veto in VETOES) for c in candidates]
    order = sorted((i for i in range(len(shares)) if not ruled_out[i]), key=lambda i: (-shares[i], i))
    best = order[0]
    near = [candidates[i].people[0] for i in order if shares[i] >= _NEAR and candidates[i].kind == "person"]
    people = [shares[i] for i in order if candidates[i].kind == "person"]
    rival = people[1] / people[0] if len(people) > 1 and people[0] > 0 else 0.0
    return Answer(candidates[best], networks.probability(shares[best], curve(scene, k)), tuple(near), rival)


def _answer(scene: Scene, k: int, answer: Answer) -> None:
    """Put an answer into the walk: a name, or that there is none; what is no person's stays with the rules."""
    walk, rule, chosen = scene.walk, scene.said[k], answer.candidate
    if is_sure(scene, k, answer):
        speaker = walk.speakers[k] if chosen == rule else _named(scene, k, chosen)
        speaker = _with_share(speaker, answer.probability)
    elif rule.kind in ("person", "joint") or chosen == NOBODY:
        walk.persons.pop(k, None)
        step = _step(scene, k)
        several = len(answer.near) > 1
        speaker = (
            walk.ambiguous([step], answer.near) if several else walk.nameless(k, "person", "unresolved", step.reason)
        )
    else:
        return
    walk.speakers[k] = speaker if chosen == rule or speaker is None else with_affiliation(walk, k, speaker)


def _named(scene: Scene, k: int, chosen: Candidate) -> Speaker:
    """A person, somebody without a name, or several people as the speaker of attribution `k`."""
    walk = scene.walk
    if chosen.kind == "joint":
        walk.persons.pop(k, None)
        steps = [_step(scene, k), *(_named_at(scene, p) for p in chosen.people)]
        return walk.together([walk.roster.people[p].printed for p in chosen.people], steps)
    return walk.person(k, chosen.people[0], [_step(scene, k), *_why(scene, k, chosen.people[0])])


def _with_share(speaker: Speaker | None, probability: float) -> Speaker | None:
    """The speaker with the probability at the first step of its evidence."""
    if speaker is None or not speaker.evidence:
        return speaker
    first = replace(speaker.evidence[0], share=round(probability, 4))
    return replace(speaker, evidence=(first, *speaker.evidence[1:]))


def _step(scene: Scene, k: int) -> Evidence:
    """The first step: the source's words, else the cue or the content."""
    a, reading = scene.walk.attributions[k], scene.readings[k]
    if reading is None or reading.shape == "empty":
        span = a.cue or a.content[0]
        return scene.walk.step(span.start, span.end, "dropped subject" if a.cue else "continued quotation")
    relative = reading.shape == "pronoun" and reading.noun in ("who", "whom", "whose", "which", "that")
    reason: Reason = "relative pronoun" if relative else _REASONS.get(reading.shape, "role")
    return scene.walk.step(reading.start, reading.end, reason)


def _why(scene: Scene, k: int, person: int) -> list[Evidence]:
    """The second step: the same role, or where the person was named last before or is named next."""
    fit = scene.fits(k).get(person)
    if fit is not None and fit.phrase is not None:
        return [scene.walk.step(fit.phrase.start, fit.phrase.end, "same role")]
    places = scene.places.get(person, [])
    before = [o for o in places if o.end <= scene.at[k]]
    nearest = before[-1] if before else places[0] if places else None
    return [scene.walk.step(nearest.start, nearest.end, "antecedent")] if nearest is not None else []


def _named_at(scene: Scene, person: int) -> Evidence:
    whole = scene.walk.roster.first_full(person) or scene.places[person][0]
    return scene.walk.step(whole.start, whole.end, "named together")
