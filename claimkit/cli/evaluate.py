"""`claimkit evaluate GOLD`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimkit.cli import options, sources
from claimkit.cli.options import Format, Show
from claimkit.cli.printing import Sink, choose_sink
from claimkit.cli.terminal import notice, rendered, write
from claimkit.errors import UsageError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from claimkit.evaluation import GoldArticle, Predictions
    from claimkit.models import Mistake, Reliability, Scores
    from claimkit.output.records.quote import Record

EXAMPLES = """\b
Examples:
  claimkit evaluate sample/
  claimkit evaluate sample/ --errors --type direct
  claimkit evaluate sample/speakers.jsonl --json
  claimkit quotes sample/text --type all --no-store | claimkit evaluate sample/ --predictions -"""


class Gold(StrEnum):
    """How the annotation is written down."""

    auto = "auto"
    polnear = "polnear"
    jsonl = "jsonl"


class Kind(StrEnum):
    """Kinds of mistake."""

    missed = "missed"
    spurious = "spurious"
    source = "source"
    speaker = "speaker"
    unnamed = "unnamed"


def evaluate(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD", help="A folder with text/ and attributions/, or a JSON Lines file.")
    ],
    format: Annotated[
        Gold,
        typer.Option(
            "--format",
            help="polnear: a folder of brat standoff, for contents, cues and sources; jsonl: a file of speakers. "
            "auto: by what GOLD is.",
        ),
    ] = Gold.auto,
    text: Annotated[
        Path | None,
        typer.Option("--text", metavar="FOLDER", help="Where a JSON Lines GOLD has its articles; text/ beside it."),
    ] = None,
    annotator: Annotated[
        str | None,
        typer.Option("--annotator", metavar="CODE", help="Whose annotation counts; the alphabetically first."),
    ] = None,
    predictions: Annotated[
        str | None,
        typer.Option(
            "--predictions",
            metavar="FILE",
            help="Judge these records of `claimkit quotes --type all` (- for standard input); without, claimkit runs.",
        ),
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List the mistakes, with their passages.")] = False,
    type: Annotated[Show, typer.Option("--type", "-t", help="With --errors: only mistakes of this type.")] = Show.all,
    only: Annotated[
        list[Kind] | None,
        typer.Option("--only", metavar="KIND", help=f"With --errors: {', '.join(Kind)}. Can be repeated."),
    ] = None,
    samples: Annotated[
        int,
        typer.Option("--samples", metavar="N", min=0, max=100_000, help="Bootstrap draws for the intervals; 0: none."),
    ] = 1000,
    seed: Annotated[int, typer.Option("--seed", metavar="S", help="Seed of the bootstrap.")] = 13,
    jobs: options.Jobs = 1,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object, not a table.")] = False,
    output: options.Output = None,
    quiet: options.Quiet = False,
) -> None:
    """Measure claimkit on articles that people annotated.

    Precision, recall and F1 of what is found and of whom it is given to, by type, with 95% intervals over articles.
    `claimkit sample` makes such a folder to be corrected by hand.
    """
    from claimkit import evaluation

    given = [] if predictions in (None, "-") else [str(predictions)]
    sink = _sink(json, output, [*given, *([str(gold)] if gold.is_file() else [])])
    if (only or type is not Show.all) and not errors:
        raise UsageError("--type and --only choose among mistakes; give --errors too")
    lines = gold.suffix.lower() in (".jsonl", ".json", ".ndjson") or (gold.is_file() and gold.suffix.lower() != ".zip")
    speakers = format is Gold.jsonl or (format is Gold.auto and lines and not gold.is_dir())
    if speakers:
        if annotator is not None:
            raise UsageError("--annotator is for a folder of brat files; a file of speakers has one annotation")
        texts = text or gold.parent / "text"
        pages = evaluation.read_speakers(gold, texts)
    else:
        if text is not None:
            raise UsageError("--text is for a JSON Lines GOLD; a folder has its articles in text/")
        texts = gold / "text"
        pages = evaluation.read_polnear(gold, annotator)
    found, failed = _found(pages, texts, predictions, quiet, jobs)
    if unknown := evaluation.unknown_articles(pages, found):
        if not speakers:
            raise UsageError(
                f"predictions about articles that are not in the gold: {unknown[0]}"
                + (f" and {len(unknown) - 1} more" if len(unknown) > 1 else "")
            )
        others = "1 article that is" if len(unknown) == 1 else f"{len(unknown)} articles that are"
        notice(f"predictions about {others} not in the gold are left out", quiet)
    joined = evaluation.join(pages, found)
    score = evaluation.score_speakers if speakers else evaluation.score_attributions
    listed = evaluation.speaker_mistakes if speakers else evaluation.attribution_mistakes
    mistakes = evaluation.chosen(listed(joined), type.types, frozenset(only or ())) if errors else None
    _show(score(joined, samples, seed), None if speakers else evaluation.reliability(joined), mistakes, sink)
    if failed:
        raise typer.Exit(1)


def _sink(json: bool, output: str | None, reads: Sequence[str]) -> Sink:
    as_json = json or (output is not None and Path(output).suffix.lower() == ".json")
    return choose_sink(Format.json if as_json else Format.table, False, output, reads)


def _found(
    pages: Sequence[GoldArticle], texts: Path, predictions: str | None, quiet: bool, jobs: int
) -> tuple[Predictions, bool]:
    """What was found in `pages`, by article name, and whether reading one of them failed."""
    from claimkit import evaluation

    if predictions is None:
        result = sources.read([str(evaluation.text_file(texts, page.name)) for page in pages], quiet, jobs)
        return evaluation.from_extractions(result.extractions, pages), bool(result.failures)
    if predictions != "-":
        return evaluation.from_records(evaluation.read_text(Path(predictions)), predictions, pages), False
    if sys.stdin is None:
        raise UsageError("there is no standard input; name a file with --predictions")
    data = sys.stdin.buffer.read().decode("utf-8", "replace")
    return evaluation.from_records(data, "standard input", pages), False


def _show(scores: Scores, sure: Reliability | None, mistakes: Sequence[Mistake] | None, sink: Sink) -> None:
    from claimkit.output.formats import json_lines
    from claimkit.output.terminal.reliability_table import reliability_record, reliability_table
    from claimkit.output.terminal.score_tables import mistake_record, mistakes_view, scores_record, scores_table

    if sink.format is Format.json:
        record: Record = scores_record(scores)
        if sure is not None:
            record["confidence"] = reliability_record(sure)
        if mistakes is not None:
            record["errors"] = [mistake_record(mistake) for mistake in mistakes]
        write(json_lines([record]), sink.file)
        return

    def view(width: int) -> RenderableType:
        from rich.console import Group

        parts = [scores_table(scores, width)]
        if sure is not None:
            parts.append(reliability_table(sure))
        if mistakes is not None:
            parts.append(mistakes_view(mistakes, width))
        return Group(*(part for i, each in enumerate(parts) for part in (("", each) if i else (each,))))

    write(rendered(view, sink.file), sink.file)
