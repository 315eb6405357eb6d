"""The tests say the same whatever ran before, wherever they run, and whatever a person has set."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[1]


def examples() -> list[object]:
    seen: list[object] = []

    @settings(max_examples=200)
    @given(st.text() | st.integers())
    def test(value: object) -> None:
        seen.append(value)

    test()
    return seen


def test_examples_do_not_depend_on_the_modules_that_are_loaded(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    if request.config.getoption("--hypothesis-profile"):
        pytest.skip("a campaign has examples of its own")
    before = examples()
    module = tmp_path / "lately.py"
    module.write_text("NAMES = " + repr([f"name {n}" for n in range(500)]) + f"; NUMBERS = {list(range(1000, 1500))}")
    spec = importlib.util.spec_from_file_location("lately", module)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "lately", loaded)
    spec.loader.exec_module(loaded)
    assert examples() == before


PROBE = """
import os, sys, time
from pathlib import Path
from typer.testing import CliRunner

def test_it():
    from claimkit.cli import app

    assert os.listdir() == [] and time.tzname[0] == "UTC" and os.environ["LANG"] == "C.UTF-8"
    assert not Path.home().joinpath(".sqliterc").exists()
    Path("file").touch()
    assert Path("file").stat().st_mode & 0o777 == 0o644
    out = CliRunner().invoke(app, ["quotes", "--help"]).stdout
    assert max(map(len, out.splitlines())) > 60 and "\x1b" not in out
    result = CliRunner().invoke(app, ["quotes", "--no-such-option"])
    assert result.exit_code == 2 and "\x1b" not in result.output
    assert "CLAIMKIT_DB" not in os.environ

def test_after_it():
    assert os.listdir() == []
"""
ODD = {
    "COLUMNS": "20",
    "FORCE_COLOR": "1",
    "GITHUB_ACTIONS": "true",
    "TZ": "Asia/Kathmandu",
    "LANG": "de_DE.UTF-8",
    "LC_ALL": "C",
    "CLAIMKIT_DB": "/nowhere/at/all.db",
    "CI": "1",
}


def test_what_a_person_has_set_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / ".sqliterc").touch()
    (tmp_path / "claimkit.db").write_text("of another run")
    (tmp_path / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"))
    (tmp_path / "test_probe.py").write_text(PROBE)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, "--rootdir", ".", "-n", "1", "test_probe.py"],
        env={**os.environ, **ODD, "HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        umask=0o077,
    )
    assert done.returncode == 0, done.stdout


SLOW = """
import pytest

def test_quick(): pass

@pytest.mark.slow
def test_slow(): pass
"""


@pytest.mark.parametrize(
    ("asked", "passed"),
    [([], "test_quick"), (["-m", "slow"], "test_slow"), (["test_some.py"], "test_quick test_slow")],
    ids=["everything", "slow", "named"],
)
@pytest.mark.slow
def test_slow_tests_run_where_they_are_asked_for(tmp_path: Path, asked: list[str], passed: str) -> None:
    (tmp_path / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"))
    (tmp_path / "test_some.py").write_text(SLOW)
    settings = "[pytest]\nmarkers =\n    slow: is slow\n"
    (tmp_path / "pytest.ini").write_text(settings)
    command = [sys.executable, "-m", "pytest", "-v", "-n", "1", *asked]
    done = subprocess.run(command, capture_output=True, text=True)
    assert sorted(re.findall(r"PASSED .*::(\w+)", done.stdout)) == passed.split(), done.stdout
    assert ("left out: python -m pytest -m slow" in done.stdout) == (asked == [])
