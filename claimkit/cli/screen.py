"""What a terminal can show: colours, width, letters. Nothing here imports Rich before a table is printed."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from rich.console import Console


class Color(StrEnum):
    """When to use colours."""

    auto = "auto"
    always = "always"
    never = "never"


_LINES = 25  # Rich wants a height beside the width; no table depends on it
_DUMB = ("dumb", "unknown")
# What replaces the marks of claimkit's own tables and of newspapers where only ASCII can be shown.
_PLAIN = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "−": "-"}
    | {"·": "-", "→": ">", "─": "-", "━": "-", "═": "=", "│": "|", "⋮": ":", "█": "#", "▏": "|", "\u00a0": " "}
)
_GAP = re.compile(r"(?<=\S)  (?=  )|(?<=\S) (?=  )")  # what a gap between columns has to spare
_choice = Color.auto


def choose(color: Color) -> None:
    """Keep to `color` from now on; `Color.auto` goes by the terminal and the environment."""
    global _choice
    _choice = color


def is_dumb() -> bool:
    """Whether the terminal says that it cannot move the cursor."""
    return os.environ.get("TERM", "").lower() in _DUMB


def console(file: TextIO, terminal: bool, width: int) -> Console:
    """A console of `width` columns that writes to `file` with the colours that --color and the environment ask for.

    `terminal` tells whether it ends up on one.
    """
    from rich.console import Console

    settings: dict[str, Any] = {"file": file, "width": width, "height": _LINES}
    settings |= {"highlight": False, "markup": False, "emoji": False}
    made = Console(**settings, **_colours(terminal))
    # An old Windows console shows escape sequences as they are.
    return Console(**settings, color_system=None) if made.legacy_windows else made


def columns() -> int:
    """The width to print for: COLUMNS, the terminal's, or 80."""
    wanted = os.environ.get("COLUMNS", "")
    if wanted.isascii() and wanted.isdigit() and int(wanted) > 0:
        return int(wanted)
    for stream in (sys.__stdout__, sys.__stderr__, sys.__stdin__):
        try:
            if stream is not None and (found := os.get_terminal_size(stream.fileno()).columns) > 0:
                return found
        except (OSError, ValueError):
            continue
    return 80


def is_ascii(stream: Any) -> bool:
    """Whether people read `stream` where letters beyond ASCII cannot be shown.

    That is what its encoding says, or a locale set to C by name: Python writes UTF-8 there, for the sake of programs.
    """
    try:
        "“—".encode(getattr(stream, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return True
    if os.environ.get("PYTHONIOENCODING") or os.environ.get("PYTHONUTF8"):
        return False
    # Python sets LC_CTYPE itself where LANG is C (PEP 538).
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG")]
    locale = next((name for name in names if name and name != "C.UTF-8"), "")
    return locale in ("C", "POSIX")


def in_ascii(line: str) -> str:
    """`line` in letters of ASCII; the columns of a table stay in their places."""
    if line.isascii():
        return line
    plain = line.translate(_PLAIN)
    while "…" in plain:
        head, _, tail = plain.partition("…")
        # Three dots take the place of one: the two come off the next gap between columns, if it is wide enough.
        plain = f"{head}...{_GAP.sub('', tail, count=1)}"
    if plain.isascii():
        return plain
    return "".join(c if c.isascii() else _letter(c) for c in plain)


def _letter(character: str) -> str:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Cf"):
        return ""
    base = unicodedata.normalize("NFKD", character)[0]
    wide = unicodedata.east_asian_width(character) in "WF"
    return base if base.isascii() else "??" if wide else "?"


def _colours(terminal: bool) -> dict[str, Any]:
    if _choice is Color.never:
        return {"color_system": None, "force_terminal": False}
    if _choice is Color.always:
        deep = os.environ.get("COLORTERM", "").lower() in ("truecolor", "24bit")
        return {"color_system": "truecolor" if deep else "standard", "force_terminal": True, "no_color": False}
    forced = bool(os.environ.get("FORCE_COLOR"))
    if is_dumb() and not forced:
        return {"color_system": None, "force_terminal": False}
    return {"force_terminal": terminal or forced, "no_color": bool(os.environ.get("NO_COLOR"))}
