"""Sources that stand for a person: names, pronouns, roles, the author, and no source at all."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from claimkit.analysis.resolution import cue_subjects, subjects
from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.people.entities import Occurrence
from claimkit.analysis.resolution.pronouns.features import GENDERS
from claimkit.analysis.resolution.pronouns.rank import Ask, choose
from claimkit.analysis.resolution.sources import reading as source
from claimkit.analysis.resolution.sources.reading import SourceReading
from claimkit.analysis.resolution.walk import Walk, place
from claimkit.english import lexicon
from claimkit.english.names import Gender
from claimkit.models.extraction import Attribution
from claimkit.models.record import Evidence, Speaker
from claimkit.models.types import Reason, SpeakerKind

_CLAUSE = 16  # tokens of `, who declined to give her name,`
_NEAR = 3  # sentences to the one who spoke last
_LETTER = 8  # paragraphs of a letter to the editor
_APPOSITION = 14  # tokens between a name and the `who` that refers to it
# Letters between a quotation and its continuation, in the same paragraph and in the next; these and those above are set
# by hand.
_ASIDE, _ASIDE_NEXT = 120, 60
_REASONS: dict[str, Reason] = {"full": "full name", "family": "surname", "middle": "surname", "given": "given name"}


def by_name(walk: Walk, i: int, reading: SourceReading) -> Speaker:
    """`Mr. Zelensky`; `the palace’s spokesperson, Ingrid Moe`; `Priya Nair and Simon Katz`."""
    if len(reading.named) > 1:
        return _together(walk, i, reading)
    occurrence = reading.people[0]
    steps = [walk.step(occurrence.start, occurrence.end, reading.reason or _REASONS[occurrence.form])]
    span = walk.attributions[i].source
    if span is not None and reading.reason:
        steps.insert(0, walk.step(span.start, span.end, "source"))
    return walk.named(i, occurrence, steps)


def _together(walk: Walk, i: int, reading: SourceReading) -> Speaker:
    """`Priya Nair and Simon Katz`, `He and Ruth Calder`: a group if it is not clear who one of them is."""
    names: list[str] = []
    pronoun = False
    others = frozenset(p for o in reading.people for p in walk.settled(o).people)
    for start, end in reading.named:
        people = next((walk.settled(o).people for o in reading.people if o.start == start), ())
        word = walk.article.text[start:end].lower()
        if word in GENDERS or word == "i":
            person = walk.meant_by(start, others) if word in GENDERS else walk.quoting(start)
            if person is None and word in GENDERS:
                person = _just_spoke(walk, i, GENDERS[word], others)
            if person is None or not walk.roster.people[person].named:
                return walk.nameless(i, "group", "anonymous", "not named")
            people, pronoun = (person,), True
        known = walk.roster.people[people[0]].printed if len(people) == 1 else None
        names.append(known or walk.bodies.name(start, end))
    kind: SpeakerKind = "organization" if not reading.people and not pronoun else "group"
    return walk.together(names, [walk.step(*span, "named together") for span in reading.named], kind)


def _just_spoke(walk: Walk, i: int, gender: Gender, others: frozenset[int]) -> int | None:
    """`She and Okafor` right after a statement of somebody who may be `she`."""
    k = next(walk.before(i), None)
    person = walk.persons.get(k) if k is not None else None
    if k is None or person is None or person in others or not walk.roster.people[person].named:
        return None
    article, here = walk.article, place(walk.attributions[i])
    near = article.paragraph(here) == article.paragraph(place(walk.attributions[k]))
    return person if near and walk.roster.people[person].gender in (None, gender) else None


def by_pronoun(walk: Walk, i: int, reading: SourceReading) -> Speaker:
    """`he`, `she`, `her`."""
    return walk.chosen(i, reading, walk.antecedents.choose(reading.start, _own_words(walk, i)), "pronoun")


def by_own_pronoun(walk: Walk, i: int, reading: SourceReading) -> Speaker | None:
    """`they` for the one who spoke last, if the article says that this is that person's pronoun."""
    k = next(walk.before(i), None)
    if k is None or k not in walk.persons or reading.noun not in {"they", "them"}:
        return None
    person, article = walk.persons[k], walk.article
    near = article.sentence(reading.start) - article.sentence(place(walk.attributions[k])) <= _NEAR
    if not near or person not in walk.own_pronouns:
        return None
    walk.note(reading.start, reading.end, reading.noun, person, "pronoun")
    return walk.person(i, person, [walk.step(reading.start, reading.end, "pronoun")])


def wants_no_name(walk: Walk, i: int, reading: SourceReading) -> bool:
    """Whether the source says so itself: `the inspector, who cannot be named`."""
    source = walk.attributions[i].source
    at = walk.article.index(reading.end)
    after = [t.lower for t in walk.article.tokens[at : at + _CLAUSE]]
    if after[:1] == [","] and after[1:2] == ["who"]:  # which the source may leave out
        after = after[: after.index(",", 1)] if "," in after[1:] else after
    else:
        after = after[: len(walk.article.between(reading.end, source.end))] if source is not None else []
    refusals = lexicon.words("speakers", "anonymity", "refused")
    refused = next((n for n, word in enumerate(after) if word in refusals), None)
    return refused is not None and not lexicon.words("speakers", "anonymity", "naming").isdisjoint(after[refused:])


def by_role(walk: Walk, i: int, reading: SourceReading) -> Speaker:
    """`the Ukrainian leader`, `his defense secretary`."""
    if reading.asked is None:
        return walk.nameless(i, "person", "unresolved", "role")
    if (relative := _relative(walk, reading)) is not None:
        walk.kin[i] = relative
        walk.note(reading.start, reading.end, reading.noun, relative, "role")
        return walk.person(i, relative, [walk.step(reading.start, reading.end, "role")])
    excluded = set(_own_words(walk, i))
    if reading.owner is not None and reading.owner.occurrence is not None:
        excluded |= set(reading.owner.occurrence.people)
    gender = lists.role_gender(reading.noun)
    quoted = walk.article.quoted(reading.start)
    ask = Ask(reading.start, gender, frozenset(excluded), reading.asked, quoted=quoted)
    choice = choose(walk.timeline, ask)
    topic = None if walk.sure(choice) or choice.near[1:] else subjects.of_paragraph(walk, reading.start)
    if topic is not None and _speaks(walk, i, topic.person) and subjects.answers(walk, topic, reading, ask.excluded):
        walk.note(reading.start, reading.end, reading.noun, topic.person, "role")
        step = walk.step(topic.start, topic.end, "only one named in the paragraph")
        return walk.person(i, topic.person, [walk.step(reading.start, reading.end, "role"), step])
    return walk.chosen(i, reading, choice, "role")


def _relative(walk: Walk, reading: SourceReading) -> int | None:
    """`His brother` after `Gareth and Rhys Calder`: the one of the owner's family whom the words fit."""
    unit = reading.owner
    if unit is None or reading.noun not in lists.kin():
        return None
    owner = walk.meant_by(unit.start) if unit.lower in GENDERS else None
    if unit.occurrence is not None and len(people := walk.settled(unit.occurrence).people) == 1:
        owner = people[0]
    gender = lists.role_gender(reading.noun)
    kin = walk.roster.kin.get(owner, frozenset()) if owner is not None else frozenset()
    possible = [p for p in kin if walk.roster.people[p].gender in (None, gender)]
    return possible[0] if len(possible) == 1 else None


def _speaks(walk: Walk, i: int, person: int) -> bool:
    """Whether a quotation stands before the source of attribution `i`, or `person` spoke last in its paragraph."""
    a, last = walk.attributions[i], walk.timeline.speaker
    if a.type != "indirect" and a.content[0].start < place(a):
        return True
    return (
        last is not None and last[1] == person and walk.article.paragraph(last[0]) == walk.article.paragraph(place(a))
    )


def _own_words(walk: Walk, i: int) -> frozenset[int]:
    """People named in the attribution's own direct words, and the speaker of the quotation it stands in: never `he`."""
    a = walk.attributions[i]
    excluded: set[int] = set()
    if a.type == "direct":
        for c in a.content:
            excluded |= {o.people[0] for o in walk.roster.within(c.start, c.end) if len(o.people) == 1}
    if a.source is not None and walk.article.quoted(a.source.start):
        outer = walk.quoting(a.source.start)
        excluded |= set() if outer is None else {outer}
    return frozenset(excluded)


def by_relative(walk: Walk, i: int, reading: SourceReading) -> Speaker:
    """`who`: whom the parse says, or the person or group right before it."""
    article = walk.article
    k = article.index(reading.start)
    sentence = article.sentence_start(reading.start)
    before = next((t for t in reversed(article.tokens[max(0, k - 4) : k]) if t.text[0].isalnum()), None)
    if before is not None and (lists.plural_role(before.lower) or before.lower in lists.groups()):
        return walk.nameless(i, "group", "anonymous", "relative pronoun")
    if (speaker := _antecedent(walk, i, reading)) is not None:
        return speaker
    if k and article.tokens[k - 1].lower == "of":  # `all of whom`
        return walk.nameless(i, "group", "anonymous", "relative pronoun")
    if (role := source.role_before(article, walk.roster, walk.bodies, reading.start)) is not None:
        return walk.stranger(i, role) if role.shape == "unnamed" else by_role(walk, i, role)
    last = next(iter(walk.roster.latest(reading.start, 1)), None)
    if last is None or last.start < sentence or k - article.index(last.end) > _APPOSITION:
        return walk.nameless(i, "person", "unresolved", "relative pronoun")
    steps = [walk.step(reading.start, reading.end, "relative pronoun"), walk.step(last.start, last.end, "antecedent")]
    return walk.named(i, last, steps)


def _antecedent(walk: Walk, i: int, reading: SourceReading) -> Speaker | None:
    """Those whom the relative pronoun belongs to by the parse, if each is named or a clear `he`."""
    spans = walk.attributions[i].antecedents
    step = walk.step(reading.start, reading.end, "relative pronoun")
    found: list[tuple[Evidence, Occurrence | int]] = []
    for span in spans:
        around = walk.roster.around(span.end - 1) or next(iter(walk.roster.within(span.start, span.end + 2)), None)
        who: Occurrence | int | None = around
        if around is None and span.text.lower() in GENDERS:
            who = walk.meant_by(span.start)
        if who is None:
            return None
        found.append((walk.step(span.start, span.end, "antecedent"), who))
    if len(found) == 1:
        (last, who), *_ = found
        if isinstance(who, Occurrence):
            last = walk.step(who.start, who.end, "antecedent")
            return walk.named(i, who, [step, last])
        return walk.person(i, who, [step, last])
    people = [who if isinstance(who, int) else _only(walk, who) for _, who in found]
    named = [walk.roster.people[p].printed for p in people if p is not None and walk.roster.people[p].named]
    if not people or len(named) < len(people) or len(set(named)) < len(named):
        return None
    return walk.together(named, [step, *(last for last, _ in found)])


def _only(walk: Walk, occurrence: Occurrence) -> int | None:
    people = walk.settled(occurrence).people
    return people[0] if len(people) == 1 else None


def author(walk: Walk, i: int, reading: SourceReading) -> Speaker:
    """`I` outside quotations is the article's author, inside them the one who is quoted."""
    if walk.article.quoted(reading.start):
        person = walk.quoting(reading.start)
        if person is None:
            return walk.nameless(i, "person", "unresolved", "pronoun")
        return walk.person(i, person, [walk.step(reading.start, reading.end, "speaker of the quotation")])
    step = walk.step(reading.start, reading.end, "author")
    signature = _signature(walk, reading.start)
    if signature is None:
        return Speaker("author", None, "author", "resolved", (step,))
    return walk.named(i, signature, [step, walk.step(signature.start, signature.end, "signature")])


def _signature(walk: Walk, start: int) -> Occurrence | None:
    """A name with a line to itself: above the text after `By`, or right below one letter of several."""
    byline, letters = walk.signatures
    if byline is not None and byline.start < start:
        return byline
    i = bisect_left(letters, start, key=lambda o: o.start)
    if i == len(letters) or len(letters) < 2:
        return None
    near = walk.article.paragraph(letters[i].start) - walk.article.paragraph(start) <= _LETTER
    return letters[i] if near else None


def without_source(walk: Walk, i: int) -> Speaker | None:
    """A dropped subject (`…, adding that`) or a quotation that continues; None if neither explains it."""
    return _as_before(walk, i) or _of_subject(walk, i) or _of_cue(walk, i)


def _of_cue(walk: Walk, i: int) -> Speaker | None:
    """`Calder, still a member then, did not rule out …`: the subject of the cue."""
    found = cue_subjects.subject(walk, i)
    if found is None:
        return None
    span = walk.attributions[i].cue or walk.attributions[i].content[0]
    step = walk.step(span.start, span.end, "dropped subject")
    return walk.person(i, found.person, [step, walk.step(found.start, found.end, "subject")])


def _of_subject(walk: Walk, i: int) -> Speaker | None:
    """A participle (`X was vague, saying …`) or a colon (`X put it simply:`) goes back to its sentence's subject."""
    a = walk.attributions[i]
    text = walk.article.text
    at: int | None
    reason: Reason
    if a.cue is not None:
        if not _participle(a.cue.text) or not text[max(0, a.cue.start - 3) : a.cue.start].rstrip().endswith(","):
            return None
        at, reason = a.cue.start, "dropped subject"
    else:
        at = _colon_before(text, a.content[0].start)
        reason = "announced by a colon"
        if a.type != "direct" or at is None:
            return None
    topic = subjects.of_sentence(walk, at)
    if topic is None:
        return None
    step = walk.step(a.content[0].start, a.content[0].end, reason)
    return walk.person(i, topic.person, [step, walk.step(topic.start, topic.end, "subject")])


def _colon_before(text: str, start: int) -> int | None:
    """Offset of the colon that only marks and white space part from `start`."""
    at = start - 1
    while at > max(0, start - 12) and not text[at].isalnum() and text[at] != ":":
        at -= 1
    return at if at >= 0 and text[at] == ":" else None


def _participle(cue: str) -> bool:
    words = cue.split()
    return bool(words) and words[-1].lower().endswith("ing")


def _as_before(walk: Walk, i: int) -> Speaker | None:
    """The last speaker again."""
    a = walk.attributions[i]
    k = next(walk.before(i), None)
    if k is None:
        return None
    last, speaker = walk.attributions[k], walk.speakers[k]
    assert speaker is not None
    if a.cue is not None:
        same = walk.article.sentence(a.cue.start) == walk.article.sentence(place(last)) and place(last) < a.cue.start
        if not (same and _participle(a.cue.text)):
            return None
        step = walk.step(a.cue.start, a.cue.end, "dropped subject")
    else:
        signed = last.cue is not None and not any(c.isalpha() for c in last.cue.text)
        if a.type != "direct" or last.type == "indirect" or signed or not _goes_on(walk, last, a):
            return None
        step = walk.step(a.content[0].start, a.content[0].end, "continued quotation")
    if k in walk.persons:
        return walk.person(i, walk.persons[k], [step, *_without_names(speaker.evidence)])
    return replace(speaker, evidence=(step, *speaker.evidence))


def _without_names(evidence: tuple[Evidence, ...]) -> list[Evidence]:
    return [e for e in evidence if e.reason not in ("full name", "not named")] or list(evidence[:1])


def _goes_on(walk: Walk, last: Attribution, a: Attribution) -> bool:
    """Whether `a` follows `last` with almost nothing in between, in the same paragraph or at the start of the next."""
    end = max(s.end for s in (*last.content, last.cue, last.source) if s is not None)
    start = a.content[0].start
    if end > start:
        return False
    paragraphs = walk.article.paragraph(start) - walk.article.paragraph(end)
    letters = sum(c.isalpha() for c in walk.article.text[end:start])
    return not walk.roster.within(end, start) and paragraphs <= 1 and letters <= (_ASIDE_NEXT if paragraphs else _ASIDE)
