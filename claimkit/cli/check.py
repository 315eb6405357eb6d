"""`claimkit check DRAFT…`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from claimkit.cli import options
from claimkit.cli.groups import spread
from claimkit.cli.options import OutputOptions

EXAMPLES = """\b
Examples:
  claimkit check draft.txt --against transcripts/
  claimkit check draft.txt --against transcripts/ --json | jq '.[] | select(.attention)'
  claimkit check draft.txt --against transcripts/debate.tsv --html checked.html"""


class Checked(StrEnum):
    """Which quotations of a draft are checked."""

    quotes = "quotes"
    direct = "direct"
    mixed = "mixed"
    all = "all"


@spread
def check(
    draft: Annotated[
        list[str],
        typer.Argument(metavar="DRAFT", help="Drafts in any format that claimkit reads, - for stdin."),
    ],
    against: Annotated[
        list[str] | None,
        typer.Option(
            "--against", metavar="PATH", help="Transcripts, statements or articles: a file or folder. Repeatable."
        ),
    ] = None,
    db: Annotated[
        str | None,
        typer.Option("--db", metavar="FILE", help="Look in the stored articles too. Without --against: claimkit.db."),
    ] = None,
    type: Annotated[
        Checked, typer.Option("--type", "-t", help="quotes: direct and mixed; all: reported claims too.")
    ] = Checked.quotes,
    set: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="kind=prepared",
            help="The sources were written before the speech.",
        ),
    ] = None,
    html: Annotated[
        str | None,
        typer.Option("--html", metavar="FILE", help="Write a page: draft and sources side by side."),
    ] = None,
    printing: OutputOptions = OutputOptions(),
    jobs: options.Jobs = 1,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Read the sources again, and keep nothing of them for the next time.")
    ] = False,
    quiet: options.Quiet = False,
) -> None:
    """Check the quotations of a draft against transcripts and articles.

    Each quotation gets a verdict: verbatim, cut, altered, misleading, wrong speaker, second-hand only, not found or
    elsewhere, with the passage it rests on. The draft is not stored. Exit code 1: something needs attention.
    """
    from claimkit.cli.work.check_draft import check_draft

    check_draft(draft, against or [], db, type.value, set or [], html, printing, jobs, no_cache, quiet)
