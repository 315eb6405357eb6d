"""What corrects the ranker: whom plain words name where it is unsure, each with its own chance of being right."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from claimkit.analysis.resolution.pronouns.features import GENDERS
from claimkit.analysis.resolution.whom import (
    chains,
    epithets,
    family,
    labels,
    leads,
    named_next,
    pairs,
    relatives,
    speeches,
    strangers,
    writers,
)
from claimkit.analysis.resolution.whom.family import Family
from claimkit.analysis.resolution.whom.profiles import Profiles
from claimkit.analysis.resolution.whom.scene import Candidate, Scene

# Probabilities from which a person is named; below them the speaker stays unresolved. docs/experiments.md has what
# other thresholds do; a role is likelier to be a stranger's.
LEAST = {"pronoun": 0.65, "definite": 0.6, "role": 0.65, "other": 0.6}
# The least probability of the one person who has the very role, where nobody is likelier: by articles not learned from
# 40 of 45 such are right.
_ONLY_HOLDER = 0.8
# The ranker's probability from which it chooses among those whom an epithet fits. All 7 whom it found likeliest in 533
# articles were right.
# From 0.5 on it also chose where nothing but the order of two names spoke for one.
_LIKELIER = 0.6
# The same for `his findings`, where the rules know who `his` is; set by hand.
_OWNER = 0.8
_RIVAL = 1 / 3  # of the likeliest person's share, from which the second likeliest may be meant as well
_LEAD = 1  # paragraphs after the headline that may name somebody later
_AGAIN = 4  # sentences to whom the same noun meant before
_KIN = 0.85  # set by hand; the articles that the figures come from have none
_THE = frozenset({"the", "this", "that"})
_NOMINAL = frozenset({"role", "unknown", "unnamed", "group", "document", "body"})

NOBODY = Candidate("nobody")  # a person, but which one is not known


@dataclass(frozen=True, slots=True)
class Answer:
    """The best candidate of a mention, its probability, and who else is near."""

    candidate: Candidate
    probability: float
    near: tuple[int, ...] = ()
    rival: float = 0.0  # the second likeliest person's share, as a part of the likeliest's


def curve(scene: Scene, k: int) -> str:
    """Which of the curves and thresholds is for the source of attribution `k`."""
    reading = scene.readings[k]
    shape = reading.shape if reading else "empty"
    if shape == "role" and scene.opening(k) in _THE:
        return "definite"
    return "role" if shape in _NOMINAL else shape if shape == "pronoun" else "other"


@dataclass(frozen=True)
class Case:
    """What corrections know besides the ranker's answer.

    `together` are the pairs, `strangers` those without a name, `meant` the people that earlier answers gave an
    attribution, `called` those for whom a noun and its ranks stood before their name, `answers` the earlier answers.
    """

    scene: Scene
    profiles: Profiles
    together: dict[int, pairs.Pair] = field(default_factory=dict)
    strangers: dict[int, int] = field(default_factory=dict)
    meant: dict[int, int] = field(default_factory=dict)
    called: dict[tuple[str, frozenset[str]], int] = field(default_factory=dict)
    answers: dict[int, Answer] = field(default_factory=dict)

    @cached_property
    def family(self) -> Family:
        """Who is what to whom."""
        return Family(self.scene)


def note(case: Case, k: int, answer: Answer) -> None:
    """Remember who attribution `k` was found to be, for those after it."""
    case.answers[k] = answer
    if answer.candidate.kind != "person" or not is_sure(case.scene, k, answer):
        return
    case.meant[k] = answer.candidate.people[0]
    asked, scene = case.scene.asked(k), case.scene
    later = scene.first_named(answer.candidate.people[0]) > scene.at[k]  # the noun stands for a name to come
    if asked is not None and asked.head is not None and later:
        case.called.setdefault((asked.noun, asked.ranks), answer.candidate.people[0])


def is_sure(scene: Scene, k: int, answer: Answer) -> bool:
    """Whether the answer is somebody, and likely enough."""
    return bool(answer.candidate.people) and answer.probability >= LEAST[curve(scene, k)]


def _epithet(case: Case, k: int, answer: Answer) -> Answer | None:
    """The answer to `the Frenchwoman`, in place of the ranker's: one person, or that several or none fit.

    Of several it is the ranker's person, if that is likelier than not and none of the others is near.
    """
    people = epithets.fitting(case.scene, k)
    if people is None:
        return None
    likely = answer.candidate.people if answer.probability >= _LIKELIER and len(answer.candidate.people) == 1 else ()
    alone = [p for p in people if p in likely and not set(people) & set(answer.near) - {p}]
    if alone and _side_by_side(case.scene, k, alone[0], people):  # nothing but their order tells them apart
        alone = []
    chosen = people if len(people) == 1 else alone or [p for p in people if p == _spoke_here(case, k)]
    if chosen:
        return Answer(Candidate("person", (chosen[0],)), epithets.CHANCE)
    return Answer(NOBODY, 1.0, tuple(people))


def _side_by_side(scene: Scene, k: int, person: int, others: Collection[int]) -> bool:
    """Whether the person was last named together with another of them: `Soler and Mora met`."""
    end = bisect_left(scene.name_starts, scene.at[k])
    for one, other in pairwise(scene.named[max(0, end - 2) : end]):
        both = {*one.people, *other.people}
        return scene.joined(one, other) and person in both and not (both - {person}).isdisjoint(others)
    return False


def _pair(case: Case, k: int, _: Answer) -> Answer | None:
    """The answer to `they`, `the two`, where two people are meant."""
    people = pairs.meant(case.scene, k, case.together)
    if people is None:
        people = named_next.two_introduced(case.scene, k)
    return Answer(Candidate("joint", people), pairs.CHANCE) if people is not None else None


def _family(case: Case, k: int, _: Answer) -> Answer | None:
    """The answer to `his mother`, `the younger Calder`, `the couple`."""
    pair = case.family.pair(k)
    if pair is not None:
        return Answer(Candidate("joint", pair), family.CHANCE)
    person, by_age = case.family.of_name(k)
    if person is None and not by_age:
        person = case.family.meant(k, _spoke_here(case, k))
    if person is not None:
        case.scene.people[person].relative &= not by_age  # the article gives the family name
        return Answer(Candidate("person", (person,)), family.CHANCE)
    return Answer(NOBODY, 1.0) if by_age else None


def _spoke_here(case: Case, k: int) -> int | None:
    """Who had the statement before, in the same paragraph."""
    before, article = case.scene.before(k), case.scene.article
    if before is None or article.paragraph(case.scene.at[before]) != article.paragraph(case.scene.at[k]):
        return None
    people = case.scene.said[before].people
    return case.meant.get(before, people[0] if len(people) == 1 else None)


def _stranger(case: Case, k: int, _: Answer) -> Answer | None:
    """The answer to `she` after `One nurse said` or `its secretary said`, to `the diplomat` after `A diplomat said`."""
    person = strangers.meant(case.scene, k, case.strangers, case.meant)
    if person is None and strangers.after_owned(case.scene, k, case.meant):
        return Answer(NOBODY, 1.0)
    return Answer(Candidate("stranger", (person,)), strangers.CHANCE) if person is not None else None


def _chain(case: Case, k: int, answer: Answer) -> Answer | None:
    """`Calder said …. He believes …`: the same person, whatever the ranker says of the second."""
    scene = case.scene
    j = chains.before(scene, k)
    if j is None:
        return None
    earlier = case.answers.get(j) or Answer(scene.said[j], chains.CHANCE)
    chosen = earlier.candidate
    if chosen.kind != "person" or not is_sure(scene, j, earlier) or not chains.alone(scene, j, k, chosen.people[0]):
        return None
    return Answer(chosen, max(earlier.probability, answer.probability if answer.candidate == chosen else 0.0))


def _lead(case: Case, k: int, answer: Answer) -> Answer | None:
    """`A former senator says …` in a lead: who is named below it and says the same."""
    found = leads.meant(case.scene, case.profiles, k)
    found = leads.repeated(case.scene, k) if found is None else found
    if found is not None and leads.tells_of(case.scene, k, found):
        return None
    return _instead(found, leads.CHANCE, case, k, answer)


def _opening(case: Case, k: int, answer: Answer) -> Answer | None:
    """`A man has said he …` in a lead: whom the next paragraph opens with."""
    return _instead(named_next.followed(case.scene, k), leads.CHANCE, case, k, answer)


def _counterpart(case: Case, k: int, answer: Answer) -> Answer | None:
    """`His rival`: the one person who is named together with `him`."""
    return _instead(pairs.counterpart(case.scene, k), pairs.CHANCE, case, k, answer)


def _introduced(case: Case, k: int, answer: Answer) -> Answer | None:
    """`The judge said …` in a lead: who is named first after it and speaks next, unless the ranker is sure of somebody
    whom the article has named by then."""
    person = named_next.introduced(case.scene, case.profiles, k)
    if person is None:
        return None
    chosen, start = answer.candidate.people, case.scene.at[k]
    known = any(o.start < start for p in chosen for o in case.scene.places.get(p, ())[:1])
    if chosen != (person,) and known and is_sure(case.scene, k, answer):
        return None
    return Answer(Candidate("person", (person,)), leads.CHANCE)


def _label(case: Case, k: int, answer: Answer) -> Answer | None:
    """`The contractor`: the only one who was introduced as `Contractor X`."""
    return _instead(labels.meant(case.scene, k), labels.CHANCE, case, k, answer)


def _writer(case: Case, k: int, answer: Answer) -> Answer | None:
    """`The email said`: who was just said to have written it."""
    return _instead(writers.meant(case.scene, k), writers.CHANCE, case, k, answer)


def _speech(case: Case, k: int, answer: Answer) -> Answer | None:
    """The `I` of a speech that is printed as it was given."""
    return _instead(speeches.speaker(case.scene, k), speeches.CHANCE, case, k, answer)


def _owner(case: Case, k: int, answer: Answer) -> Answer | None:
    """`his findings`: whom the rules take `his` for, unless the ranker finds somebody else likelier than not."""
    reading, people = case.scene.readings[k], case.scene.said[k].people
    if reading is None or reading.shape != "document" or reading.owner is None or reading.owner.lower not in GENDERS:
        return None
    likely = answer.candidate.kind == "person" and answer.probability >= _LIKELIER
    people = answer.candidate.people if likely else people
    return _instead(people[0] if len(people) == 1 else None, _OWNER, case, k, answer)


def _relative(case: Case, k: int, answer: Answer) -> Answer | None:
    """`X was a housewife who said …`: X."""
    person = relatives.parsed(case.scene, k)
    if person is None:
        person = relatives.meant(case.scene, k)
    if person is not None and relatives.others(case.scene, k, person):
        return None
    return _instead(person, relatives.CHANCE, case, k, answer)


def _kin(case: Case, k: int, answer: Answer) -> Answer | None:
    """`His brother`: the one other person of the family whom the rules found."""
    return _instead(case.scene.walk.kin.get(k), _KIN, case, k, answer)


def _instead(person: int | None, chance: float, case: Case, k: int, answer: Answer) -> Answer | None:
    """This person, unless the ranker is already sure of somebody."""
    if person is None or is_sure(case.scene, k, answer):
        return None
    return Answer(Candidate("person", (person,)), chance)


def _only_holder(case: Case, k: int, answer: Answer) -> Answer | None:
    """The likeliest person with a larger probability, if the role (`his defense secretary`) is nobody else's."""
    candidate = answer.candidate
    if candidate.kind != "person" or curve(case.scene, k) not in ("definite", "role"):
        return None
    fits = case.scene.fits(k)
    holders = [p for p, fit in fits.items() if (fit.same or fit.covered) and not fit.clash]
    alone = holders == list(candidate.people) and fits[holders[0]].same and not fits[holders[0]].missing
    if not alone or answer.rival > _RIVAL or not _known_by_then(case, k, holders[0]):
        return None
    asked, held = case.scene.asked(k), fits[holders[0]].phrase
    if asked is not None and held is not None and "former" in asked.ranks - held.ranks:  # “the former minister”
        return None
    return replace(answer, probability=max(answer.probability, _ONLY_HOLDER))


def _called_so(case: Case, k: int, answer: Answer) -> Answer | None:
    """`The treasurer` after a lead about `the treasurer`: who was then named, if the article calls nobody else so."""
    asked, scene, reading = case.scene.asked(k), case.scene, case.scene.readings[k]
    if asked is None or reading is None or reading.shape != "role" or scene.opening(k) not in _THE:
        return None
    person = case.called.get((asked.noun, asked.ranks))
    if person is None or answer.candidate.people == (person,):
        return None
    here = scene.article.sentence(scene.at[k])
    near = any(p.start < scene.at[k] and here - p.sentence <= _AGAIN for p in scene.of.get(person, ()))
    others = any(fit.same and not fit.clash for p, fit in scene.fits(k).items() if p != person)
    if others or not near or not scene.may_mean(k, person) or scene.tells_of(k, person):
        return None
    return Answer(Candidate("person", (person,)), _ONLY_HOLDER)


def _predecessor(case: Case, k: int, _: Answer) -> Answer | None:
    """`The former director` after `her predecessor, Sam Okafor`: the only one who is called so by then."""
    asked, scene = case.scene.asked(k), case.scene
    if asked is None or "former" not in asked.ranks or scene.opening(k) not in _THE:
        return None
    named = [p for p in scene.fits(k) if scene.places[p][0].start < scene.at[k]]
    before = [p for p in named if any(phrase.head == "predecessor" for phrase in scene.facts(p).phrases)]
    others = any(
        fit.same and not fit.clash and fit.phrase is not None and "former" in fit.phrase.ranks
        for p, fit in scene.fits(k).items()
        if p not in before
    )
    return Answer(Candidate("person", (before[0],)), leads.CHANCE) if len(before) == 1 and not others else None


def _known_by_then(case: Case, k: int, person: int) -> bool:
    """Whether somebody is named before `the senator`, or it stands in a lead, which may name them later."""
    scene = case.scene
    return scene.article.paragraph(scene.at[k]) <= _LEAD or scene.places[person][0].start < scene.at[k]


# Tried in this order; the first that answers is taken in place of the ranker's answer.
CORRECTIONS: tuple[Callable[[Case, int, Answer], Answer | None], ...] = (
    _family,
    _epithet,
    _pair,
    _stranger,
    _relative,
    _owner,
    _kin,
    _counterpart,
    _introduced,
    _lead,
    _opening,
    _writer,
    _speech,
    _label,
    _chain,
    _predecessor,
    _called_so,
    _only_holder,
)
