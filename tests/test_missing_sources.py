"""Cues without a source: the subject by the sentence's parse."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from claimkit.analysis import ner as nlp
from claimkit.analysis.missing_sources import with_subjects
from claimkit.analysis.statements.labels import LABEL
from claimkit.models.extraction import JudgedAttribution
from claimkit.models.record import Span

from marked import read
from support import cases

pytestmark = pytest.mark.model


@pytest.mark.parametrize("case", cases("missing_sources"))
def test_subjects_of_cues(case: dict[str, Any], recogniser: nlp.Recogniser) -> None:
    text, _, (a,) = read(case["text"])
    (found,) = with_subjects(text, [JudgedAttribution(a, 1.0)], recogniser.parse)
    source = found.attribution.source
    assert (source.text if source else "-") == case["source"]
    assert source is None or text[source.start : source.end] == source.text
    assert replace(found.attribution, source=a.source) == a


def test_sources_and_labels_stay(recogniser: nlp.Recogniser) -> None:
    text, _, (a,) = read("Okafor left and [1c vowed] [1i to return].")
    sourced = JudgedAttribution(replace(a, source=Span(0, 1, "O")), 1.0)
    assert with_subjects(text, [sourced], recogniser.parse) == [sourced]
    label = JudgedAttribution(a, LABEL)
    assert with_subjects(text, [label], recogniser.parse) == [label]


def test_a_sentence_is_parsed_once(recogniser: nlp.Recogniser) -> None:
    text, _, found = read("Okafor left, [1c vowing] [1i to return] and [2c asking] [2i for help]. Nobody came.")
    parsed: list[str] = []

    def parse(sentence: str) -> list[Any]:
        parsed.append(sentence)
        return recogniser.parse(sentence)

    both = with_subjects(text, [JudgedAttribution(a, 1.0) for a in found], parse)
    assert [j.attribution.source and j.attribution.source.text for j in both] == ["Okafor", "Okafor"]
    assert len(parsed) == 1
