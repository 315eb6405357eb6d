"""Word lists and other shipped data: where the data folder is, and how its files are read."""

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
    """The TOML file data/lexicon/NAME.toml as a dictionary, which all callers share: do not change it."""
    path = data_dir() / "lexicon" / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ModelError(f"{path}: {error}; install claimkit again") from error


@cache
def words(name: str, *keys: str) -> frozenset[str]:
    """A list of data/lexicon/NAME.toml, under one key or a key in a section, as a set.

    The files keep single words in one string with spaces between them, and phrases in an array of strings.
    """
    value: Any = table(name)
    for key in keys:
        value = value[key]
    if isinstance(value, str):
        return frozenset(value.split())
    if not isinstance(value, list):
        raise TypeError(f"{name}.toml: {'.'.join(keys)} is not a list of words")
    return frozenset(value)
