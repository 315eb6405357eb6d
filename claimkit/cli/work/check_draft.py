"""The quotations of drafts, checked and printed."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

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
from claimkit.own_output import DATABASE_HEADER


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
    _look_over(drafts, against, db)
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
    own = {os.path.realpath(draft) for draft in drafts}
    if found and not database and all(os.path.realpath(source.path) in own for source in found):
        complain(f"{found[0].path}: is the draft itself and proves nothing; name its sources with --against")
    show(checks, CHECKS, sink)
    if not checks and not failed:
        notice("no quotations found", quiet)
    if page:
        from claimkit.output.check_page import check_page

        write(check_page(checks, __version__), page.file)
    _leave(checks, bool(failures) or failed)


def _look_over(drafts: Sequence[str], against: Sequence[str], db: str | None) -> None:
    """Say what cannot be meant, before anything is read."""
    if not against and db is None and not Path(DEFAULT_DATABASE).exists():
        raise UsageError(
            "nothing to check against; name transcripts or articles with --against PATH, or a store with --db FILE"
        )
    for path in drafts:
        if _is_store(path):
            raise UsageError(
                f"{path}: a store, not a draft; check a draft against it: claimkit check DRAFT --db {path}"
            )
    for path in against:
        if _is_store(path):
            raise UsageError(f"{path}: a store; name it with --db")


def _is_store(path: str) -> bool:
    try:
        with Path(path).open("rb") as file:
            return file.read(len(DATABASE_HEADER)) == DATABASE_HEADER
    except OSError:
        return False


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
