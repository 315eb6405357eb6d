"""Who held a public office on an article's day, from the shipped list, where the article itself names nobody.

The list (data/lexicon/offices.toml) answers two questions. A source that is only an office ("the Ukrainian leader"),
for which its article has no name, gets the holder on the article's day. A surname without a given name ("President
Trump") gets the full name of the holder with that surname. What an article says of its people always comes first. On a
day after the list ends, or on a handover, the speaker becomes `ambiguous`, with the candidates. An article without a
date gets no answer: nobody knows who held the office when it was written.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from claimkit.corpus.people.office_list import (
    Words,
    fits_name,
    holders_on,
    in_office,
    office_table,
    offices_beside_name,
    offices_by_title,
    offices_named,
    words_of,
)
from claimkit.english import names
from claimkit.english.sentences import find_sentence
from claimkit.english.text import slug
from claimkit.models.record import Evidence, Extraction, Quote, Speaker
from claimkit.models.values import iso_date

_PHRASE_END = re.compile(r"[,;:()—–\n]| (?:who|whom|whose|which|that) ")  # what ends the name of an office in a source
_BREAK = re.compile(
    r"[,;:!?()\"“”\n—–]|(?<![.\s][A-Z])(?<!\b[A-Z])(?<!\bGov)\.\s"
)  # what separates an office from a name
# A year that something happened in: "in 2014", "March 2014", "late 2014", "May 5, 2014".
_YEAR = re.compile(
    r"(?:\b(?:(?i:in|during|early|late|mid)|[A-Z][a-z]{2,8}\.?)|\d,)[\s-]{1,3}((?:1[5-9]|20)\d\d)(?![\w%])"
)
_WORD_BEFORE = re.compile(r"([^\W\d_]{1,11})\.?\s{1,11}\Z")  # in the 12 characters before a surname
_APPOSED = re.compile(r",\s+(?:the\s+)?")
_SENTENCE_REACH = 300  # characters on either side in which a sentence may name another year
# The limits below were set by hand.
_BEFORE, _AFTER = 80, 80  # characters before and after a surname that are searched for its title
_MOST_OFFSETS = 100  # occurrences of a surname that are examined
_RUN = re.compile(r"[^\W_]+")
_LONGEST = 9  # words of an office before a name
_LONGEST_NAME = 4  # words of a name after an office
_UNKNOWN = ("role", "not named")  # reasons with which resolution leaves a person unnamed


def name_office_holders(extraction: Extraction) -> Extraction:
    """The extraction with names for the speakers whom only the list of offices can name; depends on nothing else."""
    day = iso_date(extraction.article.published)
    if day is None:
        return extraction
    offices = _ArticleOffices(extraction.article.text, day)
    quotes = tuple(_name_holder(q, offices) for q in extraction.quotes)
    return extraction if quotes == extraction.quotes else replace(extraction, quotes=quotes)


def _name_holder(quote: Quote, offices: _ArticleOffices) -> Quote:
    speaker = quote.speaker
    if speaker is None or speaker.kind != "person" or not speaker.evidence or speaker.decided_by == "correction":
        return quote
    found: Speaker | None = None
    if speaker.name is not None:
        found = offices.full_name(speaker)
    elif speaker.status == "ambiguous":
        found = offices.choose(speaker)
    elif speaker.evidence[-1].reason in _UNKNOWN:
        found = offices.holder(speaker)
    return quote if found is None else replace(quote, speaker=found)


class _ArticleOffices:
    """The offices in one article: its text and day, and what was already looked up for it."""

    def __init__(self, text: str, day: date) -> None:
        self.text = text
        self.day = day
        self._full_names: dict[tuple[str, tuple[str, ...]], tuple[str, Evidence] | None] = {}
        self._mentioned: frozenset[str] | None = None
        self._offsets = NameOffsets(text)

    # An office instead of a name

    def holder(self, speaker: Speaker) -> Speaker | None:
        """The holder of the office that the source names; `ambiguous` where the list cannot tell."""
        step = speaker.evidence[-1]
        candidates = self._candidates(step)
        if len(candidates) > 1 or (candidates and self._uncertain(step)):
            chosen = [replace(step, reason="candidate", candidate=name) for name in candidates]
            return replace(speaker, id="ambiguous", status="ambiguous", evidence=(*speaker.evidence, *chosen))
        return _named(speaker, candidates[0], replace(step, reason="office")) if candidates else None

    def choose(self, speaker: Speaker) -> Speaker | None:
        """Of several people in the article who fit a role, the one who held the office that the source names."""
        first = speaker.evidence[0]
        if first.reason != "role" or self._another_time(first):
            return None
        words = words_of(_office_phrase(first.text))
        holding = holders_on(offices_named(words) or offices_by_title(words), self.day)
        meant = [
            (name, e)
            for e in speaker.evidence
            if e.reason == "candidate" and (parsed := names.parse(e.text))
            for name in holding
            if fits_name(name, parsed)
        ]
        if len(meant) != 1:
            return None
        name, step = meant[0]
        found = names.parse(step.text)
        steps = (*(e for e in speaker.evidence if e.reason != "candidate"), replace(step, reason="office"))
        known = " ".join(step.text.split()) if found is not None and found.full else name
        return replace(_named(speaker, known), evidence=steps)

    def _candidates(self, step: Evidence) -> list[str]:
        """Holders of the office that `step` names on the article's day."""
        words = words_of(_office_phrase(step.text))
        offices = offices_named(words)
        if offices:
            return [] if self._another_time(step) else holders_on(offices, self.day)
        if titled := self._titled(step.text):
            return titled
        holding = holders_on(offices_by_title(words), self.day)
        mentioned = [name for name in holding if self._mentions(name)]
        return mentioned if len(mentioned) == 1 and not self._another_time(step) else []

    def _titled(self, source: str) -> list[str]:
        """The holder whose name ends a source that was not recognised as a name: `Secretary of State Rubio`."""
        words = _office_phrase(source).split()
        for k in range(max(1, len(words) - _LONGEST_NAME), len(words)):
            name = names.parse(" ".join(words[k:])) if words[k][:1].isupper() else None
            if name is not None and (found := self._holders(words_of(" ".join(words[:k])), False, name)):
                return sorted(found)
        return []

    def _uncertain(self, step: Evidence) -> bool:
        """Whether the list ends before the article's day."""
        return self.day > office_table().as_of and bool(offices_named(words_of(_office_phrase(step.text))))

    def _mentions(self, name: str) -> bool:
        """Whether the holder's surname, capitalised, occurs in the article."""
        if self._mentioned is None:
            found = (w for w in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", self.text) if w[0].isupper())
            self._mentioned = frozenset(names.fold(w) for w in set(found))
        parsed = names.parse(name)
        if parsed is None:
            return False
        surnames = {parsed.family, *([names.fold(parsed.words[0])] if parsed.family_first else [])}
        return bool(surnames & self._mentioned)

    def _another_time(self, step: Evidence) -> bool:
        """Whether the sentence is about an earlier year."""
        first, last = find_sentence(self.text, step.start, step.end, _SENTENCE_REACH)
        return any(int(year) < self.day.year for year in _YEAR.findall(self.text[first:last]))

    # An office beside a surname

    def full_name(self, speaker: Speaker) -> Speaker | None:
        """The full name for a surname beside an office whose holder has that surname."""
        assert speaker.name is not None
        parsed = names.parse(speaker.name)
        if parsed is None or parsed.full:
            return None if parsed is None else self._namesake(speaker, parsed)
        roles = tuple(sorted({e.text for e in speaker.evidence if e.reason in ("role", "source")}))
        key = (parsed.text, roles)
        if key not in self._full_names:
            self._full_names[key] = self._beside(parsed, roles, speaker.evidence)
        found = self._full_names[key]
        return None if found is None else _named(speaker, *found)

    def _namesake(self, speaker: Speaker, known: names.Name) -> Speaker | None:
        """The holder for `President Obama`, where the article has the full name of Michelle Obama only."""
        step = speaker.evidence[0]
        surname = names.parse(step.text)
        if step.reason != "surname" or surname is None or surname.full:
            return None
        for offset, words, former in self._beside_words(step.start, step.end):
            found = self._holders(words, former, surname)
            theirs = (self._beside_words(s, s + len(known.text)) for s in self._offsets.of(known.text))
            if (
                len(found) != 1
                or any(fits_name(name, known) for name in found)
                or any(w == words for t in theirs for _, w, _ in t)
            ):
                continue
            first, last = min(offset, step.start), max(step.end, offset)
            office = Evidence(first, last, self.text[first:last], "office")
            bare = replace(speaker, name=surname.text, evidence=(step,), aliases=(), wikidata=None)
            return _named(bare, found.pop(), office)
        return None

    def _beside(
        self, surname: names.Name, roles: Sequence[str], evidence: Sequence[Evidence]
    ) -> tuple[str, Evidence] | None:
        """The holder whom the article calls `surname`, and where it names the office; None if several fit."""
        found: dict[str, Evidence] = {}
        for start in self._offsets.of(surname.text):
            end = start + len(surname.text)
            for offset, office_words, former in self._beside_words(start, end):
                for name in self._holders(office_words, former, surname):
                    first, last = min(offset, start), max(end, offset)
                    found.setdefault(name, Evidence(first, last, self.text[first:last], "office"))
        for step in evidence:
            if step.text in roles:
                for name in self._holders(words_of(_office_phrase(step.text)), False, surname):
                    found.setdefault(name, replace(step, reason="office"))
        if len(found) != 1:
            return None
        name, step = next(iter(found.items()))
        return None if self._clash(name, surname) else (name, step)

    def _beside_words(self, start: int, end: int) -> Iterator[tuple[int, Words, bool]]:
        """Each office beside the surname at `start:end`: its offset, its words, and whether it is a former one."""
        before = self.text[max(0, start - _BEFORE) : start]
        cut = max((m.end() for m in _BREAK.finditer(before)), default=0)
        tokens = [(cut + m.start(), m[0]) for m in re.finditer(r"\S+", before[cut:])]
        base = max(0, start - _BEFORE)
        for k in range(max(0, len(tokens) - _LONGEST), len(tokens)):
            words = words_of(" ".join(t for _, t in tokens[k:]))
            former = bool(words) and words[0] in office_table().former
            if offices_beside_name(words[former:]):
                yield base + tokens[k][0], words[former:], former
                break
        if match := _APPOSED.match(self.text, end, end + 8):
            rest = self.text[match.end() : match.end() + _AFTER]
            stop = re.search(r"[,.;:!?()\n—–](?!\w)", rest)
            if stop is not None and offices_beside_name(words := words_of(rest[: stop.start()])):
                yield match.end() + stop.start(), words, False

    def _holders(self, words: Words, former: bool, surname: names.Name) -> set[str]:
        """Holders of the office with this surname: on the article's day, or else before it.

        Many are called by their old office (`Secretary Clinton`); for a `former` one the day itself is ignored.
        """
        holders = [h for office in offices_beside_name(words) for h in office.holders if fits_name(h.name, surname)]
        now = {h.name for h in holders if in_office(h, self.day)}
        return now if now and not former else {h.name for h in holders if h.since <= self.day}

    def _clash(self, name: str, surname: names.Name) -> bool:
        """Whether a `Mrs.` or `Mr.` before the surname anywhere contradicts the holder's gender."""
        parsed = names.parse(name)
        gender = names.given_gender(parsed.given[0]) if parsed is not None and parsed.given else None
        if gender is None:
            return False
        other = "female" if gender == "male" else "male"
        offsets = self._offsets.of(surname.text)
        before = (_WORD_BEFORE.search(self.text[max(0, s - 12) : s]) for s in offsets)
        return any(m is not None and names.honorific(m[1]) == other for m in before)


def _named(speaker: Speaker, name: str, *steps: Evidence) -> Speaker:
    aliases = set(speaker.aliases) | ({speaker.name} if speaker.name else set())
    return replace(
        speaker,
        id=slug(name),
        name=name,
        status="resolved",
        evidence=(*speaker.evidence, *steps),
        aliases=tuple(sorted(aliases - {name})),
        wikidata=speaker.wikidata or office_table().wikidata.get(name),
        decided_by="office list",
    )


class NameOffsets:
    """Where names occur in a text as whole words. Its words are indexed once, when the first name is looked up."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: defaultdict[str, list[int]] | None = None
        self._known: dict[str, list[int]] = {}

    def of(self, name: str) -> list[int]:
        """Offsets at which the name occurs as whole words, at most _MOST_OFFSETS."""
        if name not in self._known:
            self._known[name] = self._found(name)
        return self._known[name]

    def _found(self, name: str) -> list[int]:
        found: list[int] = []
        end = 0
        for start in self._candidates(name):
            if len(found) == _MOST_OFFSETS:
                break
            if start >= end and self._text.startswith(name, start):
                end = start + len(name)
                if not self._text[start - 1 : start].isalnum() and not self._text[end : end + 1].isalnum():
                    found.append(start)
        return found

    def _candidates(self, name: str) -> Iterator[int]:
        """Where the name may begin: at each occurrence of its rarest word."""
        if self._starts is None:
            self._starts = defaultdict(list)
            for word in _RUN.finditer(self._text):
                self._starts[word[0]].append(word.start())
        occurrences = [(self._starts.get(word[0], []), word.start()) for word in _RUN.finditer(name)]
        starts, offset = min(occurrences, key=lambda one: len(one[0]), default=([], 0))
        return (start - offset for start in starts if start >= offset)


def _office_phrase(source: str) -> str:
    return _PHRASE_END.split(source.strip(), maxsplit=1)[0]
