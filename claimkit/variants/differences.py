"""What a variant of a quotation changed: typed edits between two wordings.

The words of both are aligned (longest common subsequence, rapidfuzz); within what does not match, forms of one word are
laid on each other by edit distance over words. Each piece that differs then gets the one type that fits first; see
`claimkit.models.DifferenceKind` and the README for what each means.

Swapping the two texts gives the same edits with their sides swapped, and each type its counterpart (`MIRRORED`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from claimkit.models import Difference, DifferenceKind, Span
from claimkit.variants import relations
from claimkit.variants.align import Hunk, Side, Step, hunks, matches, paired
from claimkit.variants.tokens import Token, tokens
from claimkit.variants.wording import Range, Wording

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

_FEW = 2  # words: left out or replaced inside a sentence, a word changed; more, a splice or a rewording
_CLAUSE = 8  # words: the longest run that is called a negation rather than what else it says
_RUN = 3  # words of one side in a row that are told apart from the words replaced beside them
_LEAST = 3  # words of a wording that a hedge or a denial beside it may have qualified
_REACH = 4  # words from a changed pronoun to the verb that follows it
_ELLIPSIS = re.compile(r"(?:\[\s*|\(\s*)?(?:…|\.\s?\.\s?\.)[\s.…]*(?:[\])])?")
_MARKS = re.compile(r"[\s“”\"'‘’«»„‹›]+")
_JOINERS = frozenset({"and", "because", "but", "or", "so", "yet"})

_Neutral = Literal["cut", "splice", "negation", "hedge", "agreement"]


@dataclass(frozen=True, slots=True)
class _Edit:
    """Tokens (`left`, `right`) that differ, or, where no token does, characters (`left_text`, `right_text`).

    Of the kinds that have a direction `lacks` says which side lacks the words: 0 the left one, 1 the right one.
    """

    kind: DifferenceKind | _Neutral
    left: Range
    right: Range
    lacks: int | None = None
    left_text: Range | None = None
    right_text: Range | None = None


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


def _named(edit: _Edit, variant: int) -> DifferenceKind:
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
        start, end = side.gap_range(first) if first == len(side.tokens) else _end_of_piece(side, first)
        at = start + len(side.wording.text[start:end].rstrip())
    elif first < len(side.tokens):
        at = side.tokens[first].start
    else:
        at = side.wording.pieces[0][0] if side.wording.pieces else 0
    return at, at


def _end_of_piece(side: Side, at: int) -> Range:
    before = side.tokens[at - 1]
    return before.end, side.wording.pieces[before.piece][1]


def _edits(left: Side, right: Side) -> list[_Edit]:
    pairs = matches(left, right)
    found = [edit for hunk in hunks(pairs, left, right) for edit in _hunk(hunk, left, right)]
    found += _surfaces(pairs, left, right)
    ordered = sorted(found, key=lambda edit: (edit.left, edit.right))
    typed = _with_persons(ordered)
    words = [edit for edit in typed if edit.left_text is None and edit.right_text is None]
    rest = [edit for edit in typed if edit.left_text is not None or edit.right_text is not None]
    return _joined(words, left, right) + rest + list(_punctuation(pairs, left, right))


def _hunk(hunk: Hunk, left: Side, right: Side) -> Iterator[_Edit]:
    a, b, c, d = hunk.left_start, hunk.left_end, hunk.right_start, hunk.right_end
    if a == b or c == d:
        yield from _missing((a, b), (c, d), left, right)
        return
    everything = (b - a, d - c) == (len(left.tokens), len(right.tokens))
    at_start, at_end = a == c == 0, (b, d) == (len(left.tokens), len(right.tokens))
    steps = paired(left.tokens[a:b], right.tokens[c:d], at_start)
    if (at_start or at_end) and not everything:
        edge = (a, c) if at_end else (b, d)
        news = left.starts_sentence(edge[0]), right.starts_sentence(edge[1])
        strangers = not any(step[3] for step in steps)
        uneven = abs((b - a) - (d - c)) > _FEW + _RUN
        others = any(news) and (not all(news) or (strangers and min(b - a, d - c) >= _RUN))
        if others or (strangers and uneven):  # other words follow, or come before, rather than replace those
            yield from _missing((a, b), (c, c), left, right, edge=True)
            yield from _missing((b, b), (c, d), left, right, edge=True)
            return
    yield from _steps(steps, a, c, left, right)


def _steps(steps: Sequence[Step], a: int, c: int, left: Side, right: Side) -> Iterator[_Edit]:
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
                    yield _Edit("hedge", one, two, int(step[3] == "firmer"))
                case "denied" | "affirmed":
                    yield _Edit("negation", one, two, int(step[3] == "affirmed"))
                case "agreement":
                    yield _Edit("agreement", one, two)
                case relation:
                    yield _Edit(_KINDS[relation or ""], one, two)


_KINDS: dict[str, DifferenceKind] = {
    "case": "case",
    "spelling": "spelling",
    "number": "number changed",
    "tense": "tense shifted",
    "person": "person shifted",
    "editor": "bracketed insertion",
}


def _unlike(run: Sequence[Step], a: int, c: int, left: Side, right: Side) -> Iterator[_Edit]:
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
                yield from _missing(one, (two[0], two[0]), left, right, edge=True)
                yield from _missing((one[1], one[1]), two, left, right, edge=True)
        else:
            yield from _missing(one, two, left, right)


def _reach(part: Sequence[Step], axis: Literal[1, 2], kinds: Collection[str], offset: int) -> Range:
    """The tokens that a run of steps covers on one side."""
    places = [step[axis] for step in part if step[0] in kinds]
    start = places[0] if places else part[0][axis]
    return offset + start, offset + start + len(places)


def _replaced(one: Range, two: Range, left: Side, right: Side) -> _Edit:
    """Words in the place of others."""
    old, new = left.tokens[slice(*one)], right.tokens[slice(*two)]
    longest = max(len(old), len(new))
    if any(token.kind in ("bracket", "marked") for token in (*old, *new)):
        return _Edit("bracketed insertion", one, two)
    if relations.same_letters(old, new):
        return _Edit("spelling", one, two)
    if relations.numeric(old) and relations.numeric(new):
        return _Edit("number changed", one, two)
    hedged = relations.is_hedge(old), relations.is_hedge(new)
    if hedged[0] != hedged[1]:
        return _Edit("hedge", one, two, int(hedged[0]))
    denied = bool(relations.negations(old)), bool(relations.negations(new))
    if denied[0] != denied[1] and longest <= _CLAUSE:
        return _Edit("negation", one, two, int(denied[0]))
    if relations.same_verb(old, new):
        return _Edit("tense shifted", one, two)
    return _Edit("word changed" if longest <= _FEW else "reworded", one, two)


def _missing(one: Range, two: Range, left: Side, right: Side, edge: bool = False) -> Iterator[_Edit]:
    """Words that one side lacks: `one` or `two` is empty and says where."""
    lacks = int(one[0] < one[1])
    has, side, words, at = (left, right, one, two[0]) if lacks else (right, left, two, one[0])

    def edit(kind: DifferenceKind | _Neutral, place: Range, characters: Range | None = None) -> _Edit:
        direction = lacks if kind in ("cut", "splice", "negation", "hedge") else None
        if lacks:
            return _Edit(kind, place, (at, at), direction, right_text=characters)
        return _Edit(kind, (at, at), place, direction, left_text=characters)

    mark = _ellipsis(side, at)
    *earlier, words = has.unbroken(words)
    at_edge = edge or side.joint(at)
    for run in earlier:
        yield edit("cut" if at_edge else "splice", run, (mark[0], mark[0]) if mark else None)
    brackets = all(token.kind == "bracket" for token in has.tokens[slice(*words)])
    if at_edge and not brackets:
        yield from _at_edge(words, at, has, side, mark, edit)
    elif mark and not brackets:
        yield edit("ellipsis", words, mark)
    else:
        for place, bracket in _parts(has.tokens, words):
            if bracket:
                yield edit("bracketed insertion", place, (mark[1], mark[1]) if mark else None)
            else:
                yield from _inside(place, has, edit)


class _Maker(Protocol):
    """Makes an edit of words that one side lacks; `characters` is what stands there instead."""

    def __call__(self, kind: DifferenceKind | _Neutral, place: Range, characters: Range | None = None) -> _Edit: ...


def _parts(words: Sequence[Token], place: Range) -> Iterator[tuple[Range, bool]]:
    """The tokens as runs of what stands in brackets and of what does not."""
    start = place[0]
    for at in range(place[0] + 1, place[1] + 1):
        kind = words[start].kind == "bracket"
        if at == place[1] or (words[at].kind == "bracket") != kind:
            yield (start, at), kind
            start = at


def _inside(place: Range, has: Side, edit: _Maker) -> Iterator[_Edit]:
    """Words left out between two that stand together on the other side."""
    start, end = place
    words = has.tokens[start:end]
    if relations.is_hedge(words):
        yield edit("hedge", place)
    elif any(has.starts_sentence(n) for n in range(start + 1, end)) or (
        has.starts_sentence(start) and has.starts_sentence(end)
    ):
        yield edit("splice", place)
    elif relations.negations(words) and len(words) <= _CLAUSE and not _aside(has, place):
        yield edit("negation", place)
    elif relations.only_tense(words):
        yield edit("tense shifted", place)
    elif len(words) <= _FEW:
        yield edit("number changed" if any(relations.numeric([word]) for word in words) else "word changed", place)
    else:
        low, high = start + relations.hedge_at_start(words), end - relations.hedge_at_end(words)
        if start < low:
            yield edit("hedge", (start, low))
        if low < high:
            yield edit("splice" if high - low > _FEW else "word changed", (low, high))
        if high < end:
            yield edit("hedge", (high, end))


def _aside(side: Side, place: Range) -> bool:
    """Whether the words stand between commas or the like: what they deny is their own."""
    return side.starts_clause(place[0]) and side.starts_clause(place[1])


def _at_edge(place: Range, at: int, has: Side, lacks: Side, mark: Range | None, edit: _Maker) -> Iterator[_Edit]:
    """Words left out where the other side begins or ends: cut off, save a hedge or a denial of what remains."""
    start, end = place
    low, high = start, end
    parts: list[_Edit] = []
    # Of a shred, and of a mixed quotation, the article's own words may hold what is left out.
    if lacks.wording.whole and len(lacks.tokens) >= _LEAST:
        if start and at and not has.starts_sentence(start):
            size, kind = _bound_to(has, start, _first(has, start, end), after=True)
            low += size
            parts += [edit(kind, (start, low), (mark[0], mark[0]) if mark else None)] if size else []
        if low < end < len(has.tokens) and at < len(lacks.tokens) and not has.starts_sentence(end):
            size, kind = _bound_to(has, _last(has, low, end), end, after=False)
            high -= size
            parts += [edit(kind, (high, end), (mark[1], mark[1]) if mark else None)] if size else []
    if low < high:
        parts.append(edit("ellipsis", (low, high), mark) if mark else edit("cut", (low, high)))
    yield from sorted(parts, key=lambda part: (part.left, part.right))


def _bound_to(has: Side, start: int, end: int, after: bool) -> tuple[int, _Neutral]:
    """How many of the words of a sentence hedge or deny what remains of it, before or `after` them; 0 for none."""
    words = has.tokens[start:end]
    if size := relations.hedge_at_start(words) if after else relations.hedge_at_end(words):
        return size, "hedge"
    parted = has.starts_clause(start) if after else has.starts_clause(end)
    if not parted:
        cuts = [n for n in range(start + 1, end) if has.starts_clause(n) or has.tokens[n].key in _JOINERS]
        first, last = (start, (cuts or [end])[0]) if after else ((cuts or [start])[-1], end)
        clause = has.tokens[first:last]
        if clause and clause[0].key not in _JOINERS and relations.negations(clause) % 2:
            return last - first, "negation"
    return 0, "negation"


def _first(side: Side, start: int, end: int) -> int:
    """Where the sentence of token `start` ends, at most `end`."""
    return next((n for n in range(start + 1, end) if side.starts_sentence(n)), end)


def _last(side: Side, start: int, end: int) -> int:
    """Where the sentence of token `end` begins, at least `start`."""
    return next((n for n in range(end - 1, start, -1) if side.starts_sentence(n)), start)


def _ellipsis(side: Side, at: int) -> Range | None:
    """Where an ellipsis stands before token `at`."""
    ranges = [side.gap_range(at)]
    if 0 < at < len(side.tokens) and side.joint(at):
        ranges.append(_end_of_piece(side, at))
    for start, end in ranges:
        if match := _ELLIPSIS.search(side.wording.text, start, end):
            return match.start(), match.start() + len(match[0].rstrip())
    return None


def _surfaces(pairs: Iterable[tuple[int, int]], left: Side, right: Side) -> Iterator[_Edit]:
    """Words that match and are written in another way."""
    for a, b in pairs:
        one, two = (token.surface.replace("[", "").replace("]", "") for token in (left.tokens[a], right.tokens[b]))
        one, two = one.replace("’", "'"), two.replace("’", "'")
        if one != two or (left.tokens[a].kind == "marked") != (right.tokens[b].kind == "marked"):
            yield _Edit("case" if one.casefold() == two.casefold() else "spelling", (a, a + 1), (b, b + 1))


def _punctuation(pairs: Sequence[tuple[int, int]], left: Side, right: Side) -> Iterator[_Edit]:
    """Marks between words that stand beside each other on both sides, and whether it ends as a question."""
    ends = [*pairs, (len(left.tokens), len(right.tokens))]
    for (a, b), (c, d) in zip(pairs, ends[1:], strict=True):
        if (c - a, d - b) != (1, 1):
            continue
        ranges = _gap(left, c), _gap(right, d)
        gaps = left.wording.text[slice(*ranges[0])], right.wording.text[slice(*ranges[1])]
        one, two = map(_marks, gaps)
        if left.joint(c) or right.joint(d):
            one, two = ("".join(mark for mark in marks if mark in "?!") for marks in (one, two))
        elif "-" in gaps and {one, two} == {"-", ""}:  # a compound with and without its hyphen
            yield _Edit("spelling", (c, c), (d, d), None, *ranges)
            continue
        if one != two:
            yield _Edit("punctuation", (c, c), (d, d), None, _trimmed(left, ranges[0]), _trimmed(right, ranges[1]))


def _gap(side: Side, at: int) -> Range:
    return _end_of_piece(side, at) if side.joint(at) else side.gap_range(at)


def _marks(gap: str) -> str:
    """Punctuation in one form: without spaces, quotation marks and kinds of dash."""
    return _MARKS.sub("", _ELLIPSIS.sub("…", gap)).replace("–", "-").replace("—", "-").replace("--", "-")


def _trimmed(side: Side, place: Range) -> Range:
    words = side.wording.text[slice(*place)]
    start = place[0] + len(words) - len(words.lstrip())
    return (start, start + len(words.strip())) if words.strip() else (place[0], place[0])


def _with_persons(edits: Sequence[_Edit]) -> list[_Edit]:
    """With a verb's -s as part of the shift of person that a pronoun just before it shows."""
    found: list[_Edit] = []
    reach = -1
    for edit in edits:
        if edit.kind == "person shifted":
            reach = edit.left[1] + _REACH
        kind: DifferenceKind | _Neutral = edit.kind
        if kind == "agreement" and edit.left[0] < reach:
            kind = "person shifted"
        found.append(replace(edit, kind=kind))
    return found


_ALIKE = frozenset({"case", "spelling", "person shifted", "number changed"})
_REWORDED = frozenset({"word changed", "agreement", "reworded"})


def _joined(edits: Sequence[_Edit], left: Side, right: Side) -> list[_Edit]:
    """Neighbours of one type as one; changed words with nothing but light ones between them are a rewording."""
    found: list[_Edit] = []
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
            near = level and two_sided and 0 <= apart <= _FEW and relations.light(between)
            if near and {edit.kind, before.kind} <= _REWORDED:
                few = max(one[1] - one[0], two[1] - two[0]) <= _FEW
                found[-1] = _Edit("word changed" if few else "reworded", one, two)
                continue
        found.append(edit)
    return found


def _crosses(side: Side, place: Range) -> bool:
    """Whether a sentence ends inside."""
    return any(side.starts_sentence(n) for n in range(place[0] + 1, place[1]))
