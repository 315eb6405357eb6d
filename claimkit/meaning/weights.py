"""The encoder's arrays, which stay in their file until they are used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimkit.errors import ModelError
from claimkit.meaning.version import layout


class Weights:
    """The arrays of meaning.bin by name, and the word table that the tagger shares."""

    def __init__(self, folder: Path) -> None:
        self._places: dict[str, tuple[str, list[int], int]] = layout(folder)["arrays"]
        try:
            self._bytes = _mapped(folder / "meaning.bin")
            width = self._places["first_bias"][1][0]
            self._words = _mapped(folder / "words.bin").reshape(-1, width)
        except (OSError, ValueError) as error:
            raise ModelError(f"{folder}: the model of meaning is missing or damaged; install claimkit again") from error

    def __getitem__(self, name: str) -> NDArray[Any]:
        kind, shape, start = self._places[name]
        size = int(np.dtype(kind).itemsize * np.prod(shape, dtype=np.int64))
        return self._bytes[start : start + size].view(kind).reshape(shape)

    def __contains__(self, name: str) -> bool:
        return name in self._places

    def words(self, ids: list[int] | NDArray[np.int64]) -> NDArray[np.uint8]:
        """The rows of the word table."""
        return self._words[ids]


def _mapped(path: Path) -> NDArray[np.uint8]:
    """A file's bytes, as a plain array: each part of one that knows its file costs microseconds."""
    return np.asarray(np.memmap(path, np.uint8, "r"))
