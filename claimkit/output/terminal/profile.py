"""One speaker in full: names, roles, outlets, quotations over time, the newest of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from claimkit.models.hits import Entry
from claimkit.models.results import Count, Profile
from claimkit.output import labels
from claimkit.output.visible import visible

_NAMED = 12  # names, roles and outlets that a terminal shows; the record has all
_MONTHS = 24  # latest months with quotations that a terminal shows
_GAP = 12  # empty months between two others that are shown as such; more are left out
_BAR = 40  # width of the longest bar


def profiles_view(items: Sequence[Profile], width: int, short: labels.Short = str) -> RenderableType:
    """Each speaker: who, what is known, quotations by month, the newest ones."""
    return Group(*(_view(item, width, short) for item in items))


def _view(item: Profile, width: int, short: labels.Short) -> RenderableType:
    speaker = item.summary.speaker
    parts: list[RenderableType] = [
        Text.assemble((visible(speaker.name or labels.NOTHING), "bold"), (f" · {visible(speaker.id)}", "dim")),
        Padding(_facts(item), (1, 0, 0, 3)),
    ]
    if item.by_month or item.undated:
        parts.append(Padding(_months(item, width), (1, 0, 0, 3)))
    parts += [Padding(_quotation(entry, short), (1, 0, 0, 3)) for entry in item.newest]
    shown, total = len(item.newest), item.summary.quotes
    if shown < total:
        parts.append(
            Padding(Text(f"the newest {shown} of {labels.counted(total, 'quotation')}", style="dim"), (1, 0, 0, 3))
        )
    return Group(*parts)


def _facts(item: Profile) -> Table:
    summary, speaker = item.summary, item.summary.speaker
    types = ", ".join(f"{count.number:,} {count.text}" for count in item.types)
    unsure = f"; {item.unsure:,} of them not for sure" if item.unsure else ""
    counts = f"{labels.counted(summary.quotes, 'quotation')} ({types}) in {labels.counted(summary.articles, 'article')}"
    unknown = summary.quotes - sum(count.number for count in item.by_outlet)
    elsewhere = f"unknown ({unknown:,})" if unknown else ""
    facts = {
        "Kind": speaker.kind,
        "Pronouns": speaker.pronouns or "",
        "Members": labels.listed([visible(member.name) for member in speaker.members], _NAMED),
        "Title": _counted(item.titles, "quotation"),
        "Affiliation": visible(speaker.affiliation or "") or _counted(item.affiliations, "quotation"),
        "Wikidata": visible(speaker.wikidata or ""),
        "Quoted": f"{counts}{unsure}",
        "Names": _counted(item.names, "article"),
        "Roles": _counted(item.roles, "quotation"),
        "Jointly with": _counted(item.jointly_with, "quotation"),
        "Outlets": ", ".join(filter(None, (_counted(item.by_outlet, "quotation"), elsewhere))),
        "Also so named": labels.listed([visible(id_) for id_ in item.namesakes], _NAMED),
        "Dates": visible(" – ".join(dict.fromkeys(filter(None, (summary.first, summary.last))))),
    }
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for name, fact in facts.items():
        if fact:
            table.add_row(name, Text(fact))
    return table


def _counted(counts: Sequence[Count], noun: str) -> str:
    """`Zelensky (3 articles), Zelenskiy (1), …`: the unit once."""
    parts = [
        f"{visible(count.text)} ({labels.counted(count.number, noun) if n == 0 else f'{count.number:,}'})"
        for n, count in enumerate(counts)
    ]
    return labels.listed(parts, _NAMED)


def _months(item: Profile, width: int) -> Table:
    """One bar per month."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim")
    table.add_column(justify="right")
    table.add_column()
    counts = {count.text: count.number for count in item.by_month[-_MONTHS:]}
    most = max([*counts.values(), item.undated, 1])
    room = max(min(_BAR, width - 24), 1)

    def add(label: str, number: int) -> None:
        table.add_row(Text(label), Text(f"{number:,}"), Text("█" * -(-number * room // most), style="cyan"))

    if earlier := sum(count.number for count in item.by_month[:-_MONTHS]):
        table.add_row(Text("before"), Text(f"{earlier:,}"), Text())
    for month in _with_gaps(list(counts)):
        if month:
            add(visible(month), counts.get(month, 0))
        else:
            table.add_row(Text("⋮"), Text(), Text())
    if item.undated:
        add("undated", item.undated)
    return table


def _with_gaps(months: Sequence[str]) -> Iterator[str]:
    """Months in order with the empty ones between them; one empty string for a long gap."""
    last: int | None = None
    for month in months:
        number = int(month[:4]) * 12 + int(month[5:7]) - 1
        if last is not None and number - last > _GAP + 1:
            yield ""
        elif last is not None:
            yield from (f"{n // 12:04}-{n % 12 + 1:02}" for n in range(last + 1, number))
        yield month
        last = number


def _quotation(entry: Entry, short: labels.Short) -> Text:
    date = labels.published(entry.article) if entry.article.published else None
    where = labels.dotted(labels.outlet(entry.article), date, labels.tag(entry.quote, short))
    return labels.lines(where, labels.quotation(entry.quote))
