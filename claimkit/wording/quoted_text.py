"""The words that a quotation gives as the speaker's, as pieces of its text."""

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

    Between two pieces the article's own words stand ("… ,” he said. “…"), so that nothing seems to be said in one
    breath. `whole`: the text holds no words of the article's own, which could tell what the pieces leave out.
    """

    text: str
    pieces: tuple[Range, ...]
    whole: bool = True


def wording(quote: Quote) -> Wording:
    """Of a mixed quotation only what stands in quotation marks, of others everything, parted where a cue parts it."""
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
    """The content's spans in the text; one piece where markup keeps them from being found."""
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
