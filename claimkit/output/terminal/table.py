"""Quotations as a table that people enjoy reading: one row per cluster, in narrow and wide layouts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from claimkit.models.hits import Entry
from claimkit.models.record import Article, Quote, outlets_of, without_outlet
from claimkit.output import labels
from claimkit.output.records.quote import sort_key

# Below this width the cue is under the speaker and the date under the outlet: five columns side by side would
# leave the quotation fewer than 40 characters.
WIDE = 110
# Below this width there are no columns at all: three of them would break most words.
COLUMNS = 60
# A quotation's widest line: longer ones are hard to read (typographers advise 45–90 characters).
MEASURE = 100

_DIFFERENTLY = Text(labels.DIFFERENTLY, style="bold yellow")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the quotation to show and, for a cluster, how many outlets printed it, and articles without one.

    `differently`: other articles give these words to somebody else, who also has a row.
    """

    quote: Quote
    article: Article
    outlets: int = 0
    without: int = 0
    differently: bool = False


def grouped(shown: Iterable[Entry], known: Iterable[Entry]) -> list[Row]:
    """`shown` as rows in the order of records, a cluster in one row with its fullest wording, or in one for each person
    to whom its articles give the words.

    The outlets of a cluster are counted over all `known` entries, so that a filter does not hide them.
    """
    articles: dict[str, list[Article]] = {}
    for entry in known:
        if entry.quote.cluster:
            articles.setdefault(entry.quote.cluster, []).append(entry.article)
    groups: dict[str, list[Entry]] = {}
    for entry in sorted(shown, key=lambda entry: sort_key(entry.quote, entry.article)):
        groups.setdefault(entry.quote.cluster or entry.quote.id, []).append(entry)
    rows = []
    for key, entries in groups.items():
        printed = articles.get(key, ())
        sides = _sides(entries)
        for side in sides:
            fullest = max(side, key=lambda entry: len(entry.quote.text))
            reach = len(outlets_of(printed)), without_outlet(printed)
            rows.append(Row(fullest.quote, fullest.article, *reach, differently=len(sides) > 1))
    return rows


def _sides(entries: Sequence[Entry]) -> list[list[Entry]]:
    """The entries of a cluster by the person who is named; those that name nobody are with the first."""
    ids = [_person(entry.quote) for entry in entries]
    first = next((id_ for id_ in ids if id_ is not None), None)
    found: dict[str | None, list[Entry]] = {}
    for id_, entry in zip(ids, entries, strict=True):
        found.setdefault(first if id_ is None else id_, []).append(entry)
    return list(found.values())


def _person(quote: Quote) -> str | None:
    """The id of the person who is named."""
    speaker = quote.speaker
    return speaker.id if labels.is_known(speaker) and speaker.kind == "person" else None


def quotes_table(
    shown: Sequence[Entry],
    width: int,
    known: Iterable[Entry] | None = None,
    heading: str = "Quotation",
    short: labels.Short = str,
) -> RenderableType:
    """A table of `shown`, at most `width` columns wide, with a line of counts below.

    `known` are all entries over which outlets are counted; without, those shown. `short` cuts ids.
    """
    layout = _wide if width >= WIDE else _narrow if width >= COLUMNS else _stacked
    return with_footer(layout(grouped(shown, shown if known is None else known), width, heading, short), summary(shown))


def summary(shown: Iterable[Entry]) -> str:
    """`31 quotations and 27 indirect claims by 6 speakers in 5 articles; 3 without a known speaker`."""
    entries = list(shown)
    indirect = sum(entry.quote.type == "indirect" for entry in entries)
    found = [labels.counted(len(entries) - indirect, "quotation")] if len(entries) > indirect else []
    if indirect:
        found.append(labels.counted(indirect, "indirect claim"))
    speakers = [entry.quote.speaker.id for entry in entries if labels.is_known(entry.quote.speaker)]
    line = " and ".join(found) or "no quotations"
    if speakers:
        line += f" by {labels.counted(len(set(speakers)), 'speaker')}"
    line += f" in {labels.counted(len({entry.article.path for entry in entries}), 'article')}"
    unknown = len(entries) - len(speakers)
    return f"{line}; {unknown:,} without a known speaker" if unknown else line


def with_footer(table: RenderableType, line: str) -> RenderableType:
    """`table` with a quiet line below."""
    return Group(table, Padding(Text(line, style="dim"), (0, 1)))


def stacked(blocks: Iterable[tuple[RenderableType, RenderableType, RenderableType]]) -> RenderableType:
    """Each of `blocks` under the one before: its first part, the others below it and indented; for narrow terminals."""
    return Group("", *(Group(first, Padding(Group(*rest), (0, 0, 1, 2))) for first, *rest in blocks))


def spread(row: Row) -> Text | None:
    """`in 3 outlets`, or None for words that are in one article or outlet only; and where their articles disagree."""
    if row.outlets + row.without < 2:
        return _DIFFERENTLY.copy() if row.differently else None
    reach = Text(f"in {labels.spread(row.outlets, row.without)}", style="bold green")
    return labels.lines(reach, _DIFFERENTLY) if row.differently else reach


def column_width(cells: Iterable[Text], most: int, header: str = "") -> int:
    """Width that holds every line of `cells`, between the header's and `most`."""
    widest = max((line.cell_len for cell in cells for line in cell.split("\n")), default=0)
    return max(min(widest, most), min(len(header), most), 1)


def new_table(columns: Mapping[str, int]) -> Table:
    """An empty table in claimkit's style; `columns` gives each header its column's width."""
    table = Table(box=box.SIMPLE_HEAD, leading=1, collapse_padding=True, pad_edge=False, header_style="bold")
    for name, width in columns.items():
        table.add_column(name, width=width, overflow="fold")
    return table


def gaps(columns: int) -> int:
    """Room that Rich takes around and between the columns of such a table."""
    return 2 + 2 * (columns - 1)


def _narrow(rows: Sequence[Row], width: int, heading: str, short: labels.Short) -> Table:
    who = [labels.lines(labels.speaker(row.quote), labels.cue(row.quote) if row.quote.cue else None) for row in rows]
    where = [
        labels.lines(
            labels.outlet(row.article), labels.published(row.article), spread(row), labels.tag(row.quote, short)
        )
        for row in rows
    ]
    left = column_width(who, width // 5 + 2, "Speaker")
    right = column_width(where, width // 4, "Outlet")
    words = max(width - left - right - gaps(3), 8)
    table = new_table({"Speaker": left, heading: words, "Outlet": right})
    for row, first, last in zip(rows, who, where, strict=True):
        table.add_row(first, labels.quotation(row.quote), last)
    return table


def _stacked(rows: Sequence[Row], width: int, heading: str, short: labels.Short) -> RenderableType:
    def block(row: Row) -> tuple[RenderableType, RenderableType, RenderableType]:
        date = labels.published(row.article) if row.article.published else None
        return (
            labels.lines(labels.speaker(row.quote), labels.cue(row.quote) if row.quote.cue else None),
            labels.quotation(row.quote),
            labels.dotted(labels.outlet(row.article), date, spread(row), labels.tag(row.quote, short)),
        )

    return stacked(map(block, rows))


def _wide(rows: Sequence[Row], width: int, heading: str, short: labels.Short) -> Table:
    who = [labels.speaker(row.quote) for row in rows]
    cues = [labels.cue(row.quote) for row in rows]
    where = [labels.lines(labels.outlet(row.article), spread(row), labels.tag(row.quote, short)) for row in rows]
    left = column_width(who, width // 6, "Speaker")
    cue = column_width(cues, width // 8, "Cue")
    right = column_width(where, width // 7, "Outlet")
    said = [labels.quotation(row.quote) for row in rows]
    words = column_width(said, min(width - left - cue - right - 10 - gaps(5), MEASURE), heading)
    table = new_table({"Speaker": left, heading: words, "Cue": cue, "Outlet": right, "Date": 10})
    for row, first, text, verb, last in zip(rows, who, said, cues, where, strict=True):
        table.add_row(first, text, verb, last, labels.published(row.article))
    return table
