"""Files and folders that appear whole or not at all."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from claimkit import writing

pytestmark = pytest.mark.skipif(os.name == "nt", reason="locks, links and pipes as POSIX has them")


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def names(folder: str = ".") -> list[str]:
    return sorted(path.name for path in Path(folder).iterdir())


def write(path: str, data: bytes) -> None:
    with writing.replacing(path) as file:
        file.write(data)


def write_half(path: str, error: BaseException) -> None:
    with writing.replacing(path) as file:
        file.write(b"new")
        raise error


def refuse(number: int) -> OSError:
    return OSError(number, os.strerror(number))


def test_a_file_is_there_at_the_end_only() -> None:
    Path("a.txt").write_bytes(b"old")
    with writing.replacing("a.txt") as file:
        file.write(b"new")
        file.flush()
        assert Path("a.txt").read_bytes() == b"old"
    assert Path("a.txt").read_bytes() == b"new"
    assert names() == ["a.txt"]


@pytest.mark.parametrize("error", [ValueError("midway"), KeyboardInterrupt(), refuse(errno.ENOSPC)])
@pytest.mark.parametrize("before", [True, False])
def test_an_error_leaves_what_was_there(error: BaseException, before: bool) -> None:
    if before:
        Path("a.txt").write_bytes(b"old")
    with pytest.raises(type(error)):
        write_half("a.txt", error)
    assert [(name, Path(name).read_bytes()) for name in names()] == ([("a.txt", b"old")] if before else [])


def test_a_disk_that_refuses_at_the_very_end_leaves_what_was_there(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.txt").write_bytes(b"old")

    def full(_: int) -> None:
        raise refuse(errno.ENOSPC)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write("a.txt", b"new")
    assert Path("a.txt").read_bytes() == b"old"
    assert names() == ["a.txt"]


def test_a_file_system_that_cannot_wait_for_its_disk_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(_: int) -> None:
        raise refuse(errno.EINVAL)

    monkeypatch.setattr(os, "fsync", unknown)
    write("a.txt", b"new")
    assert Path("a.txt").read_bytes() == b"new"


def test_permissions_stay_and_new_files_have_those_of_the_user() -> None:
    Path("a.txt").write_bytes(b"old")
    Path("a.txt").chmod(0o640)
    before = os.umask(0o027)
    try:
        write("a.txt", b"new")
        write("b.txt", b"new")
        with writing.filling(Path("c")):
            pass
    finally:
        os.umask(before)
    assert [Path(name).stat().st_mode & 0o777 for name in ("a.txt", "b.txt", "c")] == [0o640, 0o640, 0o750]


def test_a_link_stays_and_what_it_names_is_written() -> None:
    Path("far").mkdir()
    Path("far/a.txt").write_bytes(b"old")
    Path("link").symlink_to("far/a.txt")
    Path("dangling").symlink_to("far/b.txt")
    for name in ("link", "dangling"):
        write(name, b"new")
        assert Path(name).is_symlink()
    assert [Path("far", name).read_bytes() for name in ("a.txt", "b.txt")] == [b"new", b"new"]
    assert names("far") == ["a.txt", "b.txt"]


def test_a_pipe_is_written_straight() -> None:
    os.mkfifo("pipe")
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(Path("pipe").read_bytes()))
    reader.start()
    write("pipe", b"new")
    reader.join()
    assert got == [b"new"]
    assert Path("pipe").is_fifo()


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="needs /dev/stdout")
@pytest.mark.parametrize("name", ["/dev/stdout", "out.txt"])
def test_what_the_shell_has_opened_is_written_straight(name: str) -> None:
    script = f"from claimkit import writing\nwith writing.replacing({name!r}) as file:\n    file.write(b'new')\n"
    with Path("out.txt").open("wb") as out:
        subprocess.run([sys.executable, "-c", script], stdout=out, check=True)
        assert os.fstat(out.fileno()).st_ino == Path("out.txt").stat().st_ino
    assert Path("out.txt").read_bytes() == b"new"


def test_a_long_name_is_written() -> None:
    for name in ("a" * 255, "é" * 127):
        write(name, b"new")
        assert Path(name).read_bytes() == b"new"


KILLED = """
import os, signal
from pathlib import Path
from claimkit import writing
with writing.replacing("a.txt") as file, writing.filling(Path("b")) as folder:
    file.write(b"half")
    file.flush()
    (folder / "c").mkdir()
    (folder / "c" / "d.txt").write_text("half")
    if LIVE:
        print("ready", flush=True)
        input()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_run_left_goes_with_the_next_one() -> None:
    for _ in range(3):
        subprocess.run([sys.executable, "-c", f"LIVE = False{KILLED}"], check=False)
        assert [name.rsplit(".", 1)[1] for name in names()] == ["claimkit-tmp"] * 2  # and no more each time
    assert not Path("a.txt").exists()
    assert not Path("b").exists()
    write("a.txt", b"new")
    with writing.filling(Path("b")):
        pass
    assert names() == ["a.txt", "b"]


def test_what_another_run_still_writes_is_left_to_it() -> None:
    command = [sys.executable, "-c", f"LIVE = True{KILLED}"]
    other = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdout is not None
    other.stdout.readline()
    write("a.txt", b"new")
    with writing.filling(Path("b")):
        pass
    assert len(names()) == 4
    other.communicate(b"\n")
    write("a.txt", b"new")
    with writing.filling(Path("b")):
        pass
    assert names() == ["a.txt", "b"]


def test_remains_that_others_made_do_not_hinder() -> None:
    os.mkfifo(".a.txt.00000000.claimkit-tmp")
    Path(".a.txt.00000001.claimkit-tmp").symlink_to("kept.txt")
    Path("kept.txt").write_bytes(b"kept")
    write("a.txt", b"new")
    assert Path("a.txt").read_bytes() == b"new"
    assert Path("kept.txt").read_bytes() == b"kept"


def fill(path: str, **files: Any) -> None:
    with writing.filling(Path(path)) as folder:
        for name, text in files.items():
            (folder / name).write_text(text)


@pytest.mark.parametrize("there", [False, True])
def test_a_folder_is_there_at_the_end_only(there: bool) -> None:
    if there:
        Path("a").mkdir(mode=0o700)
    with writing.filling(Path("a")) as folder:
        (folder / "b.txt").write_text("new")
        assert not Path("a", "b.txt").exists()
    assert Path("a/b.txt").read_text() == "new"
    assert names() == ["a"]
    assert not there or Path("a").stat().st_mode & 0o777 == 0o700


def test_a_folder_that_fails_leaves_nothing() -> None:
    with pytest.raises(TypeError):
        fill("a", b="1", c=None)
    assert names() == []


def test_the_same_folder_may_be_made_again_and_another_is_not_touched() -> None:
    fill("a", b="1", c="2")
    made = Path("a").stat()
    fill("a", b="1", c="2")
    assert os.path.samestat(Path("a").stat(), made)
    for files in ({"b": "1"}, {"b": "1", "c": "x"}, {"b": "1", "c": "2", "d": "3"}):
        with pytest.raises(FileExistsError):
            fill("a", **files)
    assert {name: Path("a", name).read_text() for name in names("a")} == {"b": "1", "c": "2"}
    Path("file").touch()
    with pytest.raises(NotADirectoryError):
        fill("file", b="1")
    assert names() == ["a", "file"]


def test_the_current_folder_is_fixed() -> None:
    assert writing.is_fixed(Path())
    assert writing.is_fixed(Path("/"))
    Path("a").mkdir()
    assert not writing.is_fixed(Path("a"))
    assert not writing.is_fixed(Path("none"))


# Databases


def fill_database(path: str, value: int, error: Exception | None = None) -> None:
    with writing.replacing_database(path) as fresh:
        with closing(sqlite3.connect(fresh)) as db:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("CREATE TABLE t (n)")
            db.execute("INSERT INTO t VALUES (?)", (value,))
            db.commit()
            assert sum(name.endswith((".claimkit-tmp", "-wal", "-shm")) for name in names()) >= 3
            if value == 1:
                fill_database(path, 2)  # another run for the same target, at the same time
                assert value_of(path) == 2
        if error is not None:
            raise error


def value_of(path: str) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("SELECT n FROM t").fetchone()[0])


def test_two_databases_for_one_target_do_not_meet() -> None:
    fill_database("a.db", 1)
    assert value_of("a.db") == 1  # the last one to end counts
    assert names() == ["a.db"]


def test_an_error_leaves_the_database_that_was_there() -> None:
    fill_database("a.db", 3)
    with pytest.raises(ValueError, match="midway"):
        fill_database("a.db", 4, ValueError("midway"))
    assert (value_of("a.db"), names()) == (3, ["a.db"])


def test_what_a_killed_run_left_of_a_database_goes() -> None:
    fill_database("a.db", 3)
    for name in (".a.db.00000000.claimkit-tmp", ".a.db.00000000.claimkit-tmp-wal", "a.db-wal", "a.db-shm"):
        Path(name).write_bytes(b"left")
    fill_database("a.db", 5)
    assert (value_of("a.db"), names()) == (5, ["a.db"])
