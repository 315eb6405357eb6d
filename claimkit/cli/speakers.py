"""`claimkit speakers`."""

from __future__ import annotations

from typing import Annotated

import typer

from claimkit.cli import complete
from claimkit.cli.groups import spread
from claimkit.cli.options import OutputOptions, StoreOptions

EXAMPLES = """\b
Examples:
  claimkit speakers
  claimkit speakers Zelensky --json"""


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
    printing: OutputOptions = OutputOptions(),
    stored: StoreOptions = StoreOptions(),
) -> None:
    """Show who is quoted in the stored articles.

    Each speaker with the other names seen, counts and dates; most quotations first. With NAME one of them in full:
    names, roles, outlets, quotations by month, and the newest quotations.
    """
    from claimkit.cli.work.list_speakers import list_speakers

    list_speakers(name, limit, printing, stored)
