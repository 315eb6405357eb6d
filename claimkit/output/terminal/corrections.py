"""Corrections on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from claimkit.models.collection import Correction, CorrectionState
from claimkit.output import labels
from claimkit.output.visible import visible


def corrections_view(items: Sequence[CorrectionState], width: int, short: labels.Short = str) -> RenderableType:
    """Each correction: the words, what they were corrected to, and whether that is in force."""
    return Group(*(_block(item, short) for item in items))


def said(one: Correction) -> str:
    """`speaker: Ada Lund; cue: denied`, or that it is not a quotation."""
    if one.dropped:
        return "not a quotation"
    parts = {"speaker": one.speaker, "kind": one.kind, "cue": one.cue.text if one.cue else None}
    return "; ".join(f"{name}: {visible(value)}" for name, value in parts.items() if value)


def _block(item: CorrectionState, short: labels.Short) -> RenderableType:
    one = item.correction
    state = Text(item.words, style="green" if item.in_force else "bold red")
    place = Text(visible(f"{short(one.quote_id)} · {one.path} · {one.made[:10]}"), style="dim")
    below = Group(Text(f"“{visible(one.words)}”"), labels.dotted(state, place))
    return Group(Text(said(one), style="bold"), Padding(below, (0, 0, 1, 3)))
