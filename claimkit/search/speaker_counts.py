"""Speakers of the records that meet conditions, and how many there are by outlet, month, kind or affiliation."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import get_args

from claimkit.models.hits import Entry
from claimkit.models.record import Speaker
from claimkit.models.results import GroupCount, PronounsCount, SpeakerSummary
from claimkit.models.types import Pronouns, SpeakerGrouping, SpeakerStatus
from claimkit.search import speaker_lists
from claimkit.search.entries import quotes
from claimkit.search.filters import EVERYTHING, Filters
from claimkit.store import Store

Value = str | None
GROUPINGS: Mapping[SpeakerGrouping, Callable[[Entry, Speaker], Value]] = {
    "outlet": lambda entry, speaker: entry.article.outlet or None,
    "month": lambda entry, speaker: (entry.article.published or "")[:7] or None,
    "kind": lambda entry, speaker: speaker.kind,
    "affiliation": lambda entry, speaker: speaker.affiliation,
}

_STATED = replace(EVERYTHING, stated=True)


@dataclass(slots=True)
class _Seen:
    quotes: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    outlets: set[str] = field(default_factory=set)
    dates: list[str] = field(default_factory=list)
    statuses: set[SpeakerStatus] = field(default_factory=set)

    def add(self, entry: Entry) -> None:
        self.quotes.add(entry.quote.id)
        self.articles.add(entry.article.id)
        self.outlets |= {entry.article.outlet} if entry.article.outlet else set()
        self.dates += [entry.article.published] if entry.article.published else []
        self.statuses |= {entry.quote.speaker.status} if entry.quote.speaker else set()

    def of(self, speaker: Speaker) -> SpeakerSummary:
        """The speaker with the numbers of these records alone."""
        status = "resolved" if "resolved" in self.statuses else min(self.statuses, default=speaker.status)
        return SpeakerSummary(
            replace(speaker, status=status),
            len(self.quotes),
            len(self.articles),
            len(self.outlets),
            min(self.dates, default=None),
            max(self.dates, default=None),
        )


def speakers(store: Store, filters: Filters = EVERYTHING) -> list[SpeakerSummary]:
    """The named speakers of the records that meet `filters`, most quoted first; joint ones count for each member."""
    if filters in (EVERYTHING, _STATED):  # SQL can count these
        return speaker_lists.speakers(store, stated=filters.stated)
    known = speaker_lists.known_by_id(store)
    seen: dict[str, _Seen] = defaultdict(_Seen)
    for entry in quotes(store, filters):
        for speaker in _named(entry):
            seen[speaker.id].add(entry)
    found = [counted.of(known[id_]) for id_, counted in seen.items() if id_ in known]
    return sorted(found, key=lambda summary: (-summary.quotes, summary.speaker.id))


def narrowed(known: SpeakerSummary, entries: Iterable[Entry]) -> SpeakerSummary:
    """The speaker with the numbers of these records alone."""
    seen = _Seen()
    for entry in entries:
        seen.add(entry)
    return seen.of(known.speaker)


def count_speakers(store: Store, by: SpeakerGrouping, filters: Filters = EVERYTHING) -> list[GroupCount]:
    """The named speakers and their records by what `by` says, the most records first (months in order); None: unknown.

    What several say jointly is one record, which counts for each of them.
    """
    speakers_of: dict[Value, set[str]] = defaultdict(set)
    records: dict[Value, set[str]] = defaultdict(set)
    for entry in quotes(store, filters):
        for speaker in _named(entry):
            value = GROUPINGS[by](entry, speaker)
            speakers_of[value].add(speaker.id)
            records[value].add(entry.quote.id)
    found = [GroupCount(by, value, len(speakers_of[value]), len(records[value])) for value in records]
    if by == "month":
        return sorted(found, key=lambda count: (count.value is None, count.value or ""))
    return sorted(found, key=lambda count: (count.value is None, -count.quotes, count.value or ""))


def count_pronouns(store: Store, filters: Filters = EVERYTHING) -> list[PronounsCount]:
    """`speaker_lists.count_pronouns` over the records that meet `filters`."""
    if filters in (EVERYTHING, _STATED):
        return speaker_lists.count_pronouns(store, stated=filters.stated)
    used = {id_: speaker.pronouns for id_, speaker in speaker_lists.known_by_id(store).items()}
    people: dict[str, Pronouns | None] = {}
    records: Counter[Pronouns | None] = Counter()
    for entry in quotes(store, filters):
        said_by = {speaker.id for speaker in _named(entry) if speaker.kind == "person"}
        people |= {id_: _shown(used.get(id_)) for id_ in said_by}
        records.update({people[id_] for id_ in said_by})
    persons = Counter(people.values())
    return [PronounsCount(one, persons[one], records[one]) for one in (*get_args(Pronouns), None)]


def _shown(pronouns: str | None) -> Pronouns | None:
    return next((one for one in get_args(Pronouns) if one == pronouns), None)


def _named(entry: Entry) -> list[Speaker]:
    """The named speakers of a record; of several who speak jointly each one."""
    speaker = entry.quote.speaker
    if speaker is None:
        return []
    members = [Speaker(one.id, one.name, "person", speaker.status) for one in speaker.members]
    return members or ([speaker] if speaker.name is not None else [])
