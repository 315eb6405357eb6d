"""The hits of `who-said` on a terminal."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from claimkit.models.hits import Deviation, Hit, Printing
from claimkit.output import labels
from claimkit.output.visible import visible

NOBODY = "nobody is found saying these words; nearest in meaning:"
NEAREST = "nearest in meaning, in other words:"
_NAMED = 6  # other outlets that a terminal names; the record names all
# Marks around a quotation in the article; a comma or full stop often comes before the closing one.
_OPENED = re.compile(r"(?<!\s)\s*+[“\"‘'«„]$")
_CLOSED = re.compile(r"([,.;:!?…]?)[”\"’'»“]")


def hits_view(hits: Sequence[Hit], width: int, short: labels.Short = str, timeline: bool = False) -> RenderableType:
    """Ranked hits, each with its speaker, the matching words highlighted in context, and the outlets that print it.

    In a `timeline` those by words and by meaning are mixed, and each says which it is.
    """
    number = len(str(len(hits)))
    blocks: list[RenderableType] = []
    if timeline and all(hit.by == "meaning" for hit in hits):
        blocks.append(Text(NOBODY, style="bold"))
    for rank, hit in enumerate(hits, start=1):
        first = hit.by == "meaning" and (rank == 1 or hits[rank - 2].by == "words")
        if first and not timeline:
            blocks.append(Text(NOBODY if rank == 1 else NEAREST, style="bold"))
        blocks.append(_block(rank, hit, number, short))
    return Group(*blocks)


def _block(rank: int, hit: Hit, number: int, short: labels.Short) -> RenderableType:
    date = labels.published(hit.article) if hit.article.published else None
    head = labels.dotted(labels.speaker(hit.quote), labels.outlet(hit.article), date, labels.tag(hit.quote, short))
    below: list[RenderableType] = [_passage(hit), *(_deviation(one) for one in hit.deviations)]
    if hit.by == "meaning":
        below.append(_nearness(hit))
    if hit.others:
        below.append(_also(hit.others))
    if hit.sides:
        below += [Text(f"{labels.DIFFERENTLY}:", style="bold yellow"), *labels.sides(hit.sides, _NAMED)]
    return Group(Text.assemble(f"{rank:>{number}}  ", head), Padding(Group(*below), (0, 0, 1, number + 2)))


def _passage(hit: Hit) -> Text:
    """The quotation between the article's words around it."""
    before, after = visible(hit.before).strip(), visible(hit.after).strip()
    tail = ""
    if hit.quote.type == "direct":  # the quotation brings its own marks
        before = _OPENED.sub("", before)
        if closed := _CLOSED.match(after):
            tail, after = closed[1], after[closed.end() :]
    before = f"{before} " if before else ""
    after = f" {after}" if after[:1].isalnum() else after
    return Text.assemble((before, "dim"), labels.quotation(hit.quote, tuple(hit.ranges), tail), (after, "dim"))


def _deviation(one: Deviation) -> Text:
    """`not the phrase: number changed, “20,000” → “30,000”`."""
    asked, found = (f"“{visible(words)}”" if words else labels.NOTHING for words in (one.asked, one.found.text))
    return Text(f"not what the phrase says: {one.kind}, {asked} → {found}", style="bold yellow")


def _nearness(hit: Hit) -> Text:
    """`by meaning: 0.71 alike · may say the opposite`."""
    marks: dict[str | None, tuple[str, str]] = {
        "opposite?": ("may say the opposite", "bold yellow"),
        "unknown": ("for or against is unknown", "dim"),
    }
    line = Text(f"by meaning: {hit.similarity:.2f} alike", style="dim")
    if hit.polarity in marks:
        words, style = marks[hit.polarity]
        line.append(" · ").append(words, style=style)
    return line


def _also(others: Sequence[Printing]) -> Text:
    """`also in Kyiv Wire (2025-02-10), Daily Lantern and 3 more`."""
    printed = dict.fromkeys(labels.printed_by(other.article) for other in others)
    return Text(f"also in {labels.listed(list(printed), _NAMED)}", style="green")
