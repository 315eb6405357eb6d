"""The reader: formats, what is cut and what an article shows about itself. Its files are in test_reader_files.py."""

from __future__ import annotations

import logging
import re
import socket
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimkit import reader
from claimkit.cli.options import InputFormat, Map
from claimkit.errors import InputError, UsageError
from claimkit.models.record import Article
from claimkit.reader import boilerplate, dates, inline, markdown, outlets, plain
from claimkit.reader.file_formats import FORMAT_OF, FORMATS, FileFormat
from claimkit.reader.files import Source
from claimkit.reader.input_options import FIELDS, Options
from claimkit.reader.parsed import ParsedArticle, split_lines

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[Any]:
    table = tomllib.loads((CASES / f"reader_{name}.toml").read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["name"]) for case in table["case"]]


def furniture_cases(key: str) -> list[str]:
    return list(tomllib.loads((CASES / "reader_furniture.toml").read_text(encoding="utf-8"))[key])


def kept(text: str, cuts: tuple[tuple[int, int], ...]) -> str:
    pieces, position = [], 0
    for start, end in cuts:
        pieces.append(text[position:start])
        position = end
    return "".join([*pieces, text[position:]])


def parse(data: bytes | str, path: str = "a.txt") -> Article:
    raw = data.encode() if isinstance(data, str) else data
    return reader.parse(Source(path, f"/{path}"), reader.Item("", raw, name=path))


# Facts and cuts, as data


@pytest.mark.parametrize("case", cases("metadata"))
def test_facts(case: dict[str, Any]) -> None:
    article = parse(case["text"].removeprefix("\n"), case.get("path", "a.txt"))
    facts = {"title": article.title, "outlet": article.outlet, "published": article.published, "url": article.url}
    assert facts == {key: case.get(key) for key in facts}


@pytest.mark.parametrize("case", cases("cuts"))
def test_cuts(case: dict[str, Any]) -> None:
    parsers = {"text": plain.parse, "markdown": markdown.parse}
    for name in parsers if case["format"] == "both" else [case["format"]]:
        page = parsers[name](case["text"], "a")
        assert page.text == case["text"]
        assert kept(page.text, page.cuts) == case["reads"], name


def in_an_article(line: str) -> ParsedArticle:
    return markdown.parse(
        f"Harbour opens again\n\nShips came in on Monday.\n\n{line}\n\nThe mayor waved at them from the quay.\n", "a.md"
    )


@pytest.mark.parametrize("line", furniture_cases("cut"))
def test_furniture_is_cut(line: str) -> None:
    page = in_an_article(line)
    reads = kept(page.text, page.cuts).split("\n")
    assert [words for words in reads if words] == [
        "Harbour opens again",
        "Ships came in on Monday.",
        "The mayor waved at them from the quay.",
    ]


@pytest.mark.parametrize("line", furniture_cases("keep"))
def test_prose_is_kept(line: str) -> None:
    text = line.replace("](/a)", "").replace("](/b)", "").replace("[", "")
    page = in_an_article(line)
    assert text in kept(page.text, page.cuts)


def test_an_empty_or_blank_line_is_no_furniture() -> None:
    assert boilerplate.find_furniture(split_lines("\n \n\t\n", inline.scan("\n \n\t\n", markdown=False))) == []


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("February 03, 2025", "2025-02-03"),
        ("13 February 2025", "2025-02-13"),
        ("Feb. 13, 2025", "2025-02-13"),
        ("2025-02-13", "2025-02-13"),
        ("Thursday, the 13th of February 2025", "2025-02-13"),
        ("2025-02-13T08:00:00Z", "2025-02-13"),
        ("Sept 1, 2024 11:05 a.m. ET", "2024-09-01"),
        ("On February 3, 2025, the harbour opened.", None),
        ("May 2025", None),
        ("13/14/2025", None),
        ("February 31, 2025", None),
        ("Feb 3, 20255", None),
    ],
)
def test_date_lines(shown: str, expected: str | None) -> None:
    found = dates.parse_line(shown)
    assert (found.date.isoformat() if found else None) == expected


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("https://www.reuters.com/world/x", "Reuters"),
        ("https://edition.cnn.com/2025/01/01/x", "CNN"),
        ("http://m.local.example.co.uk:8080/x", "example.co.uk"),
        ("https://gazette.blogspot.com/x", "gazette.blogspot.com"),
        ("https://127.0.0.1/x", None),
        ("https://[::1/x", None),
        ("https:///x", None),
        (None, None),
    ],
)
def test_outlet_of_an_address(url: str | None, outlet: str | None) -> None:
    assert outlets.from_url(url) == outlet


# The table of formats, and what the user may say about inputs


@pytest.mark.parametrize("format", FORMATS.values(), ids=FORMATS)
def test_a_format_has_one_function_that_reads_it(format: FileFormat) -> None:
    assert [format.parse_text, format.parse_bytes, format.split].count(None) == 2


def test_no_suffix_has_two_formats() -> None:
    suffixes = [suffix for format in FORMATS.values() for suffix in format.suffixes]
    assert sorted(suffixes) == sorted(FORMAT_OF)


def test_docs_list_every_format() -> None:
    documented = (Path(__file__).parents[1] / "docs" / "formats.md").read_text(encoding="utf-8").splitlines()
    rows = []
    for format in FORMATS.values():
        suffixes = ", ".join(f"`{suffix}`" if suffix else "none" for suffix in format.suffixes)
        rows.append(f"| `{format.name}` | {suffixes or 'only by `--input-format`'} | {format.holds} |")
    start = documented.index("|---|---|---|") + 1
    assert documented[start : start + len(rows)] == rows


def test_help_lists_every_format_and_field() -> None:
    formats, fields = InputFormat.__metadata__[0].help, Map.__metadata__[0].help
    assert re.split(r", | or ", formats.partition(": ")[2].rstrip(".")) == list(FORMATS)
    assert re.split(r", | or ", fields.partition(": ")[2].partition(".")[0]) == list(FIELDS)


@pytest.mark.parametrize(
    ("input_format", "fields", "message"),
    [
        ("doc", (), "unknown input format 'doc'; choose from text, markdown, html,"),
        (None, (("body", "text"),), "unknown field 'body'; choose from text, title, outlet, published, url"),
        ("csv", (("text", ""),), "field 'text' is mapped to nothing; name the column that holds it"),
        ("csv", (("text", "a"), ("url", "c"), ("text", "b")), "field 'text' is mapped 2 times; map it once"),
    ],
)
def test_options_refuse_what_cannot_be_read(
    input_format: str | None, fields: tuple[tuple[str, str], ...], message: str
) -> None:
    with pytest.raises(UsageError, match=re.escape(message)):
        Options(input_format, fields)


# Properties of the cuts

MARKED = st.text(max_size=80) | st.lists(
    st.sampled_from(
        [
            *"ab “”\"'[]()!*_~`<>#-|:.\\/\n\r\t=+1",
            "](",
            "https://a.b/c",
            "---\n",
            "Related",
            "\n\n",
            "said ",
            "A word. ",
        ]
    ),
    max_size=80,
).map("".join)


@settings(max_examples=400, deadline=None)
@given(MARKED)
def test_cuts_are_sorted_disjoint_and_inside(text: str) -> None:
    for parser in (plain.parse, markdown.parse):
        page = parser(text, "a_2025-01-01_b.txt")
        assert page.text == text
        position = -1
        for start, end in page.cuts:
            assert position < start < end <= len(text)
            position = end


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Zs"], exclude_characters="\r\n"), max_size=200))
def test_words_are_never_cut_from_markdown_by_accident(words: str) -> None:
    """Text without any mark, in a sentence, comes through whole."""
    sentence = f"He said that {words} was so."
    assert markdown.parse(sentence, "a.md").cuts == ()


@settings(max_examples=300, deadline=None)
@given(MARKED)
def test_plain_text_loses_words_only_in_targets_and_whole_lines(text: str) -> None:
    page = plain.parse(f"Ships came in on Monday.\n{text}", "a.txt")
    for start, end in page.cuts:
        cut = page.text[start:end]
        whole = page.text[:start].endswith(("\n", "\r")) and (end == len(page.text) or cut.endswith(("\n", "\r")))
        assert whole or "](" in cut or "![" in cut or "<" in cut or not any(c.isalnum() for c in cut)


@pytest.mark.parametrize("unit", tomllib.loads((CASES / "reader_hostile.toml").read_text(encoding="utf-8"))["units"])
def test_hostile_text_comes_through(unit: str) -> None:
    """How the time grows with the length is measured by benchmarks/bench_reader.py."""
    text = unit * (20_000 // len(unit))
    for parser in (plain.parse, markdown.parse):
        page = parser(text, "a.txt")
        assert page.text == text
        assert all(start < end for start, end in page.cuts)


# HTML

PAGE = """<!doctype html><html lang="en"><head><title>Harbour opens again | Harbour Gazette</title>
<meta property="og:title" content="Harbour opens again"><meta property="og:site_name" content="Harbour Gazette">
<meta property="article:published_time" content="2025-03-03T08:00:00Z">
<link rel="canonical" href="https://www.gazette.example/2025/03/03/harbour"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<article><h1>Harbour opens again</h1>
<p>Ships came in on Monday, three weeks after the storm, and hundreds of people were at the quay.</p>
<p>“We are <a href="/x">open</a>,” the mayor said. <q>And we will stay open.</q></p>
<p>Related: <a href="/y">Captain says “never again”</a></p>
<p>The captain, who had waited for three weeks at sea, told reporters that he was glad to be home.</p></article>
<aside><h3>Most read</h3><a href="/z">Storm takes sea wall</a></aside>
<footer>© 2025 Harbour Gazette. All rights reserved.</footer></body></html>"""


def test_html() -> None:
    article = parse(PAGE, "page.html")
    assert (article.title, article.outlet, article.published, article.url, article.format) == (
        "Harbour opens again",
        "Harbour Gazette",
        "2025-03-03",
        "https://www.gazette.example/2025/03/03/harbour",
        "html",
    )
    reads = kept(article.text, article.cuts)
    assert "\n“We are open,” the mayor said. “And we will stay open.”\n" in reads
    assert "Captain says" not in reads
    assert "Home" not in article.text
    assert "rights reserved" not in reads


def test_html_is_told_by_its_content_too() -> None:
    assert parse(PAGE, "page.txt") == parse(PAGE, "page.txt")
    assert parse(PAGE, "page.txt").format == "html"
    assert parse("A page begins with <!doctype html>, the mayor said.", "a.txt").format == "text"


def test_short_page_keeps_its_paragraphs() -> None:
    article = parse(
        "<html><body><h1>Harbour opens</h1><p>Ships came in.</p><p>“Hello,” said Bo.</p></body></html>", "a.htm"
    )
    assert "Ships came in.\n“Hello,” said Bo." in article.text


def test_html_shows_no_date_that_is_not_marked_as_one() -> None:
    page = """<html><head><title>Harbour opens</title></head><body><article><h1>Harbour opens</h1>
    <p>The sea wall was finished on March 3, 1961, and the storm of January 4, 2019, did it no harm at all.</p>
    <p>“We are open,” the mayor said.</p></article><footer>© 2022 Gazette</footer></body></html>"""
    article = parse(page, "a.html")
    assert (article.title, article.published, article.outlet, article.url) == ("Harbour opens", None, None, None)
    dated = parse(page.replace("The sea wall", "OSTEND, 7 Jan 2019 (AP) — The sea wall"), "a.html")
    assert (dated.published, dated.outlet) == ("2019-01-07", "Associated Press")


def test_xhtml_with_a_declaration() -> None:
    text = '<?xml version="1.0" encoding="utf-8"?>' + PAGE.replace("<!doctype html>", "")
    assert "“We are open,” the mayor said." in parse(text, "a.xhtml").text


@pytest.mark.parametrize(
    "unit", ["<div>", "<b>", "<table><tr><td>", "<ul><li>", "<a href=x>", "<!--", "<![CDATA[", "&#x;"]
)
def test_hostile_html_is_text_or_a_clear_line(unit: str) -> None:
    page = "<html><body><p>Ships came in on Monday.</p>" + unit * 3_000
    try:
        assert parse(page, "a.html").text
    except InputError as error:
        assert "no article text found" in str(error)  # noqa: PT017


def test_html_needs_no_network_and_is_quiet(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    def no_network(*_: object, **__: object) -> None:
        raise AssertionError("the reader reached for the network")

    monkeypatch.setattr(socket, "socket", no_network)
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    parse(PAGE, "a.html")
    with pytest.raises(InputError):
        parse("<html></html>", "a.html")
    assert capfd.readouterr() == ("", "")


def test_heavy_imports_wait_until_they_are_needed() -> None:
    code = (
        "import sys, claimkit.reader as r; r.parse(r.Source('a.txt', '/a.txt'), r.Item('', b'Ships came in.'));"
        "print([m for m in ('trafilatura', 'lxml', 'charset_normalizer', 'tld') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
