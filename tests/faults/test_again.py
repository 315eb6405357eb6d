"""Runs over the same files again: what is opened, what is analysed, and that the answer is that of a first run."""

from __future__ import annotations

import os
import shutil
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cheap
import pytest
from harness import article, whole, write

from claimkit import reader
from claimkit.analysis import analyser as analysis
from claimkit.errors import InputError
from claimkit.models.record import Article
from claimkit.runs import pipeline, versions
from claimkit.store import Store


@pytest.fixture
def analysed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Paths of the articles that are analysed, in an empty current folder."""
    seen: list[str] = []

    class Watched(cheap.Cheap):
        def analyse(self, article: Article) -> pipeline.Extraction:
            seen.append(article.path)
            return super().analyse(article)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(analysis, "Analyser", Watched)
    yield seen
    if Path("claimkit.db").exists():
        whole()


def read(*paths: str, prune: bool = False, store: str | None = "claimkit.db") -> tuple[list[str], list[str], int]:
    """Quotations, failures and the number of articles that are gone; as in a first run with an empty store."""

    def once(database: Store | None) -> tuple[list[str], list[str], int]:
        with pipeline.answer(paths or ["news"], store=database, prune=prune) as found:
            quotes = [f"{q.id} {q.text} {q.cluster}" for e in found.store.extractions(linked=True) for q in e.quotes]
            return sorted(quotes), [str(f) for f in found.failures], found.vanished

    with Store(store) as database:
        answer = once(database)
    known = list(SEEN)
    assert answer[:2] == once(None)[:2]
    SEEN[:] = known
    return answer


SEEN: list[str] = []


@pytest.fixture(autouse=True)
def _share(analysed: list[str]) -> None:
    global SEEN
    SEEN = analysed


def age(*paths: Path, seconds: float = 100) -> None:
    """Make files look old: their times then tell."""
    for path in paths:
        os.utime(path, (time.time() - seconds,) * 2)


def test_what_did_not_change_is_not_opened(analysed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    paths = write("news", range(5))
    age(*paths)
    monkeypatch.setattr("claimkit.runs.update._TICK", -(10**15))  # all times tell
    read()
    assert len(analysed) == 5

    def refuse(*_: object) -> None:
        raise AssertionError("opened")

    monkeypatch.setattr(reader, "items", refuse)
    monkeypatch.setattr("hashlib.file_digest", refuse)
    with Store("claimkit.db") as store, pipeline.answer(["news"], store=store) as found:
        assert found.articles == 5
    assert len(analysed) == 5


def test_a_file_that_changed_in_the_tick_in_which_it_was_read_is_looked_at_again(
    analysed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claimkit.runs.update._TICK", 10**15)  # a long tick, as any pause may come before the run
    (path,) = write("news", [1])
    read()
    before = path.stat()
    path.write_text(path.read_text().replace("1 ships", "2 ships"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    quotes, _, _ = read()
    assert any("2 ships" in quote for quote in quotes)
    assert len(analysed) == 2


def test_a_file_with_new_times_is_not_analysed_again(analysed: list[str]) -> None:
    paths = write("news", range(3))
    first = read()
    age(*paths)
    assert read() == first
    assert len(analysed) == 3


def test_a_changed_file_is_analysed_alone(analysed: list[str]) -> None:
    paths = write("news", range(3))
    read()
    paths[1].write_text(article(77))
    quotes, _, _ = read()
    assert analysed[3:] == ["news/0001.txt"]
    assert sum("77 ships" in quote for quote in quotes) == 1
    assert not any("We counted 1 ships" in quote for quote in quotes)


def test_a_moved_file_is_not_analysed_and_not_there_twice(analysed: list[str]) -> None:
    paths = write("news", range(3))
    read()
    Path("news/later").mkdir()
    paths[2].rename("news/later/two.txt")
    _, _, vanished = read()
    assert len(analysed) == 3
    assert vanished == 0
    with Store("claimkit.db") as store:
        assert [Path(location).name for location in store.all_files()] == ["0000.txt", "0001.txt", "two.txt"]
        assert [e.article.path for e in store.extractions()][-1] == "news/later/two.txt"


def test_a_copied_file_is_there_twice_and_analysed_once(analysed: list[str]) -> None:
    (path,) = write("news", [1])
    read()
    shutil.copy(path, "news/copy.txt")
    quotes, _, _ = read()
    assert len(analysed) == 1
    assert len(quotes) == 4
    assert len({quote.split()[0] for quote in quotes}) == 2


def test_a_file_named_like_a_member_of_an_archive(analysed: list[str]) -> None:
    write("news", [1])[0].rename("news/a.zip#b.txt")
    with zipfile.ZipFile("news/a.zip", "w") as archive:
        archive.writestr("b.txt", article(2))
    quotes, _, _ = read()
    assert analysed == ["news/a.zip#b.txt"] * 2
    assert len(quotes) == 4
    assert read()[0] == quotes
    assert len(analysed) == 2


def test_the_same_folder_named_from_elsewhere(analysed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    write("a/news", range(2))
    read("a/news")
    monkeypatch.chdir("a")
    read("news", store="../claimkit.db")
    assert len(analysed) == 2
    monkeypatch.chdir("..")


def test_deleted_files_are_counted_and_pruned(analysed: list[str]) -> None:
    paths = write("news", range(4))
    write("other", [8])
    read("news", "other")
    paths[0].unlink()
    paths[1].unlink()
    assert read()[2] == 2
    with Store("claimkit.db") as store:
        assert store.count() == 5
    shutil.rmtree("other")
    assert read("news", prune=True)[2] == 2
    with Store("claimkit.db") as store:
        assert store.count() == 3  # what was named is pruned, and nothing else
        assert {Path(file).name for file in store.files_below("/")} == {"0002.txt", "0003.txt", "0008.txt"}
    assert read()[2] == 0


def test_nothing_is_pruned_under_a_folder_that_is_not_there(analysed: list[str]) -> None:
    write("news", range(2))
    read()
    Path("news").rename("away")
    assert read("news", prune=True) == ([], ["news: no such file or folder; check the path"], 0)
    with Store("claimkit.db") as store:
        assert store.count() == 2


def test_what_cannot_be_read_is_said_every_time(analysed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimkit.runs.update._TICK", -(10**15))
    write("news", range(2))
    Path("news/empty.txt").touch()
    first = read()
    assert len(first[1]) == 1
    assert read() == first
    assert read("news") == first


def test_one_article_that_fails_costs_no_other(analysed: list[str]) -> None:
    write("news", range(2))
    write("news", [5], "BROKEN")
    _, failures, _ = read()
    assert len(failures) == 1
    assert "news/0005.txt: cannot be analysed (RecursionError: maximum recursion depth exceeded in this" in failures[0]
    assert read()[1] == failures


def test_what_could_not_be_analysed_is_tried_again_by_another_version(
    analysed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write("news", range(2))
    write("news", [5], "BROKEN")
    failures = read()[1]
    assert read()[1] == failures
    assert len(analysed) == 3
    monkeypatch.setattr(versions, "analysing", lambda: "9.9+analysis")
    assert read()[1] == failures
    monkeypatch.setattr(versions, "analysing", lambda: "9.9+mended")
    monkeypatch.setattr(analysis.Analyser, "analyse", lambda _, article: mended(article))
    quotes, failures, _ = read()
    assert (sum("We counted 5 ships" in quote for quote in quotes), failures) == (1, [])


def mended(article: Article) -> pipeline.Extraction:
    return cheap.Cheap().analyse(replace(article, text=article.text.replace("BROKEN", "LOOSED")))


def test_a_new_version_of_the_analysis_reads_no_file_again(
    analysed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write("news", range(3))
    first = read()
    monkeypatch.setattr(versions, "analysing", lambda: "9.9+analysis")

    def refuse(*_: object) -> None:
        raise AssertionError("read again")

    with monkeypatch.context() as patch:
        patch.setattr(reader, "items", refuse)
        with Store("claimkit.db") as store, pipeline.answer(["news"], store=store):
            assert len(analysed) == 6
    assert read() == first
    assert len(analysed) == 6


def test_a_new_version_of_the_reader_analyses_no_unchanged_text_again(
    analysed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write("news", range(3))
    first = read()
    monkeypatch.setattr(versions, "reading", lambda: "9.9+reading")
    assert read() == first
    assert len(analysed) == 3
    parse = reader.parse
    monkeypatch.setattr(versions, "reading", lambda: "9.9+other")
    monkeypatch.setattr(reader, "parse", lambda s, i: shorter(parse(s, i)))
    read()
    assert len(analysed) == 6


def shorter(article: Article) -> Article:
    return replace(article, text=article.text[:-1])


def test_reading_can_fail_once_and_loses_nothing(analysed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    write("news", range(2))
    first = read()
    with monkeypatch.context() as patch:
        patch.setattr("claimkit.runs.update._Run._identify", no_permission)
        patch.setattr(reader, "items", lambda source, *_: iter([InputError(source.path, "permission denied")]))
        with Store("claimkit.db") as store, pipeline.answer(["news"], store=store) as found:
            assert found.articles == 0
            assert store.count() == 2
    assert read() == first
    assert len(analysed) == 2


def no_permission(*_: object) -> None:
    raise PermissionError(13, "Permission denied")
