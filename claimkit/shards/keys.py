"""Rows' keys and the pieces they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from claimkit.corpus.clusters.arrays import GOLDEN, MIX_SHIFT, Hashes, Ints
from claimkit.corpus.clusters.quote_columns import UNKNOWN
from claimkit.errors import StoreError

ID_WIDTH = 24  # bytes; an id of claimkit has 22
KEY_WIDTH = 4 + ID_WIDTH
LATE = 2**31 - 1  # the day of what has none: after all others
_CUT = 12  # bytes of a key by which rows are spread: the day, and the beginning of the id

Keys = NDArray[np.bytes_]


def piece_of(values: Hashes, pieces: int) -> NDArray[np.int32]:
    """The piece of each number, the same for the same number."""
    mixed = values * GOLDEN
    mixed ^= mixed >> MIX_SHIFT
    mixed *= GOLDEN
    return ((mixed >> np.uint64(11)) % np.uint64(pieces)).astype(np.int32)


def piece_of_text(texts: list[str], pieces: int) -> NDArray[np.int32]:
    """The piece of each text."""
    return np.array([crc32(one.encode()) % pieces for one in texts], dtype=np.int32)


def encode_ids(ids: list[str]) -> Keys:
    """Ids as bytes of one width. Raises `StoreError` for longer ones."""
    found = np.array([one.encode("utf-8", "surrogatepass") for one in ids] or [b""], dtype=np.bytes_)[: len(ids)]
    if found.dtype.itemsize > ID_WIDTH:
        raise StoreError("ids of more than 24 bytes cannot be linked over shards; use those that claimkit makes")
    return found.astype(f"S{ID_WIDTH}")


def row_keys(day: NDArray[Any], ids: Keys) -> Keys:
    """Keys that sort as days do, unknown ones last, then as ids do."""
    found = np.zeros((len(ids), KEY_WIDTH), dtype=np.uint8)
    late = np.where(day == UNKNOWN, LATE, day).astype(">i4")
    found[:, :4] = late.view(np.uint8).reshape(-1, 4)
    found[:, 4:] = np.ascontiguousarray(ids).view(np.uint8).reshape(-1, ID_WIDTH)
    return found.reshape(-1).view(f"S{KEY_WIDTH}")


def ids_of(keys: Keys) -> Keys:
    """The ids in keys."""
    inner = np.ascontiguousarray(keys).view(np.uint8).reshape(-1, KEY_WIDTH)[:, 4:]
    return np.ascontiguousarray(inner).reshape(-1).view(f"S{ID_WIDTH}")


def cuts(sample: Keys, pieces: int) -> list[bytes]:
    """The beginnings of all pieces but the first, so that keys like those of the sample are spread evenly."""
    short = np.sort(_beginnings(sample))
    at = np.arange(1, pieces) * len(short) // pieces
    return (
        [bytes(one).ljust(_CUT, b"\0") for one in short[at].tolist()] if len(short) else [b"\xff" * _CUT] * (pieces - 1)
    )


def piece_of_key(keys: Keys, begins: list[bytes]) -> NDArray[np.int32]:
    """The piece of each key; all keys of a piece come before those of the next."""
    if not begins:
        return np.zeros(len(keys), dtype=np.int32)
    return np.searchsorted(np.array(begins, dtype=f"S{_CUT}"), _beginnings(keys), "right").astype(np.int32)


def piece_of_row(rows: Ints, bases: Sequence[int]) -> NDArray[np.int32]:
    """The piece of each row, by its number; piece i begins with row `bases[i]`."""
    return (np.searchsorted(np.array(bases), rows, "right") - 1).astype(np.int32)


def _beginnings(keys: Keys) -> Keys:
    short = np.ascontiguousarray(keys).view(np.uint8).reshape(-1, KEY_WIDTH)[:, :_CUT]
    return np.ascontiguousarray(short).reshape(-1).view(f"S{_CUT}")
