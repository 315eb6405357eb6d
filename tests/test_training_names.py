"""Teaching names: where known speakers are in a text, made-up sentences, and a few steps on a tiny made-up corpus."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from claimkit.analysis import ner as nlp
from claimkit.analysis.ner import taught
from claimkit.errors import InputError
from claimkit.training.names import check
from claimkit.training.names.entities import Entity, Passage, example, overlay, pieces
from claimkit.training.names.frames import Frames, read_lists
from claimkit.training.names.known_speakers import Known, entities, locate, read_news
from claimkit.training.names.learn import Settings
from claimkit.training.names.run import train_names

PLACES = frozenset({"Leeds"})


def marked(text: str) -> tuple[str, list[Entity]]:
    """`[Anna Lee|PERSON] left.` → the text and its entities."""
    plain, found = "", []
    for before, words, label in re.findall(r"([^\[]*)(?:\[([^|]+)\|(\w+)\])?", text):
        plain += before
        if label:
            found.append(Entity(len(plain), len(plain) + len(words), label))
        plain += words
    return plain, found


def shown(text: str, found: Sequence[Entity]) -> str:
    for e in sorted(found, reverse=True):
        text = f"{text[: e.start]}[{text[e.start : e.end]}|{e.label}]{text[e.end :]}"
    return text


@pytest.mark.parametrize(
    ("source", "name", "person", "expected"),
    [
        ("the mayor, Anna Lee, 41", "Anna Lee", True, "Anna Lee"),
        ("Mr. Lee", "Anna Lee", True, "Lee"),
        ("Anna Maria Lee's lawyer", "Anna Lee", True, "Anna Maria Lee"),
        ("Sir Tom Reed Jr.", "Tom Reed", True, "Tom Reed Jr."),
        ("banker Jan van den Brul of Kestrel", "Jan van den Brul", True, "Jan van den Brul"),
        ("Reed, Lee and others", "Anna Lee", True, "Lee"),
        ("the lee of the island", "Anna Lee", True, None),
        ("she", "Anna Lee", True, None),
        ("a report by the Harbour Trust", "Harbour Trust", False, "the Harbour Trust"),
        ("the Reed campaign", "Tom Reed campaign", False, None),
        ("the HTT", "Harbour Towns Trust", False, "the HTT"),
        ("Harbour Post readers", "Valley Post", False, None),
    ],
)
def test_where_a_name_is_in_a_source(source: str, name: str, person: bool, expected: str | None) -> None:
    text = f"Yesterday {source} said no."
    place = locate(text, [[10, 10 + len(source)]], name, person)
    assert (None if place is None else text[slice(*place)]) == expected


@pytest.mark.parametrize(
    ("own", "source", "row", "expected"),
    [
        (
            "[Lee|ORG] said no. [Anna Lee|PERSON] left [Lee|ORG] at home.",
            "Lee",
            {"kind": "person", "how": "surname", "speaker": ["Anna Lee"]},
            "[Lee|PERSON] said no. [Anna Lee|PERSON] left [Lee|PERSON] at home.",
        ),
        (
            "[France|GPE] said no.",
            "France",
            {"kind": "org", "how": "other", "speaker": ["France"]},
            "[France|GPE] said no.",
        ),
        (
            "[Kestrel|PERSON] said no.",
            "Kestrel",
            {"kind": "org", "how": "other", "speaker": ["Kestrel"]},
            "[Kestrel|ORG] said no.",
        ),
        (
            "She said no to [Leeds|GPE], to [Bo Leeds|PERSON] and to [Leeds Motors|ORG].",
            "She",
            {"kind": "person", "how": "pronoun", "speaker": ["Bo Leeds"]},
            "She said no to [Leeds|GPE], to [Bo Leeds|PERSON] and to [Leeds Motors|ORG].",
        ),
    ],
)
def test_known_speakers_put_right_what_the_recogniser_finds(
    own: str, source: str, row: dict[str, object], expected: str
) -> None:
    text, found = marked(own)
    row = row | {"source": [[text.index(source), text.index(source) + len(source)]]}
    assert shown(text, entities(Known("a", text, (row,)), found, PLACES)) == expected


def test_what_differs_by_an_article_or_a_possessive_stays() -> None:
    text, own = marked("[Lee's|PERSON] friends at [the Trust|ORG] and [Reed|GPE] agree.")
    known = [Entity(0, 3, "PERSON"), Entity(text.index("Trust"), text.index("Trust") + 5, "ORG")]
    reed = text.index("Reed")
    assert overlay(own, [*known, Entity(reed, reed + 4, "PERSON")], text) == [
        *own[:2],
        Entity(reed, reed + 4, "PERSON"),
    ]


def test_pieces_cut_no_name() -> None:
    text, found = marked("One two three. [St. Lee|PERSON] said so. Four five six.\n\nSeven. [Reed|PERSON] left.")
    cut = list(pieces(Passage(text, tuple(found)), 15))
    assert "".join(piece.text for piece in cut) == text
    assert [p.text[e.start : e.end] for p in cut for e in p.entities] == ["St. Lee", "Reed"]


def test_every_slot_of_a_frame_has_its_words() -> None:
    lists = read_lists()
    own = {"p", "s", "pc", "sc", "org", "given", "acronym", "headline", "age", "num"}
    others = {"ofrole": "of_roles", "showed": "shows", "asked": "asked"}
    for name, frames in lists.items():
        for slot in {slot.lower() for frame in frames for slot in re.findall(r"\{(\w+)\}", frame)} - own:
            assert lists.get(others.get(slot, f"{slot}s")), f"{name}: {{{slot}}}"
        assert len(frames) == len(set(frames)), name


def write_news(folder: Path) -> Path:
    """Twelve short articles about people with invented surnames."""
    (folder / "text").mkdir(parents=True)
    rows = []
    for i, surname in enumerate(["Quorl", "Brint", "Zask", "Ovlum"] * 3):
        text = f"The mayor of Leeds, Anna {surname}, spoke on Monday.\n\n{surname} said the bridge was closed."
        (folder / "text" / f"a{i:02}.txt").write_text(text, encoding="utf-8", newline="")
        start = text.rindex(surname)
        row = {"article": f"a{i:02}", "source": [[start, start + len(surname)]], "kind": "person", "how": "surname"}
        rows.append(json.dumps(row | {"speaker": [f"Anna {surname}"]}))
    (folder / "text" / "b.txt").write_text("Nobody is known to have spoken here.", encoding="utf-8")
    (folder / "speakers.jsonl").write_text("\n".join(rows), encoding="utf-8")
    return folder


def test_articles_and_their_speakers_are_read(tmp_path: Path) -> None:
    news = read_news(write_news(tmp_path))
    assert [len(article.rows) for article in news] == [1] * 12 + [0]
    (tmp_path / "text" / "a03.txt").unlink()
    with pytest.raises(InputError, match=r"has no text/a03\.txt, which speakers\.jsonl names"):
        read_news(tmp_path)
    (tmp_path / "speakers.jsonl").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"needs text/\*\.txt and speakers\.jsonl"):
        read_news(tmp_path)


@pytest.mark.model
def test_the_figures_tell_exact_from_cut_from_lost() -> None:
    recogniser = nlp.Recogniser(nlp.load_base())
    text = "Angela Merkel met Emmanuel Macron in Berlin. Xq said no."
    rows = [
        {"source": [[0, 13]], "kind": "person", "how": "full", "speaker": ["Angela Merkel"]},
        {"source": [[45, 47]], "kind": "person", "how": "surname", "speaker": ["Bo Xq"]},
    ]
    counts = check.in_articles(recogniser, [Known("a", text, tuple(rows))], frozenset({"merkel"}))
    assert counts["PERSON, full"] == {"exact": 1}
    assert "PERSON, full, never seen" not in counts
    assert counts["PERSON, surname, never seen"].total() == 1
    assert "exact" in check.table({"before": counts})


@pytest.mark.model
def test_a_name_that_ends_inside_a_token_takes_the_whole_token() -> None:
    language = nlp.load_base()
    text, found = marked("[Lee|PERSON]s met [Anna Reed|PERSON] .")
    made = example(language, Passage(text, tuple(found)))
    assert [e.text for e in made.reference.ents] == ["Lees", "Anna Reed"]


@pytest.mark.train
@pytest.mark.model
def test_a_few_steps_teach_names_and_repeat_to_the_byte(tmp_path: Path) -> None:
    pytest.importorskip("faker", reason="needs the extra `train`")
    news = write_news(tmp_path / "news")
    settings = Settings(passes=4, batch=300)
    for out in ("one", "two"):
        train_names([news], None, tmp_path / out, settings, made=60)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert files == sorted(["cfg", "model", "moves", taught.SUMS])
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()

    recogniser = nlp.Recogniser(taught.teach(nlp.load_base(), tmp_path / "one"))
    found = recogniser.mentions("Quorl said the bridge was closed. Brint said the water was safe.")
    assert [(m.text, m.label) for m in found] == [("Quorl", "PERSON"), ("Brint", "PERSON")]


@pytest.mark.train
def test_made_up_sentences_say_where_their_names_are() -> None:
    pytest.importorskip("faker", reason="needs the extra `train`")
    frames, rng = Frames(lambda word: True), random.Random(1)
    for kind, labels in {"people": {"PERSON"}, "organisations": {"ORG", "GPE"}, "nobody": set()}.items():
        for _ in range(200):
            made, frame = frames.sentence(rng, kind)
            assert labels & {e.label for e in made.entities} or not labels, frame
            assert not re.search(r"[{}]", made.text), frame
            assert all(made.text[e.start : e.end].strip() for e in made.entities)
