"""What rules a candidate out, whatever its share: another gender, another office, somebody the statement is about."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.persons import wants_no_name
from claimkit.analysis.resolution.pronouns.features import GENDERS
from claimkit.analysis.resolution.whom import listed_offices, pairs, questions, relatives
from claimkit.analysis.resolution.whom.facts import HELD, Fit, phrase
from claimkit.analysis.resolution.whom.scene import Candidate, Scene
from claimkit.english.lexicon import words as listed
from claimkit.english.names import Gender, honorific

_NOMINAL = frozenset({"role", "unnamed", "unknown"})
_RELATIVE = frozenset({"who", "whom", "whose", "which", "that"})
_SUBJECTS: dict[str, Gender] = {"he": "male", "she": "female"}
_LAST = 6  # names before what is said
_SURE = 2  # votes for a gender from which the other one is ruled out: a given name counts so


def is_somebody_else(scene: Scene, k: int, candidate: Candidate) -> bool:
    """Whether a candidate is plainly somebody else, so that the others share what it had."""
    return any(rule(scene, k, candidate) for rule in OTHERS)


def _of_other_gender(scene: Scene, k: int, candidate: Candidate) -> bool:
    """Whether `he` or `she` is asked about and everything that the article tells of a named person says otherwise."""
    reading = scene.readings[k]
    if reading is None or reading.noun not in GENDERS or candidate.kind != "person":
        return False
    person = candidate.people[0]
    gender, certainty = scene.genders[person]
    given = scene.people[person].name.given
    if certainty <= _SURE and given and given[0].casefold() in listed("names", "either_gender"):
        return False
    return gender not in (None, GENDERS[reading.noun]) and certainty >= _SURE


def _of_other_office(scene: Scene, k: int, candidate: Candidate) -> bool:
    """Whether the article says that the person is something else of the kind: another party, age or office."""
    fit = scene.fits(k).get(candidate.people[0]) if len(candidate.people) == 1 else None
    return fit is not None and fit.clash


def _of_other_place(scene: Scene, k: int, candidate: Candidate) -> bool:
    """Whether `the Florida senator` is asked for, and Florida is said of another senator or politician alone."""
    asked = scene.asked(k)
    if asked is None or asked.head is None or not asked.places or len(candidate.people) != 1:
        return False
    fits = scene.fits(k)
    there = [p for p, fit in fits.items() if fit.place and not fit.clash and not fit.elsewhere]
    if asked.head not in HELD:  # “US bank boss”: an economist from there is somebody else
        there = [p for p in there if fits[p].same or fits[p].covered or fits[p].noun]
    return len(there) == 1 and candidate.people[0] in fits and candidate.people[0] != there[0]


def _of_other_seat(scene: Scene, k: int, candidate: Candidate) -> bool:
    """Whether `the Maine senator` is taken for somebody whom the list of senators has under other states alone."""
    asked = scene.asked(k)
    if asked is None or asked.head != "senator" or candidate.kind != "person":
        return False
    states, name = asked.places & lists.states(), scene.people[candidate.people[0]].name
    seats = [office for office in listed_offices.phrases(name) if office.head == "senator"] if name.full else []
    return bool(states and seats) and all(states.isdisjoint(seat.places) for seat in seats)


def _one_of_several(scene: Scene, k: int, candidate: Candidate) -> bool:
    """Whether `He and Ruth Calder` speak, and this is one of them alone."""
    reading = scene.readings[k]
    return reading is not None and len(reading.named) > 1 and candidate.kind in ("person", "stranger")


def _named_otherwise(scene: Scene, k: int, candidate: Candidate) -> bool:
    """Whether the source names somebody (`Dr Okafor, head of research`), and not this person."""
    source = scene.walk.attributions[k].source
    if source is None or candidate.kind != "person":
        return False
    tokens = scene.article.between(source.start, source.end)
    named = any(honorific(t.lower) and n.capital for t, n in pairwise(tokens))
    inside = {p for o in scene.in_range(source.start, source.end) for p in o.people}
    return named and candidate.people[0] not in inside


def _others_came_between(scene: Scene, k: int, candidate: Candidate) -> bool:
    """Whether `they` is asked about, and other people in the plural were mentioned after these."""
    return candidate.kind == "joint" and pairs.others_since(scene, k, candidate.people)


def _of_own_turn(scene: Scene, k: int, candidate: Candidate) -> bool:
    """Whether `LUND: The mayor said …` is taken for Lund: of oneself one says `I`."""
    reading, turn = scene.readings[k], scene.turn(k)
    if reading is None or turn is None or not candidate.people or reading.shape in ("people", "author"):
        return False
    return candidate.people == scene.said[turn].people


def _indefinite(scene: Scene, k: int, candidate: Candidate) -> bool:
    """Whether `a diplomat` is taken for somebody with a name: only a lead hides one so, and has a rule of its own."""
    reading = scene.readings[k]
    nominal = reading is not None and reading.shape in _NOMINAL
    if not nominal or candidate.kind != "person":
        return False
    fit = scene.fits(k).get(candidate.people[0])
    return scene.opening(k) in ("a", "an", "another") or (scene.opening(k) == "one" and not (fit and fit.same))


def _of_oneself(scene: Scene, k: int, candidate: Candidate) -> bool:
    """Whether `her mother` is taken for her: nobody is called what somebody is to them."""
    reading = scene.readings[k]
    owner = reading.owner if reading is not None and reading.shape == "role" else None
    if owner is None or candidate.kind != "person":
        return False
    if owner.occurrence is not None:
        return candidate.people == scene.walk.settled(owner.occurrence).people
    return owner.lower in GENDERS and candidate.people == (scene.walk.meant_by(owner.start),)


def _of_an_epithet(scene: Scene, k: int, candidate: Candidate) -> bool:
    """Whether `the 22-year-old's agent` is taken for somebody of whom the article says no such thing."""
    reading = scene.readings[k]
    owner = reading.owner.lower if reading is not None and reading.owner is not None else ""
    if candidate.kind != "person" or not (owner.endswith("-old") or lists.is_native(owner)):
        return False
    fit = scene.fits(k).get(candidate.people[0])
    return fit is None or not _speaks_for(fit)


def _other_than_who(scene: Scene, k: int, candidate: Candidate) -> bool:
    """Whether `who are`, `radicals who` is taken for one person, or `a Calder impersonator who` for Calder."""
    return candidate.kind == "person" and relatives.others(scene, k, candidate.people[0])


def _told_of(scene: Scene, k: int, candidate: Candidate) -> bool:
    """Whether `The diplomat said that Aziz was wrong` is taken for Aziz."""
    reading = scene.readings[k]
    third = reading is not None and reading.shape in _NOMINAL
    return third and candidate.kind == "person" and scene.tells_of(k, candidate.people[0])


def _unnamed(scene: Scene, k: int, candidate: Candidate) -> bool:
    """Whether `the inspector, who cannot be named` is taken for somebody who is."""
    reading = scene.readings[k]
    role = reading is not None and reading.shape == "role" and candidate.kind == "person"
    return role and reading is not None and wants_no_name(scene.walk, k, reading)


def _held_by_another(scene: Scene, k: int, candidate: Candidate) -> bool:
    """Whether `the chief executive` is taken for somebody of whom the article says no such thing, where it has said so
    of one other person."""
    if candidate.kind != "person" or scene.opening(k) != "the":
        return False
    holder = only_holder(scene, k)
    if holder is None or holder in candidate.people:
        return False
    fit = scene.fits(k).get(candidate.people[0])
    return fit is None or not _speaks_for(fit)


def only_holder(scene: Scene, k: int) -> int | None:
    """The one person named so far who has the very role that attribution `k`'s source asks for."""
    asked, start = scene.asked(k), scene.at[k]
    if asked is None or asked.head is None or asked.head in listed_offices.CAMPAIGN:
        return None
    holders = [
        person
        for person, fit in scene.fits(k).items()
        if fit.same and not fit.clash and not fit.missing and scene.places[person][0].start < start
        if not (fit.phrase is not None and "former" in asked.ranks - fit.phrase.ranks)
    ]
    alone = len(holders) == 1 and scene.may_mean(k, holders[0]) and not scene.tells_of(k, holders[0])
    return holders[0] if alone else None


def _speaks_for(fit: Fit) -> bool:
    """Whether anything that the article says of a person speaks for them."""
    return fit.same or fit.covered or fit.noun or fit.place or fit.party or fit.age or fit.owner


def _in_own_clause(scene: Scene, k: int, candidate: Candidate) -> bool:
    """Whether `the judge who sentenced Sam Okafor` is taken for Okafor."""
    reading, source = scene.readings[k], scene.walk.attributions[k].source
    if candidate.kind != "person" or reading is None or source is None or reading.shape not in _NOMINAL:
        return False
    clause = next((t.start for t in scene.article.between(reading.end, source.end) if t.lower in _RELATIVE), source.end)
    return any(o.people == candidate.people for o in scene.in_range(clause, source.end))


def _of_other_noun(scene: Scene, k: int, candidate: Candidate) -> bool:
    """Whether `the chief executive` is taken for the nameless engineer whom the article mentioned before."""
    asked = scene.asked(k)
    if candidate.kind != "stranger" or asked is None or asked.head is None or scene.opening(k) != "the":
        return False
    person = scene.people[candidate.people[0]]
    other = phrase(scene.article.between(person.first, person.first + len(person.name.text)))
    if other is None or other.head is None or other.head == asked.head:
        return False
    return not (lists.covers(asked.head, other.head) or lists.covers(other.head, asked.head))


def _speaks_of_him(scene: Scene, k: int, candidate: Candidate) -> bool:
    """Whether `“He panicked,” the officer said`, `According to the officer, he …` is taken for whom `he` means, of whom
    the article says nothing that makes him an officer."""
    reading, attribution = scene.readings[k], scene.walk.attributions[k]
    if candidate.kind != "person" or reading is None or reading.shape not in _NOMINAL:
        return False
    start = attribution.content[0].start
    according = attribution.cue is not None and attribution.cue.text.lower() == "according to"
    if not (scene.article.quoted(start) or according):
        return False
    gender = _SUBJECTS.get(scene.begins(k))
    person, fit = candidate.people[0], scene.fits(k).get(candidate.people[0])
    if gender is None or (fit is not None and _speaks_for(fit)) or scene.genders[person][0] not in (None, gender):
        return False
    before = [
        p
        for o in scene.walk.roster.latest(min(start, scene.at[k]), _LAST)
        for p in scene.walk.settled(o).people
        if scene.genders[p][0] in (None, gender)
    ]
    return before[:1] == [person]


def _asked_it(scene: Scene, k: int, candidate: Candidate) -> bool:
    """Whether `“No,” he replied` is taken for whoever put the question."""
    reading = scene.readings[k]
    if reading is None or reading.shape not in (*_NOMINAL, "pronoun"):
        return False
    return candidate.kind == "person" and candidate.people == questions.put_by(scene, k)


# Whose share the other candidates get.
OTHERS: tuple[Callable[[Scene, int, Candidate], bool], ...] = (
    _of_other_gender,
    _held_by_another,
    _in_own_clause,
    _of_other_noun,
    _asked_it,
    _speaks_of_him,
    _of_other_seat,
)
VETOES: tuple[Callable[[Scene, int, Candidate], bool], ...] = (
    *OTHERS,
    _of_other_office,
    _of_other_place,
    _one_of_several,
    _named_otherwise,
    _others_came_between,
    _of_own_turn,
    _indefinite,
    _of_oneself,
    _of_an_epithet,
    _other_than_who,
    _told_of,
    _unnamed,
)
