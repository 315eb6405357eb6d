"""Nothing leaves the machine, and nothing is written but where the user works.

Every command runs in an empty home, without `CI` (which hides onnxruntime's telemetry), and is watched twice: by an
audit hook, which sees what Python does, and by strace, where it is installed, which sees what the libraries do by
themselves. In a network namespace of its own nothing could leave even if this failed.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

import claimkit

from commandline import leaves
from documents import docx, pdf, warc

ROOT = Path(claimkit.__file__).resolve().parent.parent
SAID = (
    "The new bridge will open in May.",
    "“It will be open in May,” said Ann Lee, the mayor of Bray.",
    "Ann Lee said that the old bridge had been closed for good.",
)
PAGE = f"<html><body><article>{''.join(f'<p>{line}</p>' for line in SAID * 4)}</article></body></html>"
# Each command, in an order in which each has what it needs. `{quote}` and `{cluster}` are ids from the store.
COMMANDS = (
    "--help",
    "--version",
    "quotes news",
    "quotes news --no-store --jobs 2",
    "claims",
    "who-said 'open in May'",
    "index --meaning",
    "who-said 'the museum will be ready in spring'",
    "clusters",
    "diff {cluster}",
    "explain {quote}",
    "speakers",
    "speakers 'Ann Lee'",
    "report",
    "people export people.csv",
    "people import people.csv",
    "watch -f watchlist.toml news",
    "correct {quote} --cue said",
    "corrections list",
    "corrections export corrections.csv",
    "corrections import corrections.csv",
    "quotes news/plain.txt --db other.db",
    "merge claimkit.db other.db -o both.db",
    "check news --against news --no-cache --html checked.html",
    "verify claimkit.db",
    *(f"export -o records{suffix}" for suffix in (".jsonl", ".csv", ".xlsx", ".parquet", ".conllup", ".spacy")),
    *(f"export --format {name} -o {name}" for name in ("web-annotation", "schema-org", "links", "brat")),
    "sample 2 news --out drawn",
    "evaluate drawn",
    "run news --out run",
    "import run --db imported.db",
    "speakers --run run",
    "datasette-metadata",
    "schema",
    "mcp",
    "doctor",
)
# Those that every run tries; the others are slow together.
QUICK = {"quotes news", "who-said 'open in May'", "report", "doctor"}
# Runs before everything else in each process, and writes down sockets and files that are written.
HOOK = """
import os, socket, sys

LOG = os.open(os.environ["WATCHED"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
FAMILIES = {family.value: family.name for family in socket.AddressFamily}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def watch(event, arguments):
    what = None
    if event.startswith("socket."):
        family = arguments[1] if event == "socket.__new__" else getattr(arguments[0], "family", None)
        if FAMILIES.get(family) != "AF_UNIX":
            what = f"{event} {FAMILIES.get(family)} {arguments[1:]}"
    elif event == "os.mkdir" or (event == "open" and (arguments[2] or 0) & WRITES):
        if isinstance(arguments[0], (str, bytes)):
            what = "write " + os.path.abspath(os.fsdecode(arguments[0]))
    if what:
        os.write(LOG, (what + chr(10)).encode("utf-8", "replace"))


sys.addaudithook(watch)
"""
TRACED = "trace=%network,openat,mkdirat,?open,?creat,?mkdir"
WRITE = re.compile(r"(?:O_WRONLY|O_RDWR|O_CREAT)|^(?:creat|mkdir)")


@dataclass(frozen=True)
class Place:
    """A home, a folder to work in, one for temporary files, and one for what the watchers write."""

    home: Path
    work: Path
    temporary: Path
    watch: Path

    @classmethod
    def make(cls, folder: Path) -> Place:
        place = cls(*(folder / name for name in ("home", "work", "temporary", "watch")))
        for path in (place.home, place.work, place.temporary, place.watch):
            path.mkdir()
        (place.watch / "sitecustomize.py").write_text(HOOK)
        return place

    def run(self, *command: str) -> tuple[str, list[str]]:
        """What a Python program prints, and what it did that it should not."""
        log, trace = self.watch / "log", self.watch / "trace"
        log.write_text("")
        environment = {
            **{name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ},
            "HOME": str(self.home),
            "TMPDIR": str(self.temporary),
            "PYTHONPATH": os.pathsep.join((str(self.watch), str(ROOT))),
            "PYTHONDONTWRITEBYTECODE": "1",
            "WATCHED": str(log),
        }
        tracer = ["strace", "-f", "--seccomp-bpf", "-y", "-qq", "-e", TRACED, "-e", "signal=none", "-o", str(trace)]
        watchers = [*alone(), *tracer] if alone() else []
        done = subprocess.run(
            [*watchers, sys.executable, *command],
            cwd=self.work,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        assert done.returncode in (0, 1), done.stderr  # 1: nothing is found, or `check` has something to look at
        assert "Traceback" not in done.stderr
        seen = log.read_text(encoding="utf-8").splitlines()
        wrong = [line for line in seen if not self._may_write(line.removeprefix("write "))]
        if watchers:
            wrong += [call for line in trace.read_text().splitlines() if (call := self._misdeed(line))]
        wrong += [f"left {path}" for folder in (self.home, self.temporary) for path in sorted(folder.rglob("*"))]
        return done.stdout, wrong

    def _may_write(self, path: str) -> bool:
        return Path(path).is_relative_to(self.work) or path.startswith(
            (f"{self.temporary}/", f"{self.watch}/", "/dev/")
        )

    def _misdeed(self, line: str) -> str | None:
        """A system call that opens a socket beyond this machine, or writes elsewhere."""
        call = line.partition(" ")[2].strip()
        if {*re.findall(r"\bAF_(\w+)", call)} - {"UNIX", "LOCAL", "UNSPEC"}:
            return call
        if WRITE.search(call) and (path := re.search(r'(?:<([^>]*)>, )?"([^"]*)"', call)):
            return None if self._may_write(os.path.join(path[1] or self.work, path[2])) else call  # noqa: PTH118
        return None


@cache
def alone() -> tuple[str, ...]:
    """What gives a command a network of its own, with nothing in it; empty where strace cannot watch it there."""
    for unshare in (("unshare", "-n"), ("unshare", "-rn")):
        if shutil.which("unshare") and shutil.which("strace"):
            tried = [*unshare, "strace", "-f", "--seccomp-bpf", "-y", "-qq", "-e", TRACED, "-o", os.devnull, "true"]
            if subprocess.run(tried, capture_output=True).returncode == 0:
                return unshare
    return ()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place.make(tmp_path_factory.mktemp("offline"))
    news = place.work / "news"
    news.mkdir()
    (news / "plain.txt").write_text("\n\n".join(SAID), encoding="utf-8")
    (news / "page.html").write_text(PAGE, encoding="utf-8")
    (news / "word.docx").write_bytes(docx(SAID))
    (news / "page.pdf").write_bytes(pdf([SAID]))
    (news / "crawl.warc").write_bytes(warc([("https://bray.example/a", "text/html", PAGE.encode())]))
    (place.work / "watchlist.toml").write_text("people = ['Ann Lee']\n", encoding="utf-8")
    feed = f"<item><guid>1</guid><c:encoded>{escape(PAGE)}</c:encoded></item>"
    feed = f'<rss xmlns:c="http://purl.org/rss/1.0/modules/content/"><channel>{feed}</channel></rss>'
    (news / "feed.rss").write_text(feed, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def stored(place: Place) -> dict[str, str]:
    """Ids of a quotation and a cluster in the store of `place`."""
    place.run("-m", "claimkit", "quotes", "news", "-q")
    return {
        "quote": json.loads(place.run("-m", "claimkit", "quotes", "--json")[0])[0]["id"],
        "cluster": json.loads(place.run("-m", "claimkit", "clusters", "--json")[0])[0]["id"],
    }


@pytest.mark.model
@pytest.mark.parametrize("command", [c if c in QUICK else pytest.param(c, marks=pytest.mark.slow) for c in COMMANDS])
def test_a_command_opens_no_socket_and_writes_nowhere_else(place: Place, stored: dict[str, str], command: str) -> None:
    _, wrong = place.run("-m", "claimkit", *shlex.split(command.format(**stored)))
    assert wrong == []


def test_every_command_is_watched() -> None:
    watched = [shlex.split(command) for command in COMMANDS]
    assert [leaf for leaf in leaves() if not any(tuple(words[: len(leaf)]) == leaf for words in watched)] == []


@pytest.mark.model
def test_the_watchers_see_what_is_wrong(place: Place) -> None:
    script = (
        "import socket, pathlib\nsocket.socket().close()\n"
        "pathlib.Path.home().joinpath('kept').write_text('x')\npathlib.Path.home().joinpath('kept').unlink()"
    )
    _, wrong = place.run("-c", script)
    assert [line for line in wrong if line.startswith("socket.__new__")]
    assert f"write {place.home / 'kept'}" in wrong
    if alone():
        assert [line for line in wrong if line.startswith("socket(AF_INET")]
        assert [line for line in wrong if line.startswith("openat(") and "/kept" in line]


@pytest.mark.model
@pytest.mark.slow
def test_the_library_sends_nothing(place: Place) -> None:
    script = (
        "import numpy, claimkit\n"
        "if __name__ == '__main__':\n"
        "    print(len(claimkit.extract('“It will open,” said Ann Lee.')), len(claimkit.read('news', jobs=2)) > 1)"
    )
    (place.work / "program.py").write_text(script, encoding="utf-8")
    printed, wrong = place.run("program.py")
    assert printed == "1 True\n"
    # urllib3 binds a socket to see whether there is IPv6; a program that uses claimkit may want to know that.
    assert [line for line in wrong if not re.match(r"(socket|bind)\b.*(AF_INET6|::1)", line)] == []


# --- onnxruntime


@pytest.mark.parametrize(
    ("before", "warned"),
    [
        ("", False),
        ("import onnxruntime", True),
        ("os.environ['ORT_DISABLE_TELEMETRY'] = '0'; import onnxruntime", True),
        ("os.environ['ORT_DISABLE_TELEMETRY'] = 'true'; import onnxruntime", False),
        ("import claimkit.analysis.tagger, onnxruntime", False),
    ],
)
def test_onnxruntime_is_told_before_it_is_loaded(tmp_path: Path, before: str, warned: bool) -> None:
    (tmp_path / "onnxruntime.py").write_text(
        "import os\ntold = os.environ.get('ORT_DISABLE_TELEMETRY')\ndisable_telemetry_events = print\n"
    )
    script = (
        f"import os\n{before}\nimport claimkit.analysis.tagger, claimkit.training, onnxruntime\n"
        "from claimkit.surroundings import no_telemetry\n"
        "print(onnxruntime.told, os.environ['ORT_DISABLE_TELEMETRY'], no_telemetry())"
    )
    environment = {n: v for n, v in os.environ.items() if n != "ORT_DISABLE_TELEMETRY"}
    environment["PYTHONPATH"] = os.pathsep.join((str(tmp_path), str(ROOT)))
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    told, now, off = done.stdout.split()
    assert (now, off) == ("1", str(not warned))
    assert warned or told in ("1", "true")
    assert done.stderr.count("RuntimeWarning: onnxruntime was imported before claimkit") == warned


def test_onnxruntime_is_imported_in_one_file() -> None:
    found = set()
    for path in (*(ROOT / "claimkit").rglob("*.py"), *(ROOT / "tests").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if "onnxruntime" in text else ():
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            if any(name.split(".")[0] == "onnxruntime" for name in names):
                found.add(path.relative_to(ROOT).as_posix())
    assert found == {"claimkit/inference.py"}
