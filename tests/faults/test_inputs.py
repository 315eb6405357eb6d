"""Odd and hostile inputs: one line each, the rest goes on, and nothing waits for ever."""

from __future__ import annotations

import gzip
import os
import shutil
import sys
import zipfile
from pathlib import Path

import pytest
from harness import CHEAP, REAL, article, finished, records, write
from test_disk import bound


def rest() -> list[str]:
    """The records of the well-behaved articles alone, whose folder is then put away."""
    finished("quotes", "news/good", "--db", "good.db")
    return records("good.db")


def test_each_odd_file_is_one_line_and_the_rest_goes_on() -> None:
    write("news/good", range(4))
    good = rest()
    odd = Path("news/odd")
    odd.mkdir()
    with (odd / "huge.txt").open("wb") as file:
        file.truncate(200_000_000)  # without taking the room
    (odd / "empty.txt").touch()
    (odd / "nuls.txt").write_bytes(b"\0" * 5000)
    (odd / "noise.txt").write_bytes(bytes(range(256)) * 20)
    Path(odd, "dangling.txt").symlink_to("nowhere.txt")
    out, err = finished("quotes", "news", code=3)
    said = sorted(line.split(": ")[1] for line in err)
    assert said == [f"news/odd/{name}.txt" for name in ("dangling", "empty", "huge", "noise", "nuls")]
    assert len(out) == 8
    assert records() == good
    assert finished("quotes", "news") == (out, [])
    assert finished("quotes", "news", "--failures", "all", code=3) == (out, err)


# Its own peak: what the system counts for a child begins with the memory of its parent.
MEASURED = """
import runpy, sys
sys.argv = sys.argv[1:]
try:
    runpy.run_path(sys.argv[0], run_name="__main__")
finally:
    print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")), end="", file=sys.stderr)
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is measured on Linux")
def test_bombs_are_lines_and_the_rest_goes_on() -> None:
    write("news/good", range(2))
    good = rest()
    zeros = b"\0" * 1_000_000
    with gzip.open("news/line.jsonl.gz", "wb", 1) as packed:
        packed.writelines(zeros for _ in range(300))
    with zipfile.ZipFile("news/member.zip", "w", 8) as archive, archive.open("a.txt", "w") as member:
        member.writelines(zeros for _ in range(300))
    inner = Path("news/member.zip").read_bytes()
    with zipfile.ZipFile("news/nested.zip", "w", 8) as archive:
        for number in range(20):
            archive.writestr(f"{number}.zip", inner)
    out, err = finished("quotes", "news", code=3, command=(sys.executable, "-c", MEASURED, *CHEAP[1:]))
    memory = int(err.pop().split()[1])
    assert len(out) == 4
    assert {line.split(": ")[1].split("#")[0] for line in err} == {
        f"news/{name}" for name in ("line.jsonl.gz", "member.zip", "nested.zip")
    }
    assert len(err) <= 20  # of the archives in the nested one those count that come before it is too much
    assert records() == good
    assert memory < 300_000  # kB


def test_links_in_circles_end() -> None:
    write("news/good", range(2))
    good = rest()
    Path("news/loop").symlink_to(".", target_is_directory=True)
    Path("news/good/up").symlink_to("..", target_is_directory=True)
    Path("news/self.txt").symlink_to("self.txt")
    out, err = finished("quotes", "news", code=3)
    assert (len(out), len(err)) == (4, 1)
    assert err[0].startswith("claimkit: news/self.txt: ")
    assert records() == good


def test_pipes_and_devices_in_a_folder_are_left_out() -> None:
    write("news", range(2))
    os.mkfifo("news/pipe.txt")
    Path("news/zeros.txt").symlink_to("/dev/zero")
    Path("news/terminal.txt").symlink_to("/dev/tty")
    out, err = finished("quotes", "news")
    assert (len(out), err) == (4, [])


@pytest.mark.parametrize("name", ["pipe.txt", "/dev/zero", "/dev/null", "/dev/tty"])
def test_a_pipe_or_device_that_is_named_is_one_line(name: str) -> None:
    write("news", range(2))
    os.mkfifo("pipe.txt")
    out, err = finished("quotes", "news", name, code=3)
    assert len(out) == 4
    (line,) = err
    assert line.startswith(f"claimkit: {name}: ") or line.startswith("claimkit: ../"), line


def test_what_a_shell_passes_as_a_file_is_read() -> None:
    write("news", [1])
    shell = f"exec {sys.executable} {CHEAP[1]} quotes --no-store <(cat news/0001.txt)"
    out, err = finished("-c", shell, command=("bash",))
    assert (len(out), err) == (2, [])


def test_a_file_that_goes_while_the_run_goes_on_is_one_line() -> None:
    paths = write("news", range(3))
    runner = Path("vanishing.py")
    runner.write_text(
        "import os, sys\n"
        f"sys.path.insert(0, {str(Path(CHEAP[1]).parent)!r})\n"
        "import cheap\n"
        "from claimkit import reader\n"
        "from claimkit.cli import main\n"
        "from claimkit.analysis import analyser\n"
        "analyser.Analyser = cheap.Cheap\n"
        "find = reader.find\n"
        "def found_and_lost(*given):\n"
        "    found = find(*given)\n"
        f"    os.remove({str(paths[1])!r})\n"
        "    return found\n"
        "reader.find = found_and_lost\n"
        "main()\n"
    )
    out, err = finished("quotes", "news", code=3, command=(sys.executable, str(runner)))
    assert len(out) == 4
    assert err == ["claimkit: news/0001.txt: no such file or folder; check the path"]


def test_what_may_not_be_read_is_one_line() -> None:
    paths = write("news", range(3))
    paths[1].chmod(0)
    Path("news/shut").mkdir(mode=0)
    out, err = finished("quotes", "news", code=3, command=bound())
    assert len(out) == 4
    assert sorted(line.split(": ")[1] for line in err) == ["news/0001.txt", "news/shut"]
    assert all("permission denied" in line for line in err)


# Small enough for the models to be quick. That time grows in step with length, and no faster, is for other tests.
HOSTILE = {
    "marks.txt": "“" * 10_000,
    "straight.txt": '"a ' * 2_000,
    "deep.html": "<!DOCTYPE html><html><body>" + "<div>" * 50_000 + article(1) + "</body></html>",
    "brackets.md": "[" * 3_000 + "](" * 3_000,
    "words.txt": "said " * 5_000,
}


@pytest.mark.slow
@pytest.mark.model
def test_hostile_text_ends_and_costs_no_other_article() -> None:
    write("news/good", [1])
    for name, text in HOSTILE.items():
        Path("news", name).write_text(text)
    out, err = finished("quotes", "news", "--jobs", "2", command=REAL, code=None)
    assert len(err) <= len(HOSTILE)
    assert sum("0001.txt" in line for line in out) == 2


def test_a_hundred_thousand_quotation_marks() -> None:
    write("news/good", [1])
    Path("news/marks.txt").write_text("“" * 100_000 + "\n\n" + '"' * 100_000 + "\n")
    out, err = finished("quotes", "news")
    assert (len(out), err) == (2, [])


@pytest.mark.slow
def test_one_line_of_fifty_megabytes_is_one_line() -> None:
    write("news/good", range(2))
    good = rest()
    Path("news/long.txt").write_bytes(b"word " * 10_000_000)
    out, err = finished("quotes", "news", code=3)
    assert (len(out), len(err)) == (4, 1)
    assert "news/long.txt: larger than" in err[0]
    assert records() == good
    shutil.rmtree("news")
