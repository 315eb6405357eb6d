"""Outlet, date and address of articles: what the user says, and what is left unknown."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from claimkit import reader
from claimkit.errors import InputError, UsageError
from claimkit.models.record import Article, Extraction, Quote, Span
from claimkit.reader.given import facts_given, folder_outlet
from claimkit.reader.input_options import Options
from claimkit.runs import pipeline
from claimkit.search.entries import quotes
from claimkit.search.filters import from_conditions, matches
from claimkit.search.where import undated
from claimkit.store import Store

TEXT = "Ferry Line To Close\n\nThe ferry will close in June, mayor Ada Lund said on Monday.\n"
URL = "https://news.lantern.example/2025/02/03/ferry"


@pytest.fixture(autouse=True)
def _archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The current folder with articles of two outlets, one of them packed."""
    monkeypatch.chdir(tmp_path)
    for name in ("Lantern/2025/a.txt", "Lantern/2025/b.txt", "Post/text/c.txt", "d.txt"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(TEXT, encoding="utf-8")
    with zipfile.ZipFile("old.zip", "w") as packed:
        packed.writestr("Courier/e.txt", TEXT)
    Path("rows.jsonl").write_text(json.dumps({"text": TEXT, "outlet": "Row Post", "url": URL}), encoding="utf-8")


def read(*paths: str, options: Options = reader.DEFAULT) -> dict[str, tuple[str | None, str | None, str | None]]:
    """Outlet, date and address by path."""
    found: dict[str, tuple[str | None, str | None, str | None]] = {}
    for article in reader.read(paths or ["."], options=options):
        assert isinstance(article, Article), article
        found[article.path] = article.outlet, article.published, article.url
    return found


def outlets(options: Options = reader.DEFAULT) -> dict[str, str | None]:
    return {path: outlet for path, (outlet, _, _) in read(options=options).items()}


def test_nothing_is_made_up() -> None:
    assert outlets() == {
        "Lantern/2025/a.txt": None,
        "Lantern/2025/b.txt": None,
        "Post/text/c.txt": None,
        "d.txt": None,
        "old.zip#Courier/e.txt": None,
        "rows.jsonl#1": "Row Post",
    }


def test_set_is_true_of_every_article() -> None:
    given = facts_given({"outlet": "wire.example", "date": "3 February 2025", "url": URL})
    assert set(read(options=Options(given=given)).values()) == {("wire.example", "2025-02-03", URL)}


def test_outlet_from_folder() -> None:
    found = outlets(Options(outlet_from="folder"))
    del found["d.txt"]  # by the folder that the test was given
    assert found == {
        "Lantern/2025/a.txt": "Lantern",
        "Lantern/2025/b.txt": "Lantern",
        "Post/text/c.txt": "Post",
        "old.zip#Courier/e.txt": "Courier",
        "rows.jsonl#1": found["rows.jsonl#1"],
    }
    assert read("Lantern/2025", options=Options(outlet_from="folder"))["Lantern/2025/a.txt"][0] == "Lantern"


@pytest.mark.parametrize(
    ("path", "outlet"),
    [
        ("/home/x/Lantern/2025/02/a.txt", "Lantern"),
        ("/x/Lantern/2025-02-03/articles/a.txt", "Lantern"),
        ("/x/Lantern.zip/a.txt", "Lantern"),
        ("a.txt", None),
        ("/2025/a.txt", None),
    ],
)
def test_folder_outlet(path: str, outlet: str | None) -> None:
    assert folder_outlet(path) == outlet


def test_outlet_from_domain() -> None:
    assert outlets(Options(outlet_from="domain"))["rows.jsonl#1"] == "news.lantern.example"
    given = Options(outlet_from="domain", given=facts_given({"outlet": "Wire"}))
    assert set(outlets(given).values()) == {"Wire"}


def test_a_table_beside_the_articles() -> None:
    Path("metadata.csv").write_text(
        "\ufeffPath;Outlet;Date;URL\n"
        "Lantern/*;The Lantern;2025-02;\n"
        f"Lantern/2025/b.txt;;3 Feb 2025;{URL}\n"
        "old.zip#*;Old Courier;;\n"
        "rows.jsonl;Rows;20250209;\n",
        encoding="utf-8",
    )
    Path("Post/metadata.csv").write_text("file,outlet\ntext/c.txt,Post of the Folder\n", encoding="utf-8")
    found = [a for a in reader.read(["."]) if isinstance(a, Article)]
    failures = [a for a in reader.read(["."]) if isinstance(a, InputError)]
    assert [str(failure) for failure in failures] == ["metadata.csv:2: '2025-02' is not a date; write it as 2025-02-09"]
    assert {a.path: (a.outlet, a.published, a.url) for a in found} == {
        "Lantern/2025/a.txt": ("The Lantern", None, None),
        "Lantern/2025/b.txt": ("The Lantern", "2025-02-03", URL),
        "Post/text/c.txt": ("Post of the Folder", None, None),
        "d.txt": (None, None, None),
        "old.zip#Courier/e.txt": ("Old Courier", None, None),
        "rows.jsonl#1": ("Rows", "2025-02-09", URL),
    }


def test_the_table_counts_for_a_file_that_is_named_too() -> None:
    Path("Lantern/2025/metadata.csv").write_text("pattern,publisher\n*.txt,Lantern\n", encoding="utf-8")
    assert read("Lantern/2025/a.txt") == {"Lantern/2025/a.txt": ("Lantern", None, None)}
    assert read("Lantern") == {f"Lantern/2025/{name}.txt": ("Lantern", None, None) for name in "ab"}


def test_a_table_with_other_headings_and_rows_that_fit_nothing_are_told() -> None:
    Path("metadata.csv").write_text("paper,day\nLantern/2025/a.txt,x\n", encoding="utf-8")
    (failure,) = (one for one in reader.read(["."]) if isinstance(one, InputError))
    assert str(failure).startswith("metadata.csv:1: its first line needs path, and outlet, date, url or title; it has")
    rows = "path,outlet\nLantern/2025/a.txt,Lantern\ngone.txt,Post\nold.zip#Courier/e.txt,Old\n*.pdf,Post\n"
    Path("metadata.csv").write_text(rows, encoding="utf-8")
    (told,) = (one for one in reader.read(["."]) if isinstance(one, InputError))
    assert (str(told), told.is_notice) == (
        "metadata.csv: rows that fit no file here: gone.txt, *.pdf; check how the files are called",
        True,
    )
    with pipeline.answer(["."]) as answer:
        assert (answer.failures, answer.notices) == ((), (str(told),))
    assert [one for one in reader.read(["d.txt"]) if isinstance(one, InputError)] == []  # the others were not asked for


def test_a_table_of_articles_is_read_as_before() -> None:
    Path("Post/metadata.csv").write_text(f'path,outlet,text\nx,Post,"{TEXT}"\n', encoding="utf-8")
    assert read("Post")["Post/metadata.csv#1"][0] == "Post"


def test_the_digest_of_a_file_is_of_what_is_said_of_it() -> None:
    def digests() -> dict[str, str]:
        return {s.path: reader.given.digest(s) for s in reader.find(["."]) if not isinstance(s, InputError)}

    assert set(digests().values()) == {""}
    Path("metadata.csv").write_text("path,outlet\nd.txt,Wire\nold.zip#Courier/e.txt,Courier\n", encoding="utf-8")
    before = digests()
    assert {path for path, digest in before.items() if digest} == {"d.txt", "old.zip"}
    Path("metadata.csv").write_text("path,outlet\nd.txt,Wire\nold.zip#Courier/e.txt,Post\n", encoding="utf-8")
    assert {path for path, digest in digests().items() if digest != before[path]} == {"old.zip"}


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("day", "2025-02-03", "unknown fact 'day'; choose from outlet, date, url, title"),
        ("date", "soon", "date: 'soon' is not a date; write it as 2025-02-09"),
        ("url", "lantern", "url: 'lantern' is not a web address; write it whole, with https://"),
        ("outlet", " ", "outlet: is empty; write it like --set outlet=Lantern"),
    ],
)
def test_what_is_not_a_fact(name: str, value: str, message: str) -> None:
    with pytest.raises(UsageError) as raised:
        facts_given({name: value})
    assert str(raised.value) == message


def test_standard_input_has_no_folder() -> None:
    found = list(reader.read(["-"], io.BytesIO(TEXT.encode()), Options(outlet_from="folder")))
    assert [article.outlet for article in found if isinstance(article, Article)] == [None]


@pytest.mark.parametrize(
    ("conditions", "kept", "left_out"),
    [
        ({}, ["dated", "late", "undated"], 1),
        ({"since": "2025-02"}, ["dated", "late"], 1),
        ({"since": "2025-02", "undated": "keep"}, ["dated", "late", "undated"], 1),
        ({"until": "2025-02", "undated": "keep"}, ["dated", "undated"], 1),
        ({"until": "2025-02", "undated": "keep", "outlet": "Post"}, ["dated"], 0),
    ],
)
def test_articles_without_a_date(conditions: dict[str, str], kept: list[str], left_out: int) -> None:
    days = {"dated": ("2025-02-03", "Post"), "late": ("2025-03-01", "Post"), "undated": (None, None)}
    filters = from_conditions(**conditions)
    with Store(":memory:") as store:
        for name, (published, outlet) in days.items():
            span = Span(0, 4, "Yes.")
            quote = Quote(f"q_{name}", name, "direct", "Yes.", (span,), None, None, None, 0.9)
            article = Article(name, name, "Yes.", published=published, outlet=outlet)
            store.save(Extraction(article, (quote,)), location=name, digest="d", version="v")
            assert matches(filters, article, quote) == (name in kept)
        assert [entry.article.path for entry in quotes(store, filters)] == kept
        assert undated(store, filters) == left_out
