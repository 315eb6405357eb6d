"""How the user wants inputs to be read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from claimkit.errors import UsageError
from claimkit.reader.file_formats import FORMATS
from claimkit.reader.parsed import Facts

__all__ = ["DEFAULT", "FIELDS", "FORMATS", "Options", "OutletFrom"]

OutletFrom = Literal["folder", "domain"]
FIELDS = ("text", "title", "outlet", "published", "url")


@dataclass(frozen=True, slots=True)
class Options:
    """How to read the inputs. Raises `UsageError` for an unknown format or field.

    `input_format` is the format of every input, whatever its name (one of `FORMATS`); None detects it from name and
    content. `fields` are pairs of a field (one of `FIELDS`) and the column or key that holds it; `a.b` is key b of the
    object a. `given` are facts that hold for every article, whatever it says. `outlet_from` names the outlet by the
    article's `folder` or by the `domain` of its address.
    """

    input_format: str | None = None
    fields: tuple[tuple[str, str], ...] = ()
    given: Facts = field(default_factory=Facts)
    outlet_from: OutletFrom | None = None

    def __post_init__(self) -> None:
        if self.outlet_from not in (None, "folder", "domain"):
            raise UsageError(f"unknown source of outlets {self.outlet_from!r}; choose from folder, domain")
        if self.input_format is not None and self.input_format not in FORMATS:
            raise UsageError(f"unknown input format {self.input_format!r}; choose from {', '.join(FORMATS)}")
        times = Counter(name for name, _ in self.fields)
        for name, column in self.fields:
            if name not in FIELDS:
                raise UsageError(f"unknown field {name!r}; choose from {', '.join(FIELDS)}")
            if not column:
                raise UsageError(f"field {name!r} is mapped to nothing; name the column that holds it")
            if times[name] > 1:
                raise UsageError(f"field {name!r} is mapped {times[name]} times; map it once")


DEFAULT = Options()
