"""Quotation marks → regions: curly, straight, single, guillemets; nested, multi-paragraph, unbalanced.

Marks in news are often wrong, so nothing here raises: the characters beside a mark decide whether it opens, closes or
neither, a region ends with its paragraph (line) at the latest, and what does not balance is kept and flagged. Takes
time linear in the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from claimkit.models.extraction import Region
from claimkit.models.types import MarkStyle, Range

_MARK = re.compile(r"“|”|„|\"|«|»|‘|’|'{1,2}|`{1,2}")
_DOUBLE = re.compile(r"“|”|„|\"|«|»|'{2}|`{2}")
_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
# Quoted words in a line or two, one group for each style of marks; the last may be left open. Each alternative begins
# with its mark, so that the search can look for the marks alone.
_QUOTED = re.compile(
    r"“([^“”]+)(?:”|\Z)|\"([^\"]+)(?:\"|\Z)|«([^«»]+)(?:»|\Z)"
    r"|‘(?<!\w‘)((?:[^‘’]|’(?=\w))+)(?:’|\Z)|'(?<!\w')((?:[^']|'(?=\w)){1,200})'(?!\w)"
)
# Apostrophes for omitted letters, which open nothing: ’90s, ’em, ’til.
_ELISION = re.compile(r"\d\d(?:s\b|\b(?!\S))|(?:em|til|tis|twas|cause|bout|round|cuz|n)\b", re.IGNORECASE)
# The first single mark of the next paragraph, where it opens.
_NEXT_SINGLE = re.compile(r"\s{0,20}['‘](?=[^\W_])")
_OPENING_BEFORE = " \t\r\n\u00a0\u2009([{-–—/…"
# Words that say who spoke, after the comma or mark of a quotation: “, said the …”, “, he said.”
_VERB = r"(?:said|says|added|adds|asked|asks|replied|replies|wrote|writes|warned|warns|explained|insisted|recalled)"
# … the last with words for an office or a trade before the name: “, said farmer Orlova”.
_TRADE = r"[a-z][\w’'-]{1,20}"
_SAID_BY = rf"{_VERB}\s{{1,3}}(?:the\b|an?\b|he\b|she\b|they\b|(?:{_TRADE}\s{{1,3}}){{0,2}}[A-Z])"
_SAYS = rf"(?:he|she|they|[A-Z][\w.’'-]{{1,30}}(?: [A-Z][\w.’'-]{{1,30}}){{0,2}})\s{{1,3}}{_VERB}"
_REPORTED = re.compile(rf"[,?!…](?=\s{{1,3}}(?:{_SAID_BY}|{_SAYS}(?:\.(?:\s|\Z)|\Z)))")
_SPOKEN = re.compile(rf"\s{{1,3}}(?:{_SAID_BY}|{_SAYS}\b)")
# A sentence that reports more of what somebody said, after which no quotation goes on: “. He added that”, “. Ilves also
# told the BBC that”.
_TOLD = r"(?:said|says|told|revealed|explained|confirmed|noted|claimed|warned|stressed|admitted|insisted|wrote)"
_RETOLD = re.compile(
    rf"[.!?…](?=\s{{1,3}}(?:(?:He|She|They)\s(?:added|(?:also|later|then|further)\s{{1,3}}{_TOLD}|went\son\sto\ssay)"
    rf"|[A-Z][\w.’'-]{{1,30}}(?: [A-Z][\w.’'-]{{1,30}}){{0,2}}\s(?:added|(?:also|later|then|further)\s{{1,3}}{_TOLD}"
    rf"|{_TOLD}))(?:\s[\w’'-]{{1,30}}){{0,5}}?\sthat\b)"
)
_SENTENCE_STOPS = ".!?…"
_MAX_DEPTH = 8
# Characters from an opening single mark to its closing one; longer single-quoted speech is rare in English news.
_SINGLE_REACH = 1500


@dataclass(slots=True)
class _Open:
    start: int
    width: int
    style: MarkStyle
    inner_closed: int = 0
    last_inner_end: tuple[int, int] | None = None


def find_regions(text: str) -> list[Region]:
    """All quotation regions of `text` by start, then depth; each line is a paragraph."""
    regions: list[Region] = []
    left_open: int | None = None
    began = 0  # where the quotation that is left open began, perhaps some paragraphs ago
    for paragraph in _PARAGRAPH.finditer(text):
        first = _first_character(text, paragraph)
        found = _levelled(_paragraph_regions(text, first, paragraph.end(), goes_on=left_open is not None))
        goes_on = left_open is not None and bool(found) and found[0].start == first
        if left_open is not None and not goes_on:
            regions[left_open] = _up_to_report(text, regions[left_open])
        elif left_open is not None and _quotes_an_article(text, regions[left_open], found[0]):
            regions[began:] = _without_excerpt(regions[began:])
            goes_on = False
        elif left_open is not None:
            regions[left_open] = replace(regions[left_open], continues=True)
        left_open = None
        for region in found:
            if region.depth == 0:
                left_open = None if region.closed else len(regions)
                began = began if goes_on and region is found[0] else len(regions)
            regions.append(region)
    if left_open is not None:
        regions[left_open] = _up_to_report(text, regions[left_open])
    return regions


def find_quoted(text: str) -> list[Range]:
    """Ranges of the words between quotation marks in a short text, such as a mixed quotation; marks left out.

    Quicker than `find_regions`, and unlike there a mark may stay open over a line's end.
    """
    return [match.span(match.lastindex or 0) for match in _QUOTED.finditer(text)]


def without_quoted(text: str) -> str:
    """A paragraph with a space in place of each quotation."""
    return _QUOTED.sub(" ", text)


def outermost(regions: list[Region]) -> list[Region]:
    """The regions at depth 0, in text order."""
    return [r for r in regions if r.depth == 0]


def mask_quoted(regions: list[Region], length: int) -> bytearray:
    """For each of `length` characters 1 if it is in a region (marks included), else 0."""
    return mark_styles(regions, length).replace(b"\2", b"\1")


def mark_styles(regions: list[Region], length: int) -> bytearray:
    """For each of `length` characters 0 outside, 1 in an outermost double or guillemet region, 2 in a single one."""
    kinds = bytearray(length)
    for region in outermost(regions):
        kinds[region.start : region.end] = (b"\2" if region.style == "single" else b"\1") * (region.end - region.start)
    return kinds


def _levelled(regions: Iterator[Region]) -> list[Region]:
    """Sorted, with depths recounted: if an outer mark is never closed, its inner ones are outermost."""
    levelled: list[Region] = []
    ends: list[int] = []
    for region in sorted(regions, key=lambda r: (r.start, -r.end)):
        while ends and ends[-1] <= region.start:
            ends.pop()
        levelled.append(replace(region, depth=len(ends)))
        ends.append(region.end)
    return levelled


def _first_character(text: str, paragraph: re.Match[str]) -> int:
    piece = paragraph.group()
    return paragraph.start() + len(piece) - len(piece.lstrip())


def _paragraph_regions(text: str, start: int, end: int, *, goes_on: bool) -> Iterator[Region]:
    """The regions of a paragraph; `goes_on` says that the quotation of the one before it was left open."""
    stack: list[_Open] = []
    singles = _SingleClosers(text, start, end)
    doubles = _Doubles(text, start, end)
    single_end = -1  # where the open single mark closes
    marked = False

    def close(width: int, at: int) -> Region:
        opened = stack.pop()
        if stack and stack[-1].style == opened.style:
            stack[-1].inner_closed += 1
            stack[-1].last_inner_end = (at, at + width)
        return Region(opened.start, at + width, opened.start + opened.width, at, opened.style)

    for mark in _MARK.finditer(text, start, end):
        at, width, sign = mark.start(), mark.end() - mark.start(), mark.group()
        if sign in ("'", "‘", "’", "`"):
            if stack and stack[-1].style == "single" and at == single_end:
                yield close(1, at)
            elif sign != "’" or not _follows_word(text, at, start):
                closer = singles.closer_for(at) if not any(o.style == "single" for o in stack) else None
                if closer is not None and len(stack) < _MAX_DEPTH:
                    stack.append(_Open(at, 1, "single"))
                    single_end = closer
                elif closer is None and not stack and singles.goes_on(at):
                    stack.append(_Open(at, 1, "single"))
            continue
        style: MarkStyle = "guillemet" if sign in "«»" else "double"
        holder = next((i for i in range(len(stack) - 1, -1, -1) if stack[i].style == style), None)
        if _opens(text, at, width, sign, start, end, holder is not None):
            if holder is not None and doubles.take_up(at):
                del stack[holder + 1 :]
                yield from _unclosed(text, stack.pop(), at, continues=True)
            if len(stack) < _MAX_DEPTH:
                stack.append(_Open(at, width, style))
        elif holder is not None:
            del stack[holder + 1 :]  # inner marks that were never closed
            yield close(width, at)
        elif not marked and at > start and (goes_on or _ends_speech(text, at, at + width)):
            yield Region(start, at + width, start, at, style)  # the opening mark was forgotten
        marked = True
    yield from _leftovers(text, stack, end)


def _leftovers(text: str, stack: list[_Open], end: int) -> Iterator[Region]:
    """Regions for the marks still open at a paragraph's end."""
    while len(stack) > 1:
        held = stack.pop()
        outer = stack[-1]
        if held.style == "single":
            continue
        if held.last_inner_end is not None:
            outer.inner_closed += held.inner_closed
            outer.last_inner_end = held.last_inner_end
    if not stack:
        return
    opened = stack.pop()
    inner_start = opened.start + opened.width
    inner = opened.last_inner_end
    # Marks of another shape, which have their own partners, close nothing: "The “Act” is dead.
    foreign = inner is not None and text[opened.start] == '"' and text[inner[0]] == "”"
    if opened.inner_closed == 0 or foreign:
        yield from _unclosed(text, opened, end)
    elif opened.inner_closed == 1 and inner is not None:
        # Opened twice and closed once: one quotation.
        yield Region(opened.start, inner[1], inner_start, inner[0], opened.style, reopened=True)


def _unclosed(text: str, opened: _Open, end: int, *, continues: bool = False) -> Iterator[Region]:
    """The region of a mark that is still open at `end`, where its paragraph ends or the quotation is taken up again.

    If words inside say who spoke, the closing mark was forgotten before them.
    """
    inner_start, last = opened.start + opened.width, end
    while last > inner_start and text[last - 1].isspace():
        last -= 1
    if reported := _REPORTED.search(text, inner_start, last):
        yield Region(opened.start, reported.end(), inner_start, reported.end(), opened.style)
    elif last > inner_start:
        yield Region(opened.start, last, inner_start, last, opened.style, closed=False, continues=continues)


def _quotes_an_article(text: str, opened: Region, following: Region) -> bool:
    """Whether a straight mark that is never closed sets off an excerpt, which quotes people between curly ones."""
    return text[opened.start] == '"' and text[following.start] == "“" and following.closed


def _without_excerpt(regions: list[Region]) -> list[Region]:
    """The quotations in an excerpt, of which each paragraph begins with a mark of the excerpt's own."""
    return [replace(r, depth=r.depth - 1) for r in regions if r.depth]


def _up_to_report(text: str, region: Region) -> Region:
    """A quotation that is never closed, up to a sentence inside it that reports more of what its speaker said."""
    if (report := _RETOLD.search(text, region.inner_start, region.end)) is None:
        return region
    return replace(region, end=report.end(), inner_end=report.end(), closed=True)


def _ends_speech(text: str, at: int, after: int) -> bool:
    """Whether a mark that opened nothing follows a stop and is followed by who spoke: Nobody told us,” he said."""
    return text[at - 1] in ",?!…" and _SPOKEN.match(text, after) is not None


def _opens(text: str, at: int, width: int, sign: str, start: int, end: int, is_open: bool) -> bool:
    """Whether a double mark or guillemet opens, by its shape first and its neighbours next."""
    before = text[at - 1] if at > start else " "
    after = text[at + width] if at + width < end else " "
    room_before = before in _OPENING_BEFORE or before in "“‘\"'"
    room_after = after.isspace() or after in ".,;:!?)]}…-–—”’\"'/"
    if sign in ("“", "„", "«", "``"):
        return not (is_open and not room_before and room_after)
    if sign in ("”", "»"):
        return not is_open and room_before and not room_after
    if not is_open:
        # A straight mark after a figure stands for inches or seconds.
        return not before.isdigit() and not (room_after and not room_before)
    return room_before and not room_after and before not in "-–—…" and at > start


def _follows_word(text: str, at: int, start: int) -> bool:
    return at > start and (text[at - 1].isalnum() or text[at - 1] in ".,!?…")


class _Doubles:
    """The double marks of a paragraph by their shape, to tell a quotation inside another from one that is taken up.

    Texts that have lost their paragraphs print “A. “B. “C.” in one.
    """

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._start = start
        self._end = end
        self._opening: list[bool] | None = None
        self._at: list[int] = []
        self._next = 0

    def take_up(self, at: int) -> bool:
        """Whether the opening mark at `at` goes on with the quotation that is open there: it begins a sentence, and of
        the next two marks not both close. `at` only grows from call to call."""
        text, before = self._text, at - 1
        while before > self._start and at - before <= 4 and text[before].isspace():
            before -= 1
        if before == at - 1 or text[before] not in _SENTENCE_STOPS + "’'" or not text[at + 1 : at + 2].strip():
            return False
        if text[before] in "’'" and text[before - 1] not in _SENTENCE_STOPS:
            return False
        opening = self._read()
        while self._next < len(self._at) and self._at[self._next] <= at:
            self._next += 1
        following = opening[self._next : self._next + 2]
        return len(following) < 2 or any(following)

    def _read(self) -> list[bool]:
        """Whether each double mark is shaped like an opening one."""
        if self._opening is None:
            self._opening = []
            for mark in _DOUBLE.finditer(self._text, self._start, self._end):
                before = self._text[mark.start() - 1] if mark.start() > self._start else " "
                after = self._text[mark.end()] if mark.end() < self._end else " "
                self._at.append(mark.start())
                self._opening.append(
                    mark.group() in ("“", "„", "``") or (before in _OPENING_BEFORE and not after.isspace())
                )
        return self._opening


class _SingleClosers:
    """Finds the closing mark for an opening single mark, apostrophes aside.

    A mark that may be a plural possessive ("leaders’ plan") or a lost letter ("goin’ home") closes only if no other
    mark does.
    """

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._start = start
        self._end = end
        self._sure: list[int] = []
        self._possessive: list[int] = []
        self._openers: list[int] = []
        self._taken_up = False
        marked = False
        for match in re.finditer(r"['’‘]", text[start:end]):
            at, marked = start + match.start(), True
            after = text[at + 1] if at + 1 < end else " "
            shaped = after.isalnum() and (at == start or text[at - 1] in _OPENING_BEFORE)
            if shaped and not _ELISION.match(text, at + 1):
                self._openers.append(at)
            if match[0] == "‘" or not _follows_word(text, at, start) or after.isalnum():
                continue
            elided = text[at - 2 : at].casefold() == "in" or text[at - 2 : at] in ("'n", "‘n", "’n")
            unsure = after == " " and (text[at - 1] == "s" or elided) and text[at + 2 : at + 3].islower()
            (self._possessive if unsure else self._sure).append(at)
        if marked and (follows := _NEXT_SINGLE.match(text, end)):
            last = end
            while last > start and text[last - 1].isspace():
                last -= 1
            self._taken_up = text[last - 1] in _SENTENCE_STOPS and not _ELISION.match(text, follows.end())
        self._next_sure = 0
        self._next_possessive = 0

    def closer_for(self, at: int) -> int | None:
        """Offset of the mark that closes the single mark at `at`, or None if that opens nothing.

        `at` only grows from call to call, so that each list is walked once.
        """
        text = self._text
        before = text[at - 1] if at > self._start else " "
        after = text[at + 1] if at + 1 < self._end else " "
        if not (before in _OPENING_BEFORE or before in '“"«') or not (after.isalnum() or after in '“"[$@#…'):
            return None
        elision = _ELISION.match(text, at + 1) is not None
        if elision and not self._begins(at):
            return None
        while self._next_sure < len(self._sure) and self._sure[self._next_sure] <= at + 1:
            self._next_sure += 1
        while self._next_possessive < len(self._possessive) and self._possessive[self._next_possessive] <= at + 1:
            self._next_possessive += 1
        for candidates, i in ((self._sure, self._next_sure), (self._possessive, self._next_possessive)):
            if candidates is self._possessive and (elision or self.goes_on(at)):
                break
            if i < len(candidates) and candidates[i] - at <= _SINGLE_REACH:
                closer = candidates[i]
                later = bisect_right(self._openers, at)
                held = later < len(self._openers) and self._openers[later] < closer
                if held and elision:
                    # “'Twas ever thus,' she said” opens with its apostrophe, “'Twas cold. 'Go,' she said” does not.
                    return None
                if held and text[closer - 1].isalnum() and i + 1 < len(candidates):
                    # “'I said 'no' twice,' she said”: the first mark that closes belongs to the term inside.
                    outer = candidates[i + 1]
                    return outer if outer - at <= _SINGLE_REACH else closer
                return closer
        return None

    def goes_on(self, at: int) -> bool:
        """Whether a single mark at `at` opens a quotation that the next paragraph takes up."""
        text = self._text
        opens = self._taken_up and self._begins(at) and text[at + 1 : at + 2].isalnum()
        return opens and not _ELISION.match(text, at + 1)

    def _begins(self, at: int) -> bool:
        """Whether a mark begins a paragraph or a sentence, or follows a comma or colon."""
        before = at - 1
        while before >= self._start and at - before <= 4 and self._text[before].isspace():
            before -= 1
        return before < self._start or (before < at - 1 and self._text[before] in _SENTENCE_STOPS + ",:;’'”\"")
