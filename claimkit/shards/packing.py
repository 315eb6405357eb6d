"""What was found in an article as JSON and back, whatever fields its dataclasses have."""

from __future__ import annotations

import json
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import sha256
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def pack(value: object) -> bytes:
    """A dataclass of the record as JSON, in ASCII."""
    return compact(_plain(value)).encode()


def compact(value: object) -> str:
    """Lists, texts and numbers as JSON, in ASCII; equal values give equal texts."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def unpack(kind: type[T], data: bytes) -> T:
    """The value of this kind that was packed. Raises ValueError or TypeError for other bytes."""
    make: Callable[[Any], T] = _maker(kind)  # type: ignore[arg-type]
    value: T = make(json.loads(data))
    return value


_SIMPLE = frozenset({str, int, float, bool, type(None)})


def layout(*kinds: Any) -> str:
    """A digest of the fields of dataclasses and all that is in them: what is packed is read back by the same fields."""
    return sha256(repr([_fields(kind) for kind in kinds]).encode()).hexdigest()[:12]


def _fields(kind: Any) -> Any:
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return [(field.name, _fields(hints[field.name])) for field in fields(kind)]
    return [inner for one in get_args(kind) if (inner := _fields(one))]


def _plain(value: Any) -> Any:
    kind: Any = type(value)
    if kind in _SIMPLE:
        return value
    if kind is tuple:
        return [_plain(one) for one in value]
    names = _names(kind)
    return value if names is None else [_plain(getattr(value, name)) for name in names]


@cache
def _names(kind: type) -> tuple[str, ...] | None:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else None


@cache
def _maker(kind: Any) -> Callable[[Any], Any]:
    """What makes a value of this type from JSON."""
    construct: Any = kind
    arguments = get_args(kind)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        made = [_maker(hints[field.name]) for field in fields(kind)]
        changed = [(at, make) for at, make in enumerate(made) if make is not _same]

        def build(row: list[Any]) -> Any:
            for at, make in changed:
                row[at] = make(row[at])
            return construct(*row)

        return build
    if get_origin(kind) in (Union, types.UnionType) and type(None) in arguments:
        rest = [one for one in arguments if one is not type(None)]
        make = _maker(rest[0]) if len(rest) == 1 else _same
        return _same if make is _same else lambda value: None if value is None else make(value)
    if get_origin(kind) is tuple:
        several = [_maker(one) for one in arguments if one is not Ellipsis]
        if arguments[-1] is Ellipsis:
            return tuple if several[0] is _same else lambda row: tuple(map(several[0], row))
        return lambda row: tuple(make(value) for make, value in zip(several, row, strict=True))
    return _same


def _same(value: Any) -> Any:
    return value
