"""Word lists and other shipped data: where the data folder is, and how its files are read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from claimkit._version import __version__
from claimkit.errors import ModelError

_PACKAGE = Path(__file__).resolve().parents[1]


@cache
def data_dir() -> Path:
    """The folder of shipped data: inside the package when installed, beside it in a checkout."""
    for folder in (_PACKAGE / "data", _PACKAGE.parent / "data"):
        if (folder / "lexicon").is_dir():
            return folder
    raise ModelError(f"{_PACKAGE}: the data folder is missing; install claimkit again")


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

    The files keep single words in one string with spaces between them, and phrases in an array of strings. The longest
    strings are between apostrophes: tomllib reads those between quotation marks character by character.
    """
    value: Any = table(name)
    for key in keys:
        value = value[key]
    if isinstance(value, str):
        return frozenset(value.split())
    if not isinstance(value, list):
        raise TypeError(f"{name}.toml: {'.'.join(keys)} is not a list of words")
    return frozenset(value)


@cache
def keys_by_word(name: str, section: str) -> dict[str, frozenset[str]]:
    """The words of all lists in a section of data/lexicon/NAME.toml → the keys of the lists that have them."""
    found: dict[str, set[str]] = {}
    for key in table(name)[section]:
        for word in words(name, section, key):
            found.setdefault(word, set()).add(key)
    return {word: frozenset(keys) for word, keys in found.items()}


@cache
def country_forms() -> dict[str, tuple[str, ...]]:
    """Countries → their adjectives, peoples, capitals and other names, in lower case."""
    table_of: dict[str, str] = table("places")["countries"]
    return {name: tuple(form.replace("_", " ") for form in forms.split()) for name, forms in table_of.items()}


@cache
def common_words() -> frozenset[str]:
    """Words that the news uses often in lower case."""
    return frozenset(word for words in table("frequency")["per_million"].values() for word in words.split())


def digest_of(rooms: Iterable[str], data: Iterable[Path] = (), seed: str = "") -> str:
    """The release and a digest of all code in the folders `rooms` of the package, the files `data` and `seed`.

    What decides an answer is a folder: a file anywhere below it counts. Data files count by name and content.
    """
    sha = sha256(seed.encode())
    code = [path for room in rooms for path in (_PACKAGE / room).rglob("*.py")]
    named = [(path.relative_to(_PACKAGE).as_posix(), path) for path in code]
    named += [(f"data/{path.name}", path) for path in data]  # the same in a checkout and installed
    for name, path in sorted(named):
        sha.update(name.encode() + b"\0" + path.read_bytes())
    return f"{__version__}+{sha.hexdigest()[:12]}"
