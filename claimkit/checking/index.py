"""All words of all sources in one sorted array: where each occurs, and how rare it is."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

from claimkit.checking.sources import Source

_APART = 1 << 12  # positions left free between two streams, so that no window covers both; longer quotations are split


class Index:
    """The atoms of all streams behind each other. Stream i of all begins at position `firsts[i]`."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self.places: list[tuple[Source, int]] = []
        firsts: list[int] = []
        position = 0
        codes: list[NDArray[np.int64]] = []
        positions: list[NDArray[np.int64]] = []
        for source in sources:
            bounds = source.words.bounds
            for number in range(len(source.words.streams)):
                size = bounds[number + 1] - bounds[number]
                self.places.append((source, number))
                firsts.append(position)
                codes.append(source.words.codes[bounds[number] : bounds[number + 1]])
                positions.append(np.arange(position, position + size, dtype=np.int64))
                position += size + _APART
        self.firsts = np.array(firsts, dtype=np.int64)
        every = np.concatenate(codes) if codes else np.zeros(0, dtype=np.int64)
        where = np.concatenate(positions) if positions else np.zeros(0, dtype=np.int64)
        order = np.argsort(every, kind="stable")
        self._codes, self._where = every[order], where[order]
        self.size = len(every)
        self.length = position

    def find(self, code: int) -> NDArray[np.int64]:
        """The positions of an atom, rising."""
        low = int(np.searchsorted(self._codes, code, "left"))
        high = int(np.searchsorted(self._codes, code, "right"))
        return self._where[low:high]

    def rarity(self, count: int) -> float:
        """The weight of an atom that occurs `count` times (inverse frequency, in nats)."""
        return log((self.size + 1) / (count + 1))

    def stream_at(self, position: int) -> int:
        """The number of the stream that holds a position."""
        return int(np.searchsorted(self.firsts, position, "right")) - 1
