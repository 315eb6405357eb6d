"""Vectors of 256 numbers: how they are kept in 288 bytes, and how the nearest of a million are found in milliseconds.

The signs of the numbers (32 bytes) make the shortlist by how many agree, the numbers themselves in a byte each order it
by the cosine.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Bits = NDArray[np.uint64]

DIMENSIONS = 256
_LEVELS = 127
_AT_ONCE = 65_536  # rows compared together: what they take fits the cache of a processor


def normal(vector: Floats) -> Floats:
    """The vector at length 1; one of length 0 stays."""
    length = float(np.sqrt(np.dot(vector, vector)))
    return vector if not length else np.asarray(vector / np.float32(length), dtype=np.float32)


def joined(own: Floats, other: Floats, weight: float) -> Floats:
    """`own`, drawn towards `other` by `weight`, at length 1."""
    return normal(np.asarray(own + np.float32(weight) * other, dtype=np.float32))


def pack(vector: Floats) -> tuple[bytes, bytes]:
    """The vector's signs in 32 bytes, and its numbers in 256."""
    largest = float(np.abs(vector).max()) or 1.0
    numbers = np.rint(vector * np.float32(_LEVELS / largest)).astype(np.int8)
    return np.packbits(vector > 0).tobytes(), numbers.tobytes()


def signs(vector: Floats) -> Bits:
    """The vector's signs as four words of 64 bits, as `unpack_signs` reads them."""
    return np.asarray(unpack_signs(np.packbits(vector > 0).tobytes())[0])


def unpack_signs(packed: bytes) -> Bits:
    """Signs of vectors, one behind the other, as rows of four words of 64 bits."""
    rows: Bits = np.frombuffer(packed, np.uint64).reshape(-1, DIMENSIONS // 64)
    return rows


def differing(rows: Bits, asked: Bits) -> NDArray[np.uint16]:
    """In how many of 256 numbers each row has another sign than `asked`."""
    found = np.empty(len(rows), np.uint16)
    for start in range(0, len(rows), _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        found[start : start + len(part)] = _count(part ^ asked).sum(axis=1, dtype=np.uint16)
    return found


def cosines(packed: list[bytes], asked: Floats) -> Floats:
    """The cosine of each of these vectors, as `pack` keeps them, with `asked`."""
    rows = np.frombuffer(b"".join(packed), np.int8).reshape(-1, DIMENSIONS).astype(np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    products = np.einsum("ij,j->i", rows, normal(asked))
    return np.asarray(products / np.maximum(lengths, 1), dtype=np.float32)


def _count(words: Bits) -> NDArray[np.uint8]:
    """The bits that are set in each word."""
    counted: Any = getattr(np, "bitwise_count", None)  # from numpy 2 on
    if counted is not None:
        return np.asarray(counted(words))
    return np.asarray(_SET[words.view(np.uint8)].reshape(*words.shape, 8).sum(axis=-1, dtype=np.uint8))


_SET = np.array([bin(byte).count("1") for byte in range(256)], np.uint8)
