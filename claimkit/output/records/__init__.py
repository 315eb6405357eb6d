"""How each kind of answer looks in JSON and in CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from claimkit.models import ClusterSummary, Comparison, Entry, Explanation, Hit, Profile, SpeakerSummary
from claimkit.output.records.answers import (
    HIT_COLUMNS,
    SPEAKER_COLUMNS,
    cluster_record,
    cluster_rows,
    hit_record,
    hit_row,
    speaker_record,
    speaker_row,
)
from claimkit.output.records.details import explanation_record, profile_record
from claimkit.output.records.flat import QUOTE_COLUMNS, quote_row
from claimkit.output.records.quote import Record, record
from claimkit.output.records.variants import DIFFERENCE_COLUMNS, comparison_record, comparison_rows


class Layout(NamedTuple):
    """An answer's object in JSON, its rows in CSV, and their columns."""

    record: Callable[[Any], Record]
    rows: Callable[[Any], Iterable[Mapping[str, Any]]]
    columns: Sequence[str]


def _entry_record(entry: Entry) -> Record:
    return record(entry.quote, entry.article)


def _quote_rows(item: Entry | Explanation) -> list[dict[str, Any]]:
    return [quote_row(item.quote, item.article)]


def _hit_rows(hit: Hit) -> list[dict[str, Any]]:
    return [hit_row(hit)]


def _speaker_rows(summary: SpeakerSummary) -> list[dict[str, Any]]:
    return [speaker_row(summary)]


def _profile_rows(profile: Profile) -> list[dict[str, Any]]:
    return [speaker_row(profile.summary)]


LAYOUTS: Mapping[type, Layout] = {
    Entry: Layout(_entry_record, _quote_rows, QUOTE_COLUMNS),
    Hit: Layout(hit_record, _hit_rows, HIT_COLUMNS),
    ClusterSummary: Layout(cluster_record, cluster_rows, QUOTE_COLUMNS),
    Comparison: Layout(comparison_record, comparison_rows, DIFFERENCE_COLUMNS),
    Explanation: Layout(explanation_record, _quote_rows, QUOTE_COLUMNS),
    SpeakerSummary: Layout(speaker_record, _speaker_rows, SPEAKER_COLUMNS),
    Profile: Layout(profile_record, _profile_rows, SPEAKER_COLUMNS),
}
