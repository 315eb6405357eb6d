"""Articles to annotate by hand, drawn and prefilled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from claimkit import reader
from claimkit.cli import sources
from claimkit.cli.exit_codes import finish
from claimkit.cli.options import InputOptions
from claimkit.cli.terminal import complain, notice
from claimkit.cli.work import read_articles
from claimkit.errors import InputError, UsageError
from claimkit.evaluation import draw as sampling
from claimkit.models.record import Article, Extraction
from claimkit.output.labels import counted
from claimkit.reader.input_options import Options


def draw_sample(number: int, out: Path, path: Sequence[str] | None, seed: int, inputs: InputOptions) -> None:
    """Draw `number` articles and write what claimkit finds in them to `out`."""
    sources.check(path, inputs)
    reading = read_articles.reading_options(inputs)
    sampling.check(out)
    failed = False
    if path:
        drawn, unread = _drawn(path, number, seed, reading)
        result = read_articles.analyse(drawn, inputs.quiet, inputs.jobs)
        extractions = list(result.extractions)
        failed = unread or bool(result.failures)
    else:
        with sources.stored(inputs.db) as store:
            extractions = sampling.draw(store.extractions(linked=True), number, seed)
    made = sampling.files(extractions)
    sampling.write(made, out)
    count = sum(len(extraction.quotes) for extraction in extractions)
    counts = f"{counted(len(extractions), 'article')} with {counted(count, 'attribution')}"
    notice(f"{out}: {counts} to correct; then run: claimkit evaluate {out}", inputs.quiet)
    finish(True, failed)


def _drawn(paths: Sequence[str], number: int, seed: int, reading: Options) -> tuple[list[Article], bool]:
    """Articles drawn from those under `paths`, and whether some input could not be read (a line on stderr each)."""
    if "-" in paths:
        raise UsageError("a sample is drawn from files and folders, not from standard input; name a PATH")
    failures: list[InputError] = []

    def articles() -> Iterator[Extraction]:
        for found in reader.read(paths, options=reading):
            if isinstance(found, InputError):
                failures.append(found)
            else:
                yield Extraction(found, ())

    try:
        drawn = sampling.draw(articles(), number, seed)
    finally:
        for failure in failures:
            if not (failure.is_own_output or failure.is_notice):
                complain(str(failure))
    return [extraction.article for extraction in drawn], any(
        not (failure.is_own_output or failure.is_notice) for failure in failures
    )
