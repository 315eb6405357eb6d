"""Answers of `verify` as records and as CSV rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from claimkit.models.tables import VERIFIED_COLUMNS
from claimkit.models.verified import Verified
from claimkit.output.records.layout import Layout
from claimkit.output.records.quote import Record, span_record


def verified_record(item: Verified) -> Record:
    """One record with what became of it."""
    return {
        "id": item.record.id,
        "path": item.record.path,
        "finding": item.finding,
        "file": item.file,
        "content": [span_record(span) for span in item.record.spans],
        "now": None if item.now is None else span_record(item.now),
    }


def verified_rows(item: Verified) -> Iterator[dict[str, Any]]:
    """One CSV row (VERIFIED_COLUMNS)."""
    spans, now = item.record.spans, item.now
    yield {
        **verified_record(item),
        "text": " ".join(span.text for span in spans),
        "start": spans[0].start,
        "end": spans[-1].end,
        "now_start": now and now.start,
        "now_end": now and now.end,
        "now_text": now and now.text,
    }


VERIFIED = Layout(Verified, verified_record, verified_rows, VERIFIED_COLUMNS)
