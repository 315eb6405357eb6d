"""Names and pronouns become mentions of people, sources become speakers: by rules in text order, then by a ranker."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from claimkit.analysis.resolution import affiliations, datelines, others, persons
from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleToken
from claimkit.analysis.resolution.people import together
from claimkit.analysis.resolution.people.entities import Occurrence
from claimkit.analysis.resolution.pronouns import parts
from claimkit.analysis.resolution.pronouns.features import GENDERS
from claimkit.analysis.resolution.pronouns.weights import Weights
from claimkit.analysis.resolution.sources import people as source_people
from claimkit.analysis.resolution.sources import reading as source
from claimkit.analysis.resolution.sources.reading import SourceReading
from claimkit.analysis.resolution.walk import Walk
from claimkit.analysis.resolution.whom.decide import refine
from claimkit.english.names import Gender
from claimkit.models.extraction import Antecedent, Attribution, Mention, States
from claimkit.models.record import Span, Speaker

_SUBJECTS = frozenset({"he", "she", "i", "who"})
_MARKS = frozenset(",\"”’'")  # what stands before `says Calder`
_SUBJECT = 12  # tokens of the subject after a dateline
_TITLES = 3  # words before the name in `says Dr Calder`
_SPEAKING = frozenset({"ORG", "GPE"})


def speakers(
    text: str, mentions: Sequence[Mention], attributions: Sequence[Attribution], states: States | None = None
) -> list[Speaker | None]:
    """One speaker for each attribution, in their order, on which the answers do not depend."""
    done = first_pass(text, mentions, attributions, states)
    if states is not None:
        refine(done.walk, done.readings, done.genders, states)
    found: list[Speaker | None] = [None] * len(attributions)
    for i, speaker in zip(done.order, done.walk.speakers, strict=True):
        found[i] = speaker
    return found


@dataclass(frozen=True, slots=True)
class FirstPass:
    """What the rules made of an article, from left to right.

    `order[k]` is the index of the walk's attribution k among those that were given; `genders` are those (with their
    certainty) that titles, given names and lone pronouns told before any source was resolved.
    """

    order: list[int]
    walk: Walk
    readings: list[SourceReading | None]
    genders: list[tuple[Gender | None, int]]


def first_pass(
    text: str, mentions: Sequence[Mention], attributions: Sequence[Attribution], states: States | None = None
) -> FirstPass:
    """Names and pronouns become mentions of people, sources become speakers, by the rules alone."""
    order = sorted(range(len(attributions)), key=lambda i: _key(attributions[i]))
    walk = Walk(text, mentions, [attributions[i] for i in order], states)
    genders = [(p.gender, p.certainty) for p in walk.roster.people]
    readings = [_read(walk, a) for a in walk.attributions]
    for _, _, event in _events(walk, readings):
        if isinstance(event, Occurrence):
            walk.name(event)
        elif isinstance(event, ArticleToken):
            walk.pronoun(event)
        else:
            speaker = _speaker(walk, event, readings[event])
            if speaker is not None:
                walk.speakers[event] = affiliations.with_affiliation(walk, event, speaker)
                walk.done.append(event)
    return FirstPass(order, walk, readings, genders)


def antecedent(text: str, mentions: Sequence[Mention], start: int, states: States | None = None) -> Antecedent | None:
    """Whom the pronoun at `start` stands for; None if nobody is near or no such pronoun begins there."""
    walk = walk_to(text, mentions, start, states)
    if walk is None:
        return None
    choice = walk.antecedents.choose(start)
    if choice.person is None:
        return None
    spans = tuple(Span(s, e, text[s:e]) for s, e in walk.pronouns.spans(choice.person))
    return Antecedent(walk.roster.people[choice.person].printed, spans, choice.share)


def walk_to(
    text: str,
    mentions: Sequence[Mention],
    start: int,
    states: States | None = None,
    learned: Weights | None = None,
) -> Walk | None:
    """A walk up to the pronoun at `start`, for which any name may be a person's; None if no pronoun begins there."""
    walk = Walk(text, mentions, [], states, any_name=True, learned=learned)
    token = next(iter(walk.article.between(start, start + 1)), None)
    if token is None or token.lower not in GENDERS:
        return None
    for _, _, event in _events(walk, []):
        if isinstance(event, Occurrence) and event.start < start:
            walk.name(event)
        elif isinstance(event, ArticleToken) and event.start < start:
            walk.pronoun(event)
    return walk


def _key(a: Attribution) -> tuple[list[tuple[int, int]], tuple[int, int], tuple[int, int], str]:
    """Text order, then whatever tells two attributions apart."""
    cue, source = ((s.start, s.end) if s else (-1, -1) for s in (a.cue, a.source))
    return [(c.start, c.end) for c in a.content], cue, source, a.type


def _events(
    walk: Walk, readings: Sequence[SourceReading | None]
) -> list[tuple[int, int, Occurrence | ArticleToken | int]]:
    """Names, pronouns and attributions by the offset at which they can be decided."""
    heads = {r.start for r in readings if r is not None and r.shape == "pronoun"}
    events: list[tuple[int, int, Occurrence | ArticleToken | int]] = [(o.end, 0, o) for o in walk.roster.occurrences]
    for token in walk.article.tokens:
        if token.lower in GENDERS and token.start not in heads and not walk.article.quoted(token.start):
            events.append((token.end, 1, token))
    events += [(offset, 2 + late, i) for i, (offset, late) in enumerate(_places(walk.attributions, readings))]
    return sorted(events, key=lambda e: (e[0], e[1], e[2] if isinstance(e[2], int) else 0))


def _places(attributions: Sequence[Attribution], readings: Sequence[SourceReading | None]) -> list[tuple[int, bool]]:
    """Where each attribution is decided: at its source, else its cue, else its content.

    An attribution inside a quotation waits for the quotation's own source, which may follow it; the flag marks these.
    """
    own = [
        reading.end if reading else a.cue.end if a.cue else a.content[0].start
        for a, reading in zip(attributions, readings, strict=True)
    ]
    quotations = sorted(
        (c.start, c.end, i) for i, a in enumerate(attributions) if a.type != "indirect" for c in a.content
    )
    starts = [start for start, _, _ in quotations]
    places: list[tuple[int, bool]] = []
    for i, offset in enumerate(own):
        k = bisect_right(starts, offset) - 1
        inside = k >= 0 and quotations[k][1] > offset and quotations[k][2] != i
        outer = own[quotations[k][2]] if inside else offset
        places.append((max(offset, outer), inside and readings[i] is not None))
    return places


def _read(walk: Walk, a: Attribution) -> SourceReading | None:
    """The attribution's source, or the name or pronoun that is its cue's subject."""
    if a.source is not None:
        start, end = _after_dateline(walk, a.source)
        wide = source.widen(walk.article, start, end)
        if a.cue is None or a.cue.start < start or wide[1] <= a.cue.start:
            start, end = wide
    elif a.cue is None or (span := _subject(walk, a.cue) or _inverted(walk, a.cue)) is None:
        return None
    else:
        start, end = span
    reading = source.read(walk.article, walk.roster, walk.bodies, start, end)
    named = source_people.by_own_account(walk.article, walk.roster, reading)
    return named or source.one_of_several(walk.article, a.source, reading) or reading


def _after_dateline(walk: Walk, given: Span) -> tuple[int, int]:
    """The source, or the subject after it if it is but a dateline: `DUBLIN — The Supreme Court has ruled`."""
    article = walk.article
    start = datelines.end(article, given.start, given.end)
    if start is None or walk.roster.within(given.start, given.end):  # “CALDER: That is late.”
        return given.start, given.end
    found: list[ArticleToken] = []
    first = article.index(start)
    for token in article.tokens[first : first + _SUBJECT]:
        if token.lower in lists.auxiliaries() or token.text in ".;:":
            break
        found.append(token)
    return (start, found[-1].end) if found else (given.start, given.end)


def _subject(walk: Walk, cue: Span) -> tuple[int, int] | None:
    """A name or pronoun before an active cue, in the same sentence; adverbs and a date (`in 2010`) may be between."""
    article = walk.article
    words = [t.lower for t in article.between(cue.start, cue.end)]
    if not words or words[-1].endswith("ly") or lists.any_in(words, lists.be()) or not words[0][0].isalnum():
        return None
    i = article.index(cue.start)
    for _ in range(2):
        last = article.tokens[i - 1]
        if i > 1 and article.tokens[i - 2].lower in {"in", "on"} and (last.text.isdigit() or last.capital):
            i -= 2
        elif i and _adverb(last):
            i -= 1
    if not i or article.sentence(article.tokens[i - 1].start) != article.sentence(cue.start):
        return None
    token = article.tokens[i - 1]
    if token.lower in _SUBJECTS:
        return token.start, token.end
    named = walk.roster.ending(token.end)
    if named is not None:
        return None if named.possessive else (named.start, named.end)
    body = next((m for m in walk.bodies.within(token.start, token.end) if m.end == token.end), None)
    if body is None or token.possessive or body.label not in _SPEAKING:
        return None
    part = parts.of_name(article, body.start, body.end, False)
    return (body.start, body.end) if part in ("subject", "first") else None


def _inverted(walk: Walk, cue: Span) -> tuple[int, int] | None:
    """`Currently, says Dr Calder, …`: the name between a verb of saying and a comma or the end of a sentence."""
    text = walk.article.text
    before = text[max(0, cue.start - 3) : cue.start].rstrip()[-1:]
    name = next(walk.roster.following(cue.end), None)
    if (
        cue.text.lower() not in lists.phrase_words("inverted")
        or before not in _MARKS
        or name is None
        or name.possessive
    ):
        return None
    titles = walk.article.between(cue.end, name.start)
    apart = len(titles) > _TITLES or not all(t.capital or lists.role(t.lower) for t in titles)
    return None if apart or text[name.end : name.end + 1] not in (",", ".") else (name.start, name.end)


def _adverb(token: ArticleToken) -> bool:
    known = token.lower in lists.phrase_words("adverbs")
    return known or (token.lower.endswith("ly") and not token.capital)


def _speaker(walk: Walk, i: int, reading: SourceReading | None) -> Speaker | None:
    """The speaker of attribution `i`, by the shape of its source."""
    if reading is None or reading.shape == "empty":
        return persons.without_source(walk, i)
    if walk.by_part(i):
        return walk.nameless(i, "person", "unresolved", "not named")
    match reading.shape:
        case "people":
            return persons.by_name(walk, i, reading)
        case "pronoun":
            return _pronoun(walk, i, reading)
        case "role" if persons.wants_no_name(walk, i, reading):
            return walk.stranger(i, reading)
        case "role":
            return others.by_either(walk, reading) or persons.by_role(walk, i, reading)
        case "author":
            return persons.author(walk, i, reading)
        case "unnamed":
            return walk.stranger(i, reading)
        case "body":
            return others.body(walk, i, reading)
        case "document":
            return others.document(walk, i, reading)
        case "group":
            return together.speakers(walk, i, reading) or walk.nameless(i, "group", "anonymous", "not named")
        case "unknown" if not reading.definite and reading.owner is None and lists.person_noun(reading.noun):
            return walk.stranger(i, reading)  # “a woman”, whom “she” means afterwards
        case "unknown" if not reading.definite and reading.owner is None:  # “one resident”
            return walk.nameless(i, "person", "anonymous", "not named")
        case _:
            return walk.nameless(i, "person", "unresolved", "not named")


def _pronoun(walk: Walk, i: int, reading: SourceReading) -> Speaker:
    if reading.noun in GENDERS:
        return persons.by_pronoun(walk, i, reading)
    if lists.pronoun(reading.noun) != "relative":
        return (
            persons.by_own_pronoun(walk, i, reading)
            or together.speakers(walk, i, reading)
            or others.by_pronoun(walk, i, reading)
        )
    if reading.noun in {"which", "that"}:
        return others.by_relative(walk, i, reading)
    return persons.by_relative(walk, i, reading)
