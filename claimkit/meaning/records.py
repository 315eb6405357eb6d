"""What of a record its vector is made of: its words, and at half the weight the sentence that they are part of.

The sentence says what "it" or "the plan" is (figures with and without it are in data/model/README.md).
"""

from __future__ import annotations

from typing import NamedTuple

from claimkit.english.sentences import find_sentence
from claimkit.english.text import digest, prose
from claimkit.models.record import Article, Quote

AROUND = 0.5  # the weight of the sentence
_REACH = 400  # characters before and after the record that are looked at for its ends; set by hand
_BITS = 60  # of a digest: SQLite's numbers have 63


class Words(NamedTuple):
    """The words of one record that are encoded."""

    own: str
    around: str

    @property
    def digest(self) -> int:
        """The same for the same words."""
        return int(digest(self.own, self.around, length=_BITS // 4), 16)


def words_of(article: Article, quote: Quote) -> Words:
    """The record's words and its sentence's, from the first of its pieces to the last.

    Before the mark that opens a quotation no sentence is taken to end: the one before says what it is about.
    """
    start = min((span.start for span in quote.content), default=0)
    end = max((span.end for span in quote.content), default=0)
    return Words(quote.text, sentence(article, start, end))


def sentence(article: Article, start: int, end: int) -> str:
    """The article's words from where the sentence that holds `start` begins to where that which holds `end` ends."""
    first, last = find_sentence(article.text, start, end, _REACH)
    return prose(article, min(first, start), max(last, end)).strip()
