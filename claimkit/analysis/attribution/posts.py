"""Posts pasted into a text: a line with a name and an @handle, what is written below it, and when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from claimkit.analysis.attribution.words import DraftAttribution, TaggedWords
from claimkit.models.record import Span

_CERTAINTY = 0.9  # the form shows who writes, unless it means something else; set by hand
_MOST = 40  # lines of a post
_SPACED = 8  # lines of one that has empty lines between
_FEWEST = 3  # words of one
_B = r"[ \t\u00a0]"
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_NAME = r"(?P<name>[^\W\d_][\w.’'&-]{0,30}(?: [\w.’'&-]{1,30}){0,5})"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DAY = rf"(?:{_MONTH} \d{{1,2}}(?:, \d{{4}})?|\d{{1,2}} {_MONTH}(?: \d{{4}})?)"
_STAMP = rf"(?:{_DAY}|\d{{1,2}}[:.]\d{{2}}(?: ?[AaPp]\.?[Mm]\.?)?|\d{{1,2}} ?[hms])"
_HANDLE = r"\(?@\w{1,30}\)?"
_HEADER = re.compile(
    rf"{_B}{{0,8}}{_NAME}{_B}{{1,3}}{_HANDLE}(?:{_B}{{0,3}}[·•|,–—-]{_B}{{0,3}}(?P<stamp>{_STAMP})[^\n]{{0,30}})?\s{{0,4}}"
)
_NAMED = re.compile(rf"{_B}{{0,8}}{_NAME}\s{{0,4}}")
_BELOW = re.compile(
    rf"{_B}{{0,8}}@\w{{1,30}}(?:{_B}{{0,3}}[·•|,–—-]{_B}{{0,3}}(?P<stamp>{_STAMP})[^\n]{{0,30}})?\s{{0,4}}"
)
# The line that closes a post: 10:12 AM · May 3, 2024 · 1,204 Views
_FOOTER = re.compile(rf"{_B}{{0,8}}(?P<stamp>{_STAMP}){_B}{{0,3}}(?:[·•|,–—-][^\n]{{0,80}})?\s{{0,4}}")
# Said on by others, or quoted without a line of its own: RT @handle: words
_SHARED = re.compile(rf"{_B}{{0,8}}(?:RT{_B})?(?P<name>@\w{{1,30}})(?P<cue>:){_B}{{1,4}}(?=\S)")


class _Post(NamedTuple):
    name: Span
    cue: Span | None
    lines: list[tuple[int, int]]


def posts(words: TaggedWords) -> Iterator[DraftAttribution]:
    """What each post says. Where no post tells the time, a name with a handle may be that of the article's writer."""
    text = words.text
    if "@" not in text:
        return
    lines = [m.span() for m in _LINE.finditer(text)]
    found: list[_Post] = []
    after, dated = 0, False
    for number, (start, end) in enumerate(lines):
        if number < after or "@" not in text[start:end]:
            continue
        if (shared := _SHARED.match(text, start, end)) is not None:
            cue = Span(*shared.span("cue"), shared["cue"])
            found.append(_Post(Span(*shared.span("name"), shared["name"]), cue, [(shared.end(), end)]))
            continue
        name, stamped = _header(text, lines, number)
        if name is not None:
            body, closed, after = _body(text, lines, number + 1)
            if not body:
                body, closed, after = _spaced_body(text, lines, number + 1)
            found.append(_Post(name, None, body))
            dated |= stamped or closed
    for post in found:
        if dated or post.cue is not None:
            yield from _draft(words, post)


def _header(text: str, lines: list[tuple[int, int]], number: int) -> tuple[Span | None, bool]:
    """Who a line says has posted, and whether it says when."""
    match = _HEADER.fullmatch(text, *lines[number])
    if match is not None:
        return Span(*match.span("name"), match["name"]), match["stamp"] is not None
    handle = _BELOW.fullmatch(text, *lines[number])
    if handle is None or not number or lines[number - 1][1] + 1 != lines[number][0]:
        return None, False
    named = _NAMED.fullmatch(text, *lines[number - 1])
    return None if named is None else Span(*named.span("name"), named["name"]), handle["stamp"] is not None


def _body(text: str, lines: list[tuple[int, int]], number: int) -> tuple[list[tuple[int, int]], bool, int]:
    """The lines of a post up to an empty one, whether one that tells the time closes it, and the line after it."""
    body: list[tuple[int, int]] = []
    for at in range(number, min(len(lines), number + _MOST)):
        if at and lines[at - 1][1] + 1 != lines[at][0]:
            return body, False, at
        if _FOOTER.fullmatch(text, *lines[at]):
            return body, True, at + 1
        if _HEADER.fullmatch(text, *lines[at]):
            return body, False, at
        body.append(lines[at])
    return body, False, number + len(body)


def _spaced_body(text: str, lines: list[tuple[int, int]], number: int) -> tuple[list[tuple[int, int]], bool, int]:
    """The lines of a post set apart from its header by an empty one: up to the line that tells the time, or none."""
    for at in range(number + 1, min(len(lines), number + _SPACED + 1)):
        if _HEADER.fullmatch(text, *lines[at]) or _BELOW.fullmatch(text, *lines[at]):
            break
        if _FOOTER.fullmatch(text, *lines[at]):
            return lines[number:at], True, at + 1
    return [], False, number


def _draft(words: TaggedWords, post: _Post) -> Iterator[DraftAttribution]:
    members = [i for start, end in post.lines for i in words.within(start, end)]
    if sum(map(words.starts_with_letter, members)) >= _FEWEST:
        words.take(members, words.within(post.name.start, post.name.end))
        yield DraftAttribution(post.cue, post.name, _CERTAINTY, members, by_layout=True, verbatim=True)
