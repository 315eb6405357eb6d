"""Each article answered by networks that have not seen it: curves for confidence, and figures."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claimkit.analysis.resolution.whom import network
from claimkit.analysis.resolution.whom.corrections import LEAST
from claimkit.analysis.resolution.whom.scene import Candidate
from claimkit.training.whom.examples import MentionExample
from claimkit.training.whom.learn import Settings, curves, fit_curve, learn, shares

FOLDS = 5
_NAMED = ("person", "joint")
_BINS = 10
Arrays = dict[str, NDArray[np.generic]]


@dataclass(frozen=True, slots=True)
class Crossed:
    """A mention with its best candidate and that one's share, by networks that have not seen the article."""

    example: MentionExample
    candidate: Candidate
    right: bool
    share: float


def fold(article: str) -> int:
    """Which fold an article is in: by its name, so that it stays there."""
    return int(hashlib.sha256(article.encode("utf-8", "surrogatepass")).hexdigest(), 16) % FOLDS


def crossed(examples: Sequence[MentionExample], settings: Settings) -> list[Crossed]:
    """All mentions found by the tagger, answered by networks that learned from the other folds."""
    found: list[Crossed] = []
    for number in range(FOLDS):
        rest = [e for e in examples if fold(e.article) != number]
        held_out = [e for e in examples if fold(e.article) == number and e.spans == "record"]
        if rest and held_out:
            networks = network.from_arrays(learn(rest, settings))
            found += [_best(e, s) for e, s in zip(held_out, shares(networks, held_out), strict=True)]
    return found


def _best(example: MentionExample, share: NDArray[np.float32]) -> Crossed:
    allowed = np.where(example.ruled_out, -1.0, share)
    k = int(np.argmax(allowed))
    return Crossed(example, example.candidates[k], example.right[k], float(share[k]))


def fit_curves(answers: Sequence[Crossed]) -> Arrays:
    """The curves by kind of source, from answers that name a person."""
    named: dict[str, list[Crossed]] = defaultdict(list)
    for answer in answers:
        if answer.candidate.kind in _NAMED:
            named[answer.example.curve].append(answer)
    found = {kind: fit_curve([a.share for a in some], [_is_right(a) for a in some]) for kind, some in named.items()}
    return curves(found)


def _is_right(answer: Crossed) -> bool:
    """Whether the person who is named speaks; where an organisation, a group or nobody does, no name is right."""
    return answer.right and answer.example.kind == "person"


def report(answers: Sequence[Crossed], found: Arrays) -> str:
    """Right, none and wrong by how the source names the speaker; others that were given a person; calibration."""
    rows: Mapping[str, tuple[float, float]] = dict(zip(found["curves"].tolist(), found["curve"].tolist(), strict=True))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    said: list[tuple[float, bool]] = []
    for a in answers:
        slope, shift = rows[a.example.curve]
        odds = np.log(max(a.share, 1e-6) / max(1 - a.share, 1e-6))
        probability = float(1 / (1 + np.exp(-(slope * odds + shift))))
        named = a.candidate.kind in _NAMED and probability >= LEAST[a.example.curve]
        if named:
            said.append((probability, _is_right(a)))
        person = a.example.kind == "person"
        verdict = ("right" if a.right else "wrong") if named and person else "named" if named else "none"
        for key in ("all persons", f"person {a.example.how}") if person else (a.example.kind,):
            counts[key][verdict] += 1
            counts[key]["rules"] += a.example.rule_right
    lines = [_line(key, counts[key]) for key in sorted(counts)]
    return "\n".join([*lines, calibration(said)])


def _line(key: str, count: Counter[str]) -> str:
    n = count["right"] + count["none"] + count["wrong"] + count["named"]
    parts = (f"{what} {100 * count[what] / n:5.1f}" for what in ("rules", "right", "none", "wrong", "named"))
    return f"{key:18} n {n:5}  " + "  ".join(parts)


def calibration(said: Sequence[tuple[float, bool]]) -> str:
    """The expected calibration error, and how many of the surest names are right."""
    if not said:
        return "nobody named"
    p, right = np.array([s for s, _ in said]), np.array([r for _, r in said], float)
    bins = np.minimum((p * _BINS).astype(int), _BINS - 1)
    error = sum(float((bins == b).mean() * abs(p[bins == b].mean() - right[bins == b].mean())) for b in set(bins))
    sure = p >= 0.95
    surest = f", {100 * right[sure].mean():.1f}% right of {sure.sum()} from 0.95" if sure.any() else ""
    return f"calibration error {100 * error:.1f}{surest}"
