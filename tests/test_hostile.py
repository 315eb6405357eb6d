"""The whole command on hostile input: no network, nothing that a terminal obeys, nothing outside the folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from claimkit.reader import decoding

from documents import pdf, warc, zipped

pytestmark = pytest.mark.model

SEEDS = Path(__file__).parent.parent / "seeds"
STORY = "“We are open\x1b]0;owned\x07,” Anna Ilves said\x9b31m. “=1+1,” she said.\n"

# Any use of the network ends the process with a line that says so. (At import, a library asks for IPv6 with a socket
# that goes nowhere.)
NO_NETWORK = """
import socket, sys
def refuse(*arguments, **named):
    sys.stderr.write("NETWORK\\n")
    raise SystemExit(70)
class Refused(socket.socket):
    connect = connect_ex = sendto = sendmsg = listen = refuse
socket.socket = Refused
socket.create_connection = socket.getaddrinfo = socket.gethostbyname = refuse
from claimkit.cli import main
sys.argv = ["claimkit", *sys.argv[1:]]
main()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Articles in several formats, with controls in text, title, outlet and file name."""
    news = tmp_path / "news"
    news.mkdir()
    (news / "a\x1b[31m.txt").write_text(STORY)
    (news / "b.jsonl").write_text(
        '{"text": "“We sail,” Anna Ilves said.", "title": "\\u001b[2J", "source": "\\u009bPost"}\n{"\\u001b[31m": 1}\n'
    )
    (news / "c.zip").write_bytes(zipped({"../\x1b[31mx.txt": "“We stay,” Bo Lind said.", "../e.txt": ""}))
    (news / "d.rss").write_text(
        '<!DOCTYPE rss SYSTEM "http://a.example/x.dtd" [<!ENTITY x SYSTEM "http://a.example/">]><rss><channel>'
        "<item><encoded>“We go,” Bo Lind said. &x;</encoded></item></channel></rss>"
    )
    page = '<html><head><link rel="stylesheet" href="http://a.example/"></head><body><img src="http://a.example/">'
    (news / "e.html").write_text(f"{page}<p>“We come,” Bo Lind said on Monday.</p></body></html>")
    (news / "f.warc").write_bytes(warc([("http://a.example/\x1b[31m a", "text/html", b"<p>Ships came in.</p>")]))
    (news / "g.pdf").write_bytes(pdf([["“We wait,” Bo Lind said."]]))
    return tmp_path


def run(folder: Path, *arguments: str, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONPATH": str(SEEDS.parent)}
    command = [*before, sys.executable, "-c", NO_NETWORK, *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)


def test_nothing_is_obeyed_and_nothing_is_fetched(folder: Path) -> None:
    (folder / "store").mkdir()
    before = sorted((folder / "news").rglob("*"))
    db = ("--db", "store/claimkit.db")
    read = run(folder, "quotes", "news", "--type", "all", "--format", "table", *db)
    assert read.returncode == 3, read.stderr  # b.jsonl#2 and an empty member
    assert read.stderr.count(b"\n") == 2
    stored = [run(folder, "quotes", "--type", "all", "--format", format, *db) for format in ("jsonl", "csv")]
    for done in (read, *stored):
        for stream in (done.stdout.decode(), done.stderr.decode()):
            assert all(c in "\n\t" or (c.isprintable() and c != "\u202e") for c in stream)
            assert "NETWORK" not in stream
        assert done.stdout.count(b"Bo Lind") >= 4
    assert sorted((folder / "news").rglob("*")) == before
    assert {path.name for path in folder.iterdir()} == {"news", "store"}


@pytest.mark.slow
def test_without_any_network_at_all(folder: Path) -> None:
    unshare = shutil.which("unshare")
    cut = (unshare or "unshare", "-rn")
    if unshare is None or subprocess.run([*cut, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no network namespaces here")
    done = run(folder, "who-said", "We sail", "news", before=cut)
    assert b"Anna Ilves" in done.stdout, done.stderr


def test_repair_leaves_sound_text_alone() -> None:
    assert decoding.fix_mojibake("â€œYes") == "“Yes"
    for path in SEEDS.iterdir():
        text = path.read_text(encoding="utf-8")
        assert decoding.fix_mojibake(text) == text
