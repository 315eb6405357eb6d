"""`claimkit speakers`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from claimkit.cli import complete
from claimkit.cli.groups import spread
from claimkit.cli.options import OutputOptions, StoreOptions

EXAMPLES = """\b
Examples:
  claimkit speakers
  claimkit speakers Zelensky --json
  claimkit speakers --by pronouns"""


class By(StrEnum):
    """What persons are counted by."""

    pronouns = "pronouns"


@spread
def speakers(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME",
            help="One speaker in full: a name, a surname or an id.",
            autocompletion=complete.speakers,
        ),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", "-n", metavar="N", min=0, help="With NAME: the newest N quotations.")
    ] = 10,
    by: Annotated[
        By | None,
        typer.Option("--by", help="Count persons and their quotations by the pronouns that articles use for them."),
    ] = None,
    printing: OutputOptions = OutputOptions(),
    stored: StoreOptions = StoreOptions(),
) -> None:
    """Show who is quoted in the stored articles.

    Each speaker with the other names seen, counts and dates; most quotations first. With NAME one of them in full:
    names, roles, outlets, quotations by month, and the newest quotations. What several say jointly counts for each of
    them.
    """
    from claimkit.cli.work.list_speakers import list_speakers

    list_speakers(name, limit, by is not None, printing, stored)
