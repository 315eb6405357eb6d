"""Who, across articles: cases as data, and that no order of articles changes an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.corpus import people
from claimkit.english.text import slug
from claimkit.models.record import Article, Extraction, Quote, Span, Speaker
from claimkit.models.types import SpeakerKind

from support import cases

_ENTRY = re.compile(r"(?P<kind>org: |together: )?(?P<name>[^(]+?)(?: \((?P<aliases>.*)\))?")
_KINDS: dict[str | None, SpeakerKind] = {None: "person", "org: ": "organization", "together: ": "group"}


def speaker(entry: str) -> Speaker:
    """A speaker from the notation of the case file."""
    match = _ENTRY.fullmatch(entry)
    assert match, entry
    aliases = tuple(a.strip() for a in (match["aliases"] or "").split(";") if a.strip())
    return Speaker(slug(match["name"]), match["name"], _KINDS[match["kind"]], "resolved", (), aliases)


def extraction(number: int, entries: Sequence[str], text: str = "") -> Extraction:
    """An article with one quote for each speaker."""
    article = Article(f"a_{number}", f"{number}.txt", text)
    span = Span(0, 1, "x")
    quotes = [
        Quote(f"q_{number}_{i}", article.id, "direct", "x", (span,), None, None, speaker(entry), 1.0)
        for i, entry in enumerate(entries)
    ]
    return Extraction(article, tuple(quotes))


def shown(found: Speaker | None, aliases: bool) -> str:
    assert found is not None
    assert found.name is not None
    assert found.id == slug(found.name)
    kind = next(k or "" for k, v in _KINDS.items() if v == found.kind)
    doubt = "? " if found.status == "ambiguous" else ""
    return doubt + kind + found.name + (f" ({'; '.join(found.aliases)})" if aliases else "")


@pytest.mark.parametrize("case", cases("people"))
def test_case(case: dict[str, Any]) -> None:
    texts = case.get("texts", [""] * len(case["articles"]))
    given = [extraction(i, a, t) for i, (a, t) in enumerate(zip(case["articles"], texts, strict=True))]
    for order in (given, given[::-1]):
        unified = sorted(people.unify(order), key=lambda e: e.article.id)
        for got, want in zip(unified, case["expect"], strict=True):
            assert [shown(q.speaker, "(" in w) for q, w in zip(got.quotes, want, strict=True)] == want


GIVEN = ["Donald", "Donald J.", "D.", "Melania", "Mike", "Michael", "George", "George W.", "George H. W.", "J.D.", ""]
FAMILY = ["Trump", "Waltz", "Bush", "Zelensky", "Zelenskiy", "Zelenskyy", "Xi Jinping", "Trump Jr."]
NAMES = st.builds(lambda g, f: f"{g} {f}".strip(), st.sampled_from(GIVEN), st.sampled_from(FAMILY))
ENTRIES = st.one_of(NAMES, st.sampled_from(["org: The Post", "org: post", "together: Mike Waltz and Trump"]))
TEXTS = st.sampled_from(["", "Mr. Trump spoke.", "President Trump met Mrs. Trump.", "President George W. Bush came."])


@given(st.lists(st.tuples(st.lists(ENTRIES, max_size=4), TEXTS), max_size=8), st.randoms())
def test_order_never_matters(articles: list[tuple[list[str], str]], random: Random) -> None:
    given = [extraction(i, entries, text) for i, (entries, text) in enumerate(articles)]
    unified = {e.article.id: e for e in people.unify(given)}
    shuffled = random.sample(given, len(given))
    again = people.unify(shuffled)
    assert [e.article.id for e in again] == [e.article.id for e in shuffled]
    assert {e.article.id: e for e in again} == unified


def test_speakers_without_a_name_stay_as_they_are() -> None:
    nobody = Speaker("unresolved", None, "person", "unresolved")
    given = extraction(0, ["Donald Trump"])
    quotes = (*given.quotes, *(Quote("q", "a_0", "direct", "x", (), None, None, s, 1.0) for s in (None, nobody)))
    unified = people.unify([Extraction(given.article, quotes)])[0]
    assert [q.speaker for q in unified.quotes[1:]] == [None, nobody]
