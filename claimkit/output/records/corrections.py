"""Corrections as records and as CSV rows."""

from __future__ import annotations

from typing import Any

from claimkit.models.collection import CorrectionState
from claimkit.models.tables import STATE_COLUMNS
from claimkit.output.records.layout import Layout
from claimkit.output.records.quote import Record


def correction_record(item: CorrectionState) -> Record:
    """What somebody corrected in one quotation, and whether it is in force."""
    one = item.correction
    return {
        "id": one.quote_id,
        "article": one.article_id,
        "state": item.words,
        "speaker": one.speaker,
        "kind": one.kind,
        "not_a_quotation": one.dropped,
        "cue": None if one.cue is None else one.cue.text,
        "words": one.words,
        "content": [{"start": start, "end": end} for start, end in one.content],
        "path": one.path,
        "made": one.made,
    }


def _rows(item: CorrectionState) -> list[dict[str, Any]]:
    record = correction_record(item)
    return [{**record, "not_a_quotation": "yes" if record["not_a_quotation"] else None}]


CORRECTIONS = Layout(CorrectionState, correction_record, _rows, STATE_COLUMNS)
