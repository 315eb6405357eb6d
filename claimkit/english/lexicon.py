"""Word lists and other shipped data: where data/ is and how its files are read."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from claimkit.errors import ModelError


@cache
def data_dir() -> Path:
    """The folder of shipped data: inside the package when installed, beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "data", package.parent / "data"):
        if (folder / "lexicon").is_dir():
            return folder
    raise ModelError(f"{package}: the data folder is missing; install claimkit again")


@cache
def table(name: str) -> dict[str, Any]:
    """The TOML file data/lexicon/NAME.toml as a dictionary. Shared: treat it as read-only."""
    path = data_dir() / "lexicon" / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ModelError(f"{path}: {error}; install claimkit again") from error


@cache
def words(name: str, key: str) -> frozenset[str]:
    """The list KEY of data/lexicon/NAME.toml as a set of words."""
    return frozenset(table(name)[key])
