"""An article as the measure sees it: word tokens, so that marks, stops and spaces at a span's ends never matter."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate

from claimkit.brat import Fragments
from claimkit.evaluation.quoted_words import quoted
from claimkit.models.types import QuoteType

_WORD = re.compile(r"\w+")
Tokens = frozenset[int]

# Where a noun phrase's head has been seen: punctuation between its words, or one of these words (the measure's list).
_BREAK = re.compile(r"[,;:()\[\]–—\n]|--")
_AFTER_HEAD = re.compile(
    "about|after|against|among|as|at|before|between|by|during|for|from|in|including|inside|into|near|of|on|outside|over"
    "|per|than|that|to|under|via|when|where|which|while|who|whom|whose|with"
)
_JOINS = ("and", "but", "or")
# The part of a content's letters that makes it direct when they are in quotation marks.
_DIRECT = 0.9


class WordIndex:
    """The words of a text and which of its letters are in quotation marks; `int` tokens count words from 0."""

    def __init__(self, text: str) -> None:
        self.text = text
        places = [match.span() for match in _WORD.finditer(text)]
        self._starts = [start for start, _ in places]
        self._ends = [end for _, end in places]
        inside = quoted(text)
        self._letters = [0, *accumulate(map(str.isalnum, text))]
        self._quoted = [0, *accumulate(c.isalnum() and bool(q) for c, q in zip(text, inside, strict=True))]

    def tokens(self, ranges: Fragments) -> Tokens:
        """The words of which `ranges` cover at least half of the characters."""
        covered: Counter[int] = Counter()
        for start, end in ranges:
            token = bisect_right(self._ends, start)
            while token < len(self._starts) and self._starts[token] < end:
                covered[token] += min(end, self._ends[token]) - max(start, self._starts[token])
                token += 1
        return frozenset(t for t, n in covered.items() if 2 * n >= self._ends[t] - self._starts[t])

    def type(self, ranges: Fragments) -> QuoteType:
        """Direct: 90 percent or more of the letters and digits in marks; mixed: some; indirect: none."""
        inside, letters = (sum(n[end] - n[start] for start, end in ranges) for n in (self._quoted, self._letters))
        if not inside:
            return "indirect"
        return "direct" if inside >= _DIRECT * letters else "mixed"

    def heads(self, tokens: Tokens) -> Tokens:
        """The head word of a noun phrase, or one for each part of a coordination; found without a parser.

        A phrase is cut at the first punctuation, preposition, relative pronoun or `to` after its first word; what
        comes last before the cut is the head, a possessive s left out.
        """
        found: set[int] = set()
        last = before = None
        closed = False
        for token in sorted(tokens):
            word = self.text[self._starts[token] : self._ends[token]].lower()
            gap = "" if before is None else self.text[self._ends[before] : self._starts[token]]
            before = token
            closed = closed or bool(_BREAK.search(gap))
            if last is not None and word in _JOINS:
                found.add(last)
                last, closed = None, False
            elif last is not None and _AFTER_HEAD.fullmatch(word):
                closed = True
            elif not closed and not (last is not None and word == "s" and gap.endswith(("'", "’"))):
                last = token
        return frozenset(found if last is None else found | {last})


def runs(tokens: Tokens) -> Iterator[Tokens]:
    """`tokens` split where a word between them is left out."""
    run: list[int] = []
    for token in sorted(tokens):
        if run and token != run[-1] + 1:
            yield frozenset(run)
            run = []
        run.append(token)
    if run:
        yield frozenset(run)
