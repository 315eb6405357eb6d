"""What all persons are compared with at one mention: the sentence, the paragraph, who was mentioned and who speaks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.people.entities import Occurrence
from claimkit.analysis.resolution.pronouns import weights
from claimkit.analysis.resolution.timeline import Point
from claimkit.analysis.resolution.whom.candidates import recent
from claimkit.analysis.resolution.whom.profiles import Match
from claimkit.analysis.resolution.whom.scene import Floats, Scene
from claimkit.english.names import Gender

_STEM = 6  # letters of a word by which its forms agree


@dataclass(slots=True)
class Surroundings:
    """What all persons are compared with at one mention."""

    k: int
    start: int
    sentence: int
    paragraph: int
    gender: Gender | None
    order: dict[int, int]  # person → how many others were mentioned later
    rivals: dict[int, int]  # the same among those whose gender fits
    paragraph_first: int | None
    sentence_first: int | None
    sentence_subject: int | None
    previous_first: int | None
    previous_subject: int | None
    previous_last: int | None
    first_ahead: int | None
    inside: Sequence[Occurrence]
    gaps: dict[int, tuple[str, int, bool]]
    quoting: int | None
    words: Sequence[str]
    vector: Floats | None
    compared: dict[int, float]
    spoken: int
    matches: Mapping[int, Match | None]
    opening: Opening
    content: frozenset[str]
    strengths: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Opening:
    """What stands before the quotation that a source follows (`“…. …,” he said`), without what is mentioned in it.

    `order` and `rivals` are counted as in Surroundings, `last` are the last mentions of people.
    """

    sentence: int
    paragraph: int
    order: dict[int, int]
    rivals: dict[int, int]
    last: dict[int, Point]
    first: int | None
    subject: int | None
    alone: bool


def surroundings(scene: Scene, k: int, people: Sequence[int], matches: Mapping[int, Match | None]) -> Surroundings:
    """Look around attribution `k`, whose candidates are `people` and whose role they answer as `matches` says."""
    article, a, start, reading = scene.article, scene.walk.attributions[k], scene.at[k], scene.readings[k]
    here, paragraph = article.sentence(start), article.paragraph(start)
    points = recent(scene, start)
    gender = scene.gender_asked(k)
    order: dict[int, int] = {}
    rivals: dict[int, int] = {}
    n = 0
    for point in reversed(points):
        if point.person not in order:
            order[point.person] = len(order)
            rivals[point.person] = n
            n += gender is None or scene.genders[point.person][0] in (None, gender)
    outside = [p for p in points if not p.quoted]
    sentence = [p for p in outside if p.sentence == here]
    before = [p for p in outside if p.sentence == here - 1]
    i = bisect_left(scene.name_starts, start)
    gaps: dict[int, tuple[str, int, bool]] = {}
    for o in reversed(scene.named[max(0, i - 12) : i]):
        if o.end <= start and article.sentence(o.start) == here:
            gap = (article.text[o.end : start], article.index(start) - article.index(o.end), not gaps)
            for person in o.people:
                gaps.setdefault(person, gap)
    return Surroundings(
        k,
        start,
        here,
        paragraph,
        gender,
        order,
        rivals,
        next((p.person for p in outside if article.paragraph(p.start) == paragraph), None),
        sentence[0].person if sentence else None,
        next((p.person for p in sentence if p.subject and not p.possessor), None),
        before[0].person if before else None,
        next((p.person for p in before if p.subject and not p.possessor), None),
        before[-1].person if before else None,
        scene.named[i].start if i < len(scene.named) else None,
        scene.in_range(a.source.start, a.source.end) if a.source else (),
        gaps,
        _quoting(scene, k),
        _words(scene, k),
        _vector(scene, k),
        _compared(scene, k, people) if reading is not None and reading.shape == "pronoun" else {},
        sum(map(len, scene.spoke.values())),
        matches,
        _opening(scene, k, gender),
        spoken_words(scene, k),
    )


def _opening(scene: Scene, k: int, gender: Gender | None) -> Opening:
    article, start = scene.article, scene.at[k]
    first = min(start, scene.walk.attributions[k].content[0].start)
    points = [p for p in recent(scene, first) if not p.quoted]
    order: dict[int, int] = {}
    rivals: dict[int, int] = {}
    last: dict[int, Point] = {}
    n = 0
    for point in reversed(points):
        if point.person not in order:
            order[point.person], rivals[point.person], last[point.person] = len(order), n, point
            n += gender is None or scene.genders[point.person][0] in (None, gender)
    here = article.sentence(first)
    before = [p for p in points if p.sentence == here - 1]
    subject = next((p.person for p in before if p.subject and not p.possessor), None)
    people = {p.person for p in before}
    return Opening(
        here,
        article.paragraph(first),
        order,
        rivals,
        last,
        before[0].person if before else None,
        subject,
        len(people) == 1,
    )


def spoken_words(scene: Scene, k: int) -> frozenset[str]:
    """Beginnings of the words that attribution `k` says."""
    if k not in scene.spoken:
        contents = scene.walk.attributions[k].content
        tokens = (t for c in contents for t in scene.article.between(c.start, c.end))
        scene.spoken[k] = frozenset(
            t.lower[:_STEM] for t in tokens if len(t.lower) > 3 and t.lower not in lists.function_words()
        )
    return scene.spoken[k]


def _quoting(scene: Scene, k: int) -> int | None:
    """Who is quoted in the quotation that holds the mention."""
    found = scene.outer(k)
    if found is None or not scene.said[found].people:
        return None
    return scene.said[found].people[0]


def _words(scene: Scene, k: int) -> Sequence[str]:
    if scene.asked(k) is None:
        return ()
    source = scene.walk.attributions[k].source
    tokens = scene.article.between(source.start, source.end) if source else []
    return [t.lower[:6] for t in tokens if len(t.lower) > 3 and t.lower not in lists.function_words()]


def _vector(scene: Scene, k: int) -> Floats | None:
    span = scene.walk.attributions[k].source or scene.walk.attributions[k].cue
    return scene.mean([(span.start, span.end)]) if span is not None else None


def _compared(scene: Scene, k: int, people: Sequence[int]) -> dict[int, float]:
    reading = scene.readings[k]
    if scene.states is None or reading is None:
        return {}
    spans = {p: [(o.start, o.end) for o in scene.places.get(p, ())] for p in people}
    found = {p: s for p, s in spans.items() if s}
    return weights.compare(weights.load().bilinear, scene.states, reading.start, found) if found else {}
