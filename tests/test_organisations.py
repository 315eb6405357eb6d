"""Organisations: as speakers of whole articles, and as those for whom people speak."""

from __future__ import annotations

import re
from typing import Any

import pytest

from claimkit.analysis import resolution
from claimkit.analysis.analyser import Analyser
from claimkit.analysis.resolution.organisations import words as words_of
from claimkit.models.record import Article, Quote

import marked
from support import cases


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser()


def letters(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


@pytest.mark.parametrize("case", cases("organisations"), ids=lambda case: str(case["name"]))
def test_speakers_of_an_article(case: dict[str, Any], analyser: Analyser) -> None:
    quotes = analyser.analyse(Article("a", "a.txt", case["text"])).quotes
    for said in case["speakers"]:
        found = [q for q in quotes if letters(said["words"]) in letters(q.text)]
        assert found, f"not found: {said['words']}"
        assert said["name"] in {name_of(q) for q in found}


def name_of(quote: Quote) -> str:
    return (quote.speaker.name if quote.speaker else None) or ""


@pytest.mark.parametrize(
    ("text", "name", "affiliation"),
    [
        ("[1s [ORG Kremlin] spokesman [PERSON Oleg Rudin]] [1c said] [1i so].", "Oleg Rudin", "Kremlin"),
        ("[1s [PERSON Nana Osei], an envoy of the [ORG Ferry Board]], [1c said] [1i so].", "Nana Osei", "Ferry Board"),
        ("[1s [PERSON Ada Lowe] of [ORG Shoppers United]] [1c said] [1i so].", "Ada Lowe", "Shoppers United"),
        ("[1s [PERSON Ada Lowe], [ORG Nordvik]’s chief executive], [1c said] [1i so].", "Ada Lowe", "Nordvik"),
        ("[PERSON Ada Lowe], head of [ORG Ferry Aid], left. [1s Lowe] [1c said] [1i so].", "Ada Lowe", "Ferry Aid"),
        ("[1s A [ORG Severn Water] spokesman] [1c said] [1i so].", None, "Severn Water"),
        ("[1s analysts at [ORG Harcourt Bank]] [1c said] [1i so].", None, "Harcourt Bank"),
        ("[ORG Ryanair] is late. [1s a spokesman for the airline] [1c said] [1i so].", None, "Ryanair"),
        # nobody speaks for these
        ("[1s A diplomat from a [ORG NATO] country] [1c said] [1i so].", None, None),
        ("[ORG Aid] head [PERSON Ada Po] and MP [PERSON Jo Berg] sat. [1s Berg] [1c said] [1i no].", "Jo Berg", None),
        ("[1s former [ORG Nordvik] director [PERSON Ada Lowe]] [1c said] [1i so].", "Ada Lowe", None),
        ("[1s Secretary of [ORG State] [PERSON Ada Lowe]] [1c said] [1i so].", "Ada Lowe", None),
        ("[1s a [ORG Nordvik] customer] [1c said] [1i so].", None, None),
        ("They left [ORG Ferry Aid]. Chairman [PERSON Ada Lowe] sat. [1s Lowe] [1c said] [1i so].", "Ada Lowe", None),
    ],
)  # fmt: skip
def test_affiliation(text: str, name: str | None, affiliation: str | None) -> None:
    plain, mentions, attributions = marked.read(text)
    (speaker,) = resolution.resolve(plain, mentions, attributions)
    assert speaker is not None
    assert (speaker.name, speaker.affiliation) == (name, affiliation)
    span = speaker.affiliation_span
    assert (span is None) == (affiliation is None)
    if span is not None:
        assert plain[span.start : span.end] == span.text


def test_a_document_goes_under_its_publisher() -> None:
    plain, mentions, attributions = marked.read("[1s A [ORG Gallup] poll] [1c found] [1i that cats lead].")
    (speaker,) = resolution.resolve(plain, mentions, attributions)
    assert speaker is not None
    assert (speaker.id, speaker.name, speaker.publisher, speaker.kind) == (
        "gallup-document",
        "Gallup",
        "Gallup",
        "document",
    )


@pytest.mark.parametrize(
    ("noun", "kind"),
    [("airline", "airline"), ("company", "airline"), ("chipmaker", "company"), ("paper", "newspaper")],
)
def test_kinds_of_a_noun(noun: str, kind: str) -> None:
    assert kind in words_of.kinds_of_noun(noun)
    assert kind not in words_of.kinds_of_noun("spokesman")


def test_names_of_one_organisation_share_a_key() -> None:
    assert words_of.key("The Nordvik Corp.") == words_of.key("Nordvik’s") == ("nordvik",)
    assert words_of.key("U.N.") == words_of.key("UN")
    assert {"nurp"} <= words_of.initials("National Union of River Pilots")


@pytest.mark.parametrize(
    ("text", "kind", "members"),
    [
        ("Deutsche Bank and Barclays said rates fell.", "organization", ["Deutsche Bank", "Barclays"]),
        ("South Korea and Japan said they would act.", "organization", ["South Korea", "Japan"]),
        ("Developer Hallam Homes said it was disappointed.", "organization", []),
        ("Carlton Rovers boss Mick Dunleavy resigned.\n\nRovers said they would appeal.", "organization", []),
        ("Web administrator Crowe said the server failed. Crowe said it was old.", "person", []),
    ],
)
def test_kind_of_speaker(text: str, kind: str, members: list[str], analyser: Analyser) -> None:
    """Several organisations are organisations; a name after a role is a person's, whatever NER takes it for."""
    speaker = analyser.analyse(Article("a", "a.txt", text)).quotes[0].speaker
    assert speaker is not None
    assert (speaker.kind, [member.name for member in speaker.members]) == (kind, members)


def test_a_knight_has_the_office_before_sir(analyser: Analyser) -> None:
    quote = analyser.analyse(Article("a", "a.txt", "Town Council leader Sir Alan Booth said it was late.")).quotes[0]
    assert quote.speaker is not None
    assert quote.speaker.title is not None
    assert quote.speaker.title.text == "Town Council leader"
