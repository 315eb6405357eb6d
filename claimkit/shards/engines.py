"""Where the steps of a run are done: in this process, or by the workers of a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol, TypeVar

from claimkit.errors import UsageError

In = TypeVar("In")
Out = TypeVar("Out")


DIED = "the process that worked on it died"  # what is said of a step that was tried as often as allowed


# Of Dask. Its nanny's own setting for malloc costs a tenth of the CPU time, and its clocks, which tick in every process
# fifty times a second for views that nobody looks at, some of the rest.
SETTINGS = {
    "distributed.nanny.pre-spawn-environ": dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), 1),
    "distributed.worker.profile.enabled": False,
    "distributed.worker.memory.monitor-interval": "1s",
    "distributed.admin.system-monitor.interval": "10s",
    "distributed.admin.tick.interval": "1s",
}


@dataclass(frozen=True, slots=True)
class Where:
    """`jobs` processes of this machine, or the scheduler at an address or named in a file.

    `retries` is how often a step is tried again whose worker died.
    """

    jobs: int = 1
    scheduler: str | None = None
    scheduler_file: str | None = None
    retries: int = 2
    dashboard: str | None = None  # an address of this machine, for Dask's own view of the work


class Engine(Protocol):
    """All that is asked of an engine; another one needs nothing more."""

    def results(self, function: Callable[[In], Out], inputs: Iterable[In]) -> Iterator[tuple[In, Out | BaseException]]:
        """Each input with `function(input)` or what that raised, in any order; few inputs are taken ahead."""
        ...

    def on_each(self, function: Callable[[], Out]) -> dict[str, Out]:
        """What the function returns on each worker, by the worker's name."""
        ...


class Here:
    """One after the other in this process."""

    def results(self, function: Callable[[In], Out], inputs: Iterable[In]) -> Iterator[tuple[In, Out | BaseException]]:
        """Each input with its result."""
        for one in inputs:
            try:
                result: Out | BaseException = function(one)
            except Exception as error:
                result = error
            yield one, result

    def on_each(self, function: Callable[[], Out]) -> dict[str, Out]:
        """The answer of this process."""
        return {"here": function()}


@contextmanager
def started(where: Where) -> Iterator[Engine]:
    """An engine that is ready. Raises `UsageError` where no scheduler answers, and `MissingError` without Dask."""
    if where.scheduler and where.scheduler_file:
        raise UsageError("--scheduler and --scheduler-file name two schedulers; give one of them")
    if where.jobs == 1 and not (where.scheduler or where.scheduler_file):
        yield Here()
        return
    from claimkit.shards.dask_engine import connected

    with connected(where) as engine:
        yield engine
