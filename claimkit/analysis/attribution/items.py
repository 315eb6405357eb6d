"""What is quoted in an item of a list, a row of a table or a paragraph, and who speaks in another one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice

from claimkit.analysis.attribution.words import CUELESS, FREE, DraftAttribution, TaggedWords
from claimkit.english.lexicon import words as listed
from claimkit.english.names import begins_name
from claimkit.models.extraction import Region, Tagging
from claimkit.models.record import Span

_CERTAINTY = 0.9  # the form shows whose words they are, unless it means something else; set by hand
_OWN_LETTERS = 4  # outside of marks
_LONGEST = 300  # characters of an item before and after its quotation
_ = "[ \t\u00a0]"
_NAME = r"(?P<name>(?P<given>[A-Z][\w’'-]{1,30})(?: (?:(?:al|bin|de|del|der|la|van|von) )?[A-Z][\w.’'-]{0,30}){1,4})"
_ROLE = rf"(?:(?:,{_}|{_}\()[^\n|“”\"]{{1,150}})?"
# What comes after a quotation that fills its item up to who said it: “…” — NAME, on the port; “…” (NAME, mayor).
_SIGNED = re.compile(
    rf"{_}{{0,4}}[.,]?{_}{{0,4}}(?:[―—–(-]{{1,2}}{_}{{0,4}})?{_NAME}{_ROLE}\)?{_}{{0,4}}\r?$", re.MULTILINE
)
_CELL = re.compile(rf"{_}{{0,20}}[*_]{{0,3}}{_NAME}{_ROLE}[*_]{{0,3}}{_}{{0,20}}")
_WORD = re.compile(r"\w+")
_BULLET = re.compile(rf"{_}{{0,8}}(?:[-*+•·▪●‣◦]|\d{{1,3}}[.)]){_}{{1,4}}")
_ITEM = re.compile(r"(?m)^[ \t\u00a0]{0,8}(?:(?P<row>\|)|[-*+•·▪●‣◦][ \t\u00a0]|\d{1,3}[.)][ \t\u00a0])[^\n]*")


def keep_apart(words: TaggedWords, tagging: Tagging) -> None:
    """Take contents in an item away from the cue of another item, and those in a table's row from every cue outside."""
    items = [(m.start(), m.end(), m["row"] is not None) for m in _ITEM.finditer(words.text)]
    if not items:
        return
    starts = [start for start, _, _ in items]

    def item(at: int) -> int:
        """The number of the item at `at`, or -1."""
        number = bisect_right(starts, at) - 1
        return number if number >= 0 and at < items[number][1] else -1

    homes = [item(cue.start) for cue in tagging.cues]
    for content, (cue, _) in zip(tagging.contents, tagging.cue_of, strict=True):
        if cue is None:
            continue
        here = item(content.start)
        if here >= 0 and homes[cue] != here and (homes[cue] >= 0 or items[here][2]):
            for i in words.within(content.start, content.end):
                words.owner[i] = CUELESS


def not_announced(words: TaggedWords, mask: bytearray, regions: Sequence[Region], tagging: Tagging) -> None:
    """Take a quotation away from a cue in a later paragraph if its own paragraph says anything else, or if that cue
    announces the next quotation with a colon.

    That is where somebody would be named; the five such links in 248 articles of PolNeAR's train part are all wrong.
    """
    text = words.text
    paragraph, has_own_words = (-1, -1), False
    for region in regions:
        members = words.within(region.start, region.end)
        owner = words.owner[members[0]] if members else FREE
        if owner < 0 or tagging.cues[owner].start < region.end:
            continue
        if not paragraph[0] <= region.start < paragraph[1]:
            end = text.find("\n", region.end)
            paragraph = text.rfind("\n", 0, region.start) + 1, len(text) if end < 0 else end
            own = (i for i in range(*paragraph) if text[i].isalpha() and not mask[i])
            has_own_words = sum(1 for _ in islice(own, _OWN_LETTERS)) == _OWN_LETTERS
        cue = tagging.cues[owner]
        if cue.start >= paragraph[1] and (has_own_words or _announces(text, cue.end)):
            for i in members:
                words.owner[i] = CUELESS


def _announces(text: str, at: int) -> bool:
    """Whether the paragraph of `at` ends with a colon."""
    end = text.find("\n", at, at + _LONGEST)
    return text[at : end if end >= 0 else at].rstrip().endswith(":")


def signed_items(words: TaggedWords, regions: Sequence[Region]) -> Iterator[DraftAttribution]:
    """Quotations that fill an item but for a name behind them, and those that fill a cell of a row with a name."""
    text = words.text
    for region in regions:
        line = text.rfind("\n", max(0, region.start - _LONGEST), region.start) + 1
        if not region.closed or region.start - line >= _LONGEST:
            continue
        before = text[line : region.start]
        if before.lstrip().startswith("|"):
            name = _of_row(text, region, line)
        else:
            name = _signer(text, region.end) if _BULLET.fullmatch(before) else None
        if name is not None and (members := list(words.within(region.start, region.end))):
            words.take(members, words.within(name.start, name.end))
            yield DraftAttribution(None, name, _CERTAINTY, members, by_layout=True)


def _signer(text: str, at: int) -> Span | None:
    """Who is named between a quotation and the end of its line, where nothing says that they do anything."""
    match = _SIGNED.match(text, at, at + _LONGEST)
    if match is None or not listed("boilerplate", "said").isdisjoint(_WORD.findall(match[0].casefold())):
        return None
    return _person(text, match)


def _of_row(text: str, region: Region, line: int) -> Span | None:
    """Who is named in a cell of the row, if the quotation has one to itself."""
    end = text.find("\n", region.end, region.end + _LONGEST)
    end = min(len(text), region.end + _LONGEST) if end < 0 else end
    left, right = text.rfind("|", line, region.start) + 1, text.find("|", region.end, end)
    right = end if right < 0 else right
    if text[left : region.start].strip(" \t\u00a0*_") or text[region.end : right].strip(" \t\u00a0*_.,"):
        return None
    at = line
    while at < end:
        stop = text.find("|", at, end)
        stop = end if stop < 0 else stop
        match = _CELL.fullmatch(text, at, stop)
        if match is not None and (name := _person(text, match)) is not None:
            return name
        at = stop + 1
    return None


def _person(text: str, match: re.Match[str]) -> Span | None:
    """The name, if it can be a person's, perhaps behind an office: Mayor Greta Holm."""
    start, end = match.span("name")
    given = [word for word in match["name"].split()[:-1] if begins_name(word)]
    return Span(start, end, text[start:end]) if given else None
