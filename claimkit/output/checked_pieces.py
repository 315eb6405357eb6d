"""The words of a checked quotation with what differs from its source, piece by piece, for any medium."""

from __future__ import annotations

from collections.abc import Iterator

from claimkit.models.checks import Check
from claimkit.output.changes import Piece

_UNMARKED = frozenset(
    {"truncated", "ellipsis", "filler dropped", "false start dropped", "spelling", "bracketed insertion"}
)


def pieces(check: Check) -> Iterator[Piece]:
    """The words in order, as `same`, `new` (only the draft has them) and `old` (only the source has them).

    What may differ, and what is cut off openly, is not marked: the passage beside it shows it.
    """
    text = check.quotation.text
    at = 0
    for difference in sorted(check.differences, key=lambda d: (d.quotation.start, d.quotation.end)):
        old, new = difference.passage, difference.quotation
        if difference.kind in _UNMARKED or new.start < at:
            continue
        yield "same", text[at : new.start]
        at = new.end
        if old.text:
            if not new.text and text[:at] and not text[:at][-1].isspace():
                yield "same", " "
            yield "old", " ".join(old.text.split())
            if not new.text and text[at : at + 1].isalnum():
                yield "same", " "
        if new.text:
            yield "new", new.text
    yield "same", text[at:]


def left_out(check: Check) -> str | None:
    """In words, what is left out and may change the meaning, where only the learned judge says so."""
    if check.omission is None or all(difference.kind != "context dropped" for difference in check.differences):
        return None
    return f"left out, and may change the meaning ({check.omission.chance:.0%}): “{check.omission.words}”"
