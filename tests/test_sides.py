"""One quotation that articles give to different people, and hits that deny what the phrase says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from claimkit.cli import app
from claimkit.models.collection import Cluster
from claimkit.models.record import Article, Member, Speaker
from claimkit.search.deviations import deviations
from claimkit.search.sides import Credit, sides
from claimkit.store import Store

from records import extraction, person
from store_links import write_links
from support import cases

WORDS = "We will reopen the port in March"
LEE, ORR = person("Ann Lee"), person("Dan Orr")
BOTH = Speaker(
    "lee-orr",
    "Ann Lee and Dan Orr",
    "group",
    "resolved",
    members=(Member("ann-lee", "Ann Lee"), Member("dan-orr", "Dan Orr")),
)
PORT = Speaker("port-authority", "Port Authority", "organization", "resolved")
LINE = Speaker("north-line", "North Line", "organization", "resolved")
UNSURE = Speaker("dan-orr", "Dan Orr", "person", "ambiguous")


@pytest.mark.parametrize(
    ("speakers", "expected"),
    [
        ([LEE, ORR, ORR], [("Dan Orr", 2), ("Ann Lee", 1)]),
        ([LEE, LEE], []),
        ([LEE, None, UNSURE], []),
        ([LEE, PORT], []),  # it may speak through her
        ([PORT, LINE], [("North Line", 1), ("Port Authority", 1)]),
        ([LEE, BOTH], []),
        ([LEE, BOTH, ORR], []),  # all of them may have said it
        ([LEE, person("Lee")], []),  # a short form
        ([], []),
    ],
)
def test_sides(speakers: list[Speaker | None], expected: list[tuple[str, int]]) -> None:
    articles = [Article(f"a_{n}", f"{n}.txt", "", outlet=f"Paper {n}") for n in range(len(speakers))]
    credits = [Credit(f"q_{n}", one, article) for n, (one, article) in enumerate(zip(speakers, articles, strict=True))]
    for given in (credits, credits[::-1]):
        assert [(side.speaker.name, len(side.articles)) for side in sides(given)] == expected


@pytest.mark.parametrize("case", cases("deviations"), ids=lambda case: case["name"])
def test_deviations(case: dict[str, str | list[list[str]]]) -> None:
    text, at = str(case["text"]), str(case.get("match", case["text"]))
    start = text.index(at)
    found = deviations(str(case["phrase"]), text, ((start, start + len(at)),))
    assert [[one.kind, one.asked, one.found.text] for one in found] == case["expect"]
    assert all(text[one.found.start : one.found.end] == one.found.text for one in found)


def test_deviations_of_nothing() -> None:
    assert deviations("no", "no", ()) == ()
    assert deviations("We sail. " * 2_000, "We do not sail. " * 2_000, ((0, 32_000),)) is not None


@pytest.fixture
def port(tmp_path: Path) -> str:
    """Two outlets give one quotation to two people."""
    one = extraction("a.txt", (WORDS, "Ann Lee"), outlet="The Ledger", published="2025-02-09")
    two = extraction("b.txt", (WORDS, "Dan Orr"), outlet="The Post", published="2025-02-10")
    path = tmp_path / "port.db"
    with Store(path) as store:
        for item in (one, two):
            store.save(item, location=item.article.path, digest="", version="")
        cluster = Cluster("c_port", one.quotes[0].id, (one.quotes[0].id, two.quotes[0].id))
        write_links(store, [one, two], [cluster])
    return str(path)


def claim(*arguments: str, code: int = 0) -> tuple[str, str]:
    result = CliRunner().invoke(app, list(arguments), prog_name="claimkit", env={"COLUMNS": "160"})
    assert result.exit_code == code, result.output
    return result.stdout, result.stderr


def test_answers_name_all_sides(port: str) -> None:
    expected = [
        {"id": "ann-lee", "name": "Ann Lee", "kind": "person", "outlets": ["The Ledger"]},
        {"id": "dan-orr", "name": "Dan Orr", "kind": "person", "outlets": ["The Post"]},
    ]
    for command in (["clusters"], ["diff", "c_port"], ["who-said", "reopen the port"]):
        (record,) = json.loads(claim(*command, "--db", port, "--json")[0])
        assert [{key: side[key] for key in expected[0]} for side in record["sides"]] == expected, command
        table, _ = claim(*command, "--db", port, "-f", "table")
        assert "attributed differently" in table, command
        assert "Ann Lee" in table
        assert "Dan Orr" in table
    assert '"who":"attributed differently"' in claim("report", "--db", port, "-o", "-")[0]


def test_not_the_one_who_was_asked_for_but_others(port: str) -> None:
    out, err = claim("who-said", "reopen the port", "--speaker", "Kim Bell", "--db", port, "--json", code=1)
    assert json.loads(out) == []
    assert err.splitlines()[0] == (
        "claimkit: not Kim Bell, but: Ann Lee in The Ledger (2025-02-09), Dan Orr in The Post (2025-02-10)"
    )
    assert "but:" not in claim("who-said", "reopen the port", "--speaker", "Dan Orr", "--db", port, "--json")[1]
    for like, said in (("reoped the port", True), ("part", False)):  # “port” is not the word “part”
        _, err = claim("who-said", like, "--speaker", "Kim Bell", "--db", port, "--json", code=1)
        assert ("but:" in err) is said, like
