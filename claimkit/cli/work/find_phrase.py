"""Who said a phrase, printed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from claimkit.cli import sources
from claimkit.cli.exit_codes import finish
from claimkit.cli.options import InputOptions, NewOptions, OutputOptions, SelectionOptions
from claimkit.cli.printing import choose_sink, noting, show
from claimkit.cli.terminal import notice
from claimkit.english.text import words
from claimkit.errors import UsageError
from claimkit.models.hits import Hit
from claimkit.output.records.phrase_hits import HITS
from claimkit.search.ids import shortener
from claimkit.search.phrase import who_said

# The folder of sample articles in a checkout: what a first try finds before anything is stored.
_SAMPLES = "seeds"


def find_phrase(
    phrase: str,
    path: Sequence[str] | None,
    limit: int,
    printing: OutputOptions,
    selection: SelectionOptions,
    new: NewOptions,
    inputs: InputOptions,
) -> None:
    """Print the best `limit` matches."""
    if not words(phrase):
        raise UsageError(f"{phrase!r} contains no word to search for; give some words of the quotation")
    if path and all(name.isalpha() and not os.path.lexists(name) for name in path):
        whole = " ".join([phrase, *path])
        raise UsageError(f'put the phrase in quotation marks; run: claimkit who-said "{whole}"')
    cursor = sources.cursor(new, f"who-said {' '.join(words(phrase))}", inputs.no_store)
    filters = sources.filters(selection, cursor)
    sink = choose_sink(printing, sources.files_read(path, inputs))
    failed = False
    with ExitStack() as stack:
        store = None
        if not path and not inputs.no_store:
            sources.check(path, inputs)
            store = stack.enter_context(sources.stored_if_any(inputs.db))
        if store is None:
            store, failed = stack.enter_context(sources.opened(path or _samples(inputs.quiet), inputs))
        ids: list[str] = []
        found = show(
            noting(who_said(store, phrase, filters, limit=limit), _ids, ids),
            HITS,
            sink,
            written=lambda: sources.advance(inputs.db, cursor, ids),
            short=shortener(store),
        )
        sources.tell_undated(store, filters, inputs.quiet)
    if not found and not failed:
        notice(f"no match for {phrase!r}", inputs.quiet)
    finish(found, failed)


def _ids(hit: Hit) -> list[str]:
    """Everything that a hit shows: the quotation, and where else it is printed."""
    return [hit.quote.id, *(other.id for other in hit.others)]


def _samples(quiet: bool) -> list[str]:
    """What to read when no PATH is given and nothing is stored: the sample articles.

    Raises `UsageError` when there are none.
    """
    if Path(_SAMPLES).is_dir():
        notice(f"nothing is stored yet: reading {_SAMPLES}/", quiet)
        return [_SAMPLES]
    raise UsageError("nothing is stored yet; name the articles to search: claimkit who-said PHRASE PATH")
