"""What a variant of a quotation changed: typed edits between two wordings.

The words of both are aligned (longest common subsequence, rapidfuzz); within what does not match, forms of one word are
laid on each other by edit distance over words. Each piece that differs then gets the one type that fits first; see
`claimkit.models.DifferenceKind` and the README for what each means.

Swapping the two texts gives the same edits with their sides swapped, and each type its counterpart (`MIRRORED`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from claimkit.models import Difference, DifferenceKind, Range, Span
from claimkit.wording import relations
from claimkit.wording.align import Hunk, Side, Step, hunks, matches, paired
from claimkit.wording.edits import CLAUSE, FEW, Edit, Neutral, end_of_piece
from claimkit.wording.missing import missing
from claimkit.wording.quoted_text import Wording
from claimkit.wording.surfaces import punctuation, surfaces
from claimkit.wording.tokens import tokens

MIRRORED: dict[DifferenceKind, DifferenceKind] = {
    "truncated": "extended",
    "spliced": "inserted",
    "negation lost": "negation gained",
    "hedge dropped": "hedge added",
}
MIRRORED |= {other: kind for kind, other in MIRRORED.items()}
# What leaves the words that remain as they were.
HARMLESS: frozenset[DifferenceKind] = frozenset(
    {"truncated", "extended", "ellipsis", "spelling", "case", "punctuation"}
)

_RUN = 3  # words of one side in a row that are told apart from the words replaced beside them
_REACH = 4  # words from a changed pronoun to the verb that follows it


def differences(representative: Wording, variant: Wording) -> tuple[Difference, ...]:
    """The edits from `representative` to `variant`, sorted by place; their spans index the two texts.

    Never raises. Takes time in proportion to the product of the lengths over 64, and memory to their sum.
    """
    sides = Side(representative, tokens(representative)), Side(variant, tokens(variant))
    # Ties between equally long alignments fall the same way in both directions.
    swapped = _order(sides[1]) < _order(sides[0])
    left, right = sides[::-1] if swapped else sides
    found = []
    for edit in _edits(left, right):
        spans = _span(left, edit.left, edit.left_text), _span(right, edit.right, edit.right_text)
        of_representative, of_variant = spans[::-1] if swapped else spans
        found.append(Difference(_named(edit, 0 if swapped else 1), of_representative, of_variant))
    return tuple(sorted(found, key=lambda d: (d.representative.start, d.variant.start, d.representative.end)))


def changes_words(found: Iterable[Difference]) -> bool:
    """Whether the speaker's words are others in the variant: not merely cut, or set in other letters and marks."""
    return any(difference.kind not in HARMLESS for difference in found)


def _order(side: Side) -> tuple[int, list[tuple[str, ...]], str, tuple[Range, ...]]:
    return len(side.tokens), [token.atoms for token in side.tokens], side.wording.text, side.wording.pieces


def _named(edit: Edit, variant: int) -> DifferenceKind:
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


def _span(side: Side, place: Range, characters: Range | None) -> Span:
    start, end = characters or _characters(side, place)
    return Span(start, end, side.wording.text[start:end])


def _characters(side: Side, place: Range) -> Range:
    """Where the tokens stand; for none, the empty range where they would."""
    first, last = place
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


def _edits(left: Side, right: Side) -> list[Edit]:
    pairs = matches(left, right)
    found = [edit for hunk in hunks(pairs, left, right) for edit in _hunk(hunk, left, right)]
    found += surfaces(pairs, left, right)
    ordered = sorted(found, key=lambda edit: (edit.left, edit.right))
    typed = _with_persons(ordered)
    words = [edit for edit in typed if edit.left_text is None and edit.right_text is None]
    rest = [edit for edit in typed if edit.left_text is not None or edit.right_text is not None]
    return _joined(words, left, right) + rest + list(punctuation(pairs, left, right))


def _hunk(hunk: Hunk, left: Side, right: Side) -> Iterator[Edit]:
    a, b, c, d = hunk.left_start, hunk.left_end, hunk.right_start, hunk.right_end
    if a == b or c == d:
        yield from missing((a, b), (c, d), left, right)
        return
    everything = (b - a, d - c) == (len(left.tokens), len(right.tokens))
    at_start, at_end = a == c == 0, (b, d) == (len(left.tokens), len(right.tokens))
    steps = paired(left.tokens[a:b], right.tokens[c:d], at_start)
    if (at_start or at_end) and not everything:
        edge = (a, c) if at_end else (b, d)
        news = left.starts_sentence(edge[0]), right.starts_sentence(edge[1])
        strangers = not any(step[3] for step in steps)
        uneven = abs((b - a) - (d - c)) > FEW + _RUN
        others = any(news) and (not all(news) or (strangers and min(b - a, d - c) >= _RUN))
        if others or (strangers and uneven):  # other words follow, or come before, rather than replace those
            yield from missing((a, b), (c, c), left, right, edge=True)
            yield from missing((b, b), (c, d), left, right, edge=True)
            return
    yield from _steps(steps, a, c, left, right)


def _steps(steps: Sequence[Step], a: int, c: int, left: Side, right: Side) -> Iterator[Edit]:
    """The edits of a hunk that begins at tokens `a` and `c`."""
    run: list[Step] = []
    for step in [*steps, None]:
        if step is not None and step[3] is None:
            run.append(step)
            continue
        if run:
            yield from _unlike(run, a, c, left, right)
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


def _unlike(run: Sequence[Step], a: int, c: int, left: Side, right: Side) -> Iterator[Edit]:
    """The edits of words that have nothing in common with what stands on the other side."""
    pairs = [n for n, step in enumerate(run) if step[0] == "pair"]
    first, last = (pairs[0], pairs[-1] + 1) if pairs else (0, len(run))
    if first < _RUN or len({step[0] for step in run[:first]}) > 1:
        first = 0
    if len(run) - last < _RUN or len({step[0] for step in run[last:]}) > 1:
        last = len(run)
    for part in (run[:first], run[first:last], run[last:]):
        if not part:
            continue
        one = _reach(part, 1, ("pair", "left"), a)
        two = _reach(part, 2, ("pair", "right"), c)
        if one[0] < one[1] and two[0] < two[1]:
            if len(left.unbroken(one)) == len(right.unbroken(two)) == 1:
                yield _replaced(one, two, left, right)
            else:
                yield from missing(one, (two[0], two[0]), left, right, edge=True)
                yield from missing((one[1], one[1]), two, left, right, edge=True)
        else:
            yield from missing(one, two, left, right)


def _reach(part: Sequence[Step], axis: Literal[1, 2], kinds: Collection[str], offset: int) -> Range:
    """The tokens that a run of steps covers on one side."""
    places = [step[axis] for step in part if step[0] in kinds]
    start = places[0] if places else part[0][axis]
    return offset + start, offset + start + len(places)


def _replaced(one: Range, two: Range, left: Side, right: Side) -> Edit:
    """Words in the place of others."""
    old, new = left.tokens[slice(*one)], right.tokens[slice(*two)]
    longest = max(len(old), len(new))
    if any(token.kind in ("bracket", "marked") for token in (*old, *new)):
        return Edit("bracketed insertion", one, two)
    if relations.same_letters(old, new):
        return Edit("spelling", one, two)
    if relations.numeric(old) and relations.numeric(new):
        return Edit("number changed", one, two)
    hedged = relations.is_hedge(old), relations.is_hedge(new)
    if hedged[0] != hedged[1]:
        return Edit("hedge", one, two, int(hedged[0]))
    denied = bool(relations.negations(old)), bool(relations.negations(new))
    if denied[0] != denied[1] and longest <= CLAUSE:
        return Edit("negation", one, two, int(denied[0]))
    if relations.same_verb(old, new):
        return Edit("tense shifted", one, two)
    return Edit("word changed" if longest <= FEW else "reworded", one, two)


def _with_persons(edits: Sequence[Edit]) -> list[Edit]:
    """With a verb's -s as part of the shift of person that a pronoun just before it shows."""
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


def _joined(edits: Sequence[Edit], left: Side, right: Side) -> list[Edit]:
    """Neighbours of one type as one; changed words with nothing but light ones between them are a rewording."""
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


def _crosses(side: Side, place: Range) -> bool:
    """Whether a sentence ends inside."""
    return any(side.starts_sentence(n) for n in range(place[0] + 1, place[1]))
