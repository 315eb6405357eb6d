"""How good weights are on texts that they were not learned from."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from claimkit.analysis.resolution.pronouns import weights
from claimkit.analysis.resolution.pronouns.weights import Weights
from claimkit.training.pronouns.corpora import Place, official
from claimkit.training.pronouns.examples import PronounExample
from claimkit.training.pronouns.learn import learn

FOLDS = 5


def check(
    development: Sequence[PronounExample],
    validation: Sequence[PronounExample],
    gum: Sequence[PronounExample],
    write: Callable[[str], object],
) -> None:
    """Figures for texts that the weights were not learned on."""
    order = np.random.default_rng(7).permutation(len(development))
    halves = [[development[i] for i in order[:1000]], [development[i] for i in order[1000:]]]
    for held, other in ((0, 1), (1, 0)):
        learned = weights.from_arrays(learn([*halves[other], *validation, *gum]))
        _report(write, f"development, half {held + 1}", halves[held], learned)
    told: dict[bool, list[tuple[Place, ...]]] = {True: [], False: []}
    ordered: list[PronounExample] = []
    for fold in range(FOLDS):
        held_out = [development[i] for i in order[fold::FOLDS]]
        rest = [development[i] for n, i in enumerate(order) if n % FOLDS != fold]
        learned = weights.from_arrays(learn([*rest, *validation, *gum]))
        ordered += held_out
        for states in told:
            told[states] += answers(held_out, learned, states)
    for states, found in told.items():
        write(_line(f"development, {FOLDS} folds, {'with' if states else 'without'} states", ordered, found))
    learned = weights.from_arrays(learn([*development, *gum]))
    _report(write, "validation, learned without it", validation, learned)


def _report(write: Callable[[str], object], title: str, examples: Sequence[PronounExample], learned: Weights) -> None:
    write(_line(title, examples, answers(examples, learned, states=True)))


def _line(title: str, examples: Sequence[PronounExample], found: Sequence[tuple[Place, ...]]) -> str:
    figures = official([e.case for e in examples], found)
    return f"{title:42} " + "  ".join(
        f"{name} {value:.3f}" if name == "bias" else f"{name} {value:.1f}" for name, value in figures.items()
    )


def answers(examples: Sequence[PronounExample], learned: Weights, states: bool) -> list[tuple[Place, ...]]:
    """For each example the places of the candidate with the highest score, right or wrong."""
    found: list[tuple[Place, ...]] = []
    for e in examples:
        scores = [weights.score(learned.beside if states else learned.alone, f) for f in e.features]
        if states and len(e.owner):
            fits = learned.bilinear.scores(e.pronoun[0], e.first[0], e.last[0]).tolist()
            for k in range(len(scores)):
                scores[k] += weights.log_sum([v for v, owner in zip(fits, e.owner.tolist(), strict=True) if owner == k])
        found.append(e.spans[int(np.argmax(scores))] if scores else ())
    return found
