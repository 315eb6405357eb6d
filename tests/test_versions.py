"""What an update does anew: the versions depend on what decides, and on nothing else."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import claimkit
from claimkit.runs import versions

PACKAGE = Path(claimkit.__file__).parent


def lists_of(room: str) -> set[str]:
    """Word lists that the code of a room asks for by name."""
    files = [PACKAGE / room] if room.endswith(".py") else sorted((PACKAGE / room).glob("*.py"))
    return {
        str(node.args[0].value)
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("table", "words")
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


@pytest.mark.parametrize("room", versions.ANALYSING)
def test_the_analysis_takes_no_list_that_its_version_leaves_out(room: str) -> None:
    assert not lists_of(room) & (versions.READ_LISTS | versions.LATER_LISTS)


@pytest.mark.parametrize("room", versions.READING)
def test_reading_takes_no_list_that_its_version_leaves_out(room: str) -> None:
    assert not lists_of(room) & versions.LATER_LISTS


def test_rooms_are_there() -> None:
    for room in {*versions.READING, *versions.ANALYSING}:
        assert (PACKAGE / room).exists(), room
