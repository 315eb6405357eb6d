"""An article after the first pass of the rules: who is named and mentioned where, who spoke before and after.

The rules go from left to right. What they found, the names that follow and the speakers that come later are all known
here; only the answer to the mention that is asked about is not.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleToken
from claimkit.analysis.resolution.people.entities import Occurrence
from claimkit.analysis.resolution.pronouns import weights
from claimkit.analysis.resolution.pronouns.features import GENDERS
from claimkit.analysis.resolution.sources.reading import SourceReading
from claimkit.analysis.resolution.timeline import Point
from claimkit.analysis.resolution.walk import Walk, place
from claimkit.analysis.resolution.whom import listed_offices
from claimkit.analysis.resolution.whom.facts import Facts, Fit, Phrase, compare, facts_of, is_people_word, phrase
from claimkit.english.names import Gender
from claimkit.models.extraction import States

_SUBJECT = 4  # tokens at the beginning of a content in which its subject is named: `that Karim Aziz`
_NOMINAL = frozenset({"role", "unnamed", "unknown", "document", "group", "body"})
_INSIDE = frozenset("-–'’/&.")
_NOMINAL_WORDS = 5  # words of a role that counts as a mention
_ANSWERS = 2.0  # how well a person has to answer it: the same role, or one that it covers and a word more
_COMPARED = 60  # people whose facts are compared with what a source asks for
_NAMES = 12  # names of a person whose surroundings and states are looked at
_BEFORE, _AFTER = 8, 12  # tokens around a name
_AND = re.compile(r"\W*(?:and|&)\W*(?:\w+\W+){0,4}")
_JOINED = 80  # characters between two people who are named together
_AROUND = 8  # contents before an offset of which one may hold it
_LABEL = 20  # characters before a label on its line
_STEM = 6  # letters of a word by which its forms agree

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Whom a mention may stand for. `people` are indices into the roster.

    `kind`: person (one), stranger (one whom the article does not name), joint (several), and without people: org, group
    (also somebody not mentioned before), author, unknown.
    """

    kind: str
    people: tuple[int, ...] = ()


ORG, GROUP, AUTHOR, UNKNOWN = (Candidate(kind) for kind in ("org", "group", "author", "unknown"))


class Scene:
    """What the features ask of an article. `genders` are those that were known before the first pass."""

    def __init__(
        self,
        walk: Walk,
        readings: Sequence[SourceReading | None],
        genders: Sequence[tuple[Gender | None, int]],
        states: States | None,
    ) -> None:
        self.walk, self.article, self.readings, self.states = walk, walk.article, readings, states
        self.people = walk.roster.people
        self.genders = list(genders) + [(p.gender, p.certainty) for p in self.people[len(genders) :]]
        self.at = [
            r.start if r is not None and a.source is None else place(a)
            for a, r in zip(walk.attributions, readings, strict=True)
        ]
        self.order = sorted(range(len(self.at)), key=lambda k: (self.at[k], k))
        self.rank = {k: n for n, k in enumerate(self.order)}
        self.said = [self._said(k) for k in range(len(self.at))]
        self.places: dict[int, list[Occurrence]] = defaultdict(list)
        self.named: list[Occurrence] = [walk.settled(o) for o in walk.roster.occurrences]
        for o in self.named:
            for person in o.people:
                self.places[person].append(o)
        self._around: dict[int, Counter[str]] = {}
        self.spoken: dict[int, frozenset[str]] = {}  # attribution → beginnings of the words that it says
        self._facts: dict[int, Facts] = {}
        self._fits: dict[int, dict[int, Fit]] = {}
        self._asked: dict[int, Phrase | None] = {}
        self.points = sorted([*walk.timeline.points, *self._nominals()])
        self.starts = [p.start for p in self.points]
        self.of: dict[int, list[Point]] = defaultdict(list)
        for point in self.points:
            self.of[point.person].append(point)
        self.of_starts = {p: [q.start for q in points] for p, points in self.of.items()}
        self.place_starts = {p: [o.start for o in places] for p, places in self.places.items()}
        self.name_starts = [o.start for o in self.named]
        self.count = Counter({p: len(places) for p, places in self.places.items()})
        self.total = max(1, self.count.total())
        self.by_count = [p for p, _ in sorted(self.count.items(), key=lambda c: (-c[1], self.places[c[0]][0].start))]
        self.count_rank = {p: n for n, p in enumerate(self.by_count)}
        first = sorted(self.places, key=lambda p: (self.places[p][0].start, p))
        self.first_rank = {p: n for n, p in enumerate(first)}
        self.spoke: dict[int, list[int]] = defaultdict(list)
        for n, k in enumerate(self.order):
            if self.said[k].kind in ("person", "stranger"):
                self.spoke[self.said[k].people[0]].append(n)

    def _said(self, k: int) -> Candidate:
        """The rules' answer."""
        speaker = self.walk.speakers[k]
        if speaker is None:
            return UNKNOWN
        if k in self.walk.persons:
            person = self.walk.persons[k]
            if self.people[person].named:
                return Candidate("person", (person,))
            reading = self.readings[k]
            new = reading is not None and self.people[person].first >= reading.start
            return GROUP if new else Candidate("stranger", (person,))
        if speaker.kind == "author":
            return AUTHOR
        if speaker.kind == "group":
            people = self.together(k)
            return Candidate("joint", people) if speaker.name is not None and people else GROUP
        if speaker.kind in ("organization", "document") and speaker.name is not None:
            return ORG
        return GROUP if speaker.status == "anonymous" else UNKNOWN

    def _nominals(self) -> Iterator[Point]:
        """Definite roles outside sources (`the senator`) that one person alone answers: mentions of that person."""
        holders: dict[str, list[int]] = defaultdict(list)
        for person in self.places:
            for head in {p.head for p in self.facts(person).phrases if p.head is not None}:
                holders[head].append(person)
        sources = [(a.source.start, a.source.end) for a in self.walk.attributions if a.source]
        inside = {i for s, e in sources for i in range(self.article.index(s), self.article.index(e))}
        tokens = self.article.tokens
        for i, token in enumerate(tokens):
            if token.lower != "the" or i in inside or self.article.quoted(token.start):
                continue
            words = _role_after(tokens, i)
            asked = phrase(words) if words else None
            if asked is None or asked.head is None:
                continue
            near = {
                p for head in holders if head == asked.head or lists.covers(asked.head, head) for p in holders[head]
            }
            fits = {p: compare(asked, self.facts(p)) for p in sorted(near)[:_COMPARED]}
            best = sorted((-f.strength, p) for p, f in fits.items() if not f.clash)
            if best and -best[0][0] >= _ANSWERS and (len(best) == 1 or best[1][0] > best[0][0]):
                yield self.walk.timeline.word(token.start, words[-1].end, asked.noun, best[0][1], "role")

    def together(self, k: int) -> tuple[int, ...]:
        """The people named in the source of attribution `k`, if there are several."""
        reading = self.readings[k]
        if reading is None or not reading.named:
            return ()
        found = {p for o in reading.people for p in self.walk.settled(o).people}
        return tuple(sorted(found)) if len(found) > 1 else ()

    @cached_property
    def pairs(self) -> Counter[tuple[int, ...]]:
        """How often two people are named with nothing but `and` between them."""
        found = Counter[tuple[int, ...]]()
        for one, other in itertools.pairwise(self.named):
            if self.joined(one, other):
                found[tuple(sorted((*one.people, *other.people)))] += 1
        return found

    def joined(self, one: Occurrence, other: Occurrence) -> bool:
        """Whether two names of two people have nothing but `and` and a title between them."""
        if len(one.people) != 1 or len(other.people) != 1 or one.people == other.people:
            return False
        near = other.start - one.end < _JOINED
        return near and _AND.fullmatch(self.article.text, one.end, other.start) is not None

    def around(self, person: int) -> Counter[str]:
        """Beginnings of the words near a person's names: descriptions that no pattern catches."""
        if person not in self._around:
            article, found = self.article, Counter[str]()
            for o in self.places.get(person, ())[:_NAMES]:
                i, j, sentence = article.index(o.start), article.index(o.end), article.sentence(o.start)
                for t in article.tokens[max(0, i - _BEFORE) : i] + article.tokens[j : j + _AFTER]:
                    if len(t.lower) > 3 and article.sentence(t.start) == sentence:
                        found[t.lower[:_STEM]] += 1
            self._around[person] = found
        return self._around[person]

    def facts(self, person: int) -> Facts:
        """What the article says that the person is, and where it tells no party, for which one they sat or ran."""
        if person not in self._facts:
            profile = self.walk.timeline.profiles.get(person)
            said = facts_of(self.article, self.places.get(person, ())[: 2 * _NAMES], profile)
            name = self.people[person].name
            listed = listed_offices.parties(name) if name.full and not said.parties else said.parties
            self._facts[person] = replace(said, parties=listed)
        return self._facts[person]

    @cached_property
    def _quotations(self) -> list[tuple[int, int, int]]:
        attributions = self.walk.attributions
        return sorted(
            (c.start, c.end, i) for i, a in enumerate(attributions) if a.type != "indirect" for c in a.content
        )

    def outer(self, k: int) -> int | None:
        """The attribution in whose quotation attribution `k` is announced."""
        i = bisect_left(self._quotations, (self.at[k] + 1,))
        for start, end, j in reversed(self._quotations[max(0, i - 4) : i]):
            if j != k and start <= self.at[k] < end:
                return j
        return None

    @cached_property
    def _contents(self) -> list[tuple[int, int, int]]:
        attributions = self.walk.attributions
        return sorted((c.start, c.end, i) for i, a in enumerate(attributions) for c in a.content)

    def holder(self, k: int) -> int | None:
        """The attribution that reports what attribution `k` announces: `Calder said that Lund thought …`."""
        i = bisect_left(self._contents, (self.at[k] + 1,))
        around = (j for start, end, j in reversed(self._contents[max(0, i - _AROUND) : i]) if start <= self.at[k] < end)
        return next((j for j in around if j != k), None)

    @cached_property
    def _turns(self) -> list[tuple[int, int, int]]:
        text = self.article.text
        return sorted(
            (a.content[0].start, a.content[-1].end, i)
            for i, a in enumerate(self.walk.attributions)
            if a.source is not None
            and text[a.source.end : a.content[0].start].strip() == ":"
            and not text[max(0, a.source.start - _LABEL) : a.source.start].rpartition("\n")[2].strip()
        )

    def turn(self, k: int) -> int | None:
        """The attribution in whose turn (`LUND: The mayor said …`) the source of attribution `k` is."""
        source = self.walk.attributions[k].source
        i = bisect_left(self._turns, (source.start + 1,)) - 1 if source is not None else -1
        if source is None or i < 0:
            return None
        start, end, j = self._turns[i]
        return j if j != k and start <= source.start < end else None

    def asked(self, k: int) -> Phrase | None:
        """What the source of attribution `k` asks for, if it is a noun phrase without a name at its head."""
        if k not in self._asked:
            reading, source = self.readings[k], self.walk.attributions[k].source
            tokens = self.article.between(source.start, source.end) if source is not None else []
            if reading is None or (reading.shape not in _NOMINAL and not _the_pole(tokens)):
                tokens = []
            cut = next(
                (i for i, t in enumerate(tokens) if i and not (t.lower[0].isalnum() or t.lower in _INSIDE)), None
            )
            self._asked[k] = phrase(tokens[:cut])
        return self._asked[k]

    def opening(self, k: int) -> str:
        """The first word of attribution `k`'s source."""
        source = self.walk.attributions[k].source
        tokens = self.article.between(source.start, source.end) if source is not None else []
        return tokens[0].lower if tokens else ""

    def begins(self, k: int) -> str:
        """The first word of what attribution `k` says."""
        content = self.walk.attributions[k].content[0]
        words = self.article.between(content.start, content.end)[:2]  # a mark may come before it
        return next((t.lower for t in words if t.text[0].isalpha()), "")

    def fits(self, k: int) -> dict[int, Fit]:
        """How each named person answers what attribution `k` asks for."""
        if k not in self._fits:
            asked = self.asked(k)
            people = () if asked is None else self.by_count[:_COMPARED]
            self._fits[k] = {p: compare(asked, self.facts(p)) for p in people} if asked is not None else {}
        return self._fits[k]

    def fitting(self, k: int) -> list[int]:
        """The people who answer it, best first."""
        found = {p: fit.strength for p, fit in self.fits(k).items() if not fit.clash and fit.strength > 0}
        return sorted(found, key=lambda p: (-found[p], self.count_rank[p]))

    def may_mean(self, k: int, person: int) -> bool:
        """Whether nothing that is said of the person speaks against the source's role or its gender."""
        fit, gender = self.fits(k).get(person), self.gender_asked(k)
        same = gender is None or self.genders[person][0] in (None, gender)
        return same and not (fit is not None and fit.clash)

    def gender_asked(self, k: int) -> Gender | None:
        """The gender that a source's words tell: a pronoun's, or a role's (`spokeswoman`)."""
        reading = self.readings[k]
        if reading is None:
            return None
        if reading.shape == "pronoun":
            return GENDERS.get(reading.noun)
        return gender_of(reading.noun) if reading.shape in _NOMINAL else None

    @cached_property
    def vectors(self) -> dict[int, Floats]:
        """Mean state of each person's names, of length 1."""
        found: dict[int, Floats] = {}
        for person, places in self.places.items():
            vector = self.mean([(o.start, o.end) for o in places[:_NAMES]])
            if vector is not None:
                found[person] = vector
        return found

    def mean(self, spans: Sequence[tuple[int, int]]) -> Floats | None:
        """Mean state of some spans, of length 1."""
        if self.states is None or not spans or not len(self.states.starts):
            return None
        rows = [weights.pieces(self.states, start, max(end, start + 1)) for start, end in spans]
        vector = np.concatenate([self.states.vectors[i : j + 1] for i, j in rows]).mean(0)
        return np.asarray(vector / (np.linalg.norm(vector) + 1e-6), np.float32)

    def before(self, k: int) -> int | None:
        """The attribution right before attribution `k` in the text."""
        n = self.rank[k]
        return self.order[n - 1] if n else None

    def first_named(self, person: int) -> int:
        """Where somebody is named first; -1 for nowhere."""
        places = self.places.get(person)
        return places[0].start if places else -1

    def of_start(self, start: int) -> Sequence[Point]:
        """Mentions that begin at an offset."""
        return self.points[bisect_left(self.starts, start) : bisect_left(self.starts, start + 1)]

    def tells_of(self, k: int, person: int) -> bool:
        """Whether attribution `k` says something of a person by name: `The diplomat said that Aziz was wrong`."""
        attribution = self.walk.attributions[k]
        if attribution.source is None or not attribution.content:
            return False
        start = attribution.content[0].start
        if start < attribution.source.end or self.article.quoted(start):
            return False
        words = self.article.between(start, attribution.content[0].end)[:_SUBJECT]
        named = self.in_range(start, words[-1].end) if words else []
        return any(o.people == (person,) and not o.possessive for o in named[:1])

    def mentioned(self, start: int, end: int) -> set[int]:
        """The people named or described in `start:end`, outside quotations."""
        points = self.points[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        return {p.person for p in points if p.how != "pronoun" and not p.quoted}

    def in_range(self, start: int, end: int) -> list[Occurrence]:
        """Names that begin in `start:end`."""
        return self.named[bisect_left(self.name_starts, start) : bisect_left(self.name_starts, end)]


def _role_after(tokens: Sequence[ArticleToken], i: int) -> Sequence[ArticleToken]:
    """`the Florida senator`: the words up to a role that no name follows."""
    for j in range(i + 1, min(i + 1 + _NOMINAL_WORDS, len(tokens))):
        word = tokens[j].lower
        if not word[0].isalnum() or word in lists.function_words() or (tokens[j].possessive and j - i > 1):
            return ()
        following = tokens[j + 1] if j + 1 < len(tokens) else None
        if lists.role(word) is not None and (
            following is None or not (following.capital or lists.role(following.lower))
        ):
            return tokens[i : j + 1]
    return ()


def _the_pole(tokens: Sequence[ArticleToken]) -> bool:
    """`the 24-year-old Pole`, whom capitals make look like a name."""
    return 1 < len(tokens) < _NOMINAL_WORDS and tokens[0].lower == "the" and is_people_word(tokens[-1].lower)


def gender_of(noun: str) -> Gender | None:
    """`spokeswoman`, `Frenchman`: the gender that a noun tells."""
    known = lists.role_gender(noun)
    if known is not None:
        return known
    return "female" if noun.endswith("woman") else "male" if noun.endswith("man") else None


def plural(reading: SourceReading | None) -> bool:
    """Whether several people may be meant: `they`, `both`, `the candidates`, `who`."""
    if reading is None:
        return False
    if reading.shape == "pronoun":
        return lists.pronoun(reading.noun) not in ("male", "female")
    return reading.shape == "group" or reading.noun in ("both", "two", "three")
