"""Commands that write files, disturbed: the old file or the new one is there, whole, and the same command goes on."""

from __future__ import annotations

import errno
import os
import random
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import cheap
import pytest
from harness import REAL, bound, finished, start, until, write
from typer.testing import CliRunner, Result
from writers import CAREFUL, WRITERS, arguments, content, remains

from claimkit import brat
from claimkit.analysis import analyser as analysis
from claimkit.cli import app
from claimkit.output.exports import standoff

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals as POSIX has them")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with articles and a store of them."""
    folder = tmp_path_factory.mktemp("made")
    before = Path.cwd()
    os.chdir(folder)
    try:
        write("news", range(40))
        finished("quotes", "news", "--quiet")
    finally:
        os.chdir(before)
    return folder


@pytest.fixture
def here(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a copy of both."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    monkeypatch.setattr(analysis, "Analyser", cheap.Cheap)
    return tmp_path


# What claimkit may replace is what claimkit wrote.
OLD = '<meta name="generator" content="claimkit">old'


def claim(*given: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, [*given], prog_name="claimkit")
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def old(name: str) -> None:
    """A good file of an earlier run, or no folder."""
    if name not in CAREFUL:
        Path(name).write_text(OLD)


@pytest.mark.parametrize("name", WRITERS)
def test_a_full_disk_leaves_what_was_there(name: str, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    old(name)
    before = content(Path(name))
    given = arguments(name)
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)  # what a file waits for last
        if name in ("brat", "drawn"):
            whole = Path.write_bytes
            patched.setattr(
                Path, "write_bytes", lambda path, data: (whole if path.suffix != ".ann" else full)(path, data)
            )
        result = claim(*given, code=2)
    assert "No space left on device" in result.stderr
    assert result.stderr.count("\n") == 1
    assert content(Path(name)) == before
    assert remains(here) == []
    claim(*given)
    assert content(Path(name)) not in (None, before)


@pytest.mark.parametrize("name", ["quotes.csv", "report.html", "export.parquet", "brat"])
def test_an_error_midway_leaves_what_was_there(name: str, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a damaged store gives it: records come, and then none."""
    old(name)
    before = content(Path(name))
    given = arguments(name)
    calls = 0
    real = cheap.Quote.__getattribute__

    def broken(quote: object, field: str) -> object:
        nonlocal calls
        calls += field == "confidence"
        if calls > 20:
            raise ValueError("damaged")
        return real(quote, field)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(cheap.Quote, "__getattribute__", broken)
        result = CliRunner().invoke(app, given, prog_name="claimkit")
    assert isinstance(result.exception, ValueError)
    assert content(Path(name)) == before
    assert remains(here) == []


@pytest.mark.parametrize("name", ["quotes.jsonl", "report.html", "brat"])
def test_kill_9_leaves_the_old_or_the_new(name: str, here: Path) -> None:
    given = arguments(name)
    finished(*given, command=REAL)
    new = content(Path(name))
    if name in CAREFUL:
        shutil.rmtree(name)
    old(name)
    before = content(Path(name))
    rng = random.Random(name)
    for _ in range(2):
        process = start(*given, command=REAL)
        until(lambda: bool(remains(here)) or process.poll() is not None, "it writes")  # noqa: B023
        time.sleep(rng.uniform(0, 0.01))
        process.kill()
        process.communicate()
        assert content(Path(name)) in (before, new)
        assert len(remains(here)) <= 1
    finished(*given, command=REAL)
    assert content(Path(name)) == new
    assert remains(here) == []


def test_a_report_that_an_old_version_left_empty_is_written(here: Path) -> None:
    Path("report.html").touch()
    claim("report")
    assert Path("report.html").stat().st_size > 1000


@pytest.mark.parametrize("name", sorted(CAREFUL))
def test_what_nobody_changed_may_be_made_again_and_what_somebody_did_is_not_touched(name: str, here: Path) -> None:
    given = arguments(name)
    claim(*given)
    made = content(Path(name))
    assert claim(*given).stderr
    assert content(Path(name)) == made
    if name.endswith(".zip"):
        with Path(name).open("ab") as file:
            file.write(b"x")
    else:
        annotated = next(path for path in sorted(Path(name).rglob("*.ann")))
        annotated.write_text(annotated.read_text() + "#9\tAnnotatorNotes E1\tby hand\n")
    changed = content(Path(name))
    assert "may hold annotations" in claim(*given, code=2).stderr
    assert content(Path(name)) == changed
    assert remains(here) == []


@pytest.mark.parametrize(("name", "configuration"), [("brat", standoff.CONFIGURATION), ("drawn", brat.CONFIGURATION)])
def test_a_folder_cut_short_by_an_old_version_is_refused(name: str, configuration: str, here: Path) -> None:
    conf = Path(name, "annotation.conf") if name == "brat" else Path(name, "attributions", "annotation.conf")
    conf.parent.mkdir(parents=True)
    conf.write_text(configuration)
    assert "may hold annotations" in claim(*arguments(name), code=2).stderr
    assert len(list(Path(name).rglob("*.*"))) == 1


@pytest.mark.parametrize("given", [("export", "-f", "brat", "-o", "."), ("sample", "5", "-o", ".")])
def test_the_folder_in_use_is_not_replaced(given: tuple[str, ...], here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("empty").mkdir()
    monkeypatch.chdir("empty")
    result = claim(*given, "--db", "../claimkit.db", code=2)
    assert "the folder in use cannot be replaced; name a folder in it" in result.stderr


def test_a_file_that_may_not_be_written_is_not_replaced(here: Path) -> None:
    Path("quotes.csv").write_text(OLD)
    Path("quotes.csv").chmod(0o444)
    _, err = finished("quotes", "-o", "quotes.csv", code=2, command=bound())
    assert err == ["claimkit: quotes.csv: cannot be written (Permission denied); choose another file with -o"]
    assert Path("quotes.csv").read_text() == OLD


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 16 kB; skipped where this user may not mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode:
        pytest.skip("this user may not mount a file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize(
    "given", ["quotes -o disk/new", "report -o disk/new", "export -f conll -o disk/new", "export -f brat -o disk/new"]
)
def test_a_disk_that_is_really_full(given: str, here: Path, small_disk: Path) -> None:
    target = small_disk / "new"
    if "brat" not in given:
        target.write_text(OLD)
    before = content(target)
    assert "No space left on device" in claim(*given.split(), code=2).stderr
    assert content(target) == before
    assert remains(small_disk) == []
    subprocess.run(["mount", "-o", "remount,size=10m", str(small_disk)], check=True)  # room is made
    claim(*given.split())
    assert content(target) not in (None, before)
