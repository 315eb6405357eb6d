"""Cases as data: tests/cases/NAME.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parent


def cases(name: str) -> list[Any]:
    """The `[[case]]` tables of a case file, each shown by its name when a test fails."""
    import pytest

    rows = tomllib.loads((TESTS / "cases" / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    return [pytest.param(row, id=row["name"]) for row in rows]
