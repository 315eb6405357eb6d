"""The people of one article: every name in it, grouped by person."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice, pairwise

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleToken, ArticleTokens
from claimkit.analysis.resolution.people import misspellings
from claimkit.analysis.resolution.people.candidates import ENOUGH, LONGEST, NameFinder, ScoredName
from claimkit.analysis.resolution.people.capitals import can_be_name, gender_before, plain, precedes_name, runs
from claimkit.analysis.resolution.people.entities import Index, Occurrence, Person
from claimkit.analysis.resolution.people.kin import Relative
from claimkit.english import names
from claimkit.english.names import Gender, Name
from claimkit.models.extraction import Mention

# Votes for a gender: a title or a role settles it, a given name suggests it.
TITLE_VOTES = 6
_COMPARED = 50  # people of one family name that a new name is compared with
_SHARED = 12  # people who share a form; with more, nobody can tell
# One word alone may be a surname (`Gordon`): on GAP women suffer from counting it in full.
GIVEN_VOTES, _WORD_VOTES = 2, 1
_INITIALS = re.compile(r" \(([A-Z]{2,4})\)")
_JOINED = re.compile(r"(?:al|el|ad|an|ar|as|at|az|ash)-")
_AND = re.compile(r"\s*(?:and|&)\s*")
_DOUBLE = re.compile(r"\b([^\W\d_]{4,30})-[A-Z]\w{2,30}$")


class Roster:
    """The people of an article and where they are named (`occurrences`, in text order, disjoint)."""

    def __init__(
        self,
        article: ArticleTokens,
        mentions: Sequence[Mention],
        sources: Sequence[tuple[int, int]],
        enough: float = ENOUGH,
    ) -> None:
        self.article = article
        self.people: list[Person] = []
        self._index: Index = {}
        self._by_word: dict[str, list[int]] = {}  # people by the loose forms of their family names
        capitals = list(runs(article))
        candidates = NameFinder(article, capitals, mentions, sources, enough)
        self._elsewhere = candidates.places_and_bodies()
        self._accept(candidates.full())
        self.partners = frozenset(candidates.partners)
        self._elsewhere -= self.partners
        self._relatives = self._relate(candidates.relatives)
        self._accept_single(candidates.single(self._index, self.people))
        self.occurrences = list(self._find(capitals))
        self._relatives_by_title()
        self._starts = [o.start for o in self.occurrences]
        self.dropped: list[Occurrence] = []  # of people who turned out to be organisations
        self._settle_shared()
        self._first_full: dict[int, Occurrence] = {}
        self._count()

    def within(self, start: int, end: int) -> list[Occurrence]:
        """Occurrences inside `start:end`."""
        found = self.occurrences[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        return [o for o in found if o.end <= end]

    def around(self, start: int) -> Occurrence | None:
        """The occurrence that begins before `start` and goes on after it."""
        i = bisect_left(self._starts, start)
        return self.occurrences[i - 1] if i and self.occurrences[i - 1].end > start else None

    def latest(self, before: int, limit: int) -> list[Occurrence]:
        """The last occurrences that begin before an offset, at most `limit`, latest first."""
        i = bisect_left(self._starts, before)
        return self.occurrences[max(0, i - limit) : i][::-1]

    def following(self, start: int) -> Iterator[Occurrence]:
        """Occurrences that begin at or after an offset."""
        return islice(self.occurrences, bisect_left(self._starts, start), None)

    def ending(self, end: int) -> Occurrence | None:
        """The occurrence that ends at `end`."""
        i = bisect_left(self._starts, end)
        return self.occurrences[i - 1] if i and self.occurrences[i - 1].end == end else None

    def couple(self, start: int, end: int) -> bool:
        """Whether `start:end` is `Peter and Olive Marsh`, which NER likes to take for a firm."""
        named = self.within(start, end)
        ends = len(named) == 2 and (named[0].start, named[-1].end) == (start, end)
        return ends and names.fold(self.article.text[start : named[0].end].lower()) in self.partners

    def drop(self, people: frozenset[int]) -> None:
        """Take people out who turned out to be organisations: none of their names is a person's any more."""
        self.dropped += [o for o in self.occurrences if all(p in people for p in o.people)]
        kept = (replace(o, people=tuple(p for p in o.people if p not in people)) for o in self.occurrences)
        self.occurrences = [o for o in kept if o.people]
        self._starts = [o.start for o in self.occurrences]

    def called(self, plural: str) -> list[int]:
        """Those of this family (`calders`, in lower case) whose whole name the article gives."""
        return self._families.get(names.fold(plural[:-1]), []) if plural.endswith("s") else []

    @cached_property
    def _families(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for k, person in enumerate(self.people):
            if person.named and person.name.full:
                found.setdefault(person.name.family, []).append(k)
        return found

    def first_full(self, person: int) -> Occurrence | None:
        """Where the person's whole name stands first."""
        return self._first_full.get(person)

    @cached_property
    def kin(self) -> Mapping[int, frozenset[int]]:
        """Whom the article names as somebody's family: `his sister, Aoife`, `Gareth and Rhys Calder`."""
        found: dict[int, set[int]] = {}
        couples = (
            (one.people[0], other.people[0])
            for one, other in pairwise(self.occurrences)
            if len(one.people) == len(other.people) == 1
            and _AND.fullmatch(self.article.text, one.end, other.start)
            and self.people[one.people[0]].name.family == self.people[other.people[0]].name.family
        )
        for one, other in (*self._relatives, *couples):
            if one != other:
                found.setdefault(one, set()).add(other)
                found.setdefault(other, set()).add(one)
        return {person: frozenset(kin) for person, kin in found.items()}

    def _accept(self, candidates: list[ScoredName], apart: bool = False) -> None:
        for candidate in sorted(candidates, key=lambda c: (-len(c.name.words), c.places[0], c.name.text)):
            name = candidate.name
            keys = {
                names.fold_loosely(name.words[-1]),
                *([names.fold_loosely(name.words[0])] if name.family_first else []),
            }
            near = sorted({i for key in keys for i in self._by_word.get(key, [])[:_COMPARED]})
            fits = [i for i in near if names.compatible(self.people[i].name, candidate.name)]
            if fits and not apart:
                person = fits[0]
            else:
                person = len(self.people)
                relative = bool(candidate.points["relative"])
                self.people.append(Person(candidate.name, first=candidate.places[0][0], relative=relative))
                for key in keys:
                    self._by_word.setdefault(key, []).append(person)
            if candidate.points["relative"]:  # the family name alone is not theirs
                self._index_forms({((names.fold(candidate.name.words[0]),), "given")}, person)
            else:
                self._register(candidate.name, person)
            for start, end in candidate.places:
                self._register_nickname(candidate.name, person, self.article.text[start:end])
                self._register_initials(candidate.name, person, end)

    def _accept_single(self, candidates: Sequence[tuple[ScoredName, bool]]) -> None:
        """Bare surnames: people of their own, or slips of the pen for somebody named in full."""
        known = list(self.people)
        counts = Counter(names.fold(t.lower) for t in self.article.tokens if t.capital) if candidates else {}
        for candidate, apart in candidates:
            word = candidate.name.family
            person = None if apart else misspellings.meant(word, len(candidate.places), known, counts)
            if person is None:
                self._accept([candidate], apart)
            else:
                self._index_forms({((word,), "family")}, person)

    def _relate(self, relatives: Sequence[Relative]) -> list[tuple[int, int]]:
        """Who is whose relative, of those named by a given name alone; their genders are what the relations tell."""
        related: list[tuple[int, int]] = []
        for relative in relatives:
            word = names.fold(relative.name.words[0])
            people = self._index.get((word,), {}).get("given", [])
            if len(people) != 1:
                continue
            self._elsewhere -= {word}
            if relative.gender is not None:
                self.people[people[0]].votes[relative.gender] += TITLE_VOTES
            owner = tuple(map(names.fold, relative.owner.words))
            related += [(people[0], p) for p in self._index.get(owner, {}).get("full", ())]
        return related

    def _relatives_by_title(self) -> None:
        """`Mr Haigh` is Ilse Haigh's son Victor, and not her."""
        titles = self._titles() if self._relatives else {}
        for relative, owner in self._relatives:
            gender = self.people[relative].gender
            owned_by = self._given_gender(owner, names.likely_gender) or titles.get(owner)
            if gender is None or owned_by in (None, gender):
                continue
            self.occurrences = [
                replace(o, people=(relative,))
                if o.people == (owner,) and o.form == "family" and gender_before(self.article, o.start) == gender
                else o
                for o in self.occurrences
            ]

    def _register(self, name: Name, person: int) -> None:
        """The forms by which the article may name the person: whole, family name, given name."""
        words = tuple(names.fold(w) for w in name.words)
        forms = {(words, "full" if name.full else "family")}
        for i in range(1, len(words)):
            if i == len(words) - 1 or name.words[i] in names.particles() or (i >= 2 and len(words) > 3):
                forms.add((words[i:], "family"))
        if len(words) > 2 and len(words[-2]) > 2 and len(words[0]) > 1:
            forms.add((words[-2:], "family"))
        if len(words) > 2 and _may_be_family(name.words[-2]):
            forms.add((words[-2:-1], "middle"))
        if _JOINED.match(name.words[-1]):  # `Thawadi` for `al-Thawadi`
            forms.add(((names.fold(_JOINED.sub("", name.words[-1])),), "family"))
        elif double := _DOUBLE.search(name.text):  # `Kilroy` for `Kilroy-Silk`, not `Trump-led`
            forms.add(((names.fold(double[1].casefold()),), "middle"))
        if name.full and len(words[0]) > 1:
            forms.add((words[:1], "family" if name.family_first else "given"))
        self._index_forms(forms, person)

    def _register_nickname(self, name: Name, person: int, text: str) -> None:
        """`Tank` and `The Tank Ruiz` for `Juan “The Tank” Ruiz`."""
        for place in re.finditer(r"\w(?=\s[“\"‘'(`])", text):
            found = names.nickname(text, place.end())
            words = tuple(names.fold(w) for w in found[0].split() if w.lower() != "the") if found else ()
            if words and all(words):
                family = names.fold(name.words[-1])
                self._index_forms({((*words, family), "full"), (words, "given")}, person)

    def _register_initials(self, name: Name, person: int, end: int) -> None:
        """`RC` after `Ruth Calder (RC)`, as interviews have it."""
        match = _INITIALS.match(self.article.text, end)
        letters = tuple(w[:1] for w in name.words)
        if match and tuple(match[1].casefold()) == letters:
            self._index_forms({(letters if len(letters) <= 3 else (match[1].casefold(),), "family")}, person)

    def _index_forms(self, forms: Iterable[tuple[tuple[str, ...], str]], person: int) -> None:
        for form, kind in forms:
            people = self._index.setdefault(form, {}).setdefault(kind, [])
            if person not in people[-1:]:
                people.append(person)

    def _find(self, capitals: Sequence[Sequence[ArticleToken]]) -> Iterator[Occurrence]:
        """Every place where one of the people is named."""
        for run in capitals:
            words = [names.fold(w) for t in run for w in plain(t)]
            owners = [k for k, t in enumerate(run) for _ in plain(t)]
            i = 0
            while i < len(words):
                match = self._longest(words, owners, i)
                if match is None:
                    i += 1
                    continue
                length, kind, people = match
                first, last = owners[i], owners[i + length - 1]
                i += length
                if not can_be_name(run[last]) or (kind != "full" and not self._stands_alone(run, first, last, kind)):
                    continue
                if last + 1 < len(run) and run[last + 1].lower.rstrip(".") in names.suffixes():
                    people = tuple(p for p in people if self.people[p].name.suffix) or people
                    last += 1
                form = "family" if kind == "middle" else kind
                yield Occurrence(run[first].start, run[last].end, form, people, run[last].possessive)

    def _longest(self, words: Sequence[str], owners: Sequence[int], i: int) -> tuple[int, str, tuple[int, ...]] | None:
        """The longest form that begins at word `i`, with everybody who has it; family names before given names.

        It takes whole tokens, as `owners` has them: `AP` does not hold the `A.` of `Michael A.`
        """
        if i and owners[i - 1] == owners[i]:
            return None
        for length in range(min(LONGEST, len(words) - i), 0, -1):
            if i + length < len(words) and owners[i + length] == owners[i + length - 1]:
                continue
            kinds = self._index.get(tuple(words[i : i + length]), {})
            for kind in ("full", "family", "middle", "given"):
                if kind in kinds:
                    people = tuple(sorted(set(kinds[kind][: _SHARED + 1])))
                    return (length, kind, people) if len(people) <= _SHARED else None
        return None

    def _stands_alone(self, run: Sequence[ArticleToken], first: int, last: int, kind: str) -> bool:
        """Whether a bare surname or given name is a mention: not the end of a stranger's name, not `Trump Tower`."""
        after = run[last + 1].lower if last + 1 < len(run) else ""
        if after.rstrip(".") in lists.tails() and not run[last].possessive:
            return False
        headline = self.article.headline(run[first].start)
        if kind == "given" and after and not run[last].possessive and not headline:
            return False
        if kind == "given" and run[first].lower in self._elsewhere:
            return False
        if first == 0 or headline:
            return True
        return precedes_name(run[first - 1]) or run[first - 1].possessive

    def _settle_shared(self) -> None:
        """Bare surnames of several people: settled by title or usage where that is enough, else left to the ranker."""
        self.occurrences = [self._by_title(o) if len(o.people) > 1 else o for o in self.occurrences]
        titles = self._titles()
        self.occurrences = [self._by_titles(o, titles) if len(o.people) > 1 else o for o in self.occurrences]
        sure = Counter(o.people[0] for o in self.occurrences if len(o.people) == 1)
        self.occurrences = [self._by_usage(o, sure) if len(o.people) > 1 else o for o in self.occurrences]

    def _by_title(self, occurrence: Occurrence) -> Occurrence:
        """`Mrs. Clinton` is not Bill."""
        title = gender_before(self.article, occurrence.start)
        fits = tuple(p for p in occurrence.people if title is None or self._given_gender(p) in {None, title})
        return replace(occurrence, people=fits or occurrence.people)

    def _titles(self) -> Mapping[int, Gender]:
        """The gender of each person whom the article calls `Mr` alone, or `Ms` and `Mrs` alone."""
        found: dict[int, set[Gender]] = {}
        for o in self.occurrences:
            if len(o.people) == 1 and (title := gender_before(self.article, o.start)) is not None:
                found.setdefault(o.people[0], set()).add(title)
        return {person: next(iter(genders)) for person, genders in found.items() if len(genders) == 1}

    def _by_titles(self, occurrence: Occurrence, titles: Mapping[int, Gender]) -> Occurrence:
        """`Mr Calder` is not Mere, whom the article calls `Ms Calder`, nor Tessa Calder."""
        title = gender_before(self.article, occurrence.start)
        if title is None:
            return occurrence
        genders = {
            p: self._given_gender(p) or titles.get(p) or self._given_gender(p, names.likely_gender)
            for p in occurrence.people
        }
        fits = tuple(p for p in occurrence.people if genders[p] in (None, title))
        return replace(occurrence, people=fits or occurrence.people)

    def _given_gender(
        self, person: int, gender_of: Callable[[str], Gender | None] = names.given_gender
    ) -> Gender | None:
        given = self.people[person].name.given
        return gender_of(given[0]) if given else None

    def _by_usage(self, occurrence: Occurrence, sure: Counter[int]) -> Occurrence:
        """The one whom the article never names in full, if it names that one most: readers know who is meant."""
        bare = [p for p in occurrence.people if not self.people[p].name.full]
        if bare and sure[bare[0]] >= max(sure[p] for p in occurrence.people):
            return replace(occurrence, people=(bare[0],))
        return occurrence

    def _count(self) -> None:
        """Forms, gender votes of titles and given names, first mentions, and each person's usual full form."""
        firsts: dict[int, int] = {}
        for o in self.occurrences:
            if len(o.people) != 1:
                continue
            person = self.people[o.people[0]]
            firsts.setdefault(o.people[0], o.start)
            person.forms[self._text(o)] += 1
            if title := gender_before(self.article, o.start):
                person.votes[title] += TITLE_VOTES
        for index, person in enumerate(self.people):
            person.first = firsts.get(index, person.first)
            given = person.name.given or person.name.words
            if gender := names.likely_gender(given[0]):
                person.votes[gender] += GIVEN_VOTES if person.name.given else _WORD_VOTES
            _rename(person)
            if person.relative:  # `Mr Haigh` gives the name after all
                person.relative = all(
                    names.fold(form.split()[-1].casefold()) != person.name.family for form in person.forms
                )
        for o in self.occurrences:
            if len(o.people) == 1 and _same(self._text(o), self.people[o.people[0]].name.text):
                self._first_full.setdefault(o.people[0], o)

    def _text(self, o: Occurrence) -> str:
        return " ".join(self.article.text[o.start : o.end].split())


def _same(form: str, name: str) -> bool:
    return form == name or (form.isupper() and form.casefold() == name.casefold())


def _may_be_family(word: str) -> bool:
    """Whether the last word but one may be the family name that counts, as in `Juan Carlos Pérez Molina`."""
    return len(word) > 2 and word not in names.particles() and not names.begins_name(word)


def _rename(person: Person) -> None:
    """Take the most frequent full form as the name; what another form ends with (`Suu Kyi`) is none."""
    forms = {parsed: n for form, n in person.forms.items() if (parsed := names.parse(form)) and parsed.full}
    ends = {name.words[i:] for name in forms for i in range(1, len(name.words))}
    whole = {name: n for name, n in forms.items() if name.words not in ends or names.is_given(name.words[0])}
    if whole and person.name.full:
        person.name = min(whole, key=lambda n: (n.text.isupper(), -whole[n], -len(n.text), n.text))
    if person.name.text.isupper() and len(person.name.text) > 3:
        person.name = replace(person.name, text=names.recased(person.name.text))
