"""Dask: hands steps to workers and tries them again; all that claimkit asks of it, and the only use of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from typing import Any, TypeVar

from claimkit.errors import MissingError, UsageError, WorkerError
from claimkit.shards.engines import DIED, SETTINGS, Where

try:
    import dask
    from distributed import Client, KilledWorker, LocalCluster, as_completed
except ImportError as error:
    raise MissingError("several processes over shards need Dask; run: pip install 'claimkit[cluster]'") from error

In = TypeVar("In")
Out = TypeVar("Out")
_AHEAD, _PATIENCE = 4, 60  # steps a worker has waiting, as no scheduler holds all of a run; seconds to its first worker


class DaskEngine:
    """The workers of a Dask cluster."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def results(self, function: Callable[[In], Out], inputs: Iterable[In]) -> Iterator[tuple[In, Out | BaseException]]:
        """Each input with its result, in the order in which they end."""
        waiting, given = iter(inputs), dict[Any, In]()
        ended: Any = as_completed(raise_errors=False)

        def hand_out(number: int) -> None:
            for one in islice(waiting, number):
                ended.add(future := self.client.submit(function, one, pure=False))
                given[future.key] = one

        hand_out(_AHEAD * (sum(self.client.nthreads().values()) or 1))
        while given:
            future = next(ended)
            one = given.pop(future.key)
            yield one, future.result() if future.status == "finished" else _why(future)
            future.release()
            hand_out(1)

    def on_each(self, function: Callable[[], Out]) -> dict[str, Out]:
        """What the function returns on each worker."""
        return dict(self.client.run(function))


def _why(future: Any) -> BaseException:
    if future.status == "cancelled":
        return UsageError("the scheduler is gone; what is finished is kept: start it and run the same command again")
    error: BaseException = future.exception()
    return WorkerError(DIED) if isinstance(error, KilledWorker) else error


@contextmanager
def connected(where: Where) -> Iterator[DaskEngine]:
    """The scheduler that `where` names, or a cluster of processes on this machine that listens to nobody else."""
    dask.config.set({**SETTINGS, "distributed.scheduler.allowed-failures": where.retries})
    with ExitStack() as stack:
        if name := where.scheduler or where.scheduler_file:
            try:
                client = Client(address=where.scheduler, scheduler_file=where.scheduler_file, timeout=_PATIENCE)
                stack.enter_context(client).wait_for_workers(1, timeout=_PATIENCE)
            except (OSError, ValueError, TimeoutError) as error:
                raise UsageError(f"{name}: no scheduler with workers answers; start them and try again") from error
        else:
            several: Any = {"n_workers": where.jobs, "threads_per_worker": 1, "dashboard_address": where.dashboard}
            client = stack.enter_context(Client(stack.enter_context(LocalCluster(host="127.0.0.1", **several))))
        yield DaskEngine(client)
