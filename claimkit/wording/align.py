"""Two runs of tokens laid side by side: which words are the same, and what stands between those that are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import LCSseq

from claimkit.english.sentences import is_abbreviated
from claimkit.wording import relations
from claimkit.wording.quoted_text import Wording
from claimkit.wording.relations import Relation
from claimkit.wording.tokens import Token

Step = tuple[Literal["pair", "left", "right"], int, int, Relation | None]

_STOP = re.compile(r"[.!?]|\n\s*\n")
_ELLIPSIS = re.compile(r"…|\.\s?\.\s?\.")
_CLAUSE = re.compile(r"[,;:—–]|\s-\s")
_ISLAND = 2  # light words that match by chance, where they stand far from all others
_FAR = 5  # words
# Cells of the table in which the words of one hunk are paired; beyond it they are not paired at all.
_CELLS = 4_000
# Costs of a step: forms of one word lie on each other before two gaps do, two strangers before two gaps too.
_FORMS, _STRANGERS, _GAP = 0.3, 1.1, 0.6


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two wordings with its tokens."""

    wording: Wording
    tokens: Sequence[Token]

    def gap(self, at: int) -> str:
        """The text before token `at`, within its piece (from the piece's start, at its end up to it)."""
        return self.wording.text[slice(*self.gap_range(at))]

    def gap_range(self, at: int) -> tuple[int, int]:
        """Where that text stands."""
        before = self.tokens[at - 1] if at else None
        after = self.tokens[at] if at < len(self.tokens) else None
        if before is None or after is None or before.piece != after.piece:
            piece = after.piece if after else before.piece if before else 0
            first, last = self.wording.pieces[piece]
            if after is None:
                return (before.end if before else first), last
            return first, after.start
        return before.end, after.start

    def starts_sentence(self, at: int) -> bool:
        """Whether a sentence (or a piece, or nothing) begins at token `at`."""
        if at <= 0 or at >= len(self.tokens) or self.tokens[at - 1].piece != self.tokens[at].piece:
            return True
        gap = self.gap(at)
        plain = _ELLIPSIS.sub("", gap)
        # A small letter goes on with a sentence after an abbreviation or an ellipsis.
        stopped = bool(_STOP.search(plain)) and not is_abbreviated(f"{self.tokens[at - 1].surface}.")
        return (stopped or plain != gap) and not self.tokens[at].surface[:1].islower()

    def starts_clause(self, at: int) -> bool:
        """Whether a comma or the like, or the end of a sentence, stands before token `at`."""
        return self.starts_sentence(at) or bool(_CLAUSE.search(self.gap(at)))

    def joint(self, at: int) -> bool:
        """Whether the speaker's words begin or end here: at the edges, and where the article's own words part them."""
        return at <= 0 or at >= len(self.tokens) or self.tokens[at - 1].piece != self.tokens[at].piece

    def unbroken(self, place: tuple[int, int]) -> list[tuple[int, int]]:
        """The tokens in runs between which no words of the article's own stand; one run at least."""
        pieces, words = self.wording.pieces, self.tokens
        start, found = place[0], []
        for at in range(place[0] + 1, place[1]):
            if words[at - 1].piece != words[at].piece and pieces[words[at - 1].piece][1] < pieces[words[at].piece][0]:
                found.append((start, at))
                start = at
        return [*found, (start, place[1])]


@dataclass(frozen=True, slots=True)
class Hunk:
    """What differs between two matches: tokens `left_start:left_end` in place of `right_start:right_end`."""

    left_start: int
    left_end: int
    right_start: int
    right_end: int


def matches(left: Side, right: Side) -> list[tuple[int, int]]:
    """Pairs of tokens that have the same atoms, rising on both sides: their longest common subsequence.

    Where one wording stands in the other as it is, there. A gap that may stand in several places stands at the edge
    or around whole sentences, if it can.
    """
    codes: dict[str, str] = {}
    one, two = (_coded(side.tokens, codes) for side in (left, right))
    at = two.find(one) if len(one) <= len(two) else -1
    if one and at >= 0:
        atoms = list(zip(range(len(one)), range(at, at + len(one)), strict=True))
    else:
        blocks = LCSseq.editops(one, two).as_matching_blocks()
        atoms = [(block.a + n, block.b + n) for block in blocks for n in range(block.size)]
    pairs = _whole(atoms, left.tokens, right.tokens)
    return _slid(_without_islands(pairs, left, right), left, right)


def hunks(pairs: Sequence[tuple[int, int]], left: Side, right: Side) -> list[Hunk]:
    """What stands between the matches."""
    found, at = [], (0, 0)
    for a, b in [*pairs, (len(left.tokens), len(right.tokens))]:
        if at != (a, b):
            found.append(Hunk(at[0], a, at[1], b))
        at = a + 1, b + 1
    return found


def paired(left: Sequence[Token], right: Sequence[Token], at_start: bool) -> list[Step]:
    """The words of a hunk side by side, at the least cost (edit distance over words).

    A step is a pair of words with their relation, or a word of one side only. `at_start`: the hunk is the start of a
    text, so that what is paired should stand at its end, beside the match.
    """
    rows, columns = len(left), len(right)
    if rows * columns > _CELLS or not rows or not columns:
        alone: list[Step] = [("left", n, 0, None) for n in range(rows)]
        return alone + [("right", rows, n, None) for n in range(columns)]
    found = [[relations.relation(a, b) for b in right] for a in left]
    price = [[_price(found[i][j], left[i], right[j]) for j in range(columns)] for i in range(rows)]
    cost = [[_GAP * (i + j) if not i or not j else 0.0 for j in range(columns + 1)] for i in range(rows + 1)]
    for i in range(1, rows + 1):
        for j in range(1, columns + 1):
            diagonal = cost[i - 1][j - 1] + price[i - 1][j - 1]
            cost[i][j] = min(diagonal, cost[i - 1][j] + _GAP, cost[i][j - 1] + _GAP)
    steps: list[Step] = []
    i, j = rows, columns
    while i or j:
        pair = bool(i and j) and _same(cost[i][j], cost[i - 1][j - 1] + price[i - 1][j - 1])
        up = bool(i) and _same(cost[i][j], cost[i - 1][j] + _GAP)
        back = bool(j) and _same(cost[i][j], cost[i][j - 1] + _GAP)
        if pair and (at_start or not (up or back)):
            i, j = i - 1, j - 1
            steps.append(("pair", i, j, found[i][j]))
        elif up:
            i -= 1
            steps.append(("left", i, j, None))
        else:
            j -= 1
            steps.append(("right", i, j, None))
    return steps[::-1]


def _coded(tokens: Sequence[Token], codes: dict[str, str]) -> str:
    return "".join(codes.setdefault(atom, chr(len(codes) % 0x110000)) for token in tokens for atom in token.atoms)


def _whole(atoms: Sequence[tuple[int, int]], left: Sequence[Token], right: Sequence[Token]) -> list[tuple[int, int]]:
    """The tokens all of whose atoms match each other's and no others'."""
    other = dict(atoms)
    first_atom: dict[int, int] = {}
    at = 0
    for number, token in enumerate(right):
        first_atom[at] = number
        at += len(token.atoms)
    found, at = [], 0
    for number, token in enumerate(left):
        place = other.get(at)
        if place in first_atom:
            twin = first_atom[place]
            size = len(token.atoms)
            if len(right[twin].atoms) == size and all(other.get(at + n) == place + n for n in range(size)):
                found.append((number, twin))
        at += len(token.atoms)
    return found


def _without_islands(pairs: list[tuple[int, int]], left: Side, right: Side) -> list[tuple[int, int]]:
    """Without a few light words at either end that match far from all others, beyond the end of a sentence."""
    for at_end in (False, True):
        order = pairs[::-1] if at_end else pairs
        for size in range(1, min(_ISLAND, len(order) - 1) + 1):
            first, second = sorted(order[size - 1 : size + 1])
            apart = _far(left, first[0], second[0]) or _far(right, first[1], second[1])
            if apart and relations.light([left.tokens[a] for a, _ in order[:size]]):
                pairs = pairs[: len(pairs) - size] if at_end else pairs[size:]
                break
    return pairs


def _far(side: Side, first: int, second: int) -> bool:
    """Whether many words stand between two tokens, and a sentence begins among them."""
    between = range(first + 1, second + 1)
    return len(between) > _FAR and any(side.starts_sentence(at) for at in between)


def _slid(pairs: list[tuple[int, int]], left: Side, right: Side) -> list[tuple[int, int]]:
    """The matches with each gap of one side where it reads best, of all places that match as many words."""
    ends = [(-1, -1), *pairs, (len(left.tokens), len(right.tokens))]
    for axis, side, other in ((0, left, right), (1, right, left)):
        for at in range(1, len(ends)):
            before, after = ends[at - 1], ends[at]
            size = after[axis] - before[axis] - 1
            if size and after[1 - axis] - before[1 - axis] == 1:
                _slide(ends, at, size, axis, side, other)
    return ends[1:-1]


def _slide(ends: list[tuple[int, int]], at: int, size: int, axis: int, side: Side, other: Side) -> None:
    """Moves the gap of `size` tokens of `side` before match `at` to the best place."""
    start, place = ends[at - 1][axis] + 1, ends[at - 1][1 - axis] + 1
    tokens = side.tokens

    def score(shift: int) -> int:
        first, last = start + shift, start + shift + size
        if not first or last == len(tokens) or other.joint(place + shift):
            return 3
        if side.starts_sentence(first) and side.starts_sentence(last):
            return 2
        return int(side.starts_clause(first) and side.starts_clause(last))

    low = high = 0
    while (n := at + low - 1) > 0 and (not low or _adjacent(ends[n], ends[n + 1])):
        if tokens[ends[n][axis]].atoms != tokens[ends[n][axis] + size].atoms:
            break
        low -= 1
    while (n := at + high) < len(ends) - 1 and (not high or _adjacent(ends[n - 1], ends[n])):
        if tokens[ends[n][axis]].atoms != tokens[ends[n][axis] - size].atoms:
            break
        high += 1
    best = max(range(low, high + 1), key=lambda shift: (score(shift), -shift))
    for n in range(at + best, at) if best < 0 else range(at, at + best):
        moved = list(ends[n])
        moved[axis] += size if best < 0 else -size
        ends[n] = moved[0], moved[1]


def _adjacent(one: tuple[int, int], two: tuple[int, int]) -> bool:
    return two == (one[0] + 1, one[1] + 1)


def _price(relation: Relation | None, left: Token, right: Token) -> float:
    if left.kind == "bracket" or right.kind == "bracket":
        return _STRANGERS - 0.1
    return _STRANGERS if relation is None else _FORMS


def _same(one: float, two: float) -> bool:
    return abs(one - two) < 1e-9
