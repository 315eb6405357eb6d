"""`claimkit report`."""

from __future__ import annotations

from contextlib import ExitStack
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
    from claimkit.models import Overview

EXAMPLES = """\b
Examples:
  claimkit report
  claimkit report seeds/ -o monday.html --title "Monday"
  claimkit report --speaker Zelensky --since 2025-02 -o zelensky.html"""
_FILE = "report.html"
_OURS = b'<meta name="generator" content="claimkit'  # in the head of every report
_HEAD = 2_000  # bytes in which that is looked for
_MANY = 5_000  # articles from which a browser takes long to open the page


def report(
    path: options.Paths = None,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="The file to write; - for standard output.")
    ] = _FILE,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="The heading of the page.")] = None,
    speaker: options.Speaker = None,
    type: options.Type = Show.all,
    outlet: options.Outlet = None,
    since: options.Since = None,
    until: options.Until = None,
    min_confidence: options.MinConfidence = 0.0,
    claims: options.Claims = False,
    people: options.People = None,
    jobs: options.Jobs = 1,
    quiet: options.Quiet = False,
    db: options.Database = options.DEFAULT_DATABASE,
    no_store: options.NoStore = False,
) -> None:
    """Write a page for the browser that shows all of it.

    Articles with their quotations marked, wordings side by side, speakers by outlet and in time, in one HTML file that
    loads nothing and sends nothing. With PATH it shows exactly those articles and stores them; without, the store.
    """
    from claimkit import search
    from claimkit.output.report import html

    conditions = options.filters(speaker, type, outlet, since, until, min_confidence, claims)
    sink = choose_sink(Format.auto, False, output, [*(path or ()), *([people] if people else []), db])
    if no_store and not path:
        raise UsageError("--no-store leaves nothing to read; name a PATH: claimkit report PATH --no-store")
    if people and not path:
        raise UsageError(f"--people needs a PATH; for the stored articles run `claimkit people import {people}`")
    if output == _FILE:
        _check_ours(Path(output))
    failed = False
    with ExitStack() as stack:
        if path:
            people_file = None if people is None else load(people)
            answer = stack.enter_context(sources.answer(path, None if no_store else db, quiet, jobs, people_file))
            failed = bool(answer.failures)
            store = answer.store
        else:
            store = stack.enter_context(sources.stored(db))
        found = search.overview(store, conditions)
    if found.pages:
        write(html(found, title, __version__), sink.file)
        notice(_summary(found, sink.file), quiet)
    elif not failed:
        notice("no quotations found; no report is written", quiet)
    if failed:
        raise typer.Exit(1)


def _check_ours(path: Path) -> None:
    """Raises `UsageError` where the file that nobody named is there, holds something, and is not an earlier report."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except FileNotFoundError:
        return
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); name another file with -o") from error
    if head and _OURS not in head:
        raise UsageError(f"{path}: is there and is no report of claimkit; name another file with -o")


def _summary(found: Overview, file: str | None) -> str:
    from claimkit.output.report import counts

    line = f"{file or 'report'}: {counts(found)}"
    if len(found.pages) > _MANY:
        line += "; a browser takes long to open so many: narrow it with --since, --outlet or --speaker"
    return line
