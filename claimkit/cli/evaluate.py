"""`claimkit evaluate GOLD`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from claimkit.cli import options
from claimkit.cli.options import Show

EXAMPLES = """\b
Examples:
  claimkit evaluate sample/
  claimkit evaluate sample/ --errors --type direct
  claimkit evaluate sample/speakers.jsonl --json
  claimkit quotes sample/text --type all --no-store | claimkit evaluate sample/ --predictions -"""


class Gold(StrEnum):
    """How the annotation is written down."""

    auto = "auto"
    polnear = "polnear"
    jsonl = "jsonl"


class Only(StrEnum):
    """Kinds of mistake."""

    missed = "missed"
    spurious = "spurious"
    source = "source"
    speaker = "speaker"
    unnamed = "unnamed"


def evaluate(
    gold: Annotated[
        Path,
        typer.Argument(
            metavar="GOLD",
            help="A folder with text/ and attributions/, a JSON Lines file, or a store with corrections.",
        ),
    ],
    format: Annotated[
        Gold,
        typer.Option(
            "--format",
            help="polnear: a folder of brat standoff, for contents, cues and sources; jsonl: a file of speakers. "
            "auto: by what GOLD is.",
        ),
    ] = Gold.auto,
    text: Annotated[
        Path | None,
        typer.Option("--text", metavar="FOLDER", help="Where a JSON Lines GOLD has its articles; text/ beside it."),
    ] = None,
    annotator: Annotated[
        str | None,
        typer.Option("--annotator", metavar="CODE", help="Whose annotation counts; the alphabetically first."),
    ] = None,
    predictions: Annotated[
        str | None,
        typer.Option(
            "--predictions",
            metavar="FILE",
            help="Judge these records of `claimkit quotes --type all` (- for standard input); without, claimkit runs.",
        ),
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="GOLD",
            help="How far two people agree: another folder or file of the same articles, or, beside --annotator, the "
            "CODE of a second one in GOLD.",
        ),
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List the mistakes, with their passages.")] = False,
    type: Annotated[Show, typer.Option("--type", "-t", help="With --errors: only mistakes of this type.")] = Show.all,
    only: Annotated[
        list[Only] | None,
        typer.Option("--only", metavar="KIND", help=f"With --errors: {', '.join(Only)}. Repeatable."),
    ] = None,
    samples: Annotated[
        int,
        typer.Option("--samples", metavar="N", min=0, max=100_000, help="Bootstrap draws for the intervals; 0: none."),
    ] = 1000,
    seed: Annotated[int, typer.Option("--seed", metavar="S", help="Seed of the bootstrap.")] = 13,
    jobs: options.Jobs = 1,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object, not a table.")] = False,
    output: options.Output = None,
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Measure claimkit on articles that people annotated.

    Precision, recall and F1 of what is found and of whom it is given to, by type, with 95% intervals over articles.
    `claimkit sample` makes such a folder to be corrected by hand. With --against: how far two people agree.
    """
    from claimkit.cli.work.measure import measure

    measure(
        gold, format, text, annotator, predictions, against, errors, type, frozenset(only or ()), samples, seed, jobs,
        json, output, force, quiet,
    )  # fmt: skip
