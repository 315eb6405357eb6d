"""The store in real Datasette, with the metadata that `claimkit datasette-metadata` prints."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from claimkit.cli import app
from claimkit.models.collection import Cluster
from claimkit.store import Store

from records import extraction
from store_links import write_links

HOSTILE = "<script>alert('x')</script>"
Page = Callable[[str], Any]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store named news.db: two outlets print one quotation, and a third article is hostile."""
    path = tmp_path_factory.mktemp("datasette") / "news.db"
    one = extraction(
        "a.txt",
        ("We will reopen the port", "Ann Lee"),
        ("It was late", None),
        outlet="The Ledger",
        published="2025-02-09",
    )
    two = extraction("b.txt", ("We will reopen the port", "Ann Lee"), outlet="The Post", published="2025-02-10")
    odd = extraction("c.txt", (f"{HOSTILE} of words", HOSTILE), outlet=HOSTILE, published="2025-03-01")
    odd = replace(odd, article=replace(odd.article, title=HOSTILE, url="javascript:alert(1)"))
    cluster = Cluster("c_port", one.quotes[0].id, (one.quotes[0].id, two.quotes[0].id))
    with Store(path) as opened:
        for item in (one, two, odd):
            opened.save(item, location=item.article.path, digest="", version="")
        write_links(opened, [one, two, odd], [cluster])
    return path


@pytest.fixture(scope="module")
def metadata(store: Path) -> Any:
    result = CliRunner().invoke(app, ["datasette-metadata", "--db", str(store)])
    assert result.exit_code == 0
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def page(store: Path, metadata: Any) -> Iterator[Page]:
    """Asks Datasette for a page, which has to be there."""
    from datasette.app import Datasette
    from datasette.plugins import pm

    from claimkit import datasette_plugin

    loop = asyncio.new_event_loop()
    if not pm.has_plugin("claimkit"):  # an installation from before the entry point
        pm.register(datasette_plugin, name="claimkit")
    datasette = Datasette([str(store)], metadata=metadata)
    loop.run_until_complete(datasette.invoke_startup())

    def get(path: str) -> Any:
        response = loop.run_until_complete(datasette.client.get(path, follow_redirects=True))
        assert response.status_code == 200, (path, response.text[:2000])
        return response

    yield get
    loop.close()


def test_the_first_pages_tell_what_this_is(page: Page) -> None:
    assert "who said what, in which outlet" in page("/").text
    database = page("/news").text
    for title in ("Quotations and their speakers", "Who said it?", "What did most outlets print?"):
        assert title in unescape(database)
    shown = set(re.findall(r'<h3><a href="/news/(\w+)">', database))
    assert shown == {"articles"}  # and the views, which show names in the place of keys
    for view in ("quotations", "cluster_outlets", "speaker_counts"):
        assert f'href="/news/{view}"' in database


def test_the_configuration_for_datasette_1(store: Path, metadata: Any, tmp_path: Path) -> None:
    file = tmp_path / "datasette.yaml"
    for _ in range(2):  # it may be written again
        result = CliRunner().invoke(app, ["datasette-metadata", "--db", str(store), "-o", str(file)])
        assert result.exit_code == 0
    written = yaml.safe_load(file.read_text(encoding="utf-8"))["databases"]["news"]
    given = metadata["databases"]["news"]
    assert {name: query["sql"] for name, query in written["queries"].items()} == {
        name: query["sql"] for name, query in given["queries"].items()
    }
    assert written["tables"]["quotations"]["facets"] == given["tables"]["quotations"]["facets"]
    assert written["tables"]["texts"] == {"hidden": True}
    assert not any("columns" in table for table in written["tables"].values())


def test_foreign_keys_show_names(page: Page) -> None:
    text = page("/news/quotes").text
    assert re.search(r'<a href="/news/speakers/\d+">Ann Lee</a>', text)
    assert re.search(r'<a href="/news/articles/\d+">Title of a\.txt</a>', text)
    assert 'href="/news/clusters/c_port"' in text
    row = page("/news/quotes.json?_labels=on&_shape=objects").json()["rows"][0]
    assert row["speaker_key"]["label"] == "Ann Lee"


@pytest.mark.parametrize("table", ["quotes", "quotations"])
@pytest.mark.parametrize(
    ("words", "number"), [("reopen port", 2), ("REOPEN", 2), ("late", 1), ("zebra", 0), ('"late', 1)]
)
def test_the_search_box(page: Page, table: str, words: str, number: int) -> None:
    assert 'name="_search"' in page(f"/news/{table}").text
    found = page(f"/news/{table}.json?_shape=objects&_search={words}").json()
    assert len(found["rows"]) == number


def test_every_table_and_view_opens_with_its_facets(page: Page, metadata: Any) -> None:
    for name, table in metadata["databases"]["news"]["tables"].items():
        text = page(f"/news/{name}").text
        assert table.get("title", name) in unescape(text)
        for facet in table.get("facets", ()):
            assert f'data-column="{facet}"' in text, (name, facet)


@pytest.mark.parametrize(
    ("query", "parameters", "number"),
    [
        ("who_said", "words=reopen+the+port", 2),
        ("who_said", 'words="unbalanced', 0),
        ("who_said", 'words="', 0),
        ("by_speaker", "name=lee", 2),
        ("most_printed", "", 1),
        ("speakers_by_outlet", "", 3),
        ("by_month", "name=", 2),
        ("without_a_name", "", 1),
    ],
)
def test_the_ready_made_questions(page: Page, metadata: Any, query: str, parameters: str, number: int) -> None:
    asked = metadata["databases"]["news"]["queries"][query]
    assert asked["title"] in unescape(page(f"/news/{query}?{parameters}").text)
    page(f"/news/{query}")  # before anything is filled in
    assert len(page(f"/news/{query}.json?_shape=objects&{parameters}").json()["rows"]) == number


def test_every_question_is_asked_above(metadata: Any) -> None:
    (mark,) = (m for m in test_the_ready_made_questions.pytestmark if m.name == "parametrize")
    assert {query for query, *_ in mark.args[1]} == set(metadata["databases"]["news"]["queries"])


@pytest.mark.parametrize(
    "path",
    ["/news/quotes", "/news/quotations", "/news/articles", "/news/speakers", "/news/speaker_counts", "/news/spans",
     "/news/speakers_by_outlet", "/news/by_month?name=<script>", "/news/quotations?_search=script"],
)  # fmt: skip
def test_hostile_text_stays_text(page: Page, path: str) -> None:
    text = page(path).text
    assert "<script>alert" not in text
    assert 'href="javascript:' not in text
    if "by_month" not in path:
        assert HOSTILE in unescape(text)


def test_columns_are_described_and_are_there(store: Path, metadata: Any) -> None:
    tables = metadata["databases"]["news"]["tables"]
    with sqlite3.connect(store) as db:
        known = {
            name: {row[1] for row in db.execute(f'PRAGMA table_info("{name}")')}
            for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        }
    for name, table in tables.items():
        named = {*table.get("columns", ()), *table.get("facets", ()), *table.get("sortable_columns", ())}
        assert named <= known[name], name
        assert {table.get(key) for key in ("label_column", "sort", "sort_desc", "fts_pk")} - {None} <= known[name]
        if not table.get("hidden") and "columns" in table:
            assert set(table["columns"]) == known[name], name
    assert {name for name in known if not name.startswith("quotes_fts")} - {"sqlite_stat1", "sqlite_stat4"} == set(
        tables
    )


def test_a_quotation_has_a_page_with_its_words_marked(page: Page) -> None:
    [row] = page("/news/quotations.json?_shape=array&quotation__startswith=It").json()
    shown = page("/news/quotations?quotation__startswith=It").text
    assert f'<a href="/-/claimkit/news/{row["id"]}">' in shown
    found = page(f"/-/claimkit/news/{row['id']}").text
    assert "“<mark>It was late</mark>” <b>said</b> someone" in found
    assert "Title of a.txt" in found


def test_what_articles_say_is_escaped_on_a_quotations_page(page: Page) -> None:
    [row] = page("/news/quotations.json?_shape=array&path=c.txt").json()
    response = page(f"/-/claimkit/news/{row['id']}")
    assert "<script" not in response.text
    assert "&lt;script&gt;alert(" in response.text
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("path", ["news/q_00", "news/a_1", "other/q_00", "_internal/q_00", "news/q_1%27%20OR%201"])
def test_what_is_no_quotation_has_no_page(store: Path, page: Page, path: str) -> None:
    with pytest.raises(AssertionError, match=r"40[34]|no such"):
        page(f"/-/claimkit/{path}")
