"""One function over many inputs, in this process or in several, with the results in the order of the inputs."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TypeVar

from claimkit.errors import WorkerError

_In = TypeVar("_In")
_Out = TypeVar("_Out")

_AHEAD = 4  # inputs handed out a worker: enough to keep it busy, few enough to bound what is in memory


def in_order(function: Callable[[_In], _Out], inputs: Iterable[_In], jobs: int = 1) -> Iterator[_Out]:
    """`function(x)` for each x of `inputs`, in their order, by `jobs` processes; 1 stays in this process.

    `function` must be importable by name. Few inputs are taken ahead, so neither inputs nor results pile up. If the
    caller stops early, what is running ends and nothing new starts. Raises `WorkerError` if a process dies.
    """
    if jobs == 1:
        yield from map(function, inputs)
        return
    # A new interpreter for each worker: forking a process that runs threads (a progress bar) can deadlock.
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_leave_interrupts_to_the_parent)
    waiting: deque[Future[_Out]] = deque()
    try:
        for x in inputs:
            waiting.append(pool.submit(function, x))
            if len(waiting) >= jobs * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as error:
        raise WorkerError(
            "a worker process died (often for want of memory); what was finished is kept:"
            " run the same command again, with fewer --jobs"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
