"""Where a hit of `who-said` denies what the phrase says, or has another number, though the words look alike."""

from __future__ import annotations

import re

from claimkit import wording
from claimkit.models.hits import Deviation
from claimkit.models.record import Span
from claimkit.models.types import DifferenceKind, Range

_KINDS: frozenset[DifferenceKind] = frozenset({"negation lost", "negation gained", "number changed"})
_SENTENCE = re.compile(r"[.!?…][”\"’']?\s")
_MOST = 600  # characters of the quotation before and after the match that are looked at; set by hand


def deviations(phrase: str, text: str, matches: tuple[Range, ...]) -> tuple[Deviation, ...]:
    """Of the sentences of `text` in which `phrase` was found: negations and numbers that are not the phrase's."""
    if not matches:
        return ()
    start, end = _sentences(text, matches[0][0], matches[-1][1])
    found = wording.differences(_whole(phrase), _whole(text[start:end]))
    return tuple(
        Deviation(
            one.kind,
            one.representative.text,
            Span(start + one.variant.start, start + one.variant.end, one.variant.text),
        )
        for one in found
        if one.kind in _KINDS
    )


def _sentences(text: str, start: int, end: int) -> Range:
    """The sentences from that of offset `start` to that of `end`."""
    low = max(start - _MOST, 0)
    first = max((match.end() for match in _SENTENCE.finditer(text, low, start)), default=low)
    after = _SENTENCE.search(text, max(end - 1, first), end + _MOST)
    return first, after.end() if after else min(end + _MOST, len(text))


def _whole(text: str) -> wording.Wording:
    return wording.Wording(text, ((0, len(text)),))
