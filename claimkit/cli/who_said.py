"""`claimkit who-said PHRASE`."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimkit.cli import options, sources
from claimkit.cli.options import Format, Show
from claimkit.cli.printing import Layout, choose_sink, show
from claimkit.cli.terminal import notice
from claimkit.errors import UsageError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from claimkit.models import Hit

EXAMPLES = """\b
Examples:
  claimkit who-said "making progress"
  claimkit who-said "making progress" seeds/ --speaker Trump
  claimkit who-said "making progress" --json | jq '.[0].speaker'"""
# The folder of sample articles in a checkout: what a first try finds before anything is stored.
_SAMPLES = "seeds"


def who_said(
    phrase: Annotated[str, typer.Argument(metavar="PHRASE", help="What was said; small misspellings still find it.")],
    path: options.Paths = None,
    format: options.FormatOption = Format.auto,
    json: options.Json = False,
    output: options.Output = None,
    csv_formulas: options.CsvFormulas = False,
    limit: Annotated[int, typer.Option("--limit", "-n", metavar="N", min=1, help="At most N matches.")] = 10,
    speaker: options.Speaker = None,
    type: options.Type = Show.all,
    outlet: options.Outlet = None,
    since: options.Since = None,
    until: options.Until = None,
    min_confidence: options.MinConfidence = 0.0,
    claims: options.Claims = False,
    input_format: options.InputFormat = None,
    map: options.Map = None,
    jobs: options.Jobs = 1,
    quiet: options.Quiet = False,
    db: options.Database = options.DEFAULT_DATABASE,
    no_store: options.NoStore = False,
) -> None:
    """Find who said a phrase, and which outlets printed it.

    Best match first. With PATH it searches exactly those articles and stores them; without, it searches the store.
    """
    from claimkit import search
    from claimkit.english.text import words

    if not words(phrase):
        raise UsageError(f"{phrase!r} holds no word to look for; give some words of the quotation")
    conditions = options.filters(speaker, type, outlet, since, until, min_confidence, claims)
    reading = options.reading(input_format, map, path)
    sink = choose_sink(format, json, output, [*(path or ()), db], csv_formulas)
    database = None if no_store else db
    failed = False
    with ExitStack() as stack:
        store = None if path or database is None else stack.enter_context(sources.stored_if_any(database))
        if store is None:
            inputs = path or _samples(quiet)
            answer = stack.enter_context(sources.answer(inputs, database, quiet, jobs, options=reading))
            failed = bool(answer.failures)
            store = answer.store
        found = show(search.who_said(store, phrase, conditions, limit=limit), _layout(), sink)
    if not found and not failed:
        notice(f"no one is found saying {phrase!r}", quiet)
    if failed or not found:
        raise typer.Exit(1)


def _layout() -> Layout[Hit]:
    from claimkit.output.records.answers import HIT_COLUMNS, hit_record, hit_row

    def view(hits: Sequence[Hit], width: int) -> RenderableType:
        from claimkit.output.terminal.hits import hits_view

        return hits_view(hits, width)

    return Layout(hit_record, lambda hit: [hit_row(hit)], HIT_COLUMNS, view)


def _samples(quiet: bool) -> list[str]:
    """What to read when no PATH is given and nothing is stored: the sample articles.

    Raises `UsageError` when there are none.
    """
    if Path(_SAMPLES).is_dir():
        notice(f"nothing is stored yet: reading {_SAMPLES}/", quiet)
        return [_SAMPLES]
    raise UsageError("nothing is stored yet; name the articles to search: claimkit who-said PHRASE PATH")
