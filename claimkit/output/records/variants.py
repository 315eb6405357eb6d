"""Answers of `diff` as records and as CSV rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from claimkit.models.collection import Difference
from claimkit.models.results import Comparison
from claimkit.models.tables import DIFFERENCE_COLUMNS
from claimkit.output.records.answers import report_record, side_record
from claimkit.output.records.layout import Layout
from claimkit.output.records.quote import Record, record, span_record


def comparison_record(item: Comparison) -> Record:
    """The cluster with the representative's record and each variant's, and what each variant changed."""
    best = item.summary.representative
    full = record(best.quote, best.article)
    return {
        "id": item.summary.cluster.id,
        "text": best.quote.text,
        "speaker": full["speaker"],
        "outlets": list(item.summary.outlets),
        "reports": [report_record(report) for report in item.summary.reports],
        "sides": [side_record(side) for side in item.summary.sides],
        "representative": full,
        "variants": [
            {
                "quote": record(variant.entry.quote, variant.entry.article),
                "changed": variant.changed,
                "differences": [_difference(difference) for difference in variant.differences],
            }
            for variant in item.variants
        ],
    }


def comparison_rows(item: Comparison) -> Iterator[dict[str, Any]]:
    """One CSV row (DIFFERENCE_COLUMNS) per difference, and one for a variant that has none."""
    for variant in item.variants:
        quote, article = variant.entry.quote, variant.entry.article
        row = {
            "cluster": item.summary.cluster.id,
            "quote": quote.id,
            "speaker": quote.speaker and quote.speaker.name,
            "outlet": article.outlet,
            "published": article.published,
            "path": article.path,
            "changed": "yes" if variant.changed else "no",
        }
        for difference in variant.differences:
            yield {
                **row,
                "type": difference.kind,
                "representative": difference.representative.text,
                "variant": difference.variant.text,
                "representative_start": difference.representative.start,
                "representative_end": difference.representative.end,
                "variant_start": difference.variant.start,
                "variant_end": difference.variant.end,
            }
        if not variant.differences:
            yield row


def _difference(difference: Difference) -> Record:
    return {
        "type": difference.kind,
        "representative": span_record(difference.representative),
        "variant": span_record(difference.variant),
    }


COMPARISONS = Layout(Comparison, comparison_record, comparison_rows, DIFFERENCE_COLUMNS)
