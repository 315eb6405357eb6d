"""What an update does anew: the versions depend on what decides, and on nothing else."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import pytest

import claimkit
from claimkit.corpus import cache
from claimkit.english import lexicon
from claimkit.runs import versions
from claimkit.store import Store

from output_cases import extractions

PACKAGE = Path(claimkit.__file__).parent


def lists_of(room: str) -> set[str]:
    """Word lists that the code of a room asks for by name."""
    return {
        str(node.args[0].value)
        for path in sorted((PACKAGE / room).rglob("*.py"))
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


@pytest.mark.parametrize("rooms", [versions.READING, versions.ANALYSING, cache.ROOMS])
def test_a_change_in_any_file_of_a_folder_that_decides_changes_its_version(
    rooms: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in rooms:
        shutil.copytree(PACKAGE / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(lexicon, "_PACKAGE", tmp_path)
    files = sorted(tmp_path.rglob("*.py"))
    assert {path.relative_to(tmp_path).parts[0] for path in files} == set(rooms)
    seen = {lexicon.digest_of(rooms)}
    for number, path in enumerate(files, 2):
        path.write_bytes(path.read_bytes() + b"# touched\n")
        seen.add(lexicon.digest_of(rooms))
        assert len(seen) == number, path


def test_a_change_elsewhere_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "_PACKAGE", tmp_path)
    for room in ("english", "output"):
        (tmp_path / room).mkdir()
        (tmp_path / room / "a.py").write_text("")
    before = lexicon.digest_of(["english"])
    (tmp_path / "output" / "a.py").write_text("# touched")
    assert lexicon.digest_of(["english"]) == before


@pytest.mark.parametrize("name", ["pronouns.npz", "ner/model", "ner/moves"])
def test_other_weights_are_another_version(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = Path(shutil.copytree(lexicon.data_dir(), tmp_path / "data", ignore=shutil.ignore_patterns("*.onnx")))
    monkeypatch.setattr(versions, "data_dir", lambda: data)
    before = versions.analysing.__wrapped__()
    (data / "model" / name).write_bytes(b"others")
    assert versions.analysing.__wrapped__() != before


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("0.0.9+aaa/bbb", {"claimkit": "0.0.9+aaa", "model": "bbb"}),
        ("0.0.9+aaa", {"claimkit": "0.0.9+aaa", "model": None}),  # as stores of earlier versions have it
        ("", {"claimkit": None, "model": None}),
    ],
)
def test_records_keep_the_versions_that_made_them(stored: str, shown: dict[str, str | None], tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Store(path) as store:
        store.save(extractions()[0], location="a", digest="", version=stored)
    records = claimkit.Store(path).quotes()
    made = [{key: record["versions"][key] for key in shown} for record in records]
    assert made == [shown] * len(extractions()[0].quotes)
    assert set(records.to_polars()["model_version"]) == {shown["model"]}


@pytest.mark.model
def test_new_records_carry_the_versions_that_run() -> None:
    [record] = claimkit.extract("“We sail at dawn,” Anna Rowe said.")
    assert record["versions"]["claimkit"].startswith(f"{claimkit.__version__}+")
    assert "{claimkit}/{model}".format_map(record["versions"]) == versions.analysing()
