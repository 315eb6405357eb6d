"""What the user says about articles: `--set`, and a `metadata.csv` beside them.

What is said wins over what a record or the article shows. A `metadata.csv` has a column of paths, which are relative to
its folder and may hold `*` and `?`, and one or more of outlet, date, url and title; it counts for the files in its
folder and in those below it. Of several rows that fit a file the one with the whole path comes first, then the others
in their order, for each fact.
"""

from __future__ import annotations

import csv
import fnmatch
import hashlib
import os
import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from claimkit.errors import InputError, UsageError
from claimkit.reader import outlets
from claimkit.reader.files import PACKED, STDIN, Source, one_line, suffix
from claimkit.reader.input_options import Options
from claimkit.reader.parsed import Facts
from claimkit.reader.records import fold_name, parse_day

SIDECAR = "metadata.csv"

# Limits on a hostile file; set by hand.
_LARGEST = 20_000_000  # bytes
_MOST_PATTERNS = 1_000
_LONGEST = 2_000  # characters of a fact
_SHOWN = 100  # characters of headings that a message names

_PATHS = ("path", "file", "filename", "pattern")
# The columns that it may have, as their names are compared, with the fact each gives.
_COLUMNS = {
    "outlet": ("outlet", "source", "publisher", "newspaper"),
    "published": ("published", "date", "publicationdate", "publisheddate"),
    "url": ("url", "link", "address"),
    "title": ("title", "headline"),
}
_WILD = re.compile(r"[*?\[]")
_DIGITS = re.compile(r"[\d._ -]+")


def fact(name: str, value: str) -> tuple[str, str] | None:
    """The fact of this name (a field of `Facts`, or `date`) with its value as an article has it; None if it is not one.

    A date may be written in any way that records write one, an outlet as a name, host or address.
    """
    value = " ".join(value.split())[:_LONGEST]
    match name:
        case "outlet":
            return (name, outlets.from_field(value)) if value else None
        case "date" | "published":
            day = parse_day(value)
            return ("published", day.isoformat()) if day else None
        case "url":
            return (name, value) if outlets.valid_url(value) else None
        case "title":
            return (name, value) if value else None
    return None


def facts_given(values: Mapping[str, str]) -> Facts:
    """The facts that the user gives by name for all articles. Raises `UsageError` for what is not one."""
    found: dict[str, str] = {}
    for name, value in values.items():
        if name not in ("outlet", "date", "published", "url", "title"):
            raise UsageError(f"unknown fact {name!r}; choose from outlet, date, url, title")
        if not (given := fact(name, value)):
            raise UsageError(f"{name}: {_wrong(name, value)}")
        found[given[0]] = given[1]
    return Facts(**found)


@dataclass(frozen=True, slots=True)
class Sidecar:
    """The rows of one `metadata.csv`; `failures` are lines that hold something else than a fact."""

    folder: str
    exact: Mapping[str, Facts]
    patterns: Sequence[tuple[str, Facts]]
    failures: tuple[InputError, ...]

    def facts(self, file: str, key: str = "") -> Facts:
        """What the rows say of the article `key` in the file at this path below the folder."""
        names = [f"{file}#{key}", file] if key else [file]
        found = Facts()
        for name in names:
            found = found.or_else(self.exact.get(name, Facts()))
        for pattern, facts in self.patterns:
            if any(fnmatch.fnmatchcase(name, pattern) for name in names):
                found = found.or_else(facts)
        return found

    def strangers(self, files: Collection[str]) -> list[str]:
        """The names and patterns of rows that fit none of these files."""
        exact = [name for name in self.exact if name not in files and name.partition("#")[0] not in files]
        patterns = [one for one, _ in self.patterns if not fnmatch.filter(files, one.partition("#")[0])]
        return [*exact, *patterns]

    def about(self, file: str) -> list[object]:
        """All that it says of this file and of articles in it."""
        inside = [(name, facts) for name, facts in self.exact.items() if name.startswith(f"{file}#")]
        return [self.facts(file), *inside, *((p, facts) for p, facts in self.patterns if "#" in p)]


def read_sidecar(path: Path, shown: str, folder: str) -> Sidecar | None:
    """The `metadata.csv` at `path`, for files whose paths begin with `folder`; None for a table of articles."""
    try:
        if path.stat().st_size > _LARGEST:
            return None
        text = path.read_bytes().decode("utf-8-sig", "replace")
    except (OSError, ValueError):
        return None
    first = text.partition("\n")[0]
    rows = csv.reader(text.splitlines(), delimiter=max(",;\t", key=first.count))
    try:
        header = [fold_name(name) for name in next(rows, [])]
        place = next((header.index(name) for name in _PATHS if name in header), None)
        columns = {name: header.index(n) for name, names in _COLUMNS.items() for n in names[::-1] if n in header}
        if {"text", "body", "content"} & set(header):
            return None
        if place is None or not columns:
            has = one_line(", ".join(header)[:_SHOWN]) or "no names"
            why = f"its first line needs path, and outlet, date, url or title; it has {has}: see docs/formats.md"
            return Sidecar(folder, {}, (), (InputError(f"{shown}:1", why),))
        return _sidecar(rows, place, columns, folder, shown)
    except csv.Error:
        return None


def _sidecar(rows: Iterator[list[str]], place: int, columns: Mapping[str, int], folder: str, shown: str) -> Sidecar:
    exact: dict[str, Facts] = {}
    patterns: list[tuple[str, Facts]] = []
    failures: list[InputError] = []
    for line, row in enumerate(rows, start=2):
        name = row[place].strip().replace("\\", "/").removeprefix("./") if len(row) > place else ""
        cells = {key: row[column].strip() for key, column in columns.items() if len(row) > column}
        given = {key: fact(key, value) for key, value in cells.items() if value}
        wrong = next((key for key, found in given.items() if found is None), None)
        if wrong is not None:
            failures.append(InputError(f"{shown}:{line}", _wrong(wrong, cells[wrong])))
        facts = Facts(**dict(found for found in given.values() if found is not None))
        if not name or facts == Facts():
            continue
        if not _WILD.search(name):
            exact[name] = exact.get(name, Facts()).or_else(facts)
        elif len(patterns) < _MOST_PATTERNS:
            patterns.append((name, facts))
        else:
            failures.append(
                InputError(f"{shown}:{line}", f"more than {_MOST_PATTERNS:,} patterns; the rest is left out")
            )
            break
    return Sidecar(folder, exact, tuple(patterns), tuple(failures))


def _wrong(name: str, value: str) -> str:
    value = one_line(value[:60])
    if name in ("date", "published"):
        return f"{value!r} is not a date; write it as 2025-02-09"
    if name != "url":
        return "is empty; write it like --set outlet=Lantern"
    return f"{value!r} is not a web address; write it whole, with https://"


def folder_outlet(path: str) -> str | None:
    """The outlet by the folder of `path`: the nearest whose name is neither a date nor a general word."""
    names = path.replace("#", "/").split("/")[:-1]
    for name in reversed(names):
        if name and not _DIGITS.fullmatch(name) and name not in (".", ".."):
            stem = name if suffix(name) not in PACKED else posixpath.splitext(name)[0]
            if outlet := outlets.from_folder(stem):
                return outlet
    return None


def facts_of(source: Source, key: str, options: Options) -> Facts:
    """What the user says of the article `key` in `source`: by an option first, then in the nearest `metadata.csv`."""
    found = options.given
    for sidecar, file in source.beside:
        found = found.or_else(sidecar.facts(file, key))
    if options.outlet_from == "folder" and found.outlet is None and source.file != STDIN:
        inside = f"/{key}" if "/" in key or suffix(source.file) == ".zip" else ""  # a row's number is not a name
        found = found.or_else(Facts(outlet=folder_outlet(source.file.replace(os.sep, "/") + inside)))
    return found


def digest(source: Source) -> str:
    """A digest of what tables beside the file say of it, empty for nothing: when that changes, it is read again."""
    said = [part for sidecar, file in source.beside for part in sidecar.about(file) if part != Facts()]
    return hashlib.sha256(repr(said).encode("utf-8", "replace")).hexdigest()[:12] if said else ""
