"""Answers of `who-said` as records and as CSV rows."""

from __future__ import annotations

from typing import Any

from claimkit.models.hits import Hit
from claimkit.models.tables import HIT_COLUMNS
from claimkit.output.records.answers import side_record
from claimkit.output.records.flat import quote_row
from claimkit.output.records.layout import Layout
from claimkit.output.records.quote import Record, article_record, record


def hit_record(hit: Hit) -> Record:
    """The quotation's record with what `who-said` adds.

    `score` is 0 to 100, `matches` are character ranges of the record's `text`, `others` the other places that
    print the same quotation. `deviations` are negations and numbers that are not the phrase's; their ranges are those
    of the text. A hit by meaning has no score but `by`, `similarity` and `polarity`, which the others lack.
    """
    near = {} if hit.by == "words" else {"by": hit.by, "similarity": hit.similarity, "polarity": hit.polarity}
    return {
        **record(hit.quote, hit.article),
        **near,
        "score": _score(hit),
        "matches": [{"start": start, "end": end, "text": hit.quote.text[start:end]} for start, end in hit.ranges],
        "before": hit.before,
        "after": hit.after,
        "outlets": list(hit.outlets),
        "others": [
            {
                "id": other.id,
                "text": other.text,
                "speaker": other.speaker and other.speaker.name,
                "article": article_record(other.article),
            }
            for other in hit.others
        ],
        "sides": [side_record(side) for side in hit.sides],
        "deviations": [
            {
                "type": one.kind,
                "phrase": one.asked,
                "start": one.found.start,
                "end": one.found.end,
                "text": one.found.text,
            }
            for one in hit.deviations
        ],
    }


def hit_row(hit: Hit) -> dict[str, Any]:
    """A hit as flat CSV cells (NEAR_COLUMNS)."""
    return {
        **quote_row(hit.quote, hit.article),
        "score": _score(hit),
        "outlets": "; ".join(hit.outlets),
        "by": hit.by,
        "similarity": hit.similarity,
        "polarity": hit.polarity,
    }


def _score(hit: Hit) -> float | None:
    return round(hit.score, 2) if hit.by == "words" else None


def _hit_rows(hit: Hit) -> list[dict[str, Any]]:
    return [hit_row(hit)]


HITS = Layout(Hit, hit_record, _hit_rows, HIT_COLUMNS)
