"""The words that a quotation attributes to the speaker, as pieces of its text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain

from claimkit.english.quotation_marks import find_quoted
from claimkit.models.record import Quote
from claimkit.models.types import Range

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
    if quote.type == "mixed" and (quoted := find_quoted(text)):
        ends = [0, *(end for _, end in quoted)]
        starts = [*(start for start, _ in quoted), len(text)]
        own = any(_WORD.search(text, end, start) for end, start in zip(ends, starts, strict=True))
        return Wording(text, tuple(quoted), not own)
    # A comma or stop after a piece belongs to it.
    edges = [0, *chain.from_iterable(quote.joints()), len(text)]
    return Wording(text, tuple(zip(edges[::2], edges[1::2], strict=True)), quote.type == "direct")
