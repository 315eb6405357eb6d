"""The shipped list of public offices: what it holds, and whom it names in articles of a day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from claimkit.analysis import resolution
from claimkit.corpus import people
from claimkit.corpus.people import office_list
from claimkit.english import lexicon, names
from claimkit.models.record import Article, Evidence, Extraction, Quote, Span, Speaker

import marked
from support import cases


def extraction(text: str, published: str | None) -> Extraction:
    """An article from the notation of the case file, with the speakers that it gives itself."""
    plain, mentions, attributions = marked.read(text)
    speakers = resolution.resolve(plain, mentions, attributions)
    quotes = [
        Quote(f"q_{i}", "a_1", a.type, a.content[0].text, a.content, None, a.source, s, 1.0)
        for i, (a, s) in enumerate(zip(attributions, speakers, strict=True))
    ]
    return Extraction(Article("a_1", "1.txt", plain, published=published), tuple(quotes))


def answer(speaker: Speaker | None) -> str:
    assert speaker is not None
    if speaker.status == "ambiguous":
        return "? " + " | ".join(sorted(e.candidate for e in speaker.evidence if e.candidate))
    if speaker.name is None:
        return speaker.status
    return ("!" if speaker.decided_by is None else "") + speaker.name


@pytest.mark.parametrize("case", cases("people_offices"))
def test_case(case: dict[str, Any]) -> None:
    given = extraction(case["text"], case.get("date"))
    found = people.unify([given])[0]
    assert [answer(q.speaker) for q in found.quotes] == case["speakers"]
    for quote in found.quotes:
        assert quote.speaker is not None
        assert all(given.article.text[e.start : e.end] == e.text for e in quote.speaker.evidence)
        if quote.speaker.decided_by is not None:
            assert quote.speaker.status == "resolved"
            assert "office" in [e.reason for e in quote.speaker.evidence]


@pytest.mark.parametrize(
    ("source", "published", "expected"),
    [
        ("The president", "2016-10-01", "Barack Obama"),
        ("The U.S. president", "2016-10-01", "Barack Obama"),
        ("The U.S. president", "2025-10-01", None),  # neither of them then
        ("The U.S. president", None, None),
        ("The governor", "2016-10-01", None),
    ],
)
def test_of_several_people_of_the_article_the_holder(source: str, published: str | None, expected: str | None) -> None:
    text = f"Ann Lee met Barack Obama. {source} spoke."
    spans = [(source, "role"), ("Ann Lee", "candidate"), ("Barack Obama", "candidate")]
    steps = tuple(Evidence(text.index(w), text.index(w) + len(w), w, reason) for w, reason in spans)
    quote = Quote("q", "a", "direct", "x", (Span(0, 1, "A"),), None, None, _ambiguous(steps), 1.0)
    found = people.unify([Extraction(Article("a", "a.txt", text, published=published), (quote,))])[0].quotes[0].speaker
    assert found is not None
    assert found.name == expected
    assert (found.status, found.decided_by) == (("resolved", "office list") if expected else ("ambiguous", None))
    if expected:
        assert [e.text for e in found.evidence] == [source, "Barack Obama"]


def _ambiguous(steps: tuple[Evidence, ...]) -> Speaker:
    return Speaker("ambiguous", None, "person", "ambiguous", steps)


def test_a_day_that_is_no_iso_date_is_no_day() -> None:
    found = people.unify([extraction("[1q “Soon,”] [1s the [NORP French] president] [1c said].", "last May")])[0]
    assert answer(found.quotes[0].speaker) == "unresolved"


def test_the_list_gives_a_wikidata_id_where_it_has_one() -> None:
    found = people.unify([extraction("[1q “Soon,”] [1s the [GPE U.S.] president] [1c said].", "2025-02-03")])[0]
    assert found.quotes[0].speaker is not None
    assert found.quotes[0].speaker.wikidata == "Q22686"


def test_a_name_that_only_the_list_gives_never_outvotes_the_articles() -> None:
    office = "[1s The [NORP Ukrainian] leader] [1c said] [1i no]."
    name = "[1s [PERSON Volodymyr Zelenskiy]] [1c said] [1i no]."
    given = [extraction(office, "2025-02-03"), extraction(office, "2025-02-04"), extraction(name, "2025-02-05")]
    given = [Extraction(_numbered(e.article, i), e.quotes) for i, e in enumerate(given)]
    for order in (given, given[::-1]):
        speakers = [e.quotes[0].speaker for e in people.unify(order)]
        assert {s.name for s in speakers if s} == {"Volodymyr Zelenskiy"}


def _numbered(article: Article, number: int) -> Article:
    return Article(f"a_{number}", f"{number}.txt", article.text, published=article.published)


def test_every_office_has_a_source_and_holders_in_order() -> None:
    data = lexicon.table("offices")
    known = set(data["persons"])
    for row in data["office"]:
        assert len(row["source"]) > 5
        assert row.get("country") or row.get("of")
        assert row.get("country", "France") in lexicon.table("places")["countries"]
        for name, since, *until in row["holders"]:
            known.discard(name)
            assert names.parse(name) is not None
            assert since < (until[0] if until else data["as_of"])
        for (_, _, *until), (_, since, *_) in zip(row["holders"], row["holders"][1:], strict=False):
            assert until
            assert until[0] <= since
    assert not known, "spellings of people who hold no office"


def test_as_of_is_a_day_on_which_the_list_is_whole() -> None:
    table = office_list.office_table()
    assert table.as_of > date(2025, 1, 1)
    assert all(office.holders for offices in table.phrases.values() for office in offices)
