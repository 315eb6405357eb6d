"""The whole flow on the sample articles: offsets, order, second runs, and what a failing input costs."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest

import claimkit
from claimkit.analysis import analyser as analysis
from claimkit.errors import InputError, WorkerError
from claimkit.models.record import Extraction, Span
from claimkit.runs import executors as workers
from claimkit.runs import pipeline
from claimkit.store import Store

pytestmark = pytest.mark.model

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture(scope="module")
def result() -> pipeline.Result:
    return pipeline.run([str(SEEDS)])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The samples in the folder the test runs in, so that paths and ids are the same everywhere."""
    shutil.copytree(SEEDS, tmp_path / "news")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def spans(extraction: Extraction) -> Iterator[Span]:
    for quote in extraction.quotes:
        evidence = quote.speaker.evidence if quote.speaker else ()
        for part in (*quote.content, quote.cue, quote.source, *evidence):
            if part is not None:
                yield Span(part.start, part.end, part.text)


def test_every_span_stands_where_it_says(result: pipeline.Result) -> None:
    for extraction in result.extractions:
        assert all(s.text == extraction.article.text[s.start : s.end] != "" for s in spans(extraction))


def test_ids_are_unique_and_quotes_in_text_order(result: pipeline.Result) -> None:
    ids = [q.id for e in result.extractions for q in e.quotes]
    assert len(ids) == len(set(ids))
    for extraction in result.extractions:
        starts = [q.content[0].start for q in extraction.quotes]
        assert starts == sorted(starts)


def test_any_order_of_files_gives_the_same(folder: Path) -> None:
    paths = sorted(str(p) for p in Path("news").iterdir())
    assert pipeline.run(random.Random(0).sample(paths, len(paths))) == pipeline.run(paths)


@pytest.mark.usefixtures("analysed_once")
def test_any_order_of_runs_and_files_gives_the_same(folder: Path) -> None:
    paths = sorted(str(p) for p in Path("news").iterdir())
    expected = pipeline.run(paths)
    for seed in (1, 2):
        shuffled = random.Random(seed).sample(paths, len(paths))
        assert pipeline.run(shuffled) == expected
        with Store(f"{seed}.db") as store:
            for path in shuffled:
                pipeline.run([path], store=store)
            assert pipeline.run(["news"], store=store) == expected


@pytest.mark.usefixtures("analysed_once")
def test_a_second_run_does_no_work_and_changes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store("claimkit.db") as store:
        first = pipeline.run(["news"], store=store)
        linked = list(store.extractions(linked=True))
        revision = store.revision

        def refuse(*_: object) -> None:
            raise AssertionError("analysed twice")

        monkeypatch.setattr(analysis.Analyser, "analyse", refuse)
        assert pipeline.run(["news"], store=store) == first
        assert store.revision == revision
        assert list(store.extractions(linked=True)) == linked


@pytest.mark.usefixtures("analysed_once")
def test_a_changed_file_replaces_what_was_stored(folder: Path) -> None:
    note = Path("news/note.txt")
    note.write_text("“We sail on Friday,” Anna Ilves said.\n", encoding="utf-8")
    with Store("claimkit.db") as store:
        pipeline.run(["news"], store=store)
        note.write_text("“We sail on Monday,” Anna Ilves said.\n", encoding="utf-8")
        pipeline.run(["news"], store=store)
        texts = [q.text for e in store.extractions() if e.article.path == "news/note.txt" for q in e.quotes]
    assert texts == ["We sail on Monday"]


@pytest.mark.usefixtures("analysed_once")
def test_an_answer_is_about_the_paths_alone(folder: Path) -> None:
    alone = pipeline.run(["news/harbor-ledger.txt"])
    with Store("claimkit.db") as store:
        pipeline.run(["news"], store=store)
        assert pipeline.run(["news/harbor-ledger.txt"], store=store) == alone


@pytest.mark.usefixtures("analysed_once")
def test_what_cannot_be_read_is_named_and_the_rest_goes_on(folder: Path) -> None:
    Path("news/empty.txt").touch()
    Path("news/picture.txt").write_bytes(b"\x89PNG\x00\x00")
    result = pipeline.run(["news", "nowhere"])
    assert sorted(f.path for f in result.failures) == ["news/empty.txt", "news/picture.txt", "nowhere"]
    assert all("\n" not in str(f) for f in result.failures)
    assert len(result.extractions) == len(list(SEEDS.iterdir()))


@pytest.mark.usefixtures("analysed_once")
def test_progress_ends_at_the_total(folder: Path) -> None:
    seen: list[tuple[int, float]] = []
    pipeline.run(["news"], progress=lambda done, share: seen.append((done, share)))
    assert seen == sorted(seen)
    assert seen[0] == (0, 0)
    assert seen[-1] == (len(list(SEEDS.iterdir())), 1)


def test_records_are_read_as_the_user_says(folder: Path) -> None:
    rows = 'id,words\n1,"“We sail on Friday,” Anna Ilves said."\n2,"“We stay,” Bo Lind said."\n'
    Path("news.log").write_text(rows, encoding="utf-8")
    options = pipeline.reader.Options("csv", (("text", "words"),))
    result = pipeline.run(["news.log"], options=options)
    assert [(e.article.path, e.quotes[0].text) for e in result.extractions] == [
        ("news.log#1", "We sail on Friday"),
        ("news.log#2", "We stay"),
    ]
    assert result.failures == ()


def test_an_ellipsis_only_where_words_are_left_out() -> None:
    paragraphs = "“We sail on Friday.\n\n“At noon,” Anna Ilves said.\n"
    (quote,) = pipeline.extract(paragraphs).quotes
    assert (quote.text, quote.joints()) == ("We sail on Friday. At noon", ())
    (quote,) = pipeline.extract("“We sail on Friday,” Anna Ilves said. “At noon.”\n").quotes
    assert [quote.text[start:end] for start, end in quote.joints()] == [" … "]


def test_standard_input() -> None:
    text = "“We sail on Friday,” Anna Ilves said. “At noon.”\n"
    result = pipeline.run(["-"], stdin=BytesIO(text.encode()))
    (quote,) = result.extractions[0].quotes
    assert quote.text == "We sail on Friday, … At noon."
    assert quote.speaker is not None
    assert quote.speaker.name == "Anna Ilves"


def test_extract_takes_what_the_caller_knows() -> None:
    extraction = pipeline.extract("“We sail on Friday,” Anna Ilves said.", outlet="Port News", published="2025-03-01")
    assert (extraction.article.outlet, extraction.article.published) == ("Port News", "2025-03-01")
    assert [q.text for q in extraction.quotes] == ["We sail on Friday"]


@pytest.mark.parametrize(
    "text", ["lone \ud800 surrogate", "\x00\x1b[31m“Go,” Anna Ilves said.", "“" * 500, " x" * 9000]
)
def test_extract_takes_any_text_or_says_why_not(text: str) -> None:
    extraction = None
    with suppress(InputError):
        extraction = pipeline.extract(text)
    assert extraction is None or all(s.text == extraction.article.text[s.start : s.end] for s in spans(extraction))


def test_version_names_release_and_content() -> None:
    release, _, content = pipeline.version().partition("+")
    assert release == claimkit.__version__
    assert [len(digest) for digest in content.split("/")] == [12, 12]  # of the rules, and of the models


@pytest.mark.slow
@pytest.mark.usefixtures("analysed_once")  # in this process; the workers are others
def test_the_number_of_processes_changes_nothing(folder: Path) -> None:
    Path("news/empty.txt").touch()
    text = "“We sail on Friday,” Anna Ilves said. “At noon.”\n".encode()
    alone = pipeline.run(["-", "news"], stdin=BytesIO(text))
    together = pipeline.run(["-", "news"], stdin=BytesIO(text), jobs=2)
    assert [q.text for e in together.extractions if e.article.path == "-" for q in e.quotes] == [
        "We sail on Friday, … At noon."
    ]
    assert together.extractions == alone.extractions
    assert together.clusters == alone.clusters
    assert [str(f) for f in together.failures] == [str(f) for f in alone.failures]


def test_processes_that_die_again_and_again_are_named() -> None:
    with pytest.raises(WorkerError, match="run the same command again"):
        list(workers.results(os._exit, [3] * 20, jobs=2))
