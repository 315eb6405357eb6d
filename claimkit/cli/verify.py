"""`claimkit verify RECORDS…`."""

from __future__ import annotations

from typing import Annotated

import typer

from claimkit.cli import options
from claimkit.cli.groups import spread
from claimkit.cli.options import OutputOptions

EXAMPLES = """\b
Examples:
  claimkit verify records.jsonl
  claimkit verify records.jsonl --root .
  claimkit verify claimkit.db --json"""


@spread
def verify(
    records: Annotated[
        list[str],
        typer.Argument(metavar="RECORDS", help="Records as JSON, JSON Lines, CSV or Parquet, a report, or a store."),
    ],
    root: Annotated[
        str | None, typer.Option("--root", metavar="DIR", help="The folder below which the records' files are now.")
    ] = None,
    printing: OutputOptions = OutputOptions(),
    quiet: options.Quiet = False,
) -> None:
    """Check records against their source files.

    Is the file there, are the words where the record says, is the id right? Shows each record that does not hold,
    and where its words are now. Exit code 1: some record does not hold.
    """
    from claimkit.cli.work.verify_records import verify_records

    verify_records(records, root, printing, quiet)
