"""Answers of `clusters` and `speakers` as records and as CSV rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claimkit.models.record import outlets_of
from claimkit.models.results import ClusterSummary, GroupCount, PronounsCount, SpeakerSummary
from claimkit.models.tables import GROUP_COLUMNS, PRONOUNS_COLUMNS, QUOTE_COLUMNS, SPEAKER_COLUMNS
from claimkit.output.records.flat import quote_row
from claimkit.output.records.layout import Layout
from claimkit.output.records.quote import Record, article_record, record

if TYPE_CHECKING:
    from claimkit.models.collection import Report
    from claimkit.models.hits import Side


def cluster_record(summary: ClusterSummary) -> Record:
    """The cluster with the representative's wording, its outlets, its independent reports and its members' records."""
    best = summary.representative.quote
    return {
        "id": summary.cluster.id,
        "text": best.text,
        "speaker": record(best, summary.representative.article)["speaker"],
        "representative": best.id,
        "outlets": list(summary.outlets),
        "reports": [report_record(report) for report in summary.reports],
        "sides": [side_record(side) for side in summary.sides],
        "quotes": [record(entry.quote, entry.article) for entry in summary.entries],
    }


def report_record(report: Report) -> Record:
    """One independent report: the agency it credits or null, its outlets and its articles, the first printed first."""
    return {
        "wire": report.wire,
        "outlets": list(report.outlets),
        "articles": [article_record(article) for article in report.articles],
    }


def side_record(side: Side) -> Record:
    """One of several speakers to whom articles give the same quotation: who, in which outlets, in which records."""
    return {
        "id": side.speaker.id,
        "name": side.speaker.name,
        "kind": side.speaker.kind,
        "outlets": list(outlets_of(side.articles)),
        "quotes": list(side.quotes),
    }


def cluster_rows(summary: ClusterSummary) -> list[dict[str, Any]]:
    """One CSV row (QUOTE_COLUMNS) per member."""
    return [quote_row(entry.quote, entry.article) for entry in summary.entries]


def speaker_record(summary: SpeakerSummary) -> Record:
    """The speaker with counts and dates."""
    speaker = summary.speaker
    return {
        "id": speaker.id,
        "name": speaker.name,
        "kind": speaker.kind,
        "status": speaker.status,
        "wikidata": speaker.wikidata,
        "aliases": list(speaker.aliases),
        "pronouns": speaker.pronouns,
        "members": [{"id": member.id, "name": member.name} for member in speaker.members],
        "quotes": summary.quotes,
        "articles": summary.articles,
        "outlets": summary.outlets,
        "first": summary.first,
        "last": summary.last,
    }


def speaker_row(summary: SpeakerSummary) -> dict[str, Any]:
    """A speaker as flat CSV cells (SPEAKER_COLUMNS)."""
    speaker = summary.speaker
    several = {"aliases": speaker.aliases, "members": [member.name for member in speaker.members]}
    return {**speaker_record(summary), **{key: "; ".join(names) for key, names in several.items()}}


def pronouns_record(count: PronounsCount) -> Record:
    """The numbers of persons and quotations."""
    return {"pronouns": count.pronouns, "people": count.people, "quotes": count.quotes}


def group_record(count: GroupCount) -> Record:
    """The numbers of speakers and quotations with one value; null: not known."""
    return {"by": count.by, "value": count.value, "speakers": count.speakers, "quotes": count.quotes}


def _group_rows(count: GroupCount) -> list[dict[str, Any]]:
    return [group_record(count) | {"value": count.value or "unknown"}]


def _pronouns_rows(count: PronounsCount) -> list[dict[str, Any]]:
    return [pronouns_record(count) | {"pronouns": count.pronouns or "unknown"}]


def _speaker_rows(summary: SpeakerSummary) -> list[dict[str, Any]]:
    return [speaker_row(summary)]


CLUSTERS = Layout(ClusterSummary, cluster_record, cluster_rows, QUOTE_COLUMNS)
GROUPS = Layout(GroupCount, group_record, _group_rows, GROUP_COLUMNS)
PRONOUNS = Layout(PronounsCount, pronouns_record, _pronouns_rows, PRONOUNS_COLUMNS)
SPEAKERS = Layout(SpeakerSummary, speaker_record, _speaker_rows, SPEAKER_COLUMNS)
