"""claimkit's answers against what people annotated."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Group, RenderableType

from claimkit import evaluation
from claimkit.cli.evaluate import Gold, Only
from claimkit.cli.exit_codes import finish
from claimkit.cli.options import Format, OutputOptions, Show
from claimkit.cli.printing import Sink, choose_sink
from claimkit.cli.terminal import notice, rendered, write
from claimkit.cli.work import read_articles
from claimkit.errors import UsageError
from claimkit.evaluation import GoldArticle, Predictions
from claimkit.models.measures import Mistake, Reliability, Scores
from claimkit.output.formats import json_lines
from claimkit.output.records.quote import Record
from claimkit.output.terminal.reliability_table import reliability_record, reliability_table
from claimkit.output.terminal.score_tables import mistake_record, mistakes_view, scores_record, scores_table


def measure(
    gold: Path,
    format: Gold,
    text: Path | None,
    annotator: str | None,
    predictions: str | None,
    errors: bool,
    type: Show,
    only: frozenset[Only],
    samples: int,
    seed: int,
    jobs: int,
    json: bool,
    output: str | None,
    force: bool,
    quiet: bool,
) -> None:
    """Print the scores, and the mistakes where they are asked for; exit code 3 if an article could not be read."""
    given = [] if predictions in (None, "-") else [str(predictions)]
    sink = _sink(json, output, force, [*given, *([str(gold)] if gold.is_file() else [])])
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
    mistakes = evaluation.chosen(listed(joined), type.types, only) if errors else None
    _show(score(joined, samples, seed), None if speakers else evaluation.reliability(joined), mistakes, sink)
    finish(True, failed)


def _sink(json: bool, output: str | None, force: bool, reads: Sequence[str]) -> Sink:
    as_json = json or (output is not None and Path(output).suffix.lower() == ".json")
    return choose_sink(
        OutputOptions(format=Format.json if as_json else Format.table, output=output, force=force), reads
    )


def _found(
    pages: Sequence[GoldArticle], texts: Path, predictions: str | None, quiet: bool, jobs: int
) -> tuple[Predictions, bool]:
    """What was found in `pages`, by article name, and whether reading one of them failed."""
    if predictions is None:
        result = read_articles.read([str(evaluation.text_file(texts, page.name)) for page in pages], quiet, jobs)
        return evaluation.from_extractions(result.extractions, pages), bool(result.failures)
    if predictions != "-":
        return evaluation.from_records(evaluation.read_text(Path(predictions)), predictions, pages), False
    if sys.stdin is None:
        raise UsageError("there is no standard input; name a file with --predictions")
    data = sys.stdin.buffer.read().decode("utf-8", "replace")
    return evaluation.from_records(data, "standard input", pages), False


def _show(scores: Scores, sure: Reliability | None, mistakes: Sequence[Mistake] | None, sink: Sink) -> None:
    if sink.format is Format.json:
        record: Record = scores_record(scores)
        if sure is not None:
            record["confidence"] = reliability_record(sure)
        if mistakes is not None:
            record["errors"] = [mistake_record(mistake) for mistake in mistakes]
        write(json_lines([record]), sink.file)
        return

    def view(width: int) -> RenderableType:
        parts = [scores_table(scores, width)]
        if sure is not None:
            parts.append(reliability_table(sure))
        if mistakes is not None:
            parts.append(mistakes_view(mistakes, width))
        return Group(*(part for i, each in enumerate(parts) for part in (("", each) if i else (each,))))

    write(rendered(view, sink.file), sink.file)
