"""Typed differences, who copied whom, `diff` and `clusters --changed`: functions, records, terminal, command line."""

from __future__ import annotations

import csv
import io
import json
import random
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console, RenderableType
from typer.testing import CliRunner

import claimkit
from claimkit.cli import app
from claimkit.english.text import terms
from claimkit.models.collection import Cluster, Difference
from claimkit.models.record import JOINT, Article, Extraction, Quote, Span
from claimkit.models.tables import DIFFERENCE_COLUMNS
from claimkit.output.records.variants import comparison_record, comparison_rows
from claimkit.output.terminal.comparison import comparisons_view
from claimkit.output.visible import visible
from claimkit.search import cluster_lists, comparing
from claimkit.store import Store
from claimkit.wording import changes_words, differences, reports, wording
from claimkit.wording.copies.wires import wire
from claimkit.wording.differences import HARMLESS, MIRRORED
from claimkit.wording.quoted_text import Wording

from output_cases import check_golden, clusters, extractions
from records import extraction
from records import extractions as any_extractions
from store_links import write_links
from support import TESTS, cases

ROOT = Path(claimkit.__file__).resolve().parent.parent
WIDTHS = (40, 80, 120, 200)
FERRY = "c_ferry"


def quote(text: str | list[str], mixed: bool = False) -> Quote:
    pieces = text if isinstance(text, list) else [text]
    joined = JOINT.join(pieces)
    spans, at = [], 0
    for piece in pieces:
        spans.append(Span(at, at + len(piece), piece))
        at += len(piece) + 20
    return Quote("q_1", "a_1", "mixed" if mixed else "direct", joined, tuple(spans), None, None, None, 0.9)


def plain(text: str) -> Wording:
    return wording(quote(text))


# Differences


@pytest.mark.parametrize("case", cases("differences"))
def test_differences(case: dict[str, Any]) -> None:
    representative, variant = quote(case["representative"]), quote(case["variant"], case.get("mixed", False))
    found = differences(wording(representative), wording(variant))
    assert [[d.kind, d.representative.text, d.variant.text] for d in found] == case["expect"]
    assert changes_words(found) == case.get("changed", True)
    holds(found, representative.text, variant.text)


def test_the_same_words_differ_in_nothing() -> None:
    assert differences(plain("We will not go."), plain("We will not go.")) == ()


def test_there_is_a_case_for_every_type() -> None:
    listed = tomllib.loads((TESTS / "cases" / "differences.toml").read_text(encoding="utf-8"))["case"]
    kinds = {kind for case in listed for kind, _, _ in case["expect"]}
    assert kinds == {*HARMLESS, *MIRRORED} | {
        *("bracketed insertion", "word changed", "number changed", "tense shifted", "person shifted", "reworded")
    }


def holds(found: tuple[Difference, ...], representative: str, variant: str) -> None:
    """Spans are true, sorted and disjoint in both texts."""
    for text, spans in (
        (representative, [d.representative for d in found]),
        (variant, [d.variant for d in found]),
    ):
        for span in spans:
            assert text[span.start : span.end] == span.text
        ordered = sorted((span.start, span.end) for span in spans)
        assert all(one[1] <= two[0] for one, two in pairwise(ordered))
    assert [d.representative.start for d in found] == sorted(d.representative.start for d in found)
    assert [d.variant.start for d in found] == sorted(d.variant.start for d in found)


WORDS = [
    *("we", "will", "not", "win", "won", "I", "think", "he", "is", "was", "the", "a", "boat", "boats", "20", "twenty"),
    *("thousand", "[the boat]", "[sic]", "[W]e", "want[ed]", "don't", "do", "can't", "…", "...", ",", ".", "?", ";"),
    *("probably", "Zelensky", "Zelenskiy", "U.S.", "US", "labour", "labor", "%", "per", "cent", "no", "-", "’", "\n\n"),
]
sentences = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
anything = st.text(st.characters(exclude_categories=()), max_size=40) | sentences


@given(sentences, sentences)
def test_swapping_the_texts_swaps_the_sides(one: str, two: str) -> None:
    forth, back = differences(plain(one), plain(two)), differences(plain(two), plain(one))
    mirrored = [(MIRRORED.get(d.kind, d.kind), d.variant, d.representative) for d in back]
    assert Counter(mirrored) == Counter((d.kind, d.representative, d.variant) for d in forth)


@given(sentences, sentences)
def test_putting_the_changes_in_gives_the_variant(one: str, two: str) -> None:
    found = differences(plain(one), plain(two))
    holds(found, one, two)
    pieces, at = [], 0
    for difference in found:
        pieces += [one[at : difference.representative.start], " ", difference.variant.text, " "]
        at = difference.representative.end
    applied = "".join([*pieces, one[at:]])
    assert terms(applied) == terms(two)


@given(anything, anything, st.booleans(), st.booleans())
def test_differences_of_anything(one: str, two: str, first_mixed: bool, second_mixed: bool) -> None:
    found = differences(wording(quote(one, first_mixed)), wording(quote(two, second_mixed)))
    holds(found, one, two)


@given(st.lists(sentences, min_size=1, max_size=3), st.lists(sentences, min_size=1, max_size=3))
def test_quotations_that_a_cue_splits(one: list[str], two: list[str]) -> None:
    first, second = quote(one), quote(two)
    holds(differences(wording(first), wording(second)), first.text, second.text)


@pytest.mark.parametrize(
    "text",
    [
        "maybe " * 5_000,
        "maybe so " * 4_000,
        "[" * 20_000,
        "( " * 20_000,
        "." * 20_000,
        "a[" * 10_000,
        "twenty " * 5_000,
        "1," * 10_000,
        "“" * 20_000,
        "x" * 100_000,
    ],
)
def test_long_texts_are_no_trouble(text: str) -> None:
    for other in ("The boat is late.", text[::-1], "x " + text + " maybe not"):
        differences(plain(text), plain(other))
        differences(wording(quote(text, mixed=True)), plain(other))


@given(any_extractions("x"))
def test_pieces_lie_in_the_text(item: Extraction) -> None:
    for one in item.quotes:
        pieces = wording(one).pieces
        assert all(0 <= start <= end <= len(one.text) for start, end in pieces)
        assert list(pieces) == sorted(pieces)


# Who copied whom


COPY = (
    "The harbour was closed on Tuesday morning after two fishing boats ran into each other in thick fog off the "
    "northern pier, and the crews were taken to the hospital on the mainland by helicopter. “{}” the harbour master "
    "said at the town hall, where about a hundred people had gathered in the rain to hear when the next ferry would "
    "leave."
)
OTHER = (
    "Families of the injured sailors waited in the hall until late in the evening. Harbour master Ada Lund, who took "
    "over in March, asked them for patience: “{}” Her office had sent no word before, several of them complained, "
    "although the rescue had ended hours ago and the names were known."
)
SAID = "We will open the harbour when the fog has lifted, and not a minute before"


def printed(outlet: str, text: str, date: str | None = None, said: str = SAID) -> tuple[Quote, Article]:
    body = text.format(said) if "{}" in text else text
    start = body.index(said)
    article = Article("a_" + outlet + str(len(body)), f"{outlet}-{len(body)}.txt", body, None, outlet, date)
    return replace(quote(said), content=(Span(start, start + len(said), said),)), article


def counted(*items: tuple[Quote, Article]) -> list[tuple[str | None, list[str]]]:
    return [(report.wire, list(report.outlets)) for report in reports(items)]


def test_a_shared_quotation_alone_is_no_copy() -> None:
    assert counted(printed("Lantern", COPY), printed("Gazette", OTHER)) == [(None, ["Gazette"]), (None, ["Lantern"])]


def test_the_same_sentences_around_it_are_one_report() -> None:
    edited = "FOG CLOSES HARBOUR\n\nBy our own staff\n\n" + COPY.replace("Tuesday morning", "Tuesday").replace(
        "thick ", ""
    )
    items = [printed("Lantern", COPY, "2025-03-02"), printed("Gazette", edited, "2025-03-01"), printed("Post", OTHER)]
    assert counted(*items) == [(None, ["Gazette", "Lantern"]), (None, ["Post"])]


def test_other_quotations_in_both_are_no_copy() -> None:
    speech = "“" + " ".join(f"We have seen fog number {n} this year." for n in range(12)) + "”"
    items = [
        printed("Lantern", f"She spoke in the hall. {speech}\n\n“{{}}” she said."),
        printed("Gazette", f"Ada Lund came at noon.\n\n{speech}\n\nThen: “{{}}”"),
    ]
    assert len(counted(*items)) == 2
    straight = [printed(o, a.text.replace("“", '"').replace("”", '"')) for o, (_, a) in zip("AB", items, strict=True)]
    assert len(counted(*straight)) == 2


def test_an_outlet_that_repeats_itself_is_one_report() -> None:
    assert counted(printed("Lantern", COPY), printed("Lantern", OTHER)) == [(None, ["Lantern"])]
    items = [printed("Lantern", COPY), printed("Lantern", OTHER), printed("Gazette", COPY + " It rained.")]
    assert [sorted(outlets) for _, outlets in counted(*items)] == [["Gazette", "Lantern"]]


def test_the_agency_is_named_and_makes_one_report() -> None:
    short = "PORT LUND (Reuters) - The harbour stays closed. “{}” the harbour master said."
    long = "PORT LUND, March 1 (Reuters) - " + OTHER
    items = [printed("Lantern", short), printed("Gazette", long), printed("Post", COPY)]
    assert counted(*items) == [("Reuters", ["Gazette", "Lantern"]), (None, ["Post"])]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Fog\n\nPORT LUND (AP) — The harbour was closed.", "AP"),
        ("PORT LUND, March 1 (UPI) -- The harbour was closed.", "UPI"),
        ("(dpa) - The harbour was closed.", "dpa"),
        ("PORT LUND, March 1. /TASS/. The harbour was closed.", "TASS"),
        ("Fog\nBy ADA LUND, Associated Press\n\nThe harbour was closed.", "AP"),
        ("Fog\nBy The Associated Press\nThe harbour was closed.", "AP"),
        ("Fog\n\nAgence France-Presse\n\nThe harbour was closed.", "AFP"),
        ("Fog\n\nSource: Interfax-Ukraine\n\nThe harbour was closed.", "Interfax-Ukraine"),
        ("The harbour was closed. — AFP", "AFP"),
        ("The harbour was closed. (Reuters)", "Reuters"),
        ("The harbour was closed.\n\nCopyright 2025 The Associated Press. All rights reserved.", "AP"),
        ("The harbour was closed.\n\nAssociated Press writer Ada Lund in Bergen contributed to this report.", "AP"),
        ("The harbour was closed, Ada Lund told Reuters.", None),
        ("TASS reported that the harbour was closed, citing Interfax.", None),
        ("The harbour was closed. The Associated Press contributed to this report.", None),
        ("The harbour is closed. (AP Photo/Ada Lund) It opens on Monday.", None),
        ("The harbour is closed by an aa (see page 3).", None),
        ("By the time Reuters called, the harbour had been closed by the police for a long while after that.", None),
        ("", None),
    ],
)
def test_credits(text: str, name: str | None) -> None:
    assert wire(Article("a_1", "a.txt", text)) == name


def test_an_outlet_may_be_the_agency() -> None:
    assert wire(Article("a_1", "a.txt", "The harbour was closed.", None, "The Associated Press")) == "AP"
    assert wire(Article("a_1", "a.txt", "The harbour was closed.", None, "AP Stylebook Blog")) is None


def test_reports_do_not_depend_on_order() -> None:
    items = [printed(f"Outlet {n}", text, f"2025-03-0{n % 5 + 1}") for n in range(8) for text in (COPY, OTHER)]
    expected = reports(items)
    for seed in range(5):
        random.Random(seed).shuffle(items)
        assert reports(items) == expected


@given(st.lists(any_extractions("x"), max_size=3))
def test_reports_of_anything(items: list[Extraction]) -> None:
    entries = [(quote, item.article) for item in items for quote in item.quotes]
    found = reports(entries)
    assert sum(len(report.articles) for report in found) == len({(a.path, a.id) for _, a in entries})


# The queries


def fill(store: Store) -> Store:
    for item in extractions("variants"):
        store.save(item, location=item.article.path, digest="d", version="v")
    write_links(store, extractions("variants"), clusters("variants"))
    return store


@pytest.fixture(scope="module")
def ferry() -> Iterator[Store]:
    with Store(":memory:") as store:
        yield fill(store)


def test_diff_shows_every_other_member(ferry: Store) -> None:
    found = comparing.diff(ferry, "c_fer")
    assert found == comparing.diff(ferry, "FERRY")
    assert found.summary.cluster.id == FERRY
    assert len(found.variants) == len(found.summary.entries) - 1
    dates = [variant.entry.article.published or "~" for variant in found.variants]
    assert dates == sorted(dates)
    assert [variant.changed for variant in found.variants] == [False, True, False, False, True]


def test_reports_are_in_the_summary(ferry: Store) -> None:
    summary = next(c for c in cluster_lists.clusters(ferry) if c.cluster.id == FERRY)
    assert [(report.wire, len(report.articles)) for report in summary.reports] == [("Reuters", 3), (None, 1), (None, 2)]


def test_changed_keeps_clusters_whose_words_differ(ferry: Store) -> None:
    assert [c.cluster.id for c in cluster_lists.clusters(ferry)] == [FERRY, "c_fog"]
    assert [c.cluster.id for c in cluster_lists.clusters(ferry, changed=True)] == [FERRY]
    assert cluster_lists.clusters(ferry, changed=True, limit=0) == []
    assert cluster_lists.clusters(ferry, changed=True, min_outlets=9) == []


def test_a_member_without_its_representative() -> None:
    item = extraction("a.txt", ("We will win this.", "Ada Lund"), ("We won this.", "Ada Lund"))
    with Store(":memory:") as store:
        store.save(item, location="a.txt", digest="d", version="v")
        write_links(store, [item], [Cluster("c_1", "q_gone", tuple(q.id for q in item.quotes))])
        found = comparing.diff(store, "c_1")
    assert found.summary.representative.quote.id in {q.id for q in item.quotes}


# Records and the terminal


def shown(view: RenderableType, width: int, **options: object) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False, markup=False, emoji=False, **options)  # type: ignore[arg-type]
    with console.capture() as capture:
        console.print(view)
    return "".join(line.rstrip() + "\n" for line in capture.get().splitlines())


def test_record(ferry: Store) -> None:
    found = comparison_record(comparing.diff(ferry, FERRY))
    assert list(found) == ["id", "text", "speaker", "outlets", "reports", "sides", "representative", "variants"]
    for variant in found["variants"]:
        for difference in variant["differences"]:
            assert list(difference) == ["type", "representative", "variant"]
            for side, text in (("representative", found["text"]), ("variant", variant["quote"]["text"])):
                span = difference[side]
                assert text[span["start"] : span["end"]] == span["text"]
    assert found["reports"][0]["wire"] == "Reuters"
    assert [article["outlet"] for article in found["reports"][0]["articles"]] == found["reports"][0]["outlets"]


def test_rows(ferry: Store) -> None:
    rows = list(comparison_rows(comparing.diff(ferry, FERRY)))
    assert all(set(row) <= set(DIFFERENCE_COLUMNS) for row in rows)
    assert {row["quote"] for row in rows} == {v.entry.quote.id for v in comparing.diff(ferry, FERRY).variants}


@pytest.mark.parametrize("width", WIDTHS)
def test_golden(ferry: Store, width: int) -> None:
    check_golden(f"diff-{width}.txt", shown(comparisons_view([comparing.diff(ferry, FERRY)], 80), width))


def test_changes_are_colours_where_there_are_some(ferry: Store) -> None:
    view = comparisons_view([comparing.diff(ferry, FERRY)], 80)
    text = shown(view, 200, force_terminal=True, color_system="standard", no_color=False)
    assert "\x1b[9;31mnot\x1b[0m" in text
    assert "[-" not in text
    assert "[-not-]" in shown(view, 200, force_terminal=True, color_system="standard", no_color=True)


@pytest.mark.parametrize("width", [20, 47, 79, 300])
def test_no_line_is_wider_than_the_terminal(ferry: Store, width: int) -> None:
    view = comparisons_view([comparing.diff(ferry, FERRY)], 80)
    assert max(map(len, shown(view, width).splitlines())) <= width


@given(st.text(st.characters(exclude_categories=()), min_size=1), sentences)
def test_nothing_shown_is_obeyed_by_a_terminal(text: str, other: str) -> None:
    one = extraction("x" + text, (text + " we will win", text), outlet=text, published=text)
    two = extraction("y" + text, (other + text, text), outlet=text)
    quotes = [*one.quotes, *two.quotes]
    with Store(":memory:") as store:
        for item in (one, two):
            store.save(item, location=item.article.path, digest="d", version="v")
        write_links(store, [one, two], [Cluster("c_1", quotes[0].id, tuple(sorted(q.id for q in quotes)))])
        found = comparing.diff(store, "c_1")
    out = shown(comparisons_view([found], 80), 80)
    out.encode("utf-8")
    assert visible(out, keep="\n") == out
    holds(found.variants[0].differences, found.summary.representative.quote.text, found.variants[0].entry.quote.text)


# The command line


@pytest.fixture
def database(tmp_path: Path) -> str:
    path = str(tmp_path / "ferry.db")
    with Store(path) as store:
        fill(store)
    return path


def claim(*arguments: str, code: int = 0) -> tuple[str, str]:
    result = CliRunner().invoke(app, list(arguments), prog_name="claimkit")
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.stderr
    return result.stdout, result.stderr


def test_diff_on_the_command_line(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (found,) = json.loads(claim("diff", "c_fe", "--json", "--db", database)[0])
    (line,) = claim("diff", FERRY, "--db", database)[0].splitlines()
    assert json.loads(line) == found
    rows = list(csv.DictReader(io.StringIO(claim("diff", FERRY, "--db", database, "-f", "csv")[0])))
    assert {row["type"] for row in rows} >= {"truncated", "negation lost"}
    monkeypatch.setenv("COLUMNS", "80")
    golden = (TESTS / "goldens" / "diff-80.txt").read_text(encoding="utf-8")
    assert claim("diff", FERRY, "--db", database, "-f", "table")[0] == golden


def test_clusters_on_the_command_line(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    (found,) = json.loads(claim("clusters", "--changed", "--json", "--db", database)[0])
    assert [report["wire"] for report in found["reports"]] == ["Reuters", None, None]
    assert "3 independent reports (Reuters)" in claim("clusters", "-f", "table", "--db", database)[0]
    out, err = claim("clusters", "--changed", "--min-outlets", "7", "-f", "table", "--db", database, code=1)
    assert (out, err) == ("", "claimkit: no matching cluster\n")


@pytest.mark.parametrize(
    ("id_", "code", "words"),
    [
        ("c_zz", 1, "c_zz: no stored cluster has an id with this prefix"),
        ("c_\x1b[31m", 1, "c_␛[31m: no stored cluster"),
        ("c_f", 2, "ambiguous prefix: c_ferry, c_fog; type more characters"),
        ("", 2, "ambiguous prefix"),
    ],
)
def test_errors_are_one_line(database: str, id_: str, code: int, words: str) -> None:
    out, err = claim("diff", id_, "--db", database, code=code)
    assert (out, err.count("\n")) == ("", 1)
    assert words in err


def test_answers_come_without_any_model(database: str) -> None:
    for command in (["diff", FERRY], ["clusters", "--changed"]):
        script = (
            "import sys, claimkit.cli, atexit\n"
            "heavy = {'spacy', 'onnxruntime', 'trafilatura', 'numpy', 'rich'}\n"
            "atexit.register(lambda: print(heavy & set(sys.modules)))\n"
            f"sys.argv = ['claimkit', *{command!r}, '--db', {database!r}]\n"
            "claimkit.cli.main()\n"
        )
        result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT)
        assert result.stdout.splitlines()[-1] == "set()"


def test_help_has_examples() -> None:
    assert "  claimkit diff c_" in claim("diff", "--help")[0]
