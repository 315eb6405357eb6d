"""The published schemas: every command's JSON meets its own, and a change of them changes their version."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from claimkit.cli import app
from claimkit.models.fields import FIELDS, Field
from claimkit.output.records import schemas
from claimkit.store import Store

from output_cases import check_golden, clusters, extractions
from store_links import write_links
from support import TESTS

CHANGELOG = TESTS.parent / "CHANGELOG.md"
FIRST = extractions()[0].quotes[0]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("schema") / "a.db"
    with Store(path) as opened:
        for extraction in extractions():
            opened.save(extraction, location=extraction.article.path, digest="", version="")
        write_links(opened, extractions(), clusters())
    return path


def claim(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments), prog_name="claimkit")
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("record", ["quotes", "--type", "all"]),
        ("record", ["claims"]),
        ("record", ["export", "--format", "jsonl"]),
        ("who-said", ["who-said", "making progress"]),
        ("clusters", ["clusters"]),
        ("diff", ["diff", "c_progress"]),
        *[("explain", ["explain", quote.id]) for extraction in extractions() for quote in extraction.quotes],
        ("speakers", ["speakers"]),
        ("speaker", ["speakers", "Trump"]),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_every_answer_meets_its_schema(store: Path, name: str, command: list[str]) -> None:
    validator = jsonschema.Draft202012Validator(schemas.schema_of(name))
    format = [] if command[0] == "export" else ["--format", "jsonl"]
    lines = claim(*command, *format, "--db", str(store)).splitlines()
    assert lines
    for line in lines:
        validator.validate(json.loads(line))
        for key in json.loads(line):
            with pytest.raises(jsonschema.ValidationError):
                validator.validate({k: v for k, v in json.loads(line).items() if k != key})


@pytest.mark.parametrize("name", schemas.NAMES)
def test_a_schema_is_complete_and_says_which_it_is(name: str) -> None:
    printed = json.loads(claim("schema", *([] if name == "record" else [name])))
    assert printed == schemas.schema_of(name)
    jsonschema.Draft202012Validator.check_schema(printed)
    assert printed["$id"] == f"urn:claimkit:schema:{name}:{schemas.version()}"
    assert printed["version"] == schemas.version()
    used = {ref.removeprefix("#/$defs/") for ref in _references(printed)}
    assert used <= set(printed["$defs"])


def test_schema_version() -> None:
    assert claim("schema", "--version") == f"{schemas.version()}\n"
    assert claim("schema", "record") == claim("schema")


def test_a_change_of_a_schema_has_a_version_that_the_changelog_names() -> None:
    """Where this fails: give the schemas another version, say in CHANGELOG.md what changed, and write the golden anew
    (CLAIMKIT_UPDATE_GOLDENS=1). While a version is not released it may still grow."""
    lines = (f"{name}{field}\n" for name in schemas.NAMES for field in _fields(schemas.schema_of(name)))
    check_golden(f"schema-{schemas.version()}.txt", "".join(lines))
    assert f"schema {schemas.version()}" in CHANGELOG.read_text(encoding="utf-8")


# The list of fields


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_every_field_is_in_the_schema(field: Field) -> None:
    """The list and the schema agree on where a value is and on its type."""
    schema = schemas.schema_of("record")
    at: Any = schema
    for key in field.path.split("."):
        at = _resolved(at, schema)
        at = at["items"] if key.lstrip("-").isdigit() else at["properties"][key]
    at = _resolved(at, schema)
    types = (
        {at["type"]}
        if isinstance(at.get("type"), str)
        else {*at.get("type", ()), *(["string"] if "enum" in at else [])}
    )
    expected = {"text": "string", "date": "string", "number": "number", "count": "integer", "flag": "boolean"}
    assert expected.get(field.kind, "array") in types


def _resolved(at: Any, schema: Any) -> Any:
    """What a reference, or the first choice of several, means."""
    while "$ref" in at or "anyOf" in at:
        at = at["anyOf"][0] if "anyOf" in at else schema["$defs"][at["$ref"].rpartition("/")[2]]
    return at


@pytest.mark.parametrize("field", [field for field in FIELDS if field.stored], ids=lambda field: field.name)
def test_every_field_is_where_the_list_says_that_the_store_has_it(field: Field) -> None:
    table, column = str(field.stored).split(".")
    with Store(":memory:") as store:
        assert column in {row[1] for row in store.connection.execute(f"PRAGMA table_info({table})")}


def _fields(schema: Any, path: str = "") -> Iterator[str]:
    """Every field with its type, values and pattern; descriptions may change as they like."""
    if isinstance(schema, dict):
        kept = {key: value for key, value in schema.items() if key not in ("description", "title", "$id", "version")}
        for key in sorted(kept):
            if isinstance(kept[key], dict) or (isinstance(kept[key], list) and any(map(_nested, kept[key]))):
                yield from _fields(kept[key], f"{path}.{key}".replace(".properties.", "."))
            elif key != "$schema":
                yield f"{path} {key}={json.dumps(kept[key])}"
    elif isinstance(schema, list):
        for number, item in enumerate(schema):
            yield from _fields(item, f"{path}[{number}]")


def _nested(value: Any) -> bool:
    return isinstance(value, dict)


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"]
        for item in value.values():
            yield from _references(item)
    elif isinstance(value, list):
        for item in value:
            yield from _references(item)
