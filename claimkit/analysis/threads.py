"""Keep numpy to one thread while claimkit analyses, in a program that loaded numpy with a thread on every core."""

from __future__ import annotations

import threading
from functools import cache
from types import TracebackType
from typing import Any

from claimkit.surroundings import threads_chosen


class OneThread:
    """A context in which numpy multiplies matrices on one thread, unless the environment sets a number.

    The setting belongs to the process: of several threads inside, the first makes it and the last restores it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._within = 0
        self._limiter: Any = None

    def __enter__(self) -> None:
        with self._lock:
            self._within += 1
            if self._within == 1 and not threads_chosen():
                self._limiter = _libraries().limit(limits=1, user_api="blas")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._lock:
            self._within -= 1
            if not self._within and self._limiter is not None:
                self._limiter.restore_original_limits()
                self._limiter = None


one_thread = OneThread()


@cache
def _libraries() -> Any:
    from threadpoolctl import ThreadpoolController  # only here: a command sets the variable and never needs it

    return ThreadpoolController()
