"""People files: reading and writing them, and what they change; the command over a real store."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from typer.testing import CliRunner

from claimkit.cli import app
from claimkit.corpus import people
from claimkit.errors import InputError
from claimkit.models.collection import PersonEntry
from claimkit.models.record import Extraction, Speaker
from claimkit.output.exports.people_file import people_csv, people_toml
from claimkit.store import Store

from support import cases
from test_people import ENTRIES, TEXTS, extraction, shown


def entry(fields: dict[str, Any]) -> PersonEntry:
    """A person from a case file, through the parser."""
    lines = "\n".join(f"{key} = {json.dumps(value)}" for key, value in fields.items())
    return people.parse_people_file(f"[[person]]\n{lines}\n".encode(), "people.toml")[0]


def answer(speaker: Speaker | None) -> str:
    assert speaker is not None
    about = " ".join(x for x in (speaker.affiliation, speaker.wikidata) if x)
    decided = "*" if speaker.decided_by == "people file" else ""
    return decided + shown(speaker, False) + (f" [{about}]" if about else "")


@pytest.mark.parametrize("case", cases("people_file"))
def test_case(case: dict[str, Any]) -> None:
    entries = [entry(fields) for fields in case["people"]]
    given = [extraction(i, names) for i, names in enumerate(case["articles"])]
    for order in (given, given[::-1]):
        for file in (entries, entries[::-1]):
            unified = sorted(people.unify(order, file), key=lambda e: e.article.id)
            assert [[answer(q.speaker) for q in e.quotes] for e in unified] == case["expect"]


# Reading


CSV = "id,name,aliases,merge,split,pin,affiliation,wikidata\n"


@pytest.mark.parametrize(
    ("data", "name", "error"),
    [
        (b"id,name,alias\n", "p.csv", "p.csv:1: unknown column 'alias'; choose from id, name, aliases"),
        (b"id;name\n", "p.csv", "p.csv:1: its columns are separated by semicolons"),
        (b"name,name\n", "p.csv", "p.csv:1: column 'name' appears twice"),
        (b"name\nAnn Lee\nBo,Lee\n", "p.csv", "p.csv:3: has 2 cells for 1 columns"),
        (b'name\n"Ann Lee\n', "p.csv", "p.csv:2: is not CSV"),
        (b"id,name\nann,\n", "p.csv", "p.csv:2: has no name"),
        (b"name\n\n123\n", "p.csv", "p.csv:3: '123' is not a name"),
        (b"name,pin\nAnn Lee,7\n", "p.csv", "p.csv:2: '7' is not a name"),
        (b"name,wikidata\nAnn Lee,42\n", "p.csv", "p.csv:2: '42' is not a Wikidata id; write it like Q42"),
        (b"name,pronouns\nAnn Lee,it\n", "p.csv", "p.csv:2: 'it' are not pronouns; choose from she, he, they, hide"),
        (b"name\nAnn Lee\nann lee\n", "p.csv", "p.csv:3: 'ann-lee' is already the id in line 2"),
        (b"id,name\na,Ann Lee\nb,ann lee\n", "p.csv", "p.csv:3: 'ann-lee' is already in line 2"),
        (b"name,merge\nAnn Lee,X Y\nBo Lee,x y\n", "p.csv", "p.csv:3: 'x y' is already merged in line 2"),
        (b"name,merge\nAnn Lee,Bo Lee\nBo Lee,Ann Lee\n", "p.csv", "p.csv:2: 'Ann Lee' is merged in a circle"),
        (b"name,merge,split\nAnn Lee,A; B,b\n", "p.csv", "p.csv:2: 'B' is in both merge and split"),
        (b"name,split\nAnn Lee,ann lee\n", "p.csv", "p.csv:2: 'ann lee' is in split, but is the person's own name"),
        (b"name\nAnn\xff\n", "p.csv", "p.csv:2: is not UTF-8"),
        (b"PK\x03\x04\x00\x00", "p.csv", "p.csv: is not a text file"),
        (b"[[person]]\nname = 'A B'\n\n[[person]]\nnick = 'x'\n", "p.toml", "p.toml:4: unknown key 'nick'"),
        (b"[[person]]\nname = 3\n", "p.toml", "p.toml:1: name must be text, not 3"),
        (b"[[person]]\nname = 'A B'\nmerge = 3\n", "p.toml", "p.toml:1: merge must be a list of names"),
        (b"[[person]]\nname = 'A B'\n[[person]\n", "p.toml", "p.toml:3: is not TOML"),
        (b"[[person]]\nid = " + b"9" * 5_000, "p.toml", "p.toml: is not TOML (a number is too long)"),
        (b"[[person]]\nname = 0x" + b"f" * 5_000, "p.toml", "p.toml:1: name must be text, not a number of thousands"),
        (
            b"[[person]]\nname = [" + b"1," * 5_000 + b"]",
            "p.toml",
            f"p.toml:1: name must be text, not [{'1, ' * 19}1,…",
        ),
        (b"name = 'A B'\n", "p.toml", "p.toml: has content outside [[person]] tables"),
        (b"person = 'A B'\n", "p.toml", "p.toml: has content outside [[person]] tables"),
    ],
)
def test_mistakes_are_named_with_file_and_line(data: bytes, name: str, error: str) -> None:
    with pytest.raises(InputError) as raised:
        people.parse_people_file(data, name)
    assert str(raised.value).startswith(error)
    assert "\n" not in str(raised.value)


def test_an_empty_file_names_nobody() -> None:
    assert people.parse_people_file(b"", "p.csv") == ()
    assert people.parse_people_file(CSV.encode(), "p.csv") == ()
    assert people.parse_people_file(b"# nobody\n", "p.toml") == ()


def test_what_spreadsheets_write_is_read() -> None:
    data = '\ufeffName,Aliases,Pin\r\n"Peskov, Dmitry",Peskov ;;  D.  Peskov,\r\n,,\r\n'
    assert people.parse_people_file(data.encode(), "p.csv") == (
        PersonEntry("peskov-dmitry", "Peskov, Dmitry", ("Peskov", "D. Peskov")),
    )


FORMS = st.from_regex(r"[=+@＝＠A-Zà-ü'-][a-zA-Zß\"\\,\u202e\x7f.]{1,8}( [A-Z][a-z]{1,6})?", fullmatch=True)
LISTED = st.lists(FORMS, max_size=3, unique_by=str.casefold).map(tuple)
OPTIONAL = st.none() | st.from_regex(r"[=+@-]?[A-Za-z0-9 ,;'\"\\]{0,10}[A-Za-z]", fullmatch=True)


@given(LISTED, LISTED, OPTIONAL)
def test_written_and_read_again(aliases: tuple[str, ...], split: tuple[str, ...], affiliation: str | None) -> None:
    text = affiliation and " ".join(affiliation.split())
    person = PersonEntry("ann-lee", "Ann Lee", aliases, (), split, None, text, "Q42")
    shown_again = people.parse_people_file("".join(people_toml([person])).encode(), "p.toml")
    assert shown_again == (person,)
    written = "".join(people_csv([person]))
    for row in csv.reader(io.StringIO(written)):
        assert not any(cell.startswith(("=", "+", "-", "@", "＝", "＠")) for cell in row)
    read = people.parse_people_file(written.encode(), "p.csv")[0]
    assert read.affiliation == person.affiliation
    assert len(read.aliases) == len(person.aliases)


# What a set exports


@example(
    [(["together: Mike Waltz and Trump"], "President Trump met Mrs. Trump."), (["Donald Trump", "D. Trump"], "")],
    Random(0),
)
@given(st.lists(st.tuples(st.lists(ENTRIES, max_size=4), TEXTS), max_size=8), st.randoms())
def test_an_export_changes_nothing_and_order_never_matters(
    articles: list[tuple[list[str], str]], random: Random
) -> None:
    given = [extraction(i, entries, text) for i, (entries, text) in enumerate(articles)]
    unified = people.unify(given)
    exported = people.list_people(unified)
    again = people.unify(given, exported)
    assert [[q.speaker and (q.speaker.id, q.speaker.status) for q in e.quotes] for e in again] == [
        [q.speaker and (q.speaker.id, q.speaker.status) for q in e.quotes] for e in unified
    ]
    assert all(q.speaker is None or q.speaker.decided_by is None for e in again for q in e.quotes)
    assert people.list_people(again, exported) == exported
    edited = [*exported[1:], PersonEntry("x", "Ivanka Trump", (), ("Trump",), ("Melania Trump",), "I. Trump")]
    by_article = {e.article.id: e for e in people.unify(given, edited)}
    shuffled = random.sample(given, len(given))
    assert {e.article.id: e for e in people.unify(shuffled, random.sample(edited, len(edited)))} == by_article


# The command


def claim(*arguments: str, code: int = 0) -> tuple[str, str]:
    result = CliRunner().invoke(app, list(arguments), prog_name="claimkit")
    assert result.exit_code == code, result.output
    return result.stdout, result.stderr


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with three articles; the current folder is its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CLAIMKIT_DB", raising=False)
    path = tmp_path / "claimkit.db"
    with Store(path) as opened:
        for number, names in enumerate((["Kanye West", "Ye"], ["Ye"], ["Bill Clinton", "Clinton", "Hillary Clinton"])):
            save(opened, extraction(number, names))
    return path


def save(opened: Store, found: Extraction) -> None:
    opened.save(found, location=found.article.path, digest="d", version="v")


def speakers() -> list[dict[str, Any]]:
    return [json.loads(line)["speaker"] for line in claim("quotes")[0].splitlines()]


def names() -> list[str | None]:
    return [speaker["name"] for speaker in speakers()]


def test_export_edit_import(store: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(claim("people", "export")[0])))
    assert [row["id"] for row in rows] == ["bill-clinton", "hillary-clinton", "kanye-west", "ye"]
    rows[1] |= {"pin": "Hillary Rodham Clinton", "merge": "Clinton", "affiliation": "-", "wikidata": "Q6294"}
    rows[2] |= {"merge": "ye", "pronouns": "He"}
    with Path("people.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert claim("people", "import", "people.csv")[1] == "claimkit: people.csv: 4 people kept in claimkit.db\n"
    found = speakers()
    assert [s["name"] for s in found] == [*["Kanye West"] * 3, "Bill Clinton", *["Hillary Rodham Clinton"] * 2]
    assert [s["decided_by"] for s in found] == [*["people file"] * 3, None, *["people file"] * 2]
    assert [s["pronouns"] for s in found] == ["he", "he", "he", None, None, None]
    assert found[4] | {"evidence": []} == {
        "id": "hillary-rodham-clinton",
        "name": "Hillary Rodham Clinton",
        "kind": "person",
        "status": "resolved",
        "evidence": [],
        "wikidata": "Q6294",
        "title": None,
        "affiliation": "-",
        "affiliation_span": None,
        "members": [],
        "pronouns": None,
        "pronouns_span": None,
        "publisher": None,
        "decided_by": "people file",
        "confidence": None,
    }

    claim("people", "export", "again.csv")
    claim("people", "export", "again.toml")
    assert "affiliation" in Path("again.csv").read_text(encoding="utf-8")
    for file in ("again.csv", "again.toml"):
        claim("people", "import", file)
        assert speakers() == found
        claim("people", "export", "last.csv", "--force")
        assert Path("last.csv").read_bytes() == Path("again.csv").read_bytes()
    assert len(tomllib.loads(Path("again.toml").read_text(encoding="utf-8"))["person"]) == 4


def test_the_file_counts_for_what_is_read_later_until_it_is_cleared(store: Path) -> None:
    Path("people.toml").write_text('[[person]]\nname = "Kanye West"\nmerge = ["Ye"]\n', encoding="utf-8")
    claim("people", "import", "people.toml")
    with Store(store) as opened:
        save(opened, extraction(9, ["Ye"]))
    assert names()[-1] == "Kanye West"
    assert claim("people", "import", "--clear")[1] == "claimkit: the people file is forgotten\n"
    assert names()[-1] == "Ye"
    assert {s["decided_by"] for s in speakers()} == {None}


def test_an_import_replaces_the_one_before(store: Path) -> None:
    for name in ("Ann Lee", "Bo Lee"):
        Path("p.csv").write_text(f"name,merge\n{name},Ye\n", encoding="utf-8")
        claim("people", "import", "p.csv", "--quiet")
    assert names()[1] == "Bo Lee"


def test_entries_that_match_nobody_are_named(store: Path) -> None:
    Path("p.csv").write_text("name,merge\nKanye West,Ye\nAda Lund,\nJonas Berg,\n", encoding="utf-8")
    said = "claimkit: p.csv: nobody in claimkit.db is Ada Lund, Jonas Berg; check how the articles spell the names\n"
    assert claim("people", "import", "p.csv")[1] == f"{said}claimkit: p.csv: 3 people kept in claimkit.db\n"
    assert claim("people", "import", "p.csv", "--quiet")[1] == ""


def test_a_file_with_a_mistake_changes_nothing(store: Path) -> None:
    Path("p.csv").write_text("name,merge\nKanye West,Ye\n", encoding="utf-8")
    claim("people", "import", "p.csv")
    before = speakers()
    Path("p.csv").write_text("name,wikidata\nKanye West,no\n", encoding="utf-8")
    error = claim("people", "import", "p.csv", code=3)[1]
    assert error == "claimkit: p.csv:2: 'no' is not a Wikidata id; write it like Q42\n"
    assert speakers() == before
    assert claim("people", "import", "gone.csv", code=3)[1].startswith("claimkit: gone.csv: cannot be read")


@pytest.mark.parametrize("arguments", [[], ["p.csv", "--clear"]])
def test_import_takes_a_file_or_clear(store: Path, arguments: list[str]) -> None:
    assert claim("people", "import", *arguments, code=2)[1].startswith("claimkit: name one people file to import")


def test_export_never_overwrites_the_store(store: Path) -> None:
    assert "would be overwritten" in claim("people", "export", "claimkit.db", code=2)[1]


def test_people_for_one_answer_need_a_path(store: Path) -> None:
    assert claim("quotes", "--people", "p.csv", code=2)[1].startswith("claimkit: --people needs a PATH")


@pytest.mark.model
def test_a_file_for_one_answer_leaves_the_store_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CLAIMKIT_DB", raising=False)
    Path("a.txt").write_text("“We will see,” Rosa Vidal said on Monday.\n", encoding="utf-8")
    Path("p.csv").write_text("name,pin\nRosa Vidal,Rosa Maria Vidal\n", encoding="utf-8")
    for _ in range(2):
        answered = [
            json.loads(line)["speaker"] for line in claim("quotes", "a.txt", "--people", "p.csv")[0].splitlines()
        ]
        assert [(s["name"], s["decided_by"]) for s in answered] == [("Rosa Maria Vidal", "people file")]
        assert names() == ["Rosa Vidal"]
    assert claim("quotes", "a.txt", "--people", "gone.csv", code=3)[1].startswith("claimkit: gone.csv: cannot be read")
