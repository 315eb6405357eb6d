"""Checked quotations on a terminal: the verdict, the words with what differs, and the passage with its neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from claimkit.models.checks import Check, CheckedPassage
from claimkit.output import labels
from claimkit.output.checked_pieces import left_out, pieces
from claimkit.output.records.checks import place
from claimkit.output.terminal import marking
from claimkit.output.visible import visible

_SHOWN = 160  # characters of what is left out; the record has all
_ALARM, _CALM = "bold red", "green"


def checks_view(items: Sequence[Check], width: int) -> RenderableType:
    """Each quotation with its verdict, and a count of the verdicts."""
    return Group(*(_view(item) for item in items), Text(summary(items), style="bold"))


def summary(items: Sequence[Check]) -> str:
    """`7 quotations: 4 verbatim, 1 cut, 1 altered, 1 not found; 2 need attention`."""
    counts = Counter(item.verdict for item in items)
    alarms = sum(item.attention for item in items)
    need = f"{alarms} need{'s' if alarms == 1 else ''} attention"
    listed = ", ".join(f"{number} {verdict}" for verdict, number in counts.most_common())
    return labels.counted(len(items), "quotation") + (f": {listed}; {need}" if listed else "")


def _view(item: Check) -> RenderableType:
    style = _ALARM if item.attention else _CALM
    verdict = Text(item.verdict + (" (minor)" if item.minor else ""), style=style)
    who = Text(visible(item.quotation.speaker), style="bold") if item.quotation.speaker else None
    kinds = list(dict.fromkeys(difference.kind for difference in item.differences))
    head = labels.dotted(verdict, who, Text(visible(", ".join(kinds)), style="dim") if kinds else None)
    parts: list[RenderableType] = [head, Padding(marking.ByColour(partial(marked_words, item)), (0, 0, 0, 3))]
    if (words := left_out(item)) is not None:
        parts.append(Padding(Text(marking.shortened(visible(words), _SHOWN)), (0, 0, 0, 3)))
    if item.passage is not None:
        parts.append(Padding(_passage(item.passage, item.verdict == "not found"), (0, 0, 0, 3)))
    parts += [Padding(_also(passage), (0, 0, 0, 3)) for passage in item.others]
    return Group(*parts, Text())


def _passage(passage: CheckedPassage, nearest: bool) -> RenderableType:
    where = labels.dotted(*_where(passage))
    lead = Text("nearest: ", style="dim") if nearest else Text()
    around = [Text(f"… {visible(marking.shortened(passage.before, _SHOWN))}", style="dim")] if passage.before else []
    after = [Text(f"{visible(marking.shortened(passage.after, _SHOWN))} …", style="dim")] if passage.after else []
    return Group(Text.assemble(lead, where), *around, Text(f"“{visible(' '.join(passage.text.split()))}”"), *after)


def _where(passage: CheckedPassage) -> Iterator[Text]:
    if passage.speaker:
        yield Text(visible(passage.speaker), style="bold")
    yield Text(visible(passage.source), style="dim")
    if (at := place(passage)) is not None:
        yield Text(visible(at), style="dim")


def _also(passage: CheckedPassage) -> Text:
    return Text.assemble(("also: ", "dim"), labels.dotted(*_where(passage)))


def marked_words(item: Check, coloured: bool) -> Text:
    """The words of the draft, with the passage's where they differ. What is cut at the edges is in the passage only."""
    found = ((role, visible(piece)) for role, piece in pieces(item))
    return Text.assemble("“", marking.marked(found, coloured, _SHOWN), "”")
