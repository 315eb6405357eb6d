from __future__ import annotations

import random
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimkit.corpus import clusters
from claimkit.corpus.clusters import block, score
from claimkit.corpus.clusters.quote_columns import encode_quotes, words_said
from claimkit.corpus.clusters.texts import build_texts, rank_by_fullness
from claimkit.english.text import digest, slug
from claimkit.models.collection import Cluster
from claimkit.models.record import Article, Extraction, Quote, Span, Speaker
from claimkit.runs import pipeline
from claimkit.search import cluster_lists
from claimkit.store import Store

from records import extraction, extractions, person

CASES = tomllib.loads((Path(__file__).parent / "cases" / "clusters.toml").read_text(encoding="utf-8"))["case"]
SENTENCE = "The old reservoir will be drained before the first frost, whatever the council decides."


def printed(number: int, text: str, by: str | None = None, on: str | None = None, **more: Any) -> Extraction:
    """An article with one quotation, `q_007` for number 7."""
    speaker = by and Speaker(slug(by), by, more.get("kind", "person"), more.get("status", "resolved"))
    article = Article(f"a_{number:03}", f"{number}.txt", "", published=on)
    kind = more.get("type", "direct")
    quote = Quote(f"q_{number:03}", article.id, kind, text, (), None, None, speaker or None, 1.0)
    return Extraction(article, (quote,))


def grouped(found: Sequence[Cluster]) -> list[list[int]]:
    """Clusters as lists of numbers, the representative first."""
    return [
        [int(cluster.representative[2:]), *(int(m[2:]) for m in cluster.members if m != cluster.representative)]
        for cluster in found
    ]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_cases(case: dict[str, Any]) -> None:
    corpus = [printed(number, **quote) for number, quote in enumerate(case["quotes"])]
    assert grouped(clusters.cluster(corpus)) == case["together"]


def test_indirect_reports_only_when_asked_for() -> None:
    corpus = [printed(0, SENTENCE), printed(1, SENTENCE, type="indirect")]
    assert clusters.cluster(corpus) == []
    assert grouped(clusters.cluster(corpus, types=("direct", "indirect"))) == [[0, 1]]


def test_id_comes_from_the_representative() -> None:
    [cluster] = clusters.cluster([printed(1, SENTENCE), printed(0, SENTENCE[:40])])
    assert cluster == Cluster("c_" + digest("q_001", length=20), "q_001", ("q_000", "q_001"))


def test_assign_sets_and_clears() -> None:
    corpus = [extraction("one.txt", (SENTENCE, "Ada Lund"), ("Hm.", None)), extraction("two.txt", (SENTENCE, None))]
    stale = replace(corpus[0], quotes=tuple(replace(quote, cluster="c_old") for quote in corpus[0].quotes))
    found = clusters.cluster(corpus)
    assigned = clusters.assign([stale, corpus[1]], found)
    assert [[quote.cluster for quote in one.quotes] for one in assigned] == [[found[0].id, None], [found[0].id]]
    assert stale.quotes[0].cluster == "c_old"


def test_nothing_in_nothing_out() -> None:
    assert clusters.cluster([]) == []
    assert clusters.cluster([printed(0, ""), printed(1, "…"), printed(2, "One")]) == []
    assert clusters.cluster([printed(0, SENTENCE)]) == []


def test_a_quotation_inside_a_quotation_is_no_second_one() -> None:
    article = Article("a_1", "1.txt", "")
    outer = Quote("q_0", "a_1", "direct", SENTENCE, (Span(10, 100, ""),), None, None, None, 1.0)
    inner = Quote("q_1", "a_1", "direct", SENTENCE[:57], (Span(20, 70, ""),), None, None, None, 1.0)
    again = replace(inner, content=(Span(200, 250, ""),))
    assert clusters.cluster([Extraction(article, (outer, inner))]) == []
    assert len(clusters.cluster([Extraction(article, (outer, again))])) == 1


def test_a_line_repeated_from_day_to_day_does_not_chain() -> None:
    line = "we will rebuild this harbour"
    corpus = [printed(day, line, "Ada Lund", f"2025-{1 + day // 28:02}-{1 + day % 28:02}") for day in range(0, 140, 4)]
    reach = [max(group) - min(group) for group in grouped(clusters.cluster(corpus))]
    assert max(reach, default=0) < 30


def test_a_slogan_of_many_stays_many() -> None:
    names = ["Ada Lund", "Ivo Marek", "Mia Osei", "Nora Vik", "Leo Brandt"]
    corpus = [printed(n, "Bring the river back", names[n % 5], f"2025-{1 + n:02}-11") for n in range(12)]
    assert clusters.cluster(corpus) == []


def test_many_printings_of_one_statement_are_one_cluster() -> None:
    words = SENTENCE.split()
    corpus = []
    for number in range(90):
        start, end = number % 4, len(words) - number % 3
        by = "Ada Lund" if number % 7 else None
        corpus.append(printed(number, " ".join(words[start:end]), by, f"2025-03-{1 + number % 4:02}"))
    [cluster] = clusters.cluster(corpus)
    assert len(cluster.members) == 90
    assert cluster.representative == "q_000"


def test_comparisons_grow_with_the_number_of_quotations() -> None:
    corpus = [
        printed(n, f"Bring the river back to word{n}", f"Person P{n % 50}", f"2025-01-{1 + n % 28:02}")
        for n in range(800)
    ]
    texts = build_texts(*encode_quotes(corpus))
    assert len(block.candidate_pairs(texts, rank_by_fullness(texts))[0]) < 5 * 800


def test_a_small_folder_knows_common_words_from_rare_ones() -> None:
    corpus = [printed(0, "we have not seen them"), printed(1, "trawlers besieged the fjord")]
    texts = build_texts(*encode_quotes(corpus))
    common, rare = texts.weights
    assert rare > 1.5 * common


def test_unknown_speakers_and_dates_add_nothing() -> None:
    corpus = [printed(0, SENTENCE), printed(1, SENTENCE + " Really.", "Ada Lund", "2025-02-10")]
    texts = build_texts(*encode_quotes(corpus))
    columns = score.pair_features(texts, *block.candidate_pairs(texts, rank_by_fullness(texts)))
    known = [score.FEATURES.index(name) for name in ("same speaker", "other speaker", "days", "dated")]
    assert columns[0, known].tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("quoted", "expected"),
    [
        ("that it was “a mess” and “a shame", "a mess a shame"),
        ("what he called 'the leader's deal' and no more", "the leader's deal"),
        ("it wasn't the owners' fault", "it wasn't the owners' fault"),
        ("‘it’s late’, he [the mayor] [s]aid", "it’s late"),
    ],
)
def test_words_of_a_mixed_quotation(quoted: str, expected: str) -> None:
    assert " ".join(words_said(printed(0, quoted, type="mixed").quotes[0]).split()) == expected


@pytest.mark.parametrize("unit", ["'a ", "‘a ", "“a ", "[a ", '"', "’s’"])
def test_unclosed_marks_and_brackets_by_the_thousand(unit: str) -> None:
    assert words_said(printed(0, unit * 5_000, type="mixed").quotes[0]).strip()


# Variants of a few statements: much to confuse in little text.
_STATEMENTS = (
    SENTENCE,
    "Nobody asked the lighthouse keepers before the tower was sold.",
    "we will rebuild this harbour",
)
_cut = st.tuples(st.sampled_from(_STATEMENTS), st.integers(0, 4), st.integers(5, 15)).map(
    lambda cut: " ".join(cut[0].split()[cut[1] : cut[2]])
)
_by = st.none() | st.sampled_from(["Ada Lund", "Lund", "Karl Lund", "Ivo Marek"])
_on = st.none() | st.sampled_from(["2025-03-01", "2025-03-02", "2025-03-09", "2025-05-30", "soon"])
_printings = st.lists(st.tuples(_cut, _by, _on, st.sampled_from(["direct", "mixed"])), max_size=12)


@settings(max_examples=60)
@given(_printings, st.randoms(use_true_random=False))
def test_order_does_not_matter(printings: list[tuple[Any, ...]], rng: random.Random) -> None:
    corpus = [printed(n, text, by, on, type=kind) for n, (text, by, on, kind) in enumerate(printings)]
    found = clusters.cluster(corpus)
    rng.shuffle(corpus)
    assert clusters.cluster(corpus) == found


@settings(max_examples=25)
@given(_printings, st.randoms(use_true_random=False), st.integers(1, 10))
def test_batches_give_what_all_at_once_gives(
    printings: list[tuple[Any, ...]], rng: random.Random, batches: int
) -> None:
    corpus = [printed(n, text, by, on, type=kind) for n, (text, by, on, kind) in enumerate(printings)]
    with Store(":memory:") as at_once, Store(":memory:") as in_batches:
        for one in corpus:
            at_once.save(one, location=one.article.path, digest="", version="")
        pipeline.link(at_once)
        rng.shuffle(corpus)
        for batch in range(batches):
            for one in corpus[batch::batches]:
                in_batches.save(one, location=one.article.path, digest="", version="")
            pipeline.link(in_batches)
        assert list(in_batches.extractions(linked=True)) == list(at_once.extractions(linked=True))
        assert cluster_lists.clusters(in_batches) == cluster_lists.clusters(at_once)


def test_three_shuffles_of_many_give_the_same() -> None:
    rng = random.Random(3)
    words = [a + b for a in ("ba", "do", "ki", "lu", "me") for b in ("ran", "tol", "vis", "gem", "pur", "sha")]
    corpus = []
    for number in range(400):
        said = rng.choices(words, k=rng.randint(4, 30))
        for copy in range(rng.randint(1, 4)):
            start, by = rng.randint(0, len(said) // 2), rng.choice(["Ada Lund", "Ivo Marek", None])
            on = rng.choice([f"2025-03-{1 + number % 28:02}", f"2025-04-{1 + copy:02}", None])
            corpus.append(printed(4 * number + copy, " ".join(said[start:]), by, on))
    found = clusters.cluster(corpus)
    assert len(found) > 100
    for _ in range(3):
        rng.shuffle(corpus)
        assert clusters.cluster(corpus) == found


@settings(max_examples=30)
@given(_printings)
def test_members_match_their_representative(printings: list[tuple[Any, ...]]) -> None:
    corpus = {f"q_{n:03}": printed(n, text, by, on, type=kind) for n, (text, by, on, kind) in enumerate(printings)}
    for cluster in clusters.cluster(list(corpus.values())):
        full = len(words_said(corpus[cluster.representative].quotes[0]).split())
        for member in cluster.members:
            assert len(words_said(corpus[member].quotes[0]).split()) <= full


@settings(max_examples=25)
@given(st.lists(st.integers(0, 5), unique=True, max_size=4).flatmap(
    lambda numbers: st.tuples(*(extractions(str(number)) for number in numbers))
))  # fmt: skip
def test_anything_at_all_is_taken(corpus: tuple[Extraction, ...]) -> None:
    found = clusters.cluster(corpus, types=("direct", "mixed", "indirect"))
    members = [member for cluster in found for member in cluster.members]
    assert len(members) == len(set(members))
    assert all(len(cluster.members) > 1 and cluster.representative in cluster.members for cluster in found)
    assert {quote.id for one in clusters.assign(corpus, found) for quote in one.quotes if quote.cluster} == set(members)


def test_speakers_that_only_look_alike_are_equal_by_id() -> None:
    one, two = extraction("1.txt", (SENTENCE, "Ada Lund")), extraction("2.txt", (SENTENCE[:60], None))
    two = replace(two, quotes=(replace(two.quotes[0], speaker=replace(person("A. Lund"), id="ada-lund")),))
    texts = build_texts(*encode_quotes([one, two]))
    columns = score.pair_features(texts, *block.candidate_pairs(texts, rank_by_fullness(texts)))
    assert columns[0, score.FEATURES.index("same speaker")] == 1
