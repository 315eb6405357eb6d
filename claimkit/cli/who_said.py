"""`claimkit who-said PHRASE`."""

from __future__ import annotations

from typing import Annotated

import typer

from claimkit.cli import options
from claimkit.cli.groups import spread
from claimkit.cli.options import InputOptions, Meaning, NewOptions, OutputOptions, SelectionOptions

EXAMPLES = """\b
Examples:
  claimkit who-said "making progress"
  claimkit who-said "making progress" seeds/ --speaker Trump
  claimkit who-said "the talks are going well" --meaning only
  claimkit who-said "peace talks" --speaker Zelensky --timeline
  claimkit who-said "making progress" --json | jq '.[0].speaker'"""


@spread
def who_said(
    phrase: Annotated[str, typer.Argument(metavar="PHRASE", help="What was said; small misspellings still find it.")],
    path: options.Paths = None,
    everything: Annotated[bool, typer.Option("--all", help="Also in what is likely no statement of anyone.")] = False,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit", "-n", metavar="N", min=1, help="At most N matches (10), and N that are near in meaning (5)."
        ),
    ] = None,
    meaning: Annotated[
        Meaning,
        typer.Option(
            "--meaning", help="Also what says it in other words, where `index --meaning` was run; only: nothing else."
        ),
    ] = Meaning.on,
    timeline: Annotated[
        bool, typer.Option("--timeline", help="In order of dates: what was said about it, and did the words change?")
    ] = False,
    printing: OutputOptions = OutputOptions(),
    selection: SelectionOptions = SelectionOptions(),
    new: NewOptions = NewOptions(),
    inputs: InputOptions = InputOptions(),
) -> None:
    """Find who said a phrase, and which outlets printed it.

    Best match first. With PATH it searches exactly those articles and stores them; without, it searches the store.
    """
    from claimkit.cli.work.find_phrase import find_phrase

    find_phrase(
        phrase, path, limit, printing, selection, new, inputs, stated=not everything, meaning=meaning, timeline=timeline
    )
