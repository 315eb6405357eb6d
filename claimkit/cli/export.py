"""`claimkit export --format FORMAT`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimkit import __version__
from claimkit.cli import options, sources
from claimkit.cli.options import Format, Show
from claimkit.cli.people import load
from claimkit.cli.printing import choose_sink
from claimkit.cli.terminal import notice, write
from claimkit.errors import UsageError

if TYPE_CHECKING:
    from claimkit.models import Entry, Extraction
    from claimkit.search.filters import Filters
    from claimkit.store import Store

EXAMPLES = """\b
Examples:
  claimkit export -o quotes.parquet
  claimkit export seeds/ --format web-annotation -o quotes.jsonld
  claimkit export seeds/ --format brat -o annotated/
  claimkit export --format links --speaker Peskov"""


class ExportFormat(StrEnum):
    """What other programs read."""

    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"
    web_annotation = "web-annotation"
    schema_org = "schema-org"
    links = "links"
    brat = "brat"
    conll = "conll"
    docbin = "docbin"


_SUFFIXES = {
    ".jsonl": ExportFormat.jsonl,
    ".ndjson": ExportFormat.jsonl,
    ".csv": ExportFormat.csv,
    ".parquet": ExportFormat.parquet,
    ".conllup": ExportFormat.conll,
    ".spacy": ExportFormat.docbin,
}
_FILES = {ExportFormat.parquet, ExportFormat.docbin}  # bytes: not for a terminal
_WHOLE = {ExportFormat.brat, ExportFormat.conll, ExportFormat.docbin}  # whole articles, not quotations alone


def export(
    path: options.Paths = None,
    format: Annotated[
        ExportFormat | None,
        typer.Option(
            "--format",
            "-f",
            help="What to write; without, FILE's suffix says it: .jsonl, .csv, .parquet, .conllup, .spacy.",
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to FILE; for brat to the folder FILE. Or stdout."),
    ] = None,
    speaker: options.Speaker = None,
    type: options.Type = Show.all,
    outlet: options.Outlet = None,
    since: options.Since = None,
    until: options.Until = None,
    min_confidence: options.MinConfidence = 0.0,
    claims: options.Claims = False,
    input_format: options.InputFormat = None,
    map: options.Map = None,
    people: options.People = None,
    jobs: options.Jobs = 1,
    quiet: options.Quiet = False,
    db: options.Database = options.DEFAULT_DATABASE,
    no_store: options.NoStore = False,
) -> None:
    """Write quotations and claims in a format that other programs read.

    jsonl and csv as `quotes` writes them; parquet for data frames; web-annotation (W3C) and schema-org as JSON-LD;
    links that open the page at the quotation; brat, conll (CoNLL-U Plus) and docbin (spaCy) with the whole articles.
    With PATH exactly those articles; without, the store.
    """
    from claimkit import search

    chosen = _format(format, output)
    conditions = options.filters(speaker, type, outlet, since, until, min_confidence, claims)
    reading = options.reading(input_format, map, path)
    _check(chosen, output, [*(path or ()), *([people] if people else []), db])
    if no_store and not path:
        raise UsageError("--no-store leaves nothing to read; name a PATH: claimkit export PATH --no-store")
    if people and not path:
        raise UsageError(f"--people needs a PATH; for the stored articles run `claimkit people import {people}`")
    counted = _Counter()
    failed = False
    with ExitStack() as stack:
        if path:
            people_file = None if people is None else load(people)
            database = None if no_store else db
            answer = stack.enter_context(sources.answer(path, database, quiet, jobs, people_file, options=reading))
            failed = bool(answer.failures)
            store = answer.store
        else:
            store = stack.enter_context(sources.stored(db))
        if chosen in _WHOLE:
            _write_articles(chosen, counted.articles(_extractions(store, conditions)), output)
        else:
            _write_entries(chosen, search.quotes(store, conditions), output, counted)
    if counted.without_link:
        notice(f"{_records(counted.without_link)} left out: the article's web address is not known", quiet)
    if not counted.number and not failed:
        notice("nothing found to export", quiet)
    elif output not in (None, "-") and not failed:
        notice(f"{output}: {_records(counted.number - counted.without_link)}", quiet)
    if failed:
        raise typer.Exit(1)


def _records(number: int) -> str:
    from claimkit.output.labels import counted

    return counted(number, "record")


class _Counter:
    """Counts the records that go by, and those of them that have no link."""

    def __init__(self) -> None:
        self.number = 0
        self.without_link = 0

    def entries(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        for entry in entries:
            self.number += 1
            yield entry

    def links(self, entries: Iterable[tuple[Entry, str | None]]) -> Iterator[tuple[Entry, str]]:
        for entry, link in entries:
            if link is None:
                self.without_link += 1
            else:
                yield entry, link

    def articles(self, extractions: Iterable[Extraction]) -> Iterator[Extraction]:
        for extraction in extractions:
            self.number += len(extraction.quotes)
            yield extraction


def _format(format: ExportFormat | None, output: str | None) -> ExportFormat:
    found = format or (_SUFFIXES.get(Path(output).suffix.lower()) if output else None)
    if found is None:
        raise UsageError(f"name a format: --format {' | '.join(ExportFormat)}")
    return found


def _check(format: ExportFormat, output: str | None, reads: Sequence[str]) -> None:
    """Raises `UsageError` or `MissingError`, before any work, for a place or a package that is not there."""
    if format is ExportFormat.brat:
        from claimkit.output.exports import standoff

        if output in (None, "-"):
            raise UsageError("brat reads a folder of files; name one with -o")
        standoff.check(Path(str(output)))
        return
    if format in _FILES and output in (None, "-"):
        raise UsageError(f"{format.value} is no text; name a file with -o")
    choose_sink(Format.jsonl, False, output, reads)
    if format is ExportFormat.parquet:
        from claimkit.output.exports import parquet

        parquet.check()


def _extractions(store: Store, filters: Filters) -> Iterator[Extraction]:
    """The articles with the quotations that fit; one without any only where no option chooses among quotations."""
    from claimkit.search.filters import EVERYTHING, article_matches, matches

    picky = replace(filters, outlet=None, since=None, until=None) != EVERYTHING
    for extraction in store.extractions(linked=True):
        if article_matches(filters, extraction.article):
            quotes = tuple(q for q in extraction.quotes if matches(filters, extraction.article, q))
            if quotes or not picky:
                yield replace(extraction, quotes=quotes)


def _write_entries(format: ExportFormat, found: Iterable[Entry], output: str | None, counted: _Counter) -> None:
    from claimkit.output import formats
    from claimkit.output.records.flat import QUOTE_COLUMNS, quote_row
    from claimkit.output.records.quote import record

    file = None if output == "-" else output
    entries = counted.entries(found)
    if format is ExportFormat.parquet:
        from claimkit.output.exports.parquet import write_parquet

        write_parquet((record(e.quote, e.article) for e in entries), str(file), __version__)
    elif format is ExportFormat.web_annotation:
        from claimkit.output.exports.web_annotation import web_annotations

        write(web_annotations(entries, __version__), file)
    elif format is ExportFormat.schema_org:
        from claimkit.output.exports.schema_org import schema_org

        write(schema_org(entries), file)
    elif format is ExportFormat.links:
        from claimkit.output.exports.text_fragments import LINK_COLUMNS, link_row, linked

        links = (link_row(e.quote, e.article, link) for e, link in counted.links(linked(entries)))
        write(formats.csv_lines(links, LINK_COLUMNS), file)
    elif format is ExportFormat.csv:
        rows = (quote_row(e.quote, e.article) for e in entries)
        write(formats.csv_lines(rows, QUOTE_COLUMNS), file)
    else:
        write(formats.json_lines(record(e.quote, e.article) for e in entries), file)


def _write_articles(format: ExportFormat, extractions: Iterable[Extraction], output: str | None) -> None:
    if format is ExportFormat.brat:
        from claimkit.output.exports import standoff

        standoff.write(standoff.files(extractions), Path(str(output)))
    elif format is ExportFormat.docbin:
        from claimkit.output.exports.docbin import write_docbin
        from claimkit.output.records.quote import article_record, record

        found = (
            (e.article.text, article_record(e.article), [record(quote, e.article) for quote in e.quotes])
            for e in extractions
        )
        write_docbin(found, str(output))
    else:
        from claimkit.output.exports.conll import conll

        write(conll(extractions), None if output == "-" else output)
