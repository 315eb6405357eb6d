"""One cluster compared, on a terminal: the fullest wording, and every other one with its changes marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from claimkit.models.collection import Difference, Report
from claimkit.models.record import Article
from claimkit.models.results import Comparison, Variant
from claimkit.output import labels
from claimkit.output.changes import pieces
from claimkit.output.terminal import marking
from claimkit.output.visible import visible

_SHOWN = 240  # characters of what is left out; the record has all
_NAMED = 6  # outlets that a terminal names; the record names all


def comparisons_view(items: Sequence[Comparison], width: int, short: labels.Short = str) -> RenderableType:
    """Each cluster: the fullest wording, every other one with its changes marked, and the independent reports."""
    return Group(*(_view(item, short) for item in items))


def _view(item: Comparison, short: labels.Short) -> RenderableType:
    best, summary = item.summary.representative, item.summary
    counts = f"{labels.spread(len(summary.outlets), summary.without_outlet)}, {labels.reports(summary.reports)}"
    who = Text(labels.DIFFERENTLY, style="bold yellow") if summary.sides else labels.speaker(best.quote)
    head = labels.dotted(who, Text(visible(short(summary.cluster.id)), style="dim"), Text(visible(counts)))
    parts: list[RenderableType] = [head]
    if summary.sides:
        parts.append(Padding(Group(*labels.sides(summary.sides, _NAMED)), (0, 0, 0, 3)))
    wordings = _wordings(item.variants)
    same = [variant.entry for variant in wordings.pop((best.quote.text, ()), [])]
    parts.append(
        _block(
            _printed_by(entry.article for entry in (best, *same)),
            Text("fullest wording", style="dim"),
            labels.quotation(best.quote),
        )
    )
    for group in wordings.values():
        first = group[0]
        kinds = dict.fromkeys(difference.kind for difference in first.differences)
        said = Text(", ".join(kinds) or "the same words", style="bold yellow" if first.changed else "dim")
        parts.append(
            _block(
                _printed_by(variant.entry.article for variant in group), said, marking.ByColour(partial(_marked, first))
            )
        )
    if any(variant.differences for variant in item.variants):
        parts.append(Padding(marking.ByColour(_legend), (1, 0, 0, 3)))
    parts.append(_reports(summary.reports))
    return Group(*parts)


def _wordings(variants: Sequence[Variant]) -> dict[tuple[str, tuple[Difference, ...]], list[Variant]]:
    """Variants that say it in the same way together, in the order of the first of each."""
    found: dict[tuple[str, tuple[Difference, ...]], list[Variant]] = {}
    for variant in variants:
        found.setdefault((variant.entry.quote.text, tuple(variant.differences)), []).append(variant)
    return found


def _block(outlets: Text, said: Text, words: RenderableType) -> RenderableType:
    return Group(Text(), labels.dotted(outlets, said), Padding(words, (0, 0, 0, 3)))


def _printed_by(articles: Iterable[Article]) -> Text:
    """`Kyiv Wire (2025-02-10), Daily Lantern and 3 more`."""
    return Text(labels.listed(list(dict.fromkeys(map(labels.printed_by, articles))), _NAMED))


def _reports(reports: Sequence[Report]) -> RenderableType:
    """The reports, one line each."""
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", style="dim")
    table.add_column(overflow="fold")
    for number, report in enumerate(reports, start=1):
        wire = Text(f"{visible(report.wire)}: ", style="bold") if report.wire else Text()
        table.add_row(Text(str(number)), Text.assemble(wire, _printed_by(report.articles)))
    return Group(Text(), Text("Independent reports", style="dim"), Padding(table, (0, 0, 0, 3)))


def _legend(coloured: bool) -> Text:
    """What the marks mean."""
    marks = (("fullest wording", marking.OLD), ("this wording", marking.NEW))
    return Text("  ").join(marking.in_style(name, style, coloured) for name, style in marks)


def _marked(variant: Variant, coloured: bool) -> Text:
    """The words of a variant, with the representative's where they differ."""
    return marking.marked(pieces(variant.entry.quote, variant.differences, visible), coloured, _SHOWN)
