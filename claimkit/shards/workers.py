"""Whether the workers of a scheduler are like this machine: the same releases, models and kind of processor."""

from __future__ import annotations

import platform
from importlib import metadata

import numpy as np

from claimkit._version import __version__
from claimkit.runs.health import Finding
from claimkit.shards import engines, mapping
from claimkit.shards.engines import Where

_PACKAGES = ("numpy", "onnxruntime", "pyarrow", "rapidfuzz", "spacy")
_MACHINE = "processor"


def installed() -> dict[str, str]:
    """What decides the bytes that this process writes."""
    return {
        "claimkit": __version__,
        "code and models": mapping.version(),
        "Python": ".".join(platform.python_version_tuple()[:2]),
        **{name: metadata.version(name) for name in _PACKAGES},
        _MACHINE: f"{platform.machine()} {_features()}".strip(),
    }


def compare(scheduler: str) -> list[Finding]:
    """A line for the workers, and one for each that differs from this machine. Raises `UsageError`, `MissingError`."""
    here = installed()
    with engines.started(Where(scheduler=scheduler)) as engine:
        told = engine.on_each(installed)
    found = [Finding("workers", f"{len(told):,} at {scheduler}")]
    for worker, there in sorted(told.items()):
        different = [name for name in here if there.get(name) != here[name] and name != _MACHINE]
        if different:
            what = ", ".join(f"{name} {there.get(name, 'missing')} (here {here[name]})" for name in different)
            found.append(Finding("worker", worker, f"{worker}: {what}; install the same as here"))
        elif there[_MACHINE] != here[_MACHINE]:
            found.append(Finding("worker", f"{worker}: another kind of processor; last digits of numbers may differ"))
    return found


def _features() -> str:
    """What tells apart processors on which vectors are computed in other ways."""
    found: list[str] = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
    return " ".join(found)
