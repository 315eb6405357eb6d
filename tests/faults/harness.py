"""Runs of the command in processes of their own, and what is in the store afterwards."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from claimkit.search import entries
from claimkit.store import Store

CHEAP = (sys.executable, str(Path(__file__).parent / "cheap.py"))
REAL = (sys.executable, "-m", "claimkit")
PATIENCE = 600.0  # seconds: what hangs has to end some day, and a busy machine is slow, not wrong


def start(*arguments: str, command: Sequence[str] = CHEAP, **options: Any) -> subprocess.Popen[str]:
    """The command, running in the current folder; a leader of its own group, so that a signal can reach all of it."""
    environment = {**os.environ, "CLAIMKIT_DB": "claimkit.db"}
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(
        [*command, *arguments], env=environment, text=True, start_new_session=True, **{**pipes, **options}
    )


def finished(*arguments: str, code: int | None = 0, **options: Any) -> tuple[list[str], list[str]]:
    """Lines of stdout and stderr of a whole run; any exit code will do where `code` is None."""
    out, err, found = ended(start(*arguments, **options))
    assert code is None or found == code, err
    return out, err


def ended(process: subprocess.Popen[str]) -> tuple[list[str], list[str], int]:
    """Lines of stdout and stderr, and the exit code. None of the lines is a traceback."""
    out, err = process.communicate(timeout=PATIENCE)
    assert "Traceback" not in err, err
    return out.splitlines(), err.splitlines(), process.returncode


def until(condition: Callable[[], bool], what: str) -> None:
    """Wait for it."""
    limit = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < limit, f"waited in vain until {what}"
        time.sleep(0.01)


def stored(database: str = "claimkit.db") -> int:
    """Number of articles in a store that another process may be writing; 0 while it is being made."""
    if not Path(database).exists():
        return 0
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30)
    try:
        return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        connection.close()


def records(database: str = "claimkit.db") -> list[str]:
    """Every record of a store whose people and clusters are up to date, sorted. Checks that the store is whole."""
    from claimkit.output.records.quote import record

    whole(database)
    with Store(database, readonly=True) as store:
        assert not store.stale
        return sorted(json.dumps(record(e.quote, e.article)) for e in entries.quotes(store))


def whole(database: str = "claimkit.db") -> None:
    """The file, its references and the full-text index are whole, and no article is there twice."""
    with Store(database) as store:
        db = store.connection
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        db.execute("INSERT INTO quotes_fts (quotes_fts, rank) VALUES ('integrity-check', 1)")
        assert db.execute("SELECT count(*) - count(DISTINCT location) FROM articles").fetchone() == (0,)


def article(number: int, *more: str) -> str:
    """A small article, different for each number."""
    said = f"“We counted {number} ships and {number * 7 % 13} boats in the harbour,” said Anna Ilves."
    other = "“The harbour is open again,” said Jonas Brandt."
    return "\n\n".join((f"Report {number}", f"March {number % 28 + 1}, 2025", said, other, *more)) + "\n"


def write(folder: str, numbers: Sequence[int], *more: str) -> list[Path]:
    """A folder of them, old enough that their times tell."""
    paths = []
    for number in numbers:
        path = Path(folder, f"{number:04}.txt")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article(number, *more), encoding="utf-8")
        paths.append(path)
    return paths


def running(group: int) -> list[int]:
    """Processes of a group that still run (Linux; elsewhere none)."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            found.append(int(entry.name))
    return found


def bound(command: Sequence[str] = CHEAP) -> tuple[str, ...]:
    """A command for which permissions count, also where the tests are run by root."""
    if os.geteuid():
        return tuple(command)
    without = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
    if shutil.which("setpriv") is None or subprocess.run([*without, "true"], capture_output=True).returncode:
        pytest.skip("permissions do not bind this user")
    return (*without, *command)
