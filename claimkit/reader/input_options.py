"""How the user wants inputs to be read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from claimkit.errors import UsageError
from claimkit.reader.file_formats import FORMATS

__all__ = ["DEFAULT", "FIELDS", "FORMATS", "Options"]

FIELDS = ("text", "title", "outlet", "published", "url")


@dataclass(frozen=True, slots=True)
class Options:
    """How to read the inputs. Raises `UsageError` for an unknown format or field.

    `input_format` is the format of every input, whatever its name (one of `FORMATS`); None detects it from name and
    content. `fields` are pairs of a field (one of `FIELDS`) and the column or key that holds it; `a.b` is key b of the
    object a.
    """

    input_format: str | None = None
    fields: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if self.input_format is not None and self.input_format not in FORMATS:
            raise UsageError(f"unknown input format {self.input_format!r}; choose from {', '.join(FORMATS)}")
        times = Counter(field for field, _ in self.fields)
        for field, column in self.fields:
            if field not in FIELDS:
                raise UsageError(f"unknown field {field!r}; choose from {', '.join(FIELDS)}")
            if not column:
                raise UsageError(f"field {field!r} is mapped to nothing; name the column that holds it")
            if times[field] > 1:
                raise UsageError(f"field {field!r} is mapped {times[field]} times; map it once")


DEFAULT = Options()
