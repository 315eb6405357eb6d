"""What other people's libraries take from the process that loads them: no telemetry, no sockets, one thread, no torch,
no other command line; and fewer looks for garbage among all that they make and keep.

onnxruntime reports its use to its makers unless a variable forbids it before it is loaded. OpenBLAS, which multiplies
numpy's matrices, keeps a thread on every core spinning, though those of an article are too small to share: half as much
CPU time again, and no answer sooner.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from functools import cache
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

_TELEMETRY = "ORT_DISABLE_TELEMETRY"
_SET = ("1", "true", "yes", "on")  # what onnxruntime takes for a yes, in any case
# OpenBLAS obeys the first of these that is set, so any of them is a choice.
_THREADS = ("OPENBLAS_NUM_THREADS", "GOTO_NUM_THREADS", "OMP_NUM_THREADS")
# Objects that are made before the next look for cycles among them. Of a start that reads one sentence Python's 700 take
# a seventeenth and 50,000 a thirtieth, in vain: what is loaded stays.
_GARBAGE = 200_000


def own_process() -> None:
    """For processes of claimkit's own, commands and workers, before they load anything."""
    gc.set_threshold(_GARBAGE, *gc.get_threshold()[1:])
    atexit.register(gc.freeze)  # or Python looks through it all when it ends: a seventh of that time
    no_telemetry()
    if not threads_chosen() and "numpy" not in sys.modules:  # later it goes unheard
        os.environ[_THREADS[0]] = "1"
    sys.meta_path.insert(0, _NoProbe)


@cache
def no_telemetry() -> bool:
    """Switch onnxruntime's telemetry off for what this process loads and starts; False if it was loaded with it on."""
    off = "onnxruntime" not in sys.modules or os.environ.get(_TELEMETRY, "").lower() in _SET
    os.environ[_TELEMETRY] = "1"
    return off


def threads_chosen() -> bool:
    """Whether the environment says how many threads multiply matrices."""
    return any(os.environ.get(name) for name in _THREADS)


class _NoProbe:
    """urllib3, which comes with spaCy and trafilatura, binds a socket at its import to see whether there is IPv6.
    thinc, which comes with spaCy too, loads torch wherever it is installed: two seconds, and no command uses it.
    spaCy loads its own command line for one name of its interface: a quarter of the time that it takes to import."""

    @staticmethod
    def find_spec(name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if name == "urllib3.util.connection":
            import socket

            socket.has_ipv6 = False
        if name == "torch" and _is_loading("thinc.compat"):
            raise ModuleNotFoundError(name, name=name)
        if name in ("spacy.cli", "spacy.cli.info") and _is_loading("spacy"):
            return ModuleSpec(name, _NoCommands(), is_package=name == "spacy.cli")  # type: ignore[arg-type]
        return None


class _NoCommands:
    """Loads nothing; `spacy.info` then is None."""

    def create_module(self, spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        module.info = None  # type: ignore[attr-defined]


def _is_loading(module: str) -> bool:
    """Whether a module is being imported just now."""
    spec = getattr(sys.modules.get(module), "__spec__", None)
    return bool(getattr(spec, "_initializing", False))
