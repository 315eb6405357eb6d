"""Records against their files: flipped characters, moved files, deleted paragraphs, files in another encoding."""

from __future__ import annotations

import csv
import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from claimkit.analysis.analyser import quote_id
from claimkit.checking.claimed import read_claimed
from claimkit.checking.verify import verify
from claimkit.cli import app
from claimkit.errors import InputError
from claimkit.models.record import Article, Cue, Extraction, Quote, Span
from claimkit.output.records.flat import COLUMNS, flat_row
from claimkit.output.records.quote import record
from claimkit.output.visible import visible
from claimkit.reader import Source, find, items, parse
from claimkit.store import Store

FIRST = "We will rebuild the old pier before winter"
SECOND = "Nobody will ever tax our fishermen in Malmö again"
TEXT = f"""The mayor spoke on Monday.

“{FIRST},” she said.

It rained, and the café was shut.

“{SECOND},” she added.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("news").mkdir()
    Path("news/a.txt").write_text(TEXT, encoding="utf-8")
    Path("news/b.txt").write_text(TEXT.replace("Monday", "Tuesday"), encoding="utf-8")
    return tmp_path


def articles() -> list[Article]:
    found = []
    for source in find(["news"]):
        assert isinstance(source, Source)
        for item in items(source):
            assert not isinstance(item, InputError)
            found.append(parse(source, item))
    return found


def pairs() -> list[tuple[Quote, Article]]:
    found = []
    for article in articles():
        for words in (FIRST, SECOND):
            start = article.text.index(words)
            content = (Span(start, start + len(words), words),)
            cue = Cue(start + len(words) + 7, start + len(words) + 11, "said", "say")
            id_ = quote_id(article, content, cue)
            found.append((Quote(id_, article.id, "direct", words, content, cue, None, None, 0.9), article))
    return found


def write(path: str) -> str:
    rows = [record(quote, article) for quote, article in pairs()]
    if path.endswith(".csv"):
        with Path(path).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(COLUMNS))
            writer.writeheader()
            writer.writerows({key: flat_row(row).get(key) for key in COLUMNS} for row in rows)
    elif path.endswith(".db"):
        with Store(path) as store:
            for article in articles():
                quotes = tuple(quote for quote, mine in pairs() if mine == article)
                store.save(Extraction(article, quotes), location=article.path, digest="", version="")
    elif path.endswith(".json"):
        Path(path).write_text(json.dumps(rows), encoding="utf-8")
    else:
        Path(path).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def findings(path: str, root: str | None = None) -> list[str]:
    return [one.finding for one in verify(read_claimed(path), root)]


def change(old: str, new: str) -> Callable[[Path], None]:
    def do(file: Path) -> None:
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    return do


def other_characters(file: Path) -> None:
    file.write_text(unicodedata.normalize("NFD", file.read_text(encoding="utf-8")), encoding="utf-8")


def other_line_ends(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))


def other_bytes(file: Path) -> None:
    file.write_bytes(b"\xff\xfe" + file.read_text(encoding="utf-8").encode("utf-16-le"))


@pytest.mark.parametrize("name", ["r.jsonl", "r.json", "r.csv", "r.db"])
def test_nothing_is_reported_of_files_that_did_not_change(folder: Path, name: str) -> None:
    assert findings(write(name)) == ["holds"] * 4


@pytest.mark.parametrize(
    ("what", "first", "second"),
    [
        pytest.param(
            change("rebuild", "rebuilt"), "changed", "article changed", id="a character in the first quotation"
        ),
        pytest.param(
            change("It rained", "It poured down"), "article changed", "shifted", id="words of the article between"
        ),
        pytest.param(change(f"“{FIRST},” she said.\n\n", ""), "gone", "shifted", id="the first paragraph"),
        pytest.param(change(f"\n“{SECOND},” she added.\n", ""), "article changed", "gone", id="the last paragraph"),
        pytest.param(other_characters, "re-encoded", "re-encoded", id="other characters for the same letters"),
        pytest.param(other_line_ends, "re-encoded", "re-encoded", id="other line ends"),
        pytest.param(other_bytes, "re-encoded", "re-encoded", id="another encoding of the same text"),
        pytest.param(Path.unlink, "missing", "missing", id="the file"),
    ],
)
def test_changes_are_told_apart(folder: Path, what: Callable[[Path], None], first: str, second: str) -> None:
    path = write("r.jsonl")
    what(folder / "news/a.txt")
    assert findings(path) == [first, second, "holds", "holds"]


def test_a_change_elsewhere_in_an_article_with_an_address(folder: Path) -> None:
    page = Path("news/a.txt")
    page.write_text(f"URL: https://example.org/pier\n\n{TEXT}", encoding="utf-8")
    path = write("r.jsonl")
    assert findings(path) == ["holds"] * 4
    change("rained", "snowed")(page)
    assert findings(path)[:2] == ["article changed"] * 2
    change("snowed", "rained")(page)
    other_line_ends(page)
    other_characters(page)
    assert findings(path)[:2] == ["re-encoded"] * 2


def test_a_report(folder: Path) -> None:
    assert CliRunner().invoke(app, ["report", "news", "-o", "r.html", "--quiet"]).exit_code == 0
    number = len(findings("r.html"))
    assert number >= 4
    assert findings("r.html") == ["holds"] * number
    change(f"“{FIRST},” she said.\n\n", "")(folder / "news/a.txt")
    assert sorted(set(findings("r.html"))) == ["article changed", "gone", "holds"]


def test_a_report_has_no_markup_in_its_words(folder: Path) -> None:
    Path("news/c.md").write_text(
        "“We will [rebuild the old pier](https://a.example/pier) before **winter**,” Mayor Ruth Calder said.\n"
    )
    assert CliRunner().invoke(app, ["report", "news/c.md", "-o", "r.html", "--quiet"]).exit_code == 0
    assert findings("r.html") == ["holds"]


def test_a_workbook_is_told_from_broken_text(folder: Path) -> None:
    Path("r.xlsx").write_bytes(b"PK\x03\x04\x14\x00\xff")
    with pytest.raises(InputError, match=r"a workbook or packed file; give the records as \.jsonl"):
        findings("r.xlsx")


def test_an_answer_without_records_is_a_file_of_records(folder: Path) -> None:
    Path("none.jsonl").write_bytes(b"")
    assert findings("none.jsonl") == []


def test_half_a_report(folder: Path) -> None:
    CliRunner().invoke(app, ["report", "news", "-o", "r.html", "--quiet"])
    page = Path("r.html").read_text(encoding="utf-8")
    Path("half.html").write_text(page[: page.index('id="data"') + 200], encoding="utf-8")
    with pytest.raises(InputError, match="not a whole report"):
        findings("half.html")


def test_a_moved_file_is_found_below_the_root(folder: Path) -> None:
    path = write("r.jsonl")
    Path("archive/old").mkdir(parents=True)
    Path("news/a.txt").rename("archive/old/x.txt")
    Path("news").rename("archive/news")
    found = list(verify(read_claimed(path), "archive"))
    assert [one.finding for one in found] == ["moved", "moved", "holds", "holds"]
    assert found[0].file == "archive/old/x.txt"


def test_where_the_words_are_now(folder: Path) -> None:
    path = write("r.jsonl")
    change("It rained", "In the end it rained")(folder / "news/a.txt")
    change("will ever tax", "would ever tax")(folder / "news/a.txt")
    text = (folder / "news/a.txt").read_text(encoding="utf-8")
    _, second, *_ = verify(read_claimed(path))
    assert second.now is not None
    assert second.finding == "changed"
    assert text[second.now.start : second.now.end] == second.now.text
    assert "would ever tax our fishermen" in second.now.text


def test_an_id_that_does_not_follow_from_the_record(folder: Path) -> None:
    path = write("r.jsonl")
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    first: dict[str, Any] = json.loads(lines[0])
    first["id"] = "q_" + "0" * 20
    Path(path).write_text("\n".join([json.dumps(first), *lines[1:]]) + "\n", encoding="utf-8")
    assert findings(path) == ["wrong id", "holds", "holds", "holds"]


def test_the_command(folder: Path) -> None:
    path = write("r.jsonl")
    result = CliRunner().invoke(app, ["verify", path, "--json"], prog_name="claimkit")
    assert (result.exit_code, result.stdout) == (0, "[]\n")
    change("rebuild", "rebuilt")(folder / "news/a.txt")
    result = CliRunner().invoke(app, ["verify", path, "--json"], prog_name="claimkit")
    assert result.exit_code == 1
    assert [one["finding"] for one in json.loads(result.stdout)] == ["changed", "article changed"]
    assert "4 records: 2 hold" in result.stderr
    assert CliRunner().invoke(app, ["verify", path, "-f", "table"], prog_name="claimkit").exit_code == 1
    assert CliRunner().invoke(app, ["verify", path, "-o", "broken.csv"], prog_name="claimkit").exit_code == 1


def test_control_characters_are_not_obeyed(folder: Path) -> None:
    path = write("r.jsonl")
    lines = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]
    for line in lines:
        line["text"] += "\x1b]0;owned\x07"
        line["article"]["path"] += "\x1b]0;owned\x07"
    Path(path).write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
    out = CliRunner().invoke(app, ["verify", path, "-f", "table"], prog_name="claimkit").stdout
    assert "owned" in out
    assert visible(out, keep="\n") == out


@pytest.mark.parametrize("text", ["{}\n", "[1]", "{broken", "a,b\n1,2\n", "[]]", "Dear colleague,\n", "id,text\n"])
def test_what_is_no_file_of_records(folder: Path, text: str) -> None:
    Path("x.jsonl").write_text(text, encoding="utf-8")
    with pytest.raises(InputError):
        list(read_claimed("x.jsonl"))
