"""ONNX Runtime with its telemetry off. Only this file imports it: telemetry must be switched off before the import."""

from __future__ import annotations

from types import ModuleType
from typing import Any
from warnings import warn

from claimkit.surroundings import no_telemetry

if not no_telemetry():
    warn(
        "onnxruntime was imported before claimkit, with its telemetry on;"
        " set ORT_DISABLE_TELEMETRY=1 in the environment before the program starts",
        RuntimeWarning,
        stacklevel=2,
    )
import onnxruntime

onnxruntime.disable_telemetry_events()  # Windows needs this call as well

__all__ = ["onnxruntime", "options", "quantization"]


def options(threads: int = 1) -> Any:
    """Options of a session that computes in this many threads; none of them spins while it waits."""
    chosen = onnxruntime.SessionOptions()
    chosen.intra_op_num_threads = threads
    chosen.inter_op_num_threads = 1
    chosen.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return chosen


def quantization() -> ModuleType:
    """The tools that shrink a model; only training loads them."""
    from onnxruntime import quantization as tools

    return tools  # type: ignore[no-any-return]
