"""Tables longer than the screen go through a pager, as git's do: only on a terminal, and only where one is wanted."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from claimkit.cli import screen
from claimkit.cli.terminal import write

_DEFAULT = "less"
# What git gives `less`: it ends at once where all fits, keeps colours, and leaves the text on the screen.
_LESS = "FRX"
_wanted = True


def choose(wanted: bool) -> None:
    """Whether a pager may be used from now on."""
    global _wanted
    _wanted = wanted


def write_table(lines: Iterable[str], output: str | None) -> bool:
    """Write a table as `terminal.write` does, through the pager if it is longer than the screen."""
    height = 0 if output is not None else _height()
    if not height:
        return write(lines, output)
    shown = list(lines)
    command = _command() if len(shown) >= height else []
    taken = _paged(command, shown) if command else None
    return write(shown, None) if taken is None else taken


def _height() -> int:
    """Rows of the terminal that standard output is; 0 where there is none, or no pager is wanted."""
    if not _wanted or screen.is_dumb() or sys.stdout is None or not sys.stdout.isatty():
        return 0
    try:
        return os.get_terminal_size(sys.stdout.fileno()).lines
    except (OSError, ValueError):
        return 0


def _command() -> list[str]:
    """The pager's command line; empty for none: `cat` and an empty name mean that, as they do to git."""
    import shlex

    named = next((os.environ[name] for name in ("CLAIMKIT_PAGER", "PAGER") if name in os.environ), _DEFAULT)
    try:
        command = shlex.split(named)
    except ValueError:  # a quotation mark that is not closed
        return []
    return [] if command == ["cat"] else command


def _paged(command: list[str], lines: Iterable[str]) -> bool | None:
    """Show `lines` in the pager until it is closed: whether it took them all, or None if it cannot be started."""
    import subprocess

    sys.stdout.flush()
    with _undisturbed():
        try:
            pager = subprocess.Popen(
                command, stdin=subprocess.PIPE, env={"LESS": _LESS, "LV": "-c", **os.environ}, shell=False
            )
        except OSError:
            return None
        assert pager.stdin is not None
        taken = False
        with suppress(BrokenPipeError):  # closed before its end
            pager.stdin.writelines(line.encode("utf-8", "replace") for line in lines)
            pager.stdin.flush()
            taken = True
        with suppress(BrokenPipeError):
            pager.stdin.close()
        pager.wait()
    return taken


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Within it Ctrl-C is the pager's: it ends a search there, not this program."""
    import signal

    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
