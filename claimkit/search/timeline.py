"""What was said about something, in order of dates: those who said a phrase, and what is near to it in meaning."""

from __future__ import annotations

from claimkit.models.hits import Hit
from claimkit.search.filters import EVERYTHING, Filters
from claimkit.search.meaning import nearest
from claimkit.search.phrase import who_said
from claimkit.store import Store

MOST = 20  # hits by words and by meaning each, unless more are asked for


def timeline(store: Store, phrase: str, filters: Filters = EVERYTHING, *, limit: int = MOST) -> list[Hit]:
    """The best `limit` hits for `phrase` by words, and as many by meaning, by date; undated ones last.

    With one speaker in `filters`: what that speaker said about it, when, and whether the words changed. Raises
    `UsageError` for a phrase without a word.
    """
    said = who_said(store, phrase, filters, limit=limit)
    return in_order([*said, *nearest(store, phrase, filters, limit=limit, without=shown_ids(said))])


def in_order(hits: list[Hit]) -> list[Hit]:
    """The hits by date, undated ones last, those of one day by path."""
    return sorted(hits, key=lambda hit: (hit.article.published or "~", hit.article.path, hit.quote.id))


def shown_ids(hits: list[Hit]) -> set[str]:
    """The records and clusters that these hits show."""
    found = {hit.quote.cluster for hit in hits if hit.quote.cluster}
    return found | {id_ for hit in hits for id_ in (hit.quote.id, *(other.id for other in hit.others))}
