"""`claimkit watch`."""

from __future__ import annotations

from typing import Annotated

import typer

from claimkit.cli import options
from claimkit.cli.groups import spread
from claimkit.cli.options import Format, InputOptions, OutputOptions

EXAMPLES = """\b
Examples:
  claimkit watch -f watchlist.toml seeds/
  claimkit watch -f watchlist.toml --cursor desk | jq -r '.watches[0] + ": " + .text'"""


@spread
def watch(
    path: options.Paths = None,
    watchlist: Annotated[
        str,
        typer.Option(
            "--file", "-f", metavar="FILE", help="The watchlist: phrases and people in TOML (docs/archive.md)."
        ),
    ] = "watchlist.toml",
    cursor: Annotated[
        str, typer.Option("--cursor", metavar="NAME", help="A name for what this watch has shown.")
    ] = "watch",
    format: Annotated[
        Format,
        typer.Option(
            "--format", help="auto is text on a terminal; into a pipe JSON Lines, or what FILE's suffix says."
        ),
    ] = Format.auto,
    json: options.Json = False,
    output: options.Output = None,
    csv_formulas: options.CsvFormulas = False,
    force: options.Force = False,
    inputs: InputOptions = InputOptions(),
) -> None:
    """Show what is new of the phrases and people on a watchlist.

    Meant to be run again and again, by cron too: each hit is shown once. With PATH it reads what is new there first;
    the exit code is 0 where there are hits, 1 where there are none.
    """
    from claimkit.cli.work.watch_news import watch_news

    printing = OutputOptions(format=format, json=json, output=output, csv_formulas=csv_formulas, force=force)
    watch_news(watchlist, cursor, path, printing, inputs)
