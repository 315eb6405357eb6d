"""Choosing whom a pronoun stands for: the learned scores as shares, `nobody of these` being one of the choices."""

from __future__ import annotations

import math

from claimkit.analysis.resolution.pronouns import rank, weights
from claimkit.analysis.resolution.pronouns.features import GENDERS, Features, Pronouns
from claimkit.analysis.resolution.pronouns.rank import Choice
from claimkit.analysis.resolution.pronouns.weights import Weights
from claimkit.analysis.resolution.timeline import Timeline
from claimkit.models.extraction import States

_NEAR = 2.0  # candidates whose score is this close to the best are named when nobody is taken
# In news the hand-set weights of `rank` know more (who spoke last, what is quoted), so the learned score is added to
# theirs with this weight. Of 96 pronouns that are sources in PolNeAR's development articles and five others, that gets
# 90 right and none wrong, as the hand-set weights alone do; the learned ones alone get 86 right and 2 wrong. Anything
# from 0.2 to 1 does the same.
_LEARNED_IN_NEWS = 0.3
# In news, someone first named after the pronoun, or of the apparent other gender, is not a candidate: no answer beats a
# wrong one.
_CLASHES = frozenset({"gender_clash_sure", "gender_clash_weak"})


class Antecedents:
    """The pronouns of one article; `states` are the tagger's, if there are any. `news` adds the hand-set weights."""

    def __init__(
        self,
        pronouns: Pronouns,
        timeline: Timeline,
        states: States | None = None,
        learned: Weights | None = None,
        news: bool = True,
    ) -> None:
        self._pronouns = pronouns
        self._timeline = timeline
        self._learned = learned
        self._states = states if states is not None and len(states.starts) else None
        self._news = news

    def choose(self, start: int, excluded: frozenset[int] = frozenset()) -> Choice:
        """The likeliest person for the pronoun at `start`."""
        found = {p: f for p, f in self._pronouns.features(start).items() if p not in excluded}
        if self._news:
            found = {
                p: f
                for p, f in found.items()
                if "ahead" not in f and _CLASHES.isdisjoint(f) and self._timeline.same_story(p, start)
            }
        scores, nobody = self._scores(start, found)
        if self._news and found:
            scores, nobody = self._in_news(start, scores), rank.NOBODY
        if not scores:
            return Choice(None, 0.0)
        order = sorted(scores, key=lambda p: (-scores[p], self._timeline.people[p].first, p))
        top = max(scores[order[0]], nobody)
        total = sum(math.exp(s - top) for s in scores.values()) + math.exp(nobody - top)
        near = tuple(p for p in order if scores[p] > scores[order[0]] - _NEAR)
        return Choice(order[0], math.exp(scores[order[0]] - top) / total, near)

    def _scores(self, start: int, found: dict[int, Features]) -> tuple[dict[int, float], float]:
        """The learned scores of the candidates and of "nobody"."""
        learned = self._learned or weights.load()
        if self._states is None:
            return {p: weights.score(learned.alone, f) for p, f in found.items()}, learned.alone["nobody"]
        names = {person: self._pronouns.spans(person) for person in found}
        compared = weights.compare(learned.bilinear, self._states, start, names)
        scores = {p: weights.score(learned.beside, f) + compared.get(p, 0.0) for p, f in found.items()}
        return scores, learned.beside["nobody"]

    def _in_news(self, start: int, scores: dict[int, float]) -> dict[int, float]:
        """The logs of the learned shares beside the hand-set weights, which also say when it is nobody."""
        article, timeline = self._timeline.article, self._timeline
        ask = rank.Ask(start, GENDERS[article.tokens[article.index(start)].lower], quoted=article.quoted(start))
        scores = self._evened(start, scores)
        total = weights.log_sum(list(scores.values()))
        found: dict[int, float] = {}
        for person, score in scores.items():
            if (known := rank.features(timeline, person, ask)) is not None:
                found[person] = _LEARNED_IN_NEWS * (score - total) + rank.weigh(known[0])
        return found

    def _evened(self, start: int, scores: dict[int, float]) -> dict[int, float]:
        """`X and Y met. He …`: their places tell nothing about the two, so each gets the mean of both."""
        last = [point for p in scores if (point := self._timeline.last(p, start)) is not None]
        ends = {point.end: point.person for point in last}
        evened = dict(scores)
        for point in last:
            if point.part == "joined":
                before = self._pronouns.joined_to(point.start)
                other = None if before is None else ends.get(before)
                if other is not None and other != point.person:
                    evened[point.person] = evened[other] = (scores[point.person] + scores[other]) / 2
        return evened
