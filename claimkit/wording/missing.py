"""Words that only one of two wordings has: cut off, spliced out, or a hedge or a denial dropped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from claimkit.models.types import DifferenceKind, Range
from claimkit.wording import contradictions, relations
from claimkit.wording.align import Side
from claimkit.wording.edits import ELLIPSIS, FEW, Edit, Neutral, end_of_piece
from claimkit.wording.word_tokens import WordToken

_LEAST = 3  # words of the shortest wording that a missing hedge or denial may have qualified; set by hand
_JOINERS = frozenset({"and", "because", "but", "or", "so", "yet"})


def edits_of_missing(one: Range, two: Range, left: Side, right: Side, edge: bool = False) -> Iterator[Edit]:
    """The edits of words that one side lacks: `one` or `two` is empty and says where they are missing."""
    lacks = int(one[0] < one[1])
    has, side, words, at = (left, right, one, two[0]) if lacks else (right, left, two, one[0])

    def edit(kind: DifferenceKind | Neutral, run: Range, characters: Range | None = None) -> Edit:
        direction = lacks if kind in ("cut", "splice", "negation", "hedge") else None
        if lacks:
            return Edit(kind, run, (at, at), direction, right_text=characters)
        return Edit(kind, (at, at), run, direction, left_text=characters)

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
        for run, bracket in _split_brackets(has.tokens, words):
            if bracket:
                yield edit("bracketed insertion", run, (mark[1], mark[1]) if mark else None)
            else:
                yield from _inside(run, has, edit)


class _Maker(Protocol):
    """Makes an edit of words that one side lacks; `characters` is what is there instead."""

    def __call__(self, kind: DifferenceKind | Neutral, run: Range, characters: Range | None = None) -> Edit: ...


def _split_brackets(words: Sequence[WordToken], run: Range) -> Iterator[tuple[Range, bool]]:
    """The tokens, split into runs inside and outside brackets."""
    start = run[0]
    for at in range(run[0] + 1, run[1] + 1):
        kind = words[start].kind == "bracket"
        if at == run[1] or (words[at].kind == "bracket") != kind:
            yield (start, at), kind
            start = at


def _inside(run: Range, has: Side, edit: _Maker) -> Iterator[Edit]:
    """Words left out between two words that are adjacent on the other side."""
    start, end = run
    words = has.tokens[start:end]
    if relations.is_hedge(words):
        yield edit("hedge", run)
    elif any(has.starts_sentence(n) for n in range(start + 1, end)) or (
        has.starts_sentence(start) and has.starts_sentence(end)
    ):
        yield edit("splice", run)
    elif contradictions.denial_dropped(words, _set_off(has, run)):
        yield edit("negation", run)
    elif relations.only_tense(words):
        yield edit("tense shifted", run)
    elif len(words) <= FEW:
        yield edit("number changed" if contradictions.number_changed(words, ()) else "word changed", run)
    else:
        low, high = start + relations.hedge_at_start(words), end - relations.hedge_at_end(words)
        if start < low:
            yield edit("hedge", (start, low))
        if low < high:
            yield edit("splice" if high - low > FEW else "word changed", (low, high))
        if high < end:
            yield edit("hedge", (high, end))


def _set_off(side: Side, run: Range) -> bool:
    """Whether the words are set off by commas or similar marks."""
    return side.starts_clause(run[0]) and side.starts_clause(run[1])


def _at_edge(run: Range, at: int, has: Side, lacks: Side, mark: Range | None, edit: _Maker) -> Iterator[Edit]:
    """Words left out where the other side begins or ends: cut off, except a hedge or a denial of what remains."""
    start, end = run
    low, high = start, end
    parts: list[Edit] = []
    # Beside a fragment or a mixed quotation, the article's own words may say what is left out.
    if lacks.wording.whole and len(lacks.tokens) >= _LEAST:
        if start and at and not has.starts_sentence(start):
            size, kind = _qualifying(has, start, _sentence_end(has, start, end), after=True)
            low += size
            parts += [edit(kind, (start, low), (mark[0], mark[0]) if mark else None)] if size else []
        if low < end < len(has.tokens) and at < len(lacks.tokens) and not has.starts_sentence(end):
            size, kind = _qualifying(has, _sentence_start(has, low, end), end, after=False)
            high -= size
            parts += [edit(kind, (high, end), (mark[1], mark[1]) if mark else None)] if size else []
    if low < high:
        parts.append(edit("ellipsis", (low, high), mark) if mark else edit("cut", (low, high)))
    yield from sorted(parts, key=lambda part: (part.left, part.right))


def _qualifying(has: Side, start: int, end: int, after: bool) -> tuple[int, Neutral]:
    """How many of the words hedge or deny the rest of their sentence, which comes `after` or before; 0 for none."""
    words = has.tokens[start:end]
    if size := relations.hedge_at_start(words) if after else relations.hedge_at_end(words):
        return size, "hedge"
    set_off = has.starts_clause(start) if after else has.starts_clause(end)
    if not set_off:
        cuts = [n for n in range(start + 1, end) if has.starts_clause(n) or has.tokens[n].key in _JOINERS]
        first, last = (start, (cuts or [end])[0]) if after else ((cuts or [start])[-1], end)
        clause = has.tokens[first:last]
        if clause and clause[0].key not in _JOINERS and contradictions.denies(clause):
            return last - first, "negation"
    return 0, "negation"


def _sentence_end(side: Side, start: int, end: int) -> int:
    """Where the sentence of token `start` ends, at most `end`."""
    return next((n for n in range(start + 1, end) if side.starts_sentence(n)), end)


def _sentence_start(side: Side, start: int, end: int) -> int:
    """Where the sentence of token `end` begins, at least `start`."""
    return next((n for n in range(end - 1, start, -1) if side.starts_sentence(n)), start)


def _ellipsis(side: Side, at: int) -> Range | None:
    """The range of an ellipsis before token `at`."""
    ranges = [side.gap_range(at)]
    if 0 < at < len(side.tokens) and side.joint(at):
        ranges.append(end_of_piece(side, at))
    for start, end in ranges:
        if match := ELLIPSIS.search(side.wording.text, start, end):
            return match.start(), match.start() + len(match[0].rstrip())
    return None
