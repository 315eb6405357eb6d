"""The quotations of drafts, checked and printed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack

import typer

from claimkit import reader
from claimkit._version import __version__
from claimkit.checking import check_drafts, read_sources
from claimkit.cli import sources
from claimkit.cli.exit_codes import ExitCode
from claimkit.cli.interrupt import Interrupt
from claimkit.cli.options import DEFAULT_DATABASE, Format, OutputOptions
from claimkit.cli.printing import check_suffix, choose_sink, show
from claimkit.cli.terminal import Progress, complain, notice, write
from claimkit.cli.work import read_articles
from claimkit.errors import InputError, UsageError
from claimkit.models.checks import Check
from claimkit.models.record import Article, Extraction
from claimkit.models.types import TYPE_GROUPS, TypeGroup
from claimkit.output.records.checks import CHECKS


def check_draft(
    drafts: Sequence[str],
    against: Sequence[str],
    db: str | None,
    types: TypeGroup,
    facts: Sequence[str],
    html: str | None,
    printing: OutputOptions,
    jobs: int,
    no_cache: bool,
    quiet: bool,
) -> None:
    """Print a verdict for each quotation; exit code 1 if one needs attention, 3 if only an input failed."""
    database = db if db is not None or against else DEFAULT_DATABASE
    prepared = _prepared(facts)
    reads = [*drafts, *against, *([database] if database else [])]
    sink = choose_sink(printing, reads)
    check_suffix(html if html != "-" else None, (".html", ".htm"))
    page = html and choose_sink(OutputOptions(format=Format.json, output=html, force=printing.force), reads)
    read, failed = _read(drafts, quiet, jobs)
    with ExitStack() as stack:
        progress = stack.enter_context(Progress(quiet))
        interrupt = stack.enter_context(Interrupt(progress, None))
        found, failures = (
            read_sources(against, prepared=prepared, progress=interrupt.update, remember=not no_cache)
            if against
            else ([], [])
        )
        if failures and not found and not database:  # "not found" would say something of sources that nobody read
            progress.end()
            for failure in failures:
                complain(str(failure))
            raise typer.Exit(ExitCode.failed)
        store = stack.enter_context(sources.stored(database)) if database else None
        chosen = TYPE_GROUPS[types]
        checks = list(check_drafts(read, found, store, types=chosen, own=drafts, progress=interrupt.update))
        progress.end()
    for failure in failures:
        complain(str(failure))
    show(checks, CHECKS, sink)
    if not checks:
        notice("no quotations found", quiet)
    if page:
        from claimkit.output.check_page import check_page

        write(check_page(checks, __version__), page.file)
    _leave(checks, bool(failures) or failed)


def _leave(checks: Sequence[Check], failed: bool) -> None:
    if any(check.attention for check in checks):
        raise typer.Exit(ExitCode.nothing)
    if failed:
        raise typer.Exit(ExitCode.failed)


def _read(drafts: Sequence[str], quiet: bool, jobs: int) -> tuple[Sequence[Extraction], bool]:
    """The drafts with what is found in them; each failure is a line on stderr."""
    articles: list[Article] = []
    failed = False
    for found in reader.read(drafts, sys.stdin.buffer if sys.stdin else None):
        if isinstance(found, InputError):
            complain(str(found))
            failed = True
        else:
            articles.append(found)
    result = read_articles.analyse(articles, quiet, jobs)
    return result.extractions, failed or bool(result.failures)


def _prepared(facts: Sequence[str]) -> bool:
    for fact in facts:
        if fact != "kind=prepared":
            raise UsageError(f"--set {fact}: `check` knows one fact about its sources; write it --set kind=prepared")
    return bool(facts)
