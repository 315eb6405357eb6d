"""What claimkit itself has written: it is never read as news, and a later run may replace it.

Files are recognised by how they begin. Whatever a new kind of output begins with is a row here.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple, get_args

from claimkit import brat
from claimkit.errors import OWN_OUTPUT
from claimkit.models import tables
from claimkit.models.fields import FIELDS
from claimkit.models.verified import Finding

# The first line of a text for people in a file; the version follows.
TABLE_MARK = "# Written by claimkit "
REPORT_MARK = '<meta name="generator" content="claimkit'
WORKBOOK_MARK = "Written by claimkit"  # in the comments of an Excel workbook
CONFIGURATION = "annotation.conf"
CONFIGURATION_MARK = "# Written by claimkit for Datasette 1.0"

_PEOPLE = "a people file"
_CORRECTIONS = "a corrections file"
_RECORD_COLUMNS = frozenset({*(field.name for field in FIELDS), *tables.NEAR_COLUMNS, *tables.WATCH_COLUMNS})
HEAD = 4_096  # bytes that show what a file is
DATABASE_HEADER = b"SQLite format 3\0"  # of every SQLite file
_NAMED = 3  # files that a notice names
_TAIL = 65_536  # bytes at the end of a Parquet file in which its columns are named
_UNPACKED = 64_000_000  # bytes of a DocBin that are searched
_USER_DATA = b"\xa8claimkit"  # a key of eight letters, as msgpack writes it


class _Table(NamedTuple):
    """A CSV by its first columns, with every column that claimkit gives it."""

    what: str
    first: Sequence[str]
    columns: Iterable[str]


_TABLES = (
    _Table("records", tables.WATCH_COLUMNS[:6], _RECORD_COLUMNS),
    _Table("records", tables.QUOTE_COLUMNS[:6], _RECORD_COLUMNS),
    _Table("records", tables.HIT_COLUMNS[:6], _RECORD_COLUMNS),
    _Table("speakers", tables.SPEAKER_COLUMNS[:6], tables.SPEAKER_COLUMNS),
    _Table("speakers by group", tables.GROUP_COLUMNS, tables.GROUP_COLUMNS),
    _Table("pronouns", tables.PRONOUNS_COLUMNS, tables.PRONOUNS_COLUMNS),
    _Table("wordings", tables.DIFFERENCE_COLUMNS[:6], tables.DIFFERENCE_COLUMNS),
    _Table("checks", tables.CHECK_COLUMNS[:6], tables.CHECK_COLUMNS),
    _Table("verified records", tables.VERIFIED_COLUMNS[:4], tables.VERIFIED_COLUMNS),
    _Table("corrections", tables.STATE_COLUMNS[:5], tables.STATE_COLUMNS),
    _Table(_CORRECTIONS, tables.CORRECTION_COLUMNS[:4], tables.CORRECTION_COLUMNS),
    _Table("links", tables.LINK_COLUMNS[:4], tables.LINK_COLUMNS),
)
_PEOPLE_TABLE = _Table(_PEOPLE, (), tables.PERSON_COLUMNS)
_STRING = r'"(?:[^"\\]|\\.){0,4000}"'
_FINDINGS = "|".join(get_args(Finding))
_FIRST = r'[\[\s]{0,99}\{\s{0,9}"id":\s{0,9}'  # of an array or of lines, also where jq has spaced it out
_BEGINNINGS = tuple(
    (what, re.compile(pattern))
    for what, pattern in (
        ("a text", rf"\s{{0,9}}{TABLE_MARK}\d"),
        (_PEOPLE, r"# The people of claimkit\."),
        ("CoNLL-U", r"# global\.columns = ID FORM CLAIMKIT:"),
        ("records", _FIRST + r'"q_\w{1,64}",\s{0,99}"type":\s{0,9}"(?:direct|mixed|indirect)"'),
        ("corrections", _FIRST + r'"q_\w{1,64}",\s{0,99}"article":\s{0,9}"a_\w{1,64}",\s{0,99}"state":'),
        ("clusters", _FIRST + r'"c_\w{1,64}",\s{0,99}"text":'),
        (
            "checks",
            rf'[\[\s]{{0,99}}\{{\s{{0,9}}"draft":\s{{0,9}}{_STRING},\s{{0,99}}"text":\s{{0,9}}{_STRING},'
            r'\s{0,99}"start":\s{0,9}\d',
        ),
        (
            "verified records",
            _FIRST + rf'{_STRING},\s{{0,99}}"path":\s{{0,9}}{_STRING},\s{{0,99}}"finding":\s{{0,9}}"(?:{_FINDINGS})"',
        ),
        (
            "speakers",
            _FIRST + r'"[^"]{1,999}",\s{0,99}"name":\s{0,9}"[^"]{1,999}",\s{0,99}"kind":\s{0,9}"[a-z]{1,20}",'
            r'\s{0,99}"status":',
        ),
        ("pronouns", r'[\[\s]{0,99}\{"pronouns": (?:null|"[a-z]{1,9}"), "people": \d{1,12}, "quotes":'),
        ("speakers by group", r'[\[\s]{0,99}\{"by": "[a-z]{1,20}", "value":'),
        ("a sample's speakers", r'\{"article": "[^"]{1,999}", "id": "E\d{1,9}", "content": \[\['),
        ("scores", r'[\[\s]{0,99}\{"articles": \d{1,12}, "counts": \{"annotated": \{'),
        ("Datasette's configuration", re.escape(CONFIGURATION_MARK)),
        ("Datasette's metadata", r'\s{0,99}\{\s{0,99}"title": "claimkit: who said what'),
    )
)


def recognise(head: bytes) -> str | None:
    """What claimkit wrote into a file that begins with `head`; None for a file of anybody else."""
    text = head[:HEAD].decode("utf-8", "replace").removeprefix("\ufeff")
    if REPORT_MARK in text:
        return "a report"
    if text.lstrip()[:1] == "{" and "urn:claimkit:" in text:
        return "linked data or a schema"
    found = next((what for what, pattern in _BEGINNINGS if pattern.match(text)), None)
    if found is None and (table := _table(text)):
        return table.what
    return found


def is_configuration(data: bytes) -> bool:
    """Whether this is the annotation.conf that claimkit puts beside brat files."""
    return data.startswith(brat.CONFIGURATION.encode())


def is_standoff(folder: Path) -> bool:
    """Whether claimkit made this folder of brat files, or it is a sample to be annotated."""
    for path in (folder / CONFIGURATION, folder / "attributions" / CONFIGURATION):
        try:
            with path.open("rb") as file:
                if is_configuration(file.read(HEAD)):
                    return True
        except (OSError, ValueError):
            continue
    return False


def reason_to_keep(path: Path) -> str | None:
    """Why the file at `path` must not be replaced without being asked; None for what claimkit wrote. May raise OSError.

    A people file counts as the user's, and so does a table to which somebody added a column.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
        if not head:
            return None
        if any(is_ours(head, file) for is_ours in _BINARY):
            return None
    what = recognise(head)
    if what is None:
        return "is a database" if head.startswith(DATABASE_HEADER) else "was not written by claimkit"
    if what in (_PEOPLE, _CORRECTIONS):
        return f"is {what} and may hold your edits"
    text = head.decode("utf-8", "replace").removeprefix("\ufeff")
    table = _table(text)
    added = [column for column in _columns(text) if column not in table.columns] if table else []
    return f"has a column of yours ({added[0][:40]})" if added else None


def reason(what: str) -> str:
    """Why `what` is not read."""
    return f"{OWN_OUTPUT} ({what})"


def notice(paths: Sequence[str]) -> str:
    """The line that says which files were skipped."""
    count = "1 file that claimkit wrote is" if len(paths) == 1 else f"{len(paths):,} files that claimkit wrote are"
    more = f" and {len(paths) - _NAMED:,} more" if len(paths) > _NAMED else ""
    return f"{count} skipped: {', '.join(paths[:_NAMED])}{more}"


def _columns(text: str) -> list[str]:
    """The names in the first line of a table, whatever a spreadsheet has put between them."""
    return [name.strip('"') for name in re.split(r"[,;\t]", text.partition("\n")[0].rstrip("\r"))]


def _table(text: str) -> _Table | None:
    columns = _columns(text)
    if len(columns) > 1 and "name" in columns and set(columns) <= set(tables.PERSON_COLUMNS):
        return _PEOPLE_TABLE
    return next((table for table in _TABLES if tuple(columns[: len(table.first)]) == tuple(table.first)), None)


def _is_parquet(head: bytes, file: BinaryIO) -> bool:
    if not head.startswith(b"PAR1"):
        return False
    file.seek(0, 2)
    file.seek(max(0, file.tell() - _TAIL))
    tail = file.read()
    return all(name in tail for name in (b"claimkit", b"speaker_status", b"cue_polarity"))


def _is_docbin(head: bytes, file: BinaryIO) -> bool:
    """Whether it is a DocBin, as spaCy packs it, whose texts have claimkit's user data."""
    if head[:1] != b"\x78":
        return False
    unpacked, found, seen = zlib.decompressobj(), b"", 0
    file.seek(0)
    try:
        while seen < _UNPACKED and (data := unpacked.unconsumed_tail or file.read(_TAIL)):
            part = unpacked.decompress(data, _TAIL)
            found, seen = found[-len(_USER_DATA) :] + part, seen + len(part)
            if _USER_DATA in found:
                return True
    except zlib.error:
        return False
    return False


def _is_workbook(head: bytes, file: BinaryIO) -> bool:
    if not head.startswith(b"PK"):
        return False
    import zipfile

    try:
        with zipfile.ZipFile(file) as archive, archive.open("docProps/core.xml") as core:
            return WORKBOOK_MARK.encode() in core.read(HEAD)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, ValueError, zlib.error):
        return False


_BINARY = (_is_parquet, _is_docbin, _is_workbook)
