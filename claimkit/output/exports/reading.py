"""An article's text as people read it, without markup, by the offsets of the text as it is."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from claimkit.english.text import Cleaned, clean, normalise
from claimkit.models import Article


class Reading:
    """One article's text to read; `place` leads there from an offset of `article.text`."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self._clean: Cleaned = clean(article.text, article.cuts)

    @property
    def text(self) -> str:
        """The text without markup and page furniture."""
        return self._clean.text

    @cached_property
    def folded(self) -> str:
        """The text in its normal form with single spaces: where words are looked for."""
        return " ".join(normalise(self.text).split())

    def place(self, offset: int) -> int:
        """Where the character at `offset` stands; for one that was cut, where the next one does."""
        i = bisect_right(self._clean.origins, offset) - 1
        if i < 0:
            return 0
        end = self._clean.starts[i + 1] if i + 1 < len(self._clean.starts) else len(self.text)
        return min(self._clean.starts[i] + offset - self._clean.origins[i], end)

    def range(self, start: int, end: int) -> tuple[int, int]:
        """The range of `text` that holds the article's `start:end` (non-empty)."""
        first = self.place(start)
        return first, max(first, self.place(end - 1) + 1)
