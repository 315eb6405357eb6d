"""The report: its data, the page around them, its colours, and the command that writes it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from claimkit.cli import app
from claimkit.english.text import prose
from claimkit.models.record import Article, Extraction
from claimkit.output.report import counts
from claimkit.output.report import html_page as page
from claimkit.output.report.payload import payload
from claimkit.output.report.phrases import address, period, shown, wikidata
from claimkit.search.filters import Filters
from claimkit.search.passage import ArticleProse
from claimkit.store import Store

import report_cases as made
from output_cases import clusters
from records import extraction, extractions, texts
from store_links import write_links


class Parts(HTMLParser):
    """What a browser reads in the page: its elements, and the text of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.elements:
            self.texts.append((self.elements[-1][0], data))

    def raw(self, tag: str) -> list[str]:
        """The texts of `tag`, which holds no elements."""
        return [text for name, text in self.texts if name == tag and text.strip()]


def data(text: str) -> Any:
    return json.loads(Parts(text).raw("script")[0])


def ids(found: Any) -> list[str]:
    return [placed.quote.id for shown_page in found.pages for placed in shown_page.quotes]


# what is shown


def test_pages_come_newest_first_and_undated_ones_last() -> None:
    dates = [shown_page.article.published for shown_page in made.cases().pages]
    assert dates == ["2025-06-01", "2025-03-06", "2025-03-05", "2025-03-04", None]


def test_a_filter_keeps_quotations_and_whole_clusters() -> None:
    found = made.cases(Filters(outlet="Evening Lamp", types=frozenset({"direct"})))
    assert [p.article.outlet for p in found.pages] == ["Evening Lamp"]
    [comparison] = found.comparisons
    assert len(comparison.summary.entries) == 3
    assert counts(found) == "1 quotation by 1 speaker, in 1 article from 1 outlet, 5 March 2025"
    assert counts(made.cases()) == (
        "9 quotations and 2 reported claims by 4 speakers, in 5 articles from 4 outlets, 4 March – 1 June 2025"
    )


def test_the_same_store_gives_the_same_bytes_in_any_order() -> None:
    whole = made.page(made.cases())
    for seed in range(3):
        again = made.overview(made.shuffled(made.articles(), seed), clusters("report")[::-1])
        assert made.page(again) == whole


def test_a_copy_of_an_article_is_shown_once() -> None:
    original = extraction("a.txt", ("Not again", "Ann Lee"))
    with Store(":memory:") as store:
        for location in ("here/a.txt", "there/a.txt"):
            store.save(original, location=location, digest="", version="")
        write_links(store, [original], [])
        from claimkit.search import overviews

        assert len(ids(overviews.overview(store))) == 1


@settings(max_examples=25)
@given(extractions())
def test_segments_are_the_text_and_point_at_the_spans(found: Extraction) -> None:
    overview = made.overview([found])
    for shown_page, article in zip(overview.pages, payload(overview)["articles"], strict=True):
        paragraphs = article["paragraphs"]
        assert "\n".join("".join(line) for line in paragraphs) == "\n".join(map(shown, shown_page.text.split("\n")))
        segments = list(chain.from_iterable(paragraphs))
        for placed, quote in zip(shown_page.quotes, article["quotes"], strict=True):
            for role in ("content", "cue", "source"):
                words = [shown_page.text[m.start : m.end] for m in placed.marks if m.role == role]
                pointed = ["".join(segments[first : last + 1]) for first, last in quote.get("at", {}).get(role, ())]
                assert pointed == [shown(text.replace("\n", "")) for text in words]


@given(texts, st.data())
def test_a_place_in_the_reading_holds_the_words_of_the_article(text: str, draw: st.DataObject) -> None:
    start = draw.draw(st.integers(0, len(text)))
    end = draw.draw(st.integers(start, len(text)))
    cuts = ((0, min(2, len(text))),) if draw.draw(st.booleans()) else ()
    article = Article("a_1", "x", text, cuts=cuts)
    reading = ArticleProse(article)
    place = reading.locate(start, end)
    words = "" if place is None else reading.text[slice(*place)]
    assert " ".join(words.split()) == prose(article, start, end).strip()


def test_nested_quotations_share_segments() -> None:
    article = next(a for a in payload(made.cases())["articles"] if a["outlet"] == "Bridge Gazette")
    outer, inner = article["quotes"][-2:]
    [[first, last]], [[start, end]] = outer["at"]["content"], inner["at"]["content"]
    assert first < start <= end < last
    assert "".join(chain.from_iterable(article["paragraphs"])).count("a bridge that rests rusts") == 1


def test_a_quotation_tells_all_that_is_known_of_it() -> None:
    told = payload(made.cases())
    quotes = {q["text"]: q for a in told["articles"] for q in a["quotes"]}
    withheld = quotes["what the work will cost"]
    assert withheld["cue"] == {
        "text": "would not say",
        "class": "assertion",
        "polarity": "withheld",
        "modality": "conditional",
        "hearsay": True,
    }
    [split] = [quote for text, quote in quotes.items() if "five years,” … “We close it now" in text]
    assert [len(split["at"][role]) for role in ("content", "cue", "source")] == [2, 1, 1]
    assert split["named"] == 0.97
    assert split["cue"] == {"text": "said", "class": "assertion"}  # and affirmed, which goes without saying
    assert told["sentences"][split["steps"][0]["reason"]] == "the full name"
    assert told["sentences"][split["why"]] == "the article says who this is"
    anonymous = quotes["“Nobody asked us”"]
    assert ("speaker" in anonymous, anonymous["status"], anonymous["source"]) == (False, "anonymous", "one resident")


def test_a_cluster_has_its_wordings_with_the_changes_marked() -> None:
    [cluster] = payload(made.cases())["clusters"]
    assert cluster["spread"] == "2 outlets and 1 article without one"
    assert [wording["places"][0]["outlet"] for wording in cluster["wordings"]] == [
        "Bridge Gazette", "Evening Lamp", "no-head.txt",
    ]  # fmt: skip
    _, changed, cut = cluster["wordings"]
    words = {role: [text for kind, text in changed["words"] if kind == role] for role in (0, 1, 2)}
    assert (words[1][:2], words[2]) == (["will", "five"], ["may", "ten"])
    assert (changed["changed"], cut["changed"], cut["kinds"]) == (True, False, ["truncated"])


@pytest.mark.parametrize(
    ("url", "links"),
    [
        ("https://a.example/x?y=1#z", True),
        ("HTTP://a.example/", True),
        ("https://ä.example/ü", True),
        ("javascript:alert(1)", False),
        (" https://a.example", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("https://a.example/\u202e", False),
        ("https://a.example/ b", False),
        ("//a.example", False),
        ("file:///etc/passwd", False),
        ("https://a.example/" + "x" * 3_000, False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url: str | None, links: bool) -> None:
    assert address(url) == (url if links else None)


def test_only_wikidata_ids_become_links() -> None:
    assert [wikidata(x) for x in ("Q42", "q42", "Q0", "Q42/../x", None)] == ["Q42", None, None, None, None]


@pytest.mark.parametrize(
    ("dates", "text"),
    [
        (["2025-02-03", None, "2025-02-16"], "3–16 February 2025"),
        (["2025-02-03"], "3 February 2025"),
        (["2025-02-03", "2025-03-01"], "3 February – 1 March 2025"),
        (["2024-12-31", "2025-01-01"], "31 December 2024 – 1 January 2025"),
        (["2025-02", "nonsense", None], ""),
    ],
)
def test_period(dates: list[str | None], text: str) -> None:
    assert period(dates) == text


# the page


def test_hostile_text_stays_text() -> None:
    text = made.page(made.cases(), "<script>alert(1)</script>")
    parts = Parts(text)
    assert [tag for tag, _ in parts.elements].count("script") == 2
    assert not {"img", "svg", "iframe", "object", "link", "b "} & {tag for tag, _ in parts.elements}
    assert not [name for _, attributes in parts.elements for name in attributes if name.startswith(("on", "style"))]
    assert made.OVERRIDE not in text
    assert "\x1b" not in text
    assert [a["url"] for a in data(text)["articles"] if a["url"]] == ["https://gazette.example/old-bridge?a=1&b=2"]
    assert parts.raw("h1") == ["<script>alert(1)</script>"]


@given(st.recursive(texts, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3)))
def test_embedded_json_cannot_end_its_element(value: Any) -> None:
    text = page.embedded(value)
    assert not re.search("[<>&\u2028\u2029]", text)
    clean = json.loads(re.sub("[\ud800-\udfff]", "\ufffd", json.dumps(value, ensure_ascii=False)))
    assert json.loads(text) == clean


def test_the_policy_names_the_style_and_the_script_and_nothing_else() -> None:
    parts = Parts(made.page(made.cases()))
    [policy] = [a["content"] for _, a in parts.elements if a.get("http-equiv") == "Content-Security-Policy"]
    [style], script = parts.raw("style"), parts.raw("script")[-1]
    assert policy == (
        f"default-src 'none'; style-src '{page.source_hash(style)}'; script-src '{page.source_hash(script)}';"
        " img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert "</" not in page.program()
    assert not re.search(
        r"\b(fetch|XMLHttpRequest|eval|innerHTML|outerHTML|insertAdjacentHTML|Function)\b", page.program()
    )
    assert "url(" not in page.stylesheet()


def test_without_javascript_there_is_a_list_of_bounded_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "LISTED", 3)
    text = made.page(made.cases())
    assert text.count("<li>") == 3
    assert f"{len(ids(made.cases())) - 3} more are in this file" in text
    assert '<b dir="auto">Mara Lindqvist</b>: <q dir="auto">“The bridge is safe today, but it may' not in text


# colours


def luminance(colour: str) -> float:
    """WCAG 2.2's relative luminance of `#rrggbb`."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pairs() -> Iterator[tuple[str, str, float]]:
    """Colour, what it stands on, and the contrast that WCAG 2.2 AA asks for."""
    speakers = [*(f"s{n}" for n in range(8)), "other"]
    for ground in ("page", "sheet"):
        yield from ((ink, ground, 4.5) for ink in ("ink", "soft", "link", *(f"{who}-line" for who in speakers)))
        yield from ((line, ground, 3) for line in ("edge", "focus"))
    for who in speakers:
        yield "ink", f"{who}-tint", 4.5
        yield f"{who}-line", f"{who}-tint", 3
    yield from (("ink", ground, 4.5) for ground in ("mark", "heat1", "heat2", "heat3"))
    yield from (("old", "old-tint", 4.5), ("new", "new-tint", 4.5), ("heat4-ink", "heat4", 4.5))
    yield from ((f"{who}-line", "mark", 3) for who in speakers)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast(theme: str) -> None:
    palette = page.colours()[theme]
    weak = {
        f"{ink} on {ground}": round(ratio, 2)
        for ink, ground, least in pairs()
        if (ratio := contrast(palette[ink], palette[ground])) < least
    }
    assert weak == {}


def test_both_themes_have_the_colours_that_the_rules_use() -> None:
    used = set(re.findall(r"var\(--([\w-]+)\)", page.stylesheet())) - {"line", "tint"}
    for theme in ("light", "dark"):
        assert used <= set(page.colours()[theme])


# the command


def claim(*arguments: str, code: int = 0) -> tuple[str, str]:
    result = CliRunner().invoke(app, ["report", *arguments], prog_name="claimkit")
    assert (result.exit_code, "Traceback" in result.stderr) == (code, False), result.output
    return result.stdout, result.stderr


@pytest.fixture
def stored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A current folder whose store holds the articles of the case file."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CLAIMKIT_DB", raising=False)
    with Store("claimkit.db") as store:
        for extraction in made.articles():
            store.save(extraction, location=extraction.article.path, digest="", version="")
        write_links(store, made.articles(), clusters("report"))
    return tmp_path


def test_report_writes_one_file(stored: Path) -> None:
    out, err = claim("--title", "Bridges")
    assert out == ""
    assert err == f"claimkit: report.html: {counts(made.cases())}\n"
    text = (stored / "report.html").read_text(encoding="utf-8")
    assert Parts(text).raw("h1") == ["Bridges"]
    assert claim("--quiet") == ("", "")  # an earlier report may be written over
    assert claim("--outlet", "Evening Lamp", "-o", "-")[0].startswith("<!doctype html>")


def test_report_filters(stored: Path) -> None:
    claim("--speaker", "Lindqvist", "--until", "2025-03-04", "--type", "indirect", "-o", "x.html", "-q")
    [article] = data((stored / "x.html").read_text(encoding="utf-8"))["articles"]
    assert [quote["text"] for quote in article["quotes"]] == ["the detour would add ten minutes to a journey"]


def test_a_file_of_someone_else_is_not_written_over(stored: Path) -> None:
    (stored / "report.html").write_text("<p>mine")
    assert "report.html: exists and was not written by claimkit; name another file" in claim(code=2)[1]
    claim("--force", "-q")
    assert "Bridge Gazette" in (stored / "report.html").read_text(encoding="utf-8")


def test_nothing_to_report(stored: Path) -> None:
    assert claim("--speaker", "Nobody Here", code=1)[1] == "claimkit: no quotations found; no report is written\n"
    assert not (stored / "report.html").exists()
    assert "nothing is stored yet; run `claimkit quotes PATH` first" in claim("--db", "other.db", code=2)[1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--no-store"], "--no-store leaves nothing to read; name a PATH"),
        (["--people", "p.csv"], "--people needs a PATH; for the stored articles run `claimkit people import p.csv`"),
        (
            ["-o", "claimkit.db"],
            "claimkit.db: is read by this command and would be overwritten; name another file with -o",
        ),
        (["-o", "no/x.html"], "no: no such folder; make it first or name another file with -o"),
        (["-o", "x.csv"], "x.csv: .csv is not what this command writes; use .html or .htm"),
        (["--since", "soon"], "since: 'soon' is not a date; write it as 2025-02-09, 2025-02 or 2025"),
    ],
)
def test_wrong_usage_is_one_line(stored: Path, arguments: list[str], message: str) -> None:
    assert claim(*arguments, code=2)[1] == f"claimkit: {message}\n"


def test_a_store_of_odd_articles_is_shown(stored: Path) -> None:
    bare = Extraction(Article("a_bare", "bare.txt", ""), ())
    with Store("odd.db") as store:
        store.save(bare, location="bare.txt", digest="", version="")
        write_links(store, [bare], [])
    assert claim("--db", "odd.db", code=1)[1] == "claimkit: no quotations found; no report is written\n"
