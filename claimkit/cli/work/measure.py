"""claimkit's answers against what people annotated."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Group, RenderableType

from claimkit import evaluation, own_output
from claimkit.cli.evaluate import Gold, Only
from claimkit.cli.exit_codes import finish
from claimkit.cli.options import Format, OutputOptions, Show
from claimkit.cli.pager import write_table
from claimkit.cli.printing import Sink, check_suffix, choose_sink
from claimkit.cli.terminal import complain, notice, rendered, write
from claimkit.cli.work import corrections_gold, read_articles
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
    against: str | None,
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
    reads = [name for name in (str(gold), predictions, against) if name and Path(name).is_file()]
    sink = _sink(json, output, force, reads)
    if (only or type is not Show.all) and not errors:
        raise UsageError("--type and --only choose among mistakes; give --errors too")
    if against is not None and predictions is not None:
        raise UsageError("--against and --predictions are two things to judge; give one of them")
    corrected = corrections_gold.is_store(gold)
    speakers = corrected or _is_speakers(gold, format)
    failed = False
    if corrected:
        if any(value is not None for value in (annotator, text, predictions, against)):
            raise UsageError("a store has its own texts and answers; leave --annotator, --text and the like out")
        joined = evaluation.join(*corrections_gold.read_corrections(gold))
    elif against is not None:
        pages, _ = _annotated(gold, speakers, text, annotator, alone=True)
        joined = evaluation.agreeing(pages, _second(gold, speakers, text, against, annotator))
    else:
        pages, texts = _annotated(gold, speakers, text, annotator)
        found, failed = _found(pages, texts, predictions, quiet, jobs)
        _tell_unknown(pages, found, speakers, quiet)
        joined = evaluation.join(pages, found)
    score = evaluation.score_speakers if speakers else evaluation.score_attributions
    listed = evaluation.speaker_mistakes if speakers else evaluation.attribution_mistakes
    same = evaluation.untouched(joined) if predictions is None and against is None and _is_sample(gold) else []
    if not _tell_untouched(gold, same, joined, quiet) or sink.format is Format.json:
        mistakes = evaluation.chosen(listed(joined), type.types, only) if errors else None
        sure = None if speakers or against is not None else evaluation.reliability(joined)
        _show(score(joined, samples, seed), sure, mistakes, sink, len(same))
    finish(True, failed)


def _is_speakers(gold: Path, format: Gold) -> bool:
    """Whether this is a file of speakers, not a folder of brat files."""
    lines = gold.suffix.lower() in (".jsonl", ".json", ".ndjson") or (gold.is_file() and gold.suffix.lower() != ".zip")
    return format is Gold.jsonl or (format is Gold.auto and lines and not gold.is_dir())


def _annotated(
    gold: Path, speakers: bool, text: Path | None, annotator: str | None, alone: bool = False
) -> tuple[list[GoldArticle], Path]:
    """What people annotated, and where the texts are."""
    if speakers:
        if annotator is not None:
            raise UsageError("--annotator is for a folder of brat files; a file of speakers has one annotation")
        texts = text or gold.parent / "text"
        return evaluation.read_speakers(gold, texts), texts
    if text is not None:
        raise UsageError("--text is for a JSON Lines GOLD; a folder has its articles in text/")
    return evaluation.read_polnear(gold, annotator, alone), gold / "text"


def _second(gold: Path, speakers: bool, text: Path | None, against: str, annotator: str | None) -> list[GoldArticle]:
    """What the second person annotated: `against` is a folder or file, or the code of an annotator in `gold`."""
    other = Path(against)
    if not speakers and not other.exists():
        if annotator in (None, against):
            raise UsageError(
                f"--against {against}: no such folder; for two annotators of GOLD give --annotator CODE too"
            )
        return evaluation.read_polnear(gold, against, alone=True)
    if gold.exists() and other.exists() and gold.samefile(other):
        raise UsageError(f"{against}: is GOLD itself; give another place, or the code of an annotator in it")
    return _annotated(other, speakers, text, None if speakers else annotator)[0]


def _tell_unknown(pages: Sequence[GoldArticle], found: Predictions, speakers: bool, quiet: bool) -> None:
    """A line about predictions that no gold judges; for brat files they are an error."""
    unknown = evaluation.unknown_articles(pages, found)
    if not unknown:
        return
    if not speakers:
        raise UsageError(
            f"predictions about articles that are not in the gold: {unknown[0]}"
            + (f" and {len(unknown) - 1} more" if len(unknown) > 1 else "")
        )
    others = "1 article that is" if len(unknown) == 1 else f"{len(unknown)} articles that are"
    notice(f"predictions about {others} not in the gold are left out", quiet)


def _is_sample(gold: Path) -> bool:
    """Whether `claimkit sample` made it: then claimkit's own answers were there before anybody's."""
    return own_output.is_standoff(gold if gold.is_dir() else gold.parent)


def _tell_untouched(gold: Path, same: Sequence[str], joined: Sequence[GoldArticle], quiet: bool) -> bool:
    """A line about articles that nobody seems to have corrected; whether that is all of them."""
    if same and len(same) == len(joined):
        complain(
            f"{gold}: nothing is corrected yet: the annotations are what claimkit finds, so figures would say nothing; "
            "correct them, then run this again"
        )
        return True
    if filled := [article.name for article in joined if article.gold and article.name in set(same)]:
        articles = "1 article is" if len(filled) == 1 else f"{len(filled):,} articles are"
        notice(f"{gold}: {articles} exactly what claimkit finds; did somebody read them? {filled[0]}", quiet)
    return False


def _sink(json: bool, output: str | None, force: bool, reads: Sequence[str]) -> Sink:
    as_json = json or (output is not None and Path(output).suffix.lower() == ".json")
    printing = OutputOptions(format=Format.json if as_json else Format.table, output=output, force=force)
    sink = choose_sink(printing, reads)
    check_suffix(sink.file, (".json", ".txt"))
    return sink


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


def _show(
    scores: Scores, sure: Reliability | None, mistakes: Sequence[Mistake] | None, sink: Sink, untouched: int
) -> None:
    if sink.format is Format.json:
        record: Record = scores_record(scores)
        if untouched:
            record["untouched"] = untouched
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

    write_table(rendered(view, sink.file), sink.file)
