"""Who, inside one article: cases as data, and what holds for any text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit import resolution
from claimkit.models import Attribution, Mention, Span, Speaker
from tests import marked
from tests.support import cases

FILES = ("resolution_names", "resolution_pronouns", "resolution_roles", "resolution_others")


def answer(speaker: Speaker | None) -> str:
    """A speaker in the notation of the case files."""
    if speaker is None:
        return "nobody"
    if speaker.status == "ambiguous":
        return "ambiguous: " + " | ".join(e.text for e in speaker.evidence if e.reason == "candidate")
    if speaker.name is None:
        return speaker.status if speaker.kind in ("person", "organization") else speaker.kind
    prefix = {"organization": "org: ", "group": "together: "}.get(speaker.kind, "")
    return prefix + speaker.name


def check_chain(text: str, speaker: Speaker | None) -> None:
    """Each step of the evidence is where it says it is; a resolved speaker has some."""
    if speaker is not None:
        assert all(text[e.start : e.end] == e.text and e.reason for e in speaker.evidence)
        assert speaker.evidence or speaker.status != "resolved"
        assert speaker.name is None or speaker.status == "resolved"


@pytest.mark.parametrize("case", [c for f in FILES for c in cases(f)])
def test_case(case: dict[str, Any]) -> None:
    text, mentions, attributions = marked.read(case["text"])
    speakers = resolution.resolve(text, mentions, attributions)
    found = [answer(s) for s in speakers]
    for got, want in zip(found, case["speakers"], strict=True):
        if want.startswith("ambiguous: "):
            assert sorted(got.removeprefix("ambiguous: ").split(" | ")) == sorted(want.removeprefix("ambiguous: ").split(" | "))
        else:
            assert got == want, found
    for speaker in speakers:
        check_chain(text, speaker)
    if "chain" in case:
        assert speakers[0] is not None
        assert [e.text for e in speakers[0].evidence] == case["chain"]
