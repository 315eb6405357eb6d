"""The words that a quotation attributes to the speaker, as pieces of its text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from claimkit.english.spoken import QUOTED
from claimkit.models import Quote

Range = tuple[int, int]

_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Wording:
    """A quotation's text and the ranges of it that are the speaker's words, sorted and disjoint.

    The article's own words come between two pieces ("… ,” he said. “…"), so the speaker may have paused or said more
    there. `whole`: the text contains no words of the article, which could say what the pieces leave out.
    """

    text: str
    pieces: tuple[Range, ...]
    whole: bool = True


def wording(quote: Quote) -> Wording:
    """Of a mixed quotation only what is in quotation marks, of others everything, split where a cue interrupts it."""
    text = quote.text
    if quote.type == "mixed":
        quoted = [match.span(match.lastindex or 0) for match in QUOTED.finditer(text)]
        if quoted:
            ends = [0, *(end for _, end in quoted)]
            starts = [*(start for start, _ in quoted), len(text)]
            own = any(_WORD.search(text, end, start) for end, start in zip(ends, starts, strict=True))
            return Wording(text, tuple(quoted), not own)
    return Wording(text, _pieces(quote), quote.type == "direct")


def _pieces(quote: Quote) -> tuple[Range, ...]:
    """The content's spans in the text; one piece if they cannot be found because of markup."""
    pieces: list[Range] = []
    at = 0
    for span in quote.content:
        words = " ".join(span.text.split())
        found = quote.text.find(words, at, at + len(words) + 2)  # after a comma or stop and a space
        if found < 0:
            return ((0, len(quote.text)),)
        if pieces:
            pieces[-1] = pieces[-1][0], found
        pieces.append((found if pieces else 0, len(quote.text)))
        at = found + len(words)
    return tuple(pieces) or ((0, len(quote.text)),)
