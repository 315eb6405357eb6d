"""People and clusters over shards are those of one machine, however the articles are cut up."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import test_linking
import test_same_words
from hypothesis import given, settings
from hypothesis import strategies as st
from test_people_file import entry

from claimkit.models.collection import PersonEntry
from claimkit.models.record import Extraction, Member, Speaker

from records import extractions
from sharded import expected, linked
from support import cases
from test_clusters import _STATEMENTS, _by, _on, printed
from test_people import TEXTS, extraction

pytest.importorskip("pyarrow")
pytestmark = pytest.mark.usefixtures("watchdog")

SLOGAN = "Bring the river back"


def agree(corpus: Sequence[Extraction], shards: int, people: Sequence[PersonEntry] = (), few: int = 0) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert linked(corpus, Path(folder), shards, people=people, few=few) == expected(corpus, people)


@pytest.mark.slow
@pytest.mark.parametrize(
    "case", [*cases("people"), *cases("people_file")], ids=lambda case: str(case.get("name", ""))[:40]
)
def test_people(case: dict[str, Any]) -> None:
    texts = case.get("texts", [""] * len(case["articles"]))
    corpus = [extraction(i, names, text) for i, (names, text) in enumerate(zip(case["articles"], texts, strict=True))]
    people = [entry(fields) for fields in case.get("people", ())]
    agree(corpus, len(corpus), people, few=10**6)


_together = st.lists(st.sampled_from(["Mike Waltz", "Trump", "The Post", "Xi Jinping", "Bush"]), min_size=2, max_size=3)
_members = _together.map(
    lambda names: Speaker("x", " and ".join(names), "group", "resolved", members=tuple(Member(n, n) for n in names))
)
_entries = st.sampled_from(
    ["Donald Trump", "Trump", "D. Trump", "Mike Waltz", "Waltz", "George W. Bush", "Bush", "Jeb Bush", "org: The Post"]
)
_PEOPLE = (
    PersonEntry("donald-trump", "Donald Trump", merge=("Xi Jinping",), pin="Donald J. Trump"),
    PersonEntry("jeb-bush", "Jeb Bush", aliases=("Bush",), split=("G. Bush",)),
)


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.tuples(st.lists(_entries, max_size=3), TEXTS, st.lists(_members, max_size=1)), min_size=1, max_size=5),
    st.integers(1, 4),
    st.booleans(),
)
def test_joint_speakers(articles: list[tuple[Any, ...]], shards: int, file: bool) -> None:
    corpus = []
    for number, (names, text, joint) in enumerate(articles):
        one = extraction(number, names, text)
        said = (replace(one.quotes[0], id=f"q_{number}_j", speaker=who) for who in joint) if one.quotes else ()
        corpus.append(replace(one, quotes=(*one.quotes, *said)))
    agree(corpus, min(shards, len(corpus)), _PEOPLE if file else ())


@settings(max_examples=6, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.tuples(st.sampled_from(_STATEMENTS), st.integers(0, 4), st.integers(5, 15)).map(
                lambda cut: " ".join(cut[0].split()[cut[1] : cut[2]])
            ),
            _by,
            _on,
            st.sampled_from(["direct", "mixed", "indirect"]),
        ),
        min_size=1,
        max_size=12,
    ),
    st.integers(1, 6),
    st.sampled_from([0, 10**6]),
)
def test_clusters(printings: list[tuple[Any, ...]], shards: int, few: int) -> None:
    corpus = [printed(n, text, by, on, type=kind) for n, (text, by, on, kind) in enumerate(printings)]
    agree(corpus, min(shards, len(corpus)), few=few)


@settings(max_examples=4, deadline=None)
@given(st.lists(st.integers(0, 5), unique=True, min_size=1, max_size=3).flatmap(
    lambda numbers: st.tuples(*(extractions(str(number)) for number in numbers))
))  # fmt: skip
def test_anything_at_all_is_taken(corpus: tuple[Extraction, ...]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert linked(corpus, Path(folder), len(corpus)).keys() == {q.id for one in corpus for q in one.quotes}


@pytest.mark.slow
@pytest.mark.parametrize("case", cases("same_words"))
def test_names_that_other_articles_give(case: dict[str, Any]) -> None:
    agree([test_same_words.extraction(n, text) for n, text in enumerate(case["articles"])], len(case["articles"]))


@settings(max_examples=6, deadline=None)
@given(
    st.lists(test_linking._articles, min_size=1, max_size=6), st.integers(1, 4), st.sampled_from(test_linking._FILES)
)
def test_articles_of_every_kind(articles: list[Any], shards: int, people: tuple[PersonEntry, ...]) -> None:
    agree([test_linking.article(n, *one) for n, one in enumerate(articles)], min(shards, len(articles)), people)


def test_slogans_of_many_and_a_statement_of_many() -> None:
    said = _STATEMENTS[0].split()
    by = ["Ada Lund", "Ivo Marek", None, "Nora Vik"]
    corpus = [printed(n, SLOGAN, by[n % 4], f"2025-{1 + n % 9:02}-11") for n in range(60)]
    corpus += [
        printed(100 + n, " ".join(said[n % 4 : len(said) - n % 3]), by[n % 3], f"2025-03-{1 + n % 4:02}")
        for n in range(60)
    ]
    random.Random(2).shuffle(corpus)
    for shards in (1, 7):
        agree(corpus, shards)


def test_a_name_that_another_shard_gives(tmp_path: Path) -> None:
    said = "[1q “The old reservoir will be drained before the first frost,”]"
    corpus = [
        test_same_words.extraction(0, f"{said} [1s she] [1c said]."),
        test_same_words.extraction(1, f"{said} [1s Maria Lopez] [1c said]."),
        test_same_words.extraction(2, "[1q “Nobody asked us,”] [1c said] [1s Maria Lopez]. She left."),
    ]
    links = linked(corpus, tmp_path, 3)
    assert links == expected(corpus)
    [lent] = [speaker for speaker, *_ in links.values() if speaker is not None and speaker.decided_by == "cluster"]
    assert lent.name == "Maria Lopez"


def test_a_copy_of_an_article_counts_once(tmp_path: Path) -> None:
    one, two = printed(1, _STATEMENTS[0], "Ada Lund"), printed(2, _STATEMENTS[0][:60], "Lund")
    copy = replace(one, article=replace(one.article, path="z.txt"))
    assert linked([one, two, copy], tmp_path, 3) == expected([one, two])
