"""Runs over shards: the same bytes however cut, where they run and what is killed; clear lines for the rest."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from cheap import Cheap
from harness import article, bound, ended, finished, start, until, write
from typer.testing import CliRunner

from claimkit.analysis import analyser as analysis
from claimkit.cli import app
from claimkit.cli.exit_codes import ExitCode
from claimkit.errors import InputError, WorkerError
from claimkit.output.exports.parquet import schema_of_records
from claimkit.reader import DEFAULT, find
from claimkit.runs import analysing
from claimkit.shards import engines, mapping, planning, running, workers
from claimkit.shards import folder as folders
from claimkit.shards.deadline import LateError, within
from claimkit.shards.engines import Where

pytest.importorskip("distributed")
pytest.importorskip("duckdb")
pytestmark = pytest.mark.usefixtures("watchdog")


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The analyser without models, in this process."""
    monkeypatch.setattr(analysis, "Analyser", Cheap)
    analysing._analyser.cache_clear()
    yield
    analysing._analyser.cache_clear()


def command(*arguments: str) -> tuple[int, str, list[str]]:
    """Exit code, stdout and the lines of stderr."""
    result = CliRunner().invoke(app, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr.splitlines()


def files(out: str, below: str = "") -> dict[str, str]:
    """The files of a run that decide its answers, with their digests."""
    found = {}
    for path in sorted(Path(out, below).rglob("*")):
        name = path.relative_to(out).as_posix()
        if path.is_file() and "/exchange/" not in name:
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def answer(out: str) -> list[dict[str, Any]]:
    """The records of a run, as any reader of Parquet has them."""
    import pyarrow as pa

    answered, names = running.current_answer(out)
    tables = [answered.read_table(name, schema_of_records(pa).names) for name in names]
    return sorted((row for table in tables for row in table.to_pylist()), key=lambda row: (row["path"], row["id"]))


def answer_of_quotes(*paths: str) -> list[dict[str, Any]]:
    """The same as `claimkit quotes` gives them, on one machine."""
    from pyarrow import parquet

    assert command("quotes", *paths, "--type", "all", "-o", "quotes.parquet")[0] == 0
    return sorted(parquet.read_table("quotes.parquet").to_pylist(), key=lambda row: (row["path"], row["id"]))


@pytest.mark.usefixtures("cheap")
def test_the_answer_is_that_of_quotes() -> None:
    write("news", range(60))
    lines = "".join(
        json.dumps({"text": article(n), "outlet": "Lantern", "date": "2025-03-02"}) + "\n" for n in range(60, 80)
    )
    Path("news/more.jsonl").write_text(lines)
    expected = answer_of_quotes("news")
    assert len({row["cluster"] for row in expected} - {None}) > 0
    for shards in (1, 7, 20):
        code, _, err = command("run", "news", "--out", f"run{shards}", "--shard", str(-(-80 // shards)))
        assert code == 0, err
        assert len(list(Path(f"run{shards}/map/done").iterdir())) == shards
        assert answer(f"run{shards}") == expected


@pytest.mark.slow
@pytest.mark.model
def test_the_samples_with_the_models() -> None:
    seeds = Path(__file__).parents[2] / "seeds"
    expected = answer_of_quotes(str(seeds))
    for size in ("2", "7"):
        assert command("run", str(seeds), "--out", f"run{size}", "--shard", size)[0] == 0
        assert answer(f"run{size}") == expected


@pytest.mark.usefixtures("cheap")
def test_a_run_is_asked_and_imported_like_a_store() -> None:
    for number, path in enumerate(write("news", range(40))):
        path.write_text(path.read_text() + f"\n“Nobody counted {number % 3} whales twice,” said Ines Dahl.\n")
    Path("news/metadata.csv").write_text("path,outlet\n000*.txt,Lantern\n001*.txt,Harbour Post\n")
    command("run", "news", "--out", "run", "--shard", "11")
    command("quotes", "news")
    for question in (
        ("speakers", "--json"),
        ("clusters", "--json"),
        ("clusters", "--json", "--min-outlets", "2", "--changed"),
        ("quotes", "--json"),
        ("quotes", "--json", "--speaker", "Ilves", "--since", "2025-03-20", "--undated", "keep"),
        ("quotes", "--json", "--exclude-speaker", "Ilves", "--outlet", "lantern", "--limit", "4"),
        ("claims", "--json", "--type", "direct", "--status", "resolved", "--claims", "--until", "2025-03-05"),
    ):
        assert command(*question, "--run", "run")[:2] == command(*question)[:2], question
    command("import", "run", "--outlet", "Lantern", "--db", "slice.db")
    command("quotes", *(str(path) for path in sorted(Path("news").glob("000*.txt"))), "--db", "lantern.db")
    for question in (("who-said", "whales twice", "--json"), ("speakers", "--json"), ("clusters", "--json")):
        asked = command(*question, "--db", "slice.db")
        assert asked[:2] == command(*question, "--db", "lantern.db")[:2]
        assert asked[0] == 0
    command("import", "run", "--speaker", "Jonas Brandt", "--since", "2025-03-10", "--until", "2025-03", "--db", "b.db")
    since = json.loads(command("quotes", "--json", "--db", "b.db")[1])
    assert {row["article"]["published"] >= "2025-03-10" for row in since} == {True}


@pytest.mark.usefixtures("cheap")
def test_the_same_command_does_what_is_missing_only() -> None:
    write("news", range(12))
    command("run", "news", "--out", "run", "--shard", "3")
    before = files("run")
    times = {path: path.stat().st_mtime_ns for path in Path("run").rglob("*") if path.is_file()}
    assert command("run", "news", "--out", "run", "--shard", "3")[0] == 0
    assert {path: path.stat().st_mtime_ns for path in Path("run").rglob("*") if path.is_file()} == times
    Path("run/map/done/shard-0000002.json").unlink()
    Path("run/map/records/shard-0000002.parquet").write_bytes(b"half")  # without its mark it counts for nothing
    assert "shards    3 of 4 done" in command("run", "--out", "run", "--status")[1]
    command("run", "news", "--out", "run", "--shard", "3")
    assert files("run") == before
    assert "linked    yes" in command("run", "--out", "run", "--status")[1]


@pytest.mark.usefixtures("cheap")
def test_mapping_and_linking_apart_and_with_a_people_file() -> None:
    write("news", range(6))
    Path("people.csv").write_text("name,merge\nAnna Ilves,Jonas Brandt\n")
    code, _, [line] = command("run", "news", "--out", "run", "--only", "map")
    assert (code, line) == (
        0,
        "claimkit: run: 6 articles in 1 shard, 12 records; not linked yet: run it again without --only",
    )
    assert "nothing is linked there" in command("speakers", "--run", "run")[2][0]
    assert "nothing is linked there" in command("import", "run", "--db", "x.db")[2][0]
    assert not Path("x.db").exists()
    command("run", "news", "--out", "run", "--people", "people.csv")
    [one] = json.loads(command("speakers", "--run", "run", "--json")[1])
    assert (one["name"], one["quotes"]) == ("Anna Ilves", 12)
    command("import", "run", "--db", "x.db")
    assert json.loads(command("speakers", "--json", "--db", "x.db")[1])[0]["name"] == "Anna Ilves"


@pytest.mark.usefixtures("cheap")
def test_a_clear_line_for_what_cannot_be() -> None:
    write("news", range(6))
    Path("news/bad.txt").write_text(article(99, "BROKEN"))
    arguments = ("run", "news", "--out", "run", "--shard", "2")
    code, _, err = command(*arguments)
    assert code == ExitCode.failed
    assert err[0].startswith("claimkit: news/bad.txt: cannot be analysed (RecursionError")
    for changed, said in (
        (("run", "news", "--out", "run", "--shard", "3"), "was begun with --shard 2"),
        (("run", "news", "--out", "run", "--shard", "2", "--set", "outlet=X"), "other input options"),
        (("run", "news", "--out", "news"), "news: holds other files; name a new or empty folder"),
        (("run", "news", "--out", "news/bad.txt"), "is a file; name a folder with --out"),
        (("run", "none", "--out", "new"), "no such file or folder; check the path"),
        (("run", "--out", "run"), "nothing to read; name files or folders, or ask with --status"),
        (("run", "-", "--out", "new"), "reads files, not standard input"),
        (("run", "--out", "new", "--status"), "is not the folder of a run"),
        (("run", "news", "--out", "run", "--scheduler", "tcp://x", "--scheduler-file", "y"), "give one of them"),
        (("speakers", "Ilves", "--run", "run"), "NAME needs a store"),
        (("quotes", "news", "--run", "run"), "leave PATH out"),
        (("quotes", "--run", "run", "--people", "people.csv"), "leave --people out"),
        (("claims", "--run", "run", "--prune", "--no-store"), "leave --no-store, --prune out"),
        (("speakers", "--run", "run", "--min-confidence", "0.5"), "--min-confidence needs a store"),
        (("quotes", "--new", "--run", "run"), "what is new is known of a store only"),
    ):
        code, _, [line] = command(*changed)
        assert code == ExitCode.usage
        assert said in line
    assert "is not named now, and this run began with it" in command("run", "news/bad.txt", *arguments[2:])[2][0]
    kept = Path("news/0003.txt").rename("0003.txt")
    assert "news/0003.txt: is gone, and this run began with it; restore it" in command(*arguments)[2][0]
    kept.rename("news/0003.txt")
    assert command(*arguments)[0] == ExitCode.failed
    Path("news/0003.txt").write_text("more")
    assert "news/0003.txt: has changed since this run began" in command(*arguments)[2][0]


@pytest.mark.usefixtures("cheap")
@pytest.mark.parametrize("stopped", ["run.json", "plan.json"])
def test_a_run_that_was_stopped_while_it_began_goes_on(stopped: str, monkeypatch: pytest.MonkeyPatch) -> None:
    write("news", range(4))

    def write_json(folder: folders.Folder, name: str, value: Any, durable: bool = True) -> None:
        if name == stopped:
            raise KeyboardInterrupt
        whole(folder, name, value, durable)

    whole = folders.Folder.write_json
    with monkeypatch.context() as patch:
        patch.setattr(folders.Folder, "write_json", write_json)
        assert command("run", "news", "--out", "run")[0] == ExitCode.stopped
    assert command("run", "news", "--out", "run")[0] == 0
    assert "1 of 1 done" in command("run", "--out", "run", "--status")[1]


@pytest.mark.usefixtures("cheap")
def test_a_run_without_its_plan_makes_it_again_for_the_same_inputs() -> None:
    write("news", range(4))
    command("run", "news", "--out", "run")
    Path("run/plan.json").unlink()
    write("news", range(4, 6))
    assert "the inputs are not those with which" in command("run", "news", "--out", "run")[2][0]
    for number in (4, 5):
        Path(f"news/{number:04}.txt").unlink()
    assert command("run", "news", "--out", "run")[0] == 0
    assert Path("run/plan.json").exists()


@pytest.mark.usefixtures("cheap")
@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"half")], ids=["gone", "damaged"])
@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("what", ["link/*/answer/records", "map/articles"])
def test_a_lost_file_of_a_run_is_one_line(what: str, number: int, damage: Callable[[Path], object]) -> None:
    for path in write("news", range(4)):
        path.write_text(path.read_text() + "\n“Nobody counted the whales twice,” said Ines Dahl.\n")
    command("run", "news", "--out", "run", "--shard", "2")
    damage(sorted(Path("run").glob(f"{what}/*.parquet"))[number])
    for line in (("clusters", "--run", "run", "--json"), ("import", "run", "--speaker", "Dahl", "--db", "x.db")):
        code, _, [said] = command(*line)
        assert code == ExitCode.usage
        assert said.startswith("claimkit: run")
        assert f"{number:07}.parquet" in said
        assert said.endswith("; restore it")


@pytest.mark.usefixtures("cheap")
def test_a_run_of_which_nothing_came_answers_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    write("news", range(2))

    def dies(shard: mapping.Shard) -> None:
        raise WorkerError(engines.DIED)

    with monkeypatch.context() as patch:
        patch.setattr(mapping, "map_shard", dies)
        assert command("run", "news", "--out", "run")[0] == ExitCode.failed
    for line in (("quotes",), ("speakers",), ("clusters",), ("clusters", "--changed")):
        assert command(*line, "--run", "run", "--json")[:2] == (ExitCode.nothing, "[]\n")
    assert command("import", "run", "--db", "x.db")[0] == ExitCode.nothing


@pytest.mark.usefixtures("cheap")
def test_an_import_of_nothing_makes_no_store() -> None:
    write("news", range(2))
    command("run", "news", "--out", "run")
    for line in (("--speaker", "Nobody"), ("--since", "2030")):
        code, _, [said] = command("import", "run", "--db", "x.db", *line)
        assert (code, said) == (ExitCode.nothing, "claimkit: run: no article meets these conditions")
        assert not Path("x.db").exists()


@pytest.mark.usefixtures("cheap")
def test_a_full_disk_stops_the_run_and_nothing_half_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    write("news", range(8))
    arguments = ("run", "news", "--out", "run", "--shard", "2")
    room = 14  # files until the disk is full

    def full(descriptor: int) -> None:
        nonlocal room
        room -= 1
        if room < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as context:
        context.setattr(folders.writing, "sync", full)
        code, _, [line] = command(*arguments)
    assert code == ExitCode.usage
    assert line.startswith("claimkit: run: cannot be written (No space left on device); what is finished is kept")
    done = [json.loads(path.read_bytes()) for path in sorted(Path("run/map/done").iterdir())]
    assert 0 < len(done) < 4
    for mark in done:
        for name, digest in mark["parts"].items():
            assert hashlib.sha256(Path("run", name).read_bytes()).hexdigest() == digest
    assert not list(Path("run").rglob("*.claimkit-tmp"))
    assert command(*arguments)[0] == 0
    command("run", "news", "--out", "other", "--shard", "2")
    assert files("run", "map") == files("other", "map")


def test_a_folder_that_cannot_be_written() -> None:
    write("news", range(2))
    code, _, [line] = command("run", "news", "--out", "/proc/run")
    assert code == ExitCode.usage
    assert line.startswith("claimkit: /proc/run: cannot be written (No such file or directory)")


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs permissions that bind")
def test_a_folder_that_may_not_be_written() -> None:
    write("news", range(2))
    Path("locked").mkdir(mode=0o555)
    out, [line] = finished("run", "news", "--out", "locked/run", code=ExitCode.usage, command=bound())
    assert line.startswith("claimkit: locked/run: cannot be written (Permission denied); what is finished is kept")
    assert list(Path("locked").iterdir()) == out == []


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs limits on files")
def test_workers_whose_files_may_not_grow() -> None:
    import resource

    write("news", range(4))
    for number in range(4, 6):
        write("news", [number], os.urandom(80_000).hex())
    arguments = ("run", "news", "--out", "run", "--shard", "2", "--jobs", "2")

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    out, [line] = finished(*arguments, code=ExitCode.usage, preexec_fn=limited)
    assert line.startswith("claimkit: run: cannot be written (File too large); what is finished is kept")
    assert (out, done("run")) == ([], 2)
    assert not Path("run/link").exists()
    finished(*arguments)
    finished("run", "news", "--out", "other", "--shard", "2")
    assert files("run") == files("other")


@pytest.mark.usefixtures("cheap")
def test_a_worker_of_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    write("news", range(2))
    version, told = mapping.version, iter(["another", "another"])  # where the run begins, and to the shards
    monkeypatch.setattr(mapping, "version", lambda: next(told, None) or version())
    code, _, [line] = command("run", "news", "--out", "run")
    assert code == ExitCode.usage
    assert line.startswith("claimkit: a worker has another version of claimkit or of its models than this command;")
    assert sorted(path.name for path in Path("run").rglob("*")) == ["plan.json", "run.json"]


@pytest.mark.usefixtures("cheap")
def test_an_input_that_vanishes_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    write("news", range(4))
    analyse = Cheap.analyse

    def vanishing(self: Cheap, one: Any) -> Any:
        Path("news/0003.txt").unlink(missing_ok=True)
        return analyse(self, one)

    monkeypatch.setattr(Cheap, "analyse", vanishing)
    code, _, [line, told] = command("run", "news", "--out", "run", "--shard", "2")
    assert code == ExitCode.failed
    assert line == "claimkit: news/0003.txt: no such file or folder; check the path"
    assert told == "claimkit: run: 3 articles in 2 shards, 6 records"


@pytest.mark.usefixtures("cheap")
def test_a_run_of_another_version_is_left_alone() -> None:
    write("news", range(2))
    command("run", "news", "--out", "run")
    begun = json.loads(Path("run/run.json").read_text())
    Path("run/run.json").write_text(json.dumps({**begun, "version": "older", "claimkit": "0.0.1"}))
    code, _, [line] = command("run", "news", "--out", "run")
    assert (code, "begun by another version of claimkit or of its models (0.0.1)" in line) == (ExitCode.usage, True)
    Path("run/run.json").write_text(json.dumps({**begun, "fields": "others"}))
    code, _, [line] = command("speakers", "--run", "run")
    assert (code, "run: its records have other fields (claimkit " in line) == (ExitCode.usage, True)


@pytest.mark.usefixtures("cheap")
def test_an_article_that_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    write("news", range(3))
    Path("news/slow.txt").write_text(article(7, "ENDLESS"))
    analyse = Cheap.analyse

    def endless(self: Cheap, one: Any) -> Any:
        while "ENDLESS" in one.text:
            pass
        return analyse(self, one)

    monkeypatch.setattr(Cheap, "analyse", endless)
    outcome = running.run(["news"], "run", DEFAULT, Where(), running.Settings(deadline=0.5))
    assert outcome.articles == 3
    assert [str(one) for one in outcome.failures] == [
        "news/slow.txt: took more than 0.5 seconds; split it and try again"
    ]


def test_a_deadline_ends_with_the_work() -> None:
    assert within(60.0, lambda: "done") == "done"
    with pytest.raises(LateError):
        within(0.05, lambda: [n for n in iter(int, 1) if n])


def test_files_are_cut_into_shards_in_the_order_of_their_paths() -> None:
    write("news", range(3))
    Path("news/a.jsonl").write_text("".join(json.dumps({"text": article(n)}) + "\n" for n in range(7)))
    plan = planning.make_plan(["news"], DEFAULT, 4, lambda some: ((s, planning.count_items(s, DEFAULT)) for s in some))
    assert [[(row[0][5:], *row[2:]) for row in shard] for shard in plan.rows] == [
        [("0000.txt", 0, 1), ("0001.txt", 0, 1), ("0002.txt", 0, 1), ("a.jsonl", 0, 1)],
        [("a.jsonl", 1, 5)],
        [("a.jsonl", 5, 7)],
    ]
    assert not any(isinstance(one, InputError) for one in find(["news"]))


# With processes


def processes(group: int) -> list[int]:
    """The processes of a run that are workers: those that Dask's nannies started."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            line = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z" and b"spawn_main" in line:
            found.append(int(entry.name))
    return sorted(found)


def done(out: str) -> int:
    return len(list(Path(out, "map/done").glob("*.json"))) if Path(out).exists() else 0


@pytest.mark.slow
def test_processes_give_the_same_bytes() -> None:
    write("news", range(60))
    Path("hurry").touch()
    finished("run", "news", "--out", "1", "--shard", "9")
    for jobs in ("2", "4"):
        finished("run", "news", "--out", jobs, "--shard", "9", "--jobs", jobs)
        assert files(jobs) == files("1")


@pytest.mark.slow
def test_the_doctor_compares_the_workers_of_a_scheduler() -> None:
    from distributed import LocalCluster

    from claimkit.shards import dask_engine

    with LocalCluster(n_workers=1, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster:
        address = cluster.scheduler_address
        _, out, _ = command("doctor", "--scheduler", address)
        assert f"1 at {address}" in out
        assert not [line for line in out.splitlines() if line.startswith("worker ")]
    with pytest.MonkeyPatch.context() as context:
        context.setattr(dask_engine, "_PATIENCE", 0.5)
        code, _, [line] = command("doctor", "--scheduler", address)
    assert code == ExitCode.usage
    assert line == f"claimkit: {address}: no scheduler with workers answers; start them and try again"


def test_the_doctor_tells_what_workers_have_that_is_not_here(monkeypatch: pytest.MonkeyPatch) -> None:
    here = workers.installed()
    there = {"w1": here, "w2": {**here, "spacy": "0.1", "code and models": "old"}, "w3": {**here, "processor": "other"}}

    class Engine:
        def on_each(self, function: object) -> dict[str, dict[str, str]]:
            return there

    monkeypatch.setattr(engines, "started", lambda where: nullcontext(Engine()))
    counted, *different = workers.compare("tcp://x")
    assert (counted.value, counted.problem) == ("3 at tcp://x", None)
    assert [(one.problem is None, one.value if one.problem is None else one.problem) for one in different] == [
        (
            False,
            f"w2: code and models old (here {here['code and models']}), spacy 0.1 (here {here['spacy']}); install the"
            " same as here",
        ),
        (True, "w3: another kind of processor; last digits of numbers may differ"),
    ]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")
def test_kill_9_of_workers_of_the_client_and_of_all() -> None:
    write("news", range(240), "SLOW")
    arguments = ("run", "news", "--out", "run", "--shard", "6")
    process = start(*arguments, "--jobs", "2")
    for number in range(2):  # each worker in turn
        until(lambda: done("run") > 4 * number or process.poll() is not None, "shards are done")  # noqa: B023
        os.kill(processes(process.pid)[number], signal.SIGKILL)
    until(lambda: done("run") > 12 or process.poll() is not None, "shards are done")
    process.kill()  # the client: its workers end with it
    process.communicate()
    until(lambda: not processes(process.pid), "its workers are gone")
    before = {path.name: path.stat().st_mtime_ns for path in Path("run/map/done").glob("*.json")}
    process = start(*arguments, "--jobs", "2")
    until(lambda: done("run") > len(before) or process.poll() is not None, "shards are done")
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    Path("hurry").touch()
    process = start(*arguments, "--jobs", "2")
    until(lambda: any(Path("run").glob("link/*/exchange/quotes/done.json")), "linking has begun")
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    finished(*arguments, "--jobs", "2")
    assert (
        before.items() <= {path.name: path.stat().st_mtime_ns for path in Path("run/map/done").glob("*.json")}.items()
    )
    finished("run", "news", "--out", "undisturbed", "--shard", "6")
    assert files("run", "map") == files("undisturbed", "map")
    assert answer("run") == answer("undisturbed")


@pytest.mark.slow
def test_an_article_that_kills_its_worker_costs_its_shard() -> None:
    write("news", range(16))
    Path("news/0005.txt").write_text(article(5, "FATAL"))
    out, err, code = ended(start("run", "news", "--out", "run", "--shard", "2", "--jobs", "2", "--retries", "0"))
    assert (code, out) == (ExitCode.failed, [])
    lost = "left out: the process that worked on it died; run the same command again"
    assert err == [
        f"claimkit: news/0004.txt … news/0005.txt: {lost}",
        "claimkit: run: 14 articles in 8 shards, 28 records",  # none of those that waited at the same worker
    ]
    assert {row["path"] for row in answer("run")} == {f"news/{n:04}.txt" for n in range(16) if n // 2 != 2}


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/net/tcp").exists(), reason="needs Linux's /proc")
def test_nothing_listens_beyond_this_machine() -> None:
    write("news", range(60), "SLOW")
    process = start("run", "news", "--out", "run", "--shard", "3", "--jobs", "2")
    until(lambda: done("run") > 0 or process.poll() is not None, "a shard is done")
    sockets = set()
    for pid in (process.pid, *processes(process.pid)):
        links = (str(one.readlink()) for one in Path(f"/proc/{pid}/fd").iterdir() if one.is_symlink())
        sockets |= {link[8:-1] for link in links if link.startswith("socket:[")}
    listening = []
    for table in ("tcp", "tcp6"):
        rows = [line.split() for line in Path(f"/proc/{process.pid}/net/{table}").read_text().splitlines()[1:]]
        listening += [row[1].split(":")[0] for row in rows if row[3] == "0A" and row[9] in sockets]
    Path("hurry").touch()
    process.communicate()
    assert listening
    assert set(listening) == {"0100007F"}
