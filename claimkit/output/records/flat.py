"""Records as flat rows with typed columns: what data frames and Parquet files hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from claimkit.models import iso_date

Kind = Literal["text", "number", "count", "flag", "date", "spans"]

# The columns of the CSV with their kinds, and what CSV has no cell for: every span, dates and flags as such.
COLUMNS: dict[str, Kind] = {
    "id": "text",
    "type": "text",
    "speaker": "text",
    "text": "text",
    "cue": "text",
    "source": "text",
    "outlet": "text",
    "published": "date",
    "title": "text",
    "path": "text",
    "url": "text",
    "confidence": "number",
    "cluster": "text",
    "speaker_id": "text",
    "speaker_kind": "text",
    "speaker_status": "text",
    "wikidata": "text",
    "cue_lemma": "text",
    "cue_class": "text",
    "cue_polarity": "text",
    "cue_modality": "text",
    "cue_hearsay": "flag",
    "article_id": "text",
    "start": "count",
    "end": "count",
    "affiliation": "text",
    "decided_by": "text",
    "speaker_confidence": "number",
    "content": "spans",
    "cue_start": "count",
    "cue_end": "count",
    "source_start": "count",
    "source_end": "count",
}


def flat_row(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record (see `record.record`) with the keys of COLUMNS; `start` and `end` span the whole content.

    `published` is a date, or None where it is no ISO date; `content` stays a list of spans.
    """
    speaker, cue, source, article = (record[key] or {} for key in ("speaker", "cue", "source", "article"))
    content = record["content"]
    return {
        "id": record["id"],
        "type": record["type"],
        "speaker": speaker.get("name"),
        "text": record["text"],
        "cue": cue.get("text"),
        "source": source.get("text"),
        "outlet": article["outlet"],
        "published": iso_date(article["published"]),
        "title": article["title"],
        "path": article["path"],
        "url": article["url"],
        "confidence": record["confidence"],
        "cluster": record["cluster"],
        "speaker_id": speaker.get("id"),
        "speaker_kind": speaker.get("kind"),
        "speaker_status": speaker.get("status"),
        "wikidata": speaker.get("wikidata"),
        "cue_lemma": cue.get("lemma"),
        "cue_class": cue.get("class"),
        "cue_polarity": cue.get("polarity"),
        "cue_modality": cue.get("modality"),
        "cue_hearsay": cue.get("hearsay"),
        "article_id": article["id"],
        "start": content[0]["start"] if content else None,
        "end": content[-1]["end"] if content else None,
        "affiliation": speaker.get("affiliation"),
        "decided_by": speaker.get("decided_by"),
        "speaker_confidence": speaker.get("confidence"),
        "content": content,
        "cue_start": cue.get("start"),
        "cue_end": cue.get("end"),
        "source_start": source.get("start"),
        "source_end": source.get("end"),
    }


def by_column(rows: Iterable[Mapping[str, Any]], columns: Iterable[str]) -> dict[str, list[Any]]:
    """The rows turned into columns; strings without halves of surrogate pairs, which no data frame takes."""
    listed = list(rows)
    return {column: [_sound(row.get(column)) for row in listed] for column in columns}


def _sound(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_sound(item) for item in value]
    if isinstance(value, dict):
        return {key: _sound(item) for key, item in value.items()}
    return value
