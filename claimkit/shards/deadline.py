"""A limit on the time that one article may take, in a thread of a process that goes on."""

from __future__ import annotations

import ctypes
import faulthandler
import os
import threading
from collections.abc import Callable
from multiprocessing import parent_process
from typing import TypeVar

T = TypeVar("T")


class LateError(BaseException):
    """The article took too long. Not an Exception, so that no parser takes it for a broken article."""


def within(seconds: float, work: Callable[[], T]) -> T:
    """The result of `work`; raises `LateError` in it after `seconds`.

    Python delivers that between two of its own steps. A call in C that takes as long again ends the worker
    process, and the shard goes to another one.
    """
    thread = threading.get_ident()
    lock = threading.Lock()
    done = False

    def interrupt() -> None:
        with lock:
            if not done:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(LateError))

    timer = threading.Timer(seconds, interrupt)
    timer.daemon = True
    timer.start()
    is_worker = parent_process() is not None
    if is_worker:
        faulthandler.dump_traceback_later(2 * seconds, exit=True, file=_nowhere())
    try:
        try:
            return work()
        finally:
            with lock:
                done = True
            # Work that ended just in time is not late: an error on its way would come in the caller's code.
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), None)
    finally:
        timer.cancel()
        if is_worker:
            faulthandler.cancel_dump_traceback_later()


def _nowhere() -> int:
    """Where the process's last words go."""
    global _null
    if _null is None:
        _null = os.open(os.devnull, os.O_WRONLY)
    return _null


_null: int | None = None
