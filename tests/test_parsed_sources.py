"""Cues without a source: the subject by the sentence's parse."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from claimkit.analysis import ner as nlp
from claimkit.analysis.parsed_sources import with_parsed_sources
from claimkit.analysis.statements.labels import LABEL
from claimkit.models.extraction import JudgedAttribution
from claimkit.models.record import Span

from marked import read
from support import cases

pytestmark = pytest.mark.model


@pytest.mark.parametrize("case", cases("parsed_sources"))
def test_subjects_of_cues(case: dict[str, Any], recogniser: nlp.Recogniser) -> None:
    text, _, (a,) = read(case["text"])
    (found,) = with_parsed_sources(text, [JudgedAttribution(a, 1.0)], recogniser.parse)
    source = found.attribution.source
    assert (source.text if source else "-") == case["source"]
    assert source is None or text[source.start : source.end] == source.text
    assert replace(found.attribution, source=a.source) == a


def test_sources_and_labels_stay(recogniser: nlp.Recogniser) -> None:
    text, _, (a,) = read("Okafor left and [1c vowed] [1i to return].")
    sourced = JudgedAttribution(replace(a, source=Span(0, 1, "O")), 1.0)
    assert with_parsed_sources(text, [sourced], recogniser.parse) == [sourced]
    label = JudgedAttribution(a, LABEL)
    assert with_parsed_sources(text, [label], recogniser.parse) == [label]


def test_a_sentence_is_parsed_once(recogniser: nlp.Recogniser) -> None:
    text, _, found = read("Okafor left, [1c vowing] [1i to return] and [2c asking] [2i for help]. Nobody came.")
    parsed: list[str] = []

    def parse(sentence: str) -> list[Any]:
        parsed.append(sentence)
        return recogniser.parse(sentence)

    both = with_parsed_sources(text, [JudgedAttribution(a, 1.0) for a in found], parse)
    assert [j.attribution.source and j.attribution.source.text for j in both] == ["Okafor", "Okafor"]
    assert len(parsed) == 1


@pytest.mark.parametrize(
    ("text", "antecedents"),
    [
        ("Anna Kask met Peter Marlow, [1s who] [1c said] [1i it was late].", ["Marlow"]),
        ("Anna Kask, the governor of Ohio, [1s who] [1c said] [1i it was late], left.", ["Kask"]),
        ("Peter Marlow, not Anna Kask, is the candidate [1s who] [1c thinks] [1i it is late].", ["Marlow"]),
        ("Peter Marlow and Anna Kask, [1s who] [1c have opposed] [1i the deal], left.", ["Marlow", "Kask"]),
        ("Voters saw Peter Marlow and Anna Kask, [1s who] [1c has opposed] [1i the deal].", ["Kask"]),
        (
            "She met Peter Marlow and Anna Kask, both of [1s whom] [1c opposed] [1i the deal last summer].",
            ["Marlow", "Kask"],
        ),
        ("Nobody knows [1s who] [1c said] [1i it was late].", []),
    ],
)
def test_relative_pronouns(text: str, antecedents: list[str], recogniser: nlp.Recogniser) -> None:
    plain, _, (a,) = read(text)
    (found,) = with_parsed_sources(plain, [JudgedAttribution(a, 1.0)], recogniser.parse)
    assert [span.text for span in found.attribution.antecedents] == antecedents
    assert all(plain[s.start : s.end] == s.text for s in found.attribution.antecedents)
