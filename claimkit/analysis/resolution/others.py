"""Sources other than people: organisations and countries, documents, `it`, `they`, `which`."""

from __future__ import annotations

from dataclasses import replace

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.pronouns import GENDERS
from claimkit.analysis.resolution.source import SourceReading
from claimkit.analysis.resolution.walk import Walk, place
from claimkit.models.record import Speaker
from claimkit.models.types import SpeakerKind

_NEAR = 3  # sentences to the speaker that `they` and `it` stand for
_JUST_NOW = 2  # sentences to the body that `the agency` stands for


def body(walk: Walk, i: int, reading: SourceReading) -> Speaker:
    """`the Kremlin`, `the Trump campaign`, `the fund`, `His government`."""
    steps = [walk.step(reading.start, reading.end, "organisation")]
    if reading.body is not None:
        return walk.organization(_name(walk, reading, *reading.body), steps)
    if reading.owner is not None:
        return _owned(walk, i, reading)
    if found := walk.bodies.by_noun(reading.noun, reading.start):
        name = walk.bodies.name(found.start, found.end)
        return walk.organization(name, [*steps, walk.step(found.start, found.end, "same organisation")])
    if reading.definite and (span := _called(walk, reading)):
        name = _name(walk, reading, *span)
        return walk.organization(name, [*steps, walk.step(*span, "same organisation")])
    k = next(walk.before(i), None)
    last = walk.speakers[k] if k is not None else None
    if k is not None and last is not None and last.kind == "organization" and last.name is not None:
        near = walk.article.sentence(reading.start) - walk.article.sentence(place(walk.attributions[k])) <= _JUST_NOW
        if near and reading.definite and reading.noun in lists.phrase_words("generic"):
            return replace(last, evidence=(*steps, *last.evidence))
    return walk.nameless(i, "organization", "unresolved" if reading.definite else "anonymous", "organisation")


def _name(walk: Walk, reading: SourceReading, start: int, end: int) -> str:
    """`Trump campaign` under the person's whole name; anything else as the article names it most fully."""
    first = next((o for o in walk.roster.within(start, end) if o.start == start), None)
    if first is None or reading.noun not in lists.after_name():
        return walk.bodies.name(start, end)
    people = walk.settled(first).people
    if len(people) == 1 and reading.noun in lists.phrase_words("campaigns"):
        return f"{walk.roster.people[people[0]].name.text} {reading.noun}"
    return " ".join(walk.article.text[start:end].split())


def _called(walk: Walk, reading: SourceReading) -> tuple[int, int] | None:
    """The last `Trump campaign` before `the campaign`."""
    if reading.noun not in lists.after_name():
        return None
    for o in walk.roster.latest(reading.start, 200):
        i = walk.article.index(o.end)
        if i < len(walk.article.tokens) and walk.article.tokens[i].lower == reading.noun:
            return o.start, walk.article.tokens[i].end
    return None


def _owned(walk: Walk, i: int, reading: SourceReading) -> Speaker:
    """`His government`: the country of the one who is meant by `his`; `Ukraine’s government`: Ukraine."""
    owner = reading.owner
    assert owner is not None
    steps = [walk.step(reading.start, reading.end, "organisation")]
    state = reading.noun in lists.phrase_words("states")
    person: int | None = None
    if owner.lower in GENDERS:
        person = walk.meant_by(owner.start)
    elif owner.occurrence is not None:
        people = walk.settled(owner.occurrence).people
        person = people[0] if len(people) == 1 else None
    elif owner.kind == "body" or owner.capital:
        name = walk.bodies.name(owner.start, owner.end)
        return walk.organization(name if state else f"{name} {reading.noun}", steps)
    if person is None:
        return walk.nameless(i, "organization", "unresolved", "organisation")
    if last := walk.timeline.last(person, reading.end, "name"):
        steps.append(walk.step(last.start, last.end, "whose"))
    if not state:
        return walk.organization(f"{walk.roster.people[person].name.text} {reading.noun}", steps)
    profile = walk.timeline.profiles.get(person)
    countries = {c for m in profile.marks if (c := lists.country(m))} if profile else set()
    if len(countries) != 1:
        return walk.nameless(i, "organization", "unresolved", "organisation")
    return walk.organization(countries.pop(), steps)


def document(walk: Walk, i: int, reading: SourceReading) -> Speaker:
    """`Mr. Lind’s letter` → the person, `a Daily Mirror report` → the paper, `the report` → a document."""
    owner = reading.owner
    steps = [walk.step(reading.start, reading.end, "document")]
    if owner is not None and owner.occurrence is not None:
        return walk.named(i, owner.occurrence, [*steps, walk.step(owner.start, owner.end, "author")])
    if owner is not None and owner.lower in GENDERS and reading.noun in lists.personal():
        choice = walk.antecedents.choose(owner.start)
        return walk.chosen(i, reading, choice, "pronoun")
    span = reading.body
    if owner is not None and (owner.kind == "body" or owner.capital):
        span = (owner.start, owner.end)
    if span is None:
        return walk.nameless(i, "document", "anonymous", "document")
    return walk.organization(walk.bodies.name(*span), [*steps, walk.step(*span, "published by")])


def by_pronoun(walk: Walk, i: int, reading: SourceReading) -> Speaker:
    """`they`, `it`: the last speaker other than a single person, if it is near."""
    here = walk.article.sentence(reading.start)
    thing = lists.pronoun(reading.noun) == "thing"
    for k in walk.before(i):
        at = place(walk.attributions[k])
        if at > reading.start:
            continue
        if here - walk.article.sentence(at) > _NEAR:
            break
        last = walk.speakers[k]
        kinds = ("organization",) if thing else ("organization", "group")
        if last is not None and last.kind in kinds and last.status != "ambiguous":
            return replace(last, evidence=(walk.step(reading.start, reading.end, "pronoun"), *last.evidence))
    kind: SpeakerKind = "organization" if thing else "group"
    return walk.nameless(i, kind, "unresolved", "pronoun")


def by_relative(walk: Walk, i: int, reading: SourceReading) -> Speaker:
    """`which`, `that`: the body right before it."""
    start = walk.article.sentence_start(reading.start)
    found = walk.bodies.last_between(start, reading.start)
    if found is None or reading.noun != "which":
        return walk.nameless(i, "organization", "unresolved", "relative pronoun")
    steps = [
        walk.step(reading.start, reading.end, "relative pronoun"),
        walk.step(found.start, found.end, "antecedent"),
    ]
    return walk.organization(walk.bodies.name(found.start, found.end), steps)
