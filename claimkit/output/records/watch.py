"""Hits of a watchlist as records and as CSV rows."""

from __future__ import annotations

from typing import Any

from claimkit.models.results import WatchHit
from claimkit.models.tables import WATCH_COLUMNS
from claimkit.output.records.flat import quote_row
from claimkit.output.records.layout import Layout
from claimkit.output.records.quote import Record, article_record, record


def watch_record(hit: WatchHit) -> Record:
    """The quotation's record with the entries of the watchlist that it meets, when claimkit first saw it, and where
    else it is printed."""
    return {
        **record(hit.entry.quote, hit.entry.article),
        "watches": list(hit.watches),
        "first_seen": hit.first_seen,
        "others": [
            {"id": other.id, "text": other.text, "article": article_record(other.article)} for other in hit.others
        ],
    }


def _watch_rows(hit: WatchHit) -> list[dict[str, Any]]:
    row = quote_row(hit.entry.quote, hit.entry.article)
    return [{"watches": "; ".join(hit.watches), "first_seen": hit.first_seen, **row}]


WATCH_HITS = Layout(WatchHit, watch_record, _watch_rows, WATCH_COLUMNS)
