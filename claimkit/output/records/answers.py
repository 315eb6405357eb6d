"""Answers of `who-said`, `clusters` and `speakers` as records and as CSV rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from claimkit.output.formats import QUOTE_COLUMNS, quote_row
from claimkit.output.records.quote import Entry, Record, article_record, record

if TYPE_CHECKING:
    from claimkit.models import Article, Cluster, Quote, Report, Speaker

HIT_COLUMNS = ("score", *QUOTE_COLUMNS, "outlets")
SPEAKER_COLUMNS = (
    "id",
    "name",
    "kind",
    "status",
    "wikidata",
    "aliases",
    "quotes",
    "articles",
    "outlets",
    "first",
    "last",
)


class Printing(Protocol):
    """Where else a quotation is printed."""

    @property
    def id(self) -> str: ...

    @property
    def text(self) -> str: ...

    @property
    def article(self) -> Article: ...


class Hit(Protocol):
    """What `search.who_said` finds: `ranges` index `quote.text`, `before` and `after` are the passage around it."""

    @property
    def quote(self) -> Quote: ...

    @property
    def article(self) -> Article: ...

    @property
    def score(self) -> float: ...

    @property
    def ranges(self) -> Iterable[tuple[int, int]]: ...

    @property
    def before(self) -> str: ...

    @property
    def after(self) -> str: ...

    @property
    def others(self) -> Sequence[Printing]: ...

    @property
    def outlets(self) -> Sequence[str]: ...


class ClusterSummary(Protocol):
    """One quotation as several articles printed it; `entries` in member order."""

    @property
    def cluster(self) -> Cluster: ...

    @property
    def entries(self) -> Sequence[Entry]: ...

    @property
    def outlets(self) -> Sequence[str]: ...

    @property
    def representative(self) -> Entry: ...

    @property
    def reports(self) -> Sequence[Report]: ...


class SpeakerSummary(Protocol):
    """A speaker with counts over the store and the ISO dates of the first and last article."""

    @property
    def speaker(self) -> Speaker: ...

    @property
    def quotes(self) -> int: ...

    @property
    def articles(self) -> int: ...

    @property
    def outlets(self) -> int: ...

    @property
    def first(self) -> str | None: ...

    @property
    def last(self) -> str | None: ...


def hit_record(hit: Hit) -> Record:
    """The quotation's record with what `who-said` adds.

    `score` is 0 to 100, `matches` are character ranges of the record's `text`, `others` the other places that
    print the same quotation.
    """
    return {
        **record(hit.quote, hit.article),
        "score": round(hit.score, 2),
        "matches": [{"start": start, "end": end, "text": hit.quote.text[start:end]} for start, end in hit.ranges],
        "before": hit.before,
        "after": hit.after,
        "outlets": list(hit.outlets),
        "others": [
            {"id": other.id, "text": other.text, "article": article_record(other.article)} for other in hit.others
        ],
    }


def hit_row(hit: Hit) -> dict[str, Any]:
    """A hit as flat CSV cells (HIT_COLUMNS)."""
    return {**quote_row(hit.quote, hit.article), "score": round(hit.score, 2), "outlets": "; ".join(hit.outlets)}


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
        "quotes": [record(entry.quote, entry.article) for entry in summary.entries],
    }


def report_record(report: Report) -> Record:
    """One independent report: the agency it credits or null, its outlets and its articles, the first printed first."""
    return {
        "wire": report.wire,
        "outlets": list(report.outlets),
        "articles": [article_record(article) for article in report.articles],
    }


def cluster_rows(summary: ClusterSummary) -> list[dict[str, Any]]:
    """A CSV row (QUOTE_COLUMNS) a member."""
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
        "quotes": summary.quotes,
        "articles": summary.articles,
        "outlets": summary.outlets,
        "first": summary.first,
        "last": summary.last,
    }


def speaker_row(summary: SpeakerSummary) -> dict[str, Any]:
    """A speaker as flat CSV cells (SPEAKER_COLUMNS)."""
    return {**speaker_record(summary), "aliases": "; ".join(summary.speaker.aliases)}
