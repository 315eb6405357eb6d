from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimkit.english.text import terms
from claimkit.errors import UsageError
from claimkit.models.hits import Hit
from claimkit.models.record import Article, Extraction, Quote, Span, outlets_of, without_outlet
from claimkit.search import cluster_lists, entries, speaker_lists
from claimkit.search.alignment import Phrase, align, ranges
from claimkit.search.filters import ALL_STATUSES, ALL_TYPES, Filters, matches
from claimkit.search.phrase import who_said
from claimkit.store import Store

from records import cluster, extraction, extractions, person, texts
from store_links import write_links

CASES = tomllib.loads((Path(__file__).parent / "cases" / "search.toml").read_text(encoding="utf-8"))


def fill(store: Store, *items: Extraction) -> Store:
    for item in items:
        store.save(item, location=item.article.id, digest="d", version="1")
    return store


def articles() -> list[Extraction]:
    return [
        extraction(
            article["path"],
            *((q["text"], q["speaker"], q.get("type", "direct")) for q in article["quotes"]),
            outlet=article.get("outlet"),
            published=article.get("published"),
        )
        for article in CASES["article"]
    ]


@pytest.fixture(scope="module")
def coast() -> Iterator[Store]:
    with Store(":memory:") as store:
        yield fill(store, *articles())


def marked(hit: Hit) -> str:
    text, position = "", 0
    for start, end in hit.ranges:
        text += f"{hit.quote.text[position:start]}[{hit.quote.text[start:end]}]"
        position = end
    return text + hit.quote.text[position:]


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["phrase"][:40])
def test_who_said(coast: Store, case: dict[str, Any]) -> None:
    hits = who_said(coast, case["phrase"])
    if "best" not in case and "score" not in case:
        assert [(hit.score, marked(hit)) for hit in hits] == []
        return
    if "best" in case:
        assert marked(hits[0]) == case["best"]
    if "second" in case:
        assert marked(hits[1]) == case["second"]
    if "score" in case:
        assert hits[0].score == case["score"]
    else:
        assert 0 < hits[0].score < 100


def test_exact_comes_before_partial_and_partial_before_damaged() -> None:
    texts = [
        "It will sail before the winter storms.",
        "It will sail well before the winter storms.",
        "It will sail before the autumn storms.",
        "It would stop before a summer storm.",
    ]
    with Store(":memory:") as store:
        fill(store, extraction("a.txt", *((text, "Ada Lund") for text in reversed(texts))))
        hits = who_said(store, "sail before the winter storms")
        assert [hit.quote.text for hit in hits] == texts[:3]
        scores = [hit.score for hit in hits]
        assert scores[0] == 100
        assert scores == sorted(set(scores), reverse=True)


def test_limit(coast: Store) -> None:
    assert len(who_said(coast, "the")) > 2
    assert len(who_said(coast, "the", limit=2)) == 2
    assert who_said(coast, "the", limit=0) == []
    assert who_said(coast, "the", limit=2) == who_said(coast, "the", limit=5)[:2]


@pytest.mark.parametrize("phrase", ["", "  ", "“”", "?!", "_", "\ud800"])
def test_a_phrase_without_a_word(coast: Store, phrase: str) -> None:
    with pytest.raises(UsageError, match="contains no word"):
        who_said(coast, phrase)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(), ["harbour.txt", "courier.txt"]),
        (Filters(speakers=("lund",)), ["harbour.txt"]),
        (Filters(speakers=("Jonas Berg",)), ["courier.txt"]),
        (Filters(outlet="courier"), ["courier.txt"]),
        (Filters(since="2025-02-10"), ["courier.txt"]),
        (Filters(until="2025-02-09"), ["harbour.txt"]),
        (Filters(types=frozenset({"indirect"})), []),
        (Filters(min_confidence=0.95), []),
        (Filters(speakers=("Nobody",)), []),
        (Filters(speakers=("Nobody", "Jonas Berg")), ["courier.txt"]),
        (Filters(exclude_speakers=("Berg",)), ["harbour.txt"]),
        (Filters(exclude_speakers=("Lund", "Berg", "Núñez")), []),
        (Filters(statuses=frozenset({"resolved"})), ["harbour.txt", "courier.txt"]),
        (Filters(statuses=frozenset({"anonymous"})), []),
        (Filters(claims=True), ["harbour.txt", "courier.txt"]),
    ],
)
def test_who_said_with_filters(coast: Store, filters: Filters, found: list[str]) -> None:
    hits = who_said(coast, "nobody", filters) + who_said(coast, "headway", filters)
    if filters.speakers == ("lund",):
        assert [hit.article.path for hit in hits] == found
    else:
        assert sorted({hit.article.path for hit in hits}) == sorted(found)


@pytest.mark.parametrize("claims", [True, False])
@given(item=extractions())
@settings(deadline=None, max_examples=30)
def test_the_store_keeps_the_claims_that_the_filter_keeps(item: Extraction, claims: bool) -> None:
    filters = Filters(claims=claims)
    with Store(":memory:") as store:
        store.save(item, location="a", digest="d", version="v")
        expected = [quote.id for quote in item.quotes if matches(filters, item.article, quote)]
        assert [entry.quote.id for entry in entries.quotes(store, filters)] == expected


def test_one_hit_for_a_cluster_with_its_other_outlets() -> None:
    late = extraction("late.txt", ("We will rebuild the old pier.", "Ada Lund"), outlet="Post", published="2025-03-02")
    early = extraction("early.txt", ("rebuild the old pier", "Lund", "mixed"), outlet="Courier", published="2025-03-01")
    bare = extraction("bare.txt", ("We will rebuild the old pier in May.", "A. Lund"))
    alone = extraction("alone.txt", ("We will never rebuild the old pier in June.", "Jonas Berg"), outlet="Post")
    quotes = [item.quotes[0] for item in (late, early, bare)]
    with Store(":memory:") as store:
        fill(store, late, early, bare, alone)
        linked = [
            replace(item, quotes=tuple(replace(q, speaker=person("Ada Lund", "A. Lund", "Lund")) for q in item.quotes))
            for item in (late, early, bare)
        ]
        write_links(store, [*linked, alone], [cluster(*quotes)])
        hits = who_said(store, "we will rebuild the old pier in May")
        assert [hit.article.path for hit in hits] == ["bare.txt", "alone.txt"]
        assert [entry.article.path for entry in hits[0].others] == ["early.txt", "late.txt"]
        assert hits[0].outlets == ("Courier", "Post")
        assert hits[0].without_outlet == 1
        assert hits[0].quote.cluster == "c_1"
        assert hits[0].quote.speaker == person("Ada Lund", "A. Lund", "Lund")
        assert hits[1].others == ()
        (other,) = who_said(store, "we will rebuild the old pier", Filters(outlet="courier"))
        assert other.article.path == "early.txt"
        assert [entry.article.path for entry in other.others] == ["late.txt", "bare.txt"]


def test_context_is_prose_of_the_article() -> None:
    text = (
        "# Pier\n\n"
        + "Far away. " * 100
        + "The mayor, [Ada](x) Lund,\n\nsaid: “We build.” She left. "
        + "Later. " * 100
    )
    start = text.index("We build.")
    link = text.index("[Ada](x)")
    article = Article("a", "p.md", text, cuts=((link, link + 1), (link + 4, link + 8)))
    quote = Quote("q", "a", "direct", "We build.", (Span(start, start + 9, "We build."),), None, None, None, 1.0)
    with Store(":memory:") as store:
        fill(store, Extraction(article, (quote,)))
        (hit,) = who_said(store, "we build")
        assert hit.before.endswith("Far away. The mayor, Ada Lund, said: “")
        assert hit.before.startswith(("…Far away.", "…away. Far"))
        assert hit.after.startswith("” She left. Later.")
        assert hit.after.endswith(("Later.…", "Later…"))
        assert max(len(hit.before), len(hit.after)) <= 162


def test_context_at_the_edges_of_the_article() -> None:
    quote = Quote("q", "a", "direct", "We build.", (Span(1, 10, "We build."),), None, None, None, 1.0)
    with Store(":memory:") as store:
        fill(store, Extraction(Article("a", "p", "“We build.”"), (quote,)))
        (hit,) = who_said(store, "we build")
        assert (hit.before, hit.after) == ("“", "”")


# --- properties


_three = [extractions(name) for name in "abc"]


@st.composite
def filled(draw: st.DrawFn) -> list[Extraction]:
    items = [draw(one) for one in _three]
    numbered = [
        replace(item, quotes=tuple(replace(q, id=f"{item.article.id}_{q.id}") for q in item.quotes)) for item in items
    ]
    return [item for item in numbered if item.quotes]


@given(items=filled(), data=st.data())
@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
def test_every_quotation_is_found_by_its_own_words(items: list[Extraction], data: st.DataObject) -> None:
    quotes = [quote for item in items for quote in item.quotes if terms(quote.text)]
    if not quotes:
        return
    quote = data.draw(st.sampled_from(quotes))
    with Store(":memory:") as store:
        fill(store, *items)
        hits = who_said(store, quote.text, limit=100)
        assert hits[0].score == 100
        assert quote.id in {hit.quote.id for hit in hits if hit.score == 100}
        for hit in hits:
            assert hit.ranges
            position = -1
            for start, end in hit.ranges:
                assert position < start < end <= len(hit.quote.text)
                position = end


@given(phrase=texts | st.text("abc \"'*():^-+{}ANDORT", max_size=60))
def test_no_phrase_is_an_error(coast: Store, phrase: str) -> None:
    try:
        hits = who_said(coast, phrase)
    except UsageError:
        assert terms(phrase) == []
    else:
        assert len(hits) <= 10


def test_a_very_long_phrase(coast: Store) -> None:
    words = [word for item in articles() for quote in item.quotes for word in terms(quote.text)]
    assert who_said(coast, " ".join(words * 50))
    assert who_said(coast, "ferri " * 200, limit=3) == []
    assert who_said(coast, "x" * 100_000) == []


@given(items=filled(), order=st.permutations(range(3)), data=st.data())
@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
def test_answers_do_not_depend_on_the_order_of_saving(
    items: list[Extraction], order: list[int], data: st.DataObject
) -> None:
    words = sorted({word for item in items for quote in item.quotes for word in terms(quote.text)})
    phrase = " ".join(data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=4))) if words else "none"
    answers = []
    for chosen in (items, [items[i] for i in order if i < len(items)]):
        with Store(":memory:") as store:
            fill(store, *chosen, *chosen[:1])
            write_links(store, list(store.extractions()), [])
            answers.append(
                (
                    who_said(store, phrase),
                    list(entries.quotes(store)),
                    speaker_lists.speakers(store),
                    cluster_lists.clusters(store),
                )
            )
    assert answers[0] == answers[1]


def in_sql(item: Extraction) -> tuple[bool, bytes, str]:
    """Sorts as the store does: paths that are not valid Unicode are bytes there, and come last."""
    path = item.article.path.encode("utf-8", "surrogatepass")
    return path != item.article.path.encode("utf-8", "replace"), path, item.article.id


@given(
    items=filled(),
    filters=st.builds(
        Filters,
        speakers=st.lists(texts, max_size=2).map(tuple),
        exclude_speakers=st.lists(texts, max_size=2).map(tuple),
        statuses=st.none() | st.frozensets(st.sampled_from(sorted(ALL_STATUSES))),
        types=st.frozensets(st.sampled_from(sorted(ALL_TYPES))),
        outlet=st.none() | texts,
        since=st.none() | st.dates().map(str),
        until=st.none() | st.dates().map(str) | st.integers(1000, 3000).map(str),
        min_confidence=st.floats(0, 1),
    ),
    data=st.data(),
)
@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
def test_the_store_filters_as_the_pure_function_does(
    items: list[Extraction], filters: Filters, data: st.DataObject
) -> None:
    names = [q.speaker.name for item in items for q in item.quotes if q.speaker and q.speaker.name]
    for field in ("speakers", "exclude_speakers"):
        if names and data.draw(st.booleans()):
            chosen_names = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=2))
            filters = replace(filters, **{field: (*getattr(filters, field), *chosen_names)})
    with Store(":memory:") as store:
        fill(store, *items)
        everything = list(entries.quotes(store))
        assert [entry.quote for entry in everything] == [
            quote for item in sorted(items, key=in_sql) for quote in item.quotes
        ]
        chosen = [entry for entry in everything if matches(filters, entry.article, entry.quote)]
        assert list(entries.quotes(store, filters)) == chosen


@pytest.mark.parametrize("outlet", ["The Post", "Post\0 of Tallinn", "Post \ud800", "\ud83d\ude00 Post"])
def test_an_outlet_with_odd_characters_is_filtered_by(outlet: str) -> None:
    with Store(":memory:") as store:
        fill(store, extraction("a.txt", ("We build.", "Ada Lund"), outlet=outlet), extraction("b.txt", ("No.", None)))
        filters = Filters(outlet="post")
        assert [entry.article.outlet for entry in entries.quotes(store, filters)] == [outlet]
        assert [hit.article.outlet for hit in who_said(store, "we build", filters)] == [outlet]


# --- alignment


def test_alignment_prefers_words_that_stand_together() -> None:
    phrase = Phrase(("a", "b"), (1.0, 1.0), (True, True), {"a": [(0, 1.0)], "b": [(1, 1.0)]})
    assert align(phrase, ["a", "x", "x", "x", "b", "y", "a", "b"]).pairs == ((0, 6), (1, 7))
    assert align(phrase, ["b", "a"]).weight == 1.0
    assert align(phrase, ["x"]).pairs == ()
    assert align(phrase, ["a", "x", "b"]).weight == pytest.approx(2 - 0.15)


@given(words=st.lists(st.sampled_from("abcd"), max_size=12), asked=st.lists(st.sampled_from("abc"), min_size=1))
def test_alignment_is_in_order_and_worth_what_it_says(words: list[str], asked: list[str]) -> None:
    near = {word: [(i, 1.0) for i, other in enumerate(asked) if other == word] for word in set(asked)}
    phrase = Phrase(tuple(asked), (1.0,) * len(asked), (True,) * len(asked), near)
    found = align(phrase, words)
    places = [j for _, j in found.pairs]
    assert all(asked[i] == words[j] for i, j in found.pairs)
    assert [i for i, _ in found.pairs] == sorted({i for i, _ in found.pairs})
    assert places == sorted(set(places))
    skipped = places[-1] - places[0] + 1 - len(places) if places else 0
    assert found.weight == pytest.approx(len(places) - 0.15 * skipped)


@given(texts | st.text("aé ’ﬁß½e\u0301\u1e9b\u0323İ-", max_size=30), st.data())
def test_ranges_cover_the_words(text: str, data: st.DataObject) -> None:
    words = terms(text)
    if not words:
        return
    place = data.draw(st.integers(0, len(words) - 1))
    ((start, end),) = ranges(text, [place])
    assert words[place] in "".join(terms(text[start:end]))
    whole = ranges(text, list(range(len(words))))
    assert len(whole) == 1
    assert "".join(terms(text[slice(*whole[0])])) == "".join(words)


# --- lists


def links(store: Store) -> None:
    lund = person("Ada Lund", "Lund", "Mayor Lund")
    one = extraction("1.txt", ("We build.", "Lund"), ("Soon.", "Lund"), outlet="Post", published="2025-01-05")
    two = extraction("2.txt", ("We build!", "Ada Lund"), outlet="Post", published="2025-01-02")
    three = extraction("3.txt", ("we build", "Mayor Lund"), ("No.", "Jonas Berg"), ("Hm.", None))
    four = extraction("4.txt", ("No", "Jonas Berg"), outlet="Courier")
    fill(store, one, two, three, four)

    def name(quote: Quote) -> Quote:
        return replace(quote, speaker=lund) if quote.speaker and "Lund" in (quote.speaker.name or "") else quote

    linked = [replace(item, quotes=tuple(name(q) for q in item.quotes)) for item in (one, two, three, four)]
    write_links(
        store,
        linked,
        [
            cluster(three.quotes[0], one.quotes[0], two.quotes[0], id="c_build"),
            cluster(three.quotes[1], four.quotes[0], id="c_no"),
        ],
    )


def test_speakers() -> None:
    with Store(":memory:") as store:
        links(store)
        lund, berg = speaker_lists.speakers(store)
        assert lund.speaker == person("Ada Lund", "Lund", "Mayor Lund")
        assert (lund.quotes, lund.articles, lund.outlets) == (4, 3, 1)
        assert (lund.first, lund.last) == ("2025-01-02", "2025-01-05")
        assert (berg.speaker.name, berg.quotes, berg.outlets, berg.first) == ("Jonas Berg", 2, 1, None)
        assert speaker_lists.speakers(store, "mayor lund") == [lund]
        assert speaker_lists.speakers(store, "Nobody") == []


def test_speakers_that_upstream_gives_one_id_are_one() -> None:
    with Store(":memory:") as store:
        item = extraction("1.txt", ("We build.", "Ada Lund"), ("Soon.", "Ada Lund"))
        first, second = item.quotes
        item = replace(item, quotes=(first, replace(second, speaker=person("Ada Lund", "Lund"))))
        write_links(fill(store, item), [item], [])
        (lund,) = speaker_lists.speakers(store)
        assert lund.speaker == person("Ada Lund", "Lund")
        assert lund.quotes == 2


def test_clusters() -> None:
    with Store(":memory:") as store:
        links(store)
        build, no = cluster_lists.clusters(store)
        assert build.cluster.id == "c_build"
        assert [entry.article.path for entry in build.entries] == ["3.txt", "1.txt", "2.txt"]
        assert build.cluster.members == tuple(entry.quote.id for entry in build.entries)
        assert (build.outlets, build.without_outlet) == (("Post",), 1)
        assert build.representative.quote.text == "we build"
        assert (no.outlets, no.without_outlet) == (("Courier",), 1)
        assert cluster_lists.clusters(store, min_members=3) == [build]
        assert cluster_lists.clusters(store, min_outlets=2) == []
        assert cluster_lists.clusters(store, limit=1) == [build]


def test_a_cluster_outlives_its_representative() -> None:
    with Store(":memory:") as store:
        links(store)
        store.remove([extraction("3.txt").article.id])
        (build,) = cluster_lists.clusters(store)
        assert [entry.article.path for entry in build.entries] == ["1.txt", "2.txt"]
        assert build.representative.article.path == "1.txt"


def test_an_article_without_an_outlet_is_not_an_outlet() -> None:
    articles = [
        Article("a", "1/p.txt", "", outlet="Post"),
        Article("b", "2/p.txt", ""),
        Article("c", "3/p.txt", "", outlet="Post"),
        Article("d", "4/p.txt", ""),
    ]
    assert outlets_of(articles) == ("Post",)
    assert without_outlet(articles) == 2


# --- the whole process

SCRIPT = """
import json, sys
from claimkit.search.phrase import who_said
from claimkit.store import Store

with Store(sys.argv[1], readonly=True) as store:
    hits = who_said(store, "making progres")
print(json.dumps([[hit.quote.text for hit in hits], sorted(sys.modules)]))
"""


def test_searching_loads_nothing_heavy(tmp_path: Path) -> None:
    file = tmp_path / "claimkit.db"
    with Store(file) as store:
        fill(store, *articles())
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    command = [sys.executable, "-c", SCRIPT, str(file)]
    done = subprocess.run(command, env=environment, capture_output=True, check=True, timeout=60)
    found, modules = json.loads(done.stdout)
    assert found == ["We are making progress, real progress, and the ferry will sail again."]
    assert not {"spacy", "numpy", "onnxruntime", "trafilatura", "typer", "rich"} & set(modules)
