"""Reads a people file: CSV (as spreadsheets write it) or TOML. Every mistake is reported with its file and line."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, get_args

from claimkit.corpus.people.entry_index import ids_in_circles, merge_targets, own_forms
from claimkit.english import dotted_keys as dotted
from claimkit.english import names
from claimkit.english.characters import unguarded
from claimkit.english.text import slug
from claimkit.errors import InputError
from claimkit.models.collection import PersonEntry
from claimkit.models.types import PronounsEntry
from claimkit.models.values import is_wikidata_id

LISTS = ("aliases", "merge", "split")
FIELDS = ("id", "name", *LISTS, "pin", "affiliation", "wikidata", "pronouns")
PRONOUNS: tuple[PronounsEntry, ...] = get_args(PronounsEntry)

_SHOWN = 60  # characters of a wrong value that an error quotes, to keep it on one line; set by hand
_TABLE = re.compile(r"^[ \t]*\[\[[ \t]*person[ \t]*\]\]", re.MULTILINE)
_TOML_LINE = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    entry: PersonEntry


def parse_people_file(data: bytes, file: str) -> tuple[PersonEntry, ...]:
    """The entries of a people file. `file` names it in errors, and its suffix (`.toml`, else CSV) decides the format.

    Raises `InputError` (`people.csv:7: …`) for the first mistake in the file.
    """
    if b"\0" in data[:4096]:
        raise InputError(file, "is not a text file; save it as CSV in UTF-8, or write TOML")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(f"{file}:{line}", "is not UTF-8; save the file as CSV in UTF-8") from None
    found = _toml(text, file) if PurePath(file).suffix.lower() == ".toml" else _csv(text, file)
    rows = [_Row(line, _parse_entry(fields, f"{file}:{line}")) for line, fields in found]
    _check_rows(rows, file)
    return tuple(row.entry for row in rows)


def check_entries(entries: Sequence[PersonEntry]) -> None:
    """Raises `InputError` unless the entries can stand in one people file."""
    _check_rows([_Row(line, entry) for line, entry in enumerate(entries, start=1)], "people")


def _csv(text: str, file: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Lines with their cells by column; lists are split at semicolons."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        if len(header) == 1 and ";" in header[0]:
            raise InputError(f"{file}:1", "its columns are separated by semicolons; save the file as CSV with commas")
        _check_columns(header, f"{file}:1", "column")
        if repeated := [name for at, name in enumerate(header) if name in header[:at]]:
            raise InputError(f"{file}:1", f"column {repeated[0]!r} appears twice; keep one")
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if any(cell.strip() for cell in cells[len(header) :]):
                raise InputError(
                    f"{file}:{reader.line_num}",
                    f"has {len(cells)} cells for {len(header)} columns; put cells with commas in quotation marks",
                )
            fields = dict(zip(header, map(unguarded, cells), strict=False))
            yield reader.line_num, {k: v.split(";") if k in LISTS else v for k, v in fields.items()}
    except csv.Error as error:
        raise InputError(f"{file}:{reader.line_num}", f"is not CSV ({error}); save the file again") from None


def _toml(text: str, file: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The `[[person]]` tables, each with the line on which it begins."""
    if deep := dotted.too_deep(text):
        raise InputError(f"{file}:{deep[0]}", f"has a key of {deep[1]} parts; write [[person]] and plain keys under it")
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        place = _TOML_LINE.search(str(error))
        if isinstance(error, tomllib.TOMLDecodeError | RecursionError):
            reason = _TOML_LINE.sub("", str(error)).strip()
        else:  # Python refuses to parse numbers of thousands of digits
            reason = "a number is too long"
        where = f"{file}:{place[1]}" if place else file
        raise InputError(where, f"is not TOML ({reason or type(error).__name__})") from None
    people = data.pop("person", [])
    if data or not isinstance(people, list) or not all(isinstance(p, dict) for p in people):
        raise InputError(file, "has content outside [[person]] tables; write one [[person]] table for each person")
    starts, line, at = [], 1, 0
    for table in _TABLE.finditer(text):
        line, at = line + text.count("\n", at, table.start()), table.start()
        starts.append(line)
    if len(starts) != len(people):  # written as an inline array: their lines are unknown
        starts = [1] * len(people)
    for line, person in zip(starts, people, strict=True):
        _check_columns(list(person), f"{file}:{line}", "key")
        yield line, person


def _check_columns(columns: Sequence[str], where: str, what: str) -> None:
    if unknown := [c for c in columns if c not in FIELDS]:
        raise InputError(where, f"unknown {what} {unknown[0]!r}; choose from {', '.join(FIELDS)}")


def _parse_entry(fields: Mapping[str, Any], where: str) -> PersonEntry:
    """One person; the fields are known, their values are checked here."""
    one = {key: _text(fields.get(key, ""), key, where) for key in FIELDS if key not in LISTS}
    many = {key: _texts(fields.get(key, []), key, where) for key in LISTS}
    name = one["name"]
    if not name:
        raise InputError(where, "has no name; write the name by which claimkit knows the person")
    for form in (name, one["pin"]):
        if form and names.parse(form) is None:
            raise InputError(where, f"{form!r} is not a name; write the person's name in words")
    if one["wikidata"] and not is_wikidata_id(one["wikidata"]):
        raise InputError(where, f"{one['wikidata']!r} is not a Wikidata id; write it like Q42")
    pronouns = next((known for known in PRONOUNS if known == one["pronouns"].lower()), None)
    if one["pronouns"] and pronouns is None:
        raise InputError(where, f"{_shown(one['pronouns'])} are not pronouns; choose from {', '.join(PRONOUNS)}")
    entry = PersonEntry(
        id=slug(one["id"] or name),
        name=name,
        aliases=many["aliases"],
        merge=many["merge"],
        split=many["split"],
        pin=one["pin"] or None,
        affiliation=one["affiliation"] or None,
        wikidata=one["wikidata"] or None,
        pronouns=pronouns,
    )
    both = set(map(slug, entry.merge)) & set(map(slug, entry.split))
    if both:
        form = next(m for m in entry.merge if slug(m) in both)
        raise InputError(where, f"{form!r} is in both merge and split; keep one")
    if own := [s for s in entry.split if slug(s) == slug(entry.pin or entry.name)]:
        raise InputError(where, f"{own[0]!r} is in split, but is the person's own name; remove it from split")
    return entry


def _text(value: Any, key: str, where: str) -> str:
    if not isinstance(value, str):
        raise InputError(where, f"{key} must be text, not {_shown(value)}")
    return " ".join(value.split())


def _shown(value: Any) -> str:
    """The beginning of a value in Python's notation, which fails for numbers of thousands of digits."""
    try:
        shown = repr(value)
    except ValueError:
        return "a number of thousands of digits"
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"


def _texts(value: Any, key: str, where: str) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.split(";")
    if not isinstance(value, list):
        raise InputError(where, f'{key} must be a list of names, like ["Joe Biden", "Biden"]')
    return tuple(dict.fromkeys(form for item in value if (form := _text(item, key, where))))


def _check_rows(rows: Sequence[_Row], file: str) -> None:
    """Checks rows against each other: each person once, merged into one other at most, and no circles."""
    entries = [row.entry for row in rows]
    ids: dict[str, int] = {}
    for row in rows:
        if row.entry.id in ids:
            raise InputError(
                f"{file}:{row.line}",
                f"{row.entry.id!r} is already the id in line {ids[row.entry.id]}; give each person another id",
            )
        ids[row.entry.id] = row.line
    into = merge_targets(entries)
    circles = ids_in_circles(into)
    for row in rows:
        if row.entry.id in circles:
            raise InputError(
                f"{file}:{row.line}",
                f"{row.entry.name!r} is merged in a circle; remove one of the merges",
            )
    owners: dict[str, _Row] = {}
    takers: dict[str, _Row] = {}
    for row in rows:
        for key in own_forms(row.entry):
            other_row = owners.setdefault(key, row)
            if other_row is not row and row.entry.id not in into and other_row.entry.id not in into:
                raise InputError(
                    f"{file}:{row.line}", f"{key!r} is already in line {other_row.line}; keep one, or merge them"
                )
        for form in row.entry.merge:
            taker = takers.setdefault(slug(form), row)
            if taker is not row:
                raise InputError(f"{file}:{row.line}", f"{form!r} is already merged in line {taker.line}; keep one")
