"""`claimkit speakers`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from claimkit.cli import complete, options
from claimkit.cli.groups import spread
from claimkit.cli.options import OutputOptions, SelectionOptions, StoreOptions

EXAMPLES = """\b
Examples:
  claimkit speakers
  claimkit speakers Zelensky --json
  claimkit speakers --outlet "Plain Ink" --since 2025-02-09
  claimkit speakers --by outlet
  claimkit speakers --by pronouns"""


class By(StrEnum):
    """What speakers are counted by."""

    outlet = "outlet"
    month = "month"
    kind = "kind"
    affiliation = "affiliation"
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
        typer.Option(
            "--by",
            help="Count named speakers and their quotations by outlet, month, kind or affiliation, or persons by the "
            "pronouns that articles use for them.",
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also count what is likely no statement.")] = False,
    run: options.RunFolder = None,
    printing: OutputOptions = OutputOptions(),
    selection: SelectionOptions = SelectionOptions(),
    stored: StoreOptions = StoreOptions(),
) -> None:
    """Show who is quoted in the stored articles.

    Each speaker with the other names seen, counts and dates; most quotations first. With NAME one of them in full:
    names, roles, outlets, quotations by month, and the newest quotations. What several say jointly counts for each of
    them.
    """
    if run is not None:
        from claimkit.cli.work.ask_run import speakers_of_run

        speakers_of_run(run, name, by, printing, selection, everything, stored)
        return
    from claimkit.cli.work.list_speakers import list_speakers

    list_speakers(name, limit, None if by is None else by.value, printing, selection, everything, stored)
