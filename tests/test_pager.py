"""The pager: on a terminal that the table does not fit into, and nowhere else."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from claimkit.store import Store

from output_cases import clusters, extractions
from store_links import write_links

pty = pytest.importorskip("pty")

ASK = ("quotes", "--type", "all", "--db", "news.db")


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = list(extractions())
    with Store("news.db") as store:
        for extraction in found:
            store.save(extraction, location=extraction.article.path, digest="d", version="v")
        write_links(store, found, list(clusters()))


def shown(*arguments: str, rows: int, **environment: str) -> str:
    """What a terminal of so many rows gets to see."""
    import fcntl
    import struct
    import subprocess
    import termios

    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", rows, 80, 0, 0))
    given = {name: value for name, value in os.environ.items() if name not in ("PAGER", "CLAIMKIT_PAGER", "COLUMNS")}
    given |= {"TERM": "xterm", "NO_COLOR": "1", **environment}
    child = subprocess.Popen(
        [sys.executable, "-m", "claimkit", *arguments], stdin=follower, stdout=follower, stderr=follower, env=given
    )
    os.close(follower)
    data = b""
    while True:
        try:
            piece = os.read(leader, 65_536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        data += piece
    os.close(leader)
    assert child.wait() == 0
    return data.decode().replace("\r\n", "\n")


PAGE = f"{sys.executable} -c \"import sys; print('PAGED', len(sys.stdin.read().splitlines()) > 10)\""


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("arguments", "rows", "environment", "paged"),
    [
        (ASK, 10, {"CLAIMKIT_PAGER": PAGE}, True),
        (ASK, 10, {"PAGER": PAGE}, True),
        (ASK, 10, {"CLAIMKIT_PAGER": PAGE, "PAGER": "no-such-pager"}, True),
        (ASK, 200, {"CLAIMKIT_PAGER": PAGE}, False),  # it fits
        ((*ASK, "--no-pager"), 10, {"CLAIMKIT_PAGER": PAGE}, False),
        (("--no-pager", *ASK), 10, {"CLAIMKIT_PAGER": PAGE}, False),
        ((*ASK, "-f", "jsonl"), 10, {"CLAIMKIT_PAGER": PAGE}, False),
        (ASK, 10, {"CLAIMKIT_PAGER": "", "PAGER": PAGE}, False),
        (ASK, 10, {"CLAIMKIT_PAGER": "cat"}, False),
        (ASK, 10, {"CLAIMKIT_PAGER": "no-such-pager"}, False),
        (ASK, 10, {"CLAIMKIT_PAGER": PAGE, "TERM": "dumb"}, False),
    ],
)
def test_where_tables_are_paged(
    arguments: tuple[str, ...], rows: int, environment: dict[str, str], paged: bool
) -> None:
    text = shown(*arguments, rows=rows, **environment)
    assert ("PAGED True" in text) is paged
    assert ("Donald Trump" in text) is not paged


@pytest.mark.usefixtures("database")
def test_a_pager_that_is_closed_early_is_no_error() -> None:
    assert "Traceback" not in shown(*ASK, rows=5, CLAIMKIT_PAGER=f'{sys.executable} -c "pass"')
