"""What a report is made of, as its room sees it: `search.overview` finds it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from claimkit.models import Article, Quote
from claimkit.output.records.details import Mark
from claimkit.output.records.variants import Comparison


class Placed(Protocol):
    """A quotation with the places of its spans in its page's text."""

    @property
    def quote(self) -> Quote: ...

    @property
    def marks(self) -> Sequence[Mark]: ...


class Page(Protocol):
    """An article as people read it, one paragraph a line, with its quotations in order."""

    @property
    def article(self) -> Article: ...

    @property
    def text(self) -> str: ...

    @property
    def quotes(self) -> Sequence[Placed]: ...


class Overview(Protocol):
    """Pages, the newest first, and the clusters of their quotations."""

    @property
    def pages(self) -> Sequence[Page]: ...

    @property
    def comparisons(self) -> Sequence[Comparison]: ...
