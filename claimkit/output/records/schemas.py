"""The JSON Schemas (2020-12) of what claimkit writes as JSON, each complete in itself.

They have one version, MAJOR.MINOR: MINOR goes up when something is added, MAJOR when something changes or goes.
"""

from __future__ import annotations

import json
from typing import Any

from claimkit.english.lexicon import data_dir
from claimkit.output.records.quote import Record, schema

NAMES = ("record", "who-said", "clusters", "diff", "explain", "speakers", "speaker")


def version() -> str:
    """The version of all schemas, `1.0`."""
    return str(schema()["version"])


def schema_of(name: str) -> Record:
    """The schema of one object of the answer NAME (NAMES); `$id` and `version` tell which it is."""
    record = schema()
    if name == "record":
        return record
    loaded: Record = json.loads((data_dir() / "schema" / f"{name}.schema.json").read_text(encoding="utf-8"))
    head = {"$schema": record["$schema"], "$id": f"urn:claimkit:schema:{name}:{version()}", "version": version()}
    definitions = {**record["$defs"], **loaded.get("$defs", {})}
    if loaded.pop("x-extends", None):
        for key, join in (("properties", dict), ("required", list)):
            loaded[key] = join([*_items(record[key]), *_items(loaded[key])])
    elif '"#/$defs/record"' in json.dumps(loaded):
        definitions["record"] = {key: record[key] for key in ("type", "additionalProperties", "required", "properties")}
    return {**head, **{key: loaded[key] for key in loaded if key not in head}, "$defs": definitions}


def _items(value: Any) -> Any:
    return value.items() if isinstance(value, dict) else value
