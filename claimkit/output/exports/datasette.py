"""What Datasette (https://datasette.io) shows beside a store: titles, descriptions, labels, questions.

Before 1.0 all of it is in `metadata.json`. From 1.0 on Datasette takes questions and how tables are shown from
`datasette.yaml` alone, and the words about them from the metadata.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from claimkit.english.lexicon import data_dir
from claimkit.models.fields import FIELDS
from claimkit.own_output import CONFIGURATION_MARK

_WORDS = ("title", "description", "columns")
_PLAIN = re.compile("[a-z][a-z_]*")
_DATABASE = "claimkit"  # the name in the shipped file


def metadata(store: str) -> str:
    """The metadata as JSON for the store at `store`: Datasette calls a database by its file's name without suffix."""
    return json.dumps(_loaded(store), indent=2, ensure_ascii=False) + "\n"


def configuration(store: str) -> str:
    """The `datasette.yaml` for the store at `store`, for Datasette 1.0."""
    loaded = _loaded(store)["databases"]
    chosen = {
        name: {
            "tables": {
                table: shown
                for table, given in database["tables"].items()
                if (shown := {key: value for key, value in given.items() if key not in _WORDS})
            },
            "queries": database["queries"],
        }
        for name, database in loaded.items()
    }
    return CONFIGURATION_MARK + "\n" + "".join(f"{line}\n" for line in _yaml({"databases": chosen}))


def _loaded(store: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((data_dir() / "datasette" / "metadata.json").read_text(encoding="utf-8"))
    shipped = loaded["databases"][_DATABASE]
    for name, table in shipped["tables"].items():
        if "columns" in table:
            table["columns"] = _described(name, table["columns"])
    loaded["databases"] = {Path(store).stem or _DATABASE: shipped}
    return loaded


def _yaml(value: dict[str, Any], indent: str = "") -> Iterator[str]:
    """Nested mappings as YAML, keys and all else as JSON, which YAML can read."""
    for key, item in value.items():
        plain = key if _PLAIN.fullmatch(key) else json.dumps(key)
        if isinstance(item, dict):
            yield f"{indent}{plain}:"
            yield from _yaml(item, indent + "  ")
        else:
            yield f"{indent}{plain}: {json.dumps(item, ensure_ascii=False)}"


def _described(table: str, stated: dict[str, str | None]) -> dict[str, str]:
    """What each column of a table or view holds: as the shipped file states it, else as the list of fields does.

    A view's columns have no row in the list: the shipped file names them, with null for one named as in a table.
    """
    stored = [(*field.stored.split("."), field.description) for field in FIELDS if field.stored]
    anywhere = {column: description for _, column, description in reversed(stored)}
    own = {column: description for home, column, description in stored if home == table}
    return own | {column: anywhere[column] if said is None else said for column, said in stated.items()}
