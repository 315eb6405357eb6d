"""Imports between rooms point down only, and rooms of one level never import each other."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

import claimkit

PACKAGE = Path(claimkit.__file__).parent
GROUND = {
    *("errors", "models", "text", "lexicon", "filters", "names", "certainty", "spoken", "dotted", "surroundings"),
    "writing",
}
HEAVY = {"spacy", "onnxruntime", "trafilatura", "torch"}

MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "models": set(),
    "text": set(),
    "lexicon": {"errors"},
    "filters": {"certainty", "errors", "models", "names", "text"},
    "certainty": {"models"},
    "spoken": set(),
    "dotted": set(),
    "surroundings": set(),
    "writing": set(),
    "names": {"lexicon", "text"},
    "cues": GROUND,
    "reader": GROUND,
    "marks": GROUND,
    "tagger": GROUND,
    "attribution": GROUND,
    "resolution": GROUND,
    "people": GROUND,
    "clusters": GROUND,
    "variants": GROUND,
    "brat": {"errors"},
    "evaluation": GROUND | {"brat"},
    "nlp": GROUND,
    "store": GROUND,
    "workers": GROUND,
    "linking": GROUND | {"people", "clusters", "store"},
    "search": GROUND | {"store", "variants"},
    "output": GROUND | {"brat"},
    "pipeline": GROUND
    | {"reader", "marks", "tagger", "attribution", "cues", "resolution", "people", "clusters", "nlp"}
    | {"linking", "store", "workers"},
    "library": GROUND | {"output", "pipeline", "reader", "search", "store"},
    "component": GROUND | {"library", "nlp", "output", "pipeline"},
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
    free = {"__init__", "__main__", "cli", "training"}
    assert set(rooms()) - free == set(MAY_IMPORT)


def test_spacy_is_imported_in_one_room_only() -> None:
    for room, paths in rooms().items():
        for path in paths:
            heavy = {name.split(".")[0] for name in imported(path)} & HEAVY
            allowed = {"nlp": {"spacy"}, "tagger": {"onnxruntime"}, "reader": {"trafilatura"}}
            allowed["training"] = HEAVY - {"onnxruntime"}
            assert heavy <= allowed.get(room, set()), path


@pytest.mark.parametrize("room", ["search"])
def test_no_file_has_the_name_of_what_its_room_hands_out_late(room: str) -> None:
    names = set(importlib.import_module(f"claimkit.{room}").__all__)
    assert not names & {path.stem for path in (PACKAGE / room).glob("*.py")}
