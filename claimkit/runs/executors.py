"""One function over many inputs, in this process or in several; no input is lost when a process dies."""

from __future__ import annotations

import logging
import os
import pickle
import signal
import sys
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import connection, get_context, parent_process, resource_tracker
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from claimkit.errors import WorkerError
from claimkit.surroundings import no_telemetry, own_process

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

_In = TypeVar("_In")
_Out = TypeVar("_Out")

_AHEAD = 2  # inputs a worker: the one it works on, and the next, so that it never waits for this process
# Bytes of an input that is sent to a worker at work: what a pipe takes in without anybody reading it.
_FITS_A_PIPE = 32_000
_TRIES = 2  # processes that may die of one input: the first may have been killed for another reason


def results(
    function: Callable[[_In], _Out], inputs: Iterable[_In], jobs: int = 1
) -> Iterator[tuple[_In, _Out | WorkerError]]:
    """Each x of `inputs` with `function(x)`, by `jobs` processes, in the order in which they end; 1 stays in this one.

    `function` must be importable by name; what it raises is raised here. Few inputs are taken ahead, so neither inputs
    nor results pile up. If a process dies, its inputs go to another; an input that two died of comes with a
    `WorkerError`. When the caller stops early, the processes are ended at once; they also end when this one is killed.
    Raises `WorkerError` when processes die whatever they are given.
    """
    if jobs == 1:
        for x in inputs:
            yield x, function(x)
        return
    pool: _Pool[_In, _Out] = _Pool(function, iter(inputs), jobs)
    try:
        yield from pool.results()
    finally:
        pool.end()


def hush() -> None:
    """Keep libraries from writing to standard error in this process, unless its user asked for it.

    Their warnings print raw pieces of files, control characters included.
    """
    root = logging.getLogger()
    if not root.handlers:  # without any, Python prints what is logged
        root.addHandler(logging.NullHandler())
    if not sys.warnoptions:
        warnings.simplefilter("ignore")


@dataclass(slots=True)
class _Task(Generic[_In]):
    given: _In
    packed: bytes
    tries: int = 0


@dataclass(slots=True)
class _Worker(Generic[_In]):
    process: SpawnProcess
    pipe: Connection
    tasks: deque[_Task[_In]] = field(default_factory=deque)


class _Pool(Generic[_In, _Out]):
    def __init__(self, function: Callable[[_In], _Out], inputs: Iterator[_In], jobs: int) -> None:
        self._function = function
        self._inputs = inputs
        self._jobs = jobs
        self._next: deque[_Task[_In]] = deque()
        self._workers: list[_Worker[_In]] = []
        self._deaths = 0  # since the last result

    def results(self) -> Iterator[tuple[_In, _Out | WorkerError]]:
        while True:
            self._hand_out()
            busy = {worker.pipe: worker for worker in self._workers if worker.tasks}
            if not busy:
                return
            done: list[tuple[_In, _Out | WorkerError]] = []
            for pipe in connection.wait(list(busy)):
                worker = busy[pipe]  # type: ignore[index]
                try:
                    failed, result = worker.pipe.recv()
                except (EOFError, OSError):
                    done += self._bury(worker)
                    continue
                self._deaths = 0
                task = worker.tasks.popleft()
                if failed:
                    raise result
                done.append((task.given, result))
            self._hand_out()  # before the results are handled, so that no worker waits
            yield from done

    def end(self) -> None:
        """Workers hold no state, so they are killed rather than shut down."""
        for worker in self._workers:
            worker.process.kill()
            worker.pipe.close()
        for worker in self._workers:
            worker.process.join()
        self._workers = []

    def _hand_out(self) -> None:
        for depth in range(_AHEAD):
            for worker in [w for w in self._workers if len(w.tasks) == depth]:
                if (task := self._take()) is None:
                    return
                if depth and len(task.packed) > _FITS_A_PIPE:
                    self._next.appendleft(task)  # it waits for a worker that is free to read it
                    return
                self._send(worker, task)
            while depth == 0 and len(self._workers) < self._jobs and (task := self._take()) is not None:
                self._send(self._start(), task)

    def _take(self) -> _Task[_In] | None:
        if self._next:
            return self._next.popleft()
        for x in self._inputs:
            return _Task(x, pickle.dumps(x, pickle.HIGHEST_PROTOCOL))
        return None

    def _send(self, worker: _Worker[_In], task: _Task[_In]) -> None:
        worker.tasks.append(task)
        with suppress(OSError):  # it died; its pipe will say so when it is read
            worker.pipe.send_bytes(task.packed)

    def _start(self) -> _Worker[_In]:
        # A new interpreter for each worker: forking a process that runs threads (a progress bar) can deadlock.
        context = get_context("spawn")
        here, there = context.Pipe()
        no_telemetry()  # a worker runs its program's main module, imports and all, before anything of ours
        process = context.Process(target=_serve, args=(there, self._function), daemon=True)
        with _NoInterrupts():
            process.start()
        there.close()
        worker: _Worker[_In] = _Worker(process, here)
        self._workers.append(worker)
        return worker

    def _bury(self, worker: _Worker[_In]) -> list[tuple[_In, WorkerError]]:
        """A worker is dead: its inputs go to others, except one that has had its tries."""
        self._workers.remove(worker)
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        self._deaths += 1
        if self._deaths > _TRIES * self._jobs + 1:
            raise WorkerError(
                "worker processes die again and again (often for want of memory); what was finished is kept:"
                " run the same command again, with fewer --jobs"
            )
        worker.tasks[0].tries += 1
        lost = [worker.tasks.popleft()] if worker.tasks[0].tries >= _TRIES else []
        self._next.extendleft(reversed(worker.tasks))
        return [(task.given, WorkerError("the process that analysed it died")) for task in lost]


class _NoInterrupts:
    """Ctrl-C is heard by all processes of a terminal. One that is started in this block leaves it to its parent."""

    def __enter__(self) -> None:
        if hasattr(signal, "pthread_sigmask"):
            resource_tracker.ensure_running()  # else it is started in the block, and lets interrupts through again
            self._before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})

    def __exit__(self, *_: object) -> None:
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_SETMASK, self._before)


def _serve(pipe: Connection, function: Callable[[Any], Any]) -> None:
    """What a worker does until its pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where the block above does not reach
    hush()
    own_process()
    threading.Thread(target=_follow_the_parent, daemon=True).start()
    while True:
        try:
            given = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer = False, function(given)
        except Exception as error:
            answer = True, error
        try:
            pipe.send(answer)
        except OSError:
            return
        except Exception as error:  # what cannot be pickled
            pipe.send((True, WorkerError(f"{type(error).__name__}: {error}")))


def _follow_the_parent() -> None:
    """End with the process that started this one, however it ended."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
