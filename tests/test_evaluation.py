"""Scores of attributions and speakers: cases by hand, properties, gold and predictions as files, mistakes to read."""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from claimkit.brat import Annotation, read_corpus, standoff
from claimkit.errors import InputError, UsageError
from claimkit.evaluation import (
    GoldArticle,
    Statement,
    attribution_mistakes,
    chosen,
    from_records,
    join,
    read_polnear,
    read_speakers,
    score_attributions,
    score_speakers,
    speaker_mistakes,
    unknown_articles,
)
from claimkit.evaluation.attributions import MEASURES
from claimkit.evaluation.quoted_words import quoted
from claimkit.evaluation.scores import COLUMNS
from claimkit.evaluation.speaker_scores import same_person
from claimkit.evaluation.tokens import WordIndex
from claimkit.models.measures import Scores
from claimkit.output.terminal.score_tables import mistake_record, mistakes_view, scores_record, scores_table

from support import TESTS

CASES = tomllib.loads((TESTS / "cases" / "evaluation.toml").read_text(encoding="utf-8"))


def named(table: str) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in CASES[table]]


def place(text: str, words: str) -> tuple[int, int]:
    """Where `words` stand, `~` before them asking for their second place."""
    start = text.index(words.removeprefix("~"))
    if words.startswith("~"):
        start = text.index(words[1:], start + 1)
    return start, start + len(words.removeprefix("~"))


def statement(text: str, row: dict[str, Any]) -> Statement:
    cue, source = ((place(text, row[role]),) if role in row else () for role in ("cue", "source"))
    names = row.get("speaker", [])
    return Statement(
        tuple(place(text, words) for words in row["content"]),
        cue,
        source,
        tuple([names] if isinstance(names, str) else names),
        row.get("kind", ""),
        row.get("type", ""),
    )


def page(case: dict[str, Any], name: str = "a") -> GoldArticle:
    text = case["text"]
    gold, found = (tuple(statement(text, row) for row in case[side]) for side in ("gold", "found"))
    return join([GoldArticle(name, text, gold)], {name: found})[0]


def value(scores: Scores, measure: str, kind: str) -> Any:
    score = next(s for s in scores.figures if (s.measure, s.type) == (measure, kind))
    if score.precision is None or score.recall is None:
        return pytest.approx(score.value)
    total = score.precision + score.recall
    assert score.value == pytest.approx(2 * score.precision * score.recall / total if total else 0.0)
    return pytest.approx([score.precision, score.recall])


# Scores


@pytest.mark.parametrize("case", named("case"))
def test_attributions(case: dict[str, Any]) -> None:
    scores = score_attributions([page(case)], samples=0)
    for measure, types in case["scores"].items():
        for kind, expected in types.items():
            assert expected == value(scores, measure, kind), (measure, kind)
    assert scores.counts["annotated"]["all"] == len(case["gold"])
    assert scores.counts["found"]["all"] == len(case["found"])


@pytest.mark.parametrize("case", named("speakers"))
def test_speakers(case: dict[str, Any]) -> None:
    scores = score_speakers([page(case)], samples=0)
    for name, types in case["counts"].items():
        assert types == {kind: scores.counts[name][kind] for kind in types}, name
    for measure, types in case["scores"].items():
        for kind, expected in types.items():
            assert expected == value(scores, measure, kind), (measure, kind)


@pytest.mark.parametrize("case", named("marks"))
def test_what_stands_in_quotation_marks(case: dict[str, Any]) -> None:
    pieces = case["text"].replace("⟧", "⟦").split("⟦")
    text = "".join(pieces)
    inside = quoted(text)
    shown, at = "", 0
    for i, piece in enumerate(pieces):
        assert set(inside[at : at + len(piece)]) <= {i % 2}, piece
        shown, at = shown + piece, at + len(piece)


@pytest.mark.parametrize("case", CASES["person"], ids=lambda case: " = ".join(case["names"]))
def test_whose_name_it_is(case: dict[str, Any]) -> None:
    a, b = case["names"]
    assert same_person(a, b) == same_person(b, a) == case["same"]


def test_scores_are_pooled_over_articles_and_intervals_drawn_from_them() -> None:
    right, wrong = CASES["case"][3], CASES["case"][2]
    pages = [page(right, "a"), page(wrong, "b"), page(right, "c")]
    scores = score_attributions(pages, samples=500, seed=1)
    match = next(s for s in scores.figures if (s.measure, s.type) == ("match", "all"))
    assert match.value == pytest.approx(2 / 3)
    assert (match.low, match.high) == (0.0, 1.0)
    assert scores == score_attributions(pages, samples=500, seed=1)
    sure = score_attributions(pages[:1] * 3, samples=100)
    assert {(s.low, s.high) for s in sure.figures if s.value == 1.0} == {(1.0, 1.0)}


# Properties

WORDS = ["Ann", "Lee", "said", "that", "the", "bridge", "of", "Bray", "and", "Roe", "“", "”", '"', ",", ".", "'", "\n"]


@st.composite
def pages(draw: st.DrawFn, name: str = "a") -> GoldArticle:
    """A text of words and marks, with statements over it that have at least a word in them."""
    text = " ".join(["It", *draw(st.lists(st.sampled_from(WORDS), min_size=3, max_size=30)), "so"])
    starts = [i for i, c in enumerate(text) if c.isalpha() and not text[i - 1 : i].isalpha()]

    def ranges(least: int) -> tuple[tuple[int, int], ...]:
        found = []
        for _ in range(draw(st.integers(least, 2))):
            start = draw(st.sampled_from(starts))
            end = draw(st.integers(start, len(text)))
            while end < len(text) and text[end].isalpha():
                end += 1
            found.append((start, max(end, start + 1)))
        return tuple(sorted(found))

    number = draw(st.integers(1, 5))
    return GoldArticle(name, text, tuple(Statement(ranges(1), ranges(0), ranges(0)) for _ in range(number)))


@given(pages())
def test_gold_against_itself_is_perfect(made: GoldArticle) -> None:
    scores = score_attributions(join([made], {"a": made.gold}), samples=10)
    for score in scores.figures:
        if scores.counts["annotated"][score.type]:
            assert score.value == pytest.approx(1.0), score
            assert score.high == pytest.approx(1.0)
    assert attribution_mistakes(join([made], {"a": made.gold})) == []


@given(pages("a"), pages("b"), st.randoms(use_true_random=False))
def test_no_order_matters(first: GoldArticle, second: GoldArticle, rng: random.Random) -> None:
    def shuffled(items: Iterable[Any]) -> list[Any]:
        return rng.sample(found := list(items), len(found))

    def clipped(page: GoldArticle, others: Sequence[Statement]) -> list[Statement]:
        """Statements of another page where they fit this one: predictions that are partly right."""
        size = len(page.text)
        fits = [s for s in others if all(e <= size for r in (s.content, s.cue, s.source) for _, e in r)]
        return [*page.gold[1:], *fits]

    gold = [first, second]
    found = {"a": clipped(first, second.gold), "b": clipped(second, first.gold)}
    expected = score_attributions(join(gold, found), samples=20)
    mixed = [replace(page, gold=tuple(shuffled(page.gold))) for page in shuffled(gold)]
    other = join(mixed, {name: shuffled(statements) for name, statements in shuffled(found.items())})
    assert score_attributions(other, samples=20) == expected
    assert attribution_mistakes(other) == attribution_mistakes(join(gold, found))
    for score in expected.figures:
        assert 0.0 <= score.value <= 1.0


@given(st.text(alphabet="ab1 “”\"'`’‘.,\n"))
def test_tokens_and_marks_hold_for_any_text(text: str) -> None:
    words = WordIndex(text)
    for start in range(len(text)):
        tokens = words.tokens(((start, len(text)),))
        assert words.heads(tokens) <= tokens
    assert len(quoted(text)) == len(text)


def test_hostile_marks_take_linear_time() -> None:
    text = "a 'b " * 100_000 + "“" * 100_000
    assert len(quoted(text)) == len(text)


# Mistakes


def test_mistakes_of_attributions() -> None:
    text = "One.\nAnn Lee said it was late. Bob Roe said it was cold. It rained, they say. Cy said \x1b[31mhe knew."
    made = page(
        {
            "text": text,
            "gold": [
                {"source": "Ann Lee", "cue": "said", "content": ["it was late"]},
                {"source": "Bob Roe", "cue": "~said", "content": ["it was cold"]},
                {"source": "they", "cue": "say", "content": ["It rained"]},
            ],
            "found": [
                {"source": "Bob Roe", "cue": "said", "content": ["it was late"]},
                {"source": "Bob Roe", "cue": "said", "content": ["it was cold"]},
                {"source": "Cy", "content": ["\x1b[31mhe knew"]},
            ],
        }
    )
    found = attribution_mistakes([made])
    assert [(m.kind, m.words, m.annotated, m.found) for m in found] == [
        ("source", "it was late", "Ann Lee", "Bob Roe"),
        ("missed", "It rained", "they", None),
        ("spurious", "\x1b[31mhe knew", None, "Cy"),
    ]
    assert found[0].line == 2
    assert found[0].before == "One. Ann Lee said "
    assert chosen(found, {"indirect"}, {"missed"}) == found[1:2]
    assert chosen(found, {"direct"}, ()) == []
    shown = printed(mistakes_view(found, 80))
    assert "\x1b" not in shown
    assert "annotated: Ann Lee; found: Bob Roe" in shown
    assert json.loads(json.dumps(mistake_record(found[1])))["text"] == "It rained"


def test_a_long_content_is_cut_and_its_surroundings_too() -> None:
    text = "before " * 100 + "Ann said " + "word " * 2000 + "end. " + "after " * 100
    start = text.index("word")
    made = join([GoldArticle("a", text, (Statement(((start, text.index("end.")),)),))], {})
    (mistake,) = attribution_mistakes(made)
    assert len(mistake.words) < 700
    assert len(mistake.before) < 100
    assert (mistake.before[0], mistake.after[-1], mistake.words[-1]) == ("…", "…", "…")


def test_mistakes_of_speakers() -> None:
    found = speaker_mistakes([page(CASES["speakers"][0])])
    assert [(m.kind, m.type, m.annotated, m.found) for m in found] == [
        ("speaker", "indirect", "Bob Roe; Bobby Roe", "Ann Lee"),
        ("unnamed", "indirect", "Bob Roe", None),
        ("speaker", "scare", None, "Bob Roe"),
        ("missed", "indirect", "Cy Orr", None),
    ]
    assert "scare" in printed(mistakes_view(chosen(found, {"direct"}, ()), 80))


# On a terminal and as JSON


def printed(view: Any, width: int = 80) -> str:
    console = Console(width=width, highlight=False, markup=False, emoji=False)
    with console.capture() as capture:
        console.print(view)
    return capture.get()


@pytest.mark.parametrize("width", [80, 200])
def test_the_table_shows_every_figure(width: int) -> None:
    scores = score_attributions([page(CASES["case"][0])], samples=10)
    shown = printed(scores_table(scores, width), width)
    assert max(map(len, shown.splitlines())) <= width
    assert "66.7 66.7–66.7" in shown
    assert "P 50.0 R 100" in shown
    assert "1 article;" in shown
    record = scores_record(scores)
    assert set(record["scores"]) == {*MEASURES, "source_accuracy", "cue_accuracy"}
    assert all(set(types) == set(COLUMNS) for types in record["scores"].values())
    assert record["scores"]["match"]["direct"] == {
        "f1": 0.6667,
        "precision": 0.5,
        "recall": 1.0,
        "interval": [0.6667, 0.6667],
    }
    assert record["scores"]["source_accuracy"]["direct"] == {"rate": 1.0, "interval": [1.0, 1.0]}
    assert record["counts"]["annotated"] == {"direct": 1, "mixed": 0, "indirect": 0, "all": 1}


# Gold and predictions as files

TEXT = "Ann Lee, a clerk,\r\nsaid the bridge “is safe”."


def corpus(folder: Path, ann: str, text: str = TEXT, files: Sequence[str] = ("one_ab12",)) -> Path:
    for part in ("text", "attributions"):
        (folder / part).mkdir(exist_ok=True)
    (folder / "text" / "one.txt").write_bytes(text.encode())
    for file in files:
        (folder / "attributions" / f"{file}.ann").write_text(ann, encoding="utf-8")
    return folder


ANN = (
    "T1\tSource 0 7\tAnn Lee\nT2\tCue 19 23\tsaid\nT3\tContent 24 35;36 44\tthe bridge is safe\n"
    "T4\tAttribution 19 23\tsaid\nE1\tAttribution:T4 Source:T1 Cue:T2 Content:T3\n"
    "#1\tAnnotatorNotes E1\ta note\nover lines\n"
)


def test_brat_is_read_with_discontinuous_spans_and_notes(tmp_path: Path) -> None:
    (made,) = read_polnear(corpus(tmp_path, ANN))
    assert made == GoldArticle("one", TEXT, (Statement(((24, 35), (36, 44)), ((19, 23),), ((0, 7),)),))


def test_the_first_annotator_or_the_one_asked_for(tmp_path: Path) -> None:
    corpus(tmp_path, ANN, files=["one_zz99", "one_ab12"])
    (tmp_path / "attributions" / "one_ab12.ann").write_text("", encoding="utf-8")
    assert read_polnear(tmp_path)[0].gold == ()
    assert len(read_polnear(tmp_path, "zz99")[0].gold) == 1
    with pytest.raises(UsageError, match=r"no file of annotator 'none'; the annotators are: ab12, zz99"):
        read_polnear(tmp_path, "none")


def test_files_without_an_annotator_code(tmp_path: Path) -> None:
    corpus(tmp_path, ANN, files=["one"])
    (tmp_path / "text" / "news_2016.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "attributions" / "news_2016.ann").write_text("", encoding="utf-8")
    assert [page.name for page in read_polnear(tmp_path)] == ["news_2016", "one"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("T1 Source 0 7 Ann Lee", r"_ab12\.ann:2: not a line of brat standoff"),
        ("T9\tSource 7 x\tAnn", r"_ab12\.ann:2: not a line of brat standoff"),
        ("T9\tSource 0 99\tAnn", r"_ab12\.ann:2: T9 lies outside the text of 45 characters"),
        ("T9\tSource 7 0\tAnn", r"_ab12\.ann:2: T9 lies outside"),
        ("T9\tSource 0 " + "9" * 5000 + "\tAnn", r"_ab12\.ann:2: not a line"),
        ("E1\tAttribution:T1 Content:T7", r"_ab12\.ann:2: Content:T7 refers to a span"),
        ("E1\tAttribution:T7 Content:T1", r"_ab12\.ann:2: Attribution:T7 refers to a span"),
        ("E1", r"_ab12\.ann:2: not a line"),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_polnear(corpus(tmp_path, f"T1\tSource 0 7\tAnn Lee\n{line}\n"))


def test_what_a_folder_can_lack(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        read_polnear(tmp_path / "none")
    with pytest.raises(UsageError, match=r"no attributions/\*\.ann here"):
        read_polnear(tmp_path)
    corpus(tmp_path, ANN)
    (tmp_path / "text" / "one.txt").write_bytes(b"\xff")
    with pytest.raises(InputError, match="not valid UTF-8 at byte 0"):
        read_polnear(tmp_path)
    (tmp_path / "text" / "one.txt").unlink()
    with pytest.raises(InputError, match=r"one\.txt: no such file; one_ab12\.ann needs its text there"):
        read_polnear(tmp_path)


@given(pages())
def test_standoff_round_trip(made: GoldArticle) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        annotations = [Annotation(s.source, s.cue, s.content) for s in made.gold]
        corpus(Path(folder), standoff(made.text, annotations), made.text)
        (article,) = read_corpus(Path(folder))
    assert sorted(_words(made.text, article.annotations[0])) == sorted(_words(made.text, annotations))


def _words(text: str, annotations: Sequence[Annotation]) -> list[list[list[int]]]:
    """Where the roles' characters stand, without white space: brat has no span over a line's end."""
    return [
        [
            [i for start, end in annotation.role(role) for i in range(start, end) if not text[i].isspace()]
            for role in ("content", "cue", "source")
        ]
        for annotation in annotations
    ]


def speakers_file(folder: Path, *rows: Any) -> Path:
    (folder / "text").mkdir(exist_ok=True)
    (folder / "text" / "one.txt").write_bytes(TEXT.encode())
    file = folder / "speakers.jsonl"
    file.write_text("".join(row if isinstance(row, str) else json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def test_speakers_are_read_in_all_their_forms(tmp_path: Path) -> None:
    file = speakers_file(
        tmp_path,
        {"article": "one.txt", "content": [[36, 44], [24, 35]], "kind": "person", "speaker": ["Ann Lee"]},
        {"article": "one", "start": 0, "end": 7, "speaker_kind": "person", "speaker": "Ann Lee", "type": "direct"},
        {"article": "one", "content": [], "kind": "unknown", "speaker": None},
    )
    (made,) = read_speakers(file, tmp_path / "text")
    assert made.gold == (
        Statement(((24, 35), (36, 44)), speakers=("Ann Lee",), kind="person"),
        Statement(((0, 7),), speakers=("Ann Lee",), kind="person", type="direct"),
    )


GOOD = {"article": "one", "content": [[0, 7]], "kind": "person", "speaker": "Ann Lee"}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("{", r"speakers\.jsonl:2: not JSON"),
        ("[" * 100_000, "not JSON"),
        ("7\n", r":2: not a JSON object"),
        ({**GOOD, "article": "../one"}, ':2: "article" must be a file name'),
        ({**GOOD, "content": [[0, "7"]]}, ':2: "content" must be pairs of offsets'),
        ({**GOOD, "content": [[0, 700]]}, ":2: span 0:700 lies outside the text of one"),
        ({**GOOD, "speaker": [7]}, ':2: "speaker" must be a name'),
        ({**GOOD, "kind": 7}, ':2: "kind" must be a word'),
        ({**GOOD, "type": "loud"}, ':2: "type" must be one of direct, mixed, indirect and scare'),
        ({**GOOD, "article": "two"}, r"two\.txt: no such file"),
    ],
)
def test_a_bad_line_of_speakers_is_named(tmp_path: Path, row: Any, message: str) -> None:
    first = [] if row == "[" * 100_000 else [GOOD]
    with pytest.raises(InputError, match=message):
        read_speakers(speakers_file(tmp_path, *first, row), tmp_path / "text")


def test_a_file_of_speakers_without_any(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no annotated statement"):
        read_speakers(speakers_file(tmp_path), tmp_path / "text")
    with pytest.raises(UsageError, match="no such folder; name the folder of the articles with --text"):
        read_speakers(speakers_file(tmp_path), tmp_path / "texts")


def record(**changes: Any) -> dict[str, Any]:
    span = {"start": 24, "end": 44, "text": TEXT[24:44]}
    return {
        "content": [span],
        "cue": {"start": 19, "end": 23, "text": "said", "lemma": "say"},
        "source": None,
        "speaker": {"name": "Ann Lee"},
        "article": {"path": "news/one.txt", "id": "a_1"},
        **changes,
    }


GOLD = [GoldArticle("one", TEXT, ())]


@pytest.mark.parametrize("form", ["{}\n", "[{}]", "\n{}\r\n", "\ufeff{}"])
def test_records_are_read_as_lines_and_as_an_array(form: str) -> None:
    found = from_records(form.replace("{}", json.dumps(record())), "p", GOLD)
    assert found == {"one": [Statement(((24, 44),), ((19, 23),), (), ("Ann Lee",))]}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (record(article="one"), "p:1: not a record of claimkit"),
        (record(content=[]), 'p:1: a record without "content"'),
        (record(content=[{"start": "0", "end": 7}]), 'p:1: "content" must have start and end as numbers'),
        (record(cue={"start": 0, "end": 700}), "p:1: cue 0:700 lies outside the text of one"),
        (
            record(source={"start": 0, "end": 7, "text": "Bob Roe"}),
            "p:1: source 0:7 has other words in the text of one",
        ),
    ],
)
def test_a_bad_record_is_named(row: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        from_records(json.dumps(row), "p", GOLD)


def test_predictions_about_other_articles() -> None:
    assert unknown_articles(GOLD, {"one": (), "two": ()}) == ["two"]
    assert unknown_articles(GOLD, {}) == []
    with pytest.raises(UsageError, match="about other articles: two"):
        unknown_articles(GOLD, {"two": ()})
