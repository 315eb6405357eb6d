"""An article as resolution reads it: words, sentences, paragraphs, and what stands in quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from claimkit.english import lexicon
from claimkit.english.sentences import find_breaks, is_abbreviated, is_title_in_capitals
from claimkit.english.text import merge_ranges

# Abbreviations with dots, initials, words with inner hyphens, numbers, verbs joined to a word (`they’ll`); any other
# sign stands alone.
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![\w]))?"
    r"|\w+(?:[-‐‑]\w+|['’](?!(?:s|ll|d|ve|re|m)\b)\w+|[.,](?=\d)\d+|\.(?=[^\W\d_]\.)\w)*"
    r"|(?<=\w)['’](?:ll|d|ve|re|m)\b|[^\w\s]"
)
_POSSESSIVE = re.compile(r"['’]s\b|['’](?=\s+[a-z])")
# A small word joined to the name after it: `al-Mansouri`, `d’Estaing`.
_JOINED = re.compile(r"(?:al|el|ad|an|ar|as|at|az|ash|ul|ibn|bin|abu|ben|de|d|l|o|t)[-‐‑'’][A-ZÀ-Ž]")
# A line that parts two stories of one page: a clock time (live pages), or nothing but signs.
_STORY = re.compile(
    r"(?im)^[ \t]*(?:(?:\d{1,2}[:.]\d{2}(?:[ \t]?[ap]\.?m\.?)?|\d{1,2}[ \t]?[ap]\.?m\.?|noon|midnight)"
    r"(?:[ \t]{1,3}\(?[A-Z]{2,4}\)?)?[ \t]*+[:–—-]?|(?:[*#_=·•–—-][ \t]?){3,80})[ \t]*$"
)
# Title case: at least so many words that are not small, and so large a share of them with capitals.
_TITLE, _TITLE_SHARE = 4, 0.9
_QUOTED = re.compile(r"“[^“”\n]*(?:”|$|(?=\n))|(?<!\w)\"[^\"\n]*(?:\"|$|(?=\n))|(?<!\w)''[^\n]*?(?:''|$|(?=\n))")


@dataclass(frozen=True, slots=True)
class ArticleToken:
    """One word or sign; `end` leaves out a possessive ending, which `possessive` tells."""

    start: int
    end: int
    text: str
    lower: str
    possessive: bool
    capital: bool


class ArticleTokens:
    """Tokens with the positions of sentences, paragraphs and quotations of one reading text."""

    def __init__(self, text: str, quotations: Iterable[tuple[int, int]] = ()) -> None:
        self.text = text
        self.tokens = _tokens(text)
        self.starts = [t.start for t in self.tokens]
        self._sentences, self._paragraphs = _breaks(text)
        self._stories = [m.start() for m in _STORY.finditer(text)]
        self._headlines: dict[int, bool] = {}
        self._quoted = merge_ranges([*((m.start(), m.end()) for m in _QUOTED.finditer(text)), *quotations])

    def sentence(self, offset: int) -> int:
        """Number of the sentence at `offset`."""
        return bisect_right(self._sentences, offset)

    def sentence_start(self, offset: int) -> int:
        """Offset at which the sentence of `offset` begins."""
        i = bisect_right(self._sentences, offset)
        return self._sentences[i - 1] if i else 0

    def begins_sentence(self, offset: int) -> bool:
        """Whether a sentence begins at `offset`."""
        return self.sentence_start(offset) == offset

    def sentence_end(self, offset: int) -> int:
        """Offset at which the next sentence begins."""
        i = bisect_right(self._sentences, offset)
        return self._sentences[i] if i < len(self._sentences) else len(self.text)

    def paragraph(self, offset: int) -> int:
        """Number of the paragraph at `offset`."""
        return bisect_right(self._paragraphs, offset)

    def story(self, offset: int) -> int:
        """Number of the story at `offset`: a live page has several, parted by times or signs on lines of their own."""
        return bisect_right(self._stories, offset)

    @cached_property
    def small(self) -> frozenset[str]:
        """The words that the article writes in lower case."""
        return frozenset(t.text for t in self.tokens if t.text.islower())

    @cached_property
    def capitals(self) -> dict[str, list[int]]:
        """Words that begin with a capital → the indices of their tokens."""
        found: dict[str, list[int]] = {}
        for i, token in enumerate(self.tokens):
            if token.capital:
                found.setdefault(token.text, []).append(i)
        return found

    @cached_property
    def inside(self) -> frozenset[str]:
        """The words, folded, that have a capital inside a sentence which is not all in capitals or title case."""
        found: set[str] = set()
        for i, token in enumerate(self.tokens):
            if token.capital and i and not token.text.isupper() and token.lower not in found:
                opens = not self.tokens[i - 1].text[0].isalnum()
                if not opens and self.sentence_start(token.start) < token.start and not self.headline(token.start):
                    found.add(token.lower)
        return frozenset(found)

    def quoted(self, offset: int) -> bool:
        """Whether `offset` lies between quotation marks."""
        i = bisect_right(self._quoted, (offset, len(self.text))) - 1
        return i >= 0 and offset < self._quoted[i][1]

    def alone(self, start: int, end: int, opener: str = "") -> bool:
        """Whether nothing but `opener` and signs shares the line with `start:end`."""
        left = self.text.rfind("\n", 0, start) + 1
        right = self.text.find("\n", end)
        rest = self.text[left:start] + self.text[end : right if right >= 0 else len(self.text)]
        return "".join(c for c in rest if c.isalnum()).lower() == opener

    def index(self, offset: int) -> int:
        """Index of the first token that begins at or after `offset`."""
        return bisect_left(self.starts, offset)

    def between(self, start: int, end: int) -> list[ArticleToken]:
        """Tokens that begin in `start:end`."""
        return self.tokens[self.index(start) : self.index(end)]

    def always_capital(self, lower: str) -> bool:
        """Whether a word is capitalised inside a sentence somewhere, and nowhere in small letters."""
        return lower in self._capitals

    def adjacent(self, i: int) -> bool:
        """Whether nothing but a space, a hyphen or a possessive ending is between token `i` and the next one."""
        return self.text[self.tokens[i].end : self.tokens[i + 1].start].strip("'’s") in (" ", "\u00a0", "-")

    def phrase_start(self, i: int, most: int, joins: Callable[[ArticleToken], bool]) -> int:
        """The first token of the phrase that goes on to token `i`: at most so many back, all adjacent and joining."""
        k = i
        while k and i - k < most and self.adjacent(k - 1) and joins(self.tokens[k - 1]):
            k -= 1
        return k

    @cached_property
    def _capitals(self) -> frozenset[str]:
        small = {t.lower for t in self.tokens if not t.capital}
        inside = {
            t.lower
            for t in self.tokens
            if t.capital and not self.begins_sentence(t.start) and not self.headline(t.start)
        }
        return frozenset(inside - small)

    def headline(self, offset: int) -> bool:
        """Whether the sentence at `offset` is written in title case: capitals say nothing about names there."""
        start = self.sentence_start(offset)
        if start not in self._headlines:
            words = [t for t in self.between(start, self.sentence_end(offset)) if t.text[0].isalpha()]
            small = lexicon.words("speakers", "function", "small") | lexicon.words(
                "speakers", "function", "prepositions"
            )
            content = [t for t in words if t.lower not in small]
            capitals = sum(t.capital for t in content)
            self._headlines[start] = len(content) >= _TITLE and capitals >= _TITLE_SHARE * len(content)
        return self._headlines[start]


def _tokens(text: str) -> list[ArticleToken]:
    tokens: list[ArticleToken] = []
    skip = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if start < skip:
            continue
        word = match[0]
        possessive = False
        if word[0].isalpha() or word[-1].isalpha():  # “22-year-old”
            if ending := _POSSESSIVE.match(text, end):
                possessive = len(ending[0]) > 1 or word[-1] == "s"
                skip = ending.end() if possessive else end
            elif (
                word[0].isalpha()
                and text[end : end + 1] == "."
                and (is_abbreviated(text[max(0, start - 4, end - 60) : end + 1]) or is_title_in_capitals(text, start))
            ):
                end = skip = end + 1
                word = text[start:end]
        capital = word[0].isupper() or (not word.islower() and _JOINED.match(word) is not None)
        tokens.append(ArticleToken(start, end, word, word.lower(), possessive, capital))
    return tokens


def _breaks(text: str) -> tuple[list[int], list[int]]:
    """Offsets at which sentences and paragraphs begin, the first ones left out."""
    sentences: list[int] = []
    paragraphs: list[int] = []
    for stop, after in find_breaks(text):
        sentences.append(after)
        if "\n" in text[stop:after]:
            paragraphs.append(after)
    return sentences, paragraphs
