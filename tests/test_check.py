"""Quotations of a draft against transcripts: verdicts, sources, the command, the library, the page."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
from typer.testing import CliRunner

import claimkit
from claimkit.checking import Checker, memory, read_sources
from claimkit.checking.continuing import join_continued
from claimkit.checking.fit import lay_over, least_costs
from claimkit.checking.quotations import around
from claimkit.checking.sources import Source
from claimkit.checking.speakers import compare, group_labels
from claimkit.cli import app
from claimkit.corpus.people import unify
from claimkit.english.text import slug
from claimkit.errors import UsageError
from claimkit.models.checks import Check, Quotation, Turn
from claimkit.models.record import Article, Extraction, Quote, Speaker
from claimkit.output.check_page import check_page
from claimkit.output.records import schemas
from claimkit.output.visible import visible
from claimkit.reader.transcripts import find_turns, read_label
from claimkit.store import Store

ROOT = Path(__file__).parents[1]
CASES = tomllib.loads((ROOT / "tests/cases/checks.toml").read_text(encoding="utf-8"))["case"]
SAMPLES = ROOT / "docs/samples"


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def sources_of(folder: Path, turns: list[list[str]], name: str = "debate.tsv") -> list[Source]:
    lines = (f"{number}\t{speaker}\t{words}" for number, (speaker, words) in enumerate(turns, 1))
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    found, failures = read_sources([str(folder / name)])
    assert not failures
    return found


def checked(sources: list[Source], quote: str, speaker: str | None, lead: str = "", **never: Any) -> Check:
    text = f"{lead}“{quote}”"
    start = len(lead) + 1
    quotation = Quotation(quote, start, start + len(quote), "direct", speaker)
    return Checker(sources, **never).check(around(text, quotation))


CUTS = tomllib.loads((ROOT / "tests/cases/check_cuts.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", ["restricts", "adds"])
@pytest.mark.parametrize("case", [*CUTS["claim"], *CUTS["ahead"]], ids=lambda case: case["claim"])
def test_what_is_left_out_around_a_claim(case: dict[str, Any], kind: str, tmp_path: Path) -> None:
    ahead = "why" not in case
    claim = case["claim"]
    wrong = []
    for at, rest in enumerate(case[kind]):
        said = f"{rest} {claim[0].lower()}{claim[1:]}." if ahead else f"{claim}{rest}"
        sources = sources_of(tmp_path, [["CALDER", said], ["HOLM", "Thank you for that."]], f"{at}.tsv")
        found = checked(sources, claim, "Ruth Calder", "")
        if found.attention != (kind == "restricts"):
            wrong.append((said, found.verdict))
    assert wrong == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_verdicts(case: dict[str, Any], tmp_path: Path) -> None:
    sources = sources_of(tmp_path, case["said"])
    found = checked(sources, case["quote"], case.get("quote_speaker"), case.get("lead", ""))
    assert (found.verdict, found.minor) == (case["verdict"], case.get("minor", False)), found
    assert found.attention == (case["verdict"] not in ("verbatim", "cut", "second-hand only"))
    assert {difference.kind for difference in found.differences} >= set(case.get("kinds", ()))
    for difference in found.differences:
        assert found.passage is not None
        for text, span in ((found.passage.text, difference.passage), (case["quote"], difference.quotation)):
            assert text[span.start : span.end] == span.text


@pytest.mark.parametrize(
    ("name", "text", "turns"),
    [
        ("a.tsv", "7\tTRUE\tOne.\t0\n9\tFALSE\tTwo.\t0\n", [("TRUE", "One.", 7, None), ("FALSE", "Two.", 9, None)]),
        (
            "a.csv",
            'speaker,text\nAda,"One, two."\nBo,Three.\n',
            [("Ada", "One, two.", 2, None), ("Bo", "Three.", 3, None)],
        ),
        ("a.csv", "time,who,words\n0:01,Ada,One.\n", [("Ada", "One.", 2, "0:01")]),
        ("a.tsv", "Ada\tOne.\nBo\tTwo.\n", [("Ada", "One.", 1, None), ("Bo", "Two.", 2, None)]),
        (
            "a.txt",
            "ADA: One.\n\nBO: Two\nand three.\n[applause]\nADA: Four.\n",
            [
                ("ADA", "One.", 1, None),
                ("BO", "Two", 3, None),
                ("BO", "and three.", 4, None),
                ("ADA", "Four.", 6, None),
            ],
        ),
        (
            "a.txt",
            "Q: Why?\nA: Because.\nQ: And now?\n",
            [("Q", "Why?", 1, None), ("A", "Because.", 2, None), ("Q", "And now?", 3, None)],
        ),
        ("a.vtt", "WEBVTT\n\n00:01:05.000 --> 00:01:07.000\n<v Ada>One.\n", [("Ada", "One.", None, "00:01:05")]),
        (
            "a.tsv",
            "1\tAda\tOne.\n2\tSYSTEM\t[ applause ]\n3\tAda\tTwo.\n",
            [("Ada", "One.", 1, None), ("Ada", "Two.", 3, None)],
        ),
        (
            "a.tsv",
            "1\tAda\tYes.\n2\tBut the bottom line is this\twe pay.\n",
            [("Ada", "Yes.", 1, None), ("Ada", "But the bottom line is this: we pay.", 2, None)],
        ),
    ],
)
def test_turns(name: str, text: str, turns: list[tuple[Any, ...]]) -> None:
    assert find_turns(text, name) == [Turn(*turn) for turn in turns]


@pytest.mark.parametrize("text", ["A plain article.\n\nIt has two paragraphs.\n", "", "Note: see below.\nText.\n"])
def test_an_article_is_not_a_transcript(text: str) -> None:
    assert find_turns(text, "a.txt") is None


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("SEN. TED LUND, R-TX (?)", "SEN. TED LUND"),
        ("UNKNOWN", None),
        ("Question", None),
        ("SPEAKER 3", None),
        ("ADA LUND (AS THE MAYOR)", "ADA LUND"),
    ],
)
def test_labels(label: str, name: str | None) -> None:
    assert read_label(label) == name


LABELS = tomllib.loads((ROOT / "tests/cases/speaker_labels.toml").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize(
    ("speaker", "label", "expected"),
    [(speaker, label, expected) for expected, pairs in LABELS.items() for speaker, label in pairs],
)
def test_a_label_and_a_speaker(speaker: str, label: str, expected: str) -> None:
    assert compare(speaker, label) == expected


def test_one_speaker_under_several_labels() -> None:
    labels = [
        "TRUMP",
        "DONALD J. TRUMP",
        "MR. TRUMP",
        "TRUMP (?)",
        "Trump - clip",
        "CLINTON",
        "SEC. CLINTON",
        "ClINTON",
    ]
    assert len(set(group_labels([*labels, "UNKNOWN", "THE CHAIR"]).values())) == 4


def test_labels_are_the_speakers_that_articles_would_make_of_them() -> None:
    names = {
        "GEORGE BUSH": "George Bush", "GEORGE W. BUSH": "George W. Bush", "GEORGE H. W. BUSH": "George H. W. Bush",
        "MIKE PENCE": "Mike Pence", "Gov. MICHAEL PENCE": "Michael Pence", "PENCE": "Pence",
        "RUTH CALDER": "Ruth Calder", "PETER CALDER": "Peter Calder", "CALDER": "Calder",
    }  # fmt: skip
    article = Article("a_1", "a.txt", "")
    speakers = [Speaker(slug(name), name, "person", "resolved") for name in names.values()]
    quotes = tuple(Quote(f"q_{n}", "a_1", "direct", "", (), None, None, who, 1.0) for n, who in enumerate(speakers))
    [unified] = unify([Extraction(article, quotes)])
    ids = {
        label: (quote.speaker.id if quote.speaker and quote.speaker.status == "resolved" else label)
        for label, quote in zip(names, unified.quotes, strict=True)
    }
    groups = group_labels(list(names))
    assert {(a, b) for a in names for b in names if groups[a] == groups[b]} == {
        (a, b) for a in names for b in names if ids[a] == ids[b]
    }
    assert (groups["PENCE"], groups["CALDER"]) == ("Gov. MICHAEL PENCE", "CALDER")


def test_statements_have_no_speaker_and_are_compared_by_their_words(tmp_path: Path) -> None:
    (tmp_path / "statement.txt").write_text(
        "We will rebuild the old pier before the winter storms.\n", encoding="utf-8"
    )
    found, _ = read_sources([str(tmp_path / "statement.txt")])
    check = checked(found, "We will rebuild the old pier before the winter storms", "Ruth Calder")
    assert (check.verdict, check.reason) == ("verbatim", "a source without speakers has it")


OCCASIONS = [
    # the draft's date, what is quoted, the verdict: the source is of 2 May
    ("2024-05-02", "This is very personal to me", "verbatim"),
    ("2024-05-01", "This is very personal to me", "verbatim"),  # transcripts are filed a day late
    ("2024-04-02", "This is very personal to me", "elsewhere"),  # anybody may say it, and this was said afterwards
    ("2024-04-02", "The northern ferry carried nine thousand passengers in its first summer", "verbatim"),
    ("2024-05-03", "The northern boat carried nine thousand passengers", "altered"),
    ("2024-08-03", "The northern boat carried nine thousand passengers", "not found"),  # a similar thing, another time
    (None, "The northern boat carried nine thousand passengers", "not found"),
    ("2024-05-03", "The northern boat carried nine thousand passengers that first summer", "altered"),
    ("2024-08-03", "The northern boat carried nine thousand passengers that first summer", "not found"),
    (None, "The northern boat carried nine thousand passengers that first summer", "altered"),
    ("yesterday", "This is very personal to me", "verbatim"),
]


@pytest.mark.parametrize(("published", "quote", "verdict"), OCCASIONS)
def test_when_it_was_said(published: str | None, quote: str, verdict: str, tmp_path: Path) -> None:
    said = ["The northern ferry carried nine thousand passengers in its first summer.", "This is very personal to me."]
    sources = sources_of(tmp_path, [["CALDER", one] for one in said], "20240502_debate.tsv")
    text = f"“{quote}”"
    asked = around(text, Quotation(quote, 1, 1 + len(quote), "direct", "Ruth Calder"), published)
    assert Checker(sources).check(asked).verdict == verdict


GIVEN = [
    ("“{}”, Peter Holm said on Monday.", "wrong speaker"),
    ("“{},” said Mayor Peter Holm.", "wrong speaker"),
    ("Peter Holm, who runs the harbour, told the council: “{}.”", "wrong speaker"),
    ("“{}”, Ruth Calder said on Monday.", "second-hand only"),
    ("“{},” said Mayor Calder, who beat Peter Holm.", "second-hand only"),
    ("“{}”, he said on Monday.", "second-hand only"),
    ("“{}”, the mayor said.", "second-hand only"),
    ("Peter Holm, a fisherman, said he lost two boats. “{},” he said.", "wrong speaker"),
    ("Ruth Calder said she lost two boats. “{},” she said.", "second-hand only"),
    ("Peter Holm said that Mayor Calder had lost two boats. “{},” she said.", "second-hand only"),
]


@pytest.mark.parametrize(("article", "verdict"), GIVEN)
def test_an_article_gives_the_words_to_somebody(article: str, verdict: str, tmp_path: Path) -> None:
    words = "Every fisherman in Port Ellery remembers the flood of that terrible November"
    (tmp_path / "news.txt").write_text(f"There was a meeting.\n\n{article.format(words)}\n", encoding="utf-8")
    found, _ = read_sources([str(tmp_path / "news.txt")])
    assert checked(found, words, "Ruth Calder").verdict == verdict


TAGS = [
    "“Every fisherman in Port Ellery,” Ruth Calder said, “remembers the flood of that terrible November.”",
    "“Every fisherman in Port Ellery remembers,” said Ruth Calder. “The flood of that terrible November.”",
    "“Every fisherman in Port Ellery remembers the flood of that terrible November,” she said.",
    '"Every fisherman in Port Ellery remembers the flood of that terrible November," she told the council, in tears.',
]


@pytest.mark.parametrize("article", TAGS)
def test_words_between_quotations_are_not_left_out(article: str, tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text(f"Ruth Calder was there.\n\n{article}\n", encoding="utf-8")
    found, _ = read_sources([str(tmp_path / "news.txt")])
    words = "Every fisherman in Port Ellery remembers the flood of that terrible November"
    check = checked(found, words, "Ruth Calder")
    assert check.verdict == "second-hand only"
    assert {difference.kind for difference in check.differences} <= {"truncated"}


def test_a_passage_is_shown_once(tmp_path: Path) -> None:
    article = """Uproar over bread as the benches empty

PORT ELLERY: The Opposition on Tuesday walked out of the House, alleging that people were being made to queue for days
for bread while private dealers hoarded stocks.

Raising the issue, Peter Holm said two fishermen had collapsed in queues. "The fisherman is standing in the rain with
his card in his hand and the Minister is cutting ribbons," he said.

"There is no shortage. There is only a shortage of truth on that side," Ms. Calder said, to cries from the benches.
"""
    (tmp_path / "news.txt").write_text(article, encoding="utf-8")
    found, _ = read_sources([str(tmp_path / "news.txt")])
    check = checked(found, "There is no shortage", "Ruth Calder")
    assert check.passage is not None
    assert check.passage not in check.others


def test_a_prepared_text_may_be_incomplete(tmp_path: Path) -> None:
    sources_of(tmp_path, [["CALDER", "We will rebuild the old pier."]])
    found, _ = read_sources([str(tmp_path / "debate.tsv")], prepared=True)
    assert "incomplete" in checked(found, "Nobody will ever tax our fishermen again", "Ruth Calder").reason


def test_a_draft_is_not_its_own_proof(tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("“Nobody will ever tax our fishermen again,” Mayor Ruth Calder said.\n", encoding="utf-8")
    (tmp_path / "copy.txt").write_text(draft.read_text(encoding="utf-8"), encoding="utf-8")
    [found] = claimkit.check(draft, against=tmp_path)
    assert found["verdict"] == "not found"
    [found] = claimkit.check(draft.read_text(encoding="utf-8"), against=[tmp_path])
    assert found["verdict"] == "not found"


def test_markup_is_not_among_the_words_of_a_draft(tmp_path: Path) -> None:
    sources_of(tmp_path, [["RUTH CALDER", "We will rebuild the old pier before winter."]])
    words = "We will [rebuild the old pier](https://a.example/pier) before **winter**"
    draft = tmp_path / "draft.md"
    draft.write_text(f"“{words},” Mayor Ruth Calder said.\n", encoding="utf-8")
    [found] = claimkit.check(draft, against=tmp_path / "debate.tsv")
    assert (found["verdict"], found["text"]) == ("verbatim", "We will rebuild the old pier before winter")
    assert found["start"] == 1


def test_a_stored_draft_is_not_its_own_proof_but_other_outlets_are(tmp_path: Path) -> None:
    said = "“Nobody will ever tax our fishermen again,” Mayor Ruth Calder said on {}.\n"
    for name, day in (("draft.txt", "Monday"), ("other.txt", "Tuesday")):
        (tmp_path / name).write_text(said.format(day), encoding="utf-8")
    store = tmp_path / "a.db"
    claimkit.read(tmp_path / "draft.txt", db=store)
    [found] = claimkit.check(tmp_path / "draft.txt", db=store)
    assert found["verdict"] == "not found"
    claimkit.read(tmp_path / "other.txt", db=store)
    [found] = claimkit.check(tmp_path / "draft.txt", db=store)
    assert (found["verdict"], Path(found["passage"]["source"]).name) == ("verbatim", "other.txt")


def test_sources_are_remembered_by_their_content(tmp_path: Path, own_cache: Path) -> None:
    first = sources_of(tmp_path, [["CALDER", "We will rebuild the old pier."]])
    [kept] = own_cache.rglob("*.npz")
    again, _ = read_sources([str(tmp_path / "debate.tsv")])
    assert again[0].words.streams == first[0].words.streams
    assert (again[0].words.codes == first[0].words.codes).all()
    kept.write_bytes(b"damaged")
    again, _ = read_sources([str(tmp_path / "debate.tsv")])
    assert again[0].words.streams == first[0].words.streams
    sources_of(tmp_path, [["CALDER", "We will not rebuild the old pier."]])
    assert len(list(own_cache.rglob("*.npz"))) == 2


def test_nothing_is_kept_that_should_not_be(tmp_path: Path, own_cache: Path) -> None:
    sources_of(tmp_path, [["CALDER", "We will rebuild the old pier."]])
    for file in own_cache.rglob("*.npz"):
        file.unlink()
    read_sources([str(tmp_path / "debate.tsv")], remember=False)
    assert not list(own_cache.rglob("*.npz"))
    assert memory.folder() == own_cache / "claimkit"


def test_the_command(tmp_path: Path) -> None:
    page, rows = tmp_path / "page.html", tmp_path / "checks.csv"
    command = ["check", str(SAMPLES / "draft.txt"), "--against", str(SAMPLES / "debate.txt")]
    result = CliRunner().invoke(app, [*command, "--json", "--html", str(page)], prog_name="claimkit")
    assert result.exit_code == 1, result.output
    found = json.loads(result.stdout)
    validator = jsonschema.Draft202012Validator(schemas.schema_of("check"))
    for record in found:
        validator.validate(record)
    assert [record["verdict"] for record in found] == [
        "verbatim",
        "misleading",
        "misleading",
        "misleading",
        "misleading",
        "elsewhere",
        "second-hand only",
        "misleading",
        "not found",
    ]
    text = (SAMPLES / "draft.txt").read_text(encoding="utf-8")
    assert all(text[record["start"] : record["end"]] == record["text"] for record in found)
    html = page.read_text(encoding="utf-8")
    assert html.count("<article>") == len(found)
    assert "<script" not in html
    assert CliRunner().invoke(app, [*command, "-o", str(rows)], prog_name="claimkit").exit_code == 1
    assert CliRunner().invoke(app, [*command, "--html", "page.csv"], prog_name="claimkit").exit_code == 2
    assert len(rows.read_text(encoding="utf-8").splitlines()) == len(found) + 1


@pytest.mark.model
def test_no_verdict_without_a_source_that_can_be_read(tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("“It will open in May,” said Ann Lee.", encoding="utf-8")
    result = CliRunner().invoke(app, ["check", str(draft), "--against", str(tmp_path / "nope.txt")])
    assert result.exit_code == 3
    assert "nope.txt: " in result.stderr
    assert result.stdout == ""


HELD_WRONG = [
    (["check", "{draft}"], 2, "nothing to check against; name transcripts or articles with --against PATH"),
    (["check", "{draft}", "--against", "{store}"], 2, "a store; name it with --db"),
    (["check", "{store}", "--against", "{draft}"], 2, "a store, not a draft"),
    (["verify", "{folder}"], 3, "a folder; name the file of records in it"),
    (["verify", "{store}", "--root", "nowhere"], 2, "--root nowhere: no such folder"),
]


@pytest.mark.parametrize(("command", "code", "message"), HELD_WRONG, ids=lambda one: str(one)[:30])
def test_commands_held_wrong(command: list[str], code: int, message: str, tmp_path: Path) -> None:
    draft, store = tmp_path / "draft.txt", tmp_path / "a.db"
    draft.write_text("“It will open in May,” said Ann Lee.", encoding="utf-8")
    Store(store).close()
    filled = [part.format(draft=draft, store=store, folder=tmp_path) for part in command]
    result = CliRunner().invoke(app, filled)
    assert (result.exit_code, message in result.output + str(result.exception)) == (code, True), result.output


@pytest.mark.model
def test_a_draft_as_its_own_source_is_pointed_out(tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("“It will open in May,” said Ann Lee.", encoding="utf-8")
    result = CliRunner().invoke(app, ["check", str(draft), "--against", str(draft)])
    assert "is the draft itself and proves nothing" in result.stderr


def test_hostile_words_are_shown_as_they_are(tmp_path: Path) -> None:
    said = "<script>alert(1)</script> We will rebuild the old pier before the winter storms"
    sources_of(tmp_path, [["<b>CALDER</b>", said]])
    draft = tmp_path / "draft.txt"
    draft.write_text(f"“{said},” Ruth Calder said.\n", encoding="utf-8")
    page = tmp_path / "page.html"
    command = ["check", str(draft), "--against", str(tmp_path / "debate.tsv"), "--html", str(page)]
    CliRunner().invoke(app, command, prog_name="claimkit")
    assert "<script" not in page.read_text(encoding="utf-8")
    assert "<b>" not in page.read_text(encoding="utf-8")


def test_changed_words_of_the_page_keep_their_spaces(tmp_path: Path) -> None:
    sources = sources_of(tmp_path, [["CALDER", "We will rebuild the old pier before the winter storms"]])
    page = "".join(check_page([checked(sources, "We will never rebuild the old pier before the winter", None)], "1"))
    assert "“We will <ins>never</ins> rebuild the old pier before the winter”" in page


def test_control_characters_are_not_obeyed(tmp_path: Path) -> None:
    escape = "\x1b]0;owned\x07"
    sources_of(tmp_path, [["CALDER", f"We will {escape} rebuild the old pier before the winter storms"]])
    draft = tmp_path / "draft.txt"
    draft.write_text(
        f"“We will {escape} rebuild the old pier before the winter,” Ruth Calder said.\n", encoding="utf-8"
    )
    command = ["check", str(draft), "--against", str(tmp_path / "debate.tsv"), "--format", "table"]
    out = CliRunner().invoke(app, command, prog_name="claimkit").stdout
    assert "rebuild the old pier" in out
    assert visible(out, keep="\n") == out


def test_claims_are_supported_or_contradicted(tmp_path: Path) -> None:
    sources_of(tmp_path, [["CALDER", "The harbour school will close next autumn."], ["HOLM", "That is terrible news."]])
    for verb, verdict in (("would close", "supported"), ("would not close", "contradicted")):
        text = f"Mayor Ruth Calder said the harbour school {verb} next autumn.\n"
        [found] = claimkit.check(text, against=tmp_path / "debate.tsv", type="all")
        assert (found["type"], found["verdict"]) == ("indirect", verdict)
        assert found["attention"] == (verdict == "contradicted")


def test_a_source_is_needed() -> None:
    with pytest.raises(UsageError, match="against"):
        claimkit.check("“Yes,” she said.")


def test_the_answer_does_not_depend_on_the_order_of_sources(tmp_path: Path) -> None:
    said = "We will rebuild the old pier before the winter storms come back."
    sources = [*sources_of(tmp_path, [["CALDER", said]], "a.tsv"), *sources_of(tmp_path, [["CALDER", said]], "b.tsv")]
    one = checked(sources, said, "Ruth Calder")
    two = checked(sources[::-1], said, "Ruth Calder")
    assert one == two


def test_costs_of_many_places_at_once_are_those_of_each() -> None:
    chance = np.random.default_rng(7)
    for size in (1, 3, 12):
        words = chance.integers(0, 5, size)
        free = [bool(one) for one in chance.integers(0, 4, size) == 0]
        stretches = [(chance.integers(0, 5, n), chance.integers(0, 4, n) == 0) for n in (30, 1, 9, 17)]
        each = [lay_over(words, codes, slips, free).cost for codes, slips in stretches]
        assert least_costs(words, stretches, free) == each


def both_checked(sources: Sequence[Source], text: str, *quoted: str) -> list[Check]:
    """The checks of Ruth Calder's quotations in a draft."""
    places = [(words, text.index(words)) for words in quoted]
    asked = (Quotation(words, at, at + len(words), "direct", "Ruth Calder") for words, at in places)
    return [Checker(sources).check(around(text, one)) for one in asked]


def test_a_sentence_that_goes_on_in_the_next_quotation_is_whole(tmp_path: Path) -> None:
    turns = [
        [
            "CALDER",
            "When I look at the northern ferry, which lost its keel in two storms, I worry. Holm calls that luck.",
        ]
    ]
    sources = sources_of(tmp_path, turns)
    first, second = (
        "When I look at the northern ferry",
        "which lost its keel in two storms, I worry. Holm calls it luck",
    )
    text = f"“{first},” she said, “{second}.”"
    found = both_checked(sources, text, first, second)
    assert [check.verdict for check in found] == ["cut", "altered"]
    assert [check.verdict for check in join_continued(found)] == ["verbatim", "altered"]


def test_a_reservation_that_the_draft_prints_next_is_not_missing(tmp_path: Path) -> None:
    said = "The harbour school will open again before the winter. However, nobody has paid the builders."
    sources = sources_of(tmp_path, [["CALDER", said]])
    first, second = "The harbour school will open again before the winter", "However, nobody has paid the builders"
    text = f"“{first},” she said. “{second}.”"
    found = both_checked(sources, text, first, second)
    assert [check.verdict for check in found] == ["misleading", "verbatim"]
    assert [check.verdict for check in join_continued(found)] == ["verbatim", "verbatim"]


def test_the_next_sentence_of_an_article_may_be_somebody_elses(tmp_path: Path) -> None:
    words = "The harbour school will open again before the end of the winter."
    article = f"HARBOUR — The plan was shown on Monday.\n\n{words} However, the builders have not been paid.\n"
    (tmp_path / "article.txt").write_text(article, encoding="utf-8")
    sources, _ = read_sources([str(tmp_path / "article.txt")])
    assert checked(sources, words.rstrip("."), "Ruth Calder").verdict == "verbatim"
