"""`claimkit quotes` and its twin `claimkit claims`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

import typer

from claimkit.cli import options, sources
from claimkit.cli.options import Format, Show
from claimkit.cli.people import load
from claimkit.cli.printing import Layout, choose_sink, show
from claimkit.cli.terminal import notice
from claimkit.errors import UsageError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from claimkit.models import Entry

QUOTES_HELP = """Show the quotations in articles with their speakers.

With PATH it answers from exactly those articles and stores them; without, it answers from the store."""
QUOTES_EXAMPLES = """\b
Examples:
  claimkit quotes seeds/
  claimkit quotes seeds/ --speaker Peskov --since 2025-02
  claimkit quotes seeds/ --type all | jq -r .speaker.name"""
CLAIMS_HELP = """Show the reported claims in articles with their speakers.

Indirect and mixed content: what someone is said to have said, asked or thought, in the article's words.
With --claims, of any type, only what is asserted or denied.
The twin of `claimkit quotes`, with the same options."""
CLAIMS_EXAMPLES = """\b
Examples:
  claimkit claims seeds/
  claimkit claims seeds/ --claims
  claimkit claims seeds/ --speaker Zelenskiy -o claims.csv"""


def command(default: Show) -> Callable[..., None]:
    """The command that shows `default` unless --type says otherwise."""

    def quotes(
        path: options.Paths = None,
        format: options.FormatOption = Format.auto,
        json: options.Json = False,
        output: options.Output = None,
        csv_formulas: options.CsvFormulas = False,
        speaker: options.Speaker = None,
        type: options.Type = default,
        outlet: options.Outlet = None,
        since: options.Since = None,
        until: options.Until = None,
        min_confidence: options.MinConfidence = 0.0,
        claims: options.Claims = False,
        input_format: options.InputFormat = None,
        map: options.Map = None,
        people: options.People = None,
        jobs: options.Jobs = 1,
        prune: options.Prune = False,
        quiet: options.Quiet = False,
        db: options.Database = options.DEFAULT_DATABASE,
        no_store: options.NoStore = False,
    ) -> None:
        from claimkit import search

        conditions = options.filters(speaker, type, outlet, since, until, min_confidence, claims)
        reading = options.reading(input_format, map, path)
        sink = choose_sink(format, json, output, [*(path or ()), *([people] if people else []), db], csv_formulas)
        if no_store and not path:
            raise UsageError(
                f"--no-store leaves nothing to read; name a PATH: claimkit {default.value} PATH --no-store"
            )
        if prune and (no_store or not path):
            raise UsageError("--prune forgets what is gone from a PATH in the store; name a PATH, without --no-store")
        if people and not path:
            raise UsageError(f"--people needs a PATH; for the stored articles run `claimkit people import {people}`")
        heading = "Claim" if default is Show.claims else "Quotation"
        failed = False
        with ExitStack() as stack:
            if path:
                people_file = None if people is None else load(people)
                database = None if no_store else db
                answer = stack.enter_context(sources.answer(path, database, quiet, jobs, people_file, prune, reading))
                failed = bool(answer.failures)
                store = answer.store
            else:
                store = stack.enter_context(sources.stored(db))
            # Only a table says where else a quotation stands.
            known = sources.clustered(store) if sink.format is Format.table else []
            found = search.quotes(store, conditions)
            if not show(found, _layout(known, heading), sink) and not failed:
                notice(f"no {heading.lower()}s found", quiet)
        if failed:
            raise typer.Exit(1)

    return quotes


def _layout(known: Iterable[Entry], heading: str) -> Layout[Entry]:
    from claimkit.output.records.flat import QUOTE_COLUMNS, quote_row
    from claimkit.output.records.quote import record

    def view(entries: Sequence[Entry], width: int) -> RenderableType:
        from claimkit.output.terminal.table import quotes_table

        return quotes_table(entries, width, known, heading)

    return Layout(lambda e: record(e.quote, e.article), lambda e: [quote_row(e.quote, e.article)], QUOTE_COLUMNS, view)
