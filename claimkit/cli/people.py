"""`claimkit people export` and `claimkit people import`."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimkit.cli import options, sources
from claimkit.cli.options import Format
from claimkit.cli.printing import choose_sink
from claimkit.cli.terminal import notice, write
from claimkit.errors import InputError, UsageError

if TYPE_CHECKING:
    from claimkit.models import PersonEntry

app = typer.Typer(
    name="people",
    help="Correct who is who.\n\nWrite the people of the store to a file, edit it, and read it back.",
    epilog="\b\nExample:\n  claimkit people export people.csv",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
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


class Kind(StrEnum):
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
        Kind, typer.Option("--format", "-f", help="auto is what FILE's suffix says, else CSV.")
    ] = Kind.auto,
    db: options.Database = options.DEFAULT_DATABASE,
) -> None:
    """Write every person of the store to FILE, with the people file that was imported last.

    Imported as it is, the file changes nothing.
    """
    from claimkit.corpus import people
    from claimkit.output.exports.people_file import people_csv, people_toml

    sink = choose_sink(Format.csv, False, file, [db])
    with sources.stored(db) as store:
        entries = people.list_people(store.extractions(linked=True), store.people_file())
    toml = format is Kind.toml or (format is Kind.auto and Path(file or "").suffix.lower() == ".toml")
    write(people_toml(entries) if toml else people_csv(entries), sink.file)


@app.command("import", epilog=IMPORT_EXAMPLES)
def import_(
    file: Annotated[str | None, typer.Argument(metavar="FILE", help="The edited people file, CSV or .toml.")] = None,
    clear: Annotated[bool, typer.Option("--clear", help="Forget the people file that was imported.")] = False,
    quiet: options.Quiet = False,
    db: options.Database = options.DEFAULT_DATABASE,
) -> None:
    """Keep FILE in the store, in the place of the people file before, and name all speakers anew.

    It also counts for what is read later. Nothing changes when FILE has a mistake.
    """
    from claimkit.runs import pipeline

    if clear == (file is not None):
        raise UsageError("name one people file to import, or give --clear alone to forget the one before")
    entries = load(file) if file is not None else ()
    with sources.open_store(db) as store:
        store.replace_people_file(entries)
        pipeline.link(store)
    notice("the people file is forgotten" if clear else f"{file}: {len(entries)} people kept in {db}", quiet)


def load(file: str) -> tuple[PersonEntry, ...]:
    """The people of the file at a path, `-` for standard input. Raises `InputError`."""
    from claimkit.corpus import people

    try:
        data = (sys.stdin.buffer.read() if sys.stdin else b"") if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise InputError(file, f"cannot be read ({error.strerror})") from error
    return people.parse_people_file(data, file)
