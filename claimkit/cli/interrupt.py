"""Ctrl-C and SIGTERM while articles are read: one line that says how to go on."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

from claimkit.cli.terminal import Progress


class Interrupt:
    """In this block SIGINT (Ctrl-C) and SIGTERM raise `KeyboardInterrupt`, and end in one line that says how to go on.

    Not while `importing`: libraries in C make an ImportError of it.
    """

    def __init__(self, progress: Progress, database: str | None) -> None:
        self._progress = progress
        self._database = database
        self._asked = self._importing = False
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._before[number] = signal.signal(number, self._hear)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        if isinstance(error, KeyboardInterrupt) or (self._asked and isinstance(error, Exception)):
            self._progress.end()
            raise KeyboardInterrupt(self._farewell()) from None

    @contextmanager
    def importing(self) -> Iterator[None]:
        """A block in which a signal waits for the end."""
        self._importing = True
        yield
        self._importing = False
        if self._asked:
            raise KeyboardInterrupt

    def update(self, articles: int, share: float) -> None:
        """Progress; a signal that was lost in other people's code is heard here."""
        self._progress.update(articles, share)
        if self._asked:
            raise KeyboardInterrupt

    def _hear(self, *_: object) -> None:
        again, self._asked = self._asked, True
        if not self._importing and not again:  # once: the second must not disturb the tidying up
            raise KeyboardInterrupt

    def _farewell(self) -> str:
        if self._database is None:
            return "stopped; nothing is kept"
        done = self._progress.articles
        kept = "1 article is" if done == 1 else f"{done:,} articles are"
        return f"stopped; {kept} done and kept in {self._database}: run the same command again to go on"
