"""The words of a variant with what it changed, piece by piece, for any medium."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from claimkit.models.collection import Difference
from claimkit.models.record import JOINT, Quote
from claimkit.output import labels

# The same words; what the fullest wording has there; what this one has there.
Role = Literal["same", "old", "new"]
Piece = tuple[Role, str]

# No space is put after one of these, and one is put before one that surely opens.
_OPENING, _OPENED = "“\"‘'«([-", "“‘«(["


def pieces(quote: Quote, differences: Sequence[Difference], shown: Callable[[str], str]) -> Iterator[Piece]:
    """The words of `quote` in order, with those of the representative where they differ; quotation marks around a
    direct quotation, and `…` where a cue splits it. `shown` makes hostile text harmless in the medium.
    """
    text, direct = quote.text, quote.type == "direct" and not quote.text.startswith(labels.OPENING)
    joints = quote.joints()

    def same(start: int, end: int) -> Iterator[Piece]:
        for before, after in joints:
            if start <= before and after <= end:
                yield "same", shown(text[start:before]) + ("” … “" if direct else JOINT)
                start = after
        yield "same", shown(text[start:end])

    if direct:
        yield "same", "“"
    at = 0
    for difference in sorted(differences, key=lambda d: (d.variant.start, d.variant.end)):
        old, new = difference.representative, difference.variant
        yield from same(at, new.start)
        at = new.end
        if old.text:
            loose = not new.text and difference.kind != "punctuation"
            before, after = text[: new.start][-1:], text[new.end :][:1]
            if loose and before and not before.isspace() and before not in _OPENING:
                yield "same", " "
            yield "old", shown(" ".join(old.text.split()))
            if loose and after and (after.isalnum() or after in _OPENED):
                yield "same", " "
        if new.text:
            yield "new", shown(" ".join(new.text.split()))
    yield from same(at, len(text))
    if direct:
        yield "same", "”"
