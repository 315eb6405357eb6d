"""Who, inside one article: cases as data, and what holds for any text."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.analysis import ner as nlp
from claimkit.analysis import resolution
from claimkit.models.extraction import Attribution, Mention
from claimkit.models.record import Span, Speaker

import marked
from support import cases

FILES = (
    "resolution_names",
    "resolution_pronouns",
    "resolution_roles",
    "resolution_others",
    "resolution_organisations",
)


def answer(speaker: Speaker | None) -> str:
    """A speaker in the notation of the case files."""
    if speaker is None:
        return "nobody"
    if speaker.status == "ambiguous":
        return "ambiguous: " + " | ".join(sorted(e.text for e in speaker.evidence if e.reason == "candidate"))
    if speaker.name is None:
        return speaker.status if speaker.kind in ("person", "organization") else speaker.kind
    prefix = {"organization": "org: ", "group": "together: ", "document": "document of: "}.get(speaker.kind, "")
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
    assert found == case["speakers"]
    for speaker in speakers:
        check_chain(text, speaker)
    if "chain" in case:
        assert speakers[0] is not None
        assert [e.text for e in speakers[0].evidence] == case["chain"]


@pytest.mark.parametrize("case", cases("used_pronouns"))
def test_used_pronouns(case: dict[str, Any]) -> None:
    text, mentions, attributions = marked.read(case["text"])
    found = []
    for speaker in resolution.resolve(text, mentions, attributions):
        assert speaker is not None
        span = speaker.pronouns_span
        assert span is None or text[span.start : span.end] == span.text
        found.append(f"{speaker.pronouns} {span.text}" if span else "")
    assert found == case["used"]


@pytest.mark.parametrize("case", cases("antecedents"))
def test_antecedent(case: dict[str, Any]) -> None:
    text, marks, _ = marked.read(case["text"])
    (pronoun,) = (m for m in marks if m.label == "p")
    found = resolution.antecedent(text, [m for m in marks if m.label != "p"], pronoun.start)
    assert ("" if found is None else found.name) == case["person"]
    if found is not None:
        assert 0 < found.share <= 1
        assert [text[m.start : m.end] for m in found.mentions] == [m.text for m in found.mentions] != []


def test_no_antecedent_where_no_pronoun_begins() -> None:
    text = "Karl Weber left. He slept."
    assert [resolution.antecedent(text, [], start) for start in (0, 18, len(text), 10**6)] == [None] * 4


# Words that bring the rules into contact with each other: names, titles, pronouns, roles, marks, breaks.
VOCABULARY = """
Donald Trump Clinton Hillary Mr. Mrs. President Sen. J.D. Jr. Ukraine Ukrainian U.S. Kremlin he she who they it his I we
the a of and including leader nominee spokesman officials report government campaign said told by from 46 percent
, . “ ” " ' ’s ( ) : ― -
"""
WORDS = st.sampled_from([*VOCABULARY.split(), "\n\n", "\n"])


@st.composite
def articles(draw: st.DrawFn) -> tuple[str, list[Mention], list[Attribution]]:
    """A text of such words with mentions and attributions at arbitrary places."""
    text = draw(st.one_of(st.lists(WORDS, max_size=60).map(" ".join), st.text(max_size=120)))

    def span() -> Span | None:
        ends = sorted(draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
        return Span(ends[0], ends[1], text[ends[0] : ends[1]]) if ends[0] < ends[1] else None

    labels = st.sampled_from(["PERSON", "ORG", "GPE", "NORP", "DATE"])
    spans = [span() for _ in range(draw(st.integers(0, 6)))]
    mentions = sorted((Mention(s.start, s.end, s.text, draw(labels)) for s in spans if s), key=lambda m: m.start)
    attributions = []
    for _ in range(draw(st.integers(0, 5))):
        content, kind = span(), draw(st.sampled_from(["direct", "mixed", "indirect"]))
        if content is not None:
            attributions.append(Attribution(kind, (content,), span(), span(), 1.0))
    return text, mentions, attributions


@given(articles())
def test_any_text_gets_one_answer_for_each_attribution(article: tuple[str, list[Mention], list[Attribution]]) -> None:
    text, mentions, attributions = article
    speakers = resolution.resolve(text, mentions, attributions)
    assert len(speakers) == len(attributions)
    for speaker in speakers:
        check_chain(text, speaker)
    assert resolution.resolve(text, mentions, attributions) == speakers


@given(articles(), st.randoms())
def test_the_order_of_attributions_does_not_matter(
    article: tuple[str, list[Mention], list[Attribution]], random: Random
) -> None:
    text, mentions, attributions = article
    unique = list(dict.fromkeys(attributions))
    shuffled = random.sample(unique, len(unique))
    speakers = dict(zip(unique, resolution.resolve(text, mentions, unique), strict=True))
    assert resolution.resolve(text, mentions, shuffled) == [speakers[a] for a in shuffled]


@given(articles(), st.integers(0, 400))
def test_any_word_has_an_antecedent_or_none(article: tuple[str, list[Mention], list[Attribution]], start: int) -> None:
    text, mentions, _ = article
    for offset in (start, *(at for word in ("he ", "she ") if (at := text.find(word)) >= 0)):
        found = resolution.antecedent(text, mentions, offset)
        assert found is None or (found.mentions and 0 < found.share <= 1)
        assert resolution.antecedent(text, list(reversed(mentions)), offset) == found


def test_an_empty_text() -> None:
    assert resolution.resolve("", [], []) == []


@pytest.mark.model
def test_the_whole_way_with_the_recogniser(recogniser: nlp.Recogniser) -> None:
    text = (
        "KYIV – Ukrainian President Volodymyr Zelensky met Defense Secretary Pete Hegseth on Monday. "
        "“We agreed to stay in touch,” Zelensky said. Hegseth said the talks went well. He left at noon."
    )
    mentions = recogniser.mentions(text)

    def span(words: str, after: int = 0) -> Span:
        start = text.index(words, after)
        return Span(start, start + len(words), words)

    quote = span("“We agreed to stay in touch,”")
    attributions = [
        Attribution("direct", (quote,), span("said"), span("Zelensky", quote.end), 1.0),
        Attribution("indirect", (span("the talks went well"),), span("said", quote.end + 20), span("Hegseth", 90), 1.0),
    ]
    assert [answer(s) for s in resolution.resolve(text, mentions, attributions)] == [
        "Volodymyr Zelensky",
        "Pete Hegseth",
    ]
