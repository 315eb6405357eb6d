"""Names that another article gives: it prints the same words as one that does not say who spoke, and names the speaker.

An open speaker of a cluster (see `hints.is_open`) becomes the person to whom another article gives nearly the same
words, if

- all members of the cluster that name anyone name that person, and none hides who it was,
- one of them, in another article, is sure of the name,
- the open member's own words agree: a pronoun with the person's, a surname with the name, a role with what any article
  calls the person. If those of one open member contradict, the cluster keeps all as they are.

It follows from the articles alone, each time: what is lent is never lent on, and goes when the lender does. Of 1,143
articles of American and British outlets, 126 clusters are of several articles; 94 of their speakers, each hidden once,
got the name that their own article gives, and none another one. Wordings that differ more were wrong in 4 of 30: who
quotes somebody else adds words of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from rapidfuzz.distance import LCSseq

from claimkit.corpus.clusters.arrays import Bools, Ints, Small
from claimkit.corpus.clusters.quote_columns import QuoteColumns, encode_quotes
from claimkit.corpus.people.entity import NamedSpeaker
from claimkit.corpus.people.hints import Hint, agrees, hint_of, is_open
from claimkit.models.record import Extraction, Quote, Speaker
from claimkit.models.types import PronounsEntry

_FEWEST_WORDS = 6  # of both wordings
_SAME = 0.9  # of the longer wording's words, in order; set by hand
MOST_MEMBERS = 200  # of a cluster; a larger one is a slogan. Set by hand.


HintsOf = Callable[[str], Sequence[Hint]]  # by the person's id


@dataclass(frozen=True, slots=True)
class Printed:
    """Quotations whose words are compared: where, by whom and in which cluster, by entry of `words`.

    `speaker` and `hint` are indexes in `speakers` and `hints`, -1 for none; `representative` is as in `Groups`. Copies
    of one article have one number in `words.article`.
    """

    words: QuoteColumns
    speaker: Small
    hint: Small
    representative: Ints | Small
    speakers: Sequence[Speaker]
    hints: Sequence[Hint]


def lent_names(printed: Printed, known: HintsOf | None = None) -> dict[int, int]:
    """For each open speaker whom another article names: the entry → the index of the speaker that it gets.

    `known` gives all hints of a person where `printed` has not all of the corpus.
    """
    open_ = np.array([*map(is_open, printed.speakers), False], dtype=bool)  # index -1, no speaker, finds the last one
    asked: Bools = (printed.representative >= 0) & (printed.hint >= 0) & open_[printed.speaker]
    if not asked.any():
        return {}
    found = np.flatnonzero(np.isin(printed.representative, printed.representative[asked]))
    clusters: dict[int, list[int]] = defaultdict(list)
    for entry, head in zip(found.tolist(), printed.representative[found].tolist(), strict=True):
        clusters[head].append(entry)
    lending = _Lending(printed, known or _Known(printed).hints_of)
    lent: dict[int, int] = {}
    for _, members in sorted(clusters.items()):
        if len(members) <= MOST_MEMBERS:
            members.sort(key=lambda one: bytes(printed.words.ids[one]))  # in whatever order the articles came
            lent.update(lending.within(members, [one for one in members if asked[one]]))
    return lent


class _Known:
    """What is known of the named persons, looked up once for each."""

    def __init__(self, printed: Printed) -> None:
        self._printed = printed
        self._numbers: dict[str, list[int]] = defaultdict(list)
        for number, one in enumerate(printed.speakers):
            if one.status == "resolved":
                self._numbers[one.id].append(number)
        self._known: dict[str, list[Hint]] = {}

    def hints_of(self, id_: str) -> list[Hint]:
        """All that articles say of this person."""
        if id_ not in self._known:
            printed = self._printed
            theirs = printed.hint[np.isin(printed.speaker, self._numbers[id_])]
            hints = (printed.hints[number] for number in np.unique(theirs[theirs >= 0]).tolist())
            one = printed.speakers[self._numbers[id_][0]]
            self._known[id_] = [as_told(hint, one) for hint in hints]
        return self._known[id_]


class _Lending:
    """Who lends a name to whom within a cluster."""

    def __init__(self, printed: Printed, hints_of: HintsOf) -> None:
        self._printed = printed
        self._hints_of = hints_of
        self._starts = np.cumsum(printed.words.lengths, dtype=np.int64) - printed.words.lengths

    def within(self, members: list[int], asked: list[int]) -> dict[int, int]:
        """Who the open speakers of one cluster are."""
        printed = self._printed
        speakers = (printed.speakers[number] for number in printed.speaker[members].tolist() if number >= 0)
        others = [one for one in speakers if not is_open(one)]
        if len({(one.id, one.kind, one.status) for one in others}) != 1 or not _is_known_person(others[0]):
            return {}
        name = others[0].name
        lenders = [one for one in members if self._may_lend(one)]
        if name is None or not lenders:
            return {}
        known = self._hints_of(others[0].id)
        verdicts = {one: agrees(self._hint(one), self._form(one), name, known) for one in asked}
        if False in verdicts.values():
            return {}
        return {
            one: int(printed.speaker[lender])
            for one, verdict in verdicts.items()
            if verdict
            for lender in lenders[::-1]
            if printed.words.article[one] != printed.words.article[lender] and self._same_words(one, lender)
        }

    def _may_lend(self, entry: int) -> bool:
        number = self._printed.hint[entry]
        speaker = self._printed.speaker[entry]
        return bool(number >= 0 and self._printed.hints[number].sure and not is_open(self._printed.speakers[speaker]))

    def _hint(self, entry: int) -> Hint:
        return self._printed.hints[int(self._printed.hint[entry])]

    def _form(self, entry: int) -> str | None:
        return self._printed.speakers[int(self._printed.speaker[entry])].name

    def _same_words(self, one: int, other: int) -> bool:
        first, second = self._words(one), self._words(other)
        fewest, most = sorted((len(first), len(second)))
        return fewest >= _FEWEST_WORDS and LCSseq.similarity(first, second) >= _SAME * most

    def _words(self, entry: int) -> list[int]:
        start = int(self._starts[entry])
        found: list[int] = self._printed.words.words[start : start + int(self._printed.words.lengths[entry])].tolist()
        return found


def share_names(extractions: Sequence[Extraction]) -> list[Extraction]:
    """The extractions with the names that other articles give their open speakers; `clusters.assign` comes before."""
    quotes = [quote for extraction in extractions for quote in extraction.quotes if quote.type != "indirect"]
    words, _, _ = encode_quotes(extractions)
    speakers: dict[Speaker, int] = {}
    hints: dict[Hint, int] = {}
    heads: dict[str, int] = {}
    found = [hint_of(quote) for quote in quotes]
    printed = Printed(
        words,
        _numbered((None if q.speaker is None else replace(q.speaker, evidence=()) for q in quotes), speakers),
        _numbered(found, hints),
        _numbered((quote.cluster for quote in quotes), heads),
        list(speakers),
        list(hints),
    )
    lent = lent_names(printed)
    if not lent:
        return list(extractions)
    place = {id(quotes[entry]): printed.speakers[number] for entry, number in lent.items()}
    return [replace(e, quotes=tuple(_with_name(q, place.get(id(q))) for q in e.quotes)) for e in extractions]


def _numbered(values: Iterable[Hashable], numbers: dict[Any, int]) -> Small:
    return np.array([-1 if one is None else numbers.setdefault(one, len(numbers)) for one in values], dtype=np.int32)


def _with_name(quote: Quote, lender: Speaker | None) -> Quote:
    if lender is None or quote.speaker is None:
        return quote
    return replace(quote, speaker=lend(lender).as_said_of(quote.speaker))


def lend(speaker: Speaker) -> NamedSpeaker:
    """The speaker as one whose name another article gives."""
    affiliation = None if speaker.affiliation_span else speaker.affiliation
    wide = replace(
        speaker.store_wide(),
        status="resolved",
        decided_by="cluster",
        affiliation=affiliation,
        pronouns=_told_pronouns(speaker),
    )
    return NamedSpeaker(wide, added="same quotation elsewhere")


def as_told(hint: Hint, speaker: Speaker) -> Hint:
    """The hint with the pronouns that the people file gives the person, if it does."""
    told = _told_pronouns(speaker)
    return hint if told is None else replace(hint, pronouns=told)


def _is_known_person(speaker: Speaker) -> bool:
    return speaker.kind == "person" and speaker.status == "resolved"


def _told_pronouns(speaker: Speaker) -> PronounsEntry | None:
    """The pronouns that the people file gives somebody."""
    return None if speaker.pronouns_span else speaker.pronouns
