"""Answers of `check` as records and as CSV rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from claimkit.models.checks import Check, CheckedDifference, CheckedPassage
from claimkit.models.tables import CHECK_COLUMNS
from claimkit.output.records.layout import Layout
from claimkit.output.records.quote import Record, span_record


def check_record(item: Check) -> Record:
    """One quotation of a draft with its verdict."""
    quotation = item.quotation
    return {
        "draft": item.draft,
        "text": quotation.text,
        "start": quotation.start,
        "end": quotation.end,
        "type": quotation.type,
        "speaker": quotation.speaker,
        "verdict": item.verdict,
        "minor": item.minor,
        "attention": item.attention,
        "reason": item.reason,
        "confidence": item.confidence,
        "passage": None if item.passage is None else _passage(item.passage),
        "omission": None if item.omission is None else {"chance": item.omission.chance, "words": item.omission.words},
        "differences": [_difference(difference) for difference in item.differences],
        "others": [_passage(passage) for passage in item.others],
    }


def check_rows(item: Check) -> Iterator[dict[str, Any]]:
    """One CSV row (CHECK_COLUMNS)."""
    found = check_record(item)
    passage = item.passage
    yield {
        **found,
        "minor": "yes" if item.minor else "no",
        "attention": "yes" if item.attention else "no",
        "differences": "; ".join(dict.fromkeys(difference.kind for difference in item.differences)),
        "source": passage and passage.source,
        "place": passage and place(passage),
        "said": passage and passage.text,
        "said_by": passage and passage.speaker,
    }


def place(passage: CheckedPassage) -> str | None:
    """`line 48`, `lines 48-52`, or a time code."""
    if passage.time is not None:
        return passage.time
    if passage.line is None:
        return None
    if passage.last_line in (None, passage.line):
        return f"line {passage.line}"
    return f"lines {passage.line}-{passage.last_line}"


def _passage(passage: CheckedPassage) -> Record:
    return {
        "source": passage.source,
        "line": passage.line,
        "last_line": passage.last_line,
        "time": passage.time,
        "text": passage.text,
        "speaker": passage.speaker,
        "before": passage.before,
        "after": passage.after,
        "outlet": passage.outlet,
        "published": passage.published,
    }


def _difference(difference: CheckedDifference) -> Record:
    return {
        "type": difference.kind,
        "passage": span_record(difference.passage),
        "quotation": span_record(difference.quotation),
    }


CHECKS = Layout(Check, check_record, check_rows, CHECK_COLUMNS)
