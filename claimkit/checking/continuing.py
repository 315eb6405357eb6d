"""Two quotations that the draft prints as one, around its own words: the first is not cut where the second goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from claimkit.models.checks import Check, CheckedDifference, CheckedDifferenceKind

_NEXT: frozenset[CheckedDifferenceKind] = frozenset({"reservation follows", "context dropped"})
_CUTS: frozenset[CheckedDifferenceKind] = frozenset({"truncated", "condition dropped", "context dropped"})
# Set by hand.
_APART = 200  # characters of the draft between the two
_ALIKE = 40  # characters by which the beginning of a passage is found in another


def join_continued(checks: Sequence[Check]) -> list[Check]:
    """The checks, those of one sentence of a source in two pieces as whole as that sentence is."""
    found = list(checks)
    for at, (one, two) in enumerate(pairwise(checks)):
        if _reservation_printed(one, two):
            found[at] = _whole_without_next(found[at])
        if not _goes_on(one, two):
            continue
        found[at] = _without_cut(found[at], at_end=True)
        found[at + 1] = _without_cut(found[at + 1], at_end=False)
    return found


def _reservation_printed(one: Check, two: Check) -> bool:
    """Whether the second quotation is from the sentence that comes right after the first one in the source."""
    if one.passage is None or two.passage is None or one.draft != two.draft:
        return False
    same = one.passage.source == two.passage.source and two.verdict in ("verbatim", "cut", "altered", "misleading")
    return same and one.passage.after != "" and two.passage.text.startswith(one.passage.after[:_ALIKE])


def _goes_on(one: Check, two: Check) -> bool:
    """Whether the second quotation begins in the source just where the first one ends."""
    if one.passage is None or two.passage is None or one.verdict not in ("cut", "misleading") or one.draft != two.draft:
        return False
    if two.quotation.start - one.quotation.end > _APART or one.passage.source != two.passage.source:
        return False
    offset = _offset(one.passage.text, two.passage.text)
    end = len(one.quotation.text.rstrip(" ,.;:!?"))
    cuts = [difference for difference in one.differences if difference.quotation.start == end]
    last = max(cuts, key=lambda difference: difference.passage.start, default=None)
    return offset is not None and last is not None and _begins(two, last.passage.start - offset)


def _offset(one: str, two: str) -> int | None:
    """Where the second passage begins in the first; either may have further sentences."""
    start = one.find(two[:_ALIKE])
    return start if start >= 0 and (two.startswith(one[start:]) or one.startswith(two, start)) else None


def _begins(two: Check, cut: int) -> bool:
    """Whether what the first quotation cuts off is where the second one starts."""
    before = [d for d in two.differences if d.kind == "truncated" and d.quotation.start == 0]
    return any(d.passage.start < cut <= d.passage.end + 12 for d in before)


def _whole_without_next(check: Check) -> Check:
    """Without what the next sentence does to the words."""
    return _with(check, tuple(d for d in check.differences if d.kind not in _NEXT or d.passage.text))


def _without_cut(check: Check, at_end: bool) -> Check:
    return _with(check, tuple(d for d in check.differences if not _is_cut(check, d, at_end)))


def _with(check: Check, kept: tuple[CheckedDifference, ...]) -> Check:
    """The check with these differences only; verbatim where all of them are harmless."""
    plain = all(d.kind in ("filler dropped", "false start dropped", "spelling", "bracketed insertion") for d in kept)
    if check.verdict not in ("cut", "misleading") or not plain:
        return replace(check, differences=kept)
    return replace(check, verdict="verbatim", attention=False, differences=kept)


def _is_cut(check: Check, difference: CheckedDifference, at_end: bool) -> bool:
    if difference.kind not in _CUTS or difference.quotation.text:
        return False
    return difference.quotation.start > 0 if at_end else difference.quotation.start == 0
