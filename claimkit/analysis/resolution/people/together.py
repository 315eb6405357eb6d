"""People who are named together, and the words that mean them later: `Calder and Okafor …. They said`, `the pair`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.people.capitals import precedes_name
from claimkit.analysis.resolution.people.entities import Occurrence
from claimkit.analysis.resolution.sources.reading import SourceReading
from claimkit.analysis.resolution.walk import Walk
from claimkit.models.record import Speaker

_LOOKED_AT = 30  # names that are looked back at
_TITLES = 4  # tokens between `and` and a name
_OPENING = 6  # tokens before the first name of a subject
_REACH = {"they": 1, "pair": 4, "kin": 40}  # sentences back
_MOST = 6  # people named together
_TWO = 2


@dataclass(frozen=True, slots=True)
class Together:
    """Several people in one list, and whether the list opens its sentence, as a subject does."""

    people: tuple[Occurrence, ...]
    sentence: int
    subject: bool


def speakers(walk: Walk, i: int, reading: SourceReading) -> Speaker | None:
    """Those whom `they`, `both men` or `the brothers` means, if they were named together right before."""
    kind = _kind(walk, reading)
    found = _latest(walk, reading, kind) if kind else None
    if found is None and kind == "pair":
        found = _only_two(walk, reading)
    if found is None:
        return None
    people = [walk.settled(o).people for o in found.people]
    names = [walk.roster.people[p[0]].printed for p in people if len(p) == 1 and walk.roster.people[p[0]].named]
    if len(set(names)) < len(found.people):
        return None
    step = walk.step(reading.start, reading.end, "pronoun" if kind == "they" else "role")
    return walk.together(names, [step, *(walk.step(o.start, o.end, "named together") for o in found.people)])


def _kind(walk: Walk, reading: SourceReading) -> str | None:
    first = walk.article.index(reading.start)
    words = [t.lower for t in walk.article.between(reading.start, reading.end)]
    if first and walk.article.tokens[first - 1].lower == "both":
        words.insert(0, "both")
    if reading.noun == "they":
        return "they"
    if words[:1] not in (["the"], ["both"]) or len(words) > _TITLES:
        return None
    if reading.noun in lists.phrase_words("kin_together"):
        return "kin"
    two = not {"two", "both"}.isdisjoint(words) or reading.noun in lists.phrase_words("pairs")
    return "pair" if two else None


def _latest(walk: Walk, reading: SourceReading, kind: str) -> Together | None:
    """The last list of names before the words that can be meant."""
    here, quoted = walk.article.sentence(reading.start), walk.article.quoted(reading.start)
    names = walk.roster.latest(reading.start, _LOOKED_AT)[::-1]
    for k in range(len(names) - 1, 0, -1):
        if here - walk.article.sentence(names[k].start) > _REACH[kind]:
            return None
        found = _list(walk, names, k)
        if found is None or walk.article.quoted(names[k].start) != quoted:
            continue
        if kind == "they":
            return found if found.subject and not _others(walk, found, reading.start) else None
        return found if len(found.people) == _TWO else None
    return None


def _others(walk: Walk, found: Together, before: int) -> bool:
    """Whether other people in the plural come after the list: `met the strikers. They`; not what the listed are."""
    tokens = walk.article.between(found.people[-1].end, before)
    if tokens and tokens[0].text == ",":  # “, both doctors,”
        close = next((k for k, t in enumerate(tokens[1:], 1) if t.text == ","), len(tokens))
        tokens = tokens[close:]
    return any(t.lower in lists.groups() or lists.plural_role(t.lower) or lists.plural_person(t.lower) for t in tokens)


def _only_two(walk: Walk, reading: SourceReading) -> Together | None:
    """The only two people whom the article has named so far."""
    last = {walk.settled(o).people: o for o in walk.roster.latest(reading.start, _LOOKED_AT)}
    here = walk.article.sentence(reading.start)
    return Together(tuple(sorted(last.values(), key=lambda o: o.start)), here, False) if len(last) == _TWO else None


def _list(walk: Walk, names: Sequence[Occurrence], k: int) -> Together | None:
    """The list that name `k` ends: `A and B`, `A, B and C`."""
    if not _joined(walk, names[k - 1], names[k], "and"):
        return None
    first = k - 1
    while first and k - first < _MOST and _joined(walk, names[first - 1], names[first], ","):
        first -= 1
    article, start = walk.article, names[first].start
    before = article.between(article.sentence_start(start), start)
    subject = len(before) <= _OPENING and not any(
        t.lower in lists.prepositions() or t.lower in lists.auxiliaries() for t in before
    )
    return Together(tuple(names[first : k + 1]), article.sentence(start), subject)


def _joined(walk: Walk, one: Occurrence, other: Occurrence, link: str) -> bool:
    """Whether nothing but `link` and titles stands between two names."""
    between = walk.article.between(one.end, other.start)
    if one.possessive or other.possessive or not between or between[0].lower != link or len(between) > _TITLES:
        return False
    return all(precedes_name(t) or lists.role(t.lower) is not None for t in between[1:])
