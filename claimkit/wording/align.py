"""Aligns two runs of tokens: which words match, and what lies between the matches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import LCSseq

from claimkit.english.sentences import is_abbreviated
from claimkit.models.record import JOINT
from claimkit.models.types import Range
from claimkit.wording import relations
from claimkit.wording.quoted_text import Wording
from claimkit.wording.relations import Relation
from claimkit.wording.word_tokens import WordToken

Step = tuple[Literal["pair", "left", "right"], int, int, Relation | None]

_STOP = re.compile(r"[.!?]|\n\s*\n")
_ELLIPSIS = re.compile(r"…|\.\s?\.\s?\.")
_CLAUSE = re.compile(r"[,;:—–]|\s-\s")
# The limits and costs below were set by hand.
_ISLAND = 2  # this many light words or fewer, far from all other matches, match by chance
_FAR = 5  # words
_MOST_CELLS = 4_000  # of the table in which the words of one hunk are paired; in larger hunks no words are paired
# Costs of a step: two gaps cost more than a pair of unrelated words, and that more than two forms of one word.
_FORMS, _UNRELATED, _GAP = 0.3, 1.1, 0.6


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two wordings with its tokens."""

    wording: Wording
    tokens: Sequence[WordToken]

    def gap(self, at: int) -> str:
        """The text before token `at`, within its piece; for the last `at`, the text up to the end of the piece."""
        return self.wording.text[slice(*self.gap_range(at))]

    def gap_range(self, at: int) -> Range:
        """The range of that text."""
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
        """Whether a sentence or a piece begins at token `at`; also true at the edges."""
        if at <= 0 or at >= len(self.tokens) or self.tokens[at - 1].piece != self.tokens[at].piece:
            return True
        gap = self.gap(at)
        plain = _ELLIPSIS.sub("", gap)
        # After an abbreviation or an ellipsis, a small letter continues the sentence.
        stopped = bool(_STOP.search(plain)) and not is_abbreviated(f"{self.tokens[at - 1].surface}.")
        return (stopped or plain != gap) and not self.tokens[at].surface[:1].islower()

    def starts_clause(self, at: int) -> bool:
        """Whether a comma or similar mark, or the end of a sentence, comes before token `at`."""
        return self.starts_sentence(at) or bool(_CLAUSE.search(self.gap(at)))

    def joint(self, at: int) -> bool:
        """Whether the speaker's words begin or end here: at the edges, and where the article's own words interrupt."""
        return at <= 0 or at >= len(self.tokens) or self.tokens[at - 1].piece != self.tokens[at].piece

    def unbroken(self, run: Range) -> list[Range]:
        """The run of tokens, split where the article's own words interrupt it; at least one run."""
        text, pieces, words = self.wording.text, self.wording.pieces, self.tokens
        start, found = run[0], []
        for at in range(run[0] + 1, run[1]):
            gap = text[pieces[words[at - 1].piece][1] : pieces[words[at].piece][0]]
            if words[at - 1].piece != words[at].piece and gap not in ("", JOINT):
                found.append((start, at))
                start = at
        return [*found, (start, run[1])]


@dataclass(frozen=True, slots=True)
class Hunk:
    """What lies between two matches: tokens `left_start:left_end` instead of `right_start:right_end`."""

    left_start: int
    left_end: int
    right_start: int
    right_end: int


def match_tokens(left: Side, right: Side) -> list[tuple[int, int]]:
    """Pairs of tokens with the same atoms, in order on both sides: their longest common subsequence.

    If one wording contains the other unchanged, that is where they match. A gap that fits at several positions is put
    at the edge or around whole sentences, if possible.
    """
    codes: dict[str, str] = {}
    one, two = (_encode(side.tokens, codes) for side in (left, right))
    at = two.find(one) if len(one) <= len(two) else -1
    if one and at >= 0:
        atoms = list(zip(range(len(one)), range(at, at + len(one)), strict=True))
    else:
        blocks = LCSseq.editops(one, two).as_matching_blocks()
        atoms = [(block.a + n, block.b + n) for block in blocks for n in range(block.size)]
    pairs = _whole_tokens(atoms, left.tokens, right.tokens)
    return _slide_gaps(_without_islands(pairs, left, right), left, right)


def find_hunks(pairs: Sequence[tuple[int, int]], left: Side, right: Side) -> list[Hunk]:
    """What lies between the matches."""
    found, at = [], (0, 0)
    for a, b in [*pairs, (len(left.tokens), len(right.tokens))]:
        if at != (a, b):
            found.append(Hunk(at[0], a, at[1], b))
        at = a + 1, b + 1
    return found


def pair_words(left: Sequence[WordToken], right: Sequence[WordToken], at_start: bool) -> list[Step]:
    """The words of a hunk side by side, at the least cost (edit distance over words).

    A step is a pair of words with their relation, or a word of one side only. `at_start`: the hunk is the start of a
    text, so pairs should come at its end, next to the match.
    """
    if len(left) * len(right) > _MOST_CELLS or not left or not right:
        return _unpaired(left, right)
    related = [[relations.relation(a, b) for b in right] for a in left]
    prices = [
        [_pair_cost(relation, a, b) for relation, b in zip(row, right, strict=True)]
        for row, a in zip(related, left, strict=True)
    ]
    return _cheapest_steps(related, prices, _least_costs(prices), at_start)


def _unpaired(left: Sequence[WordToken], right: Sequence[WordToken]) -> list[Step]:
    alone: list[Step] = [("left", n, 0, None) for n in range(len(left))]
    return alone + [("right", len(left), n, None) for n in range(len(right))]


def _least_costs(prices: Sequence[Sequence[float]]) -> list[list[float]]:
    """In row i and column j, the least cost of the first i words on the left and the first j on the right."""
    rows, columns = len(prices), len(prices[0])
    costs = [[_GAP * (i + j) if not i or not j else 0.0 for j in range(columns + 1)] for i in range(rows + 1)]
    for i in range(1, rows + 1):
        for j in range(1, columns + 1):
            diagonal = costs[i - 1][j - 1] + prices[i - 1][j - 1]
            costs[i][j] = min(diagonal, costs[i - 1][j] + _GAP, costs[i][j - 1] + _GAP)
    return costs


def _cheapest_steps(
    related: Sequence[Sequence[Relation | None]],
    prices: Sequence[Sequence[float]],
    costs: Sequence[Sequence[float]],
    at_start: bool,
) -> list[Step]:
    """The steps that lead to the least cost, found from the end.

    Among equally cheap ones, pairs come late if the hunk is `at_start`, and early otherwise.
    """
    steps: list[Step] = []
    i, j = len(prices), len(prices[0])
    while i or j:
        pair = bool(i and j) and _same(costs[i][j], costs[i - 1][j - 1] + prices[i - 1][j - 1])
        up = bool(i) and _same(costs[i][j], costs[i - 1][j] + _GAP)
        back = bool(j) and _same(costs[i][j], costs[i][j - 1] + _GAP)
        if pair and (at_start or not (up or back)):
            i, j = i - 1, j - 1
            steps.append(("pair", i, j, related[i][j]))
        elif up:
            i -= 1
            steps.append(("left", i, j, None))
        else:
            j -= 1
            steps.append(("right", i, j, None))
    return steps[::-1]


def _encode(tokens: Sequence[WordToken], codes: dict[str, str]) -> str:
    """The tokens' atoms, one character each."""
    return "".join(codes.setdefault(atom, chr(len(codes) % 0x110000)) for token in tokens for atom in token.atoms)


def _whole_tokens(
    atoms: Sequence[tuple[int, int]], left: Sequence[WordToken], right: Sequence[WordToken]
) -> list[tuple[int, int]]:
    """The pairs of tokens whose atoms all match each other, and nothing else."""
    other = dict(atoms)
    first_atom: dict[int, int] = {}
    at = 0
    for number, token in enumerate(right):
        first_atom[at] = number
        at += len(token.atoms)
    found, at = [], 0
    for number, token in enumerate(left):
        atom = other.get(at)
        if atom in first_atom:
            twin = first_atom[atom]
            size = len(token.atoms)
            if len(right[twin].atoms) == size and all(other.get(at + n) == atom + n for n in range(size)):
                found.append((number, twin))
        at += len(token.atoms)
    return found


def _without_islands(pairs: list[tuple[int, int]], left: Side, right: Side) -> list[tuple[int, int]]:
    """The pairs without a few light words at either end that match far from all others, in another sentence."""
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
    """Whether many words lie between two tokens, and a sentence begins among them."""
    between = range(first + 1, second + 1)
    return len(between) > _FAR and any(side.starts_sentence(at) for at in between)


def _slide_gaps(pairs: list[tuple[int, int]], left: Side, right: Side) -> list[tuple[int, int]]:
    """The matches, with each gap of one side moved to where it reads best, while as many words match."""
    ends = [(-1, -1), *pairs, (len(left.tokens), len(right.tokens))]
    for axis, side, other in ((0, left, right), (1, right, left)):
        for at in range(1, len(ends)):
            before, after = ends[at - 1], ends[at]
            size = after[axis] - before[axis] - 1
            if size and after[1 - axis] - before[1 - axis] == 1:
                _slide(ends, at, size, axis, side, other)
    return ends[1:-1]


def _slide(ends: list[tuple[int, int]], at: int, size: int, axis: int, side: Side, other: Side) -> None:
    """Moves the gap of `size` tokens of `side` before match `at` to the best position."""
    start, opposite = ends[at - 1][axis] + 1, ends[at - 1][1 - axis] + 1
    tokens = side.tokens

    def score(shift: int) -> int:
        first, last = start + shift, start + shift + size
        if not first or last == len(tokens) or other.joint(opposite + shift):
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


def _pair_cost(relation: Relation | None, left: WordToken, right: WordToken) -> float:
    if left.kind == "bracket" or right.kind == "bracket":
        return _UNRELATED - 0.1
    return _UNRELATED if relation is None else _FORMS


def _same(one: float, two: float) -> bool:
    return abs(one - two) < 1e-9
