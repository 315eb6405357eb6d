"""Dask: hands steps to workers and tries them again; all that claimkit asks of it, and the only use of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from typing import Any

from claimkit.errors import MissingError, UsageError, WorkerError
from claimkit.shards.engines import DIED, SETTINGS, In, Out, Where

try:
    import dask
    from distributed import Client, KilledWorker, LocalCluster, as_completed
except ImportError as error:
    raise MissingError("several processes over shards need Dask; run: pip install 'claimkit[cluster]'") from error

_AHEAD, _PATIENCE = 8, 60  # steps a worker has waiting, as no scheduler holds all of a run; seconds to its first worker


class DaskEngine:
    """The workers of a Dask cluster."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def results(self, function: Callable[[In], Out], inputs: Iterable[In]) -> Iterator[tuple[In, Out | BaseException]]:
        """Each input with its result, in the order in which they end."""
        suspects: list[In] = []
        for one, result in self._results(function, inputs, _AHEAD * (sum(self.client.nthreads().values()) or 1)):
            if isinstance(result, WorkerError) and str(result) == DIED:
                suspects.append(one)  # or only beside the one of which the worker died
            else:
                yield one, result
        for one in suspects:
            yield from self._results(function, [one], 1)

    def _results(self, function: Any, inputs: Iterable[In], most: int) -> Iterator[tuple[In, Any]]:
        waiting, given = iter(inputs), dict[Any, In]()
        ended: Any = as_completed(with_results=True, raise_errors=False)  # asked for one by one, they cost most
        while True:
            if len(given) <= most // 2:  # many at once, as each message to the scheduler costs as much as a step
                several = list(islice(waiting, most - len(given)))
                futures = self.client.map(function, several, pure=False) if several else []
                given |= zip((future.key for future in futures), several, strict=True)
                ended.update(futures)
            if not given:
                return
            future, result = next(ended)
            yield given.pop(future.key), result if future.status == "finished" else _why(future)
            future.release()

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
