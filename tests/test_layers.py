"""Imports between rooms point down only, and rooms of one level never import each other."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import claimkit

PACKAGE = Path(claimkit.__file__).parent
GROUND = {"_version", "errors", "models", "english", "surroundings", "writing", "brat", "own_output", "inference"}

MAY_IMPORT: dict[str, set[str]] = {
    "_version": set(),
    "errors": set(),
    "surroundings": set(),
    "writing": set(),
    "inference": {"surroundings"},
    "brat": {"errors"},
    "own_output": {"brat", "errors", "models"},
    "models": {"errors"},
    "english": {"_version", "errors", "models"},
    "reader": GROUND,
    "analysis": GROUND,
    "meaning": GROUND,
    "wording": GROUND,
    "store": GROUND,
    "evaluation": GROUND,
    "output": GROUND,
    "corpus": GROUND | {"store"},
    "search": GROUND | {"store", "wording", "meaning"},
    "checking": GROUND | {"reader", "wording", "store", "search", "corpus"},
    "runs": GROUND | {"reader", "analysis", "corpus", "store", "meaning"},
    "serving": GROUND | {"search", "store", "checking", "output", "runs"},
    "shards": GROUND | {"reader", "analysis", "corpus", "store", "output", "search", "runs"},
    "api": GROUND | {"reader", "search", "store", "checking", "output", "runs"},
    "datasette_plugin": GROUND | {"output"},
    "spacy_component": GROUND | {"search", "output", "runs", "api"},
}
ABOVE = {"__init__", "__main__", "cli", "training"}  # nothing imports these, and they import anything

# Libraries that are slow to import, and the rooms and folders that may: everything else does without.
HEAVY = {
    "spacy": {"analysis/ner", "output/exports", "spacy_component.py", "training"},
    "onnxruntime": {"inference.py"},
    "trafilatura": {"reader"},
    "torch": {"training"},
    "mcp": {"serving"},
    "distributed": {"shards/dask_engine.py"},
    "dask": {"shards/dask_engine.py"},
    "duckdb": {"shards"},
}


def rooms() -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        relative = path.relative_to(PACKAGE)
        found.setdefault(relative.parts[0].removesuffix(".py"), []).append(path)
    return found


def imported(path: Path) -> set[str]:
    """Full names of what a file imports, `claimkit.x` for a room x; names under TYPE_CHECKING count too."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def rooms_imported(path: Path, all_rooms: set[str]) -> set[str]:
    return {part[1] for name in imported(path) if (part := name.split("."))[0] == "claimkit" and part[1:2]} & all_rooms


@pytest.mark.parametrize("room", sorted(MAY_IMPORT))
def test_imports_point_down(room: str) -> None:
    every = rooms()
    for path in every[room]:
        assert rooms_imported(path, set(every)) - {room} <= MAY_IMPORT[room], path


def test_every_room_has_a_rule() -> None:
    assert set(rooms()) - ABOVE == set(MAY_IMPORT)


def test_heavy_libraries_are_imported_where_they_may_be_only() -> None:
    for paths in rooms().values():
        for path in paths:
            for library in {name.split(".")[0] for name in imported(path)} & set(HEAVY):
                place = path.relative_to(PACKAGE).as_posix()
                assert any(place == room or place.startswith(f"{room}/") for room in HEAVY[library]), (
                    f"{place} imports {library}"
                )
