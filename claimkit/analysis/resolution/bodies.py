"""Organisations, countries and campaigns as speakers: one name for each, as the article gives it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.article_tokens import ArticleTokens
from claimkit.english.text import normalise
from claimkit.models.extraction import Mention

_FAR = 200  # mentions
_LABELS = frozenset({"ORG", "GPE", "FAC", "LOC", "NORP", "PRODUCT", "WORK_OF_ART"})
_LEADING = re.compile(r"^(?:the|a|an|this|that)\s+", re.IGNORECASE)
_TRAILING = re.compile(r"(?:['’]s|['’])$")
_ACRONYM = re.compile(r"\(\s*(?:the\s+)?([A-Z][A-Z.&-]{1,9})\s*\)")


class Bodies:
    """The article's organisations and places."""

    def __init__(self, article: ArticleTokens, mentions: Sequence[Mention]) -> None:
        self.article = article
        self.mentions = sorted((m for m in mentions if m.label in _LABELS), key=lambda m: (m.start, m.end, m.label))
        self._starts = [m.start for m in self.mentions]
        self._full: dict[str, str] = {}
        for mention in self.mentions:
            if match := _ACRONYM.match(article.text, mention.end + 1):
                self._full.setdefault(_key(match[1]), plain(mention.text))
        names = {plain(m.text) for m in self.mentions if m.label in {"ORG", "FAC", "GPE"} and " " in plain(m.text)}
        for name in sorted(names):
            letters = "".join(w[0] for w in name.split() if w[0].isupper())
            if len(letters) >= 3:
                self._full.setdefault(letters.lower(), name)

    def name(self, start: int, end: int) -> str:
        """The name of the body at `start:end`: `the IMF` → `International Monetary Fund`, `Moscow` → `Russia`."""
        text = plain(self.article.text[start:end])
        words = text.split()
        if len(words) > 1 and words[-1].lower() in lists.phrase_words("states"):
            return lists.country(" ".join(words[:-1])) or text
        return self._full.get(_key(text)) or lists.country(text) or text

    def within(self, start: int, end: int) -> list[Mention]:
        """Mentions that overlap `start:end`."""
        i = bisect_left(self._starts, start)
        return [m for m in self.mentions[max(0, i - 3) : bisect_left(self._starts, end)] if m.end > start]

    def last_between(self, start: int, end: int) -> Mention | None:
        """The last mention inside `start:end`."""
        inside = [m for m in self.within(start, end) if start <= m.start and m.end <= end]
        return inside[-1] if inside else None

    def by_noun(self, noun: str, before: int) -> Mention | None:
        """The last body before an offset whose name holds `noun`: `the fund` → `International Monetary Fund`."""
        i = bisect_left(self._starts, before)
        for m in reversed(self.mentions[max(0, i - _FAR) : i]):
            if " " in m.text.strip() and noun in normalise(m.text).split():
                return m
        return None


def plain(text: str) -> str:
    """Without article, possessive and line breaks."""
    return _TRAILING.sub("", _LEADING.sub("", " ".join(text.split()).strip('“”"*―—- ')))


def _key(text: str) -> str:
    return text.replace(".", "").lower()
