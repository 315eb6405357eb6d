"""How one kind of answer looks in JSON and in CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple


class Layout(NamedTuple):
    """The class of an answer's items, the object in JSON and the rows in CSV of each, and the columns of these rows."""

    kind: type[Any]
    record: Callable[[Any], dict[str, Any]]
    rows: Callable[[Any], Iterable[Mapping[str, Any]]]
    columns: Sequence[str]
