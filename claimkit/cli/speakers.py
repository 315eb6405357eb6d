"""`claimkit speakers`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from claimkit.cli import complete, options, sources
from claimkit.cli.options import Format
from claimkit.cli.printing import Layout, choose_sink, show
from claimkit.cli.terminal import notice

if TYPE_CHECKING:
    from rich.console import RenderableType

    from claimkit.models import Profile, SpeakerSummary

EXAMPLES = """\b
Examples:
  claimkit speakers
  claimkit speakers Zelensky --json"""


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
    format: options.FormatOption = Format.auto,
    json: options.Json = False,
    output: options.Output = None,
    csv_formulas: options.CsvFormulas = False,
    quiet: options.Quiet = False,
    db: options.Database = options.DEFAULT_DATABASE,
) -> None:
    """Show who is quoted in the stored articles.

    Each speaker with the other names seen, counts and dates; most quotations first. With NAME one of them in full:
    names, roles, outlets, quotations by month, and the newest quotations.
    """
    from claimkit import search

    sink = choose_sink(format, json, output, [db], csv_formulas)
    with sources.stored(db) as store:
        if name is None:
            if not show(search.speakers(store), _layout(), sink):
                notice("no speaker is known", quiet)
            return
        profile = search.profile(store, name, newest=limit)
        show([profile] if profile else [], _profile_layout(), sink)
    if profile is None:
        notice(f"no speaker is named {name!r}", quiet)
        raise typer.Exit(1)


def _layout() -> Layout[SpeakerSummary]:
    from claimkit.output.records.answers import SPEAKER_COLUMNS, speaker_record, speaker_row
    from claimkit.output.terminal.summaries import speakers_table

    return Layout(speaker_record, lambda summary: [speaker_row(summary)], SPEAKER_COLUMNS, speakers_table)


def _profile_layout() -> Layout[Profile]:
    from claimkit.output.records.answers import SPEAKER_COLUMNS, speaker_row
    from claimkit.output.records.details import profile_record

    def view(profiles: Sequence[Profile], width: int) -> RenderableType:
        from claimkit.output.terminal.profile import profiles_view

        return profiles_view(profiles, width)

    return Layout(profile_record, lambda profile: [speaker_row(profile.summary)], SPEAKER_COLUMNS, view)
