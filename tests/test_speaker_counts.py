"""`claimkit speakers` with filters, and by outlet, month, kind and affiliation."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import claimkit
from claimkit.cli import app
from claimkit.errors import UsageError
from claimkit.models.record import Speaker
from claimkit.models.types import SpeakerGrouping
from claimkit.search.filters import EVERYTHING, Filters
from claimkit.search.profiles import profile
from claimkit.search.speaker_counts import count_pronouns, count_speakers, speakers
from claimkit.search.speaker_lists import count_pronouns as all_pronouns
from claimkit.search.speaker_lists import speakers as all_speakers
from claimkit.store import Store, rows

from records import extraction, person
from store_links import write_links


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    one = extraction("a.txt", ("We sail", "Ann Lee"), ("We stay", "Dan Orr"), outlet="Ledger", published="2025-02-09")
    two = extraction("b.txt", ("Not today", "Ann Lee"), ("Who knows", None), outlet="Post", published="2025-03-01")
    lone = extraction("c.txt", ("At noon", "Port Authority", "indirect"))
    port = Speaker("port-authority", "Port Authority", "organization", "resolved")
    lone = replace(lone, quotes=(replace(lone.quotes[0], speaker=port),))
    lee = replace(person("Ann Lee"), affiliation="North Line")
    one = replace(one, quotes=(replace(one.quotes[0], speaker=lee), one.quotes[1]))
    file = tmp_path_factory.mktemp("counts") / "counts.db"
    with Store(file) as store:
        for item in (one, two, lone):
            store.save(item, location=item.article.path, digest="", version="")
        write_links(store, [one, two, lone], ())
    return str(file)


@pytest.fixture(scope="module")
def store(path: str) -> Iterator[Store]:
    with Store(path, readonly=True) as opened:
        yield opened


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("outlet", [("Ledger", 2, 2), ("Post", 1, 1), (None, 1, 1)]),
        ("month", [("2025-02", 2, 2), ("2025-03", 1, 1), (None, 1, 1)]),
        ("kind", [("person", 2, 3), ("organization", 1, 1)]),
    ],
)
def test_by(store: Store, by: SpeakerGrouping, expected: list[tuple[str | None, int, int]]) -> None:
    assert [(one.value, one.speakers, one.quotes) for one in count_speakers(store, by)] == expected


def test_by_affiliation(store: Store) -> None:
    counts = {one.value: one.quotes for one in count_speakers(store, "affiliation", Filters(outlet="Ledger"))}
    assert counts == {"North Line": 1, None: 1}


def test_filters(store: Store) -> None:
    found = speakers(store, Filters(since="2025-02", until="2025-02"))
    assert [(one.speaker.name, one.quotes, one.first, one.last) for one in found] == [
        ("Ann Lee", 1, "2025-02-09", "2025-02-09"),
        ("Dan Orr", 1, "2025-02-09", "2025-02-09"),
    ]
    everything = Filters(until="2099", undated="keep")  # meets all, counted the other way
    assert speakers(store, everything) == all_speakers(store) == speakers(store, EVERYTHING)
    assert count_pronouns(store, everything) == all_pronouns(store) == count_pronouns(store)
    lee = profile(store, "Lee", filters=Filters(outlet="Post"))
    assert lee is not None
    assert (lee.summary.quotes, [count.text for count in lee.by_outlet]) == (1, ["Post"])


def test_the_command(path: str) -> None:
    def claim(*arguments: str) -> str:
        result = CliRunner().invoke(app, ["speakers", *arguments, "--db", path], prog_name="claimkit")
        assert result.exit_code == 0, result.output
        return result.stdout

    assert [json.loads(line)["name"] for line in claim("--type", "indirect").splitlines()] == ["Port Authority"]
    rows = claim("--by", "outlet", "-f", "csv").splitlines()
    assert rows == ["by,value,speakers,quotes", "outlet,Ledger,2,2", "outlet,Post,1,1", "outlet,unknown,1,1"]
    assert "unknown" in claim("--by", "month", "-f", "table")
    with pytest.raises(UsageError, match="unknown grouping"):
        claimkit.Store(path).speaker_counts("mood")  # type: ignore[arg-type]
    assert claimkit.Store(path).speaker_counts("kind", outlet="Post")[0]["quotes"] == 1


def test_a_profile_reads_the_records_of_its_speaker_alone(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    read: set[int] = set()
    load = rows.load_quotes

    def watched(db: sqlite3.Connection, column: str, keys: Sequence[int], **how: bool) -> Any:
        read.update(keys)
        return load(db, column, keys, **how)

    monkeypatch.setattr(rows, "load_quotes", watched)
    lee = profile(store, "Lee", filters=Filters(stated=True))
    assert lee is not None
    assert (lee.summary.quotes, len(read)) == (2, 2)


@pytest.mark.parametrize("question", [(), ("Lee",), ("--by", "pronouns"), ("--by", "outlet"), ("--outlet", "Post")])
def test_a_damaged_store_is_one_line(path: str, tmp_path: Path, question: tuple[str, ...]) -> None:
    damaged = str(shutil.copy(path, tmp_path / "damaged.db"))
    with closing(sqlite3.connect(damaged)) as db:
        db.execute("UPDATE quotes SET link_checksum = 0")
        db.commit()
    result = CliRunner().invoke(app, ["speakers", *question, "--db", damaged], prog_name="claimkit")
    assert (result.exit_code, result.stderr) == (
        2,
        f"claimkit: {damaged}: the store is damaged; run `claimkit doctor --repair`\n",
    )
