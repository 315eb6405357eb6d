"""Statements printed without marks under a line that says whose they are: “Statement by NAME:”, “NAME released the
following statement:”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimkit.analysis.attribution.layout import announcement
from claimkit.analysis.attribution.words import DraftAttribution, TaggedWords
from claimkit.models.record import Span

_CERTAINTY = 0.9  # the form shows whose words follow, unless it announces something else; set by hand
_MOST = 60  # paragraphs of a statement
_LONGEST_LINE = 400  # characters of a line that announces one
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_FIRST_PERSON = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|[Mm]y|[Ww]e|[Ww]e['’](?:re|ve|d|ll)|[Oo]ur|us)\b")
_MARKS = re.compile(r"[“”\"«»]|``")
_ISSUED = r"(?:released|issued|published|posted|made|gave|sent(?: out)?|put out|shared|wrote)"
_STATED = r"(?:statement|message|letter|note|remarks|comments?)"
_RELEASED = re.compile(
    rf"[ \t\u00a0]{{0,8}}(?P<name>[A-Z][^\n:“”\"]{{1,120}}?),?[ \u00a0]"
    rf"(?P<cue>(?:has |have |today |later )?{_ISSUED})[ \u00a0]"
    rf"(?:today |on \w{{1,20}} )?(?:the following|this|a)[ \u00a0](?:\w{{1,20}}[ \u00a0]){{0,2}}?{_STATED}\b"
    rf"(?:(?: on behalf)? (?:from|by|of) (?P<by>[A-Z][^\n:,“”\"]{{1,80}}))?[^\n:“”\"]{{0,150}}:\s*$"
)
_END = re.compile(
    r"(?:ends?|notes? (?:to|for) editors?|(?:media |press )?contacts?(?: ?:.*)?|about [A-Z].*|for more information.*)?",
    re.IGNORECASE,
)
_SIGNS = " \t\r\u00a0#*-–—=_.:"  # of a line that ends a release: “###”, “– ENDS –”


def stated(words: TaggedWords, mask: bytearray) -> Iterator[DraftAttribution]:
    """The paragraphs below such a line, as far as they speak of “I”, “we” or “our”."""
    text = words.text
    lines = [m.span() for m in _LINE.finditer(text)]
    for number, (start, end) in enumerate(lines):
        if text[end - 1 : end] != ":" and not text[start:end].rstrip().endswith(":"):
            continue
        found = _announced(text, start, end)
        below = lines[number + 1 : number + 1 + _MOST]
        if found is None or not (paragraphs := _own_words(text, below)):
            continue
        name, cue = found
        members = [w for first, last in paragraphs for w in words.within(first, last)]
        words.take(words.within(paragraphs[0][0], paragraphs[-1][1]), words.within(start, end))
        if members:
            yield DraftAttribution(cue, name, _CERTAINTY, members, by_layout=True, verbatim=True)


def _announced(text: str, start: int, end: int) -> tuple[Span, Span] | None:
    if end - start > _LONGEST_LINE:
        return None
    match = announcement(text[start:end]) or _RELEASED.match(text[start:end])
    if match is None:
        return None
    who = "by" if match.groupdict().get("by") else "name"
    name, cue = ((start + s, start + e) for s, e in (match.span(who), match.span("cue")))
    return Span(*name, text[slice(*name)]), Span(*cue, text[slice(*cue)])


def _own_words(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The paragraphs up to the last one in the first person before a mark, a label or the release ends."""
    kept = 0
    for number, (start, end) in enumerate(lines):
        line = text[start:end]
        if _MARKS.search(line) or _END.fullmatch(line.strip(_SIGNS)) or line.rstrip().endswith(":"):
            break
        if _FIRST_PERSON.search(line):
            kept = number + 1
    return lines[:kept]
