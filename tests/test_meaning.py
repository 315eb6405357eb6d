"""Vectors of records: how they are made and kept, and what a search by meaning answers with."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from claimkit import Store as Asked
from claimkit.english.lexicon import data_dir
from claimkit.meaning import query
from claimkit.meaning.phrase_pieces import phrase_pieces
from claimkit.meaning.pieces import pieces
from claimkit.meaning.records import Words, words_of
from claimkit.meaning.vectors import cosines, differing, joined, normal, pack, signs, unpack_signs
from claimkit.meaning.version import version
from claimkit.models.record import Cue, Extraction
from claimkit.runs import pipeline
from claimkit.runs import vectors as making
from claimkit.runs.merging import merge
from claimkit.search import meaning
from claimkit.search.filters import from_conditions
from claimkit.search.phrase import who_said
from claimkit.search.polarity import polarity
from claimkit.store import Store, vectors

from commandline import run
from records import extraction
from support import cases

ONE = extraction(
    "one.txt",
    ("Our talks are making good progress", "Ann Lee"),
    ("The museum opens its doors in May", "Bo Kim", "indirect"),
    published="2025-01-02",
)
TWO = extraction("two.txt", ("Talks are not making any progress", "Bo Kim"), ("the museum", "Ann Lee"), outlet="Wire")
_WORDS = ("talks", "negotiations", "progress", "going", "museum", "opens", "gallery", "doors")
_LIKE = {"negotiations": "talks", "going": "progress", "gallery": "museum"}


def vector(text: str) -> Any:
    """What stands for a model: a direction a word, the same one for words of one meaning."""
    found = np.full(256, 0.001, np.float32)
    for word in text.lower().replace("?", "").split():
        if word in _WORDS:
            found[32 * _WORDS.index(_LIKE.get(word, word)) :][:32] += 1
    return normal(found)


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were encoded, by `vector`."""
    texts: list[str] = []

    def records(asked: list[Words]) -> list[Any]:
        texts.extend(words.own for words in asked)
        return [joined(vector(words.own), vector(words.around), 0.5) for words in asked]

    monkeypatch.setattr(making, "_encoder", lambda: SimpleNamespace(records=records))
    monkeypatch.setattr(query, "vector", vector)
    return texts


def put(store: Store, *items: Extraction, digest: str = "d", analysed: str = "1") -> None:
    for item in items:
        store.save(item, location=f"/{item.article.path}", digest=digest, version=analysed)
    pipeline.link(store)


def kept(store: Store) -> dict[str, vectors.Vector]:
    with store.snapshot() as db:
        return {id_: one for id_, encoder, one in vectors.every(db) if encoder == version()}


def test_the_nearest_is_found_in_other_words_and_nobody_is_said_to_have_said_it(encoded: list[str]) -> None:
    with Store(":memory:") as store:
        put(store, ONE, TWO)
        assert making.make_vectors(store) == 4
        assert not who_said(store, "the negotiations are going well")
        hits = meaning.nearest(store, "the negotiations are going well")
        assert [(hit.quote.text, hit.by, hit.polarity) for hit in hits] == [
            ("Our talks are making good progress", "meaning", "same"),
            ("Talks are not making any progress", "meaning", "opposite?"),
        ]
        assert all(hit.score == 0 and not hit.ranges and hit.similarity >= meaning.LEAST for hit in hits)
        assert [hit.quote.text for hit in meaning.nearest(store, "gallery opens")] == [ONE.quotes[1].text]


def test_of_two_as_near_the_one_that_shares_words_comes_first(encoded: list[str]) -> None:
    with Store(":memory:") as store:
        texts = ("The talks were held in Geneva", "The talks were held in Vienna")
        put(store, extraction("three.txt", (texts[0], "Ann Lee"), (texts[1], "Bo Kim")))
        making.make_vectors(store)
        for found, city in zip(texts, ("Geneva", "Vienna"), strict=True):
            hits = meaning.nearest(store, f"negotiations about {city}")
            assert hits[0].quote.text == found
            assert len({hit.similarity for hit in hits}) == 1


@pytest.mark.parametrize(
    ("condition", "texts"),
    [
        ({"speaker": "Bo Kim"}, ["Talks are not making any progress"]),
        ({"exclude_speaker": "Bo Kim"}, ["Our talks are making good progress"]),
        ({"since": "2025"}, ["Our talks are making good progress"]),
        ({"outlet": "Wire"}, ["Talks are not making any progress"]),
        ({"type": "indirect"}, []),
        ({"min_confidence": 0.95}, []),
    ],
)
def test_filters_apply_before_the_search(encoded: list[str], condition: dict[str, Any], texts: list[str]) -> None:
    with Store(":memory:") as store:
        put(store, ONE, TWO)
        making.make_vectors(store)
        found = meaning.nearest(store, "negotiations going", from_conditions(**condition))
        assert [hit.quote.text for hit in found] == texts


def test_a_hit_by_words_is_not_shown_twice_and_the_limit_counts(encoded: list[str]) -> None:
    with Store(":memory:") as store:
        put(store, ONE, TWO)
        making.make_vectors(store)
        [hit] = who_said(store, "talks are making good progress", limit=1)
        [other] = meaning.nearest(store, "talks are making good progress", without={hit.quote.id})
        assert other.quote.text == "Talks are not making any progress"
        assert len(meaning.nearest(store, "talks progress", limit=1)) == 1


def test_a_store_without_vectors_answers_nothing_and_loads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query, "vector", None)
    with Store(":memory:") as store:
        put(store, ONE)
        assert not meaning.has_vectors(store)
        assert meaning.nearest(store, "talks") == []
        assert meaning.without_vectors(store) == 1  # article


def test_vectors_are_made_once(encoded: list[str]) -> None:
    with Store(":memory:") as store:
        put(store, ONE)
        assert making.make_vectors(store) == 2
        before = kept(store)
        assert making.make_vectors(store) == 0
        put(store, TWO)
        put(store, ONE, analysed="2")  # analysed again, with the same result
        encoded.clear()
        assert making.make_vectors(store) == 2
        assert encoded == [quote.text for quote in TWO.quotes]
        assert kept(store).items() >= before.items()


def test_vectors_outlive_their_articles_and_move_with_them(encoded: list[str]) -> None:
    with Store(":memory:") as store:
        put(store, ONE, TWO)
        making.make_vectors(store)
        before = kept(store)
        store.remove(["/one.txt"])
        assert [hit.quote.text for hit in meaning.nearest(store, "talks progress")] == [TWO.quotes[0].text]
        encoded.clear()
        store.save(ONE, location="/elsewhere/one.txt", digest="e", version="1")
        pipeline.link(store)
        assert making.make_vectors(store) == 0
        assert kept(store) == before
        assert not encoded


def test_a_record_whose_sentence_changed_gets_another_vector(encoded: list[str]) -> None:
    with Store(":memory:") as store:
        put(store, ONE)
        making.make_vectors(store)
        before = kept(store)
        changed = replace(
            ONE, article=replace(ONE.article, text=ONE.article.text.replace("Lee. After", "Lee, museum!"))
        )
        put(store, changed, digest="e")
        assert making.make_vectors(store) >= 1
        assert kept(store)[ONE.quotes[0].id] != before[ONE.quotes[0].id]


def test_another_encoder_makes_all_of_them_anew(encoded: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with Store(":memory:") as store:
        put(store, ONE)
        making.make_vectors(store)
        monkeypatch.setattr(making, "version", lambda: "other.1")
        assert making.make_vectors(store) == 2
        assert {row[0] for row in store.connection.execute("SELECT encoder FROM vectors")} == {"other.1"}
        assert not meaning.has_vectors(store)


def test_vectors_do_not_depend_on_the_order_of_articles(encoded: list[str]) -> None:
    found = []
    for items in ((ONE, TWO), (TWO, ONE)):
        with Store(":memory:") as store:
            put(store, *items)
            making.make_vectors(store)
            ids = [hit.quote.id for hit in meaning.nearest(store, "talks museum", limit=9)]
            found.append((kept(store), ids))
    assert found[0] == found[1]


def test_vectors_are_merged_and_repaired_with_the_store(encoded: list[str], tmp_path: Path) -> None:
    from claimkit.store.repair import repair

    for name, item in (("a.db", ONE), ("b.db", TWO)):
        with Store(tmp_path / name) as store:
            put(store, item)
            making.make_vectors(store)
    merge([str(tmp_path / "a.db"), str(tmp_path / "b.db")], str(tmp_path / "both.db"))
    with Store(tmp_path / "both.db") as store:
        assert meaning.without_vectors(store) == 0
    encoded.clear()
    repair(str(tmp_path / "both.db"))
    with Store(tmp_path / "both.db") as store:
        pipeline.link(store)
        assert making.make_vectors(store) == 0
        assert not encoded
        assert len(meaning.nearest(store, "talks progress")) == 2


def test_a_damaged_vector_is_noticed(encoded: list[str], tmp_path: Path) -> None:
    from claimkit.store.connecting import damage

    with Store(tmp_path / "a.db") as store:
        put(store, ONE)
        making.make_vectors(store)
        assert damage(store.path) == []
        store.connection.execute("DROP TRIGGER temp.checksum_vector_numbers_UPDATE")
        store.connection.execute("UPDATE vector_numbers SET numbers = zeroblob(256)")
        assert damage(store.path) == ["2 of vector_numbers"]


def test_the_sentence_is_part_of_what_a_record_means() -> None:
    words = words_of(ONE.article, ONE.quotes[0])
    assert words.own == "Our talks are making good progress"
    assert words.around == "Before it. “Our talks are making good progress” said Ann Lee."


def test_packed_vectors_compare_as_they_are() -> None:
    rng = np.random.default_rng(1)
    rows = [normal(row) for row in rng.standard_normal((50, 256)).astype(np.float32)]
    packed = [pack(row) for row in rows]
    assert {len(held) + len(numbers) for held, numbers in packed} == {288}
    found = cosines([numbers for _, numbers in packed], rows[7])
    assert np.abs(found - np.array([row @ rows[7] for row in rows])).max() < 0.01
    apart = differing(unpack_signs(b"".join(held for held, _ in packed)), signs(rows[7]))
    assert apart[7] == 0
    assert apart[3] == sum((rows[3] > 0) != (rows[7] > 0))


@pytest.mark.parametrize("case", cases("polarity"))
def test_what_may_say_the_opposite_is_marked(case: dict[str, str]) -> None:
    found = replace(ONE.quotes[0], text=case["text"], cue=None)
    if "cue" in case:
        lemma, sign = case.get("cue_lemma", case["cue"]), case.get("cue_polarity", "affirmed")
        cue = Cue(0, len(case["cue"]), case["cue"], lemma, case["cue_kind"], sign)
        found = replace(found, cue=cue)
    assert polarity(case["phrase"], found) == case["mark"]


_TOKENIZER = data_dir() / "model"
_CUT = pieces(_TOKENIZER)
_WHOLE = Tokenizer.from_file(str(_TOKENIZER / "tokenizer.json"))
_WHOLE.no_padding()


@given(
    st.text(st.characters(max_codepoint=0x24F), max_size=40)
    | st.text("aé ÉßİǅΣ’'-_$,.“”—中あ\u0301\u200b\x07\ufffdnegotiating", max_size=60)
)
@example("Zelenskyy’s re-election: 20,000 men, U.S.-backed naïve café İstanbul " * 3)
@example("a" * 101 + " b")
@example("word " * 400)
@example("two  spaces, a\x1cb \u0301accent\u00a0no break ")
def test_a_phrase_is_cut_as_articles_are(phrase: str) -> None:
    assert phrase_pieces(_TOKENIZER, phrase) == pieces(_TOKENIZER)(phrase)


@given(st.text("aÉß中\u0301\u200b \t\x1c\u00a0-'.[SEP]", max_size=60))
def test_word_by_word_a_text_has_the_pieces_of_the_whole(text: str) -> None:
    assert _CUT(text) == _WHOLE.encode(text).ids


@pytest.mark.model
def test_a_vector_depends_on_its_own_text_alone_and_a_phrase_is_near_its_record() -> None:
    from claimkit.meaning.encoder import Encoder

    texts = ["The talks are going well.", "A ferry leaves at noon, " * 40, "no", ""]
    encoder = Encoder()
    found = [pack(one) for one in encoder.encode(texts)]
    assert found[::-1] == [pack(one) for one in Encoder().encode(texts[::-1])]
    [record] = encoder.encode(texts[:1])
    assert float(query.vector(texts[0]) @ record) > 0.98
    assert (
        float(query.vector("Negotiations are making progress") @ record)
        > 0.5
        > float(query.vector("a cheese") @ record)
    )


_MORE = (("", ""), (" here", " on Monday"), (" and " * 9, ""), ("", ", after days and days of talking" * 5))


@pytest.mark.model
def test_a_record_has_the_same_bytes_whatever_is_read_with_it() -> None:
    from claimkit.meaning.encoder import Encoder

    said = ("The talks are going well", "A ferry leaves at noon", "Nobody asked the mayor", "No", "no, and never again")
    records = [Words(f"{one}{more}", f"{one}{more}, she said{far}.") for one in said for more, far in _MORE]
    encoder = Encoder()
    together = [pack(one) for one in encoder.records(records)]
    assert together == [pack(encoder.records([one])[0]) for one in records]
    assert together[::-1] == [pack(one) for one in encoder.records(records[::-1])]
    assert len({*together}) == len(records)


@pytest.mark.model
def test_sentences_are_told_not_read_and_no_text_is_read_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    from claimkit.meaning.encoder import Encoder

    encoder = Encoder()
    read: list[tuple[int, ...]] = []
    run = encoder._session.run
    monkeypatch.setattr(
        encoder,
        "_session",
        SimpleNamespace(run=lambda out, given: read.extend(map(tuple, given["ids"])) or run(out, given)),
    )
    own = "The talks are going well"
    near, far = (f"He said on {day}: {own}{', after days of talking' * 9}." for day in ("Monday", "Tuesday"))
    found = [pack(one) for one in encoder.records([Words(own, around) for around in (near, far, near, own)])]
    assert len(read) == 1
    assert found[0] == found[2]
    assert len({*found}) == 3
    told, alone = encoder.records([Words(own, around) for around in (far, own)])
    [read_whole] = encoder.encode([far])
    assert float(told @ read_whole) > float(alone @ read_whole)


@pytest.mark.model
def test_rare_words_say_most_of_what_a_sentence_means() -> None:
    from claimkit.meaning.encoder import Encoder

    rows = Encoder().rows
    whole = rows("“The ferry from the harbour, and then it is in the bay.”")
    assert float(whole @ rows("ferry harbour bay")) > 0.95 > float(whole @ rows("from the and then it is in the"))
    assert (rows("ferry!") == rows("a ferry")).all()


def test_tagger_and_encoder_share_the_word_table() -> None:
    for name in ("tagger.onnx", "meaning.onnx"):
        assert b"words.bin" in (data_dir() / "model" / name).read_bytes()


@pytest.mark.model
def test_reading_with_meaning_then_asking_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text(
        "The Morning Post\n\n“The negotiations are moving forward,” Ann Lee told reporters on Monday.\n",
        encoding="utf-8",
    )
    code, said = run("claimkit who-said 'the talks are going well' --meaning only")
    assert code == 2
    assert run("claimkit quotes news --meaning -f jsonl")[0] == 0
    code, said = run("claimkit who-said 'the talks are going well' --json -q")
    assert code == 1  # nobody said these words
    [hit] = json.loads(said)
    assert (hit["speaker"]["name"], hit["by"], hit["score"]) == ("Ann Lee", "meaning", None)
    assert run("claimkit who-said 'the talks are going well' --meaning only -q")[0] == 0
    assert run("claimkit index --meaning")[0] == 0
    assert "nothing is near in meaning to" in run("claimkit who-said 'a recipe for soup' --meaning only")[1]
    assert run("claimkit who-said 'the talks are going well' --meaning off -q") == (1, "")
    assert (
        "nobody is found saying these words; nearest in meaning:"
        in run("claimkit who-said 'the talks are going well' -f table -q")[1]
    )
    assert Asked("claimkit.db").nearest("the talks are going well")[0]["id"] == hit["id"]
    words = json.loads(run("claimkit who-said 'negotiations are moving' --json")[1])
    assert "by" not in words[0]
