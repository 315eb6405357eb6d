"""The command line, with the pipeline replaced by extractions made by hand; store and search are the real ones."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

import claimkit
from claimkit.cli import app, terminal
from claimkit.errors import ClaimkitError, InputError, ModelError
from claimkit.output.records.quote import records
from claimkit.output.records.schemas import schema_of
from claimkit.store import Store

from output_cases import clusters, extractions
from store_links import write_links

ROOT = Path(claimkit.__file__).resolve().parent.parent


@dataclass
class Pipeline:
    """Stands in for claimkit.runs.pipeline: it reads the made-up articles below news/, and nothing else."""

    calls: list[tuple[str, ...]] = field(default_factory=list)
    linked: int = 0
    error: BaseException | None = None
    vanished: int = 0

    @contextmanager
    def answer(
        self, paths: Any, *, store: Any = None, stdin: Any = None, progress: Any = None, **options: Any
    ) -> Iterator[SimpleNamespace]:
        self.calls.append(tuple(paths))
        if self.error:
            raise self.error
        found = [e for e in extractions() if any(e.article.path.startswith(p.rstrip("/")) for p in paths)]
        if "seeds" in paths:
            found = list(extractions())
        failures = [InputError(p, "no such file or folder") for p in paths if "missing" in p]
        progress(0, 0.0)
        members = {q.id for e in found for q in e.quotes}
        kept = tuple(c for c in clusters() if members.issuperset(c.members))
        with Store(":memory:") as answered:
            for each in (answered, *([store] if store is not None else [])):
                for extraction in found:
                    each.save(extraction, location=extraction.article.path, digest="d", version="v")
                write_links(each, found, kept)
            progress(len(found), 1.0)
            yield SimpleNamespace(
                store=answered,
                failures=tuple(failures),
                untold=tuple(failures),
                failing=(),
                skipped=(),
                notices=(),
                articles=len(found),
                vanished=self.vanished,
            )

    def link(self, store: Any) -> None:
        self.linked += 1
        write_links(store, list(store.extractions()), ())

    def extract(self, text: str, **metadata: str | None) -> Any:
        extraction = extractions()[0]
        return replace(extraction, article=replace(extraction.article, **metadata))


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Pipeline:
    """The stand-in, in a current folder that is empty but for news/."""
    stand_in = Pipeline()
    for name in ("answer", "link", "extract"):
        monkeypatch.setattr(f"claimkit.runs.pipeline.{name}", getattr(stand_in, name))
    monkeypatch.delenv("CLAIMKIT_DB", raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news").mkdir()
    return stand_in


def claim(*arguments: str, code: int = 0) -> tuple[str, str]:
    """Run `claimkit ARGUMENTS`; its stdout and stderr."""
    result = CliRunner().invoke(app, list(arguments), prog_name="claimkit")
    assert (result.exit_code, result.exception if code == 0 else None) == (code, None), result.output
    assert "Traceback" not in result.stderr
    return result.stdout, result.stderr


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


# quotes and claims


def test_quotes_prints_direct_and_mixed_records(pipeline: Pipeline) -> None:
    out, err = claim("quotes", "news")
    expected = [r for r in records(extractions()) if r["type"] != "indirect"]
    assert [r | {"versions": None} for r in lines(out)] == [r | {"versions": None} for r in expected]
    assert err == ""
    for record in lines(out):
        jsonschema.validate(record, schema_of("record"))


@pytest.mark.parametrize(
    ("command", "type", "types"),
    [
        ("quotes", None, {"direct", "mixed"}),
        ("claims", None, {"indirect", "mixed"}),
        ("quotes", "all", {"direct", "mixed", "indirect"}),
        ("quotes", "claims", {"indirect", "mixed"}),
        ("claims", "quotes", {"direct", "mixed"}),
        ("claims", "direct", {"direct"}),
        ("quotes", "indirect", {"indirect"}),
    ],
)
def test_types(pipeline: Pipeline, command: str, type: str | None, types: set[str]) -> None:
    out, _ = claim(command, "news", *(["--type", type] if type else []))
    assert {record["type"] for record in lines(out)} == types


@pytest.mark.parametrize(
    ("options", "number"),
    [
        (["--speaker", "trump"], 3),
        (["--speaker", "donald-trump", "--type", "indirect"], 1),
        (["--speaker", "Nobody"], 0),
        (["--speaker", "trump", "--speaker", "Peskov"], 5),
        (["--exclude-speaker", "trump"], 7),
        (["--exclude-speaker", "trump", "--exclude-speaker", "Peskov"], 5),
        (["--status", "resolved"], 6),
        (["--status", "unresolved", "--status", "anonymous", "--status", "ambiguous"], 3),
        (["--outlet", "evening lantern"], 3),
        (["--since", "2025-02-10"], 3),
        (["--until", "2025-02-09"], 5),
        (["--since", "2025", "--until", "2025-02"], 8),
        (["--min-confidence", "0.95"], 3),
        (["--claims"], 8),
        (["--claims", "--type", "claims"], 1),
    ],
)
def test_filters_say_the_same_of_paths_and_of_the_store(pipeline: Pipeline, options: list[str], number: int) -> None:
    options = options if "--type" in options else [*options, "--type", "all"]
    read, _ = claim("quotes", "news", *options, code=int(not number))
    stored, _ = claim("quotes", *options, code=int(not number))
    assert len(lines(read)) == number
    assert stored == read
    assert len(pipeline.calls) == 1


def test_formats(pipeline: Pipeline, tmp_path: Path) -> None:
    plain = lines(claim("quotes", "news", "--format", "jsonl")[0])
    assert json.loads(claim("quotes", "--json")[0]) == plain
    assert json.loads(claim("quotes", "--format", "json")[0]) == plain
    rows = list(csv.DictReader(io.StringIO(claim("quotes", "--format", "csv")[0])))
    assert [row["id"] for row in rows] == [record["id"] for record in plain]
    table, _ = claim("quotes", "--format", "table")
    assert "in 2 outlets" in table
    assert "8 quotations by 3 speakers in 3 articles" in table


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.csv", "id,type"),
        ("a.json", "[\n{"),
        ("a.jsonl", '{"id"'),
        ("a.ndjson", '{"id"'),
        ("a.txt", "# Written by claimkit"),
        ("a", '{"id"'),
    ],
)
def test_output_file_names_its_format(pipeline: Pipeline, tmp_path: Path, name: str, start: str) -> None:
    out, err = claim("quotes", "news", "-o", name)
    assert (out, err) == ("", "")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


def test_a_table_in_a_file_is_plain(pipeline: Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    claim("quotes", "news", "--type", "all", "--format", "table", "-o", "a.txt")
    text = (tmp_path / "a.txt").read_text(encoding="utf-8")
    table = (ROOT / "tests" / "goldens" / "quotes-80.txt").read_text(encoding="utf-8")
    assert text == f"# Written by claimkit {claimkit.__version__}\n{table}"


def test_a_table_on_a_terminal(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimkit.cli.printing._on_terminal", lambda: True)
    assert "Quotation" in claim("quotes", "news")[0]
    assert "Claim" in claim("claims", "news")[0]


def test_each_failed_input_is_one_line_and_the_rest_goes_on(pipeline: Pipeline) -> None:
    out, err = claim("quotes", "news", "missing.txt", "missing\x1b[31m.txt", code=3)
    assert len(lines(out)) == 8
    assert claim("quotes", "missing.txt", code=3) == ("", "claimkit: missing.txt: no such file or folder\n")
    assert err == (
        "claimkit: missing.txt: no such file or folder\nclaimkit: missing␛[31m.txt: no such file or folder\n"
    )


def test_the_store_is_written_unless_the_user_wants_none(pipeline: Pipeline, tmp_path: Path) -> None:
    claim("quotes", "news", "--no-store")
    assert [path.name for path in tmp_path.iterdir()] == ["news"]
    claim("quotes", "news", "--db", "other.db")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["news", "other.db"]


def test_the_store_is_named_by_the_environment(
    pipeline: Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMKIT_DB", "env.db")
    claim("quotes", "news")
    assert (tmp_path / "env.db").exists()
    assert len(lines(claim("quotes")[0])) == 8


def test_links_that_are_out_of_date_are_made_anew(pipeline: Pipeline) -> None:
    from claimkit.store import Store

    with Store("claimkit.db") as store:
        for extraction in extractions():
            store.save(extraction, location=extraction.article.path, digest="d", version="v")
        assert store.stale
    assert len(lines(claim("quotes")[0])) == 8
    assert pipeline.linked == 1
    claim("quotes")
    assert pipeline.linked == 1


@pytest.mark.parametrize("command", ["quotes", "claims", "clusters", "speakers"])
def test_without_store_one_line_says_what_to_run(pipeline: Pipeline, tmp_path: Path, command: str) -> None:
    (tmp_path / "seeds").mkdir()
    out, err = claim(command, code=2)
    assert out == ""
    assert err == "claimkit: claimkit.db: nothing is stored yet; run `claimkit quotes PATH` first\n"
    assert not (tmp_path / "claimkit.db").exists()


def test_no_store_and_no_path_is_wrong_usage(pipeline: Pipeline) -> None:
    assert "name a PATH" in claim("claims", "--no-store", code=2)[1]


def test_nothing_found_is_said_unless_quiet(pipeline: Pipeline) -> None:
    assert claim("quotes", "news", "--speaker", "Nobody", code=1) == ("", "claimkit: no quotations found\n")
    assert claim("claims", "news", "--speaker", "Nobody", "--quiet", "--json", code=1) == ("[]\n", "")


@pytest.mark.parametrize("command", ["quotes", "claims"])
def test_limit(pipeline: Pipeline, command: str) -> None:
    every = claim(command, "news", "--type", "all")[0]
    assert claim(command, "news", "--type", "all", "--limit", "2")[0].splitlines() == every.splitlines()[:2]
    assert len(lines(claim(command, "-n", "1")[0])) == 1


def test_an_id_of_the_other_kind_is_told_apart(pipeline: Pipeline) -> None:
    claim("quotes", "news")
    assert "is the id of a cluster; run `claimkit diff c_contacts`" in claim("explain", "c_contacts", code=1)[1]
    assert "is the id of a quotation; run `claimkit explain q_1`" in claim("diff", "q_1", code=1)[1]


def test_parquet_has_the_records(pipeline: Pipeline) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    claim("quotes", "news", "-o", "a.parquet")
    ids = [record["id"] for record in lines(claim("quotes")[0])]
    assert parquet.read_table("a.parquet").column("id").to_pylist() == ids


# who-said


def test_who_said_searches_exactly_the_paths(pipeline: Pipeline) -> None:
    out, err = claim("who-said", "making progress", "news")
    (hit,) = lines(out)
    assert hit["speaker"]["name"] == "Donald Trump"
    assert sorted(hit["outlets"]) == ["Harbour Gazette", "The Evening Lantern"]
    assert [match["text"] for match in hit["matches"]] == ["making progress"]
    assert err == ""
    out, _ = claim("who-said", "making progres", "news/lantern.html")
    assert [hit["article"]["path"] for hit in lines(out)] == ["news/lantern.html"]
    assert lines(out)[0]["others"] == []


def test_who_said_searches_the_store(pipeline: Pipeline) -> None:
    claim("quotes", "news")
    (hit,) = json.loads(claim("who-said", "making progress", "--json")[0])
    assert hit["speaker"]["id"] == "donald-trump"
    assert len(pipeline.calls) == 1
    table, _ = claim("who-said", "making progress", "--format", "table")
    assert "Donald Trump · " in table
    assert "also in " in table


def test_who_said_reads_the_samples_when_nothing_is_stored(pipeline: Pipeline, tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    out, err = claim("who-said", "making progress")
    assert lines(out)[0]["speaker"]["name"] == "Donald Trump"
    assert err == "claimkit: nothing is stored yet: reading seeds/\n"
    assert pipeline.calls == [("seeds",)]
    assert claim("who-said", "making progress")[1] == ""
    assert len(pipeline.calls) == 1


def test_who_said_without_store_and_samples(pipeline: Pipeline) -> None:
    out, err = claim("who-said", "making progress", code=2)
    assert (out, err.count("\n")) == ("", 1)
    assert "claimkit who-said PHRASE PATH" in err


def test_who_said_finds_nothing(pipeline: Pipeline) -> None:
    out, err = claim("who-said", "zebra crossing", "news", code=1)
    assert out == ""
    assert err == "claimkit: no match for 'zebra crossing'\n"


@pytest.mark.parametrize(
    ("options", "number"),
    [
        (["--speaker", "Peskov"], 0),
        (["--type", "indirect"], 0),
        (["--until", "2025-02-09"], 1),
        (["--limit", "1"], 1),
        (["--claims"], 1),
        (["--claims", "--type", "mixed"], 0),
    ],
)
def test_who_said_filters(pipeline: Pipeline, options: list[str], number: int) -> None:
    out, _ = claim("who-said", "making progress", "news", *options, code=0 if number else 1)
    assert len(lines(out)) == number


def test_who_said_needs_a_word(pipeline: Pipeline) -> None:
    assert "contains no word" in claim("who-said", "…", "news", code=2)[1]
    assert pipeline.calls == []


# clusters and speakers


def test_clusters(pipeline: Pipeline) -> None:
    claim("quotes", "news")
    found = json.loads(claim("clusters", "--json")[0])
    assert {cluster["id"] for cluster in found} == {"c_contacts", "c_progress"}
    assert all(len(cluster["outlets"]) == 2 for cluster in found)
    assert "2 clusters over 2 outlets" in claim("clusters", "--format", "table")[0]
    assert len(list(csv.DictReader(io.StringIO(claim("clusters", "--format", "csv")[0])))) == 4
    assert claim("clusters", "--min-outlets", "3", "--json", code=1)[0] == "[]\n"
    assert json.loads(claim("clusters", "--limit", "1", "--json")[0]) == found[:1]


def test_a_table_of_clusters_is_not_endless(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimkit.cli.work.list_clusters._IN_A_TABLE", 1)
    claim("quotes", "news")
    shown, said = claim("clusters", "--format", "table")
    assert "1 cluster over 2 outlets" in shown
    assert said == "claimkit: these are the first 1; --limit N shows more, --format jsonl all\n"
    assert claim("clusters", "--format", "table", "--limit", "1")[1] == ""


def test_speakers(pipeline: Pipeline) -> None:
    claim("quotes", "news")
    found = json.loads(claim("speakers", "--json")[0])
    assert {speaker["name"] for speaker in found} == {"Donald Trump", "Dmitry Peskov", "Ministry of Ports"}
    (trump,) = json.loads(claim("speakers", "trump", "--json")[0])
    assert (trump["quotes"], trump["articles"], trump["last"]) == (3, 2, "2025-02-10")
    assert "3 speakers" in claim("speakers", "--format", "table")[0]
    assert claim("speakers", "Nobody", code=1)[1] == "claimkit: no speaker named 'Nobody'\n"


# Wrong usage and errors


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["quotes", "news", "--since", "yesterday"], "'yesterday' is not a date"),
        (["quotes", "news", "--until", "2025-13"], "'2025-13' is not a date"),
        (["quotes", "news", "--min-confidence", "2"], "not between 0 and 1"),
        (["quotes", "news", "--json", "--format", "csv"], "--json and --format csv disagree"),
        (["quotes", "news", "--input-format", "epub"], "unknown input format 'epub'; choose from text, markdown"),
        (["quotes", "news", "--map", "author=by"], "unknown field 'author'; choose from text, title"),
        (["claims", "news", "--map", "text"], "not FIELD=COLUMN"),
        (
            ["who-said", "x", "news", "--map", "text=a", "--map", "text=b"],
            "field 'text' is mapped 2 times; map it once",
        ),
        (["quotes", "news", "--csv-formulas"], "--csv-formulas is about CSV"),
        (["quotes", "--map", "text=a"], "say how to read a PATH; name one"),
        (["quotes", "news", "-o", "."], "is a folder"),
        (["quotes", "news", "-o", "a.ods"], "a.ods: claimkit writes .xlsx and .csv, which spreadsheets open"),
        (["quotes", "news", "--format", "xlsx"], "an Excel workbook is not text; name a file with -o"),
        (["quotes", "news", "-o", "a.pdf"], "a.pdf: .pdf does not say a format; use one of .csv, .json, .jsonl"),
        (["evaluate", "news", "-o", "a.xlsx"], "a.xlsx: .xlsx is not what this command writes; use .json or .txt"),
        (["quotes", "news", "--format", "parquet"], "Parquet is not text; name a file with -o"),
        (["clusters", "-o", "a.parquet"], "only `quotes`, `claims` and `export` write Parquet"),
        (
            ["who-said", "making", "progress"],
            'put the phrase in quotation marks; run: claimkit who-said "making progress"',
        ),
        (["news"], "news: is a folder, not a command; run `claimkit quotes news`"),
        (["input.txt"], "input.txt: is a file, not a command; run `claimkit quotes input.txt`"),
        (["https://a.example/b"], "https://a.example/b: is a web address, and claimkit fetches nothing; save the page"),
        (["making progress"], """is not a command; to look for a phrase, run: claimkit who-said "making progress\""""),
        (
            ["who-said", "https://a.example/b"],
            "https://a.example/b: is a web address; give some words of the quotation",
        ),
        (["quotes", "news", "-o", "none/x.csv"], "no such folder"),
        (["quotes", "input.txt", "-o", "input.txt"], "would be overwritten"),
        (["quotes", "news", "-o", "claimkit.db"], "would be overwritten"),
    ],
)
def test_wrong_usage_is_one_line_before_any_work(
    pipeline: Pipeline, tmp_path: Path, arguments: list[str], words: str
) -> None:
    for name in ("input.txt", "claimkit.db"):
        (tmp_path / name).write_text("kept")
    out, err = claim(*arguments, code=2)
    assert (out, err.count("\n")) == ("", 1)
    assert words in err
    assert pipeline.calls == []
    assert (tmp_path / "input.txt").read_text() == (tmp_path / "claimkit.db").read_text() == "kept"


@pytest.mark.parametrize("arguments", [["quotes", "--format", "xml"], ["nonsense"], ["who-said"], ["clusters", "x"]])
def test_unknown_options_and_commands(pipeline: Pipeline, arguments: list[str]) -> None:
    assert "Usage: claimkit" in claim(*arguments, code=2)[1]


@pytest.mark.parametrize(
    ("error", "code"),
    [(ModelError("the model is missing; install claimkit again"), 2), (InputError("-", "holds no text"), 3)],
)
def test_errors_are_one_line(pipeline: Pipeline, error: ClaimkitError, code: int) -> None:
    pipeline.error = error
    assert claim("quotes", "news", code=code) == ("", f"claimkit: {error}\n")


def test_a_store_that_is_none(pipeline: Pipeline, tmp_path: Path) -> None:
    (tmp_path / "claimkit.db").write_text("not a database, but long enough to look at" * 40)
    for command in (["quotes"], ["quotes", "news"], ["who-said", "x"], ["speakers"]):
        out, err = claim(*command, code=2)
        assert (out, err.count("\n")) == ("", 1)
        assert "claimkit.db" in err


def test_ctrl_c_is_one_line(pipeline: Pipeline) -> None:
    pipeline.error = KeyboardInterrupt()
    stopped = "claimkit: stopped; 0 articles are done and kept in claimkit.db: run the same command again to go on\n"
    assert claim("quotes", "news", code=130) == ("", stopped)
    assert claim("quotes", "news", "--no-store", code=130) == (
        "",
        "claimkit: stopped; nothing is kept\n",
    )


def test_articles_whose_files_are_gone_are_counted(pipeline: Pipeline) -> None:
    pipeline.vanished = 2
    said = "claimkit: 2 stored articles from files that are gone: kept; --prune forgets them\n"
    assert claim("quotes", "news")[1] == said
    assert claim("quotes", "news", "--prune")[1] == "claimkit: 2 stored articles from files that are gone: forgotten\n"
    assert claim("quotes", "news", "-q")[1] == claim("quotes", "news", "--no-store")[1] == ""
    assert "name a PATH" in claim("quotes", "--prune", code=2)[1]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_one_line(pipeline: Pipeline) -> None:
    _, err = claim("quotes", "news", "-o", "/dev/full", code=2)
    assert err.count("\n") == 1
    assert "/dev/full: cannot be written" in err


# Progress


@pytest.mark.parametrize(("quiet", "terminal_", "bars"), [(False, True, 1), (True, True, 0), (False, False, 0)])
def test_progress_bar(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], quiet: bool, terminal_: bool, bars: int
) -> None:
    monkeypatch.setattr(terminal, "_PATIENCE", 0.0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal_)
    with terminal.Progress(quiet) as progress:
        for done in range(4):
            progress.update(done, done / 3)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert bool(captured.err) == bool(bars)
    assert ("Reading articles" in captured.err) == bool(bars)


def test_short_work_shows_no_bar(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with terminal.Progress(quiet=False) as progress:
        progress.update(0, 2)
        progress.update(2, 2)
    assert capsys.readouterr().err == ""


# Whole processes


def run(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, cwd=ROOT, **options)


def test_module_runs_as_a_command() -> None:
    result = run("-m", "claimkit", "--version")
    assert (result.returncode, result.stdout) == (0, f"claimkit {claimkit.__version__}\n")
    assert run("-m", "claimkit", "quotes", "--since", "x").returncode == 2


@pytest.fixture
def database(tmp_path: Path) -> str:
    """A store with more quotations than a pipe's buffer holds."""
    from claimkit.store import Store

    path = str(tmp_path / "many.db")
    with Store(path) as store:
        many = []
        for number in range(60):
            for extraction in extractions():
                article = replace(extraction.article, id=f"a_{number}_{extraction.article.id}", path=f"{number}.txt")
                quotes = (replace(q, id=f"{q.id}_{number}", article_id=article.id) for q in extraction.quotes)
                many.append(replace(extraction, article=article, quotes=tuple(quotes)))
                store.save(many[-1], location=f"{number}/{extraction.article.path}", digest="d", version="v")
        write_links(store, many, ())
    return path


@pytest.mark.parametrize("format", ["jsonl", "json", "csv", "table"])
def test_a_closed_pipe_is_quiet(database: str, format: str) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-m", "claimkit", "quotes", "--db", database, "--format", format],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    assert writer.stdout is not None
    assert writer.stderr is not None
    assert writer.stdout.readline()
    writer.stdout.close()
    err = writer.stderr.read()
    assert (err, writer.wait()) == (b"", 0)
    writer.stderr.close()


def test_who_said_answers_from_the_store_without_any_model(database: str) -> None:
    script = (
        "import sys, claimkit.cli, atexit\n"
        "heavy = {'spacy', 'onnxruntime', 'trafilatura', 'jinja2', 'numpy', 'rich'}\n"
        "heavy |= {'claimkit.reader', 'claimkit.runs.pipeline'}\n"
        "atexit.register(lambda: print(heavy & set(sys.modules)))\n"
        f"sys.argv = ['claimkit', 'who-said', 'making progres', '--db', {database!r}, '--limit', '1']\n"
        "claimkit.cli.main()\n"
    )
    record, loaded = run("-c", script).stdout.splitlines()
    assert json.loads(record)["speaker"]["name"] == "Donald Trump"
    assert loaded == "set()"


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
@pytest.mark.parametrize(
    ("redirection", "code", "err"),
    [
        (">/dev/full", 2, "claimkit: standard output cannot be written (No space left on device)\n"),
        (">&-", 2, "claimkit: standard output is closed; name a file with -o\n"),
        (">/dev/null 2>&- <&-", 0, ""),
    ],
)
def test_streams_that_are_full_or_closed(database: str, redirection: str, code: int, err: str) -> None:
    command = f'"{sys.executable}" -m claimkit quotes --db "{database}" {redirection}'
    result = subprocess.run(command, shell=True, capture_output=True, text=True, cwd=ROOT)
    assert (result.returncode, result.stdout, result.stderr) == (code, "", err)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("given", ["--help", "--version", "quotes --help", "people export -h"])
def test_help_into_a_full_device_is_one_line(given: str) -> None:
    command = f'"{sys.executable}" -m claimkit {given} >/dev/full'
    result = subprocess.run(command, shell=True, capture_output=True, text=True, cwd=ROOT)
    assert (result.returncode, result.stderr) == (
        2,
        "claimkit: standard output cannot be written (No space left on device)\n",
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_an_error_for_which_there_is_no_room_keeps_its_exit_code() -> None:
    command = f'"{sys.executable}" -m claimkit quotes --prune 2>/dev/full'
    assert subprocess.run(command, shell=True, capture_output=True, cwd=ROOT).returncode == 2


def test_records_are_utf8_whatever_the_locale() -> None:
    script = "from claimkit.cli import terminal\nterminal.write(['“Zoë” \\ud800' + chr(10)], None)\n"
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, cwd=ROOT, env=environment)
    assert result.stdout.decode("utf-8") == "“Zoë” ?\n"
    assert result.stderr == b""


# Python


def test_import_claimkit_is_light() -> None:
    script = "import sys, claimkit; {}; print(*sorted(m for m in sys.modules if m.startswith({!r})))"
    assert run("-c", script.format("dir(claimkit)", "claimkit")).stdout == "claimkit claimkit._version\n"
    heavy = ("spacy", "onnxruntime", "numpy", "trafilatura", "rich", "claimkit.analysis.tagger", "claimkit.corpus")
    assert run("-c", script.format("claimkit.extract", heavy)).stdout == "\n"


def test_extract_gives_the_same_records(pipeline: Pipeline) -> None:
    assert claimkit.extract("…", outlet="Harbour Gazette") == records(
        [replace(extractions()[0], article=replace(extractions()[0].article, title=None, published=None))]
    )
