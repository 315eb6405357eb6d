"""An archive for months: what is new, what was told already, exit codes; with the cheap analyser."""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import cheap
import pytest
from typer.testing import CliRunner

from claimkit.cli import app
from claimkit.search.moments import utc_moment
from claimkit.store import Store, arrivals, connecting

from support import TESTS

WATCHLIST = """\
phrases = ["harbour is open"]
people = ["Jonas Brandt"]

[[watch]]
name = "Ilves on ships"
phrases = ["counted 3 ships"]
people = ["Anna Ilves"]
"""


def claim(*line: str, code: int | None = 0) -> tuple[str, str]:
    result = CliRunner().invoke(app, list(line), prog_name="claimkit")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    assert code is None or result.exit_code == code, result.output
    return result.stdout, result.stderr


def records(*line: str, code: int | None = 0) -> list[Any]:
    return [json.loads(row) for row in claim(*line, "--format", "jsonl", code=code)[0].splitlines()]


def article(number: int, *more: str) -> str:
    said = f"“We counted {number} ships and {number * 7 % 13} boats in the harbour,” said Anna Ilves."
    return "\n\n".join((f"Report {number}", said, f"“Report {number} is wrong,” said Jonas Brandt.", *more)) + "\n"


def put(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")
    os.utime(path, (1, 1))


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CLAIMKIT_DB", raising=False)
    monkeypatch.setattr("claimkit.analysis.analyser.Analyser", cheap.Cheap)
    return tmp_path


# --- what is new


def test_thirty_nights_show_each_record_once(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: Counter[str] = Counter()
    told: Counter[str] = Counter()
    every: set[str] = set()
    for night in range(30):
        monkeypatch.setattr(arrivals, "now", lambda night=night: f"2025-03-{night + 1:02}T02:00:00Z")
        for number in range(3):
            put(f"news/{night:02}-{number}.txt", article(100 * night + number))
        if night == 3:
            put("news/broken.txt", "\0" * 5000)
        if night == 7:
            Path("news/old").mkdir()
            Path("news/02-1.txt").rename("news/old/moved.txt")
        if night == 11:
            put("news/04-0.txt", article(400, "“It was corrected,” said Jonas Brandt."))
        if night == 13:
            shutil.copytree("news/old", "news/copy")
        if night == 17:  # another version of the pipeline
            monkeypatch.setattr("claimkit.runs.versions.analysing", lambda: "another version")
        out, err = claim("quotes", "news", "--new", "--cursor", "desk", "--format", "jsonl", code=None)
        shown.update(json.loads(line)["id"] for line in out.splitlines())
        told.update(err.splitlines())
        every |= {record["id"] for record in records("quotes")}
    assert shown == Counter(every)
    assert len(every) == 30 * 3 * 2 + 3  # a changed article is another one
    [broken] = (line for line in told if "broken" in line)
    assert told[broken] == 1
    assert claim("quotes", "news", "--new", "--cursor", "desk", code=1) == ("", "claimkit: no new quotations found\n")
    assert claim("quotes", "news", "--new", "--cursor", "desk", "--failures", "all", code=3)[1] == f"{broken}\n"
    added = {record["id"] for record in records("quotes", "--added-since", "2025-03-30")}
    assert {record["id"] for record in records("quotes", "news", "--added-since", "2025-03-30")} == added
    assert len(added) == 6
    assert connecting.damage("claimkit.db") == []


def test_a_broken_pipe_moves_no_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        put(f"news/{number}.txt", article(number))
    claim("quotes", "news", "-q")

    def closed(chunks: Iterator[str], output: str | None) -> bool:
        list(chunks)
        return False

    with monkeypatch.context() as patch:
        patch.setattr("claimkit.cli.printing.write", closed)
        claim("quotes", "--new")
    first = [record["id"] for record in records("quotes", "--new", "--limit", "2")]
    rest = [record["id"] for record in records("quotes", "--new")]
    assert (len(first), len(rest)) == (2, 4)
    assert sorted(first + rest) == sorted(record["id"] for record in records("quotes"))
    assert len(records("quotes", "--new", "--cursor", "another")) == 6
    assert len(records("claims", "--new", "--type", "all")) == 6


def test_new_in_every_answer() -> None:
    put("news/1.txt", article(3))
    put("news/2.txt", article(3, "“The harbour is open,” said Jonas Brandt."))
    assert len(records("quotes", "news", "--type", "all")) == 5
    for line in (("who-said", "harbour is open"), ("clusters",), ("report", "-o", "r.html")):
        claim(*line, "--new")
        claim(*line, "--new", code=1)
        claim(*line)
    put("news/3.txt", article(3, "“The harbour is closed for good,” said Jonas Brandt."))
    claim("quotes", "news")
    [cluster, other] = records("clusters", "--new")
    assert all(any("3.txt" in q["article"]["path"] for q in one["quotes"]) for one in (cluster, other))
    claim("clusters", "--new", code=1)
    assert "--new needs the store" in claim("quotes", "news", "--new", "--no-store", code=2)[1]
    assert "is not a moment" in claim("quotes", "--added-since", "soon", code=2)[1]


def test_records_of_before_are_not_news_of_today() -> None:
    """The store was written by the version before this one, which kept no moments."""
    import sqlite3

    with closing(sqlite3.connect("claimkit.db")) as db:
        db.executescript((TESTS / "cases" / "store-1.2.sql").read_text(encoding="utf-8"))
        assert db.execute("PRAGMA user_version").fetchone() == (4,)
    before = [json.loads(line) for line in (TESTS / "cases" / "store-1.2.jsonl").read_text("utf-8").splitlines()]
    assert records("quotes", "--type", "all") == before
    assert connecting.damage("claimkit.db") == []
    assert records("quotes", "--added-since", "2000", code=1) == []
    assert records("quotes", "--type", "all", "--new") == before
    with Store("claimkit.db") as store:
        [entry] = store.people_file()
    assert (entry.name, entry.affiliation, entry.pronouns) == ("Ada Lund", "Harbour Council", "she")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2025-02-09", "2025-02-09T00:00:00Z"),
        ("2025-02", "2025-02-01T00:00:00Z"),
        ("2025", "2025-01-01T00:00:00Z"),
        ("2025-02-09T18:30", "2025-02-09T18:30:00Z"),
        ("2025-02-09 18:30:01+02:00", "2025-02-09T16:30:01Z"),
        ("36h", "2025-03-02T12:00:00Z"),
        ("3d", "2025-03-01T00:00:00Z"),
        ("1w", "2025-02-25T00:00:00Z"),
    ],
)
def test_moments(said: str, meant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import time
    from datetime import UTC, datetime

    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    assert utc_moment(said, datetime(2025, 3, 4, tzinfo=UTC)) == meant


# --- watch


def test_watch_shows_each_hit_once() -> None:
    Path("watchlist.toml").write_text(WATCHLIST, encoding="utf-8")
    put("news/1.txt", article(1))
    put("news/3.txt", article(3))
    found = records_of(claim("watch", "-f", "watchlist.toml", "news")[0])
    assert sorted((r["watches"], r["text"]) for r in found) == [
        (["Ilves on ships"], "We counted 3 ships and 8 boats in the harbour,"),
        (["Jonas Brandt"], "Report 1 is wrong,"),
        (["Jonas Brandt"], "Report 3 is wrong,"),
    ]
    assert claim("watch", "-f", "watchlist.toml", "news", code=1) == ("", "claimkit: nothing new\n")
    put("news/4.txt", article(4, "“The harbour is open again,” said Jonas Brandt."))
    found = records_of(claim("watch", "-f", "watchlist.toml", "news")[0])
    assert [r["watches"] for r in found if "open" in r["text"]] == [["harbour is open", "Jonas Brandt"]]
    assert len(found) == 3  # a phrase finds what is nearly the same, too
    claim("watch", "--cursor", "desk", "-o", "hits.csv")
    rows = list(csv.DictReader(Path("hits.csv").read_text("utf-8").splitlines()))
    assert (len(rows), {row["watches"] for row in rows}) == (
        7, {"Ilves on ships", "Jonas Brandt", "harbour is open; Jonas Brandt"},
    )  # fmt: skip
    assert "watchlist.toml: is read by this command" in claim("watch", "-o", "watchlist.toml", code=2)[1]


def records_of(out: str) -> list[Any]:
    return [json.loads(line) for line in out.splitlines()]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("phrases = 3 4", "watchlist.toml:1: is not TOML"),
        ("", "watches nothing"),
        ("phrase = 'x'", "unknown key 'phrase'; choose from phrases, people and [[watch]]"),
        ("phrases = [3]", "phrases must be a list of texts"),
        ("phrases = ['…']", "'…' contains no word to look for"),
        ("[[watch]]\nname = 'x'", "neither phrases nor people"),
        ("[[watch]]\nname = 3\npeople = ['x']", "must be text"),
        ("[[watch]]\npeople = ['x']\nmin_confidence = 'high'", "must be a number"),
        ("[[watch]]\npeople = ['x']\nsince = 3", "unknown key 'since' in [[watch]]"),
        ("people = ['x', 'x']", "'x' is watched twice"),
        ("watch = 3", "watch is not a table"),
    ],
)
def test_a_mistake_in_a_watchlist_is_one_line(text: str, said: str) -> None:
    Path("watchlist.toml").write_text(text, encoding="utf-8")
    out, err = claim("watch", code=2)
    assert (out, err.count("\n")) == ("", 1)
    assert said in err
