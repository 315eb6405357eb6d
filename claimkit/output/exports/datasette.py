"""The metadata that Datasette (https://datasette.io) shows beside a store: titles, descriptions, labels, questions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from claimkit.english.lexicon import data_dir
from claimkit.models.fields import FIELDS

_DATABASE = "claimkit"  # the name in the shipped file


def metadata(store: str) -> str:
    """The metadata as JSON for the store at `store`: Datasette calls a database by its file's name without suffix."""
    loaded: dict[str, Any] = json.loads((data_dir() / "datasette" / "metadata.json").read_text(encoding="utf-8"))
    shipped = loaded["databases"][_DATABASE]
    for name, table in shipped["tables"].items():
        if "columns" in table:
            table["columns"] = _described(name, table["columns"])
    loaded["databases"] = {Path(store).stem or _DATABASE: shipped}
    return json.dumps(loaded, indent=2, ensure_ascii=False) + "\n"


def _described(table: str, stated: dict[str, str | None]) -> dict[str, str]:
    """What each column of a table or view holds: as the shipped file states it, else as the list of fields does.

    A view's columns have no row in the list: the shipped file names them, with null for one named as in a table.
    """
    stored = [(*field.stored.split("."), field.description) for field in FIELDS if field.stored]
    anywhere = {column: description for _, column, description in reversed(stored)}
    own = {column: description for home, column, description in stored if home == table}
    return own | {column: anywhere[column] if said is None else said for column, said in stated.items()}
