"""Stores that cannot be written, opened or trusted: one line each, and nothing of what was there is lost."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness import REAL, bound, finished, records, stored, whole, write

from claimkit.store import Store

resource = pytest.importorskip("resource")


def undisturbed() -> list[str]:
    """The records of a run that nothing happens to."""
    finished("quotes", "news", "--db", "undisturbed.db")
    return records("undisturbed.db")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a megabyte; skipped where this user may not mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode:
        pytest.skip("this user may not mount a file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.slow
def test_a_full_disk_is_one_line_and_keeps_what_was_saved(small_disk: Path) -> None:
    write("news", range(600))
    out, err = finished("quotes", "news", "--db", "disk/claimkit.db", code=2)
    assert (out, len(err)) == ([], 1)
    assert "disk/claimkit.db: the disk" in err[0]
    assert "run the command again" in err[0]
    saved = stored("disk/claimkit.db")
    assert 0 < saved < 600
    subprocess.run(["mount", "-o", "remount,size=100m", str(small_disk)], check=True)  # room is made
    finished("quotes", "news", "--db", "disk/claimkit.db")
    assert records("disk/claimkit.db") == undisturbed()


def test_a_file_that_may_not_grow_is_one_line_and_keeps_what_was_saved() -> None:
    write("news", range(600))
    limit = 700_000  # bytes: of the store as of its log

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    out, err = finished("quotes", "news", code=2, preexec_fn=limited)
    assert (out, len(err)) == ([], 1)
    assert "claimkit.db: the disk" in err[0]
    assert 0 < stored() < 600
    whole()
    finished("quotes", "news")
    assert records() == undisturbed()


@pytest.fixture
def filled() -> list[str]:
    """Records of a store that holds five articles."""
    write("news", range(5))
    finished("quotes", "news")
    return records()


def test_a_read_only_store_answers_and_is_not_written(filled: list[str]) -> None:
    Path("claimkit.db").chmod(0o444)
    write("more", [9])
    out, _ = finished("quotes", command=bound())
    assert len(out) == len(filled)
    _, err = finished("quotes", "more", code=2, command=bound())
    assert len(err) == 1
    assert "cannot be written to; change the file's permissions" in err[0]
    Path("claimkit.db").chmod(0o644)
    assert records() == filled


def test_a_store_of_a_newer_version_is_left_alone(filled: list[str]) -> None:
    connection = sqlite3.connect("claimkit.db")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = Path("claimkit.db").read_bytes()
    for arguments in (["quotes", "news"], ["quotes"], ["speakers"]):
        out, err = finished(*arguments, code=2)
        assert (out, len(err)) == ([], 1)
        assert "was written by a newer claimkit" in err[0]
    assert Path("claimkit.db").read_bytes() == before


def test_a_damaged_store_is_one_line(filled: list[str]) -> None:
    data = bytearray(Path("claimkit.db").read_bytes())
    data[8192:] = os.urandom(len(data) - 8192)
    Path("claimkit.db").write_bytes(data)
    _, err = finished("quotes", "news", code=2)
    assert len(err) == 1
    assert "the store is damaged; run `claimkit doctor --repair`" in err[0]


# --- doctor


def doctor(code: int = 0) -> tuple[dict[str, str], list[str]]:
    """What was found by name, and the problems."""
    out, err = finished("doctor", "--json", code=code, command=REAL)
    found = json.loads("".join(out))
    assert [line.removeprefix("claimkit: ") for line in err] == found["problems"]
    return {check["name"]: check["value"] for check in found["checks"]}, found["problems"]


@pytest.mark.slow
@pytest.mark.model
def test_doctor_finds_nothing_wrong(filled: list[str]) -> None:
    found, problems = doctor()
    assert problems == []
    assert found["network"] == "never (onnxruntime's telemetry is off)"
    assert found["Python"] == ".".join(map(str, sys.version_info[:3]))
    assert found["holds"].startswith("5 files, 5 articles, 10 quotes")
    assert found["to be analysed again"] == found["to be read again"] == "0 articles"
    assert found["spaCy model"].endswith("-3.8.0, sha256 6be315e0851af073…")
    shutil.rmtree("news")
    with Store("claimkit.db") as store, store.transaction() as db:
        db.execute("UPDATE articles SET version = 'old' WHERE key < 3")
    found, problems = doctor()
    assert problems == []
    assert found["files that are gone"] == "5; --prune forgets them"
    assert found["to be analysed again"].startswith("2 articles")


@pytest.mark.slow
@pytest.mark.model
def test_doctor_names_what_is_wrong(filled: list[str]) -> None:
    connection = sqlite3.connect("claimkit.db")
    connection.execute("DELETE FROM quotes_fts_data WHERE id > 10")
    connection.commit()
    connection.close()
    _, (problem,) = doctor(code=3)
    assert "claimkit.db: the " in problem
    assert "run `claimkit doctor --repair`" in problem
    Path("claimkit.db").write_text("no store" * 1000)
    _, (problem,) = doctor(code=3)
    assert "is not a claimkit store" in problem
    Path("claimkit.db").unlink()
    found, problems = doctor()
    assert (found["store"], problems) == ("claimkit.db: none yet", [])
