"""Formats for other programs: JSON Lines, a JSON array, CSV. Each yields pieces of text that end a line."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from claimkit.english.characters import FORMULA_STARTS, escape_json
from claimkit.models import Article, Quote, name_chance
from claimkit.output.visible import visible

_ENCODE = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode

QUOTE_COLUMNS = (
    "id",
    "type",
    "speaker",
    "text",
    "cue",
    "source",
    "outlet",
    "published",
    "title",
    "path",
    "url",
    "confidence",
    "cluster",
    "speaker_id",
    "speaker_kind",
    "speaker_status",
    "wikidata",
    "cue_lemma",
    "cue_class",
    "cue_polarity",
    "cue_modality",
    "cue_hearsay",
    "article_id",
    "start",
    "end",
    "affiliation",
    "decided_by",
    "speaker_confidence",
)


def dumps(item: Mapping[str, Any] | Sequence[Any]) -> str:
    """`item` as JSON on one line, safe for a terminal and for strict readers."""
    text = _ENCODE(item)
    if text.isprintable():  # nearly always; and far quicker to tell than where those characters are, which are not
        return text
    return escape_json(text)


def json_lines(objects: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """One JSON object a line."""
    for item in objects:
        yield dumps(item) + "\n"


def json_array(objects: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """One JSON array, an object a line."""
    before = "[\n"
    for item in objects:
        yield before + dumps(item)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def csv_lines(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], *, formulas: bool = False) -> Iterator[str]:
    """A header and a line a row.

    Cells that a spreadsheet would take for a formula get a leading apostrophe, unless `formulas` says that they are to
    stay as they are.
    """
    writer = csv.writer(_Lines(), lineterminator="\n")
    yield str(writer.writerow(columns))
    for row in rows:
        yield str(writer.writerow([_cell(row.get(column), formulas) for column in columns]))


def quote_row(quote: Quote, article: Article) -> dict[str, Any]:
    """A quotation as flat CSV cells (QUOTE_COLUMNS); start and end span the whole content."""
    speaker = quote.speaker
    return {
        "id": quote.id,
        "type": quote.type,
        "speaker": speaker and speaker.name,
        "text": quote.text,
        "cue": quote.cue and quote.cue.text,
        "source": quote.source and quote.source.text,
        "outlet": article.outlet,
        "published": article.published,
        "title": article.title,
        "path": article.path,
        "url": article.url,
        "confidence": round(quote.confidence, 4),
        "cluster": quote.cluster,
        "speaker_id": speaker and speaker.id,
        "speaker_kind": speaker and speaker.kind,
        "speaker_status": speaker and speaker.status,
        "wikidata": speaker and speaker.wikidata,
        "cue_lemma": quote.cue and quote.cue.lemma,
        "cue_class": quote.cue and quote.cue.kind,
        "cue_polarity": quote.cue and quote.cue.polarity,
        "cue_modality": quote.cue and quote.cue.modality,
        "cue_hearsay": quote.cue and ("yes" if quote.cue.hearsay else "no"),
        "article_id": article.id,
        "start": quote.content[0].start if quote.content else None,
        "end": quote.content[-1].end if quote.content else None,
        "affiliation": speaker and speaker.affiliation,
        "decided_by": speaker and speaker.decided_by,
        "speaker_confidence": speaker and name_chance(speaker),
    }


class _Lines:
    """A file for csv.writer whose `write` hands the line back."""

    def write(self, line: str) -> str:
        return line


def _cell(value: object, formulas: bool) -> object:
    if not isinstance(value, str):
        return value
    # A lone carriage return ends a row for many readers, and Python's writer does not quote it.
    shown = visible(value.replace("\r\n", "\n").replace("\r", "\n"), keep="\t\n")
    return f"'{shown}" if shown.startswith(FORMULA_STARTS) and not formulas else shown
