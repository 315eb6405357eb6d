"""What a command must not write onto, and what claimkit wrote and so never reads as news."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

import claimkit
from claimkit import own_output
from claimkit.cli import app
from claimkit.output.exports.people_file import PERSON_COLUMNS
from claimkit.output.exports.text_fragments import LINK_COLUMNS
from claimkit.output.records.answers import PRONOUNS, SPEAKER_COLUMNS
from claimkit.output.records.corrections import STATE_COLUMNS
from claimkit.output.records.flat import QUOTE_COLUMNS
from claimkit.output.records.phrase_hits import HIT_COLUMNS
from claimkit.output.records.variants import DIFFERENCE_COLUMNS
from claimkit.output.records.watch import WATCH_COLUMNS

pytestmark = pytest.mark.model
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


def test_columns_are_those_of_the_output() -> None:
    assert own_output.SPEAKER_COLUMNS == SPEAKER_COLUMNS
    assert PRONOUNS.columns == own_output.PRONOUNS_COLUMNS
    assert own_output.LINK_COLUMNS == LINK_COLUMNS
    assert own_output.STATE_COLUMNS == STATE_COLUMNS
    assert own_output.COMPARISON_COLUMNS == DIFFERENCE_COLUMNS
    assert own_output.PEOPLE_COLUMNS == PERSON_COLUMNS
    for columns in (QUOTE_COLUMNS, HIT_COLUMNS, WATCH_COLUMNS):
        assert own_output.recognise(",".join(columns).encode()) == "records"


@pytest.mark.parametrize(
    "news",
    [
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
