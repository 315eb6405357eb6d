"""Corrections as a CSV file: written for people to read and keep, and read back with a line for each mistake."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar, get_args

from claimkit.english.characters import unguarded
from claimkit.errors import InputError
from claimkit.models.collection import Correction
from claimkit.models.record import Cue
from claimkit.models.tables import CORRECTION_COLUMNS
from claimkit.models.types import CueClass, Modality, Polarity, Range, SpeakerKind

T = TypeVar("T")
_RANGE = re.compile(r"(\d{1,9})-(\d{1,9})")
_NUMBER = re.compile(r"\d{1,9}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_YES = ("yes", "y", "true", "1", "x")
_NEEDED = ("article_id", "content", "words")


def correction_row(one: Correction) -> dict[str, Any]:
    """A correction as cells of `CORRECTION_COLUMNS`."""
    cue = one.cue
    return {
        "quote_id": one.quote_id,
        "article_id": one.article_id,
        "content": "; ".join(f"{start}-{end}" for start, end in one.content),
        "words": one.words,
        "speaker": one.speaker,
        "kind": one.kind,
        "not_a_quotation": "yes" if one.dropped else None,
        "cue": cue and cue.text,
        "cue_start": cue and cue.start,
        "cue_lemma": cue and cue.lemma,
        "cue_class": cue and cue.kind,
        "cue_polarity": cue and cue.polarity,
        "cue_modality": cue and cue.modality,
        "cue_hearsay": None if cue is None else "yes" if cue.hearsay else "no",
        "path": one.path,
        "made": one.made,
    }


def parse_corrections(data: bytes, file: str) -> tuple[Correction, ...]:
    """The corrections of a CSV file. Raises `InputError` (`corrections.csv:7: …`) for the first mistake in it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(file, "is not UTF-8; save the file as CSV in UTF-8") from None
    found: dict[tuple[str, tuple[Range, ...]], str] = {}
    parsed = []
    for where, cells in _rows(text, file):
        one = _correction(cells, where)
        before = found.setdefault((one.article_id, one.content), where)
        if before != where:
            raise InputError(where, f"is about the same quotation as {before}; keep one")
        parsed.append(one)
    return tuple(parsed)


def _rows(text: str, file: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        if missing := [name for name in _NEEDED if name not in header]:
            raise InputError(
                f"{file}:1", f"has no column {missing[0]!r}; write the file with `claimkit corrections export`"
            )
        if unknown := [name for name in header if name not in CORRECTION_COLUMNS]:
            raise InputError(f"{file}:1", f"unknown column {unknown[0]!r}; choose from {', '.join(CORRECTION_COLUMNS)}")
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield f"{file}:{reader.line_num}", dict(zip(header, map(unguarded, cells), strict=False))
    except csv.Error as error:
        raise InputError(f"{file}:{reader.line_num}", f"is not CSV ({error}); save the file again") from None


def _correction(cells: Mapping[str, str], where: str) -> Correction:
    def cell(name: str) -> str:
        return " ".join(cells.get(name, "").split())

    content = tuple((int(start), int(end)) for start, end in _RANGE.findall(cell("content")))
    if not content or any(start >= end for start, end in content):
        raise InputError(where, "content must be ranges of characters; write them like 120-164")
    if not cell("article_id") or not cell("words"):
        raise InputError(where, "has no article_id or no words; they say which quotation is meant")
    one = Correction(
        article_id=cell("article_id"),
        content=content,
        words=cell("words"),
        quote_id=cell("quote_id"),
        speaker=cell("speaker") or None,
        kind=_one_of(cell("kind"), "kind", get_args(SpeakerKind), where),
        dropped=cell("not_a_quotation").lower() in _YES,
        cue=_cue(cells, cell, where) if cell("cue") else None,
        path=cell("path"),
        made=cell("made") if _MOMENT.fullmatch(cell("made")) else "",  # a spreadsheet may have spelt it in its own way
    )
    if not one.parts and not one.dropped:
        raise InputError(where, "corrects nothing; write a speaker, a kind, a cue, or yes under not_a_quotation")
    return one


def _cue(cells: Mapping[str, str], cell: Any, where: str) -> Cue:
    words, start = cells["cue"].strip(), cell("cue_start")
    if start and not _NUMBER.fullmatch(start):
        raise InputError(where, "cue_start must be a number of characters, or empty")
    begins = int(start or 0)
    return Cue(
        begins,
        begins + len(words),
        words,
        cell("cue_lemma") or words.lower(),
        _one_of(cell("cue_class"), "cue_class", get_args(CueClass), where),
        _one_of(cell("cue_polarity"), "cue_polarity", get_args(Polarity), where) or "affirmed",
        _one_of(cell("cue_modality"), "cue_modality", get_args(Modality), where),
        cell("cue_hearsay").lower() in _YES,
    )


def _one_of(value: str, column: str, known: Sequence[T], where: str) -> T | None:
    if not value:
        return None
    found = next((one for one in known if one == value.lower()), None)
    if found is None:
        raise InputError(where, f"{value!r} is unknown under {column}; choose from {', '.join(map(str, known))}")
    return found
