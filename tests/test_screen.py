"""Terminals of every kind: colours, width, letters that cannot be shown, text that must not be obeyed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner

import claimkit
from claimkit.cli import app, screen
from claimkit.models.collection import Cluster, Correction
from claimkit.models.record import Extraction, Speaker
from claimkit.output.visible import visible
from claimkit.store import Store

from commandline import leaves
from output_cases import check_golden, clusters, extractions
from store_links import write_links
from support import TESTS

ROOT = Path(claimkit.__file__).resolve().parent.parent
PLAIN = {"COLUMNS": "80", "TERM": "xterm-256color", "NO_COLOR": "", "FORCE_COLOR": "", "COLORTERM": ""}
# A screen cleared, a title set, a colour, a bell, C1 forms of them, a turned direction, a line and its start.
HOSTILE = "\x1b[2J\x1b]0;owned\x07\x1b[31m\x9b5m\x9d0;x\x9c\u202e\u2066\r\n\t\x00\x7f[bold]"
# How each command that prints a table is asked, with the ids of the made-up articles.
ASKED = {
    ("quotes",): ["quotes", "--type", "all"],
    ("claims",): ["claims"],
    ("who-said",): ["who-said", "making progress"],
    ("clusters",): ["clusters"],
    ("diff",): ["diff", "c_"],
    ("explain",): ["explain", "ID"],
    ("speakers",): ["speakers"],
    ("watch",): ["watch", "-f", str(TESTS / "cases" / "watchlist.toml")],
    ("corrections", "list"): ["corrections", "list"],
}


def has_table(command: tuple[str, ...]) -> bool:
    helped = CliRunner().invoke(app, [*command, "--help"], env={"COLUMNS": "200"}).stdout
    return re.search(r"--format .*\btable\b", helped) is not None


def stored(path: Path, found: list[Extraction], groups: list[Cluster]) -> Path:
    with Store(path) as store:
        for extraction in found:
            store.save(extraction, location=extraction.article.path, digest="d", version="v")
        write_links(store, found, groups)
    return path


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stored(tmp_path_factory.mktemp("store") / "news.db", list(extractions()), list(clusters()))


@pytest.fixture(autouse=True)
def no_choice_is_left() -> Iterator[None]:
    yield
    screen.choose(screen.Color.auto)


def printed(arguments: list[str], database: Path, **environment: str) -> str:
    environment = {**PLAIN, **environment}
    result = CliRunner().invoke(app, [*arguments, "--db", str(database)], prog_name="claimkit", env=environment)
    assert result.exit_code == 0, result.output
    return result.stdout


# Colours


@pytest.mark.parametrize(
    ("options", "environment", "coloured"),
    [
        ([], {}, False),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ([], {"FORCE_COLOR": "1", "TERM": "dumb"}, False),
        (["--color", "always"], {}, True),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        (["--color", "always"], {"TERM": "dumb"}, True),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
        (["--color", "auto"], {}, False),
    ],
)
@pytest.mark.parametrize("after", [True, False])
def test_colours(database: Path, options: list[str], environment: dict[str, str], coloured: bool, after: bool) -> None:
    command = ["who-said", "making progress", "--format", "table"]
    out = printed([*command, *options] if after else [*options, *command], database, **environment)
    assert bool(re.search(r"\x1b\[[\d;]*3\d", out)) == coloured
    assert ("\x1b" in out) <= ("always" in options or environment.get("FORCE_COLOR") is not None)


def test_what_is_said_after_the_command_counts(database: Path) -> None:
    command = ["--color", "always", "who-said", "making progress", "--format", "table", "--color", "never"]
    assert "\x1b" not in printed(command, database)


def test_records_have_no_colours(database: Path) -> None:
    assert "\x1b" not in printed(["quotes", "--color", "always"], database)


def test_a_file_has_no_colours_unless_they_are_asked_for(database: Path, tmp_path: Path) -> None:
    command = ["quotes", "--format", "table", "-o", str(tmp_path / "a.txt")]
    printed(command, database)
    assert "\x1b" not in (tmp_path / "a.txt").read_text(encoding="utf-8")
    printed([*command, "--color", "always"], database)
    assert "\x1b[" in (tmp_path / "a.txt").read_text(encoding="utf-8")


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("environment", "escapes"),
    [
        ({"TERM": "xterm-256color"}, {"\x1b[1m", "\x1b[2m", "\x1b[1;32m", "\x1b[0m"}),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, {"\x1b[1m", "\x1b[2m", "\x1b[0m"}),
        ({"TERM": "dumb"}, set()),
    ],
)
def test_a_real_terminal(database: Path, environment: dict[str, str], escapes: set[str]) -> None:
    import pty

    parent, child = pty.openpty()
    inherited = {name: value for name, value in os.environ.items() if name not in PLAIN}
    process = subprocess.Popen(
        [sys.executable, "-m", "claimkit", "clusters", "--db", str(database)],
        stdin=child,
        stdout=child,
        stderr=child,
        cwd=ROOT,
        env={**inherited, "COLUMNS": "80", **environment},
    )
    os.close(child)
    out = b""
    with suppress(OSError):  # the other end is closed
        while chunk := os.read(parent, 65536):
            out += chunk
    os.close(parent)
    assert process.wait() == 0
    assert set(re.findall(r"\x1b\[[^a-zA-Z]*[a-zA-Z]", out.decode())) == escapes
    assert "Printed by" in out.decode()  # a table, as it is a terminal


# Width


@pytest.mark.parametrize(("columns", "width"), [("40", 40), ("200", 200), ("0", 80), ("", 80), ("x", 80), ("-5", 80)])
def test_columns_say_how_wide(columns: str, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    for stream in ("__stdout__", "__stderr__", "__stdin__"):
        monkeypatch.setattr(sys, stream, None)
    assert screen.columns() == width


@pytest.mark.parametrize("term", ["dumb", "unknown", "xterm", ""])
def test_a_plain_terminal_is_as_wide_as_it_says(database: Path, term: str) -> None:
    lines = printed(["quotes", "--format", "table"], database, TERM=term, COLUMNS="120").splitlines()
    assert 100 < max(map(cell_len, lines)) <= 120


# Letters


@pytest.mark.parametrize(
    ("line", "plain"),
    [
        ("plain", "plain"),
        ("“We’re – here” · €", '"We\'re - here" - ?'),
        ("Zoë Š ﬁ Ł 東", "Zoe S f ? ??"),
        (" a …b    | c", " a ...b  | c"),
        (" a …b   | c", " a ...b  | c"),
        (" a …b  | c", " a ...b  | c"),
        ("e\u0301\u200d", "e"),
    ],
)
def test_letters_of_ascii(line: str, plain: str) -> None:
    assert screen.in_ascii(line) == plain


@pytest.mark.parametrize(
    ("encoding", "environment", "ascii_only"),
    [
        ("utf-8", {}, False),
        ("ascii", {}, True),
        ("latin-1", {}, True),
        ("cp1252", {}, False),
        ("no-such-encoding", {}, True),
        ("utf-8", {"LANG": "C"}, True),
        ("utf-8", {"LANG": "C", "LC_CTYPE": "C.UTF-8"}, True),
        ("utf-8", {"LANG": "C", "LC_ALL": "de_DE.UTF-8"}, False),
        ("utf-8", {"LC_ALL": "POSIX"}, True),
        ("utf-8", {"LANG": "C.UTF-8"}, False),
        ("utf-8", {"LANG": "C", "PYTHONIOENCODING": "utf-8"}, False),
    ],
)
def test_where_only_ascii_can_be_shown(
    encoding: str, environment: dict[str, str], ascii_only: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LANG", "LC_ALL", "LC_CTYPE", "PYTHONIOENCODING", "PYTHONUTF8"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    class Stream:
        pass

    stream = Stream()
    stream.encoding = encoding  # type: ignore[attr-defined]
    assert screen.is_ascii(stream) == ascii_only


@pytest.mark.parametrize("width", [40, 80])
def test_a_table_in_ascii(database: Path, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "is_ascii", lambda stream: True)
    out = printed(["quotes", "--type", "all", "--format", "table"], database, COLUMNS=str(width))
    assert out.isascii()
    assert max(map(len, out.splitlines())) <= width
    check_golden(f"quotes-{width}-ascii.txt", out)


def test_help_is_in_ascii() -> None:
    for command in [(), ("people",), ("corrections",), *leaves()]:
        assert CliRunner().invoke(app, [*command, "--help"]).stdout.isascii(), command


# What must not be obeyed


def test_every_command_with_a_table_is_asked_here() -> None:
    # `check` and `verify` are given files: tests/test_check.py and tests/test_verify.py ask them.
    assert {command for command in leaves() if has_table(command)} - {("check",), ("verify",)} == set(ASKED)


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("command", ASKED, ids=" ".join)
def test_nothing_in_a_store_is_obeyed(command: tuple[str, ...], width: int, tmp_path: Path) -> None:
    found = []
    for extraction in extractions():
        article = extraction.article
        fields = {
            name: f"{getattr(article, name)}{HOSTILE}" for name in ("title", "outlet", "published", "url", "path")
        }
        quotes = [
            replace(
                quote,
                text=quote.text + HOSTILE,
                speaker=quote.speaker and _hostile(quote.speaker),
                cue=quote.cue and replace(quote.cue, text=quote.cue.text + HOSTILE, lemma=HOSTILE),
                source=quote.source and replace(quote.source, text=quote.source.text + HOSTILE),
            )
            for quote in extraction.quotes
        ]
        found.append(Extraction(replace(article, text=article.text + HOSTILE, **fields), tuple(quotes)))
    database = stored(tmp_path / "hostile.db", found, list(clusters()))
    first = found[0].quotes[0]
    if command[0] == "corrections":
        content = tuple((span.start, span.end) for span in first.content)
        words = {"words": first.text, "path": found[0].article.path, "speaker": f"Ann{HOSTILE}"}
        with Store(database) as store:
            store.correct([Correction(found[0].article.id, content, quote_id=first.id, **words)])
    meant = {"ID": first.id, "c_": first.cluster or "c_"}
    arguments = [meant.get(word, word) for word in ASKED[command]]
    out = printed([*arguments, "--format", "table"], database, COLUMNS=str(width))
    assert "owned" in out
    assert visible(out, keep="\n") == out


def _hostile(speaker: Speaker) -> Speaker:
    name = None if speaker.name is None else speaker.name + HOSTILE
    return replace(speaker, name=name, aliases=(*speaker.aliases, HOSTILE), wikidata=HOSTILE, affiliation=HOSTILE)
