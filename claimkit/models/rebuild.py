"""A dataclass of this room from what `dataclasses.asdict` made of it, after a trip through JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints


def rebuild(kind: Any, value: Any) -> Any:
    """`value` as an instance of `kind`; fields that were added to it since have their defaults."""
    if isinstance(kind, type) and is_dataclass(kind) and isinstance(value, Mapping):
        hints = _hints(kind)
        return kind(**{f.name: rebuild(hints[f.name], value[f.name]) for f in fields(kind) if f.name in value})
    if get_origin(kind) in (Union, UnionType):
        left = [choice for choice in get_args(kind) if choice is not NoneType]
        return None if value is None else rebuild(left[0], value)
    if isinstance(value, list):
        parts = get_args(kind)
        repeated = len(parts) != len(value) or parts[-1:] == (Ellipsis,)
        return tuple(rebuild(parts[0] if repeated else parts[n], item) for n, item in enumerate(value))
    return value


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)
