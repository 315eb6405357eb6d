"""Runs that are stopped, politely and not, and those that share a store: nothing is lost, nothing is there twice."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

import pytest
from harness import REAL, ended, finished, records, running, start, stored, until, whole, write

from claimkit.store import Store

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals as POSIX has them")

SEVERAL = pytest.param("2", marks=pytest.mark.slow)
GO_ON = "run the same command again to go on"
# More slow articles than a run can finish before this process, on however busy a machine, has done what it does to it.
MANY = 400


def undisturbed() -> list[str]:
    """The records of a run that nothing happens to, and that hurries."""
    Path("hurry").touch()
    finished("quotes", "news", "--db", "undisturbed.db")
    return records("undisturbed.db")


@pytest.mark.parametrize("jobs", ["1", SEVERAL])
def test_kill_9_again_and_again(jobs: str) -> None:
    write("news", range(80), "SLOW")
    rng = random.Random(int(jobs))
    before = 0
    for n in range(4):
        process = start("quotes", "news", "--jobs", jobs)
        if n % 2:  # in the middle of the work, or at any moment: while starting, too
            until(lambda: stored() > before or process.poll() is not None, "an article is stored")  # noqa: B023
        time.sleep(rng.uniform(0, 0.5))
        process.kill()
        process.communicate()
        until(lambda: not running(process.pid), "its processes are gone")  # noqa: B023
        if Path("claimkit.db").exists():
            whole()
        assert stored() >= before
        before = stored()
    Path("hurry").touch()
    out, _ = finished("quotes", "news", "--jobs", jobs)
    assert len(out) == 160
    assert records() == undisturbed()


@pytest.mark.parametrize("jobs", ["1", SEVERAL])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_polite_stop_keeps_what_is_done_and_says_how_to_go_on(jobs: str, number: signal.Signals) -> None:
    write("news", range(MANY), "SLOW")
    process = start("quotes", "news", "--jobs", jobs)
    until(lambda: stored() > 0, "an article is stored")
    # Ctrl-C reaches every process of the group, `kill` the one that it names.
    (os.killpg if number == signal.SIGINT else os.kill)(process.pid, number)
    out, err, code = ended(process)
    assert (code, out) == (130, [])
    (line,) = err
    assert GO_ON in line
    assert f"{stored()} article" in line
    assert stored() < MANY  # it did not go on to the end
    until(lambda: not running(process.pid), "its processes are gone")
    Path("hurry").touch()
    finished("quotes", "news", "--jobs", jobs)
    assert records() == undisturbed()


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.parametrize("delay", [0.0, 0.3, 1.0])
def test_a_stop_while_libraries_and_processes_start_is_one_line(delay: float) -> None:
    write("news", range(MANY))
    process = start("quotes", "news", "--jobs", "2", command=REAL)
    maps = Path(f"/proc/{process.pid}/maps")
    until(lambda: not maps.exists() or "numpy" in maps.read_text(), "numpy is being imported")
    time.sleep(delay)
    os.killpg(process.pid, signal.SIGINT)
    _, err, code = ended(process)
    # Where the signal meets C code of a library that runs Python by itself, Python ends by the signal in the end, after
    # all is told; a shell shows 130 for that, too.
    assert code in (130, -signal.SIGINT)
    assert len(err) == 1
    assert GO_ON in err[0]
    until(lambda: not running(process.pid), "its processes are gone")


@pytest.mark.slow
def test_what_another_process_killed_is_done_by_the_others() -> None:
    write("news", range(MANY), "SLOW")
    process = start("quotes", "news", "--jobs", "2")
    until(lambda: stored() > 0, "an article is stored")
    workers = [p for p in running(process.pid) if p != process.pid and is_worker(p)]
    os.kill(workers[0], signal.SIGKILL)
    Path("hurry").touch()
    out, err, code = ended(process)
    assert (code, err, len(out)) == (0, [], 2 * MANY)
    assert records() == undisturbed()


def is_worker(process: int) -> bool:
    return b"spawn_main" in Path(f"/proc/{process}/cmdline").read_bytes()


def test_an_article_that_kills_its_process_is_one_line() -> None:
    write("news", range(20))
    write("news", [7], "FATAL")
    out, err = finished("quotes", "news", "--jobs", "2", code=3)
    assert len(out) == 38
    (line,) = err
    assert line.startswith("claimkit: news/0007.txt: left out: the process that analysed it died")
    write("news", [7])
    finished("quotes", "news")
    assert records() == undisturbed()


@pytest.mark.slow
def test_two_runs_at_once_share_a_store() -> None:
    write("news", range(40), "SLOW")
    write("more", range(40, 60), "SLOW")
    processes = [start("quotes", *paths) for paths in (["news"], ["news", "more"], ["more"])]
    for process in processes:
        _, err, code = ended(process)
        assert (code, err) == (0, [])
    finished("quotes", "news", "more", "--db", "undisturbed.db")
    assert records() == records("undisturbed.db")


def test_who_has_to_wait_is_told_and_goes_on() -> None:
    write("news", range(3))
    with Store("claimkit.db") as store:
        store.connection.execute("BEGIN IMMEDIATE")
        process = start("quotes", "news")
        assert process.stderr is not None
        told = process.stderr.readline()  # comes after a second of waiting, however slowly the process starts
        assert process.poll() is None
        store.connection.rollback()
    out, err, code = ended(process)
    assert (code, len(out), err) == (0, 6, [])
    assert told == "claimkit: claimkit.db: waiting for another claimkit to finish writing\n"


def test_a_stop_is_heard_while_waiting() -> None:
    write("news", range(3))
    with Store("claimkit.db") as store:
        store.connection.execute("BEGIN IMMEDIATE")
        process = start("quotes", "news")
        assert process.stderr is not None
        assert "waiting for another claimkit" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        _, err, code = ended(process)
        store.connection.rollback()
    assert code == 130
    assert GO_ON in err[-1]


@pytest.mark.slow
@pytest.mark.model
def test_kill_9_with_the_models() -> None:
    write("news", range(12))
    for _ in range(2):
        process = start("quotes", "news", "--jobs", "2", command=REAL)
        before = stored()
        until(lambda: stored() > before or process.poll() is not None, "an article is stored")  # noqa: B023
        process.kill()
        process.communicate()
        until(lambda: not running(process.pid), "its processes are gone")  # noqa: B023
    finished("quotes", "news", "--jobs", "2", command=REAL)
    finished("quotes", "news", "--db", "undisturbed.db", command=REAL)
    assert len(records()) >= 12
    assert records() == records("undisturbed.db")


def test_the_reader_of_a_pipe_may_leave() -> None:
    write("news", range(200))
    shell = f"{sys.executable} {Path(__file__).parent / 'cheap.py'} quotes news | head -1"
    out, err = finished("-c", shell, command=("bash",))
    assert (len(out), err) == (1, [])
