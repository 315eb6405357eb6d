"""Datelines: where a report comes from and when, in front of its first sentence, is nobody's claim.

“Kyiv, Ukraine – Rebels attacked …, officials said”, “BHOPAL: Prices will rise, farmers said”, “[LAGOS] …”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from claimkit.analysis.attribution.words import FREE, TaggedWords
from claimkit.models.extraction import TaggedSpan, Tagging

_ = "[ \u00a0]"
_BEGINNING = 3000  # characters in which one is looked for
_PROSE = 40  # characters at least of the paragraph that it begins
_UPPER = rf"[A-Z][A-Z'’.-]{{1,20}}(?:{_}[A-Z'’.-]{{2,20}}){{0,3}}"
_LITTLE = "(?:de|del|do|da|dos|el|la|le|les|of|on|the|upon|sur|am)"
_PLACE = rf"[A-Z][\w'’.-]{{1,20}}(?:{_}(?:{_LITTLE}{_})?[A-Z][\w'’.-]{{0,20}}){{0,3}}"
_DATE = (
    rf"(?:\d{{1,2}}{_})?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]{{0,6}}\.?"
    rf"(?:{_}\d{{1,2}})?(?:,?{_}\d{{4}})?"
)
_AGENCY = r"\([\w ,./]{2,40}\)"
_LINE = re.compile(
    rf"(?m)^{_}{{0,4}}(?:"
    rf"(?:{_UPPER}|{_PLACE})(?:/{_PLACE})?(?:,{_}(?:{_DATE}|{_PLACE})){{0,3}}(?:,?{_}{_AGENCY})?{_}{{0,2}}(?:{_}-{{1,2}}|[–—]){_}"
    rf"|{_UPPER}(?:,{_}(?:{_DATE}|{_PLACE})){{0,3}}(?:{_}{_AGENCY})?{_}?:{_}"
    rf"|{_PLACE}(?:,{_}(?:{_DATE}|{_PLACE})){{0,3}}{_}{_AGENCY}{_}?:{_}"
    rf"|\[{_UPPER}\]{_})"
    rf"(?=[A-Z0-9“\"‘'][^\n]{{{_PROSE}}})"
)


def without_datelines(words: TaggedWords, tagging: Tagging) -> None:
    """Take datelines away from what is said; what a colon in one announces hangs on its sentence's next cue, unless
    somebody behind it is the source."""
    for start, end in _find(words.text):
        inside = words.within(start, end)
        for number, cue in enumerate(tagging.cues):
            if start <= cue.start < end:
                _hand_over(words, tagging, number, end)
        words.take(inside, range(0))
        words.datelines.append((start, end))


def past_dateline(words: TaggedWords, source: TaggedSpan) -> TaggedSpan:
    """A source without the dateline that it begins with: The Hague – [Judges] ruled."""
    ends = (end for start, end in words.datelines if start <= source.start < end < source.end)
    return replace(source, start=next(ends, source.start))


def _find(text: str) -> Iterator[tuple[int, int]]:
    """Where datelines are. Several lines with a colon are the turns of speakers: “CALDER: I …”."""
    found = list(_LINE.finditer(text, 0, min(len(text), _BEGINNING)))
    labels = [match for match in found if match[0].rstrip().endswith(":")]
    yield from (match.span() for match in found if len(labels) < 2 or match not in labels)


def _hand_over(words: TaggedWords, tagging: Tagging, number: int, end: int) -> None:
    """Link the content of a cue in a dateline to the next cue of its sentence that has none; the place says nothing."""
    source = tagging.source_of[number][0]
    if source is not None and tagging.sources[source].start >= end:
        return
    home = _sentence(words, end)
    later = ((i, c) for i, c in enumerate(tagging.cues) if c.start >= end and _sentence(words, c.start) == home)
    idle = (i for i, _ in later if i not in words.owner and tagging.source_of[i][0] is not None)
    owner = next(idle, number if source is None else FREE)
    for i, held in enumerate(words.owner):
        if held == number:
            words.owner[i] = owner


def _sentence(words: TaggedWords, start: int) -> int:
    """The sentence of the first word from `start` on."""
    inside = words.within(start, len(words.text))
    return words.sentence[inside[0]] if inside else -1
