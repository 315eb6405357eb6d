"""How a quotation's parts are worded on a terminal; article text is hostile, so all of it passes `visible`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain, pairwise
from pathlib import PurePath
from typing import TypeGuard

from rich.text import Text

from claimkit.models.certainty import chance
from claimkit.models.collection import Report
from claimkit.models.hits import Side
from claimkit.models.record import JOINT, Article, Quote, Speaker
from claimkit.output.visible import visible

NOTHING = "—"
DIFFERENTLY = "attributed differently"  # of a quotation that articles give to different people
# How an id is shown.
Short = Callable[[str], str]
_UNSURE = 0.5  # a record that is more likely wrong than right; set by hand
OPENING = ("“", '"', "«", "„")


def quotation(quote: Quote, marked: Sequence[tuple[int, int]] = (), tail: str = "") -> Text:
    """The words of `quote`: a direct quotation in quotation marks, an indirect one in italics without.

    `marked` are sorted, disjoint ranges of `quote.text` to highlight. Where a cue split the quotation there is `…`.
    `tail` is punctuation that belongs inside the closing mark.
    """
    direct = quote.type == "direct" and not quote.text.startswith(OPENING)
    words = Text(style="italic" if quote.type == "indirect" else "")
    joints = quote.joints()
    cuts = sorted({0, len(quote.text), *chain.from_iterable(joints), *chain.from_iterable(marked)})
    for start, end in pairwise(cuts):
        if (start, end) in joints:
            words.append("” … “" if direct else JOINT)
        else:
            found = any(first <= start and end <= last for first, last in marked)
            words.append(visible(quote.text[start:end]), style="bold underline yellow" if found else "")
    words.append(visible(tail))
    return Text.assemble("“", words, "”") if direct else words


def speaker(quote: Quote) -> Text:
    """Who is behind `quote`; where no name is known, the article's own words and the status say so."""
    who = quote.speaker
    source = quote.source.text if quote.source else None
    if is_known(who) and who.name:
        return Text(visible(who.name), style="bold")
    words = source or (who.name if who else None)
    if not words:
        return Text(NOTHING)
    return Text.assemble(visible(words), (f" ({who.status if who else 'unresolved'})", "dim"))


def tag(quote: Quote, short: Short) -> Text:
    """`q_18a665 · indirect · unsure`: the id to ask about it with, and what a reader should know of it."""
    marks = ["indirect"] if quote.type == "indirect" else []
    marks += ["unsure"] if chance(quote) < _UNSURE else []
    return Text(visible(" · ".join((short(quote.id), *marks))), style="dim")


def cue(quote: Quote) -> Text:
    """The words of the cue, and what they alone may not show: that it was not said, or is hearsay."""
    if quote.cue is None:
        return Text(NOTHING, style="dim")
    marks: list[str] = [] if quote.cue.polarity == "affirmed" else [quote.cue.polarity]
    marks += ["hearsay"] if quote.cue.hearsay else []
    return Text(visible(quote.cue.text) + (f" ({', '.join(marks)})" if marks else ""), style="dim")


def outlet(article: Article) -> Text:
    """The outlet; lacking one, the name of the file."""
    if article.outlet:
        return Text(visible(article.outlet))
    return Text(visible(PurePath(article.path).name or article.path), style="dim")


def published(article: Article) -> Text:
    """The ISO date of the article."""
    return Text(visible(article.published or NOTHING))


def printed_by(article: Article) -> str:
    """`Kyiv Wire (2025-02-10)`: the outlet, and the article's date where it has one."""
    return outlet(article).plain + (f" ({visible(article.published)})" if article.published else "")


def and_more(number: int, most: int) -> str:
    """`and 3 more`; empty where `most` are all."""
    return f"and {number - most:,} more" if number > most else ""


def listed(parts: Sequence[str], most: int) -> str:
    """`Kyiv Wire, Daily Lantern and 3 more`: the first `most` of `parts`, which are safe to show."""
    return " ".join(filter(None, (", ".join(parts[:most]), and_more(len(parts), most))))


def counted(number: int, noun: str) -> str:
    """`1 article`, `1,200 articles`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def spread(outlets: int, without: int) -> str:
    """`3 outlets`; where some are not known `2 outlets and 1 article without one`, or `3 articles, outlets unknown`."""
    if not without:
        return counted(outlets, "outlet")
    if not outlets:
        return f"{counted(without, 'article')}, outlet{'' if without == 1 else 's'} unknown"
    return f"{counted(outlets, 'outlet')} and {counted(without, 'article')} without one"


def reports(found: Sequence[Report]) -> str:
    """`3 independent reports (AP, TASS)`: how many there are, and the agencies that they credit."""
    wires = ", ".join(dict.fromkeys(report.wire for report in found if report.wire))
    return counted(len(found), "independent report") + (f" ({wires})" if wires else "")


def lines(*parts: Text | None) -> Text:
    """`parts` under each other, those that are None left out."""
    return Text("\n").join(part for part in parts if part is not None)


def dotted(*parts: Text | None) -> Text:
    """`parts` beside each other, those that are None left out."""
    return Text(" · ").join(part for part in parts if part is not None)


def is_known(speaker: Speaker | None) -> TypeGuard[Speaker]:
    """Whether `speaker` is someone the article (or the people file) settles."""
    return speaker is not None and speaker.status == "resolved"


def sides(found: Sequence[Side], most: int = 3) -> list[Text]:
    """A line for each side, `Ann Lee: Kyiv Wire (2025-02-10), Daily Lantern`."""
    return [
        Text.assemble(
            (visible(side.speaker.name or NOTHING), "bold"),
            f": {listed(list(dict.fromkeys(map(printed_by, side.articles))), most)}",
        )
        for side in found
    ]


def members(speaker: Speaker) -> list[Speaker]:
    """Those who speak jointly, each as a speaker."""
    return [Speaker(member.id, member.name, "person", "resolved") for member in speaker.members]
