"""claimkit for Python programs: the same answers as the command line, data frames, and what can go wrong."""

from __future__ import annotations

import contextlib
import copy
import io
import json
import pickle
import re
import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import claimkit
from claimkit.api import Records
from claimkit.cli import app
from claimkit.errors import InputError, MissingError, StoreError, UsageError
from claimkit.output.records.flat import COLUMNS
from claimkit.store import Store

from output_cases import clusters, extractions
from store_links import write_links
from support import TESTS

ROOT = TESTS.parent
SEEDS = ROOT / "seeds"
BLOCK = re.compile(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)
DOCS = ("docs/library.md",)
BLOCKS = [(name, *match.groups()) for name in DOCS for match in BLOCK.finditer((ROOT / name).read_text("utf-8"))]


@pytest.fixture
def stored(tmp_path: Path) -> claimkit.Store:
    """A store with the made-up articles."""
    with Store(tmp_path / "a.db") as opened:
        for extraction in extractions():
            opened.save(extraction, location=extraction.article.path, digest="", version="")
        write_links(opened, extractions(), clusters())
    return claimkit.Store(tmp_path / "a.db")


def printed(stored: claimkit.Store, *arguments: str) -> list[Any]:
    result = CliRunner().invoke(app, [*arguments, "--db", stored.path, "--format", "jsonl"])
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


# The documentation


@pytest.mark.model
@pytest.mark.parametrize(("page", "code", "output"), BLOCKS, ids=lambda value: str(value)[:40])
def test_the_examples_run(
    page: str, code: str, output: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, analysed_once: None
) -> None:
    shutil.copytree(SEEDS, tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, page, "exec"), {"__name__": "example"})
    assert out.getvalue()
    if output is not None:
        assert out.getvalue() == output


def test_there_are_examples() -> None:
    assert len(BLOCKS) == 6


# The same as the command line


@pytest.mark.parametrize(
    ("conditions", "options"),
    [
        ({}, []),
        ({"speaker": "trump"}, ["--speaker", "trump"]),
        ({"type": "indirect"}, ["--type", "indirect"]),
        ({"type": ["direct", "mixed"]}, ["--type", "quotes"]),
        ({"outlet": "evening lantern", "claims": True}, ["--outlet", "evening lantern", "--claims"]),
        ({"since": date(2025, 2, 10)}, ["--since", "2025-02-10"]),
        ({"until": "2025-02", "min_confidence": 0.9}, ["--until", "2025-02", "--min-confidence", "0.9"]),
    ],
)
def test_quotes_are_those_of_the_command(stored: claimkit.Store, conditions: Any, options: list[str]) -> None:
    options = options if "--type" in options else [*options, "--type", "all"]
    assert stored.quotes(**conditions) == printed(stored, "quotes", *options) != []


def test_conditions_on_speakers_may_be_one_or_several(stored: claimkit.Store) -> None:
    def speakers(**conditions: Any) -> set[str | None]:
        return {record["speaker"] and record["speaker"]["name"] for record in stored.quotes(**conditions)}

    assert speakers(speaker=["trump", "Peskov"]) == {"Donald Trump", "Dmitry Peskov"}
    assert speakers(exclude_speaker="trump") == speakers() - {"Donald Trump"}
    assert speakers(exclude_speaker=["trump", "Peskov"]) == speakers() - {"Donald Trump", "Dmitry Peskov"}
    for asked in ("anonymous", ["resolved", "ambiguous"]):
        statuses = {record["speaker"]["status"] for record in stored.quotes(status=asked)}  # type: ignore[arg-type]
        assert statuses <= {asked} if isinstance(asked, str) else set(asked)
    assert statuses >= {"resolved"}


def test_other_answers_are_those_of_the_commands(stored: claimkit.Store) -> None:
    assert stored.who_said("making progress") == printed(stored, "who-said", "making progress", "--type", "all")
    assert stored.clusters() == printed(stored, "clusters")
    assert stored.clusters(min_outlets=3) == []
    assert [s["name"] for s in stored.speakers("trump")] == ["Donald Trump"]
    assert [s["id"] for s in stored.speakers()] == [s["id"] for s in printed(stored, "speakers")]
    assert [stored.speaker("Trump", newest=2)] == printed(stored, "speakers", "Trump", "--limit", "2")
    assert stored.speaker("Nobody") is None
    assert [stored.diff("c_progress")] == printed(stored, "diff", "c_progress")
    quote = stored.quotes()[0]["id"]
    assert [stored.explain(quote)] == printed(stored, "explain", quote)


@pytest.mark.model
def test_read_gives_what_the_command_gives(tmp_path: Path, analysed_once: None) -> None:
    in_memory = claimkit.read(SEEDS)
    kept = claimkit.read(SEEDS, db=tmp_path / "new.db")
    arguments = ["quotes", str(SEEDS), "--type", "all", "--format", "jsonl", "--no-store"]
    result = CliRunner().invoke(app, arguments)
    assert in_memory == kept == [json.loads(line) for line in result.stdout.splitlines()]
    assert claimkit.Store(tmp_path / "new.db").quotes() == kept
    assert claimkit.read(SEEDS, db=tmp_path / "new.db", speaker="Peskov") == [
        record for record in kept if record["speaker"] and record["speaker"]["id"] == "dmitry-peskov"
    ]


@pytest.mark.model
def test_inputs_that_cannot_be_read(tmp_path: Path) -> None:
    good = tmp_path / "a.txt"
    good.write_text("“We will go,” Ann Lee said.\n", encoding="utf-8")
    with pytest.warns(UserWarning, match="no such file"):
        found = claimkit.read(good, tmp_path / "none.txt")
    assert [record["text"] for record in found] == ["We will go"]
    assert [failure.path for failure in found.failures] == [str(tmp_path / "none.txt")]
    assert len(claimkit.read(good, tmp_path / "none.txt", failures="collect")[:1].failures) == 1
    with pytest.raises(InputError, match="no such file"):
        claimkit.read(good, tmp_path / "none.txt", failures="raise")


# Wrong usage


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (
            lambda: claimkit.read(SEEDS, failures="ignore"),
            "unknown failures 'ignore'; choose from warn, raise, collect",
        ),
        (lambda: claimkit.check("“No.”", against=SEEDS, failures="x"), "unknown failures 'x'"),
        (
            lambda: claimkit.check("“No.”", against=SEEDS, type="claims"),
            "unknown type 'claims'; choose from quotes, direct,",
        ),
    ],
)
def test_a_choice_that_does_not_exist(asked: Callable[[], object], words: str) -> None:
    with pytest.raises(UsageError, match=re.escape(words)):
        asked()


@pytest.mark.parametrize(
    ("conditions", "words"),
    [
        ({"type": "spoken"}, "unknown type 'spoken'; choose from direct, indirect, mixed"),
        ({"type": ["direct", "x"]}, "unknown type 'x'"),
        ({"since": "soon"}, "since: 'soon' is not a date"),
        ({"min_confidence": 2}, "is not between 0 and 1"),
    ],
)
def test_a_condition_that_is_none(stored: claimkit.Store, conditions: Any, words: str) -> None:
    for ask in (stored.quotes, lambda **c: claimkit.read("x", **c), lambda **c: stored.who_said("x", **c)):
        with pytest.raises(UsageError, match=re.escape(words)):
            ask(**conditions)


def test_a_format_or_field_that_is_none() -> None:
    with pytest.raises(UsageError, match="unknown input format 'doc'; choose from text"):
        claimkit.read("x", input_format="doc")
    with pytest.raises(UsageError, match="unknown field 'body'; choose from text"):
        claimkit.read("x", fields={"body": "text"})


@pytest.mark.model
def test_fields_of_a_table(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('body,source\n"“We will go,” Ann Lee said.",The Ledger\n', encoding="utf-8")
    (record,) = claimkit.read(path, fields={"text": "body", "outlet": "source"})
    assert (record["text"], record["article"]["outlet"]) == ("We will go", "The Ledger")


def test_an_unknown_condition_is_a_type_error(stored: claimkit.Store) -> None:
    with pytest.raises(TypeError, match="unknown condition 'speakr'; choose from speaker, type, outlet"):
        stored.quotes(speakr="Trump")  # type: ignore[call-arg]


def test_a_store_that_is_not_there(tmp_path: Path) -> None:
    store = claimkit.Store(tmp_path / "none.db")
    with pytest.raises(StoreError, match="no store here"):
        store.quotes()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(UsageError, match="at least one"):
        claimkit.read()


def test_an_id_that_is_not_there(stored: claimkit.Store) -> None:
    with pytest.raises(InputError):
        stored.explain("q_nothing")
    with pytest.raises(InputError):
        stored.diff("c_nothing")


# Records


def test_records_are_a_list(stored: claimkit.Store) -> None:
    found = stored.quotes()
    assert isinstance(found, claimkit.Records)
    assert found.to_dicts() == list(found)
    assert type(found.to_dicts()) is list
    assert isinstance(found[:2], claimkit.Records)
    assert found[-1]["id"] == found.to_dicts()[-1]["id"]
    assert json.loads(json.dumps(found)) == found
    again = pickle.loads(pickle.dumps(found))
    assert again == found == copy.deepcopy(found)
    assert again.to_pandas().equals(found.to_pandas())


def test_pandas(stored: claimkit.Store) -> None:
    found = stored.quotes()
    frame = found.to_pandas()
    assert list(frame.columns) == list(COLUMNS)
    assert list(frame["id"]) == [record["id"] for record in found]
    assert frame["published"].dtype.kind == "M"
    assert str(frame["start"].dtype) == "Int64"
    assert str(frame["cue_hearsay"].dtype) == "boolean"
    for row, record in zip(frame.to_dict("records"), found, strict=True):
        assert row["content"] == record["content"]
        assert (row["start"], row["end"]) == (record["content"][0]["start"], record["content"][-1]["end"])
    assert list(found[:0].to_pandas().columns) == list(COLUMNS)
    assert len(found[2:4].to_pandas()) == 2


def test_polars(stored: claimkit.Store) -> None:
    import polars

    found = stored.quotes()
    frame = found.to_polars()
    assert frame.columns == list(COLUMNS)
    assert frame.schema["published"] == polars.Date
    assert frame["content"].to_list() == [record["content"] for record in found]
    assert found[:0].to_polars().schema == frame.schema


def test_data_frames_of_the_other_answers(stored: claimkit.Store) -> None:
    for frame in (stored.clusters().to_pandas(), stored.clusters().to_polars()):
        assert sorted(frame["cluster"]) == ["c_contacts", "c_contacts", "c_progress", "c_progress"]
    for frame in (stored.who_said("making progress").to_pandas(), stored.who_said("making progress").to_polars()):
        assert list(frame["score"]) == [100.0]
        assert len(frame["outlets"][0]) == 2
    assert stored.speakers().to_pandas()["last"].dtype.kind == "M"
    assert stored.speakers().to_polars()["quotes"].sum() == 6


def test_data_frames_agree_with_parquet(stored: claimkit.Store, tmp_path: Path) -> None:
    import polars

    result = CliRunner().invoke(app, ["export", "-o", str(tmp_path / "a.parquet"), "--db", stored.path])
    assert result.exit_code == 0
    assert polars.read_parquet(tmp_path / "a.parquet").equals(stored.quotes().to_polars())


@pytest.mark.parametrize("name", ["pandas", "polars"])
def test_a_missing_library_is_named(stored: claimkit.Store, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingError, match=f"to_{name} needs {name}; run: pip install {name}"):
        getattr(stored.quotes(), f"to_{name}")()


def test_halves_of_surrogate_pairs_do_not_break_a_data_frame() -> None:
    record = claimkit.Records([{**_record(), "text": "a\ud800b"}])
    assert list(record.to_polars()["text"]) == list(record.to_pandas()["text"]) == ["a?b"]


def _record() -> dict[str, Any]:
    from claimkit.output.records.quote import records

    return records(extractions())[0]


def test_the_package_names_what_it_has() -> None:
    assert set(claimkit.__all__) <= set(dir(claimkit))
    assert all(hasattr(claimkit, name) for name in claimkit.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        claimkit.nothing  # noqa: B018


def test_a_text_without_a_word_has_no_records() -> None:
    for text in ("", " \n\n"):
        assert claimkit.extract(text) == []


def test_a_notebook_shows_the_first_records() -> None:
    record = {
        "id": "q_1",
        "type": "direct",
        "text": "<b>“No”</b>\x1b[31m",
        "speaker": {"name": "Ada & Co"},
        "content": [{}],
    }
    shown = Records([{**record, "id": f"q_{n}"} for n in range(21)])._repr_html_()
    assert shown.count("<tr>") == 21
    assert "<td>Ada &amp; Co</td><td>&lt;b&gt;“No”&lt;/b&gt;" in shown
    assert "\x1b" not in shown
    assert shown.endswith("<p>21 records, the first 20 shown</p>")
    assert Records()._repr_html_().endswith("<p>0 records</p>")


def test_progress_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("“It is late,” Ada Lund said.\n", encoding="utf-8")
    told: list[tuple[int, float]] = []
    claimkit.read(tmp_path, progress=lambda articles, share: told.append((articles, share)))
    assert told[-1] == (1, 1.0)
    assert capsys.readouterr().err == ""
    claimkit.read(tmp_path, progress=True)
    assert capsys.readouterr().err.endswith("Reading articles: 1 (100%)\n")
