"""What a command must not write onto, and what claimkit wrote and so never reads as news."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest
from typer.testing import CliRunner

import claimkit
from claimkit import own_output
from claimkit.cli import app
from claimkit.models.checks import Check, Quotation
from claimkit.models.record import Span
from claimkit.models.tables import NEAR_COLUMNS
from claimkit.models.verified import Claimed, Verified
from claimkit.output import records as output_records
from claimkit.output.formats import json_array, json_lines
from claimkit.output.records.checks import check_record
from claimkit.output.records.layout import Layout
from claimkit.output.records.verified import verified_record

pytestmark = pytest.mark.model
LAYOUTS = [
    one
    for module in iter_modules(output_records.__path__)
    for one in vars(import_module(f"{output_records.__name__}.{module.name}")).values()
    if isinstance(one, Layout)
]
SEEDS = Path(claimkit.__file__).resolve().parent.parent / "seeds"

# Every command that writes a file, up to the file's name. {quote} and {cluster} are ids of the store.
WRITERS = (
    "quotes seeds -o",
    "quotes -o",
    "claims seeds --no-store -o",
    "who-said progress -o",
    "clusters -o",
    "speakers -o",
    "speakers Trump -o",
    "speakers --by outlet -o",
    "diff {cluster} -o",
    "explain {quote} -o",
    "check seeds/plain-ink.md --against seeds --no-cache -o",
    "check seeds/plain-ink.md --against seeds --no-cache --html",
    "verify claimkit.db -o",
    "report -o",
    "report seeds -o",
    *(f"export --format {name} -o" for name in ("jsonl", "csv", "parquet", "web-annotation", "schema-org", "links")),
    *(f"export --format {name} -o" for name in ("brat", "conll", "docbin")),
    "people export",
    "corrections list -o",
    "corrections export",
    "watch -f watchlist.toml -o",
    "merge claimkit.db other.db -o",
    "sample 2 -o",
    "sample 2 seeds -o",
    "evaluate gold -o",
    "schema -o",
    "datasette-metadata -o",
)
_ANSWERS = (
    "quotes",
    "who-said progress",
    "clusters",
    "speakers",
    "speakers --by pronouns",
    "speakers Trump",
    "diff {cluster}",
    "explain {quote}",
)
# Every kind of file that is written, with the suffix it has.
OUTPUTS = (
    *(f"{answer} -o .{suffix}" for answer in _ANSWERS for suffix in ("csv", "json", "jsonl", "xlsx")),
    *(f"{answer} --format table -o .txt" for answer in _ANSWERS),
    "report -o .html",
    "export -o .parquet",
    "export -o .conllup",
    "export -o .spacy",
    "export --format web-annotation -o .json",
    "export --format schema-org -o .json",
    "export --format links -o .csv",
    "people export .csv",
    "corrections list -o .json",
    "watch -f watchlist.toml -o .csv",
    "people export .toml",
    "evaluate gold -o .json",
    "evaluate gold -o .txt",
    "evaluate gold/speakers.jsonl -o .json",
    "schema -o .json",
    "datasette-metadata -o .json",
    "datasette-metadata -o .yaml",
)
PEOPLE = "id,name,aliases,merge,split,pin,affiliation,wikidata\nmine,Mine,,,,,,\n"
NOTES = "id;type;speaker;text;cue;source;my code\nq_1;direct;A;B;said;he;7\n"


def claim(line: list[str], code: int = 0) -> tuple[str, str]:
    result = CliRunner().invoke(app, line, prog_name="claimkit")
    assert result.exit_code == code, result.output
    return result.stdout, result.stderr


def run(line: str, *more: str, code: int = 0) -> tuple[str, str]:
    return claim([*line.split(), *more], code)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample articles, a store and a sample to annotate."""
    folder = tmp_path_factory.mktemp("archive")
    shutil.copytree(SEEDS, folder / "seeds")
    run(f"quotes {folder / 'seeds'} --db {folder / 'claimkit.db'} -q")
    run(f"sample 2 {folder / 'seeds'} --db {folder / 'claimkit.db'} -o {folder / 'gold'} -q")
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / "watchlist.toml").write_text('people = ["Peskov"]\n', encoding="utf-8")
    shutil.copy(folder / "claimkit.db", folder / "other.db")
    quote = json.loads(run(f"quotes --json --db {folder / 'claimkit.db'}")[0])[0]["id"]
    run(f"correct {quote} --speaker Peskov -q --db {folder / 'claimkit.db'}")
    run(f"corrections export {folder / 'corrections.csv'} --db {folder / 'claimkit.db'}")
    with (folder / "corrections.csv").open("a", encoding="utf-8") as file:
        file.write("q_mine,a_mine,3-9,mine,Mine\n")
    (folder / "coded.csv").write_text(NOTES, encoding="utf-8")
    for annotated in (folder / "gold" / "attributions").glob("*.ann"):
        annotated.write_text("", encoding="utf-8")  # figures need a sample that somebody has corrected
    (folder / "notes.docx").write_bytes(b"PK\x03\x04 my notes")
    return folder


@pytest.fixture
def here(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(archive, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def filled(line: str) -> str:
    quote = json.loads(run("quotes --json")[0])[0]["id"] if "{quote}" in line else ""
    cluster = json.loads(run("clusters --json")[0])[0]["id"] if "{cluster}" in line else ""
    return line.format(quote=quote, cluster=cluster)


@pytest.mark.parametrize("line", WRITERS)
def test_what_is_the_users_is_not_overwritten(here: Path, line: str) -> None:
    line = filled(line)
    for target in ("seeds/plain-ink.md", "people.csv", "corrections.csv", "coded.csv", "claimkit.db", "notes.docx"):
        before = Path(target).read_bytes()
        _, said = run(line, target, code=2)
        assert said.startswith(f"claimkit: {target}: "), said
        assert said.count("\n") == 1
        assert Path(target).read_bytes() == before, (line, target)
    assert sorted(path.name for path in here.iterdir()) == [
        "claimkit.db", "coded.csv", "corrections.csv", "gold", "notes.docx", "other.db", "people.csv", "seeds",
        "watchlist.toml",
    ]  # fmt: skip


def test_what_claimkit_wrote_is_replaced_and_never_read(here: Path) -> None:
    before = run("quotes seeds --no-store")[0]
    for number, line in enumerate(OUTPUTS):
        target = f"seeds/{number}.{line.rpartition('.')[2]}"
        line = filled(line.rpartition(" ")[0])
        run(line, target)
        if line != "people export" and not line.startswith("watch"):  # which has nothing new the second time
            run(line, target)
    found, said = run("quotes seeds --no-store")
    assert found == before
    unread = sum(line.endswith((".parquet", ".spacy", ".xlsx", ".conllup", ".toml", ".yaml")) for line in OUTPUTS)
    assert said.startswith(f"claimkit: {len(OUTPUTS) - unread} files that claimkit wrote are skipped: ")


def test_force_replaces_anything_but_what_is_read(here: Path) -> None:
    run("quotes -o coded.csv --force -q")
    assert Path("coded.csv").read_text(encoding="utf-8").startswith("id,type,speaker")
    run("people export people.csv --force")
    assert "mine" not in Path("people.csv").read_text(encoding="utf-8")
    assert "is read by this command" in run("quotes -o claimkit.db --force", code=2)[1]


def test_people_that_are_the_same_are_written_again(here: Path) -> None:
    run("people export again.csv")
    run("people export again.csv")
    Path("again.csv").write_text(PEOPLE, encoding="utf-8")
    assert "may hold your edits" in run("people export again.csv", code=2)[1]


def test_an_empty_file_is_written(here: Path) -> None:
    Path("new.csv").touch()
    run("quotes -o new.csv -q")
    assert Path("new.csv").stat().st_size > 0


def test_records_stay_those_of_the_articles(here: Path) -> None:
    """`quotes .` beside everything that claimkit writes: the same records, and one notice."""
    shutil.rmtree("gold")
    for name in ("coded.csv", "people.csv", "corrections.csv", "notes.docx"):
        Path(name).unlink()
    before = len(run("quotes .")[0].splitlines())
    run("report -q")
    for name in ("quotes.csv", "records.jsonl", "all.json"):
        run("quotes -q -o", name)
    run("export --format brat -q -o", "annotated")
    run("sample 2 -q -o", "drawn")
    run("sample 2 -q -o", "drawn.zip")
    with zipfile.ZipFile("packed.zip", "w") as packed:
        packed.write("report.html")
    records, said = run("quotes .")
    assert len(records.splitlines()) == before
    assert said == "claimkit: 8 files that claimkit wrote are skipped: all.json, annotated, drawn and 5 more\n"
    assert run("quotes .")[1] == said  # also where nothing is read again
    with pytest.warns(UserWarning, match="8 files that claimkit wrote are skipped"):
        assert len(claimkit.read(".", type=("direct", "mixed"))) == before


def test_a_sample_that_is_named_is_read(here: Path) -> None:
    assert {json.loads(line)["article"]["path"] for line in run("quotes gold --no-store")[0].splitlines()} <= {
        path.relative_to(here).as_posix() for path in (here / "gold" / "text").iterdir()
    }


@pytest.mark.parametrize(
    ("kind", "columns"),
    [*((layout.kind.__name__, layout.columns) for layout in LAYOUTS), ("Hit", NEAR_COLUMNS)],
)
def test_every_table_is_known_as_claimkits(kind: str, columns: Sequence[str], tmp_path: Path) -> None:
    file = tmp_path / f"{kind}.csv"
    file.write_text(",".join(columns) + "\n", encoding="utf-8")
    assert own_output.recognise(file.read_bytes())
    assert own_output.reason_to_keep(file) is None


@pytest.mark.parametrize("lines", [json_lines, json_array])
def test_checks_and_verified_records_are_known_as_claimkits(
    lines: Callable[[Iterable[dict[str, Any]]], Iterator[str]],
) -> None:
    quotation = Quotation("He said “no”.\\ " * 60, 3, 900, "direct", None)
    check = Check(quotation, "not found", False, True, None, (), (), 0.0, "nowhere", "drafts/a.txt")
    verified = Verified(Claimed("q_1", "a_1", "a.txt", (Span(0, 2, "No"),)), "shifted", "a.txt", None)
    for record in (check_record(check), verified_record(verified)):
        assert own_output.recognise("".join(lines([record])).encode())


@pytest.mark.parametrize(
    "news",
    [
        '{"draft": "2", "text": "An article.", "title": "A title"}',
        '{"id": "q_1", "path": "a.txt", "text": "An article."}',
        "draft,text,title\n2,An article.,A title",
        "# Written by claimkit users\n\nA column about a tool, she said.",
        '{"id": "q_1", "title": "A title", "text": "An article."}',
        '{"id": "1", "name": "Wire", "kind": "story", "body": "An article."}',
        "id,type,text\n1,news,An article.",
        "id,name,body\n1,Wire,An article.",
        "<html><head><title>claimkit</title></head><p>An article.",
        "",
    ],
)
def test_news_is_not_taken_for_output(news: str) -> None:
    assert own_output.recognise(news.encode()) is None
