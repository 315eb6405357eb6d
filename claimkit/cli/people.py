"""`claimkit people export` and `claimkit people import`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from claimkit.cli import options
from claimkit.cli.groups import commands

app = commands(
    "people",
    "Correct who is who.\n\nWrite the people of the store to a file, edit it, and read it back.",
    "claimkit people export people.csv",
)

EXPORT_EXAMPLES = """\b
Examples:
  claimkit people export people.csv
  claimkit people export people.toml
  claimkit people export | grep -i zelensk"""
IMPORT_EXAMPLES = """\b
Examples:
  claimkit people import people.csv
  claimkit people import --clear"""


class PeopleFormat(StrEnum):
    """What a people file is written in."""

    auto = "auto"
    csv = "csv"
    toml = "toml"


@app.command("export", epilog=EXPORT_EXAMPLES)
def export(
    file: Annotated[
        str | None, typer.Argument(metavar="FILE", help="Where to write: .toml for TOML, else CSV. Without: stdout.")
    ] = None,
    format: Annotated[
        PeopleFormat, typer.Option("--format", "-f", help="auto is what FILE's suffix says, else CSV.")
    ] = PeopleFormat.auto,
    force: options.ForceAnything = False,
    db: options.Database = options.DEFAULT_DATABASE,
) -> None:
    """Write every person of the store to FILE, with the people file that was imported last.

    Imported as it is, the file changes nothing. A FILE that is there may hold your edits, so it is replaced only with
    --force.
    """
    from claimkit.cli.work.edit_people import export_people

    toml = format is PeopleFormat.toml or (format is PeopleFormat.auto and Path(file or "").suffix.lower() == ".toml")
    export_people(file, toml, force, db)


@app.command("import", epilog=IMPORT_EXAMPLES)
def import_(
    file: Annotated[str | None, typer.Argument(metavar="FILE", help="The edited people file, CSV or .toml.")] = None,
    clear: Annotated[bool, typer.Option("--clear", help="Forget the people file that was imported.")] = False,
    quiet: options.Quiet = False,
    db: options.Database = options.DEFAULT_DATABASE,
) -> None:
    """Keep FILE in the store, instead of the people file before, and name all speakers again.

    It also counts for what is read later. Nothing changes when FILE has a mistake.
    """
    from claimkit.cli.work.edit_people import import_people

    import_people(file, clear, quiet, db)
