"""How sure a name is, by its evidence, and what --min-confidence cuts by."""

from __future__ import annotations

from dataclasses import replace

import pytest

from claimkit.models.certainty import chance, name_chance
from claimkit.models.record import Evidence, Speaker
from claimkit.search.filters import Filters, matches

from records import extraction

SAID = extraction("a.txt", ("We sail on Friday", "Ann Lee"))
QUOTE, ARTICLE = SAID.quotes[0], SAID.article


def speaker(*reasons: str, **changes: object) -> Speaker:
    steps = tuple(Evidence(0, 3, "Ann", reason) for reason in reasons)
    return replace(Speaker("ann-lee", "Ann Lee", "person", "resolved", steps), **changes)  # type: ignore[arg-type]


def test_the_farther_the_name_the_less_sure() -> None:
    chances = [
        name_chance(speaker(*reasons))
        for reasons in (
            ("surname", "full name"),
            ("pronoun", "antecedent"),
            ("role", "same role"),
            ("dropped subject",),
        )
    ]
    assert None not in chances
    assert chances == sorted(chances, reverse=True)  # type: ignore[type-var]


def test_the_sources_own_words_are_no_reason() -> None:
    assert name_chance(speaker("source", "surname")) == name_chance(speaker("surname"))


@pytest.mark.parametrize(
    "unsure",
    [
        speaker("role", name=None, status="unresolved"),
        speaker("organisation", kind="organization"),
        speaker(status="ambiguous"),
    ],
)
def test_where_no_person_is_named_nothing_is_said(unsure: Speaker) -> None:
    assert name_chance(unsure) is None
    assert chance(replace(QUOTE, speaker=unsure)) == QUOTE.confidence


def test_the_people_file_is_believed() -> None:
    sure = name_chance(speaker("full name"))
    decided = name_chance(speaker("relative pronoun", decided_by="people file"))
    assert sure is not None
    assert decided is not None
    assert decided > sure


def test_a_name_of_one_word_is_less_sure() -> None:
    whole, word = name_chance(speaker("surname")), name_chance(speaker("surname", name="Lee"))
    assert whole is not None
    assert word is not None
    assert word < whole


def test_min_confidence_counts_the_name() -> None:
    said = replace(QUOTE, confidence=0.95, speaker=speaker("dropped subject"))
    assert chance(said) == pytest.approx(0.95 * 0.8)
    assert matches(Filters(min_confidence=0.76), ARTICLE, said)
    assert not matches(Filters(min_confidence=0.77), ARTICLE, said)
