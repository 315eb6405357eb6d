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
            self._bytes = np.memmap(folder / "meaning.bin", np.uint8, "r")
            width = self._places["first_bias"][1][0]
            self._words = np.memmap(folder / "words.bin", np.uint8, "r").reshape(-1, width)
        except (OSError, ValueError) as error:
            raise ModelError(f"{folder}: the model of meaning is missing or damaged; install claimkit again") from error

    def __getitem__(self, name: str) -> NDArray[Any]:
        kind, shape, start = self._places[name]
        size = int(np.dtype(kind).itemsize * np.prod(shape, dtype=np.int64))
        return np.asarray(self._bytes[start : start + size].view(kind).reshape(shape))

    def __contains__(self, name: str) -> bool:
        return name in self._places

    def words(self, ids: list[int]) -> NDArray[np.uint8]:
        """The rows of the word table."""
        return np.asarray(self._words[ids])
