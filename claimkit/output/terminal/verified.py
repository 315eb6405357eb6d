"""Records that do not hold, on a terminal: what became of them, and the words now."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from claimkit.models.record import JOINT
from claimkit.models.verified import Verified
from claimkit.output import labels
from claimkit.output.visible import visible

_SHOWN = 160  # characters of a quotation


def verified_view(items: Sequence[Verified], width: int, short: labels.Short = str) -> RenderableType:
    """Each record with the words it has and those that the file has now."""
    return Group(*(_view(item, short) for item in items))


def _view(item: Verified, short: labels.Short) -> RenderableType:
    head = labels.dotted(
        Text(item.finding, style="bold yellow"),
        Text(visible(short(item.record.id)), style="dim"),
        Text(visible(item.file if item.finding == "moved" and item.file else item.record.path)),
    )
    parts: list[RenderableType] = [head]
    was = JOINT.join(span.text for span in item.record.spans)
    if item.finding not in ("moved", "missing"):
        parts.append(Padding(Text(f"was {_quoted(was)}"), (0, 0, 0, 3)))
    if item.now is not None:
        at = f" at {item.now.start:,}-{item.now.end:,}" if item.now.end else ""
        words = "" if item.finding == "shifted" else f" {_quoted(item.now.text)}"  # the same words, elsewhere
        parts.append(Padding(Text(f"now{words}{at}"), (0, 0, 0, 3)))
    return Group(*parts)


def _quoted(text: str) -> str:
    one = " ".join(text.split())
    return f"“{visible(one if len(one) <= _SHOWN else one[:_SHOWN].rstrip() + ' …')}”"
