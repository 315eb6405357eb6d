"""Whom a pronoun stands for: what speaks for each person named near it.

The features are those of work on pronouns since Hobbs (1978) and Lappin and Leass (1994): recency, part in the clause,
parallel parts, who was spoken of last and most, agreement in gender as far as the article supports it, and where the
name cannot be the pronoun's (`his brother Paul`). claimkit.analysis.resolution.pronouns.weights turns them into scores.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.people.entities import Occurrence
from claimkit.analysis.resolution.people.roster import Roster
from claimkit.analysis.resolution.pronouns import parts
from claimkit.analysis.resolution.pronouns.parts import Part
from claimkit.analysis.resolution.timeline import Point, Timeline
from claimkit.english import names
from claimkit.english.names import Gender
from claimkit.models.extraction import Mention

GENDERS: dict[str, Gender] = {
    "he": "male",
    "him": "male",
    "his": "male",
    "himself": "male",
    "she": "female",
    "her": "female",
    "hers": "female",
    "herself": "female",
}
Features = dict[str, float]

_SURE, _WEAK = 4, 2  # votes from which a gender counts as settled, and as more than a guess
_WINDOW = 12  # sentences that a pronoun looks back
_OTHER = frozenset({"ORG", "GPE", "LOC", "FAC", "NORP", "WORK_OF_ART", "PRODUCT", "EVENT", "LAW"})
_SIGN = re.compile(r"[,;:()]")
_APPOSED = re.compile(r"[^,]*,\s*")
_JOINED = re.compile(r"\s*(?:and|or)\s*")


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands around one pronoun: token `index`, its `part`, the mentions in this sentence and the one before."""

    index: int
    start: int
    end: int
    gender: Gender
    part: Part
    sentence: int
    clause: int
    quoted: bool
    here: Sequence[Point]
    previous: Sequence[Point]
    last: Point | None  # the last pronoun of the same gender, at most two sentences back


class Pronouns:
    """Features of the people of one article for its pronouns."""

    def __init__(self, roster: Roster, timeline: Timeline, mentions: Sequence[Mention]) -> None:
        self.roster = roster
        self.article = roster.article
        self.timeline = timeline
        self._mentions = sorted(mentions, key=lambda m: (m.start, m.end, m.label))
        self._traits: dict[int, Features] = {}

    @cached_property
    def places(self) -> Mapping[int, Sequence[Occurrence]]:
        """Where each person is named, in text order."""
        found: dict[int, list[Occurrence]] = {}
        for occurrence in self.roster.occurrences:
            for person in occurrence.people:
                found.setdefault(person, []).append(occurrence)
        return found

    def spans(self, person: int) -> list[tuple[int, int]]:
        """Where the person is named, or for somebody without a name described."""
        named = [(o.start, o.end) for o in self.places.get(person, ())]
        return named or [(p.start, p.end) for p in self.timeline.mentions(person) if p.how != "pronoun"]

    def joined_to(self, start: int) -> int | None:
        """The end of the name that `and` or `or` joins to the name at `start`."""
        i = self.article.index(start)
        last = self.roster.latest(start, 1)
        if i < 2 or not last or not self.article.starts[i - 2] < last[0].end <= self.article.starts[i - 1]:
            return None
        return last[0].end if _JOINED.fullmatch(self.article.text, last[0].end, start) else None

    @cached_property
    def _most(self) -> int:
        return max((len(o) for o in self.places.values()), default=1)

    @cached_property
    def _first(self) -> int | None:
        return min(self.places, key=lambda p: (self.places[p][0].start, p), default=None)

    def features(self, start: int) -> dict[int, Features]:
        """What speaks for and against each person near the pronoun at `start`, latest mention first."""
        scene = self._scene(start)
        found: dict[int, Features] = {}
        rivals = 0
        for last in self._recent(scene):
            person = last.person
            found[person] = self._agreement(person, scene.gender) | self._of(person)
            self._position(found[person], last, scene, rivals)
            rivals += "gender_clash_sure" not in found[person]
        ahead = self._ahead(scene)
        for n, (person, occurrence) in enumerate(ahead):
            before = person in found
            if not before:
                found[person] = self._agreement(person, scene.gender) | self._of(person)
                found[person]["ahead"] = 1
            self._follows(found[person], occurrence, scene, "again" if before else "new", n == 0)
        return found

    def _scene(self, start: int) -> Scene:
        article = self.article
        i = article.index(start)
        token, sentence = article.tokens[i], article.sentence(start)
        gender = GENDERS[token.lower]
        points = [p for p in self.timeline.before(start) if sentence - p.sentence <= _WINDOW]
        same = (p for p in reversed(points) if p.how == "pronoun" and sentence - p.sentence <= 2)
        return Scene(
            i,
            start,
            token.end,
            gender,
            parts.of_pronoun(article, i),
            sentence,
            self.timeline.clause(start),
            article.quoted(start),
            [p for p in points if p.sentence == sentence],
            [p for p in points if p.sentence == sentence - 1],
            next((p for p in same if GENDERS.get(article.text[p.start : p.end].lower()) == gender), None),
        )

    def _recent(self, scene: Scene) -> list[Point]:
        """The last mention of each person before the pronoun, latest first."""
        seen: dict[int, Point] = {}
        for point in reversed(self.timeline.before(scene.start)):
            if scene.sentence - point.sentence > _WINDOW:
                break
            seen.setdefault(point.person, point)
        return list(seen.values())

    def _ahead(self, scene: Scene) -> list[tuple[int, Occurrence]]:
        """The next name of each person named in the rest of the sentence or in the next one."""
        found: dict[int, Occurrence] = {}
        for occurrence in self.roster.following(scene.end):
            if self.article.sentence(occurrence.start) - scene.sentence > 1:
                break
            for person in occurrence.people:
                found.setdefault(person, occurrence)
        return list(found.items())

    def _agreement(self, person: int, gender: Gender) -> Features:
        known = self.timeline.people[person].gender
        if known is None:
            return {"gender_unknown": 1}
        certainty = self.timeline.people[person].certainty
        how = "sure" if certainty >= _SURE else "weak" if certainty >= _WEAK else "guess"
        return {f"gender_{'agrees' if known == gender else 'clash'}_{how}": 1}

    def _of(self, person: int) -> Features:
        """What tells whether the name is a person's, and what part it plays in the article."""
        if person not in self._traits:
            self._traits[person] = self._trait(person)
        return self._traits[person]

    def _trait(self, person: int) -> Features:
        article, name, places = self.article, self.timeline.people[person].name, self.places.get(person, ())
        if not self.timeline.people[person].named:
            return {"ner_person": 1, "acts": 1}
        labels = [label for o in places for label in self._labels(o)]
        people, others, count = labels.count("PERSON"), sum(x in _OTHER for x in labels), max(1, len(places))
        part = [parts.of_name(article, o.start, o.end, o.possessive) for o in places]
        index = [article.index(o.start) for o in places]
        before = {article.tokens[i - 1].lower for i in index if i}
        return {
            "ner_person": people / count,
            "ner_other": others / count,
            "ner_none": not people and not others,
            "given": names.is_given(names.fold(name.words[0])),
            "full": name.full,
            "single": len(name.words) == 1,
            "place": any(lists.country(w) or lists.is_demonym(w) or lists.place(w) for w in name.words),
            "thing": any(lists.known_thing(w) for w in name.words),
            "tail": lists.any_in(name.words, lists.tails()),
            "acts": "subject" in part,
            "owns": "possessor" in part,
            "oblique_only": set(part) == {"oblique"},
            "located": not before.isdisjoint({"in", "at", "on", "near"}),
            "article": "the" in before,
            "mentions": len(places) / self._most,
            "mentions_log": math.log1p(len(places)),
            "most_named": len(places) == self._most,
            "first_named": person == self._first,
        }

    def _labels(self, occurrence: Occurrence) -> list[str]:
        i = bisect_left(self._mentions, occurrence.end, key=lambda m: m.start)
        return [m.label for m in self._mentions[max(0, i - 3) : i] if m.end > occurrence.start]

    def _position(self, found: Features, last: Point, scene: Scene, rivals: int) -> None:
        """Where and how the person was mentioned last, beside the pronoun's own part."""
        distance = scene.sentence - last.sentence
        zone = ("here", "previous")[distance] if distance < 2 else "farther"
        of_all = self.timeline.mentions(last.person)
        found[f"back_{distance if distance < 4 else 4 if distance < 9 else 9}"] = 1
        found[f"rivals_{min(rivals, 4)}"] = 1
        found[f"{'pronoun' if last.how == 'pronoun' else 'name'}_{zone}"] = 1
        found[f"{zone}_{last.part}"] = 1
        found[f"{zone}_{last.part}_{scene.part}"] = 1
        found["salience"] = self.timeline.salience(last.person)
        found["chain"] = math.log1p(sum(p.how == "pronoun" for p in of_all))
        found["out_of_quotation"] = last.quoted and not scene.quoted
        found["into_quotation"] = scene.quoted and not last.quoted
        found["paragraph"] = self.article.paragraph(last.start) == self.article.paragraph(scene.start)
        if not distance:
            self._in_sentence(found, last, scene)
        if any(p.person == last.person for p in scene.previous):
            found["in_previous"] = 1
            found[f"first_previous_{scene.part}"] = scene.previous[0].person == last.person
            found["subject_previous"] = _last_subject(scene.previous) == last.person
        found["times_here"] = min(sum(p.person == last.person for p in scene.here), 3) / 3
        found["times_previous"] = min(sum(p.person == last.person for p in scene.previous), 3) / 3
        if scene.last is not None:
            same = "same" if scene.last.person == last.person else "other"
            near = "here" if scene.last.sentence == scene.sentence else "before"
            found[f"{same}_pronoun"] = 1
            found[f"{same}_pronoun_{near}_{scene.last.part}_{scene.part}"] = 1

    def _in_sentence(self, found: Features, last: Point, scene: Scene) -> None:
        article = self.article
        same = last.clause == scene.clause
        found["tokens"] = math.log1p(scene.index - article.index(last.start))
        found["clauses"] = min(scene.clause - last.clause, 6) / 6
        found[f"clause_{scene.part}"] = same
        found[f"clause_{last.part}_{scene.part}"] = same
        found[f"first_{scene.part}"] = scene.here[0].person == last.person
        found[f"last_subject_{scene.part}"] = _last_subject(scene.here) == last.person
        between = article.text[last.end : scene.start].strip()
        found[f"and_{scene.part}"] = between in {"and", ", and"}
        found["adjacent"] = last.how != "pronoun" and not between

    def _follows(self, found: Features, occurrence: Occurrence, scene: Scene, kind: str, nearest: bool) -> None:
        """The person is named after the pronoun: `his brother Paul` is not him, `In his speech, Paul` may be."""
        article = self.article
        distance = article.sentence(occurrence.start) - scene.sentence
        found[f"{kind}_ahead_{distance}"] = 1
        if distance:
            found[f"{kind}_opens_next"] = nearest and not self.timeline.before(scene.start)
            return
        tokens = article.index(occurrence.start) - scene.index
        between = article.text[scene.end : occurrence.start]
        if tokens <= 4 and not _SIGN.search(between):
            found[f"{kind}_owned_{scene.part}"] = 1
        elif tokens <= 6 and _APPOSED.fullmatch(between):
            found[f"{kind}_owned_comma_{scene.part}"] = 1
        part = parts.of_name(article, occurrence.start, occurrence.end, occurrence.possessive)
        found[f"{kind}_ahead_{part}"] = 1
        found[f"{kind}_ahead_and"] = _JOINED.fullmatch(between) is not None
        if nearest and not scene.here:
            opening = article.text[article.sentence_start(scene.start) : scene.start]
            found[f"{kind}_cataphor_{scene.part}"] = 1
            found[f"{kind}_cataphor_comma_{scene.part}"] = "," in between and not _SIGN.search(opening)
            found[f"{kind}_cataphor_subject_{scene.part}"] = part == "subject"


def _last_subject(points: Sequence[Point]) -> int | None:
    return next((p.person for p in reversed(points) if p.part == "subject"), None)
