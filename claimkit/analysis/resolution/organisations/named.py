"""The organisations of one article: their names, grouped with short forms, their kinds and where they are named."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from claimkit.analysis.resolution import datelines
from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.appositions import apposed
from claimkit.analysis.resolution.article_tokens import ArticleToken, ArticleTokens
from claimkit.analysis.resolution.organisations import unknown_companies
from claimkit.analysis.resolution.organisations import words as words_of
from claimkit.analysis.resolution.organisations.words import key, plain
from claimkit.analysis.resolution.people.capitals import gender_before, titled
from claimkit.analysis.resolution.people.entities import Occurrence, Person
from claimkit.analysis.resolution.people.roster import Roster
from claimkit.analysis.resolution.pronouns import parts
from claimkit.english import names
from claimkit.english.lexicon import common_words
from claimkit.models.extraction import Mention

_BRACKETED = re.compile(r"\s?\(\s*(?:the\s+)?([A-Z][A-Za-z.&-]{1,9})\s*\)")
_MORE = re.compile(r"(?: and [A-Z]\w+){1,2}")  # what NER cuts off: `Names and Numbers`
_THE_BEFORE = re.compile(r", (?:the|an?|its|their) ")
_SHORT = 10  # characters of `, their `
_MOST = 400  # organisations of one article that are compared with each other
_OF = frozenset({"of", "for"})
_SPOKEN = 4  # letters of an acronym that is written as a word
_GIVEN = 2  # votes that a given name alone may bring
_TWO = 2
_CONTINENTS = frozenset({"europe", "america", "asia", "africa"})
_BEFORE = 3  # tokens before a name that may tell its kind: `oil firm Yukos`

Key = tuple[str, ...]


@dataclass(slots=True)
class Organisation:
    """One organisation: its fullest name, the words of all its names, its kinds, what is said of it in apposition.

    `said` are those of its kinds that the article gives in words: `the regulator Ofcom`.
    """

    name: str
    first: int
    words: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    marks: set[str] = field(default_factory=set)
    said: set[str] = field(default_factory=set)
    forms: Counter[str] = field(default_factory=Counter)
    place: bool = False


@dataclass(frozen=True, slots=True)
class Naming:
    """One place where an organisation is named or meant, with its part in the clause."""

    start: int
    end: int
    organisation: int
    sentence: int
    part: parts.Part = "other"
    quoted: bool = False


class Organisations:
    """The organisations of an article and where they are named, in text order."""

    def __init__(self, article: ArticleTokens, mentions: Sequence[Mention]) -> None:
        self.article = article
        self.all: list[Organisation] = []
        self._of: dict[Key, int] = {}
        named = [m for m in mentions if m.label != "NORP" or words_of.party(key(m.text))]  # “the Conservatives”
        self._group(named)
        self.namings: list[Naming] = []
        for m in named:
            k = self._of.get(key(m.text))
            if k is not None and datelines.end(article, m.start, m.end) is None:
                self._note(m, k)
        self._starts = [n.start for n in self.namings]
        self.counts = Counter(n.organisation for n in self.namings)  # without words that only mean one

    def find(self, text: str) -> int | None:
        """The organisation that has this name."""
        return self._of.get(key(text))

    def before(self, start: int, limit: int) -> list[Naming]:
        """The last namings before an offset, in text order."""
        i = bisect_left(self._starts, start)
        return self.namings[max(0, i - limit) : i]

    def after(self, start: int, limit: int) -> list[Naming]:
        """The first namings after an offset, in text order."""
        i = bisect_left(self._starts, start)
        return self.namings[i : i + limit]

    def mean(self, start: int, end: int, organisation: int) -> None:
        """Note that a word (`it`, `the airline`) stands for an organisation."""
        i = bisect_left(self._starts, start)
        sentence, quoted = self.article.sentence(start), self.article.quoted(start)
        self.namings.insert(i, Naming(start, end, organisation, sentence, "subject", quoted))
        self._starts.insert(i, start)

    def add(self, name: str, start: int, end: int, kinds: Iterable[str]) -> None:
        """Note an organisation that only its source names, so that later words can mean it."""
        words = key(name)
        if not words or words in self._of:
            return
        self._of[words] = len(self.all)
        kinds = {*kinds, *words_of.kinds_of_name(words)}
        self.all.append(Organisation(name, start, set(words), kinds, forms=Counter([name])))
        self.mean(start, end, self._of[words])
        self.counts[self._of[words]] += 1

    def _group(self, mentions: Sequence[Mention]) -> None:
        """One organisation for all mentions of one name, then for names of which one is short for another."""
        by_key: dict[Key, list[Mention]] = {}
        for m in mentions:
            if words := key(m.text):
                by_key.setdefault(words, []).append(m)
        full = self._short_for(by_key)
        for words, found in by_key.items():
            target = full.get(words, words)
            target = full.get(target, target)
            if target not in self._of:
                self._of[target] = len(self.all)
                self.all.append(Organisation(self._best(by_key[target]), found[0].start))
            self._of[words] = self._of[target]
            one = self.all[self._of[target]]
            one.first = min(one.first, found[0].start)
            one.words |= set(words)
            one.kinds |= words_of.kinds_of_name(words)
            one.forms.update(plain(m.text) for m in found)
            one.place = one.place or all(m.label in ("GPE", "LOC") for m in found)

    def _best(self, mentions: Sequence[Mention]) -> str:
        """The most frequent spelling of a name; one in small letters or all in capitals only if there is no other."""
        forms = Counter(plain(m.text) for m in mentions)
        name = min(forms, key=lambda f: (f.islower(), f.isupper() and len(f) > 5, -forms[f], f))
        return words_of.country_called(name) or name

    def _short_for(self, by_key: dict[Key, list[Mention]]) -> dict[Key, Key]:
        """Short names → the one long name that they can stand for: acronyms, `Southwest`, `the Times`."""
        full: dict[Key, Key] = {}
        for words, mentions in by_key.items():
            for m in mentions:
                if (match := _BRACKETED.match(self.article.text, m.end)) is None or key(match[1]) not in by_key:
                    continue
                if words_of.acronym(match[1]) or match[1].lower() in words_of.initials(m.text):
                    full.setdefault(key(match[1]), words)
        full |= self._apposed(by_key)
        names = list(by_key)[:_MOST]
        full |= _nicknames(names)
        for short in names:
            low = by_key[short][0].text.islower()
            if short in full or (len(short) > 2 and not low) or lists.country(" ".join(short)):
                continue
            longer = (n for n in names if len(n) > len(short) or words_of.abbreviates(short, n))
            long = [n for n in longer if self._stands_for(short, n, by_key)]
            if len(long) == 1:
                full[short] = long[0]
        return {short: long for short, long in full.items() if short != long}

    def _apposed(self, by_key: dict[Key, list[Mention]]) -> dict[Key, Key]:
        """Bodies in lower case → the name beside them: `the drivers' union, Unidrive,` or the other way round."""
        found: dict[Key, Key] = {}
        ends = {m.end: words for words, own in by_key.items() for m in own if not m.text.islower()}
        starts = {m.start: (m.end, words) for words, own in by_key.items() for m in own if not m.text.islower()}
        for words, own in by_key.items():
            for m in own if own[0].text.islower() else ():
                before = _THE_BEFORE.search(self.article.text, max(0, m.start - _SHORT), m.start)
                closed = self.article.text[m.end : m.end + 1] in (",", ".", ";", ")", "")
                if closed and before is not None and before.end() == m.start and before.start() in ends:
                    found.setdefault(words, ends[before.start()])
                after = starts.get(m.end + len(", "))
                closes = after is not None and self.article.text[after[0] : after[0] + 1] in (",", ".", ";", ")", "")
                if after is not None and closes and self.article.text.startswith(", ", m.end):
                    found.setdefault(words, after[1])
        return found

    def _stands_for(self, short: Key, long: Key, by_key: dict[Key, list[Mention]]) -> bool:
        text = plain(by_key[short][0].text)
        initials = words_of.initials(by_key[long][0].text)
        if len(short) == 1 and words_of.acronym(text):
            return short[0] in initials
        if text.islower():
            return _described(short, long)
        spoken = len(short) == 1 and len(short[0]) >= _SPOKEN and short[0] in initials  # `Gavi`, `Unesco`
        if spoken or words_of.abbreviates(short, long):
            return True
        if len(short) == 1 and long[0] == short[0] and long[1] in _OF and words_of.kinds_of_noun(short[0]):
            return True  # `the Bank` (of England)
        if long[: len(short)] == short:
            if len(short) == 1 and self._cut_down(by_key[short], by_key[long]):
                return True
            place = all(m.label in ("GPE", "LOC") for m in by_key[short])
            return not place and all(words_of.ends_names(w) for w in long[len(short) :])
        if long[-len(short) :] == short and words_of.shortens_to(short[-1]):
            return any(
                self.article.text[max(0, m.start - 4) : m.start + 4].lower().find("the ") >= 0 for m in by_key[short]
            )
        return False

    def _cut_down(self, short: Sequence[Mention], long: Sequence[Mention]) -> bool:
        """`Exxon Mobil … Exxon`: named in full first, then by its first word, which alone is nothing else."""
        word = key(short[0].text)[0]
        if len(word) < _SPOKEN or lists.known_thing(word) or lists.is_demonym(word) or lists.place(word):
            return False
        labels = {m.label for m in (*short, *long)}
        plain = [m for m in short if not self.article.headline(m.start)]
        return labels == {"ORG"} and len(plain) > 1 and long[0].start < plain[0].start

    def _note(self, mention: Mention, k: int) -> None:
        article = self.article
        part = parts.of_name(article, mention.start, mention.end, _possessive(article, mention))
        self.namings.append(
            Naming(
                mention.start,
                mention.end,
                k,
                article.sentence(mention.start),
                part,
                article.quoted(mention.start),
            )
        )
        kinds, marks = _said_of(article, mention)
        self.all[k].said |= kinds
        self.all[k].kinds |= kinds | _shown(article, mention)
        self.all[k].marks |= marks


def _described(short: Key, long: Key) -> bool:
    """Whether a name has all the words of a body in lower case: `the nurses' union`, `Irish Nurses Union`."""
    bare = {w.removesuffix("s") for w in long}
    return all(words_of.small(w) or w.removesuffix("s") in bare for w in short)


def _nicknames(names: Sequence[Key]) -> dict[Key, Key]:
    """Nicknames that everybody uses → the name, or, if the article never gives it, another nickname of the same."""
    by_name: dict[str, list[Key]] = {}
    for words in names:
        if (name := words_of.nickname_of(words)) is not None:
            by_name.setdefault(name, []).append(words)
    found: dict[Key, Key] = {}
    for name, short in by_name.items():
        whole = key(name) if key(name) in names else short[0]
        found |= {words: whole for words in short if words != whole}
    return found


def _possessive(article: ArticleTokens, mention: Mention) -> bool:
    i = article.index(mention.end)
    return i > 0 and article.tokens[i - 1].possessive and article.tokens[i - 1].start >= mention.start


def _said_of(article: ArticleTokens, mention: Mention) -> tuple[set[str], set[str]]:
    """The kinds and words of an apposition: `oil firm Yukos`, `Ofcom, the industry watchdog`, `Acme is a company`."""
    kinds: set[str] = set()
    marks: set[str] = set()
    i = article.index(mention.start)
    before = article.tokens[max(0, i - _BEFORE) : i]
    while before and article.text[before[-1].end : mention.start].strip(" ,"):
        before = []
    if len(before) == _BEFORE and before[-1].text == "," and before[0].lower in {"the", "its", "their"}:
        before = before[1:-1]  # “the supplier, Acme Broadband”
    _take(before[-1:], before, kinds, marks)
    phrase = apposed(article, mention.end)
    _take(phrase[-1:], phrase, kinds, marks)
    return kinds, marks


def _shown(article: ArticleTokens, mention: Mention) -> frozenset[str]:
    """The kinds that an organisation shows by what it has: `Acme's customers`, `shares in Acme`, `Luma singer`."""
    if mention.label != "ORG":
        return frozenset()
    i, j = article.index(mention.start), article.index(mention.end)
    after = article.tokens[j : j + 1]
    if after and not article.text[mention.end : after[0].start].strip(" '’s") and not after[0].capital:
        return words_of.kinds_shown(after[0].lower)
    before = [t.lower for t in article.tokens[max(0, i - 2) : i]]
    stock = len(before) == 2 and before[1] in {"in", "of"} and before[0] in {"shares", "stock", "shareholders"}
    return frozenset({"company"}) if stock else frozenset()


def _take(head: Sequence[ArticleToken], phrase: Iterable[ArticleToken], kinds: set[str], marks: set[str]) -> None:
    said = [t.lower for t in phrase]
    noun = (words_of.compound(*said[-2:]) if len(said) > 1 else None) or (head[0].lower if head else "")
    if head and (found := words_of.kinds_said(noun)):
        kinds |= found
        marks |= {lists.place(t.lower) or t.lower for t in phrase if not t.possessive}


def organisations_among(article: ArticleTokens, roster: Roster, mentions: Sequence[Mention]) -> frozenset[int]:
    """People of the roster who are organisations after all: `oil firm Yukos`, `Icann` beside its whole name, `AOL`.

    Only names for which nothing says that they are a person's: no title or role before, no given name.
    """
    found = [m for m in mentions if m.label in ("ORG", "FAC") and " " in m.text]
    whole = [m.text for m in found] + [m.text + (_MORE.match(article.text, m.end) or [""])[0] for m in found]
    short = {i for text in whole if text.count(" ") > 1 for i in words_of.initials(text) if len(i) > 2}
    short |= {words[0] for text in whole if len(words := key(text)) > 1 and all(map(words_of.ends_names, words[1:]))}
    places: dict[int, list[Occurrence]] = {}
    for o in roster.occurrences:
        if len(o.people) == 1:
            places.setdefault(o.people[0], []).append(o)
    spans = [(m.start, m.end) for m in found if not roster.couple(m.start, m.end)]
    labels = unknown_companies.labels_at(mentions)
    return frozenset(
        p
        for p, own in places.items()
        if _organisation(article, roster.people[p], own, short, labels)
        or (not names.is_given(roster.people[p].name.words[0]) and _only_inside(article, spans, roster.people[p], own))
    )


def _named_by_first(words: Sequence[str], places: Sequence[Occurrence]) -> bool:
    """`Argonaut Games … Argonaut`: a name that is cut down to its first word, and ends like an organisation's."""
    if len(words) != _TWO or names.is_given(words[0]) or any(o.form == "family" for o in places):
        return False
    ends = words_of.ends_names(words[-1]) or lists.place(words[-1]) is not None or words[-1] in _CONTINENTS
    return ends and any(o.form == "given" for o in places)


def _common(words: Sequence[str], person: Person) -> bool:
    """`Age Concern`: two common words, and nothing that tells of a person."""
    common = len(words) == _TWO and not names.is_given(words[0]) and all(w in common_words() for w in words)
    return common and not person.votes and set(person.forms) == {person.name.text}


def _only_inside(
    article: ArticleTokens, spans: Sequence[tuple[int, int]], person: Person, places: Sequence[Occurrence]
) -> bool:
    last = person.name.text.split()[-1].lower()
    tail = words_of.ends_names(last) or words_of.ends_organisations(last) or last in lists.documents()
    tokens, at = article.tokens, article.index
    joined = [bool(at(o.start)) and tokens[at(o.start) - 1].lower in _OF for o in places]  # “Center for Open Politics”
    return all(_part_of(spans, o, tail or of) for o, of in zip(places, joined, strict=True))


def _part_of(spans: Sequence[tuple[int, int]], o: Occurrence, tail: bool) -> bool:
    """Whether the name is but a part of an organisation's: the `Political Report` of the `Cook Political Report`.

    At the end of NER's span may be a person after an office; `tail` says that its last word is an organisation's.
    """
    i = bisect_left(spans, (o.start + 1,))
    inside = i > 0 and spans[i - 1][0] <= o.start < o.end <= spans[i - 1][1] and spans[i - 1] != (o.start, o.end)
    return inside and (o.end < spans[i - 1][1] or tail)


def _organisation(
    article: ArticleTokens,
    person: Person,
    places: Sequence[Occurrence],
    short: set[str],
    labels: unknown_companies.Labels,
) -> bool:
    words = [w.lower() for w in person.name.text.split()]
    if len(words) == 2 and words_of.labels(words[0]) and not names.is_given(words[0]):
        return all(article.begins_sentence(o.start) for o in places if o.form == "full")  # `Contractor Kiewit`
    if (not names.is_given(words[0]) or len(words) == 1) and unknown_companies.is_company(
        article, person, places, labels
    ):
        return True
    if len(words) > 1 and words_of.ends_organisations(words[-1]) and not titled(article, places[0].start):
        return True  # `Rising PAC`
    if (_named_by_first(words, places) or _common(words, person)) and not any(titled(article, o.start) for o in places):
        return True
    given_only = max(person.votes.values(), default=0) <= _GIVEN and len(words) > 1 and bool(words_of.known(words))
    if any(titled(article, o.start) or gender_before(article, o.start) for o in places):
        return False
    if person.votes and not given_only:  # but `William Hill`, the bookmaker
        return False
    if len(words) > 1:
        named = words_of.ends_organisations(words[-1]) or words_of.known(words)
        return bool(named) or (not names.is_given(words[0]) and bool(words_of.known(words[-1:])))  # `ISP AOL`
    if words[0] in short or words_of.known(words):
        return True
    before = [article.tokens[article.index(o.start) - 1].lower for o in places if article.index(o.start)]
    return any(words_of.kinds_said(w) for w in before) or 2 * sum(w == "the" for w in before) > len(places)
