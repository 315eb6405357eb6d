"""The options that commands share, and what they mean together."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from claimkit.cli import complete

if TYPE_CHECKING:
    from claimkit.models import QuoteType
    from claimkit.reader.input_options import Options
    from claimkit.search.filters import Filters


class Format(StrEnum):
    """How records are printed."""

    auto = "auto"
    table = "table"
    jsonl = "jsonl"
    json = "json"
    csv = "csv"


class Show(StrEnum):
    """Which types of quotation are shown."""

    quotes = "quotes"
    claims = "claims"
    direct = "direct"
    mixed = "mixed"
    indirect = "indirect"
    all = "all"

    @property
    def types(self) -> frozenset[QuoteType]:
        """The types of record."""
        return _TYPES[self]


_TYPES: dict[Show, frozenset[QuoteType]] = {
    Show.quotes: frozenset({"direct", "mixed"}),
    Show.claims: frozenset({"indirect", "mixed"}),
    Show.direct: frozenset({"direct"}),
    Show.mixed: frozenset({"mixed"}),
    Show.indirect: frozenset({"indirect"}),
    Show.all: frozenset({"direct", "mixed", "indirect"}),
}

Paths = Annotated[
    list[str] | None,
    typer.Argument(metavar="PATH", help="Files or folders to read, - for standard input. Without: the store."),
]
FormatOption = Annotated[
    Format,
    typer.Option(
        "--format",
        "-f",
        help="auto is a table on a terminal; into a pipe or file JSON Lines, or what FILE's suffix says.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="The same as --format json: one JSON array.")]
Output = Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to FILE, not to stdout.")]
CsvFormulas = Annotated[
    bool,
    typer.Option("--csv-formulas", help="Leave CSV cells that begin like a formula as they are, for programs only."),
]
Speaker = Annotated[
    str | None,
    typer.Option(
        "--speaker", "-s", metavar="NAME", help="Only this speaker: a name or id.", autocompletion=complete.speakers
    ),
]
Type = Annotated[
    Show,
    typer.Option("--type", "-t", help="Types to show; quotes: direct and mixed, claims: indirect and mixed."),
]
Outlet = Annotated[str | None, typer.Option("--outlet", metavar="NAME", help="Only this outlet.")]
Since = Annotated[
    str | None, typer.Option("--since", metavar="DATE", help="From DATE on: 2025-02-09, 2025-02 or 2025.")
]
Until = Annotated[
    str | None,
    typer.Option("--until", metavar="DATE", help="Up to and with DATE. Articles without a date are left out."),
]
MinConfidence = Annotated[
    float,
    typer.Option(
        "--min-confidence",
        metavar="P",
        help="Only records that are right, name included, with at least this probability, 0 to 1.",
    ),
]
Claims = Annotated[
    bool,
    typer.Option(
        "--claims", help="Only what is asserted or denied: no questions, requests, beliefs, intentions or findings."
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no notices; errors are still shown.")]
Jobs = Annotated[
    int, typer.Option("--jobs", "-j", min=0, metavar="N", help="Processes that analyse articles; 0 is one a core.")
]
People = Annotated[
    str | None,
    typer.Option("--people", metavar="FILE", help="Use this people file (see `claimkit people`) for this answer."),
]
Database = Annotated[
    str,
    typer.Option("--db", metavar="FILE", envvar="CLAIMKIT_DB", help="The store, an SQLite file.", show_default=True),
]
Prune = Annotated[
    bool, typer.Option("--prune", help="Forget the stored articles whose files are gone from the folders PATH.")
]
InputFormat = Annotated[
    str | None,
    typer.Option(
        "--input-format",
        metavar="FORMAT",
        help="The format of PATH, whatever its name: text, markdown, html, json, jsonl, csv, tsv, ninjs, feed, warc, "
        "pdf or docx.",
    ),
]
Map = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=COLUMN",
        help="Where records keep a field: text, title, outlet, published or url. Can be repeated; a.b is b inside a.",
    ),
]
NoStore = Annotated[bool, typer.Option("--no-store", help="Neither read nor write the store.")]

DEFAULT_DATABASE = "claimkit.db"


def reading(input_format: str | None, map: list[str] | None, paths: list[str] | None) -> Options | None:
    """How to read the inputs, None if nothing is said. Raises `UsageError` for a format or field that there is not."""
    if not input_format and not map:
        return None  # a search of the store is to load nothing that reads
    from claimkit.errors import UsageError
    from claimkit.reader.input_options import FIELDS, FORMATS, Options

    if (input_format or map) and not paths:
        raise UsageError("--input-format and --map say how to read a PATH; name one")
    if input_format is not None and input_format not in FORMATS:
        raise UsageError(f"--input-format {input_format}: not a format; choose one of {', '.join(FORMATS)}")
    fields: dict[str, str] = {}
    for pair in map or ():
        field, _, column = pair.partition("=")
        if field not in FIELDS or not column:
            raise UsageError(f"--map {pair}: not FIELD=COLUMN with one of the fields {', '.join(FIELDS)}")
        if field in fields:
            raise UsageError(f"--map {pair}: {field} is already mapped to {fields[field]}; give it once")
        fields[field] = column
    return Options(input_format, tuple(sorted(fields.items())))


def filters(
    speaker: str | None,
    show: Show,
    outlet: str | None,
    since: str | None,
    until: str | None,
    min_confidence: float,
    claims: bool = False,
) -> Filters:
    """The conditions of these options. Raises `UsageError` for a date or a number that is none."""
    from claimkit.search.filters import from_conditions

    return from_conditions(
        speaker=speaker,
        type=show.types,
        outlet=outlet,
        since=since,
        until=until,
        min_confidence=min_confidence,
        claims=claims,
    )
