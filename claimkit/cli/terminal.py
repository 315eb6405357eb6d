"""Standard output for records, standard error for everything else."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any

from claimkit import writing
from claimkit._version import __version__
from claimkit.cli import screen
from claimkit.errors import UsageError
from claimkit.output.visible import visible

if TYPE_CHECKING:
    from rich.console import RenderableType

# Seconds before a progress bar appears: short work needs none.
_PATIENCE = 2.0


def complain(message: str) -> None:
    """One line on standard error."""
    if sys.stderr is None:  # closed: print would take stdout instead
        return
    with suppress(OSError):  # nobody reads it, or there is no room for it: the exit code still tells
        print(f"claimkit: {visible(message)}", file=sys.stderr)


def notice(message: str, quiet: bool) -> None:
    """One line on standard error, unless the user wants none."""
    if not quiet:
        complain(message)


def write(chunks: Iterable[str], output: str | None) -> bool:
    """Write `chunks` as UTF-8 to the file `output`, which is replaced as a whole at the end, or to standard output.

    A reader that closes the pipe (`| head -1`) has what it wanted: the rest is dropped silently, and False is returned.
    Raises `UsageError` when the file or disk refuses.
    """
    if output is not None:
        try:
            with writing.replacing(output) as file:
                file.writelines(chunk.encode("utf-8", "replace") for chunk in chunks)
        except OSError as error:
            raise UsageError(f"{output}: cannot be written ({error.strerror}); choose another file with -o") from error
        return True
    if sys.stdout is None:
        raise UsageError("standard output is closed; name a file with -o")
    stream = sys.stdout.buffer
    try:
        for chunk in chunks:
            stream.write(chunk.encode("utf-8", "replace"))
        stream.flush()
    except BrokenPipeError:
        _drop_rest()
        return False
    except OSError as error:
        raise unwritable(error) from error
    return True


def unwritable(error: OSError) -> UsageError:
    """Standard output refuses: the error to raise. What is still buffered is dropped."""
    _drop_rest()
    return UsageError(f"standard output cannot be written ({error.strerror})")


def _drop_rest() -> None:
    """What is still buffered is flushed when Python ends; it goes nowhere instead of raising again."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def rendered(view: Callable[[int], RenderableType], output: str | None) -> Iterator[str]:
    """`view` for a width, as text: for a terminal what it can show (see `claimkit.cli.screen`), plain for a file."""
    terminal = output is None and sys.stdout is not None and sys.stdout.isatty()
    width = screen.columns()
    shown = view(width)  # once, as it may read what it shows from a store
    lines = _lines(shown, width, terminal)
    if output is None and screen.is_ascii(sys.stdout):
        lines = [screen.in_ascii(line) for line in lines]
        if (most := max(map(len, lines), default=0)) > width:  # dots instead of an ellipsis need more room
            lines = [screen.in_ascii(line) for line in _lines(shown, max(2 * width - most, 1), terminal)]
    if output is not None:  # so that it is not taken for an article later
        from claimkit.own_output import TABLE_MARK  # most answers go to a terminal or a pipe

        yield f"{TABLE_MARK}{__version__}\n"
    yield from (line.rstrip() + "\n" for line in lines)


def _lines(shown: RenderableType, width: int, terminal: bool) -> list[str]:
    import io

    console = screen.console(io.StringIO(), terminal, width)
    with console.capture() as capture:
        console.print(shown)
    return capture.get().splitlines()


class Progress:
    """A bar on standard error for work that takes long, on a terminal only, with articles a second and time to go.

    `articles` is the number of articles that are done.
    """

    def __init__(self, quiet: bool) -> None:
        self.articles = 0
        self._wanted = not quiet and sys.stderr is not None and sys.stderr.isatty() and not screen.is_dumb()
        self._start = time.monotonic()
        self._before: int | None = None  # articles that were done at the start
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def update(self, articles: int, share: float) -> None:
        """Show how far the work is: the articles that are done, and the share of the work, 0 to 1."""
        self.articles = articles
        if self._before is None:
            self._before = articles
        if not self._wanted:
            return
        if self._bar is None:
            if share >= 1 or time.monotonic() - self._start < _PATIENCE:
                return
            self._open()
        rate = (articles - self._before) / max(time.monotonic() - self._start, 1e-9)
        self._bar.update(self._task, completed=share, count=f"{articles:,}", rate=f"{rate:,.1f}")

    def end(self) -> None:
        """Takes the bar away."""
        if self._bar is not None:
            self._bar.stop()
        self._bar, self._wanted = None, False

    def _open(self) -> None:
        from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        self._bar = Bar(
            TextColumn("Reading articles: {task.fields[count]}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[rate]}/s"),
            TimeRemainingColumn(),
            console=screen.console(sys.stderr, terminal=True, width=screen.columns()),
            transient=True,
            speed_estimate_period=120.0,  # seconds: files differ in size
        )
        self._task = self._bar.add_task("", total=1.0, count="0", rate="0")
        self._bar.start()
