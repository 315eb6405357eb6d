"""The speakers of one article, with the words before their names in its text, which help to tell people apart."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, replace

from claimkit.english import names
from claimkit.models.record import Extraction, Speaker
from claimkit.models.types import SpeakerKind

_TITLE = 25  # characters before a name that are searched for its title; set by hand
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\.?\s+\Z")
_JOINT = re.compile(r", | and ")

Form = tuple[str, str, tuple[tuple[str, ...], ...]]  # kind, name, titles


@dataclass(frozen=True, slots=True)
class ArticleSpeaker:
    """A speaker as one article gives it, without evidence and what else belongs to one article alone.

    `titles` are the folded words right before the name in the article's text (`mr`, `president`), sorted: one tuple
    for a person, one for each of several people who speak together, none for others.
    """

    speaker: Speaker
    titles: tuple[tuple[str, ...], ...] = ()

    @property
    def forms(self) -> tuple[Form, ...]:
        """Kind, name and titles, by which speakers are counted, of each of several who speak jointly.

        Empty if the article itself does not give the name.
        """
        speaker = self.speaker
        if speaker.members:
            if speaker.kind == "organization":
                return tuple(dict.fromkeys(("organization", member.name, ()) for member in speaker.members))
            several = zip(speaker.members, self.titles, strict=True)
            named = ((member, titles) for member, titles in several if not nameless(member.name))
            return tuple(dict.fromkeys(("person", member.name, (titles,)) for member, titles in named))
        if speaker.name is None or speaker.decided_by is not None or speaker.kind not in ("person", "organization"):
            return ()
        return ((speaker.kind, speaker.name, self.titles),)

    def members(self) -> Iterator[ArticleSpeaker]:
        """Those who speak jointly: all as organisations, or each as a person, `other leaders` as a group."""
        if self.speaker.kind == "organization":
            for member in self.speaker.members:
                yield ArticleSpeaker(Speaker(member.id, member.name, "organization", "resolved"))
            return
        for member, titles in zip(self.speaker.members, self.titles, strict=True):
            kind: SpeakerKind = "group" if nameless(member.name) else "person"
            yield ArticleSpeaker(Speaker(member.id, member.name, kind, "resolved"), (titles,))


def nameless(member: str) -> bool:
    """Whether a member of a joint speaker is no name: `other leaders`, `European leaders` beside a person."""
    words = member.split()
    return len(words) > 1 and words[-1].islower()


def speakers_in(extraction: Extraction) -> list[ArticleSpeaker | None]:
    """The speaker of each quotation, None where it has none; `offices.name_office_holders` must come before."""
    speakers = {quote.speaker for quote in extraction.quotes if quote.speaker is not None}
    before = titles_before(extraction.article.text, {form for speaker in speakers for form in _titled_forms(speaker)})
    known: dict[Speaker, ArticleSpeaker] = {}
    found: list[ArticleSpeaker | None] = []
    for quote in extraction.quotes:
        if quote.speaker is None:
            found.append(None)
            continue
        given = quote.speaker
        speaker = replace(given.store_wide(), decided_by=given.decided_by, publisher=given.publisher)
        if speaker not in known:
            known[speaker] = ArticleSpeaker(
                speaker, tuple(tuple(sorted(before[form])) for form in _titled_forms(speaker))
            )
        found.append(known[speaker])
    return found


def count_forms(articles: Iterable[tuple[Hashable, Iterable[ArticleSpeaker | None]]]) -> dict[Form, tuple[int, int]]:
    """In how many articles (known by their ids, which may repeat) and quotations each form occurs."""
    quotes: Counter[Form] = Counter()
    pairs: set[tuple[Form, Hashable]] = set()
    for article, speakers in articles:
        forms = [form for one in speakers if one is not None for form in one.forms]
        quotes.update(forms)
        pairs.update((form, article) for form in forms)
    printed = Counter(form for form, _ in pairs)
    return {form: (printed[form], number) for form, number in quotes.items()}


def joint_names(speaker: Speaker) -> list[str]:
    """The names of several people who speak together."""
    return [member.name for member in speaker.members] or _JOINT.split(speaker.name or "")


def titles_before(text: str, forms: Iterable[str]) -> dict[str, set[str]]:
    """The words right before each of some names in `text`, folded: `mr`, `president`, `sen`.

    One pass for any number of names: each place where a name may begin takes one look-up for each length of a name.
    """
    found: dict[str, set[str]] = {form: set() for form in forms}
    lengths: dict[str, set[int]] = defaultdict(set)
    for form in found:
        lengths[form[:1]].add(len(form))
    lengths.pop("", None)
    if not lengths:
        return found
    after: dict[str, int] = {}  # where the last occurrence of a name ends; occurrences do not overlap
    for beginning in re.finditer(rf"(?<=\s)[{''.join(map(re.escape, sorted(lengths)))}]", text):
        start = beginning.start()
        for length in lengths[beginning[0]]:
            form = text[start : start + length]
            if form not in found or start < after.get(form, 0):
                continue
            after[form] = start + length
            if match := _WORD_BEFORE.search(text, max(0, start - _TITLE), start):
                found[form].add(match[1].casefold())
    return found


def _titled_forms(speaker: Speaker) -> list[str]:
    """The names before which titles are looked for."""
    if speaker.members:
        several = [member.name for member in speaker.members]
        return [name.text if (name := names.parse(part)) is not None else "" for part in several]
    if speaker.name is None or speaker.kind == "organization":
        return []
    if speaker.kind == "person":
        name = names.parse(speaker.name)
        if name is None:
            return []
        return [speaker.name if name.full or speaker.decided_by is not None else name.text]
    several = joint_names(speaker)
    if len(several) < 2:
        return []
    return [name.text if (name := names.parse(part)) is not None else "" for part in several]
