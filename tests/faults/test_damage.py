"""A byte of a store changes: no wrong answer that `claimkit doctor` does not see, one line, and a repair."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import damage
import pytest
from damage import DATABASE, run

from claimkit.store import Store, checks, connecting, schema

from store_links import without_speaker_facts

pytestmark = pytest.mark.model

FLIPS = 25  # tests/faults/damage.py takes more

# A value that was stored, and another of the same length.
CHANGES = {
    "evidence": (b'"full name"', b' full name"'),
    "text that is not UTF-8": (b'"full name"', b'"\xe1ull name"'),
    "a quotation's type": (b"indirect", b"indirekt"),
    "a word of a quotation": (b"illusionary", b"illusionery"),
    "a speaker": (b"Kaja Kallas", b"Kaja Kellas"),
    "an outlet": (b"Tidewater Post", b"Tidewater Past"),
    "a table's name that is not UTF-8": (b"CREATE TABLE clusters", b"CREATE TABLE cl\xc8sters"),
    "a column's name": (b"cue_polarity", b"cue_polarite"),
}


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with some articles and a store of them."""
    folder = tmp_path_factory.mktemp("stored")
    for name in ("northline-news-agency.txt", "tidewater-post.html", "westbrook-beacon.txt"):
        shutil.copy(damage.SEEDS / name, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert run("quotes", ".", "-q")[0] == 0
    return folder


@pytest.fixture
def here(stored: Path) -> None:
    """The same in the current folder: files that are read again lie where they lay."""
    shutil.copytree(stored, ".", dirs_exist_ok=True)
    with Store(DATABASE) as store, store.transaction() as db:
        for table, column in (("articles", "location"), ("articles", "file"), ("files", "location")):
            db.execute(f"UPDATE {table} SET {column} = replace({column}, ?, ?)", (str(stored), str(Path.cwd())))


def answers() -> list[tuple[int, bytes]]:
    return [run(*command)[:2] for command in (("quotes", "--type", "all", "-f", "jsonl"), ("clusters", "--json"))]


def without_said(answers: list[tuple[int, bytes]]) -> list[tuple[int, str]]:
    """Without what later steps of the store added."""
    later = (
        r'"(?:title|affiliation|affiliation_span|members|pronouns|pronouns_span|publisher|via|channel'
        r'|inside|statement)": '
        r'(?:null|[0-9.]+|\[[^\]]*\]|"[^"]*"|\{[^}]*\}), ?'
    )
    return [(code, re.sub(later, "", out.decode())) for code, out in answers]


@pytest.mark.slow
def test_no_changed_byte_gives_a_wrong_answer_in_silence() -> None:
    table, wrong = damage.campaign(FLIPS, seed=13)
    assert wrong == []
    assert sum(times for what, times in table.items() if "doctor sees" in what) >= FLIPS // 5, table


@pytest.mark.parametrize(
    "what", [what if n < 3 else pytest.param(what, marks=pytest.mark.slow) for n, what in enumerate(CHANGES)]
)
def test_a_changed_value_is_seen_and_repaired(what: str, here: None) -> None:
    before = answers()
    with closing(sqlite3.connect(DATABASE)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    was, is_now = CHANGES[what]
    whole = Path(DATABASE).read_bytes()
    changed = whole.replace(was, is_now)
    assert changed != whole
    Path(DATABASE).write_bytes(changed)

    code, _, complaint = run("quotes", "--type", "all", "-f", "jsonl")
    assert (code, len(complaint.splitlines())) == (2, 1)
    assert "the store is damaged; run `claimkit doctor --repair`" in complaint
    code, _, complaint = run("doctor")
    assert code == 3
    assert "the store is damaged" in complaint

    run("doctor", "--repair")
    if answers() != before:  # what was lost could not be told
        assert run("quotes", ".", "-q")[0] == 0
    assert answers() == before
    assert run("doctor")[0] == 0
    assert Path(f"{DATABASE}.damaged").read_bytes() == changed


def test_a_repair_of_a_whole_store_changes_nothing(here: None) -> None:
    before = Path(DATABASE).read_bytes()
    assert run("doctor", "--repair")[0] == 0
    assert Path(DATABASE).read_bytes() == before
    assert not Path(f"{DATABASE}.damaged").exists()


def test_a_file_of_another_kind_is_never_replaced() -> None:
    Path(DATABASE).write_text("notes of mine, not a store, and long enough to be one" * 20)
    before = Path(DATABASE).read_bytes()
    code, _, complaint = run("doctor", "--repair")
    assert code == 3
    assert "is not a claimkit store" in complaint
    assert [Path(DATABASE)] == list(Path().iterdir())
    assert Path(DATABASE).read_bytes() == before


def test_a_store_without_checksums_gets_them(here: None) -> None:
    before = without_said(answers())
    with closing(sqlite3.connect(DATABASE)) as db:
        for table in (*checks.COLUMNS, "quotes"):
            db.execute(f"ALTER TABLE {table} DROP COLUMN checksum")
        db.execute("ALTER TABLE quotes DROP COLUMN link_checksum")
        db.execute("ALTER TABLE articles DROP COLUMN words")  # which a later step adds
        without_speaker_facts(db)  # as does another
        step = next(number for number, (name, _) in enumerate(schema.MIGRATIONS) if name == "checksums")
        db.execute(f"PRAGMA user_version = {step}")
        db.commit()
    assert without_said(answers()) == before
    assert connecting.damage(DATABASE) == []


def test_every_column_has_a_checksum_or_a_reason() -> None:
    with Store(":memory:") as store:
        for table, columns in checks.COLUMNS.items():
            found = [row[1] for row in store.connection.execute(f"PRAGMA table_info({table})")]
            assert sorted(found) == sorted([*columns, "checksum"])
        found = [row[1] for row in store.connection.execute("PRAGMA table_info(quotes)")]
        known = (*checks.GIVEN, *checks.LINKED, *checks.DERIVED, "checksum", "link_checksum")
        assert sorted(found) == sorted(known)
