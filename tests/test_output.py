"""The record and its schema, the formats for other programs, and what a terminal shows."""

from __future__ import annotations

import csv
import io
import json
import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console, RenderableType

from claimkit import own_output
from claimkit.errors import UsageError
from claimkit.models.collection import Cluster, Report
from claimkit.models.hits import Deviation, Side
from claimkit.models.record import Article, Cue, Extraction, Quote, Span, Speaker
from claimkit.models.tables import QUOTE_COLUMNS
from claimkit.output import labels, workbook
from claimkit.output import records as kept
from claimkit.output.formats import csv_lines, json_array, json_lines
from claimkit.output.records.answers import (
    SPEAKER_COLUMNS,
    cluster_record,
    cluster_rows,
    speaker_record,
    speaker_row,
)
from claimkit.output.records.flat import quote_row
from claimkit.output.records.layout import Layout
from claimkit.output.records.phrase_hits import hit_record
from claimkit.output.records.quote import record, records
from claimkit.output.records.schemas import schema_of
from claimkit.output.terminal import VIEWS
from claimkit.output.terminal.hits import hits_view
from claimkit.output.terminal.summaries import clusters_table, speakers_table
from claimkit.output.terminal.table import quotes_table, summary
from claimkit.output.visible import visible
from claimkit.output.workbook import MOST_CHARACTERS, write_workbook

from output_cases import check_golden, clusters, extractions

WIDTHS = (40, 80, 120, 200)


@dataclass(frozen=True)
class Entry:
    quote: Quote
    article: Article


@dataclass(frozen=True)
class Printing:
    id: str
    text: str
    article: Article
    speaker: Speaker | None = None


@dataclass(frozen=True)
class Hit(Entry):
    score: float
    ranges: Sequence[tuple[int, int]]
    before: str
    after: str
    others: Sequence[Printing]
    outlets: Sequence[str]
    sides: Sequence[Side] = ()
    deviations: Sequence[Deviation] = ()
    by: str = "words"
    similarity: float | None = None
    polarity: str | None = None


@dataclass(frozen=True)
class ClusterAnswer:
    cluster: Cluster
    entries: Sequence[Entry]
    outlets: Sequence[str]
    representative: Entry
    reports: Sequence[Report] = (Report("AP", (), ()), Report(None, (), ()))
    without_outlet: int = 0
    sides: Sequence[Side] = ()


@dataclass(frozen=True)
class SpeakerAnswer:
    speaker: Speaker
    quotes: int
    articles: int
    outlets: int
    first: str | None
    last: str | None


def entries() -> list[Entry]:
    return [Entry(quote, extraction.article) for extraction in extractions() for quote in extraction.quotes]


def quoted(text: str, **changes: object) -> Entry:
    """The first case's quotation with other words."""
    entry = entries()[0]
    span = Span(0, len(text), text)
    return Entry(replace(entry.quote, text=text, content=(span,), cluster=None, **changes), entry.article)


def shown(view: RenderableType, width: int, **options: object) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False, markup=False, emoji=False, **options)  # type: ignore[arg-type]
    with console.capture() as capture:
        console.print(view)
    return "".join(line.rstrip() + "\n" for line in capture.get().splitlines())


def hits() -> list[Hit]:
    found = entries()
    first, other = found[0], found[6]
    start = first.quote.text.index("making")
    return [
        Hit(
            *(first.quote, first.article, 100.0, [(start, start + len("making progress"))]),
            before="Envoys see movement in Kyiv talks “",
            after="” Donald Trump told reporters on the flight home.",
            others=[Printing(other.quote.id, other.quote.text, other.article)],
            outlets=["Harbour Gazette", "The Evening Lantern"],
        ),
        Hit(
            *(found[2].quote, found[2].article, 61.5, [(0, 4), (12, 22)]),
            before="… would be worth nothing, and that",
            after=".",
            others=[],
            outlets=["Harbour Gazette"],
        ),
    ]


def cluster_answers() -> list[ClusterAnswer]:
    answers = []
    for cluster in clusters():
        members = [entry for entry in entries() if entry.quote.id in cluster.members]
        best = next(entry for entry in members if entry.quote.id == cluster.representative)
        answers.append(ClusterAnswer(cluster, members, sorted({e.article.outlet or "" for e in members}), best))
    return answers


def speaker_answers() -> list[SpeakerAnswer]:
    trump = entries()[6].quote.speaker
    ministry = entries()[8].quote.speaker
    assert trump is not None
    assert ministry is not None
    return [
        SpeakerAnswer(trump, 1203, 2, 2, "2025-02-09", "2025-02-10"),
        SpeakerAnswer(ministry, 1, 1, 1, None, None),
    ]


# The record


def test_record_has_the_keys_of_the_design_in_order() -> None:
    first = records(extractions())[0]
    assert list(first) == [
        *("id", "type", "text", "content", "cue", "source", "speaker", "confidence", "statement"),
        *("via", "channel", "inside", "cluster", "article", "versions"),
    ]
    assert list(first["speaker"]) == [
        *("id", "name", "kind", "status", "evidence", "wikidata", "title", "affiliation", "affiliation_span"),
        *("members", "pronouns", "pronouns_span", "publisher", "decided_by", "confidence"),
    ]
    assert list(first["article"]) == ["id", "path", "title", "outlet", "published", "url", "words"]
    assert first["confidence"] == 0.9877
    assert first["cue"]["lemma"] == "tell"
    assert first["cue"]["class"] == "assertion"
    assert list(first["cue"]) == ["start", "end", "text", "lemma", "class", "polarity", "modality", "hearsay"]


def test_records_meet_the_published_schema() -> None:
    validator = jsonschema.Draft202012Validator(schema_of("record"))
    validator.check_schema(schema_of("record"))
    for line in json_lines(records(extractions())):
        validator.validate(json.loads(line))


@pytest.mark.parametrize("change", [{"type": "said"}, {"confidence": 1.5}, {"content": []}, {"speaker": {}}, {"x": 1}])
def test_schema_refuses_other_records(change: dict[str, object]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**records(extractions())[0], **change}, schema_of("record"))


def test_offsets_index_the_article() -> None:
    texts = {extraction.article.id: extraction.article.text for extraction in extractions()}
    for item in records(extractions()):
        spans = [*item["content"], item["cue"], item["source"], *(item["speaker"] or {}).get("evidence", [])]
        for span in filter(None, spans):
            assert texts[item["article"]["id"]][span["start"] : span["end"]] == span["text"]


def test_order_of_articles_does_not_matter() -> None:
    expected = records(extractions())
    places = [(item["article"]["path"], item["content"][0]["start"], item["id"]) for item in expected]
    assert places == sorted(places)
    for seed in range(5):
        shuffled = [Extraction(e.article, tuple(reversed(e.quotes))) for e in extractions()]
        random.Random(seed).shuffle(shuffled)
        assert records(shuffled) == expected


# Formats for other programs


@given(st.text(st.characters(exclude_categories=()), min_size=1))
def test_json_survives_any_text(text: str) -> None:
    entry = quoted(text)
    (line,) = json_lines([record(entry.quote, entry.article)])
    assert len(line.splitlines()) == 1
    assert not set(line) & {*map(chr, range(0x80, 0xA0)), "\x1b", "\x7f", "\u202e", "\u2066"}
    kept = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    assert json.loads(line.encode("utf-8"))["text"] == kept


def test_json_is_readable() -> None:
    (line,) = json_lines([{"text": "“Zoë’s”"}])
    assert line == '{"text": "“Zoë’s”"}\n'


@pytest.mark.parametrize("number", [0, 1, 3])
def test_json_array(number: int) -> None:
    items = [{"n": n} for n in range(number)]
    text = "".join(json_array(items))
    assert json.loads(text) == items
    assert text.endswith("]\n")


@pytest.mark.parametrize(
    ("meaning", "label"),
    [
        ({}, "said"),
        ({"polarity": "withheld"}, "said (withheld)"),
        ({"hearsay": True}, "said (hearsay)"),
        ({"polarity": "negated", "hearsay": True}, "said (negated, hearsay)"),
    ],
)
def test_a_cue_says_where_nothing_was_said(meaning: dict[str, Any], label: str) -> None:
    entry = quoted("x", cue=Cue(0, 4, "said", "say", **meaning))
    assert labels.cue(entry.quote).plain == label
    assert record(entry.quote, entry.article)["cue"].items() >= meaning.items()


def test_csv_reads_back() -> None:
    rows = [quote_row(entry.quote, entry.article) for entry in entries()]
    read = list(csv.DictReader(io.StringIO("".join(csv_lines(rows, QUOTE_COLUMNS)))))
    assert [row["id"] for row in read] == [entry.quote.id for entry in entries()]
    assert read[0]["speaker"] == "Donald Trump"
    assert read[0]["confidence"] == "0.9877"
    assert read[-1]["speaker"] == ""
    assert set(rows[0]) == set(QUOTE_COLUMNS)


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠SUM(A1)"]
)
def test_csv_cells_are_no_formulas(text: str) -> None:
    entry = quoted(text)
    lines = "".join(csv_lines([quote_row(entry.quote, entry.article)], ["text"]))
    (row,) = csv.DictReader(io.StringIO(lines, newline=""))
    assert row["text"] == "'" + text.replace("\r", "\n")
    bare = "".join(csv_lines([{"text": text}], ["text"], formulas=True))
    assert [r["text"] for r in csv.DictReader(io.StringIO(bare, newline=""))] == [text.replace("\r", "\n")]


@pytest.mark.parametrize("dropped", ["\u200b", "\ufeff", "\u00ad", "\u2060", "\u00ad\u200b"])
@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "＝1"])
def test_what_is_dropped_hides_no_formula(dropped: str, text: str) -> None:
    lines = "".join(csv_lines([{"text": dropped + text}], ["text"]))
    assert lines.splitlines()[1] == f"'{text}"


def test_csv_holds_no_terminal_controls() -> None:
    (_, line) = csv_lines([{"text": "a\x1b[31mb\x9bc\nd\x00e\ud800"}], ["text"])
    assert line == '"a␛[31mb\\x9bc\nd␀e\ufffd"\n'


# Every kind of answer


def test_every_answer_has_a_layout_and_a_view() -> None:
    modules = [import_module(found.name) for found in iter_modules(kept.__path__, f"{kept.__name__}.")]
    layouts = {id(item): item for module in modules for item in vars(module).values() if isinstance(item, Layout)}
    assert sorted(layout.kind.__name__ for layout in layouts.values()) == sorted(kind.__name__ for kind in VIEWS)


def test_layouts_do_not_load_rich() -> None:
    script = (
        "import sys, claimkit.output.records.details, claimkit.output.records.variants; sys.exit('rich' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script]).returncode == 0


# What a terminal shows


def shortest(id_: str) -> str:
    """An id as it is shown where no other begins like it."""
    return id_[:8]


@pytest.mark.parametrize("width", WIDTHS)
def test_quotes_table(width: int) -> None:
    check_golden(f"quotes-{width}.txt", shown(quotes_table(entries(), width, entries(), short=shortest), width))


@pytest.mark.parametrize("width", WIDTHS)
def test_who_said(width: int) -> None:
    check_golden(f"who-said-{width}.txt", shown(hits_view(hits(), width, shortest), width))


@pytest.mark.parametrize("width", WIDTHS)
def test_clusters(width: int) -> None:
    check_golden(f"clusters-{width}.txt", shown(clusters_table(cluster_answers(), width), width))


@pytest.mark.parametrize("width", WIDTHS)
def test_speakers(width: int) -> None:
    check_golden(f"speakers-{width}.txt", shown(speakers_table(speaker_answers(), width), width))


@pytest.mark.parametrize("width", [20, 30, 47, 79, 109, 110, 300])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    views = [
        quotes_table(entries(), width, entries()),
        hits_view(hits(), width),
        clusters_table(cluster_answers(), width),
        speakers_table(speaker_answers(), width),
    ]
    for view in views:
        assert max(map(len, shown(view, width).splitlines())) <= width


def test_no_word_is_lost_in_a_narrow_table() -> None:
    entry = quoted("Zü" * 200)
    text = shown(quotes_table([entry], 60, [entry]), 60)
    assert text.count("Z") == text.count("ü") == 200


def test_a_filter_does_not_hide_the_other_outlets() -> None:
    only = [entry for entry in entries() if entry.article.outlet == "The Evening Lantern"]
    assert "in 2 outlets" in shown(quotes_table(only, 200, entries()), 200)


def test_whoever_is_given_the_same_words_has_a_row() -> None:
    named = next(entry for entry in entries() if entry.quote.cluster and entry.quote.speaker)
    other = replace(named.quote, id="q_other", speaker=replace(named.quote.speaker, id="bo-kim", name="Bo Kim"))
    nobody = replace(named.quote, id="q_nobody", speaker=replace(named.quote.speaker, status="unresolved"))
    found = [named, Entry(other, named.article), Entry(nobody, named.article)]
    text = shown(quotes_table(found, 200, found), 200)
    assert text.count("attributed differently") == 2
    assert "Bo Kim" in text
    assert "attributed" not in shown(quotes_table([named, found[2]], 200, found), 200)


@pytest.mark.parametrize(
    ("kinds", "line"),
    [
        ([0], "1 quotation by 1 speaker in 1 article"),
        ([0, 3, 5, 6], "4 quotations by 2 speakers in 2 articles"),
        ([7], "1 indirect claim by 1 speaker in 1 article"),
        ([0, 2, 7], "1 quotation and 2 indirect claims by 1 speaker in 2 articles; 1 without a known speaker"),
        ([1, 9], "2 quotations in 2 articles; 2 without a known speaker"),
    ],
)
def test_counts_below_the_table(kinds: list[int], line: str) -> None:
    assert summary([entries()[n] for n in kinds]) == line


def test_quotation_marks_stand_where_words_are_quoted() -> None:
    found = entries()
    text = shown(quotes_table([found[2]], 200, found), 200)
    assert "“" not in text
    assert "Kyiv wanted guarantees" in text
    assert "“Nobody has shown me a plan”" in shown(quotes_table([found[4]], 200, found), 200)


def test_markup_in_articles_is_shown_as_it_stands() -> None:
    entry = quoted("[bold]no[/bold] :smile: [link=https://a.example]x[/link]")
    text = shown(quotes_table([entry], 200, [entry]), 200)
    assert "“[bold]no[/bold] :smile: [link=https://a.example]x[/link]”" in text


@given(st.text(st.characters(exclude_categories=()), min_size=1))
def test_nothing_shown_is_obeyed_by_a_terminal(text: str) -> None:
    entry = quoted(text, speaker=Speaker("x", text, "person", "resolved"))
    article = replace(entry.article, outlet=text, published=text)
    hostile = Entry(entry.quote, article)
    views = [
        quotes_table([hostile], 80, [hostile]),
        quotes_table([hostile], 200, [hostile]),
        hits_view(
            [Hit(hostile.quote, article, 1.0, [(0, 1)], text, text, [Printing(text, text, hostile.article)], [text])],
            80,
        ),
        clusters_table([ClusterAnswer(Cluster(text, "q", ("q",)), [hostile], [text], hostile)], 80),
        speakers_table([SpeakerAnswer(Speaker("x", text, "person", "resolved", (), (text,)), 1, 1, 1, text, text)], 80),
    ]
    for view in views:
        out = shown(view, 200)
        out.encode("utf-8")
        assert visible(out, keep="\n") == out


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("plain “text” – Zoë", "plain “text” – Zoë"),
        ("a\x1b[2Jb\x07", "a␛[2Jb␇"),
        ("\x9b31m\x7f", "\\x9b31m\\x7f"),
        ("a\u202eb\u2066c\u200f", "a\\u202eb\\u2066c\\u200f"),
        ("line\nbreak\r\n\ttab\u2028\u00a0", "line break   tab  "),
        ("co\u00adop\ufeff\u200b", "coop"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("\ud800", "\ufffd"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_visible(raw: str, safe: str) -> None:
    assert visible(raw) == safe


def test_the_phrase_is_highlighted() -> None:
    text = shown(hits_view(hits(), 200), 200, force_terminal=True, color_system="standard", no_color=False)
    assert "\x1b[1;4;33mmaking progress\x1b[0m" in text
    assert "\x1b[1mDonald Trump\x1b[0m · Harbour Gazette" in text


def test_a_quotation_split_by_its_cue_shows_where() -> None:
    quote = entries()[0].quote
    start = quote.text.index("progress … It")
    shown_words = labels.quotation(quote, [(start, start + len("progress … It is"))])
    assert shown_words.plain == "“I think we are making progress” … “It is slow, but it is real.”"
    marked = [shown_words.plain[span.start : span.end] for span in shown_words.spans if "underline" in str(span.style)]
    assert marked == ["progress", "It is"]


@pytest.mark.parametrize(
    ("before", "after", "passage"),
    [
        ("He said: “", ",” and left.", "He said: “W,” and left."),
        ("He said: '", ".' And left.", "He said: “W.” And left."),
        ("He said:", "and left.", "He said: “W” and left."),
        ("", "", "“W”"),
        ("… “A,” he said. “", "” “B”", "… “A,” he said. “W” “B”"),
    ],
)
def test_context_brings_no_marks_twice(before: str, after: str, passage: str) -> None:
    entry = quoted("W")
    hit = Hit(entry.quote, entry.article, 100.0, [(0, 1)], before, after, [], [])
    assert shown(hits_view([hit], 200), 200).splitlines()[1].strip() == passage


def test_no_color_leaves_no_colour() -> None:
    text = shown(hits_view(hits(), 200), 200, force_terminal=True, color_system="standard", no_color=True)
    assert "\x1b[1;4mmaking progress\x1b[0m" in text
    assert "\x1b[3" not in text.replace("\x1b[3m", "")


# Answers as records


def test_a_hit_is_a_record_with_more() -> None:
    hit = hits()[0]
    found = hit_record(hit)
    plain = record(hit.quote, hit.article)
    assert {key: found[key] for key in plain} == plain
    assert found["score"] == 100.0
    assert [match["text"] for match in found["matches"]] == ["making progress"]
    assert found["others"][0]["article"]["outlet"] == "The Evening Lantern"
    assert found["outlets"] == ["Harbour Gazette", "The Evening Lantern"]


def test_cluster_record_holds_its_members() -> None:
    answer = cluster_answers()[0]
    found = cluster_record(answer)
    assert found["id"] == "c_contacts"
    assert found["outlets"] == ["Harbour Gazette", "The Evening Lantern"]
    assert [quote["id"] for quote in found["quotes"]] == list(answer.cluster.members)
    assert found["representative"] in answer.cluster.members
    assert found["speaker"]["name"] == "Dmitry Peskov"
    for quote in found["quotes"]:
        jsonschema.validate(quote, schema_of("record"))
    assert [row["id"] for row in cluster_rows(answer)] == list(answer.cluster.members)


def test_speaker_record() -> None:
    answer = speaker_answers()[0]
    assert speaker_record(answer)["aliases"] == ["Mr. Trump", "President Trump"]
    assert speaker_row(answer)["aliases"] == "Mr. Trump; President Trump"
    assert set(speaker_row(answer)) == set(SPEAKER_COLUMNS)


# Workbooks


def sheet_of(path: Path) -> list[list[Any]]:
    openpyxl = pytest.importorskip("openpyxl")
    return [list(row) for row in openpyxl.load_workbook(path).active.iter_rows()]


def test_a_workbook_holds_texts_numbers_and_dates_and_no_formula(tmp_path: Path) -> None:
    rows = [
        {"text": "=HYPERLINK(1)", "published": "2025-02-09", "start": 3, "url": "https://example.org/"},
        {"text": "x" * 40_000, "published": "1850-01-01", "start": None, "cue": "12"},
        {"text": "a\x1b[2J\ud800", "published": "yesterday", "start": 0.5},
    ]
    write_workbook(rows, ["text", "published", "start", "url", "cue"], str(tmp_path / "a.xlsx"))
    head, first, second, third = sheet_of(tmp_path / "a.xlsx")
    assert [cell.value for cell in head] == ["text", "published", "start", "url", "cue"]
    assert [cell.value for cell in first[:4]] == ["'=HYPERLINK(1)", datetime(2025, 2, 9), 3, "https://example.org/"]
    assert first[3].hyperlink is None
    assert len(second[0].value) == MOST_CHARACTERS
    assert [cell.value for cell in second[1:]] == ["1850-01-01", None, None, "12"]
    assert [cell.value for cell in third[:3]] == ["a␛[2J\ufffd", "yesterday", 0.5]
    assert {cell.data_type for row in (first, second, third) for cell in row} <= {"s", "n", "d"}
    write_workbook(rows[:1], ["text"], str(tmp_path / "b.xlsx"), formulas=True)
    [[cell]] = sheet_of(tmp_path / "b.xlsx")[1:]
    assert (cell.value, cell.data_type) in [("=HYPERLINK(1)", "s"), ("=HYPERLINK(1)", "f")]  # openpyxl goes by the sign


def test_a_workbook_is_the_same_each_time_and_whole_or_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook([{"text": "A"}], ["text"], str(tmp_path / name))
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert own_output.reason_to_keep(tmp_path / "a.xlsx") is None
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    with pytest.raises(UsageError, match=r"c\.xlsx: a sheet holds 2 rows; write a \.csv or \.parquet file"):
        write_workbook([{"text": "A"}] * 3, ["text"], str(tmp_path / "c.xlsx"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]


def test_a_workbook_has_the_rows_of_the_csv(tmp_path: Path) -> None:
    rows = [quote_row(quote, found.article) for found in extractions() for quote in found.quotes]
    write_workbook(rows, QUOTE_COLUMNS, str(tmp_path / "a.xlsx"))
    head, *found = sheet_of(tmp_path / "a.xlsx")
    assert [cell.value for cell in head] == list(QUOTE_COLUMNS)
    lines = csv.DictReader(io.StringIO("".join(csv_lines(rows, QUOTE_COLUMNS))))
    for cells, line in zip(found, lines, strict=True):
        for cell, said in zip(cells, line.values(), strict=True):
            shown = "" if cell.value is None else str(cell.value).removesuffix(" 00:00:00")
            assert (float(shown) == float(said)) if cell.data_type == "n" and said else (shown == said)
