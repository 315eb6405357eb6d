"""`claimkit sample N`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimkit.cli import options, sources
from claimkit.cli.terminal import complain, notice
from claimkit.errors import InputError, UsageError

if TYPE_CHECKING:
    from claimkit.models import Article, Extraction
    from claimkit.reader.input_options import Options

EXAMPLES = """\b
Examples:
  claimkit sample 5 seeds/ --out drawn/
  claimkit sample 5 --out drawn.zip --seed 7"""


def sample(
    number: Annotated[int, typer.Argument(metavar="N", min=1, help="How many articles to draw.")],
    out: Annotated[
        Path,
        typer.Option(
            "--out", "-o", metavar="FILE", help="The folder to make, or a zip archive where the name ends in .zip."
        ),
    ],
    path: Annotated[
        list[str] | None, typer.Argument(metavar="PATH", help="Files or folders to draw from. Without: the store.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="S", help="Another seed draws other articles.")] = 0,
    input_format: options.InputFormat = None,
    map: options.Map = None,
    jobs: options.Jobs = 1,
    quiet: options.Quiet = False,
    db: options.Database = options.DEFAULT_DATABASE,
) -> None:
    """Draw articles to annotate by hand, prefilled.

    The folder holds what claimkit finds as brat standoff to correct (attributions/), the texts (text/) and a list of
    speakers (speakers.jsonl). `claimkit evaluate` reads it.
    """
    from claimkit.evaluation import draw as sampling
    from claimkit.output.labels import counted

    reading = options.reading(input_format, map, path)
    sampling.check(out)
    failed = False
    if path:
        drawn, unread = _drawn(path, number, seed, reading)
        result = sources.analyse(drawn, quiet, jobs)
        extractions = list(result.extractions)
        failed = unread or bool(result.failures)
    else:
        with sources.stored(db) as store:
            extractions = sampling.draw(store.extractions(linked=True), number, seed)
    made = sampling.files(extractions)
    sampling.write(made, out)
    count = sum(len(extraction.quotes) for extraction in extractions)
    counts = f"{counted(len(extractions), 'article')} with {counted(count, 'attribution')}"
    notice(f"{out}: {counts} to correct; then run: claimkit evaluate {out}", quiet)
    if failed:
        raise typer.Exit(1)


def _drawn(paths: list[str], number: int, seed: int, reading: Options | None) -> tuple[list[Article], bool]:
    """Articles drawn from those under `paths`, and whether some input could not be read (a line on stderr each)."""
    from claimkit import reader
    from claimkit.evaluation import draw as sampling
    from claimkit.models import Extraction

    if "-" in paths:
        raise UsageError("a sample is drawn from files and folders, not from standard input; name a PATH")
    failures: list[InputError] = []

    def articles() -> Iterator[Extraction]:
        for found in reader.read(paths, options=reading or reader.DEFAULT):
            if isinstance(found, InputError):
                failures.append(found)
            else:
                yield Extraction(found, ())

    try:
        drawn = sampling.draw(articles(), number, seed)
    finally:
        for failure in failures:
            complain(str(failure))
    return [extraction.article for extraction in drawn], bool(failures)
