"""`explain` and `speakers NAME`: the queries, the passage, the records, and what a terminal shows."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console, RenderableType
from typer.testing import CliRunner

import claimkit
from claimkit.cli import app
from claimkit.english.text import prose
from claimkit.errors import InputError, UsageError
from claimkit.models.record import Article, Evidence, Extraction, Quote, Speaker
from claimkit.models.results import Mark
from claimkit.models.types import Reason
from claimkit.output import reasons
from claimkit.output.records.details import explanation_record, profile_record
from claimkit.output.records.schemas import schema_of
from claimkit.output.terminal.explanation import explanations_view
from claimkit.output.terminal.profile import profiles_view
from claimkit.output.visible import visible
from claimkit.search import explaining, profiles, speaker_lists
from claimkit.search.ids import shortener
from claimkit.search.passage import LEFT_OUT, PARAGRAPH, SIDE, passage
from claimkit.store import Store

from output_cases import check_golden, clusters, extractions
from records import extraction, person
from records import extractions as any_extractions
from store_links import write_links

ROOT = Path(claimkit.__file__).resolve().parent.parent
WIDTHS = (40, 80, 120, 200)
IDS = [quote.id for item in extractions("explain") for quote in item.quotes]


def fill(store: Store, *items: Extraction) -> Store:
    for item in items:
        store.save(item, location=item.article.path, digest="d", version="v")
    return store


@pytest.fixture(scope="module")
def ferry() -> Iterator[Store]:
    """The articles of the case file."""
    with Store(":memory:") as store:
        write_links(fill(store, *extractions("explain")), extractions("explain"), clusters("explain"))
        yield store


def shown(view: RenderableType, width: int, **options: object) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False, markup=False, emoji=False, **options)  # type: ignore[arg-type]
    with console.capture() as capture:
        console.print(view)
    return "".join(line.rstrip() + "\n" for line in capture.get().splitlines())


# The passage


def marked(text: str, *words: str, role: str = "content", **changes: Any) -> list[str]:
    """The lines of the passage around the first place of each of `words`."""
    article = replace(Article("a_1", "a.txt", text), **changes)
    marks = [Mark(role, text.index(w), text.index(w) + len(w)) for w in words]  # type: ignore[arg-type]
    return passage(article, marks).text.splitlines()


LONG = " ".join(f"Sentence number {n} is here." for n in range(100))


def test_a_short_paragraph_is_shown_whole() -> None:
    assert marked("One.\n\nTwo a. Two\nb c.\n\nThree.", "Two\nb") == ["Two a. Two b c."]


def test_of_a_long_paragraph_the_sentence_is_shown() -> None:
    assert marked(LONG, "number 50 is") == ["Sentence number 50 is here."]


def test_of_the_evidence_only_the_sentence_is_shown() -> None:
    text = "It rained. “Ada Lund arrived.” She sat down."
    assert marked(text, "Lund", role="evidence") == ["“Ada Lund arrived.”"]
    assert marked(text, "Lund") == [text]


@pytest.mark.parametrize("title", ["Gen.", "Sen.", "Mr.", "Sept. 5,", "the U.S."])
def test_abbreviations_end_no_sentence(title: str) -> None:
    text = f"It rained all day. Then {title} Lund arrived. She sat down."
    assert marked(text, "Lund", role="evidence") == [f"Then {title} Lund arrived."]


def test_far_pieces_are_parted_and_near_ones_joined() -> None:
    text = f"Ada Lund spoke.\n\n{LONG}\n\nShe said so.\n\nIt was late."
    assert marked(text, "She said", "Ada") == ["Ada Lund spoke.", LEFT_OUT, "She said so."]
    assert marked(text, "She said", "late") == ["She said so.", "It was late."]


def test_a_line_of_a_page_is_a_paragraph() -> None:
    assert marked("One.\nTwo b.\nThree.", "Two", format="html") == ["Two b."]
    assert marked("One.\nTwo b.\nThree.", "Two") == ["One. Two b. Three."]


def test_text_without_any_stop_is_cut_at_words() -> None:
    text = "word " * 1000 + "here " + "word " * 1000
    (line,) = marked(text, "here")
    assert line.startswith("word ")
    assert line.endswith(" word")
    assert len(line) <= 2 * SIDE + 10 < PARAGRAPH + 20


def test_markup_is_left_out() -> None:
    text = "See **Ada [Lund](https://a.example)** come."
    cuts = ((4, 6), (10, 11), (15, 37))
    article = Article("a_1", "a.md", text, format="markdown", cuts=cuts)
    found = passage(article, [Mark("source", 6, 15)])
    assert found.text == "See Ada Lund come."
    assert [found.text[m.start : m.end] for m in found.marks] == ["Ada Lund"]


def test_prose_with_a_cut_after_it() -> None:
    article = Article("a_1", "a.md", "One two three.", cuts=((0, 4), (12, 13)))
    assert prose(article, 4, 7) == "two"


@given(any_extractions("x"), st.data())
def test_passage_of_anything(item: Extraction, data: st.DataObject) -> None:
    """Whatever text, cuts and offsets there are: marks index the passage, and hold the article's words."""
    text = data.draw(st.text("ab.! \n“”A", max_size=80) | st.just(item.article.text))
    places = st.integers(0, len(text) + 3)
    cuts = sorted(data.draw(st.sets(places, max_size=6).filter(lambda s: len(s) % 2 == 0)))
    article = replace(item.article, text=text, cuts=tuple(zip(cuts[::2], cuts[1::2], strict=True)))
    roles = st.sampled_from(["source", "cue", "content", "evidence"])
    asked = data.draw(st.lists(st.builds(Mark, roles, places, places | st.integers(0, 2**40)), max_size=5))
    found = passage(article, asked)
    assert list(found.marks) == sorted(found.marks, key=lambda m: (m.start, -m.end, m.role))
    for mark in found.marks:
        piece = found.text[mark.start : mark.end]
        assert piece == piece.strip() != ""
    words = (prose(article, m.start, min(m.end, len(text))).split() for m in asked if m.start < m.end)
    placed = sorted("".join(found.text[m.start : m.end].split()) for m in found.marks)
    assert placed == sorted("".join(pieces) for pieces in words if pieces)
    assert all(0 <= start < end <= len(text) for start, end in found.pieces)


# One quotation


def test_a_prefix_finds_the_quotation(ferry: Store) -> None:
    for id_ in IDS:
        assert explaining.explain(ferry, id_).quote.id == id_
        assert explaining.explain(ferry, id_[2:]).quote.id == id_
        assert explaining.explain(ferry, f" {id_[:9].upper()} ").quote.id == id_


@pytest.mark.parametrize("id_", ["q_", "", "q"])
def test_an_ambiguous_prefix_names_some(ferry: Store, id_: str) -> None:
    if id_ == "q":  # no id goes on with a q
        with pytest.raises(InputError, match="no stored quotation"):
            explaining.explain(ferry, id_)
        return
    with pytest.raises(UsageError, match=f"ambiguous prefix: {sorted(IDS)[0]}, .*, …; type more"):
        explaining.explain(ferry, id_)


@pytest.mark.parametrize("id_", ["q_zz", "%", "q_%", "'", "\ud800", "q_" + "0" * 5000])
def test_an_unknown_id(ferry: Store, id_: str) -> None:
    with pytest.raises(InputError, match="no stored quotation has an id with this prefix"):
        explaining.explain(ferry, id_)


def test_a_whole_id_is_never_ambiguous() -> None:
    item = extraction("one.txt", ("It is late.", "Ada Lund"), ("It is dark.", "Ada Lund"))
    first, second = item.quotes
    item = replace(item, quotes=(replace(first, id="q_aa"), replace(second, id="q_aab")))
    with Store(":memory:") as store:
        fill(store, item)
        assert explaining.explain(store, "q_aa").quote.id == "q_aa"
        assert explaining.explain(store, "q_aab").quote.text == "It is dark."


def test_copies_of_one_article_are_one_quotation() -> None:
    item = extraction("a/one.txt", ("It is late.", "Ada Lund"))
    copy = replace(item, article=replace(item.article, path="b/one.txt"))
    with Store(":memory:") as store:
        fill(store, copy, item)
        found = explaining.explain(store, item.quotes[0].id)
        assert (found.article.path, found.copies) == ("a/one.txt", ("b/one.txt",))


def test_lines_are_those_of_the_file(ferry: Store) -> None:
    text = extractions("explain")[0].article.text
    for id_ in IDS[:4]:
        found = explaining.explain(ferry, id_)
        spans = [*found.quote.content, *filter(None, (found.quote.cue, found.quote.source))]
        first = min(span.start for span in spans)
        assert found.line is not None
        assert text[first:].split("\n")[0] in text.split("\n")[found.line - 1]
    assert explaining.explain(ferry, IDS[4]).line is None  # of a page's text no line is known


def test_candidates(ferry: Store) -> None:
    by_name, by_evidence = explaining.explain(ferry, IDS[1]), explaining.explain(ferry, IDS[5])
    assert [(c.name, c.id, c.span) for c in by_name.candidates] == [
        ("Kari Moen", "kari-moen", None),
        ("Tone Moen", "tone-moen", None),
    ]
    assert [(c.name, c.id) for c in by_evidence.candidates] == [("Kari Moen", "kari-moen"), ("Tone Moen", "tone-moen")]
    text = by_evidence.article.text
    assert [text[c.span.start : c.span.end] for c in by_evidence.candidates if c.span] == ["Kari Moen", "Tone Moen"]
    assert explaining.explain(ferry, IDS[0]).candidates == ()


def test_the_cluster_tells_the_outlets(ferry: Store) -> None:
    found = explaining.explain(ferry, IDS[0])
    assert found.outlets == ("Harbour Gazette", "The Evening\aLantern")
    assert found.without_outlet == 1
    assert [entry.article.path for entry in found.others] == ["news/islands.html", "news/odd\u202e.txt"]
    assert explaining.explain(ferry, IDS[2]).outlets == ("Harbour Gazette",)


def test_explanation_record(ferry: Store) -> None:
    fields = set(schema_of("record")["properties"])
    for id_ in IDS:
        found = explanation_record(explaining.explain(ferry, id_))
        jsonschema.validate({key: value for key, value in found.items() if key in fields}, schema_of("record"))
        text = found["passage"]["text"]
        marks = found["passage"]["marks"]
        assert [text[m["start"] : m["end"]] for m in marks] == [m["text"] for m in marks]
        for role in ("content", "cue", "source"):
            spans = found[role] if role == "content" else [found[role]] if found[role] else []
            assert [m["text"] for m in marks if m["role"] == role] == [" ".join(s["text"].split()) for s in spans]
        steps = {m["step"]: m["text"] for m in marks if m["role"] == "evidence"}
        assert steps == {s["step"]: s["text"] for s in found["steps"]}
        assert found["why"]
        json.dumps(found)


@pytest.mark.parametrize(
    ("speaker", "candidates", "words"),
    [
        (None, 0, "no words in the article"),
        (person("Ada Lund"), 0, "the article says who"),
        (Speaker("author", None, "author", "resolved"), 0, "the article’s author"),
        (Speaker("lund", "Lund", "person", "ambiguous"), 3, "3 people in the stored articles have this name"),
        (Speaker("ambiguous", None, "person", "ambiguous"), 2, "2 people may be meant"),
        (Speaker("lund", "Lund", "person", "ambiguous"), 0, "several people in the stored articles"),
        (Speaker("anonymous", None, "person", "anonymous"), 0, "someone whom the article does not name"),
        (Speaker("critics", None, "group", "anonymous"), 0, "a group; the article names none of its members"),
        (Speaker("report", None, "document", "anonymous"), 0, "a document"),
        (Speaker("anonymous", None, "organization", "anonymous"), 0, "an organisation"),
        (Speaker("unresolved", None, "person", "unresolved"), 0, "nothing in the article says"),
        (
            Speaker("unresolved", None, "person", "unresolved", (Evidence(0, 2, "he", "pronoun"),)),
            0,
            "a pronoun, and nobody named near it",
        ),
    ],
)
def test_every_status_has_its_reason(speaker: Speaker | None, candidates: int, words: str) -> None:
    quote = Quote("q_1", "a_1", "direct", "x", (), None, None, speaker, 0.5)
    assert reasons.status(quote, candidates).startswith(words)


def test_every_reason_is_put_in_plain_words() -> None:
    assert sorted(reasons._STEPS) == sorted(get_args(Reason)), "say it in claimkit/output/reasons.py"
    assert reasons.step(Evidence(0, 1, "x", "candidate")) == "may be meant"
    assert reasons.step(Evidence(0, 1, "x", "candidate", "Ada Lund")) == "may be Ada Lund"


def test_what_the_people_file_and_the_cue_tell_is_shown() -> None:
    item = extraction("one.txt", ("It is late.", "Ada Lund"))
    (quote,) = item.quotes
    assert quote.cue is not None
    assert quote.source is not None
    source = quote.source
    steps = (
        Evidence(source.start, source.end, source.text, "full name"),
        Evidence(source.start, source.end, source.text, "people file"),
    )
    speaker = Speaker("a-lund", "A. Lund", "person", "resolved", steps, (), "Q1", "Harbour Party", "people file")
    cue = replace(quote.cue, kind="assertion", polarity="negated", modality="conditional", hearsay=True)
    explained = explaining.explain(fill(Store(":memory:"), item), quote.id)
    explained = replace(explained, quote=replace(quote, speaker=speaker, cue=cue))
    text = shown(explanations_view([explained], 200), 200)
    assert "said (say), assertion, negated, conditional, hearsay" in text
    assert "resolved: the people file says who this is" in text
    assert "a-lund, person, Q1" in text
    assert "Affiliation  Harbour Party  (people file)" in text
    assert f"2  “Ada Lund”  {source.start}–{source.end}  decided by the people file" in text
    assert "→  A. Lund" in text


def test_candidates_for_an_office_are_named() -> None:
    item = extraction("one.txt", ("It is late.", "the mayor"))
    (quote,) = item.quotes
    assert quote.source is not None
    step = Evidence(quote.source.start, quote.source.end, quote.source.text, "role")
    steps = (step, *(replace(step, reason="candidate", candidate=name) for name in ("Ada Lund", "Jonas Berg")))
    item = replace(item, quotes=(replace(quote, speaker=Speaker("ambiguous", None, "person", "ambiguous", steps)),))
    with Store(":memory:") as store:
        explained = explaining.explain(fill(store, item, extraction("two.txt", ("So.", "Ada Lund"))), quote.id)
    assert [(c.name, c.id) for c in explained.candidates] == [("Ada Lund", "ada-lund"), ("Jonas Berg", None)]
    text = shown(explanations_view([explained], 200), 200)
    assert "“It is late.”" not in text
    assert "<<1,2,3: the mayor>>" in text
    assert "may be Ada Lund (ada-lund)" in text
    assert "2 people may be meant" in text


# One speaker


def test_profile(ferry: Store) -> None:
    found = profiles.profile(ferry, "Berhiy", newest=1)
    assert found is not None
    assert found.summary.speaker.id == "oleksandr-berhiy"
    assert (found.summary.quotes, found.undated, found.unsure) == (2, 0, 0)
    assert {count.text: count.number for count in found.names} == {
        "Berhiy": 2,
        "Oleksandr Berhiy": 2,
        "Oleksandr Berhy": 2,
    }
    assert [(count.text, count.number) for count in found.roles] == [("director of the ferry line", 1)]
    assert [count.text for count in found.by_outlet] == ["Harbour Gazette"]
    assert [(count.text, count.number) for count in found.by_month] == [("2024-11", 1), ("2025-02", 1)]
    assert [entry.article.published for entry in found.newest] == ["2025-02-03"]


@pytest.mark.parametrize(
    "name", ["oleksandr-berhiy", "Berhiy", "berhyy", "Berhi", "Oleksandr Berhij", "OLEKSANDR", "Berkhiy", "Berhiy "]
)
def test_spellings_of_a_name_find_the_speaker(ferry: Store, name: str) -> None:
    found = profiles.profile(ferry, name)
    assert found is not None
    assert found.summary.speaker.id == "oleksandr-berhiy"


def test_several_people_of_a_name_are_listed(ferry: Store) -> None:
    with pytest.raises(UsageError, match=r"Moen: fits 3 speakers; .*: kari-moen \(1\), moen \(1\), tone-moen \(1\)"):
        profiles.profile(ferry, "Moen")
    for name, namesakes in (("Kari Moen", ()), ("kari-moen", ()), ("moen", ("kari-moen", "tone-moen"))):
        found = profiles.profile(ferry, name)
        assert found is not None
        assert found.namesakes == namesakes
    assert profiles.profile(ferry, "Nobody") is None
    assert profiles.profile(ferry, "") is None


def test_roles_around_the_name() -> None:
    def said(source: str) -> Extraction:
        item = extraction(f"{len(source)}.txt", ("It is late.", source))
        (quote,) = item.quotes
        return replace(item, quotes=(replace(quote, speaker=person("Ada Lund", "Lund")),))

    sources = [
        "Harbour Minister Ada Lund",
        "the harbour minister, Ada Lund",
        "Ada Lund, a harbour minister who left",
        "Ada Lund, the party’s leader in the north",
        "Mrs. Lund",
        "Ada Lund, 57",
        "Ada Lund, who had not been asked about the boats and the money",
    ]
    with Store(":memory:") as store:
        found = profiles.profile(fill(store, *map(said, sources)), "Lund")
    assert found is not None
    assert [(count.text, count.number) for count in found.roles] == [
        ("harbour minister", 3),
        ("party’s leader in the north", 1),
    ]


def test_profile_does_not_depend_on_the_order_of_articles() -> None:
    items = [
        extraction(f"{n}.txt", (f"It is {n}.", "Ada Lund"), ("Or not.", "Ada Lund"), published=f"2025-0{n % 3 + 1}-01")
        for n in range(6)
    ]
    answers = []
    for seed in range(3):
        random.Random(seed).shuffle(items)
        with Store(":memory:") as store:
            answers.append(profiles.profile(fill(store, *items), "Lund"))
    assert answers[0] == answers[1] == answers[2]
    assert answers[0] is not None
    assert len(answers[0].newest) == 10


def test_profile_record(ferry: Store) -> None:
    profile = profiles.profile(ferry, "Berhiy")
    assert profile is not None
    found = profile_record(profile)
    assert found["types"] == {"direct": 2}
    assert found["names"][0] == {"name": "Berhiy", "articles": 2}
    assert found["by_month"] == [{"month": "2024-11", "quotes": 1}, {"month": "2025-02", "quotes": 1}]
    for quote in found["newest"]:
        jsonschema.validate(quote, schema_of("record"))


# What a terminal shows


@pytest.mark.parametrize("width", WIDTHS)
def test_explain_golden(ferry: Store, width: int) -> None:
    text = "\n".join(
        shown(explanations_view([explaining.explain(ferry, id_)], width, shortener(ferry)), width) for id_ in IDS
    )
    check_golden(f"explain-{width}.txt", text)


@pytest.mark.parametrize("width", WIDTHS)
def test_speaker_golden(ferry: Store, width: int) -> None:
    found = [profiles.profile(ferry, name, newest=1) for name in ("Berhiy", "moen")]
    text = "\n".join(shown(profiles_view([profile], width, shortener(ferry)), width) for profile in found if profile)
    check_golden(f"speaker-{width}.txt", text)


@pytest.mark.parametrize("width", [20, 30, 47, 79, 300])
def test_no_line_is_wider_than_the_terminal(ferry: Store, width: int) -> None:
    profile = profiles.profile(ferry, "Berhiy")
    assert profile is not None
    views = [explanations_view([explaining.explain(ferry, id_) for id_ in IDS], width), profiles_view([profile], width)]
    for view in views:
        assert max(map(len, shown(view, width).splitlines())) <= width


def test_marks_are_colours_where_there_are_some(ferry: Store) -> None:
    view = explanations_view([explaining.explain(ferry, IDS[0])], 200)
    text = shown(view, 200, force_terminal=True, color_system="standard", no_color=False)
    assert "\x1b[32mThe boats are forty years old.\x1b[0m" in text
    assert "\x1b[1;4;36mHe\x1b[0m¹ \x1b[1;35mwent on\x1b[0m" in text
    assert "\x1b[4mMr. Berhiy\x1b[0m²" in text
    assert "<<" not in text
    plain = shown(view, 200, force_terminal=True, color_system="standard", no_color=True)
    assert "<<1: He>> {{went on}}: “[[We have no money for new ones.]]”" in plain


@given(st.text(st.characters(exclude_categories=()), min_size=1))
def test_nothing_shown_is_obeyed_by_a_terminal(text: str) -> None:
    item = extraction("x" + text, (text, text), outlet=text, published=text)
    (quote,) = item.quotes
    assert quote.source is not None
    steps = (Evidence(quote.source.start, quote.source.end, text, text),)
    speaker = Speaker("x" + text, text, "person", "resolved", steps, (text,), text)
    item = replace(item, quotes=(replace(quote, speaker=speaker),))
    with Store(":memory:") as store:
        fill(store, item)
        explained, profile = explaining.explain(store, quote.id), profiles.profile(store, "x" + text)
    assert profile is not None
    for view in (explanations_view([explained], 80), profiles_view([profile], 80)):
        out = shown(view, 80)
        out.encode("utf-8")
        assert visible(out, keep="\n") == out


@given(any_extractions("x"))
def test_anything_stored_is_explained(item: Extraction) -> None:
    with Store(":memory:") as store:
        fill(store, item)
        for quote in item.quotes:
            found = explaining.explain(store, quote.id)
            assert found.quote.id == quote.id
            explanation_record(found)
            shown(explanations_view([found], 80), 80)
        for summary in speaker_lists.speakers(store):
            profile = profiles.profile(store, summary.speaker.id)
            assert profile is not None
            assert profile.summary == summary
            shown(profiles_view([profile], 80), 80)


def test_long_gaps_between_months_are_left_out() -> None:
    items = [
        extraction(f"{year}.txt", ("It is late.", "Ada Lund"), published=f"{year}-01-05")
        for year in (1950, 2023, 2024, 9999)
    ]
    with Store(":memory:") as store:
        profile = profiles.profile(fill(store, *items), "Lund")
    assert profile is not None
    text = shown(profiles_view([profile], 80), 80)
    assert text.count("⋮") == 2
    assert "2023-07  0" in text
    assert len(text.splitlines()) < 60


# The command line


@pytest.fixture
def database(tmp_path: Path) -> str:
    path = str(tmp_path / "ferry.db")
    with Store(path) as store:
        write_links(fill(store, *extractions("explain")), extractions("explain"), clusters("explain"))
    return path


def claim(*arguments: str, code: int = 0) -> tuple[str, str]:
    result = CliRunner().invoke(app, list(arguments), prog_name="claimkit")
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.stderr
    return result.stdout, result.stderr


def test_explain_on_the_command_line(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (found,) = json.loads(claim("explain", IDS[0][:8], "--json", "--db", database)[0])
    assert (found["id"], found["speaker"]["id"], found["line"]) == (IDS[0], "oleksandr-berhiy", 7)
    (line,) = claim("explain", IDS[0], "--db", database)[0].splitlines()
    assert json.loads(line) == found
    assert claim("explain", IDS[0], "--db", database, "-f", "csv")[0].startswith("id,type")
    monkeypatch.setenv("COLUMNS", "80")
    text, _ = claim("explain", IDS[0], "--db", database, "-f", "table")
    golden = (ROOT / "tests" / "goldens" / "explain-80.txt").read_text(encoding="utf-8")
    assert golden.startswith(text)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["explain", "q_zz"], 1, "q_zz: no stored quotation has an id with this prefix"),
        (["explain", "q_\x1b[31m"], 1, "q_␛[31m: no stored quotation"),
        (["explain", "q_"], 2, "ambiguous prefix"),
        (["speakers", "Moen"], 2, "fits 3 speakers"),
        (["speakers", "Nobody"], 1, "no speaker named 'Nobody'"),
    ],
)
def test_errors_are_one_line(database: str, arguments: list[str], code: int, words: str) -> None:
    out, err = claim(*arguments, "--db", database, code=code)
    assert (out, err.count("\n")) == ("", 1)
    assert words in err


def test_without_a_store_one_line_says_what_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    out, err = claim("explain", "q_1", code=2)
    assert (out, err) == ("", "claimkit: claimkit.db: nothing is stored yet; run `claimkit quotes PATH` first\n")


def test_speaker_on_the_command_line(database: str) -> None:
    (found,) = json.loads(claim("speakers", "Berhi", "--json", "--limit", "1", "--db", database)[0])
    assert (found["id"], found["quotes"], len(found["newest"])) == ("oleksandr-berhiy", 2, 1)
    assert claim("speakers", "moen", "-f", "csv", "--db", database)[0].splitlines()[1].startswith("moen,Moen,person")
    assert "Also so named  kari-moen, tone-moen" in claim("speakers", "moen", "-f", "table", "--db", database)[0]
    assert len(json.loads(claim("speakers", "--json", "--db", database)[0])) == 4


def test_answers_come_without_any_model(database: str) -> None:
    for command in (["explain", IDS[0]], ["speakers", "Berhiy"]):
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
    assert "  claimkit explain q_" in claim("explain", "--help")[0]
