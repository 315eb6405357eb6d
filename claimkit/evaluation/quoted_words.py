"""Which characters lie in quotation marks, as the measure defines it: apart from the room that is measured."""

from __future__ import annotations

import re
from bisect import bisect_left

_OPENING, _CLOSING = "“„«", "”»"
_DOUBLE = re.compile(r"''|``|[“„«”»\"]")
# A single mark opens before a word, after space or opening punctuation; it closes after a word or stop and not before
# a letter.
_SINGLE_OPENS = re.compile(r"(?<![\w'’])['‘](?=\w)")
_SINGLE_CLOSES = re.compile(r"(?<=[\w.,!?…])['’](?!\w)")
_WORD = re.compile(r"\w+")


def quoted(text: str) -> bytearray:
    """1 for each character of `text` inside, or being, quotation marks; else 0. Linear in the length of the text.

    Double marks pair within a line, and one left open runs to the line's end. A straight mark closes an open
    quotation; after a digit (inches) it opens none. Single marks count around two words or more.
    """
    inside = bytearray(len(text))
    for line in re.finditer(r"[^\n]+", text):
        _double(text, line.start(), line.end(), inside)
        _single(text, line.start(), line.end(), inside)
    return inside


def _double(text: str, start: int, end: int, inside: bytearray) -> None:
    opened = None
    for mark in _DOUBLE.finditer(text, start, end):
        sign, at = mark[0], mark.start()
        if opened is None:
            inches = sign not in _OPENING and at > start and text[at - 1].isdigit()
            if sign not in _CLOSING and not inches:
                opened = at
        elif sign not in _OPENING:
            _fill(inside, opened, mark.end())
            opened = None
    if opened is not None:
        _fill(inside, opened, end)


def _single(text: str, start: int, end: int, inside: bytearray) -> None:
    line = text[start:end]
    closing = [mark.start() for mark in _SINGLE_CLOSES.finditer(line)]
    done = 0
    for mark in _SINGLE_OPENS.finditer(line):
        at = mark.start()
        if at < done:
            continue
        nearest = bisect_left(closing, at + 2)
        if nearest == len(closing):
            return
        done = closing[nearest] + 1
        if not inside[start + at] and len(_WORD.findall(line, at, done)) >= 2:
            _fill(inside, start + at, start + done)


def _fill(inside: bytearray, start: int, end: int) -> None:
    inside[start:end] = b"\1" * (end - start)
