"""Which found statement is matched with which annotated one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from claimkit.brat import Fragments
from claimkit.evaluation.annotated import Statement
from claimkit.evaluation.tokens import Tokens, WordIndex

# Two contents match when they share at least half of their words (intersection over union).
HALF = 0.5


@dataclass(frozen=True, slots=True)
class ScoringUnit:
    """A statement with the words of its whole content."""

    statement: Statement
    type: str
    tokens: Tokens


def units(words: WordIndex, statements: Sequence[Statement]) -> list[ScoringUnit]:
    """The statements, each with the words of its content and the type that it states or that the text gives it."""
    return [ScoringUnit(s, s.type or words.type(s.content), words.tokens(s.content)) for s in statements]


def pair(gold: Sequence[ScoringUnit], found: Sequence[ScoringUnit], least: float = HALF) -> dict[int, int]:
    """Index in `gold` → index in `found`: one to one, the greatest overlap first, `least` or more."""
    holders: dict[int, list[int]] = defaultdict(list)
    for i, unit in enumerate(gold):
        for token in unit.tokens:
            holders[token].append(i)
    overlaps = []
    for j, unit in enumerate(found):
        for i in {i for token in unit.tokens for i in holders.get(token, ())}:
            overlap = iou(gold[i].tokens, unit.tokens)
            if overlap >= least:
                overlaps.append((-overlap, i, j))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(overlaps):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def iou(a: Tokens, b: Tokens) -> float:
    """Intersection over union; 0 for two empty sets."""
    return len(a & b) / len(a | b) if a or b else 0.0


def same_role(words: WordIndex, gold: Fragments, found: Fragments) -> bool:
    """Whether a source or cue is right: absent in both; or overlapping with a shared head word or by half."""
    if not gold or not found:
        return not gold and not found
    a, b = words.tokens(gold), words.tokens(found)
    if not a & b:
        return False
    return iou(a, b) >= HALF or bool(words.heads(a) & words.heads(b))
