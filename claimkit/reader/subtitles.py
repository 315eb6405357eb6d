"""Subtitles (WebVTT, SubRip) → article: one paragraph for each speaker's turn, `Name: words`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from claimkit.reader import metadata
from claimkit.reader.parsed import Markup, ParsedArticle, UnreadableError, split_lines

_STAMP = r"(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_TIMES = re.compile(rf"(?P<start>{_STAMP})[ \t]{{0,9}}-->[ \t]{{0,9}}(?P<stop>{_STAMP})")
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,50})?[ \t]{1,5}(?P<name>[^<>]{1,100})>")
_TAG = re.compile(r"</?[A-Za-z0-9][^<>]{0,200}>|\{\\?[^{}]{0,100}\}")
_LABEL = re.compile(
    r"(?:>>[ \t]{0,3}|-[ \t]{0,3})?(?P<name>[A-Z][\w.’'-]{0,30}(?: [A-Z(][\w.’')-]{0,30}){0,4}):[ \t]{1,5}(?=\S)"
)
_TURN = re.compile(r"(?:>>+|-)[ \t]{0,3}(?=\S)")
_DIRECTION = re.compile(r"[\[(♪][^\[\]()♪]{0,200}[\])♪]")
_ENDS = re.compile(r"[.!?…][\"”’')\]]{0,3}$")
# Seconds of silence after a sentence that begin a paragraph, and the longest paragraph of one; set by hand.
_PAUSE = 2.5
_LONGEST = 1200


def parse(text: str, path: str) -> ParsedArticle:
    """The spoken words in subtitles; the file name in `path` may tell outlet and date."""
    found = "\n".join(_paragraphs(text))
    if not found:
        raise UnreadableError("these subtitles hold no words; check what this file is")
    facts = metadata.find_facts(split_lines(found, Markup()), (), found, path)
    return ParsedArticle(found, "text", facts, ())


def _paragraphs(text: str) -> Iterator[str]:
    """One paragraph a turn; without speakers' labels, one for what is said without a pause."""
    label, ended = "", 0.0
    pieces: list[str] = []
    length = 0
    for start, end, lines in captions(text):
        paused = start - ended > _PAUSE
        ended = end
        for line in lines:
            named, turned, words = read_line(line)
            if not words:
                continue
            new = (named and named != label) or (turned and not named)
            full = bool(pieces) and (paused or length > _LONGEST) and _ENDS.search(pieces[-1][-5:]) is not None
            if pieces and (new or full):
                yield _paragraph(label, pieces)
                pieces, length = [], 0
            label = named or ("" if turned else label)
            pieces.append(words)
            length += len(words)
            paused = False
    if pieces:
        yield _paragraph(label, pieces)


def _paragraph(label: str, pieces: list[str]) -> str:
    words = " ".join(pieces)
    return f"{label}: {words}" if label else words


def read_line(line: str) -> tuple[str, bool, str]:
    """Who speaks in a line, if it says so, whether somebody else begins, and the words."""
    voice = _VOICE.search(line)
    name = voice["name"].strip() if voice else ""
    words = " ".join(unescape(_DIRECTION.sub(" ", _TAG.sub("", line))).split())
    if label := _LABEL.match(words):
        return name or label["name"], True, words[label.end() :]
    if turn := _TURN.match(words):
        return name, True, words[turn.end() :]
    return name, bool(voice), words


def captions(text: str) -> Iterator[tuple[float, float, list[str]]]:
    """The captions in order: when they begin and end, and their lines."""
    times: tuple[float, float] | None = None
    lines: list[str] = []
    for line in (*text.splitlines(), ""):
        if match := _TIMES.search(line[:200]):
            times, lines = (_seconds(match["start"]), _seconds(match["stop"])), []
        elif not line.strip():
            if times and lines:
                yield *times, lines
            times, lines = None, []
        elif times:
            lines.append(line[:2000])


def _seconds(stamp: str) -> float:
    total = 0.0
    for part in stamp.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total
