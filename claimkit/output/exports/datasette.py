"""The metadata that Datasette (https://datasette.io) shows beside a store: titles, descriptions, labels, questions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from claimkit.english.lexicon import data_dir

_DATABASE = "claimkit"  # the name in the shipped file


def metadata(store: str) -> str:
    """The metadata as JSON for the store at `store`: Datasette calls a database by its file's name without suffix."""
    loaded: dict[str, Any] = json.loads((data_dir() / "datasette" / "metadata.json").read_text(encoding="utf-8"))
    loaded["databases"] = {Path(store).stem or _DATABASE: loaded["databases"][_DATABASE]}
    return json.dumps(loaded, indent=2, ensure_ascii=False) + "\n"
