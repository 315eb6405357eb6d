"""`claimkit speakers`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from claimkit.cli import options, sources
from claimkit.cli.options import Format
from claimkit.cli.printing import Layout, choose_sink, show
from claimkit.cli.terminal import notice

if TYPE_CHECKING:
    from claimkit.output.answers import SpeakerSummary

EXAMPLES = """\b
Examples:
  claimkit speakers
  claimkit speakers Zelensky --json"""


def speakers(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="Only this speaker: a name, a surname or an id.")
    ] = None,
    format: options.FormatOption = Format.auto,
    json: options.Json = False,
    output: options.Output = None,
    quiet: options.Quiet = False,
    db: options.Database = options.DEFAULT_DATABASE,
) -> None:
    """Show who is quoted in the stored articles.

    Each speaker with the other names seen, counts and dates; most quotations first.
    """
    from claimkit import search

    sink = choose_sink(format, json, output, [db])
    with sources.stored(db) as store:
        found = show(search.speakers(store, name), _layout(), sink)
    if not found:
        notice(f"no speaker is named {name!r}" if name else "no speaker is known", quiet)
    if name and not found:
        raise typer.Exit(1)


def _layout() -> Layout[SpeakerSummary]:
    from claimkit.output.answers import SPEAKER_COLUMNS, speaker_record, speaker_row
    from claimkit.output.summaries import speakers_table

    return Layout(speaker_record, lambda summary: [speaker_row(summary)], SPEAKER_COLUMNS, speakers_table)
