"""The chance that an omission misleads, and what it does to what the rules found at one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from claimkit.checking.edges import says_so
from claimkit.checking.hunks import Change
from claimkit.checking.judge import Judged, heaviest
from claimkit.checking.omissions import features, weights
from claimkit.checking.omissions.features import BEFORE, BEHIND, PLACES
from claimkit.checking.omissions.weights import OmissionWeights
from claimkit.checking.quotations import InDraft
from claimkit.checking.restrictions.hedge_words import is_firm
from claimkit.checking.restrictions.reservations import Run, reserves
from claimkit.models.checks import Omission

# Chosen with one writer's pairs left out at a time (docs/experiments.md). From this chance on the judge is enough.
_MISLEADS = 0.88
# A rule about what narrows a claim behind it, or about the next sentence, counts unless the chance is less than this.
# All others always count: `but`, `unless`, `once he` behind the quotation, hedges, denials, what is lost inside it.
_BEHIND, _NEXT = 0.25, 0.1
_LEAST_WORDS = 3  # of a quotation that an omission can mislead about; set by hand


@dataclass(frozen=True, slots=True)
class Seen:
    """The words left out at one place, by where they are, and what `features` sees of them."""

    omissions: Mapping[str, Sequence[Run]]
    values: Mapping[str, float]


def weigh(one: Judged, asked: InDraft) -> Judged:
    """What is found at one place, with what the judge adds to the rules or takes back."""
    seen = look(one)
    return one if seen is None else settle(one, asked, seen, weights.load())


def look(one: Judged) -> Seen | None:
    """What a quotation leaves out at a place; None where that is nothing, or too little is quoted."""
    placed = one.placed
    if len(placed.words) < _LEAST_WORDS or not placed.ranges or placed.ranges[0][0] >= placed.ranges[-1][1]:
        return None
    omissions = features.find_omissions(placed, one.changes)
    return Seen(omissions, features.read(placed, omissions)) if any(omissions.values()) else None


def settle(one: Judged, asked: InDraft, seen: Seen, judge: OmissionWeights) -> Judged:
    """The place as the rules and the judge see it together."""
    chance = judge.chance(seen.values)
    changes = tuple(kept for change in one.changes if (kept := _kept(one, change, chance)) is not None)
    shares = judge.by_place(seen.values)
    place = max((place for place in PLACES if seen.omissions[place]), key=lambda name: shares.get(name, 0.0))
    run = seen.omissions[place][0]
    told = says_so(asked.lead, asked.follow) or (place == BEFORE and is_firm(run.keys))
    if chance >= _MISLEADS and heaviest(changes) in ("fine", "cut") and not told:
        changes = _with(one, changes, place, run)
    omission = Omission(round(chance, 2), run.text[run.words[0].start : run.words[-1].end])
    weighed = replace(one, changes=changes, weight=heaviest(changes), omission=omission)
    return weighed if weighed.sound or weighed.enough else one


def _kept(one: Judged, change: Change, chance: float) -> Change | None:
    """A rule's change, or the open cut that it is where the judge is sure that the rule is wrong."""
    start, end = change.said
    if change.kind == "reservation follows":
        return change if chance >= _NEXT else None
    behind = start >= one.placed.ranges[-1][1]
    if change.kind != "condition dropped" or not behind or chance >= _BEHIND:
        return change
    if reserves(Run(one.placed.passage.text, one.placed.said, start, end)):
        return change
    return change._replace(kind="truncated", weight="cut")


def _with(one: Judged, changes: tuple[Change, ...], place: str, left_out: Run) -> tuple[Change, ...]:
    """The changes with the words that matter most as what misleads."""
    end = len(one.placed.words)
    if place in (BEFORE, BEHIND):
        run, edge = (left_out.start, left_out.end), (0, 0) if place == BEFORE else (end, end)
    else:
        last = one.placed.ranges[-1][1]
        run, edge = (last, last), (end, end)
    others = tuple(change for change in changes if change.said != run or change.words != edge)
    return (*others, Change("context dropped", "misleading", run, edge))
