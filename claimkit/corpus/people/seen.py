"""What telling people apart needs of one article: its speakers, and the words before their names in its text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace

from claimkit.english import names
from claimkit.models import Extraction, Speaker

_TITLE = 25  # characters before a name in which its title stands
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\.?\s+\Z")
_JOINT = re.compile(r", | and ")

Form = tuple[str, str, tuple[tuple[str, ...], ...]]  # kind, name, titles


@dataclass(frozen=True, slots=True)
class Seen:
    """A speaker as one article gives it, without evidence.

    `titles` are the folded words right before the name in the article's text (`mr`, `president`), sorted: one tuple
    for a person, one for each of several people who speak as one, none for others.
    """

    speaker: Speaker
    titles: tuple[tuple[str, ...], ...] = ()

    @property
    def form(self) -> Form | None:
        """What is counted: kind, name and titles; None where the article itself does not give the name."""
        speaker = self.speaker
        if speaker.name is None or speaker.decided_by is not None or speaker.kind not in ("person", "organization"):
            return None
        return speaker.kind, speaker.name, self.titles


def seen(extraction: Extraction) -> list[Seen | None]:
    """The speaker of each quotation, None where it has none; of an article that `offices.settle` went through."""
    speakers = {quote.speaker for quote in extraction.quotes if quote.speaker is not None}
    before = titles(extraction.article.text, {form for speaker in speakers for form in _forms(speaker)})
    known: dict[Speaker, Seen] = {}
    found: list[Seen | None] = []
    for quote in extraction.quotes:
        if quote.speaker is None:
            found.append(None)
            continue
        speaker = replace(quote.speaker, evidence=()) if quote.speaker.evidence else quote.speaker
        if speaker not in known:
            known[speaker] = Seen(speaker, tuple(tuple(sorted(before[form])) for form in _forms(speaker)))
        found.append(known[speaker])
    return found


def counted(articles: Iterable[tuple[Hashable, Iterable[Seen | None]]]) -> dict[Form, tuple[int, int]]:
    """In how many articles and quotations each form stands. An article, known by its id, may come twice."""
    quotes: Counter[Form] = Counter()
    pairs: set[tuple[Form, Hashable]] = set()
    for article, speakers in articles:
        forms = [form for one in speakers if one is not None and (form := one.form) is not None]
        quotes.update(forms)
        pairs.update((form, article) for form in forms)
    places = Counter(form for form, _ in pairs)
    return {form: (places[form], number) for form, number in quotes.items()}


def parts(name: str) -> list[str]:
    """The names of several people who speak as one."""
    return _JOINT.split(name)


def titles(text: str, forms: Iterable[str]) -> dict[str, set[str]]:
    """The words right before each of some names in `text`, folded: `mr`, `president`, `sen`.

    One pass, whatever the number of names: at each word that may begin one, a look-up for each length that they have.
    """
    found: dict[str, set[str]] = {form: set() for form in forms}
    lengths: dict[str, set[int]] = defaultdict(set)
    for form in found:
        lengths[form[:1]].add(len(form))
    lengths.pop("", None)
    if not lengths:
        return found
    after: dict[str, int] = {}  # where the last place of a name ends; places do not overlap
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


def _forms(speaker: Speaker) -> list[str]:
    """The names whose titles count."""
    if speaker.name is None or speaker.kind == "organization":
        return []
    if speaker.kind == "person":
        name = names.parse(speaker.name)
        if name is None:
            return []
        return [speaker.name if name.full or speaker.decided_by is not None else name.text]
    several = parts(speaker.name)
    if len(several) < 2:
        return []
    return [name.text if (name := names.parse(part)) is not None else "" for part in several]
