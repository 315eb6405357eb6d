"""What a user may say about the inputs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """How to read.

    `input_format` is the format of every input, whatever its name; None tells it from the name and the content.
    `fields` are pairs of a field (`text`, `title`, …) and the column or key that holds it.
    """

    input_format: str | None = None
    fields: tuple[tuple[str, str], ...] = ()


DEFAULT = Options()
