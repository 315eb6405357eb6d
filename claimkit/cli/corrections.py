"""`claimkit corrections list`, `export` and `import`."""

from __future__ import annotations

from typing import Annotated

import typer

from claimkit.cli import options
from claimkit.cli.groups import commands, spread
from claimkit.cli.options import OutputOptions, StoreOptions

app = commands(
    "corrections",
    "List the corrections, write them to a file and read them back.\n\n"
    "`claimkit correct` makes one; they are kept in the store.",
    "claimkit corrections list",
)

LIST_EXAMPLES = """\b
Examples:
  claimkit corrections list
  claimkit corrections list --json | jq '.[] | select(.state != "in force")'"""
EXPORT_EXAMPLES = """\b
Examples:
  claimkit corrections export all-corrections.csv
  claimkit corrections export | wc -l"""
IMPORT_EXAMPLES = """\b
Example:
  claimkit corrections import corrections.csv"""


@app.command("list", epilog=LIST_EXAMPLES)
@spread
def list_(printing: OutputOptions = OutputOptions(), stored: StoreOptions = StoreOptions()) -> None:
    """List the corrections, and which of them are in force.

    One whose article has changed, or is not in the store, is kept, and counts again when its words are found again.
    """
    from claimkit.cli.work.edit_corrections import list_corrections

    list_corrections(printing, stored)


@app.command("export", epilog=EXPORT_EXAMPLES)
def export(
    file: Annotated[str | None, typer.Argument(metavar="FILE", help="Where to write the CSV. Without: stdout.")] = None,
    force: options.ForceAnything = False,
    db: options.Database = options.DEFAULT_DATABASE,
) -> None:
    """Write every correction of the store to FILE.

    A FILE that is there may hold your edits, so it is replaced only with --force.
    """
    from claimkit.cli.work.edit_corrections import export_corrections

    export_corrections(file, force, db)


@app.command("import", epilog=IMPORT_EXAMPLES)
def import_(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A CSV of corrections.")],
    quiet: options.Quiet = False,
    db: options.Database = options.DEFAULT_DATABASE,
) -> None:
    """Keep the corrections of FILE in the store, beside those that it has.

    One of the same quotation takes the place of the one before. Nothing changes when FILE has a mistake.
    """
    from claimkit.cli.work.edit_corrections import import_corrections

    import_corrections(file, quiet, db)
