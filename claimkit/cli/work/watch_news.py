"""What is new of a watchlist, printed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from claimkit.cli import sources
from claimkit.cli.exit_codes import finish
from claimkit.cli.options import InputOptions, OutputOptions
from claimkit.cli.printing import choose_sink, show
from claimkit.cli.terminal import notice
from claimkit.errors import UsageError
from claimkit.output.records.watch import WATCH_HITS
from claimkit.search.ids import shortener
from claimkit.search.watchlist import News, news, parse_watchlist


def watch_news(
    watchlist: str, cursor: str, path: Sequence[str] | None, printing: OutputOptions, inputs: InputOptions
) -> None:
    """Print the hits that were not shown yet."""
    if inputs.no_store:
        raise UsageError("watch needs the store, which remembers what was shown; leave --no-store out")
    if not cursor.strip():
        raise UsageError("--cursor has no name; write one, or leave it out")
    try:
        data = Path(watchlist).read_bytes()
    except OSError as error:
        raise UsageError(f"{watchlist}: cannot be read ({error.strerror}); name a watchlist with -f") from error
    watches = parse_watchlist(data, watchlist)
    sink = choose_sink(printing, [*sources.files_read(path, inputs), watchlist])
    with sources.opened(path, inputs) as (store, failed):
        found = news(store, watches, cursor)
        shown = show(found.hits, WATCH_HITS, sink, written=lambda: _remember(inputs.db, found), short=shortener(store))
    if not shown and not failed:
        notice("nothing new", inputs.quiet)
    finish(shown, failed)


def _remember(database: str, found: News) -> None:
    with sources.open_store(database) as store, store.transaction():
        for name, ids in found.seen.items():
            if ids:
                store.advance(name, ids)
