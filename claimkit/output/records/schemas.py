"""The JSON Schemas (2020-12) of what claimkit writes as JSON, each complete in itself.

All have one version, `fields.SCHEMA_VERSION`. The fields of an article come from the list of fields.
"""

from __future__ import annotations

import json
from typing import Any

from claimkit.english.lexicon import data_dir
from claimkit.models.fields import ARTICLE_FIELDS, SCHEMA_VERSION, may_be_null
from claimkit.output.records.quote import Record

NAMES = (
    "record",
    "who-said",
    "clusters",
    "diff",
    "explain",
    "check",
    "speakers",
    "speaker",
    "pronouns",
    "groups",
    "watch",
)
_TYPES: dict[str, Record] = {
    "text": {"type": "string"},
    "date": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    "count": {"type": "integer", "minimum": 0},
    "number": {"type": "number"},
    "flag": {"type": "boolean"},
}


def version() -> str:
    """The version of all schemas, `1.0`."""
    return SCHEMA_VERSION


def schema_of(name: str) -> Record:
    """The schema of one object of the answer NAME (NAMES); `$id` and `version` say which it is."""
    record = _load("record")
    record["$defs"]["article"] = _article(record["$defs"]["article"])
    loaded = record if name == "record" else _load(name)
    head = {"$schema": record["$schema"], "$id": f"urn:claimkit:schema:{name}:{version()}", "version": version()}
    definitions = {**record["$defs"], **loaded.get("$defs", {})}
    if loaded.pop("x-extends", None):
        for key, join in (("properties", dict), ("required", list)):
            loaded[key] = join([*_items(record[key]), *_items(loaded[key])])
    elif '"#/$defs/record"' in json.dumps(loaded):
        definitions["record"] = {key: record[key] for key in ("type", "additionalProperties", "required", "properties")}
    return {**head, **{key: loaded[key] for key in loaded if key not in head}, "$defs": definitions}


def _load(name: str) -> Record:
    loaded: Record = json.loads((data_dir() / "schema" / f"{name}.schema.json").read_text(encoding="utf-8"))
    return loaded


def _article(stated: Record) -> Record:
    """The schema of a record's article; `stated` is what the list of fields does not say."""
    properties: Record = {}
    for key, field in ARTICLE_FIELDS.items():
        type_ = dict(_TYPES[field.kind])
        if may_be_null(key):
            type_["type"] = [type_["type"], "null"]
        properties[key] = {"description": f"{field.description}.", **type_, **stated["properties"].get(key, {})}
    return {**stated, "required": list(properties), "properties": properties}


def _items(value: Any) -> Any:
    return value.items() if isinstance(value, dict) else value
