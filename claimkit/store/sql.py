"""Values and parameter lists as SQLite takes them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

T = TypeVar("T")

_BATCH = 500  # values in one IN (…); every build of SQLite takes 999


def encode(value: Any) -> Any:
    """`value` as SQLite can hold it: bytes where lone surrogates (odd file names) leave no valid UTF-8."""
    if not isinstance(value, str):
        return value
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.encode("utf-8", "surrogatepass")
    return value


def decode(value: Any) -> Any:
    """Undoes `encode`; values of other types pass through."""
    return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else value


def to_json(value: object) -> Any:
    """`value` as JSON that SQLite can hold."""
    return encode(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def batches(values: Sequence[T], size: int = _BATCH) -> Iterator[Sequence[T]]:
    """`values` in pieces that fit one `IN` list."""
    return (values[i : i + size] for i in range(0, len(values), size))


def placeholders(values: Sequence[object]) -> str:
    """The question marks of an `IN` list."""
    return ",".join("?" * len(values))
