"""Names that another article gives for the same words: to whom, to whom not, and that they go with that article."""

from __future__ import annotations

from typing import Any

import pytest

from claimkit import corpus
from claimkit.analysis import resolution
from claimkit.corpus import linking
from claimkit.models import certainty
from claimkit.models.record import Article, Extraction, Quote, Speaker
from claimkit.output import reasons
from claimkit.store import Store

import marked
from support import cases


def extraction(number: int, text: str, published: str | None = "2025-02-03") -> Extraction:
    plain, mentions, attributions = marked.read(text)
    speakers = resolution.resolve(plain, mentions, attributions)
    article = Article(f"a_{number}", f"{number}.txt", plain, outlet=f"Outlet {number}", published=published)
    quotes = [
        Quote(f"q_{number}{i}", article.id, "direct", a.content[0].text, a.content, None, a.source, s, 1.0)
        for i, (a, s) in enumerate(zip(attributions, speakers, strict=True))
    ]
    return Extraction(article, tuple(quotes))


def answer(speaker: Speaker | None) -> str:
    assert speaker is not None
    return ("!" if speaker.decided_by is None else "") + speaker.name if speaker.name else speaker.status


def in_memory(extractions: list[Extraction]) -> list[Extraction]:
    named = corpus.unify(extractions)
    return corpus.share_names(corpus.assign(named, corpus.cluster(named)))


@pytest.mark.parametrize("case", cases("same_words"))
def test_case(case: dict[str, Any]) -> None:
    given = [extraction(n, text) for n, text in enumerate(case["articles"])]
    for order in (given, given[::-1]):
        [quote] = next(one for one in in_memory(order) if one.article.id == "a_0").quotes
        assert answer(quote.speaker) == case["speaker"]
        with Store(":memory:") as store:
            for one in order:
                store.save(one, location=one.article.path, digest="", version="")
                linking.link(store)
            assert sorted(store.extractions(linked=True), key=lambda one: one.article.id) == sorted(
                in_memory(order), key=lambda one: one.article.id
            )


def test_the_evidence_says_so_and_the_name_goes_with_the_article_that_gave_it() -> None:
    words = "[1q “The old reservoir will be drained before the first frost,”]"
    given = [
        extraction(0, f"{words} [1s she] [1c said]."),
        extraction(1, f"{words} [1s [PERSON Mary Lund]] [1c said]."),
    ]
    with Store(":memory:") as store:
        for one in given:
            store.save(one, location=one.article.path, digest="", version="")
        linking.link(store)
        [quote], _ = (one.quotes for one in store.extractions(linked=True))
        assert quote.speaker is not None
        who = quote.speaker
        assert (who.id, who.status, who.decided_by) == ("mary-lund", "resolved", "cluster")
        assert [(step.text, step.reason) for step in quote.speaker.evidence] == [
            ("she", "pronoun"),
            ("she", "same quotation elsewhere"),
        ]
        assert reasons.status(quote, 0).startswith("another article gives the same words")
        assert certainty.name_chance(quote.speaker) == 0.97
        store.remove(["1.txt"])
        linking.link(store)
        [alone] = store.extractions(linked=True)
        assert alone.quotes[0].speaker == given[0].quotes[0].speaker
