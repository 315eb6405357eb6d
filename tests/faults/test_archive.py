"""An archive for months: what is new, what was told already, exit codes; with the cheap analyser."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import cheap
import pytest
from typer.testing import CliRunner

from claimkit.cli import app
from claimkit.search.moments import utc_moment
from claimkit.store import Store, arrivals, connecting, merging, speaker_rows

from support import TESTS

SAME = "“The bridge will stay open for all of us this winter,” said Erik Dahl."
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
        if night in (10, 29):  # before an article changes, and at the end
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


def test_new_under_one_folder_leaves_the_rest_new() -> None:
    put("a/1.txt", article(1))
    put("b/2.txt", article(2))
    claim("quotes", ".", "-q")
    for folder in ("a", "b"):
        assert {r["article"]["path"][0] for r in records("quotes", folder, "--new")} == {folder}
        claim("quotes", folder, "--new", code=1)
    claim("quotes", "--new", code=1)


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
    for line in (("quotes", "--type", "all"), ("quotes", "--type", "all", "--new")):
        found = records(*line)  # later steps added fields
        assert [{key: now[key] for key in then} for now, then in zip(found, before, strict=True)] == before
    assert connecting.damage("claimkit.db") == []
    assert records("quotes", "--added-since", "2000", code=1) == []
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


# --- messages that help


def test_subtitles_without_quotation_marks_get_the_commands_that_help() -> None:
    put("talk.srt", "1\n00:00:01,000 --> 00:00:04,000\nWe sail at dawn.\n")
    said = claim("quotes", "talk.srt", code=1)[1]
    assert said.startswith("claimkit: no quotations found: subtitles hold the words themselves")
    assert "claimkit claims talk.srt" in said
    assert "claimkit check DRAFT --against talk.srt" in said
    assert claim("claims", "talk.srt", code=1)[1] == "claimkit: no claims found\n"


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


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("phrases = ['harbour']", "phrases = ['Harbour', '  harbour ']"),
        ("people = ['Jonas Brandt']", "people = ['jonas  BRANDT', 'Jonas Brandt']"),
    ],
)
def test_a_watchlist_may_name_a_thing_more_than_once_and_spell_it_anew(before: str, after: str) -> None:
    put("news/1.txt", article(1))
    Path("watchlist.toml").write_text(before, encoding="utf-8")
    assert claim("watch", "news")[0]
    Path("watchlist.toml").write_text(after, encoding="utf-8")
    assert claim("watch", "news", code=1) == ("", "claimkit: nothing new\n")


def test_a_phrase_may_be_the_name_of_a_person_on_the_list() -> None:
    put("news/1.txt", article(1))
    Path("watchlist.toml").write_text("phrases = ['Brandt']\npeople = ['Brandt']", encoding="utf-8")
    assert [r["watches"] for r in records_of(claim("watch", "news")[0])] == [["Brandt"]]


def test_a_phrase_in_another_spelling_has_shown_the_same() -> None:
    put("news/1.txt", article(1))
    assert claim("who-said", "7 boats", "news", "--new", "--db", "a.db")[0] != ""
    assert claim("who-said", " 7  BOATS ", "--new", "--db", "a.db", code=1)[0] == ""
    assert claim("who-said", "7-boats", "--new", "--db", "a.db", code=1)[0] == ""


def test_a_long_watchlist_reads_the_speakers_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    load = speaker_rows.all_speakers
    monkeypatch.setattr(speaker_rows, "all_speakers", lambda db: read.append(1) or load(db))
    put("news/1.txt", article(1))
    claim("quotes", "news", "-q")
    read.clear()
    Path("watchlist.toml").write_text(f"people = {[f'Jonas Brandt {n}' for n in range(50)]}", encoding="utf-8")
    claim("watch", code=1)
    assert len(read) == 1


# --- corrections


@pytest.mark.slow
def test_corrections_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """200 of them, through a new version, a changed article, a moved folder and a merge."""
    for number in range(120):
        put(f"news/{number:03}.txt", article(number))
    every = {record["id"]: record for record in records("quotes", "news", "-q")}
    chosen = sorted(every)[:200]
    lines = [
        ("--speaker", "Erna Holm"), ("--not-a-quotation",), ("--kind", "organization"), ("--speaker", "unknown"),
    ]  # fmt: skip
    with monkeypatch.context() as patch:
        patch.setattr("claimkit.cli.sources.stored", lambda database: nullcontext())
        patch.setattr("claimkit.runs.pipeline.link", lambda store: None)  # once, at the end
        for number, id_ in enumerate(chosen):
            claim("correct", id_, *lines[number % 4], "-q")

    def check(*line: str, changed: int = 0) -> None:
        found = {record["id"]: record for record in records("quotes", *line)}
        states = Counter(
            item["state"].removesuffix(" or gone")
            for item in records("corrections", "list", *line[-2:] if "--db" in line else ())
        )
        assert states == Counter({"in force": 200 - changed} | ({"article changed": changed} if changed else {}))
        for number, id_ in enumerate(chosen):
            if every[id_]["article"]["path"].endswith("000.txt") and changed:
                continue
            assert (id_ in found) == (number % 4 != 1)
            if id_ in found:
                who = found[id_]["speaker"]
                assert who["decided_by"] == "correction"
                assert (who["name"], who["kind"], who["status"]) == {
                    0: ("Erna Holm", "person", "resolved"),
                    2: (every[id_]["speaker"]["name"], "organization", "resolved"),
                    3: (None, "person", "unresolved"),
                }[number % 4]
        for id_ in every.keys() - set(chosen):
            if not (changed and every[id_]["article"]["path"].endswith("000.txt")):
                assert found[id_]["speaker"] == every[id_]["speaker"]

    check()
    monkeypatch.setattr("claimkit.runs.versions.analysing", lambda: "another version")
    assert claim("quotes", "news")[1] == ""
    check()
    Path("news").rename("moved")
    claim("quotes", "moved", "--prune")
    check()
    assert {r["article"]["path"][:5] for r in records("quotes")} == {"moved"}
    claim("quotes", "moved", "--db", "half.db", "-q")
    claim("corrections", "export", "corrections.csv")
    claim("corrections", "import", "corrections.csv", "--db", "half.db")
    check("--db", "half.db")
    put("other/1.txt", article(500))
    claim("quotes", "other", "--db", "other.db", "-q")
    claim("merge", "claimkit.db", "other.db", "-o", "both.db")
    check("--db", "both.db")
    mine = [id_ for id_ in chosen if every[id_]["article"]["path"].endswith("000.txt")]
    put("moved/000.txt", "An editor changed this.\n\n" + article(7000))
    _, err = claim("quotes", "moved")
    assert err.count("no longer fits: its article changed") == len(mine) > 0
    assert claim("quotes", "moved")[1] == ""
    check(changed=len(mine))
    assert connecting.damage("claimkit.db") == []


def test_a_correction_is_undone_to_what_analysis_found() -> None:
    put("news/1.txt", article(1))
    before = records("quotes", "news", "--type", "all")
    id_ = before[0]["id"]
    for line in (("--speaker", "Erna Holm"), ("--not-a-quotation",), ("--kind", "group")):
        claim("correct", id_, *line)
        assert records("quotes", "--type", "all") != before
        assert claim("correct", id_, "--undo") == ("", f"claimkit: {id_}: as claimkit found it again\n")
        assert records("quotes", "--type", "all") == before
    claim("correct", id_, "--undo", code=1)
    claim("corrections", "list", code=1)


def test_a_correction_is_shown() -> None:
    put("news/1.txt", article(1))
    id_ = records("quotes", "news")[0]["id"]
    assert "nobody in the store had this name" in claim("correct", id_, "--speaker", "Erna Holm")[1]
    explained = records("explain", id_)[0]
    assert (explained["why"], explained["corrected"]) == ("corrected by hand", ["speaker"])
    assert "corrected by hand" in claim("explain", id_, "--format", "table")[0]
    assert "corrected by hand" in claim("report", "-o", "-")[0]
    claim("correct", id_, "--not-a-quotation")
    assert "brings it back" in claim("explain", id_, code=1)[1]
    assert claim("clusters", code=1)[0] == ""
    table = claim("corrections", "list", "--format", "table")[0]
    assert "not a quotation" in table
    assert "in force" in table


def test_a_correction_is_listed_where_its_article_is_now() -> None:
    put("news/1.txt", article(1))
    claim("correct", records("quotes", "news")[0]["id"], "--kind", "group")
    Path("news").rename("moved")
    claim("quotes", "moved")
    assert [item["path"] for item in records("corrections", "list")] == ["moved/1.txt"]
    assert ",moved/1.txt," in claim("corrections", "export")[0]
    shutil.copytree("moved", "copy")
    claim("quotes", "copy")
    assert [item["path"] for item in records("corrections", "list")] == ["copy/1.txt"]  # the first of several
    put("copy/1.txt", article(2))
    put("moved/1.txt", article(2))
    claim("quotes", ".")
    [gone] = records("corrections", "list")
    assert (gone["path"], gone["state"]) == ("news/1.txt", "article changed or gone")
    put("news/1.txt", article(3))
    claim("quotes", ".")
    assert records("corrections", "list")[0]["state"] == "article changed"


def test_corrections_are_gold() -> None:
    put("news/1.txt", article(1))
    put("news/2.txt", article(2))
    ids = [record["id"] for record in records("quotes", "news")]
    assert "no speaker is corrected" in claim("evaluate", "claimkit.db", code=2)[1]
    claim("correct", ids[0], "--speaker", "Erna Holm")
    claim("correct", ids[1], "--speaker", "Jonas Brandt")
    claim("correct", ids[2], "--not-a-quotation")
    scores = json.loads(claim("evaluate", "claimkit.db", "--json", "--samples", "0")[0])
    counts = {name: value["all"] for name, value in scores["counts"].items()}
    assert counts == {
        "annotated": 2, "found": 2, "right": 1, "unnamed": 0, "wrong": 1, "scare_quotes_with_a_speaker": 1,
    }  # fmt: skip


def test_another_article_of_the_same_words_is_not_corrected() -> None:
    put("news/1.txt", "Source: Harbour Post\n\n" + article(1))
    id_ = records("quotes", "news")[0]["id"]
    claim("correct", id_, "--not-a-quotation")
    put("news/2.txt", "Source: Lantern Daily\n\n" + article(1))
    found = Counter(r["article"]["path"] for r in records("quotes", "news"))
    assert found == {"news/1.txt": 1, "news/2.txt": 2}
    shutil.copytree("news", "copy")
    assert len(records("quotes", ".")) == 3


def test_a_correction_follows_words_that_move_in_an_article_with_an_address() -> None:
    head = "URL: https://post.example/a\n\n"
    put("news/1.txt", head + article(1))
    id_ = records("quotes", "news")[0]["id"]
    claim("correct", id_, "--speaker", "Erna Holm")
    put("news/1.txt", head + "An editor added a line.\n\n" + article(1))
    found = records("quotes", "news")
    assert [r["speaker"]["name"] for r in found] == ["Erna Holm", "Jonas Brandt"]
    assert found[0]["id"] != id_
    assert records("explain", found[0]["id"])[0]["corrected"] == ["speaker"]
    claim("correct", found[0]["id"], "--kind", "group")
    assert len(records("corrections", "list")) == 1
    assert records("quotes")[0]["speaker"]["kind"] == "group"
    put("news/1.txt", head + article(2))
    assert "no longer fits" in claim("quotes", "news")[1]
    put("news/1.txt", head + article(1))
    assert claim("quotes", "news")[1] == ""
    assert records("quotes")[0]["speaker"]["name"] == "Erna Holm"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ((), "say what to correct"),
        (("--undo", "--speaker", "X"), "say what to correct"),
        (("--not-a-quotation", "--kind", "group"), "say what to correct"),
        (("--speaker", " "), "--speaker has no name"),
    ],
)
def test_a_mistake_in_correct_is_one_line(line: tuple[str, ...], said: str) -> None:
    put("news/1.txt", article(1))
    id_ = records("quotes", "news")[0]["id"]
    out, err = claim("correct", id_, *line, code=2)
    assert (out, err.count("\n")) == ("", 1)
    assert said in err


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("article_id,content\n", "1: has no column 'words'"),
        ("article_id,content,words,colour\n", "1: unknown column 'colour'"),
        ("article_id,content,words,speaker\na_1,3,x,Ann\n", "2: content must be ranges"),
        ("article_id,content,words,speaker\n,3-4,x,Ann\n", "2: has no article_id"),
        ("article_id,content,words,speaker\na_1,3-4,x,\n", "2: corrects nothing"),
        ("article_id,content,words,kind\na_1,3-4,x,animal\n", "2: 'animal' is unknown under kind"),
        ("article_id,content,words,speaker\na_1,3-4,x,A\na_1,3-4,x,B\n", "3: is about the same quotation as"),
        ("article_id,content,words,cue,cue_start\na_1,3-4,x,said,soon\n", "2: cue_start must be a number"),
        (f"article_id,content,words,cue,cue_start\na_1,3-4,x,said,{'9' * 5000}\n", "2: cue_start must be a number"),
        ('article_id,content,words\n"', "is not CSV"),
    ],
)
def test_a_mistake_in_a_corrections_file_is_one_line(cells: str, said: str) -> None:
    put("news/1.txt", article(1))
    claim("quotes", "news")
    Path("corrections.csv").write_text(cells, encoding="utf-8")
    out, err = claim("corrections", "import", "corrections.csv", code=3)
    assert (out, err.count("\n")) == ("", 1)
    assert said in err
    claim("corrections", "list", code=1)


def test_a_moment_that_a_spreadsheet_spelt_counts_as_the_earliest() -> None:
    put("news/1.txt", article(1))
    [first, *_] = records("quotes", "news", "-q")
    claim("correct", first["id"], "--speaker", "Erna Holm", "-q")
    claim("corrections", "export", "c.csv")
    cells = Path("c.csv").read_text("utf-8")
    [made] = [item["made"] for item in json.loads(claim("corrections", "list", "--json")[0])]
    Path("c.csv").write_text(cells.replace(made, "yesterday"), encoding="utf-8")
    claim("corrections", "import", "c.csv", "-q")
    assert [item["made"] for item in json.loads(claim("corrections", "list", "--json")[0])] == [""]


def test_a_cursor_has_a_name() -> None:
    put("news/1.txt", article(1))
    assert "--cursor has no name" in claim("quotes", "news", "--cursor", " ", code=2)[1]
    assert "--cursor has no name" in claim("watch", "--cursor", "", code=2)[1]


def test_a_corrections_file_is_kept_from_being_overwritten() -> None:
    put("news/1.txt", article(1))
    id_ = records("quotes", "news")[0]["id"]
    claim("correct", id_, "--speaker", "Erna Holm")
    claim("corrections", "export", "news/corrections.csv")
    claim("corrections", "export", "news/corrections.csv")
    before = Path("news/corrections.csv").read_bytes()
    claim("correct", id_, "--speaker", "Jonas Brandt")
    for line in (("corrections", "export"), ("quotes", "-o"), ("people", "export"), ("report", "-o")):
        assert "may hold your edits" in claim(*line, "news/corrections.csv", code=2)[1]
    assert Path("news/corrections.csv").read_bytes() == before
    assert "skipped: news/corrections.csv" in claim("quotes", "news")[1]
    claim("corrections", "import", "news/corrections.csv")
    assert records("quotes")[0]["speaker"]["name"] == "Erna Holm"


# --- merge


def test_merged_stores_are_what_one_store_of_all_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        put(f"a/{number}.txt", article(number, SAME))
        put(f"b/{number}.txt", article(number + 2, SAME))  # two of each are the same
    monkeypatch.setattr(arrivals, "now", lambda: "2025-03-01T02:00:00Z")
    claim("quotes", "a", "--db", "a.db", "-q")
    claim("quotes", "--db", "a.db", "--new", "--cursor", "desk")
    monkeypatch.setattr(arrivals, "now", lambda: "2025-03-09T02:00:00Z")
    claim("quotes", "b", "--db", "b.db", "-q")
    claim("quotes", "a", "b", "--db", "one.db", "-q")
    Path("p.csv").write_text("id,name,pin\nanna-ilves,Anna Ilves,Anna M. Ilves\n", encoding="utf-8")
    claim("people", "import", "p.csv", "--db", "b.db")
    claim("people", "import", "p.csv", "--db", "one.db")
    said = claim("merge", "a.db", "b.db", "-o", "both.db")[1]
    assert said == "claimkit: both.db: 6 articles and 18 records from 2 stores\n"
    for line in (("quotes", "--type", "all"), ("clusters",), ("speakers",), ("who-said", "harbour")):
        assert records(*line, "--db", "both.db") == records(*line, "--db", "one.db")
    assert len(records("quotes", "--db", "both.db", "--new", "--cursor", "desk")) == 6
    assert len(records("quotes", "--db", "both.db", "--added-since", "2025-03-05")) == 6
    assert claim("quotes", "a", "b", "--db", "both.db", "-q")[1] == ""
    assert connecting.damage("both.db") == []
    assert "is read by this command" in claim("merge", "a.db", "b.db", "-o", "a.db", code=2)[1]
    before = Path("one.db").read_bytes()
    assert "exists" in claim("merge", "a.db", "b.db", "-o", "one.db", code=2)[1]
    assert Path("one.db").read_bytes() == before
    assert "at least two stores" in claim("merge", "a.db", "-o", "c.db", code=2)[1]


def test_a_mistake_in_merge_is_one_line() -> None:
    put("news/1.txt", article(1))
    claim("quotes", "news", "-q", "--new")
    shutil.copy("claimkit.db", "other.db")
    for arguments, said in (
        (("claimkit.db", "other.db", "-o", "-"), "a store is a file; name one with -o"),
        (("claimkit.db", "./claimkit.db", "-o", "both.db"), "./claimkit.db: is named twice; name different stores"),
        (("claimkit.db", "claimkit.db", "-o", "other.db"), "claimkit.db: is named twice"),
        (("claimkit.db", "none.db", "-o", "both.db"), "none.db: no store here"),
    ):
        assert claim("merge", *arguments, code=2)[1].startswith(f"claimkit: {said}")
    Path("third.db").write_bytes(Path("other.db").read_bytes())
    assert (
        "third.db: exists and is a database;" in claim("merge", "claimkit.db", "other.db", "-o", "third.db", code=2)[1]
    )


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE seen SET first_seen = '1999-01-01T00:00:00Z' WHERE key = 1",
        "UPDATE cursors SET name = 'other'",
        "UPDATE quotes SET text = 'Nobody said this'",
        "UPDATE texts SET text = 'Nobody wrote this'",
    ],
)
def test_damage_in_a_store_to_merge_is_told_of_that_store(change: str) -> None:
    put("news/1.txt", article(1))
    claim("quotes", "news", "-q", "--new")
    claim("quotes", "news", "-q", "--db", "whole.db")
    with closing(sqlite3.connect("claimkit.db")) as db:
        db.execute(change)
        db.commit()
    said = claim("merge", "claimkit.db", "whole.db", "-o", "both.db", code=2)[1]
    assert said == "claimkit: claimkit.db: the store is damaged; run `claimkit doctor --repair`\n"
    assert not list(Path().glob("both.db*"))


def test_a_store_that_replaces_another_does_not_take_its_log() -> None:
    put("news/1.txt", article(1))
    claim("quotes", "news", "-q")
    shutil.copy("claimkit.db", "other.db")
    shutil.copy("claimkit.db", "both.db")
    Path("both.db-wal").write_bytes(b"of a run that was killed")
    claim("merge", "claimkit.db", "other.db", "-o", "both.db", "--force")
    assert [path.name for path in Path().glob("both.db*")] == ["both.db"]


def test_what_two_stores_say_in_different_ways_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    put("news/1.txt", article(1))
    id_ = records("quotes", "news", "--db", "a.db")[0]["id"]
    shutil.copy("a.db", "b.db")
    put("news/1.txt", article(2))  # the same place on another machine
    claim("quotes", "news", "--db", "c.db", "-q")
    for day, (store, name) in enumerate((("b.db", "Erna Holm"), ("a.db", "Olaf Berg")), start=1):
        monkeypatch.setattr(arrivals, "now", lambda day=day: f"2025-03-0{day}T02:00:00Z")
        claim("correct", id_, "--speaker", name, "--db", store, "-q")
        Path("p.csv").write_text(f"id,name,affiliation\nb,Jonas Brandt,{name} Ltd\n", encoding="utf-8")
        claim("people", "import", "p.csv", "--db", store, "-q")
    said = claim("merge", "a.db", "b.db", "c.db", "-o", "all.db")[1].splitlines()
    assert said == [
        "claimkit: news/1.txt: “We counted 1 ships and 7 boats in the harbour,” is corrected in two ways;"
        " the later one counts",
        "claimkit: b.db: Jonas Brandt is in two people files in different ways; that of the first store counts",
        "claimkit: c.db: 1 article lies where another store has other articles; both are kept",
        "claimkit: all.db: 2 articles and 4 records from 3 stores",
    ]
    found = records("quotes", "--db", "all.db")
    assert {r["speaker"]["affiliation"] for r in found if r["speaker"]["name"] == "Jonas Brandt"} == {"Olaf Berg Ltd"}
    assert [r["speaker"]["name"] for r in found if r["id"] == id_] == ["Olaf Berg"]


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
        ("[[watch]]\npeople = ['x']\nmin_confidence = 7", "watchlist.toml: min_confidence of a [[watch]] must be"),
        ("[[watch]]\npeople = ['x']\nmin_confidence = nan", "watchlist.toml: min_confidence of a [[watch]] must be"),
        (f"[[watch]]\nphrases = {[f'word {n}' for n in range(1001)]}", "has 1,001 phrases and names; divide it"),
        ("[[watch]]\npeople = ['x']\nsince = 3", "unknown key 'since' in [[watch]]"),
        ("phrases = ['x']\n[[watch]]\nname = 'X'\nphrases = ['y']", "two entries are called 'X'"),
        ("watch = 3", "watch is not a table"),
    ],
)
def test_a_mistake_in_a_watchlist_is_one_line(text: str, said: str) -> None:
    Path("watchlist.toml").write_text(text, encoding="utf-8")
    out, err = claim("watch", code=2)
    assert (out, err.count("\n")) == ("", 1)
    assert said in err


def test_an_article_that_is_removed_during_a_merge_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    put("a/1.txt", article(1))
    put("a/2.txt", article(2))
    put("b/3.txt", article(3))
    claim("quotes", "a", "--db", "a.db")
    claim("quotes", "b", "--db", "b.db")
    place = merging._place

    def place_while_another_writes(*given: Any) -> Any:
        with Store("a.db") as other:
            other.remove([str(Path("a/1.txt").absolute())])
        return place(*given)

    monkeypatch.setattr(merging, "_place", place_while_another_writes)
    claim("merge", "a.db", "b.db", "-o", "both.db")
    assert {r["article"]["path"] for r in records("quotes", "--db", "both.db")} == {"a/2.txt", "b/3.txt"}
