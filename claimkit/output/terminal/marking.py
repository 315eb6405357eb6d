"""Words with what differs in them: in colours, or in the marks of word diffs where the console shows none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from rich.console import Console, ConsoleOptions, RenderableType
from rich.text import Text

from claimkit.output.changes import Piece

OLD, NEW = "red strike", "bold green"
BRACKETS = {OLD: ("[-", "-]"), NEW: ("{+", "+}")}


class ByColour:
    """What `view` makes where the console shows colours (True), or where it shows none."""

    def __init__(self, view: Callable[[bool], RenderableType]) -> None:
        self._view = view

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        yield self._view(console.color_system is not None and not console.no_color)


def marked(pieces: Iterable[Piece], coloured: bool, most: int) -> Text:
    """The pieces, which are safe to show, as one text; `most` characters of one that differs."""
    words = Text()
    for role, piece in pieces:
        if role == "same":
            words.append(piece)
        else:
            words.append(in_style(shortened(piece, most), OLD if role == "old" else NEW, coloured))
    return words


def in_style(text: str, style: str, coloured: bool) -> Text:
    """A text that is OLD or NEW."""
    left, right = BRACKETS[style]
    return Text(text, style) if coloured else Text(f"{left}{text}{right}")


def shortened(text: str, most: int) -> str:
    """Long words without their middle."""
    return text if len(text) <= most else f"{text[: most // 2].rstrip()} … {text[-most // 2 :].lstrip()}"
