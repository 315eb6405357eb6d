"""Which encoder made a vector: vectors of different ones cannot be compared."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from claimkit.english.lexicon import data_dir
from claimkit.errors import ModelError

# What a record's vector is made of, see `Encoder.records`; to be counted up when that changes.
_RECIPE = 3
MOST = 192  # wordpieces of a text that are read, of at most 512 that the encoder has places for; set by hand


@cache
def version() -> str:
    """The encoder's version: its weights and how a record's vector is made with them."""
    return f"{layout(data_dir() / 'model')['version']}.{_RECIPE}"


def layout(folder: Path) -> dict[str, Any]:
    """`version`, and under `arrays` where in meaning.bin each array is: its type, its shape and its first byte."""
    path = folder / "meaning.json"
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: the model of meaning is missing or damaged; install claimkit again") from error
    return found
