from __future__ import annotations

import itertools
import os
import re
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimkit import corpus
from claimkit.errors import StoreError
from claimkit.models.collection import Cluster, Correction
from claimkit.models.record import Evidence, Extraction, Span, Speaker
from claimkit.store import File, Store, Stored, connecting, corrections, index, links, schema

from records import cluster, extraction, extractions, linked_speakers, person, speakers, texts
from store_links import without_speaker_facts, write_links

ONE = extraction("one.txt", ("We want peace.", "Ada Lund"), ("It is late.", None), outlet="Harbour Post")
WRITTEN = ("id", "name", "kind", "aliases", "wikidata", "affiliation", "title", "members", "pronouns", "publisher")
TWO = extraction("two.txt", ("We want peace.", "Lund"), published="2025-02-09")


@given(pairs=st.lists(st.tuples(speakers, speakers), min_size=1, max_size=2))
@settings(deadline=None)
def test_speakers_are_read_back_as_they_were_saved(pairs: list[tuple[Speaker, Speaker]]) -> None:
    people = [one for one, _ in pairs]
    changed = [replace(one, **{f: getattr(other, f)}) for one, other in pairs for f in WRITTEN]  # in one field each
    items = [
        replace(item, quotes=tuple(replace(quote, speaker=who) for quote in item.quotes))
        for number, who in enumerate([*people, *changed])
        for item in [extraction(f"{number:03}.txt", ("We want peace.", "Ada Lund"))]
    ]
    with Store(":memory:") as store:
        put(store, *items)
        assert list(store.extractions(linked=True)) == list(store.extractions()) == items


def test_equal_speakers_are_one_row(store: Store) -> None:
    put(store, *(extraction(f"{n}.txt", ("We want peace.", "Ada Lund")) for n in range(3)))
    assert store.connection.execute("SELECT count(*) FROM speakers").fetchone() == (1,)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "claimkit.db") as opened:
        yield opened


def put(store: Store, *items: Extraction, version: str = "1") -> None:
    for item in items:
        store.save(item, location="/" + item.article.path, digest="d" + item.article.path, version=version)


def dump(store: Store) -> list[str]:
    """Every row; of the full-text index, those of the tables that it keeps."""
    names = store.connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall()
    return [
        f"{name}: {row}"
        for (name,) in names
        if name != "quotes_fts"
        for row in store.connection.execute(f'SELECT * FROM "{name}"')
    ]


def check(store: Store) -> None:
    """The file and the full-text index are whole, no row points nowhere, words are counted right."""
    assert store.connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert store.connection.execute("PRAGMA foreign_key_check").fetchall() == []
    store.connection.execute("INSERT INTO quotes_fts (quotes_fts) VALUES ('integrity-check')")
    store.connection.execute("CREATE VIRTUAL TABLE temp.indexed USING fts5vocab (main, quotes_fts, row)")
    indexed = dict(store.connection.execute("SELECT term, doc FROM temp.indexed"))
    store.connection.execute("DROP TABLE temp.indexed")
    quotes = store.connection.execute("SELECT words FROM quotes").fetchall()
    counts: Counter[str] = Counter()
    for words in (words.split() for (words,) in quotes):
        pairs = {index.pair_token(first, second) for first, second in itertools.pairwise(words)} - {None}
        counts.update({*words, *filter(None, pairs)})
    assert indexed == dict(counts)
    terms = {term: number for term, number in counts.items() if "_" not in term} | ({"": len(quotes)} if quotes else {})
    assert dict(store.connection.execute("SELECT term, quotes FROM terms")) == terms
    pieces = {term for (term,) in store.connection.execute("SELECT term FROM pieces")}
    assert pieces == {term for term in terms if 3 <= len(term) <= 40 and not re.search("[0-9]", term)}


# --- what is saved comes back


def agreed(item: Extraction) -> Extraction:
    """The same with one description for each speaker id, as one article's resolution gives them."""
    known: dict[str, Speaker] = {}
    quotes = []
    for quote in item.quotes:
        if quote.speaker is not None:
            first = known.setdefault(quote.speaker.id, quote.speaker)
            quote = replace(quote, speaker=replace(first, evidence=quote.speaker.evidence))
        quotes.append(quote)
    return replace(item, quotes=tuple(quotes))


@given(item=extractions().map(agreed))
@settings(deadline=None, max_examples=50)
def test_before_linking_each_speaker_stands_store_wide_too(item: Extraction) -> None:
    with Store(":memory:") as store:
        store.save(item, location="a", digest="d", version="v")
        assert list(store.extractions(linked=True)) == [item]


@given(item=extractions(), location=texts)
@settings(deadline=None, max_examples=50)
def test_save_and_load_give_equal_objects(item: Extraction, location: str) -> None:
    with Store(":memory:") as store:
        store.save(item, location=location, digest="d", version="v")
        assert list(store.extractions()) == [item]
        assert list(store.extractions([location])) == [item]
        assert [e.article for e in store.extractions(linked=True)] == [item.article]
        assert store.articles_of([location, "elsewhere"])[location] == Stored("d", "v")
        assert store.all_files() == [location]
        check(store)


def said_of(linked: Speaker | None, given: Speaker | None) -> Speaker | None:
    """A store-wide speaker with what an article says of the speaker whom it gives."""
    return linked and (linked.as_said_of(given) if given else linked)


@given(items=st.tuples(extractions("a"), extractions("b")), data=st.data())
@settings(deadline=None, max_examples=50)
def test_links_come_back_and_the_first_answer_stays(items: tuple[Extraction, ...], data: st.DataObject) -> None:
    quotes = [quote for item in items for quote in item.quotes]
    if len({quote.id for quote in quotes}) < len(quotes):
        return
    linked = [
        replace(
            item,
            quotes=tuple(
                replace(q, speaker=said_of(data.draw(st.none() | linked_speakers), q.speaker)) for q in item.quotes
            ),
        )
        for item in items
    ]
    ids = data.draw(st.permutations([quote.id for quote in quotes]))
    groups = [Cluster("c_" + data.draw(texts), ids[0], tuple(ids[:2]))] if len(ids) > 1 else []
    grouped = {member: group.id for group in groups for member in group.members}
    linked = [replace(x, quotes=tuple(replace(q, cluster=grouped.get(q.id)) for q in x.quotes)) for x in linked]
    with Store(":memory:") as store:
        for item in items:
            store.save(item, location=item.article.id, digest="d", version="v")
        assert store.stale
        write_links(store, linked, groups)
        assert not store.stale
        assert list(store.extractions(linked=True)) == linked
        assert list(store.extractions()) == list(items)
        check(store)


def test_saving_again_replaces_and_doubles_nothing(store: Store) -> None:
    put(store, ONE, TWO)
    shorter = replace(ONE, quotes=ONE.quotes[:1])
    put(store, shorter, version="2")
    assert list(store.extractions()) == [shorter, TWO]
    assert store.articles_of(["/one.txt", "/two.txt", "/three.txt"]) == {
        "/one.txt": Stored("done.txt", "2"),
        "/two.txt": Stored("dtwo.txt", "1"),
    }
    check(store)


def test_saving_the_same_writes_nothing(store: Store) -> None:
    put(store, ONE, TWO)
    corpus.link(store)
    before, revision = dump(store), store.revision
    put(store, TWO, ONE)
    corpus.link(store)
    assert dump(store) == before
    assert store.revision == revision
    assert not store.stale


def test_what_was_saved_first_leaves_no_trace_in_the_answer(tmp_path: Path) -> None:
    answers = []
    for number, order in enumerate([(ONE, TWO), (TWO, ONE), (TWO, ONE, TWO)]):
        with Store(tmp_path / f"{number}.db") as store:
            put(store, *order)
            write_links(store, list(store.extractions()), [cluster(ONE.quotes[0], TWO.quotes[0])])
            answers.append((list(store.extractions()), list(store.extractions(linked=True))))
    assert answers[0] == answers[1] == answers[2]


def test_the_same_article_in_two_places_is_kept_twice(store: Store) -> None:
    store.save(ONE, location="/a/one.txt", digest="d", version="1")
    store.save(ONE, location="/b/one.txt", digest="d", version="1")
    write_links(store, [ONE], [])
    assert list(store.extractions()) == [ONE, ONE]


def test_only_some_locations(store: Store) -> None:
    put(store, ONE, TWO)
    assert list(store.extractions(["/two.txt", "/nowhere.txt"])) == [TWO]
    assert list(store.extractions([])) == []
    many = [f"/{n}" for n in range(2500)]
    assert store.articles_of([*many, "/one.txt"]) == {"/one.txt": Stored("done.txt", "1")}


def test_remove(store: Store) -> None:
    put(store, ONE, TWO)
    revision = store.revision
    assert store.remove(["/one.txt", "/nowhere.txt"]) == 1
    assert store.remove(["/one.txt"]) == 0
    assert list(store.extractions()) == [TWO]
    assert store.revision == revision + 1
    assert store.stale
    check(store)


def test_articles_may_be_saved_while_they_are_read(store: Store) -> None:
    put(store, ONE, TWO)
    for item in store.extractions():
        put(store, replace(item, quotes=()), version="2")
    assert [item.quotes for item in store.extractions()] == [(), ()]


# --- speakers and clusters over the whole store


def link(item: Extraction, speaker: Speaker) -> Extraction:
    return replace(item, quotes=tuple(replace(q, speaker=q.speaker and speaker) for q in item.quotes))


def test_links_are_replaced_whole(store: Store) -> None:
    put(store, ONE, TWO)
    lund = person("Ada Lund", "Lund")
    group = cluster(ONE.quotes[0], TWO.quotes[0])
    write_links(store, [link(ONE, lund), link(TWO, lund)], [group])
    first, second = store.extractions(linked=True)
    assert first.quotes[0].speaker == second.quotes[0].speaker == lund
    assert first.quotes[0].cluster == second.quotes[0].cluster == "c_1"
    assert first.quotes[1].speaker is None
    assert store.connection.execute("SELECT name FROM speakers").fetchall() == [("Ada Lund",)]
    write_links(store, [ONE, TWO], [])
    assert list(store.extractions(linked=True)) == [ONE, TWO]
    assert store.connection.execute("SELECT count(*) FROM clusters").fetchone() == (0,)
    check(store)


def test_evidence_that_linking_adds_is_kept_beside_the_articles_own(store: Store) -> None:
    put(store, TWO)
    lund = replace(person("Ada Lund"), evidence=(Evidence(0, 4, "Lund", "people file"),))
    write_links(store, [link(TWO, lund)], [])
    assert next(store.extractions(linked=True)).quotes[0].speaker == lund
    assert list(store.extractions()) == [TWO]


def test_a_candidate_is_read_from_the_reason_that_earlier_versions_stored(store: Store) -> None:
    old = Evidence(0, 4, "Lund", "candidate: Ada Lund")  # type: ignore[arg-type]
    kept = Evidence(0, 4, "candidate: Ada Lund", "role"), Evidence(0, 4, "Lund", "candidate", "Jonas Berg")
    put(store, link(TWO, replace(person("Ada Lund"), evidence=(old, *kept))))
    speaker = next(store.extractions()).quotes[0].speaker
    assert speaker is not None
    assert speaker.evidence == (Evidence(0, 4, "Lund", "candidate", "Ada Lund"), *kept)


def test_articles_that_change_while_links_are_computed_leave_the_store_stale(store: Store) -> None:
    put(store, ONE)
    early = links.load_state(store.connection)
    put(store, TWO)
    with store.transaction() as db:
        links.write(db, links.NOTHING, early)
    assert store.stale
    corpus.link(store)
    assert not store.stale


# --- the file


def test_missing_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"no store here; make one with `claimkit quotes PATH`"):
        Store(tmp_path / "claimkit.db", readonly=True)
    assert list(tmp_path.iterdir()) == []


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"the folder .* does not exist"):
        Store(tmp_path / "nowhere" / "claimkit.db")


def test_folder_in_place_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder, not a store"):
        Store(tmp_path)


@pytest.mark.parametrize("readonly", [True, False])
def test_not_a_database(tmp_path: Path, readonly: bool) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("These are notes, not a database. " * 100)
    with pytest.raises(StoreError, match="is not a claimkit store"):
        Store(file, readonly=readonly)
    assert file.read_text().startswith("These are notes")


def test_database_of_another_program(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    other = sqlite3.connect(file)
    other.execute("CREATE TABLE birds (name TEXT)")
    other.commit()
    other.close()
    before = file.read_bytes()
    with pytest.raises(StoreError, match="is a database of another program"):
        Store(file)
    assert file.read_bytes() == before


def test_newer_store(tmp_path: Path) -> None:
    file = tmp_path / "claimkit.db"
    with Store(file) as store:
        store.connection.execute("PRAGMA user_version = 99")
    with pytest.raises(
        StoreError, match=rf"written by a newer claimkit \(store version 99, this one knows {len(schema.MIGRATIONS)}\)"
    ):
        Store(file)


def test_older_store_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "claimkit.db"
    with Store(file) as store:
        put(store, ONE)
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, ("notes", ("CREATE TABLE notes (text TEXT)",))))
    with Store(file, readonly=True) as store:
        assert store.connection.execute("SELECT count(*) FROM notes").fetchone() == (0,)
        assert list(store.extractions()) == [ONE]


def test_articles_of_an_older_store_get_their_words(tmp_path: Path) -> None:
    file = tmp_path / "claimkit.db"
    article = replace(ONE.article, text="It is “so”, she\n\nsaid — [link](x)!", cuts=((24, 33),), words=5)
    with Store(file) as store:
        put(store, replace(ONE, article=article, quotes=()))
    with closing(sqlite3.connect(file)) as db:
        without_speaker_facts(db)
        db.execute("ALTER TABLE articles DROP COLUMN words")
        step = next(number for number, (name, _) in enumerate(schema.MIGRATIONS) if name == "words of articles")
        db.execute(f"PRAGMA user_version = {step}")
        db.commit()
    with Store(file, readonly=True) as store:
        assert [extraction.article for extraction in store.extractions()] == [article]


def test_a_store_of_schema_1_1_keeps_its_records_and_gets_the_new_fields(tmp_path: Path) -> None:
    """The dump was written by the version before titles, members, pronouns and publishers."""
    file = tmp_path / "claimkit.db"
    with closing(sqlite3.connect(file)) as db:
        db.executescript((Path(__file__).parent / "cases" / "store-1.1.sql").read_text(encoding="utf-8"))
        assert db.execute("PRAGMA user_version").fetchone() == (3,)
    with Store(file, readonly=True) as store:
        before = list(store.extractions(linked=True))
        [entry] = store.people_file()
    assert (entry.affiliation, entry.pronouns) == ("Harbour Council", None)
    lund, none, again, joint = (quote.speaker for item in before for quote in item.quotes)
    assert lund is not None
    assert (lund.name, lund.affiliation, lund.wikidata, lund.aliases) == (
        "Ada Lund",
        "Harbour Council",
        "Q42",
        ("Lund",),
    )
    assert (lund.title, lund.members, lund.pronouns, lund.publisher) == (None, (), None, None)
    assert again == lund
    assert none is None
    assert joint is not None
    assert (joint.name, joint.members) == ("Ada Lund and Jonas Berg", ())
    assert connecting.damage(str(file)) == []
    told = replace(before[0].quotes[0].speaker or lund, affiliation=None, decided_by=None, title=Span(0, 5, "Mayor"))
    with Store(file) as store:  # what is analysed again has the new fields
        store.renew(replace(before[0], quotes=(replace(before[0].quotes[0], speaker=told),)), "/one.txt", "2")
        corpus.link(store)
        first, second = store.extractions(linked=True)
        assert first.quotes[0].speaker == replace(lund, title=told.title)
        assert [replace(q, cluster=None) for q in second.quotes] == [replace(q, cluster=None) for q in before[1].quotes]
        check(store)


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "claimkit.db"
    Store(file).close()
    steps = ("CREATE TABLE notes (text TEXT)", "INSERT INTO nowhere VALUES (1)")
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, ("broken", steps)))
        with pytest.raises(StoreError, match="no such table: nowhere"):
            Store(file)
    with Store(file) as store:
        assert store.connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'notes'").fetchone() == (0,)


def test_locked_store(tmp_path: Path) -> None:
    file = tmp_path / "claimkit.db"
    with Store(file) as one, Store(file, timeout=0.01) as two:
        put(one, ONE)
        one.connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another process is writing to the store; try again"):
            put(two, TWO)
        assert list(two.extractions()) == [ONE]
        one.connection.rollback()
        put(two, TWO)


def test_reading_only(tmp_path: Path) -> None:
    file = tmp_path / "claimkit.db"
    with Store(file) as store:
        put(store, ONE)
    with Store(file, readonly=True) as store:
        assert list(store.extractions()) == [ONE]
        with pytest.raises(StoreError, match="opened for reading only"):
            put(store, TWO)
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            store.connection.execute("DELETE FROM articles")
    assert [path.name for path in tmp_path.iterdir()] == ["claimkit.db"]


def test_a_file_that_may_not_be_written_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "claimkit.db"
    with Store(file) as store:
        put(store, ONE)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with Store(file, readonly=True) as store:
        assert list(store.extractions()) == [ONE]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_read_only_file(tmp_path: Path) -> None:
    file = tmp_path / "claimkit.db"
    with Store(file) as store:
        put(store, ONE)
    file.chmod(0o444)
    with pytest.raises(StoreError, match="cannot be written to; change the file's permissions"), Store(file) as store:
        put(store, TWO)
    tmp_path.chmod(0o555)
    try:
        with Store(file, readonly=True) as store:
            assert list(store.extractions()) == [ONE]
    finally:
        tmp_path.chmod(0o755)


def test_damaged_store(tmp_path: Path) -> None:
    file = tmp_path / "claimkit.db"
    with Store(file) as store:
        put(store, ONE)
    file.write_bytes(file.read_bytes()[:5000])
    with pytest.raises(StoreError, match="the store is damaged"), Store(file) as store:
        put(store, TWO)


def test_closed_store_says_so_in_one_line(tmp_path: Path) -> None:
    store = Store(tmp_path / "claimkit.db")
    store.close()
    with pytest.raises(StoreError, match=r"^[^\n]*closed database[^\n]*$"):
        put(store, ONE)


# --- several processes, and one that dies

WRITER = """
import sys
from records import extraction
from claimkit.corpus import link
from claimkit.store import Store

with Store(sys.argv[1], timeout=60) as store:
    for n in range(30):
        item = extraction(f"{sys.argv[2]}{n % 20}.txt", (f"Sentence number {n}.", "Ada Lund"))
        store.save(item, location=item.article.path, digest=str(n), version="1")
        if n % 10 == 0:
            link(store)
"""

CRASHER = """
import os, sys
from records import extraction
from claimkit.store import Store, rows

def insert(*args):
    done(*args)
    os._exit(9)

done, rows.insert = rows.insert, insert
item = extraction("one.txt", ("Something else.", "Nobody"))
Store(sys.argv[1]).save(item, location="/one.txt", digest="new", version="1")
"""


def start(script: str, *arguments: str) -> subprocess.Popen[bytes]:
    here = Path(__file__).parent
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(here), str(here.parent)])}
    return subprocess.Popen([sys.executable, "-c", script, *arguments], env=environment)


def test_two_processes_write_one_store(tmp_path: Path) -> None:
    file = tmp_path / "claimkit.db"
    processes = [start(WRITER, str(file), name) for name in "ab"]
    assert [process.wait(timeout=120) for process in processes] == [0, 0]
    with Store(file) as store:
        assert store.count() == 40
        assert sum(len(item.quotes) for item in store.extractions()) == 40
        assert store.revision == 60
        check(store)


def test_threads_with_a_store_each(tmp_path: Path) -> None:
    file = tmp_path / "claimkit.db"

    def write(name: str) -> None:
        with Store(file, timeout=60) as store:
            for n in range(15):
                put(store, extraction(f"{name}{n}.txt", (f"Sentence {n}.", "Ada Lund")))

    threads = [threading.Thread(target=write, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Store(file) as store:
        assert store.count() == 45
        assert store.connection.execute("SELECT count(*) FROM speakers").fetchone() == (1,)


def test_a_crash_in_the_middle_of_saving_loses_nothing(tmp_path: Path) -> None:
    file = tmp_path / "claimkit.db"
    with Store(file) as store:
        put(store, ONE, TWO)
    assert start(CRASHER, str(file)).wait(timeout=60) == 9
    with Store(file) as store:
        assert list(store.extractions()) == [ONE, TWO]
        check(store)


# --- for people who open the file in Datasette


def test_views_read_well(store: Store) -> None:
    put(store, ONE, TWO)
    lund = person("Ada Lund", "Lund")
    write_links(store, [link(ONE, lund), link(TWO, lund)], [cluster(ONE.quotes[0], TWO.quotes[0])])
    rows = store.connection.execute("SELECT speaker, quotation, cue, outlet FROM quotations ORDER BY path, quotation")
    assert rows.fetchall() == [
        (None, "It is late.", "said", "Harbour Post"),
        ("Ada Lund", "We want peace.", "said", "Harbour Post"),
        ("Ada Lund", "We want peace.", "said", None),
    ]
    rows = store.connection.execute("SELECT representative, quotes, articles, outlets FROM cluster_outlets")
    assert rows.fetchall() == [("We want peace.", 2, 2, 1)]
    rows = store.connection.execute("SELECT name, quotes, outlets, first, last FROM speaker_counts")
    assert rows.fetchall() == [("Ada Lund", 2, 1, "2025-02-09", "2025-02-09")]


def test_hostile_text_is_only_text(store: Store) -> None:
    hostile = "'); DROP TABLE quotes; -- \" OR 1=1 \x1b[31m <script> =cmd()"
    item = extraction(hostile, (hostile, hostile), outlet=hostile)
    store.save(item, location=hostile, digest=hostile, version=hostile)
    assert list(store.extractions([hostile])) == [item]
    assert store.articles_of([hostile]) == {hostile: Stored(hostile, hostile)}


# --- files


def test_a_file_is_known_by_what_it_was(store: Store) -> None:
    file = File("/a.jsonl", "a.jsonl", 10, 20, 30, "d", "v", 2, (("a.jsonl#3", "holds no text\udcff"),))
    store.finish_file(file)
    assert store.files(["/a.jsonl", "/b.jsonl"]) == {"/a.jsonl": file}
    store.finish_file(replace(file, size=11))
    assert store.files(["/a.jsonl"])["/a.jsonl"].size == 11
    store.begin_file("/a.jsonl")
    assert store.files(["/a.jsonl"]) == {}


def test_a_file_goes_with_its_articles(store: Store) -> None:
    for location in ("/n/a.jsonl#1", "/n/a.jsonl#2"):
        store.save(ONE, location=location, file="/n/a.jsonl", digest="d", version="v")
    put(store, TWO)
    store.finish_file(File("/n/a.jsonl", "a.jsonl", 1, 1, 1, "d", "v", 2))
    assert store.articles_of(["/n/a.jsonl"]).keys() == {"/n/a.jsonl#1", "/n/a.jsonl#2"}
    assert store.files_below("/n") == store.files_below("/n/") == ["/n/a.jsonl"]
    assert store.files_below("/") == ["/n/a.jsonl", "/two.txt"]
    assert store.files_below("/n/a") == []
    store.finish_file(File("/n/a.jsonl", "a.jsonl", 1, 1, 1, "e", "v", 1), gone=["/n/a.jsonl#2"])
    assert store.remove_files(["/n/a.jsonl"]) == 1
    assert list(store.extractions()) == [TWO]
    assert store.files(["/n/a.jsonl"]) == {}
    check(store)


def test_a_twin_has_the_same_content_and_version(store: Store) -> None:
    store.save(ONE, location="/a", digest="d", content="c", version="1")
    assert store.twin("c", "1") == ("/a", "/a", ONE)
    assert store.twin("c", "2") is store.twin("d", "1") is None


def test_together_all_or_nothing(store: Store) -> None:
    with suppress(ZeroDivisionError), store.transaction():
        put(store, ONE, TWO)
        raise ZeroDivisionError
    assert store.count() == 0
    with store.transaction():
        put(store, ONE, TWO)
    assert store.count() == 2
    check(store)


@pytest.mark.parametrize("path", [":memory:", ""])
def test_a_private_store_leaves_no_file(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Store(path) as store:
        put(store, ONE)
        assert list(store.extractions()) == [ONE]
    assert list(tmp_path.iterdir()) == []


def test_waiting_for_another_process_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "_TOLD", 0.0)
    file, told = tmp_path / "claimkit.db", []
    with Store(file) as one, Store(file, timeout=0.7, waiting=lambda: told.append(1)) as two:
        one.connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another process is writing"):
            put(two, TWO)
        one.connection.rollback()
        put(two, ONE)
    assert told == [1]


def test_no_lost_correction_goes_untold(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even one that another process loses while this one asks."""
    one, two = (Correction(f"a_{name}", ((0, 3),), "Yes", f"q_{name}", dropped=True) for name in ("one", "two"))
    store.correct([one])
    look = corrections.lost

    def look_while_another_writes(db: sqlite3.Connection) -> list[Correction]:
        found = look(db)
        monkeypatch.setattr(corrections, "lost", look)
        with Store(store.path) as other:
            other.correct([two])
        return found

    monkeypatch.setattr(corrections, "lost", look_while_another_writes)
    assert [*store.lost_corrections(), *store.lost_corrections()] == [one, two]
    assert store.lost_corrections() == []
