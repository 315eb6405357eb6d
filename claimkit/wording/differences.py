"""What a variant of a quotation changed: typed edits between two wordings.

The words of both are aligned (longest common subsequence, rapidfuzz); where they do not match, forms of one word are
paired by edit distance over words. Each difference then gets the first type that fits; docs/changes.md explains the
types (`claimkit.models.DifferenceKind`).

Swapping the two texts gives the same edits with their sides swapped, each with its counterpart type (`MIRRORED`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from claimkit.models.collection import Difference
from claimkit.models.record import Span
from claimkit.models.types import DifferenceKind, Range
from claimkit.wording import contradictions, relations
from claimkit.wording.align import Hunk, Side, Step, find_hunks, match_tokens, pair_words
from claimkit.wording.edits import FEW, Edit, Neutral, end_of_piece
from claimkit.wording.missing import edits_of_missing
from claimkit.wording.quoted_text import Wording
from claimkit.wording.surfaces import edits_of_punctuation, edits_of_spelling
from claimkit.wording.word_tokens import find_tokens

MIRRORED: dict[DifferenceKind, DifferenceKind] = {
    "truncated": "extended",
    "spliced": "inserted",
    "negation lost": "negation gained",
    "hedge dropped": "hedge added",
}
MIRRORED |= {other: kind for kind, other in MIRRORED.items()}
# Differences that leave the remaining words unchanged.
HARMLESS: frozenset[DifferenceKind] = frozenset(
    {"truncated", "extended", "ellipsis", "spelling", "case", "punctuation"}
)

# Set by hand, as are the limits in `edits`.
_RUN = 3  # this many words of one side in a row are not part of a replacement beside them
_REACH = 4  # words after a changed pronoun in which its verb is looked for


def differences(representative: Wording, variant: Wording) -> tuple[Difference, ...]:
    """The edits from `representative` to `variant`, sorted by offset; their spans index the two texts.

    Never raises. Time grows with the product of the lengths divided by 64, memory with their sum.
    """
    sides = Side(representative, find_tokens(representative)), Side(variant, find_tokens(variant))
    # Sorted, so that ties between equally long alignments are broken alike in both directions.
    swapped = _sort_key(sides[1]) < _sort_key(sides[0])
    left, right = sides[::-1] if swapped else sides
    found = []
    for edit in _find_edits(left, right):
        spans = _span(left, edit.left, edit.left_text), _span(right, edit.right, edit.right_text)
        of_representative, of_variant = spans[::-1] if swapped else spans
        found.append(Difference(_kind_for(edit, 0 if swapped else 1), of_representative, of_variant))
    return tuple(sorted(found, key=lambda d: (d.representative.start, d.variant.start, d.representative.end)))


def changes_words(found: Iterable[Difference]) -> bool:
    """Whether the variant changes the speaker's words, rather than only cuts, respells or repunctuates them."""
    return any(difference.kind not in HARMLESS for difference in found)


def _sort_key(side: Side) -> tuple[int, list[tuple[str, ...]], str, tuple[Range, ...]]:
    return len(side.tokens), [token.atoms for token in side.tokens], side.wording.text, side.wording.pieces


def _kind_for(edit: Edit, variant: int) -> DifferenceKind:
    lost = edit.lacks == variant
    match edit.kind:
        case "cut":
            return "truncated" if lost else "extended"
        case "splice":
            return "spliced" if lost else "inserted"
        case "negation":
            return "negation lost" if lost else "negation gained"
        case "hedge":
            return "hedge dropped" if lost else "hedge added"
        case "agreement":
            return "word changed"
        case kind:
            return kind


def _span(side: Side, words: Range, characters: Range | None) -> Span:
    start, end = characters or _characters(side, words)
    return Span(start, end, side.wording.text[start:end])


def _characters(side: Side, words: Range) -> Range:
    """The characters of the tokens; for none, the empty range where they would be."""
    first, last = words
    if first < last:
        return side.tokens[first].start, side.tokens[last - 1].end
    if first and side.joint(first):
        start, end = side.gap_range(first) if first == len(side.tokens) else end_of_piece(side, first)
        at = start + len(side.wording.text[start:end].rstrip())
    elif first < len(side.tokens):
        at = side.tokens[first].start
    else:
        at = side.wording.pieces[0][0] if side.wording.pieces else 0
    return at, at


def _find_edits(left: Side, right: Side) -> list[Edit]:
    pairs = match_tokens(left, right)
    found = [edit for hunk in find_hunks(pairs, left, right) for edit in _edits_of_hunk(hunk, left, right)]
    found += edits_of_spelling(pairs, left, right)
    ordered = sorted(found, key=lambda edit: (edit.left, edit.right))
    typed = _shift_persons(_balance(ordered, left, right))
    words = [edit for edit in typed if edit.left_text is None and edit.right_text is None]
    rest = [edit for edit in typed if edit.left_text is not None or edit.right_text is not None]
    return _join_neighbours(words, left, right) + rest + list(edits_of_punctuation(pairs, left, right))


def _balance(edits: Sequence[Edit], left: Side, right: Side) -> list[Edit]:
    """The edits, where a negation that another beside it makes up for counts as changed words."""
    found: list[Edit] = []
    for edit in edits:
        if edit.kind == "negation":
            one, two = (
                side.tokens[max(0, start - contradictions.BESIDE) : end + contradictions.BESIDE]
                for side, (start, end) in ((left, edit.left), (right, edit.right))
            )
            if contradictions.makes_up(one, two):
                edit = replace(edit, kind="word changed", lacks=None)
        found.append(edit)
    return found


def _edits_of_hunk(hunk: Hunk, left: Side, right: Side) -> Iterator[Edit]:
    a, b, c, d = hunk.left_start, hunk.left_end, hunk.right_start, hunk.right_end
    if a == b or c == d:
        yield from edits_of_missing((a, b), (c, d), left, right)
        return
    if contradictions.same_amount(left.tokens[a:b], right.tokens[c:d]):
        yield Edit("spelling", (a, b), (c, d))
        return
    everything = (b - a, d - c) == (len(left.tokens), len(right.tokens))
    at_start, at_end = a == c == 0, (b, d) == (len(left.tokens), len(right.tokens))
    steps = pair_words(left.tokens[a:b], right.tokens[c:d], at_start)
    if (at_start or at_end) and not everything:
        edge = (a, c) if at_end else (b, d)
        news = left.starts_sentence(edge[0]), right.starts_sentence(edge[1])
        strangers = not any(step[3] for step in steps)
        uneven = abs((b - a) - (d - c)) > FEW + _RUN
        others = any(news) and (not all(news) or (strangers and min(b - a, d - c) >= _RUN))
        if others or (strangers and uneven):  # other words come before or after, rather than replace these
            yield from edits_of_missing((a, b), (c, c), left, right, edge=True)
            yield from edits_of_missing((b, b), (c, d), left, right, edge=True)
            return
    yield from _edits_of_steps(steps, a, c, left, right)


def _edits_of_steps(steps: Sequence[Step], a: int, c: int, left: Side, right: Side) -> Iterator[Edit]:
    """The edits of a hunk that begins at token `a` on the left and `c` on the right."""
    run: list[Step] = []
    for step in [*steps, None]:
        if step is not None and step[3] is None:
            run.append(step)
            continue
        if run:
            yield from _unrelated(run, a, c, left, right)
            run = []
        if step is not None:
            one, two = (a + step[1], a + step[1] + 1), (c + step[2], c + step[2] + 1)
            match step[3]:
                case "firmer" | "weaker":
                    yield Edit("hedge", one, two, int(step[3] == "firmer"))
                case "denied" | "affirmed":
                    yield Edit("negation", one, two, int(step[3] == "affirmed"))
                case "agreement":
                    yield Edit("agreement", one, two)
                case "number" if contradictions.same_amount(left.tokens[slice(*one)], right.tokens[slice(*two)]):
                    yield Edit("spelling", one, two)
                case relation:
                    yield Edit(_KINDS[relation or ""], one, two)


_KINDS: dict[str, DifferenceKind] = {
    "case": "case",
    "spelling": "spelling",
    "number": "number changed",
    "tense": "tense shifted",
    "person": "person shifted",
    "editor": "bracketed insertion",
}


def _unrelated(run: Sequence[Step], a: int, c: int, left: Side, right: Side) -> Iterator[Edit]:
    """The edits of words that have nothing in common with those on the other side."""
    pairs = [n for n, step in enumerate(run) if step[0] == "pair"]
    first, last = (pairs[0], pairs[-1] + 1) if pairs else (0, len(run))
    if first < _RUN or len({step[0] for step in run[:first]}) > 1:
        first = 0
    if len(run) - last < _RUN or len({step[0] for step in run[last:]}) > 1:
        last = len(run)
    for part in (run[:first], run[first:last], run[last:]):
        if not part:
            continue
        one = _covered(part, 1, ("pair", "left"), a)
        two = _covered(part, 2, ("pair", "right"), c)
        if one[0] < one[1] and two[0] < two[1]:
            if len(left.unbroken(one)) == len(right.unbroken(two)) == 1:
                yield _replaced(one, two, left, right)
            else:
                yield from edits_of_missing(one, (two[0], two[0]), left, right, edge=True)
                yield from edits_of_missing((one[1], one[1]), two, left, right, edge=True)
        else:
            yield from edits_of_missing(one, two, left, right)


def _covered(part: Sequence[Step], axis: Literal[1, 2], kinds: Collection[str], offset: int) -> Range:
    """The tokens that a run of steps covers on one side."""
    covered = [step[axis] for step in part if step[0] in kinds]
    start = covered[0] if covered else part[0][axis]
    return offset + start, offset + start + len(covered)


def _replaced(one: Range, two: Range, left: Side, right: Side) -> Edit:
    """The edit of words that replace others."""
    old, new = left.tokens[slice(*one)], right.tokens[slice(*two)]
    longest = max(len(old), len(new))
    if any(token.kind in ("bracket", "marked") for token in (*old, *new)):
        return Edit("bracketed insertion", one, two)
    if relations.same_letters(old, new):
        return Edit("spelling", one, two)
    if contradictions.number_changed(old, new):
        return Edit("number changed", one, two)
    hedged = relations.is_hedge(old), relations.is_hedge(new)
    if hedged[0] != hedged[1]:
        return Edit("hedge", one, two, int(hedged[0]))
    if denial := contradictions.denial(old, new):
        return Edit("negation", one, two, int(denial == "lost"))
    if relations.same_verb(old, new):
        return Edit("tense shifted", one, two)
    return Edit("word changed" if longest <= FEW else "reworded", one, two)


def _shift_persons(edits: Sequence[Edit]) -> list[Edit]:
    """The edits, where a verb's -s counts as a shift of person if a pronoun just before it shifts."""
    found: list[Edit] = []
    reach = -1
    for edit in edits:
        if edit.kind == "person shifted":
            reach = edit.left[1] + _REACH
        kind: DifferenceKind | Neutral = edit.kind
        if kind == "agreement" and edit.left[0] < reach:
            kind = "person shifted"
        found.append(replace(edit, kind=kind))
    return found


_ALIKE = frozenset({"case", "spelling", "person shifted", "number changed"})
_REWORDED = frozenset({"word changed", "agreement", "reworded"})


def _join_neighbours(edits: Sequence[Edit], left: Side, right: Side) -> list[Edit]:
    """Joins neighbours of one type; changed words with only light ones between them become a rewording."""
    found: list[Edit] = []
    for edit in edits:
        if found:
            before = found[-1]
            apart = edit.left[0] - before.left[1]
            two_sided = all(r[0] < r[1] for r in (edit.left, edit.right, before.left, before.right))
            level = apart == edit.right[0] - before.right[1]
            one, two = (before.left[0], edit.left[1]), (before.right[0], edit.right[1])
            between = left.tokens[before.left[1] : edit.left[0]]
            level = level and not _crosses(left, one) and not _crosses(right, two)
            alike = edit.kind == before.kind and ((edit.kind in _ALIKE and two_sided) or edit.kind == "tense shifted")
            if level and alike and not apart:
                found[-1] = replace(before, left=one, right=two)
                continue
            near = level and two_sided and 0 <= apart <= FEW and relations.light(between)
            if near and {edit.kind, before.kind} <= _REWORDED:
                few = max(one[1] - one[0], two[1] - two[0]) <= FEW
                found[-1] = Edit("word changed" if few else "reworded", one, two)
                continue
        found.append(edit)
    return found


def _crosses(side: Side, words: Range) -> bool:
    """Whether a sentence ends among the words."""
    return any(side.starts_sentence(n) for n in range(words[0] + 1, words[1]))
