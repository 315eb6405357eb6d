"""Who is said to have said one quotation, where articles disagree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from claimkit.models.hits import Side
from claimkit.models.record import Article, Speaker
from claimkit.models.types import SpeakerKind
from claimkit.search.filters import speaker_matches

_KINDS: tuple[SpeakerKind, ...] = ("person", "organization")


class Credit(NamedTuple):
    """A quotation's id, the speaker whom its article gives it to, and the article."""

    id: str
    speaker: Speaker | None
    article: Article


@dataclass(slots=True)
class _Group:
    ids: set[str]
    credits: list[Credit] = field(default_factory=list)


def sides(printed: Iterable[Credit]) -> tuple[Side, ...]:
    """The speakers to whom one quotation is given, most often printed first; none where all agree.

    Names are compared within a kind, as an organisation may have said it through a person. Who speaks jointly with
    somebody is on one side with them, and so are two forms of one name.
    """
    known = [credit for credit in printed if _is_named(credit.speaker)]
    for kind in _KINDS:
        groups: list[_Group] = []
        for credit in sorted((one for one in known if _kind(one.speaker) == kind), key=lambda one: one.id):
            same = [group for group in groups if _agree(group, credit)]
            merged = _Group(_ids(credit.speaker).union(*(group.ids for group in same)))
            merged.credits += [*(one for group in same for one in group.credits), credit]
            groups = [group for group in groups if group not in same] + [merged]
        if len(groups) > 1:
            return tuple(sorted(map(_side, groups), key=lambda side: (-len(side.articles), side.speaker.id)))
    return ()


def _side(group: _Group) -> Side:
    speakers = {one.speaker.id: one.speaker for one in group.credits if one.speaker}
    times = Counter(one.speaker.id for one in group.credits if one.speaker)
    articles = {one.article.id: one.article for one in group.credits}
    return Side(
        speakers[min(times, key=lambda id_: (-times[id_], id_))].store_wide(),
        tuple(sorted({one.id for one in group.credits})),
        tuple(sorted(articles.values(), key=lambda article: (article.published or "~", article.path, article.id))),
    )


def _agree(group: _Group, credit: Credit) -> bool:
    if group.ids & _ids(credit.speaker):
        return True
    return any(_same_name(one.speaker, credit.speaker) for one in group.credits)


def _same_name(one: Speaker | None, other: Speaker | None) -> bool:
    """Whether one's name may be a short form of the other's."""
    if one is None or other is None or one.name is None or other.name is None:
        return False
    return speaker_matches(one.name, other) or speaker_matches(other.name, one)


def _ids(speaker: Speaker | None) -> set[str]:
    return set() if speaker is None else {member.id for member in speaker.members} or {speaker.id}


def _kind(speaker: Speaker | None) -> SpeakerKind | None:
    """The speaker's kind; several people who speak jointly are persons."""
    return None if speaker is None else "person" if speaker.members else speaker.kind


def _is_named(speaker: Speaker | None) -> bool:
    return speaker is not None and speaker.status == "resolved" and speaker.name is not None
