"""The options that commands share, and what they mean together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import typer

from claimkit.cli import complete
from claimkit.models.types import TYPE_GROUPS, QuoteType

DEFAULT_DATABASE = "claimkit.db"


class Format(StrEnum):
    """How records are printed."""

    auto = "auto"
    table = "table"
    jsonl = "jsonl"
    json = "json"
    csv = "csv"
    parquet = "parquet"
    xlsx = "xlsx"


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
        return TYPE_GROUPS[self.value]


class SpeakerStatus(StrEnum):
    """How sure a speaker's name is."""

    resolved = "resolved"
    ambiguous = "ambiguous"
    unresolved = "unresolved"
    anonymous = "anonymous"


class OutletSource(StrEnum):
    """What may name an article's outlet."""

    folder = "folder"
    domain = "domain"


class Failures(StrEnum):
    """Which inputs that could not be read are told."""

    new = "new"
    all = "all"


class Meaning(StrEnum):
    """Whether hits by meaning are shown beside those by words."""

    on = "on"
    off = "off"
    only = "only"


class Undated(StrEnum):
    """What becomes of articles without a date where --since or --until is given."""

    keep = "keep"
    drop = "drop"


Limit = Annotated[int | None, typer.Option("--limit", "-n", metavar="N", min=1, help="Only the first N records.")]
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
Force = Annotated[bool, typer.Option("--force", help="Replace a FILE that claimkit did not write.")]
ForceAnything = Annotated[bool, typer.Option("--force", help="Replace FILE, whatever it holds.")]
QuoteId = Annotated[
    str,
    typer.Argument(
        metavar="QUOTE_ID", help="The `id` of a record or any unambiguous prefix.", autocompletion=complete.quotes
    ),
]
CsvFormulas = Annotated[
    bool,
    typer.Option("--csv-formulas", help="Leave cells that begin like a formula as they are, for programs only."),
]
Speaker = Annotated[
    list[str] | None,
    typer.Option(
        "--speaker",
        "-s",
        metavar="NAME",
        help="Only this speaker: a name or id. Repeat it for any of several.",
        autocompletion=complete.speakers,
    ),
]
ExcludeSpeaker = Annotated[
    list[str] | None,
    typer.Option(
        "--exclude-speaker",
        metavar="NAME",
        help="Leave this speaker out: a name or id. Repeatable.",
        autocompletion=complete.speakers,
    ),
]
Status = Annotated[
    list[SpeakerStatus] | None,
    typer.Option("--status", help="Only records whose speaker's name is this sure. Repeatable."),
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
    typer.Option("--until", metavar="DATE", help="Up to and with DATE."),
]
UndatedOption = Annotated[
    Undated, typer.Option("--undated", help="With --since or --until: keep or drop articles without a date.")
]
MinConfidence = Annotated[
    float,
    typer.Option(
        "--min-confidence",
        metavar="P",
        help="Only records that are right, name included, with at least this probability, 0 to 1.",
    ),
]
MinStatement = Annotated[
    float,
    typer.Option(
        "--min-statement",
        metavar="P",
        help="Only records that are statements, not acts, plans or titles, with at least this probability, 0 to 1.",
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
MeaningOption = Annotated[
    bool,
    typer.Option("--meaning", help="Also store what each record means, so that who-said finds other words for it."),
]
AddedSince = Annotated[
    str | None,
    typer.Option(
        "--added-since",
        metavar="WHEN",
        help="Only what claimkit first saw then or later: 2025-02-09, 2025-02-09T18:00, or 12h, 7d, 2w ago.",
    ),
]
New = Annotated[bool, typer.Option("--new", help="Only what this question has not shown yet.")]
Cursor = Annotated[
    str | None,
    typer.Option("--cursor", metavar="NAME", help="A name for what --new has shown; without, the command's own."),
]
InputFormat = Annotated[
    str | None,
    typer.Option(
        "--input-format",
        metavar="FORMAT",
        help="The format of PATH, whatever its name: text, markdown, html, json, jsonl, csv, tsv, ninjs, feed, "
        "subtitles, warc, pdf or docx.",
    ),
]
Map = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=COLUMN",
        help="Where records keep a field: text, title, outlet, published or url. Repeatable; a.b is b inside a.",
    ),
]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="FACT=VALUE",
        help="What is true of every article of PATH: outlet, date, url or title. Repeatable. See also metadata.csv in "
        "docs/formats.md.",
    ),
]
OutletFrom = Annotated[
    OutletSource | None,
    typer.Option("--outlet-from", help="Name the outlet by the folder of an article, or by its address."),
]
FailuresOption = Annotated[
    Failures,
    typer.Option("--failures", help="Inputs that cannot be read are told once, while they stay the same; all: again."),
]
RunFolder = Annotated[
    str | None, typer.Option("--run", metavar="DIR", help="Ask the folder of a `claimkit run`, not the store.")
]
NoStore = Annotated[bool, typer.Option("--no-store", help="Neither read nor write the store.")]


# The groups go without methods that nobody calls, as every command pays for making them.


@dataclass(frozen=True, eq=False, repr=False)
class SelectionOptions:
    """Which records are wanted; a new filter is a field here, one of `search.filters.Filters`, and its two tests."""

    speaker: Speaker = None
    exclude_speaker: ExcludeSpeaker = None
    type: Type = Show.all
    status: Status = None
    outlet: Outlet = None
    since: Since = None
    until: Until = None
    undated: UndatedOption = Undated.drop
    min_confidence: MinConfidence = 0.0
    min_statement: MinStatement = 0.0
    claims: Claims = False
    added_since: AddedSince = None


@dataclass(frozen=True, eq=False, repr=False)
class NewOptions:
    """Only what was not shown yet, and the name under which that is remembered; the name alone will do."""

    new: New = False
    cursor: Cursor = None


@dataclass(frozen=True, eq=False, repr=False)
class OutputOptions:
    """How records are printed, and where."""

    format: FormatOption = Format.auto
    json: Json = False
    output: Output = None
    csv_formulas: CsvFormulas = False
    force: Force = False


@dataclass(frozen=True, eq=False, repr=False)
class ReadingOptions:
    """How the articles of PATH are read."""

    input_format: InputFormat = None
    map: Map = None
    set: Set = None
    outlet_from: OutletFrom = None
    people: People = None
    quiet: Quiet = False


@dataclass(frozen=True, eq=False, repr=False)
class InputOptions(ReadingOptions):
    """The same, and the store that keeps what is found in them."""

    failures: FailuresOption = Failures.new
    jobs: Jobs = 1
    db: Database = DEFAULT_DATABASE
    no_store: NoStore = False


@dataclass(frozen=True, eq=False, repr=False)
class ListingOptions:
    """What `quotes` and `claims` have beside the options of other commands."""

    prune: Prune = False
    meaning: MeaningOption = False
    limit: Limit = None
    run: RunFolder = None


@dataclass(frozen=True, eq=False, repr=False)
class StoreOptions:
    """The store that a command asks."""

    quiet: Quiet = False
    db: Database = DEFAULT_DATABASE
