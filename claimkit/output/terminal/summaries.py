"""What `clusters` and `speakers` print on a terminal: tables."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import RenderableType
from rich.text import Text

from claimkit.models.record import Speaker, outlets_of, without_outlet
from claimkit.models.results import ClusterSummary, GroupCount, PronounsCount, SpeakerSummary
from claimkit.output import labels
from claimkit.output.terminal.table import COLUMNS, MEASURE, column_width, gaps, new_table, stacked, with_footer
from claimkit.output.visible import visible

# Outlets and aliases that a table names; the records name all.
_NAMED = 6


def clusters_table(summaries: Sequence[ClusterSummary], width: int, short: labels.Short = str) -> RenderableType:
    """One row per cluster: who, the fullest wording, and every outlet with its date."""
    who = [
        labels.lines(*_credited(summary), Text(visible(short(summary.cluster.id)), style="dim"))
        for summary in summaries
    ]
    where = [_printed_by(summary) for summary in summaries]
    said = [labels.quotation(summary.representative.quote) for summary in summaries]
    articles = [entry.article for summary in summaries for entry in summary.entries]
    reach = labels.spread(len(outlets_of(articles)), without_outlet(articles))
    footer = f"{labels.counted(len(summaries), 'cluster')} over {reach}"
    if width < COLUMNS:
        return with_footer(stacked(zip(who, said, where, strict=True)), footer)
    left = column_width(who, width // 5 + 2, "Speaker")
    right = column_width(where, width // 3, "Printed by")
    words = column_width(said, max(min(width - left - right - gaps(3), MEASURE), 8), "Quotation")
    table = new_table({"Speaker": left, "Quotation": words, "Printed by": right})
    for cells in zip(who, said, where, strict=True):
        table.add_row(*cells)
    return with_footer(table, footer)


def speakers_table(summaries: Sequence[SpeakerSummary], width: int) -> RenderableType:
    """One row per speaker: name and other names seen, counts, and the time between first and last article."""
    names = [_names(summary.speaker) for summary in summaries]
    numbers = ("Quotations", "Articles", "Outlets")
    dates = [_dates(summary) for summary in summaries]
    footer = labels.counted(len(summaries), "speaker")
    if width < COLUMNS:
        spans = (Text(when.plain.replace("\n", " ")) for when in dates)
        return with_footer(stacked(zip(names, map(_counts, summaries), spans, strict=True)), footer)
    right = column_width(dates, 12, "Dates")
    left = column_width(names, width - right - sum(map(len, numbers)) - gaps(5), "Speaker")
    table = new_table({"Speaker": max(left, 8), **{number: len(number) for number in numbers}, "Dates": right})
    for column in table.columns[1:4]:
        column.justify = "right"
    for summary, name, when in zip(summaries, names, dates, strict=True):
        table.add_row(
            name,
            f"{summary.quotes:,}",
            f"{summary.articles:,}",
            f"{summary.outlets:,}" if summary.outlets else labels.NOTHING,
            when,
        )
    return with_footer(table, footer)


def pronouns_table(counts: Sequence[PronounsCount], width: int) -> RenderableType:
    """One row per pronouns: how many persons have them, and how many quotations these."""
    table = new_table({"Pronouns": len("Pronouns"), "People": len("People"), "Quotations": len("Quotations")})
    for column in table.columns[1:]:
        column.justify = "right"
    for count in counts:
        table.add_row(Text(count.pronouns or "unknown"), f"{count.people:,}", f"{count.quotes:,}")
    people = sum(count.people for count in counts)
    return with_footer(table, f"{people:,} {'person' if people == 1 else 'people'}")


def groups_table(counts: Sequence[GroupCount], width: int) -> RenderableType:
    """One row per value: how many speakers, and how many quotations these have."""
    heading = counts[0].by.capitalize()
    values = [Text(visible(count.value or "unknown")) for count in counts]
    left = column_width(values, max(width - 24 - gaps(3), 8), heading)
    table = new_table({heading: left, "Speakers": len("Speakers"), "Quotations": len("Quotations")})
    table.leading = 0
    for column in table.columns[1:]:
        column.justify = "right"
    for count, value in zip(counts, values, strict=True):
        table.add_row(value, f"{count.speakers:,}", f"{count.quotes:,}")
    return with_footer(table, "Quotations of named speakers")


def _credited(summary: ClusterSummary) -> list[Text]:
    """The speaker, or all of them where articles disagree."""
    if not summary.sides:
        return [labels.speaker(summary.representative.quote)]
    names = [Text(visible(side.speaker.name or labels.NOTHING), style="bold") for side in summary.sides]
    return [Text(f"{labels.DIFFERENTLY}:", style="yellow"), *names]


def _printed_by(summary: ClusterSummary) -> Text:
    printed = list(dict.fromkeys(labels.printed_by(entry.article) for entry in summary.entries))
    shown = [Text(outlet) for outlet in printed[:_NAMED]]
    more = Text(labels.and_more(len(printed), _NAMED), style="dim") if len(printed) > _NAMED else None
    head = Text(labels.spread(len(summary.outlets), summary.without_outlet), style="bold green")
    several = len(summary.outlets) + summary.without_outlet > 1
    reports = Text(labels.reports(summary.reports)) if several or summary.reports[0].wire else None
    return labels.lines(head, reports, *shown, more)


def _names(speaker: Speaker) -> Text:
    aliases = [alias for alias in speaker.aliases if alias != speaker.name]
    also = Text(labels.listed([visible(alias) for alias in aliases], _NAMED), style="dim") if aliases else None
    return labels.lines(Text(visible(speaker.name or labels.NOTHING), style="bold"), also)


def _counts(summary: SpeakerSummary) -> Text:
    numbers = [(summary.quotes, "quotation"), (summary.articles, "article")]
    numbers += [(summary.outlets, "outlet")] if summary.outlets else []
    return Text(", ".join(labels.counted(number, noun) for number, noun in numbers))


def _dates(summary: SpeakerSummary) -> Text:
    first, last = (visible(date) if date else None for date in (summary.first, summary.last))
    if first is None or first == last:
        return Text(first or labels.NOTHING)
    return Text(f"{first}\n– {last}")
