"""The records that are asked for, printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from claimkit.cli import sources
from claimkit.cli.exit_codes import finish
from claimkit.cli.options import Format, InputOptions, ListingOptions, NewOptions, OutputOptions, SelectionOptions, Show
from claimkit.cli.printing import choose_sink, noting, show
from claimkit.cli.terminal import notice
from claimkit.errors import UsageError
from claimkit.output.records.flat import ENTRIES
from claimkit.search.entries import clustered, quotes
from claimkit.search.ids import shortener

_SUBTITLES = frozenset({".vtt", ".srt"})


def list_quotes(
    default: Show,
    path: Sequence[str] | None,
    printing: OutputOptions,
    selection: SelectionOptions,
    new: NewOptions,
    inputs: InputOptions,
    listing: ListingOptions,
    said: bool,
) -> None:
    """Print the selected records of `path` or of the store."""
    cursor = sources.cursor(new, default.value, inputs.no_store)
    filters = replace(sources.filters(selection, cursor), said=said)
    sink = choose_sink(printing, sources.files_read(path, inputs), parquet=True)
    if listing.prune and (inputs.no_store or not path):
        raise UsageError("--prune forgets what is gone from a PATH in the store; name a PATH, without --no-store")
    if listing.meaning and (inputs.no_store or not path):
        raise UsageError(
            "--meaning stores what the records of a PATH mean; name one, or run `claimkit index --meaning`"
        )
    heading = "Claim" if default is Show.claims else "Quotation"
    with sources.opened(path, inputs, prune=listing.prune, meaning=listing.meaning) as (store, failed):
        # Only a table says where else a quotation was printed.
        known = clustered(store) if sink.format is Format.table else ()
        ids: list[str] = []
        shown = show(
            noting(islice(quotes(store, filters), listing.limit), lambda entry: [entry.quote.id], ids),
            ENTRIES,
            sink,
            written=lambda: sources.advance(inputs.db, cursor, ids),
            known=known,
            heading=heading,
            short=shortener(store),
        )
        if not shown and not failed:
            notice(f"no {'new ' if cursor else ''}{heading.lower()}s found{_hint(default, path)}", inputs.quiet)
        sources.tell_undated(store, filters, inputs.quiet)
    finish(shown, failed)


def _hint(asked: Show, path: Sequence[str] | None) -> str:
    """What to run instead, where what was named holds speech rather than reports of it."""
    if asked is not Show.quotes or not path or not all(Path(name).suffix.lower() in _SUBTITLES for name in path):
        return ""
    return (
        ": subtitles hold the words themselves, without quotation marks; "
        f"run `claimkit claims {path[0]}`, or `claimkit check DRAFT --against {path[0]}` for the quotations of a draft"
    )
