"""Who is quoted: all speakers, or one of them in full."""

from __future__ import annotations

from claimkit.cli import sources
from claimkit.cli.exit_codes import finish
from claimkit.cli.options import OutputOptions, StoreOptions
from claimkit.cli.printing import choose_sink, show
from claimkit.cli.terminal import notice
from claimkit.errors import UsageError
from claimkit.output.records.answers import PRONOUNS, SPEAKERS
from claimkit.output.records.details import PROFILES
from claimkit.search.ids import shortener
from claimkit.search.profiles import profile
from claimkit.search.speaker_lists import count_pronouns, speakers


def list_speakers(
    name: str | None, limit: int, by_pronouns: bool, printing: OutputOptions, stored: StoreOptions
) -> None:
    """Print every speaker, or the one that `name` fits, or numbers."""
    if by_pronouns and name is not None:
        raise UsageError("--by counts all persons; leave NAME out")
    sink = choose_sink(printing, [stored.db])
    with sources.stored(stored.db) as store:
        if by_pronouns:
            show(count_pronouns(store), PRONOUNS, sink)
            return
        if name is None:
            shown = show(speakers(store), SPEAKERS, sink)
            if not shown:
                notice("no named speakers", stored.quiet)
            finish(shown)
            return
        found = profile(store, name, newest=limit)
        show([found] if found else [], PROFILES, sink, short=shortener(store))
    if found is None:
        notice(f"no speaker named {name!r}", stored.quiet)
    finish(found)
