"""Who is quoted: all speakers, or one of them in full."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from claimkit.cli import sources
from claimkit.cli.exit_codes import finish
from claimkit.cli.options import OutputOptions, SelectionOptions, StoreOptions
from claimkit.cli.printing import choose_sink, show
from claimkit.cli.terminal import notice
from claimkit.errors import UsageError
from claimkit.models.types import SpeakerGrouping
from claimkit.output.records.answers import GROUPS, PRONOUNS, SPEAKERS
from claimkit.output.records.details import PROFILES
from claimkit.search import speaker_counts
from claimkit.search.ids import shortener
from claimkit.search.profiles import profile


def list_speakers(
    name: str | None,
    limit: int,
    by: SpeakerGrouping | Literal["pronouns"] | None,
    printing: OutputOptions,
    selection: SelectionOptions,
    everything: bool,
    stored: StoreOptions,
) -> None:
    """Print every speaker, or the one that `name` fits, or numbers."""
    if by is not None and name is not None:
        raise UsageError("--by counts all persons; leave NAME out")
    filters = replace(sources.filters(selection), stated=not everything)
    sink = choose_sink(printing, [stored.db])
    with sources.stored(stored.db) as store:
        sources.tell_undated(store, filters, stored.quiet)
        if by == "pronouns":
            show(speaker_counts.count_pronouns(store, filters), PRONOUNS, sink)
            return
        if name is None:
            shown = (
                show(speaker_counts.speakers(store, filters), SPEAKERS, sink)
                if by is None
                else show(speaker_counts.count_speakers(store, by, filters), GROUPS, sink)
            )
            if not shown:
                notice("no named speakers", stored.quiet)
            finish(shown)
            return
        found = profile(store, name, newest=limit, filters=filters)
        show([found] if found else [], PROFILES, sink, short=shortener(store))
    if found is None:
        notice(f"no speaker named {name!r}", stored.quiet)
    finish(found)
