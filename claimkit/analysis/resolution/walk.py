"""What one pass over an article knows: its people and bodies, the mentions so far, the speakers already found."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleToken, ArticleTokens
from claimkit.analysis.resolution.organisations.bodies import Bodies
from claimkit.analysis.resolution.organisations.documents import Documents
from claimkit.analysis.resolution.organisations.named import organisations_among
from claimkit.analysis.resolution.organisations.words import plain
from claimkit.analysis.resolution.people.candidates import ANY_NAME, ENOUGH
from claimkit.analysis.resolution.people.entities import Occurrence, Person
from claimkit.analysis.resolution.people.roles import after, apposed_before, profiles
from claimkit.analysis.resolution.people.roster import GIVEN_VOTES, TITLE_VOTES, Roster
from claimkit.analysis.resolution.people.titles import Titles
from claimkit.analysis.resolution.people.used_pronouns import UsedPronouns
from claimkit.analysis.resolution.pronouns.choice import Antecedents
from claimkit.analysis.resolution.pronouns.features import GENDERS, Pronouns
from claimkit.analysis.resolution.pronouns.rank import Ask, Choice, choose
from claimkit.analysis.resolution.pronouns.weights import Weights
from claimkit.analysis.resolution.sources.reading import SourceReading
from claimkit.analysis.resolution.timeline import Timeline
from claimkit.english.lexicon import words as listed
from claimkit.english.names import Gender, Name
from claimkit.english.text import slug
from claimkit.models.extraction import Attribution, Mention, States
from claimkit.models.record import Evidence, Member, Span, Speaker
from claimkit.models.types import Reason, SpeakerKind, SpeakerStatus

# Shares from which a choice is taken; below them the speaker remains ambiguous. Set by hand.
SHARE = 0.6
_SURNAME_SHARE = 0.55
_CALLED = 4  # bodies that spoke last
_MEN: dict[str, Gender] = {
    **dict.fromkeys(("man", "men", "boy", "father", "gentleman"), "male"),
    **dict.fromkeys(("woman", "women", "girl", "mother", "lady"), "female"),
}
_THEY = re.compile(r"\bthey/them\b|\bnon-?binary\b|\buses? (?:the )?(?:pronouns? )?[“\"‘']?they\b", re.IGNORECASE)


class Walk:
    """The state of one pass. `done` holds the attributions that have a speaker, in the order they were found.

    With `any_name` any name may be a person's and the ranker alone decides, as for texts other than news.
    """

    def __init__(
        self,
        text: str,
        mentions: Sequence[Mention],
        attributions: Sequence[Attribution],
        states: States | None = None,
        any_name: bool = False,
        learned: Weights | None = None,
    ) -> None:
        self.attributions = attributions
        self.article = ArticleTokens(
            text, [(c.start, c.end) for a in attributions if a.type == "direct" for c in a.content]
        )
        sources = [(a.source.start, a.source.end) for a in attributions if a.source]
        self.roster = Roster(self.article, mentions, sources, ANY_NAME if any_name else ENOUGH)
        self._mentions = mentions
        if not any_name:
            self.roster.drop(organisations_among(self.article, self.roster, mentions))
        _vote(self.article, self.roster)
        _described(self.article, self.roster)
        self.timeline = Timeline(self.article, self.roster.people, profiles(self.article, self.roster))
        self.pronouns = Pronouns(self.roster, self.timeline, mentions)
        self.antecedents = Antecedents(self.pronouns, self.timeline, states, learned, news=not any_name)
        self.speakers: list[Speaker | None] = [None] * len(attributions)
        self.persons: dict[int, int] = {}  # attribution → person
        self.kin: dict[int, int] = {}  # attribution → person: `his brother`
        self.done: list[int] = []
        self._settled: dict[int, Occurrence] = {}
        self.affiliations: dict[
            int, tuple[str, int, int] | None
        ] = {}  # person → whom they speak for, and where it says so
        self.called: list[tuple[int, str, Speaker]] = []  # bodies that spoke: where, under which noun
        self.heard: list[int] = []  # organisations that spoke, in the order they were found

    @cached_property
    def bodies(self) -> Bodies:
        """The article's organisations and places."""
        return Bodies(self.article, self._mentions, self.roster)

    @cached_property
    def titles(self) -> Titles:
        """What the article calls its people: `Mayor of London`."""
        return Titles(self.article, self.roster)

    @cached_property
    def documents(self) -> Documents:
        """The article's reports, polls and other documents with those who published them."""
        return Documents(self.article, self.bodies, self.roster)

    # Mentions

    def name(self, occurrence: Occurrence) -> None:
        """A person is named; a surname that several people share goes to the likeliest."""
        if len(occurrence.people) > 1:
            quoted = self.article.quoted(occurrence.start)
            choice = choose(self.timeline, Ask(occurrence.start, among=occurrence.people, quoted=quoted))
            person = choice.person if choice.share >= _SURNAME_SHARE and not self._even(occurrence) else None
            if person is not None:
                self.timeline.bare.setdefault(occurrence.people, Counter())[person] += 1
            elif (person := self._introduced(occurrence)) is None:
                return
            occurrence = replace(occurrence, people=(person,))
        self._settled[occurrence.start] = occurrence
        person = occurrence.people[0]
        self.timeline.add(self.timeline.name(occurrence.start, occurrence.end, person, occurrence.possessive))

    def _even(self, occurrence: Occurrence) -> bool:
        """`Tom and Ann Reid …. Reid said`: whether nothing but the order of their names tells two namesakes apart."""
        last = [self.timeline.last(p, occurrence.start) for p in occurrence.people]
        points = [point for point in last if point is not None]
        alike = len(points) == len(last) == len({p.person for p in points})
        if not alike or occurrence.people in self.timeline.bare or len({p.sentence for p in points}) != 1:
            return False
        return all(len(self.timeline.mentions(p.person)) == 1 for p in points)

    def _introduced(self, occurrence: Occurrence) -> int | None:
        """Whom a surname in a headline means, before anybody is named: the one whom the text names first, if it then
        uses the surname alone before it names a namesake."""
        first, *others = sorted(occurrence.people, key=lambda k: self.roster.people[k].first)
        named, next_named = (self.roster.people[k].first for k in (first, others[0]))
        alone = any(o.people == occurrence.people and named < o.start < next_named for o in self.roster.occurrences)
        return first if alone and occurrence.start < named else None

    def nameless_body_before(self, start: int) -> bool:
        """Whether the body that spoke last, in this sentence or the one before, is one that nobody could name: then
        `it` is no other organisation, unless one is named in between."""
        told = [(at, speaker) for at, _, speaker in self.called[-_CALLED:] if at < start]
        if not told or told[-1][1].name is not None:
            return False
        at = told[-1][0]
        named = self.bodies.organisations.before(start, 1)
        near = self.article.sentence(start) - self.article.sentence(at) <= 1
        return near and not any(n.start > at for n in named)

    def pronoun(self, token: ArticleToken) -> None:
        """A pronoun outside a source counts as another mention of its person."""
        person = self.meant_by(token.start)
        if person is not None:
            self.note(token.start, token.end, token.lower, person, "pronoun")

    def meant_by(self, start: int, excluded: frozenset[int] = frozenset()) -> int | None:
        """The person whom `he`, `her` … at `start` stands for, where that is clear; none of those `excluded`."""
        choice = self.antecedents.choose(start, excluded)
        return choice.person if choice.share >= SHARE else None

    def note(self, start: int, end: int, word: str, person: int, how: str) -> None:
        """Note a mention by pronoun or role; a pronoun is a vote for its gender."""
        if word in GENDERS:
            self.roster.people[person].votes[GENDERS[word]] += 1
        self.timeline.add(self.timeline.word(start, end, word, person, how))

    def settled(self, occurrence: Occurrence) -> Occurrence:
        """The occurrence with the one person it was found to mean, if one was."""
        return self._settled.get(occurrence.start, occurrence)

    def before(self, i: int, limit: int = 50) -> Iterator[int]:
        """The attributions that were resolved last, latest first."""
        return (k for k in reversed(self.done[-limit:]) if k != i)

    def quoting(self, start: int) -> int | None:
        """The speaker of the quotation around `start`."""
        for k in self.before(-1):
            inside = any(c.start <= start < c.end for c in self.attributions[k].content)
            if inside and k in self.persons and self.attributions[k].type != "indirect":
                return self.persons[k]
        return None

    @cached_property
    def signatures(self) -> tuple[Occurrence | None, list[Occurrence]]:
        """The byline, and all names that have a line to themselves."""
        full = [o for o in self.roster.occurrences if o.form == "full" and len(o.people) == 1]
        byline = next((o for o in full if self.article.alone(o.start, o.end, "by")), None)
        return byline, [o for o in full if self.article.alone(o.start, o.end)]

    @cached_property
    def used_pronouns(self) -> UsedPronouns:
        """The pronouns that the article itself uses for its people."""
        return UsedPronouns(self.article, self.roster)

    @cached_property
    def own_pronouns(self) -> frozenset[int]:
        """People whose pronoun is `they` according to a sentence of the article that names nobody else."""
        article, found = self.article, set()
        for match in _THEY.finditer(article.text):
            start, end = article.sentence_start(match.start()), article.sentence_end(match.start())
            people = {p for o in self.roster.within(start, end) for p in o.people}
            found |= people if len(people) == 1 else set()
        return frozenset(found)

    def by_part(self, i: int) -> bool:
        """Whether attribution `i` is a turn of a transcript under a part, as `THE WITNESS:`, and not a name."""
        a = self.attributions[i]
        turn = a.source is not None and a.cue is not None and a.cue.text == ":"
        return turn and a.source is not None and a.source.text.casefold() in listed("turns", "parts")

    # Answers

    def step(self, start: int, end: int, reason: Reason) -> Evidence:
        """One step of evidence."""
        return Evidence(start, end, self.article.text[start:end], reason)

    def person(self, i: int, person: int, steps: Sequence[Evidence]) -> Speaker:
        """Make this person the speaker of attribution `i`, with evidence up to the whole name."""
        self.persons[i] = person
        self.timeline.speaker = (place(self.attributions[i]), person)
        known = self.roster.people[person]
        if not known.named:
            first = self.step(known.first, known.first + len(known.printed), "not named")
            return Speaker("anonymous", None, "person", "anonymous", (*steps, *([] if first in steps else [first])))
        name = known.printed
        chain = list(steps)
        whole = self.roster.first_full(person)
        if whole is not None and not (chain and name in " ".join(chain[-1].text.split())):
            chain.append(self.step(whole.start, whole.end, "full name"))
        aliases = tuple(sorted(f for f in known.forms if f != name))
        title = self.titles.near(person, place(self.attributions[i]))
        speaker = Speaker(slug(name), name, "person", "resolved", tuple(chain), aliases, title=title)
        if (used := self.used_pronouns.of(person)) is None:
            return speaker
        pronouns, start, end = used
        return replace(speaker, pronouns=pronouns, pronouns_span=Span(start, end, self.article.text[start:end]))

    def named(self, i: int, occurrence: Occurrence, steps: Sequence[Evidence]) -> Speaker:
        """Make whoever is named at `occurrence` the speaker of attribution `i`."""
        found = self.settled(occurrence)
        if len(found.people) > 1:
            return self.ambiguous(steps, found.people)
        return self.person(i, found.people[0], steps)

    def sure(self, choice: Choice) -> bool:
        """Whether the ranker's choice is taken."""
        return choice.person is not None and choice.share >= SHARE

    def chosen(self, i: int, reading: SourceReading, choice: Choice, reason: Reason) -> Speaker:
        """The ranker's choice, or why there is none."""
        step = self.step(reading.start, reading.end, reason)
        if choice.person is None or (choice.share < SHARE and len(choice.near) < 2):
            if reason == "role":
                self.stranger(i, reading)
            return self.nameless(i, "person", "unresolved", reason)
        if choice.share < SHARE:
            return self.ambiguous([step], choice.near)
        steps = [step]
        if choice.match is not None and choice.match.description is not None:
            steps.append(self.step(choice.match.description.start, choice.match.description.end, "same role"))
        elif last := self.timeline.last(choice.person, reading.start, "name"):
            steps.append(self.step(last.start, last.end, "antecedent"))
        self.note(reading.start, reading.end, reading.noun, choice.person, reason)
        return self.person(i, choice.person, steps)

    def stranger(self, i: int, reading: SourceReading) -> Speaker:
        """Register an unnamed person, so that a `he` right after can refer to them."""
        text = self.article.text[reading.start : reading.end]
        person = Person(Name(text, (slug(text),)), first=reading.start, named=False)
        if (gender := lists.role_gender(reading.noun) or self._gender_said(i, reading)) is not None:
            person.votes[gender] += TITLE_VOTES
        self.roster.people.append(person)
        index = len(self.roster.people) - 1
        self.note(reading.start, reading.end, reading.noun, index, "role")
        return self.person(i, index, [])

    def _gender_said(self, i: int, reading: SourceReading) -> Gender | None:
        """`One of the women`, `One, a Sligo woman,`: the gender that a stranger's words tell."""
        source = self.attributions[i].source
        end = reading.end if source is None else max(reading.end, source.end)
        for token in self.article.between(reading.start, end):
            if lists.pronoun(token.lower) == "relative":
                break
            if token.lower in _MEN:
                return _MEN[token.lower]
        return None

    def organization(self, name: str, steps: Sequence[Evidence]) -> Speaker:
        """A named body."""
        k = self.bodies.organisations.find(name)
        if k is not None:
            self.heard.append(k)
        return Speaker(slug(name), name, "organization", "resolved", tuple(steps))

    def published(self, name: str, steps: Sequence[Evidence]) -> Speaker:
        """A document of a named publisher."""
        k = self.bodies.organisations.find(name)
        if k is not None:
            self.heard.append(k)
        return Speaker(f"{slug(name)}-document", name, "document", "resolved", tuple(steps), publisher=name)

    def together(self, names: Sequence[str], steps: Sequence[Evidence], kind: SpeakerKind = "group") -> Speaker:
        """Several named speakers as one source, of kind `organization` if all of them are organisations."""
        name = f"{', '.join(names[:-1])} and {names[-1]}"
        members = tuple(Member(slug(n), n) for n in names)
        return Speaker(slug(name), name, kind, "resolved", tuple(steps), members=members)

    def ambiguous(self, steps: Sequence[Evidence], people: Sequence[int]) -> Speaker:
        """Several people fit; the evidence lists where each is named."""
        found = [(p, self.roster.around(p.first + 1)) for p in (self.roster.people[k] for k in people)]
        places = [(p.first, o.end if o is not None else p.first + len(p.printed)) for p, o in found]
        whole = [self.roster.first_full(k) for k in people]
        candidates = [
            self.step(w.start, w.end, "candidate") if w else self.step(*place, "candidate")
            for w, place in zip(whole, places, strict=True)
        ]
        return Speaker("ambiguous", None, "person", "ambiguous", (*steps, *candidates))

    def nameless(self, i: int, kind: SpeakerKind, status: SpeakerStatus, reason: Reason) -> Speaker:
        """A speaker without a name: a group, a document, someone unnamed or not found."""
        span = self.attributions[i].source or self.attributions[i].cue or self.attributions[i].content[0]
        name = slug(plain(span.text)) if kind in ("group", "document") else status
        return Speaker(name, None, kind, status, (Evidence(span.start, span.end, span.text, reason),))


def place(a: Attribution) -> int:
    """Where an attribution is announced: at its source, else its cue, else its content."""
    return a.source.start if a.source else a.cue.start if a.cue else a.content[0].start


def _described(article: ArticleTokens, roster: Roster) -> None:
    """Take genders from appositions: `Ruth Calder, the firm's chairwoman,`, `his brother, Sam Okafor,`."""
    for o in roster.occurrences:
        if len(o.people) != 1 or article.quoted(o.start):
            continue
        for tokens in (after(article, o), apposed_before(article, o)):
            cut = next((i for i, t in enumerate(tokens) if i and t.lower in lists.prepositions()), len(tokens))
            gender = lists.role_gender(tokens[cut - 1].lower) if tokens else None
            if gender is not None and not tokens[cut - 1].possessive:
                roster.people[o.people[0]].votes[gender] += TITLE_VOTES


def _vote(article: ArticleTokens, roster: Roster) -> None:
    """Take genders from pronouns that can mean only one person: alone in the sentence, or in the one before."""
    named = [o for o in roster.occurrences if not article.quoted(o.start)]
    people: dict[int, set[int]] = {}  # sentence → who is named in it so far
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    k = 0
    for token in article.tokens:
        while k < len(named) and named[k].start < token.start:
            people.setdefault(article.sentence(named[k].start), set()).update(named[k].people)
            k += 1
        if token.lower not in GENDERS or article.quoted(token.start):
            continue
        sentence = article.sentence(token.start)
        meant = people.get(sentence, set())
        if not meant and article.begins_sentence(token.start):
            meant = people.get(sentence - 1, set())
        if len(meant) == 1:
            votes[next(iter(meant))][GENDERS[token.lower]] += 1
    for person, found in votes.items():
        known = roster.people[person]
        gender = known.gender
        # “Comey said she …”: somebody else
        if gender is not None and known.certainty >= GIVEN_VOTES and gender in found:
            found = Counter({gender: found[gender]})
        known.votes.update(found)
