"""What cues say: cases with the lemmatiser that is used, and that nothing raises whatever the text."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimkit.analysis import ner as nlp
from claimkit.analysis.cues import CueMeaning, CueReader
from claimkit.models.record import Cue, Span

from support import TESTS

CASES = tomllib.loads((TESTS / "cases" / "cues.toml").read_text(encoding="utf-8"))["case"]
FIELDS = ("class", "polarity", "modality", "hearsay")
_MARK = re.compile(r"[][{}<>]")


def marked(line: str) -> tuple[str, dict[str, Span]]:
    """The text of a case and its spans by their opening mark."""
    text, spans, opened, at = "", {}, {}, 0
    for mark in _MARK.finditer(line):
        text += line[at : mark.start()]
        at = mark.end()
        if mark[0] in "[{<":
            opened[mark[0]] = len(text)
        else:
            sign = "[{<"["]}>".index(mark[0])]
            spans[sign] = Span(opened[sign], len(text), text[opened[sign] :])
    return text + line[at:], spans


@pytest.fixture(scope="module")
def reader(recogniser: nlp.Recogniser) -> CueReader:
    return CueReader(recogniser.lemma)


def read(reader: CueReader, line: str) -> CueMeaning:
    text, spans = marked(line)
    direct = text[spans["<"].start - 1] == "“"
    return reader.read(text, spans["["], spans.get("{"), [spans["<"]], "direct" if direct else "indirect")


@pytest.mark.model
@pytest.mark.parametrize("case", [pytest.param(case, id=_MARK.sub("", case["text"])) for case in CASES])
def test_readings(reader: CueReader, case: dict[str, Any]) -> None:
    found = read(reader, case["text"])
    expected = CueMeaning(
        case["lemma"],
        case.get("class"),
        case.get("polarity", "affirmed"),
        case.get("modality"),
        case.get("hearsay", False),
    )
    assert found == expected


def test_cases_show_every_value() -> None:
    shown = {field: {case[field] for case in CASES if field in case} for field in FIELDS}
    assert shown["class"] == {
        "assertion",
        "denial",
        "question",
        "request",
        "belief",
        "intention",
        "discovery",
        "silence",
    }
    assert shown["polarity"] == {"negated", "withheld", "neither"}
    assert shown["modality"] == {"possible", "future", "conditional", "necessary"}
    assert shown["hearsay"] == {True}
    assert len(CASES) >= 80


def test_a_reading_is_what_a_cue_holds() -> None:
    """The pipeline hands a reading's fields on in this order."""
    assert Cue(0, 1, "x", "say", "denial", "negated", "future", True).hearsay is True
    assert list(CueMeaning.__slots__)[:5] == list(Cue.__slots__)[3:]


WORDS = st.sampled_from(
    re.findall(
        r"\S+",
        "he she no one not never nor neither said to say would if did is have been reportedly refused confirm or deny "
        "denied asked for short of but help call clear made it May will 10 who and said, – ? n't ’s 'd ' “ ” . , :",
    )
) | st.just("\n\n")


@st.composite
def readings(draw: st.DrawFn) -> tuple[str, Span, Span | None, list[Span]]:
    """Any text with any spans, offsets beyond it included."""
    text = draw(st.text(max_size=60) | st.lists(WORDS, max_size=25).map(" ".join))
    offsets = st.integers(-2, len(text) + 3)

    def span() -> Span:
        start, end = sorted((draw(offsets), draw(offsets)))
        return Span(start, end, text[max(start, 0) : max(end, 0)])

    return text, span(), draw(st.none() | st.builds(span)), [span() for _ in range(draw(st.integers(0, 2)))]


@given(readings(), st.sampled_from(["direct", "mixed", "indirect"]))
@example(("said", Span(0, 0, ""), None, []), "indirect")
def test_nothing_raises(given: tuple[str, Span, Span | None, list[Span]], type: Any) -> None:
    text, cue, source, content = given
    found = CueReader(lambda word: word).read(text, cue, source, content, type)
    assert isinstance(found.lemma, str)
    assert CueReader(str.upper).read(text, cue, source, content, type).hearsay in (True, False)


def test_long_texts_cost_no_more() -> None:
    """Only the words next to a cue are read."""
    seen: list[str] = []
    text = "not " * 100_000 + "said" + " or" * 100_000
    CueReader(lambda word: seen.append(word) or word).read(text, Span(400_000, 400_004, "said"), None, [], "indirect")
    assert len(text) > 700_000
    assert len(seen) < 10
