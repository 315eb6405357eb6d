"""What an article and the list of offices say of a person, against the words of a source."""

from __future__ import annotations

import pytest

from claimkit.analysis.resolution.article_tokens import ArticleTokens
from claimkit.analysis.resolution.whom import listed_offices, profiles
from claimkit.english import names


@pytest.mark.parametrize(
    ("words", "heads"),
    [
        ("the mega donor", ["donor"]),
        ("the Florida senator and Republican presidential candidate", ["senator", "candidate"]),
        ("this “reporter”", ["journalist"]),
        ("a senior barrister who has resigned", ["lawyer"]),
        ("the 27-year-old", [None]),
        ("the Austrian", [None]),
    ],
)
def test_descriptions_of_a_source(words: str, heads: list[str | None]) -> None:
    assert [p.head for p in profiles.phrases(ArticleTokens(words).tokens)] == heads


@pytest.mark.parametrize(
    ("name", "words", "held"),
    [
        ("Gordon Brown", "the chancellor", True),
        ("Tony Blair", "the chancellor", False),
        ("Hillary Clinton", "the former secretary of state", True),
        ("Hillary Clinton", "the deputy secretary of state", False),
        ("Gordon Brown", "the German chancellor", False),
        ("Arnold Schwarzenegger", "the California governor", True),
        ("Arnold Schwarzenegger", "the Texas governor", False),
        ("Olympia Snowe", "the Maine senator", True),
        ("Olympia Snowe", "the U.S. senator", True),
        ("Olympia Snowe", "the Ohio senator", False),
    ],
)
def test_offices_that_the_list_gives_a_person(name: str, words: str, held: bool) -> None:
    parsed = names.parse(name)
    assert parsed is not None
    (asked,) = profiles.phrases(ArticleTokens(words).tokens)
    assert any(listed_offices.answers(asked, office) for office in listed_offices.phrases(parsed)) is held


@pytest.mark.parametrize(
    ("name", "parties"),
    [
        ("Olympia Snowe", {"republican"}),
        ("Arlen Specter", {"republican", "democratic"}),
        ("Mitt Romney", {"republican"}),
        ("Tim Walz", {"democratic"}),
        ("Ruth Calder", set()),
    ],
)
def test_parties_that_the_lists_tell(name: str, parties: set[str]) -> None:
    parsed = names.parse(name)
    assert parsed is not None
    assert listed_offices.parties(parsed) == parties
