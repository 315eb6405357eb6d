"""ONNX Runtime with its telemetry off. Only this file imports it: telemetry must be switched off before the import."""

from __future__ import annotations

from types import ModuleType
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

__all__ = ["onnxruntime", "quantization"]


def quantization() -> ModuleType:
    """The tools that shrink a model; only training loads them."""
    from onnxruntime import quantization as tools

    return tools  # type: ignore[no-any-return]
