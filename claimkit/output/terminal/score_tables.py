"""What `evaluate` says: scores with intervals as a table and a record, and mistakes to read."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from claimkit.models.measures import Mistake, Score, Scores
from claimkit.output import labels
from claimkit.output.records.quote import Record
from claimkit.output.terminal.table import column_width, gaps, new_table, with_footer
from claimkit.output.visible import visible

_LABELS = {
    "match": "content found",
    "attribution": "… source right",
    "cue": "… cue right",
    "triple": "… both right",
    "soft": "words covered",
    "exact": "content exact",
    "exact_triple": "… both right",
    "fragment": "pieces exact",
    "source_accuracy": "source right, of found",
    "cue_accuracy": "cue right, of found",
    "right_of_found": "right of found",
    "right": "right of all",
    "full_name": "… in full",
}
_SCARE = "scare_quotes_with_a_speaker"
_COUNTS = {"right": "… right", "unnamed": "… no speaker", "wrong": "… wrong", _SCARE: "scare quotes with a speaker"}
_MISTAKES = {
    "missed": "missed",
    "spurious": "spurious",
    "source": "wrong source",
    "speaker": "wrong speaker",
    "unnamed": "no speaker",
}


def scores_record(scores: Scores) -> Record:
    """`scores[measure][type]` from 0 to 1: `f1`, `precision`, `recall` or a `rate`, and the `interval` around it."""
    measures: Record = {}
    for score in scores.figures:
        row: Record = {"rate" if score.precision is None else "f1": round(score.value, 4)}
        if score.precision is not None and score.recall is not None:
            row |= {"precision": round(score.precision, 4), "recall": round(score.recall, 4)}
        if score.low is not None and score.high is not None:
            row["interval"] = [round(score.low, 4), round(score.high, 4)]
        measures.setdefault(score.measure, {})[score.type] = row
    counts = {name: dict(row) for name, row in scores.counts.items()}
    return {"articles": scores.articles, "counts": counts, "scores": measures}


def mistake_record(mistake: Mistake) -> Record:
    """All of a mistake; `content` are ranges of the article's text."""
    return {
        "kind": mistake.kind,
        "article": mistake.article,
        "type": mistake.type,
        "line": mistake.line,
        "content": [{"start": start, "end": end} for start, end in mistake.content],
        "text": mistake.words,
        "before": mistake.before,
        "after": mistake.after,
        "annotated": mistake.annotated,
        "found": mistake.found,
    }


def scores_table(scores: Scores, width: int) -> RenderableType:
    """One row per measure, one column per type, in percent; an F1 is above its precision and recall."""
    types = list(dict.fromkeys(score.type for score in scores.figures))
    rows: list[tuple[str, list[Text]]] = [
        (_COUNTS.get(name, name), [Text(f"{row[kind]:,}") for kind in types])
        for name, row in scores.counts.items()
        if name != _SCARE or row["all"]
    ]
    counted = len(rows)
    for measure in dict.fromkeys(score.measure for score in scores.figures):
        found = {score.type: score for score in scores.figures if score.measure == measure}
        rows.append((_LABELS.get(measure, measure), [_figure(found[kind]) for kind in types]))
    cells = [column_width([row[i] for _, row in rows], 30, kind) for i, kind in enumerate(types)]
    left = column_width([Text(label) for label, _ in rows], max(width - sum(cells) - gaps(len(cells) + 1), 12))
    table = new_table({"": left, **dict(zip(types, cells, strict=True))})
    table.leading = 0
    for column in table.columns[1:]:
        column.justify = "right"
    for number, (label, row) in enumerate(rows):
        if number == counted or any("\n" in cell.plain for cell in row):
            table.add_row()
        table.add_row(label, *row)
    spread = " with 95% intervals" if any(score.low is not None for score in scores.figures) else ""
    below = "; F1 over precision and recall" if any(s.precision is not None for s in scores.figures) else ""
    return with_footer(table, f"{labels.counted(scores.articles, 'article')}; percent{spread}{below}")


def mistakes_view(mistakes: Sequence[Mistake], width: int) -> RenderableType:
    """Each mistake with its article and line, its passage, and what was annotated and found."""
    return Group(
        *(_mistake(mistake) for mistake in mistakes), Text(labels.counted(len(mistakes), "mistake"), style="dim")
    )


def _figure(score: Score) -> Text:
    first = Text(_percent(score.value), style="bold")
    if score.low is not None and score.high is not None:
        first.append(f" {_percent(score.low)}–{_percent(score.high)}", style="not bold dim")
    if score.precision is None or score.recall is None:
        return first
    return labels.lines(first, Text(f"P {_percent(score.precision)} R {_percent(score.recall)}", style="dim"))


def _percent(value: float) -> str:
    return f"{100 * value:.1f}".replace("100.0", "100")


def _mistake(mistake: Mistake) -> RenderableType:
    where = f"{visible(mistake.article)} line {mistake.line}"
    head = labels.dotted(Text(_MISTAKES.get(mistake.kind, mistake.kind), style="bold"), Text(mistake.type), Text(where))
    passage = Text.assemble(
        (visible(mistake.before), "dim"), (visible(mistake.words), "underline"), (visible(mistake.after), "dim")
    )
    sides = [(mistake.annotated, "annotated", mistake.kind != "spurious"), (mistake.found, "found", True)]
    who = Text("; ").join(
        Text(
            f"{label}: {visible(value) if value else labels.NOTHING}", style="green" if label == "annotated" else "red"
        )
        for value, label, shown in sides
        if shown and not (label == "found" and mistake.kind == "missed")
    )
    return Group(head, Padding(Group(passage, who), (0, 0, 1, 3)))
