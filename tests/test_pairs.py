"""Fitting the score of clusters, on a corpus of two made-up articles."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from claimkit.errors import InputError
from claimkit.training import pairs

TEXTS = {
    "one": "“The ferry will sail at dawn,” said Ada Lund. She added: “No bridge will be built here.”",
    "two": "Lund said “the ferry will sail at dawn” again. “Nobody likes the toll at all,” said Ivo Marek.",
}
ATTRIBUTIONS = {
    "one": [
        ("Ada Lund", "said", "“The ferry will sail at dawn,”"),
        ("She", "added", "“No bridge will be built here.”"),
    ],
    "two": [
        ("Lund", "said", "“the ferry will sail at dawn”"),
        ("Ivo Marek", "said Ivo", "“Nobody likes the toll at all,”"),
    ],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus in brat's layout with one judged pair: `tmp_path/pairs.jsonl`."""
    (tmp_path / "train" / "text").mkdir(parents=True)
    (tmp_path / "train" / "attributions").mkdir()
    for name, text in TEXTS.items():
        lines = []
        for number, roles in enumerate(ATTRIBUTIONS[name]):
            places = [(f"T{3 * number + i}", text.index(words), words) for i, words in enumerate(roles)]
            kinds = ("Source", "Cue", "Content")
            for kind, (key, start, words) in zip(kinds, places, strict=True):
                lines.append(f"{key}\t{kind} {start} {start + len(words)}\t{words}")
            arguments = " ".join(f"{kind}:{key}" for kind, (key, _, _) in zip(kinds, places, strict=True))
            lines.append(f"E{number}\t{arguments}")
        (tmp_path / "train" / "text" / f"{name}.txt").write_text(text, encoding="utf-8")
        (tmp_path / "train" / "attributions" / f"{name}_ab12.ann").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "metadata.tsv").write_text(
        "filename\tpublication_date\none\t2025-03-01\ntwo\t2025-03-02\n", encoding="utf-8"
    )
    row = {
        "a": side("one", "The ferry will sail at dawn,"),
        "b": side("two", "the ferry will sail at dawn"),
        "label": 1,
    }
    (tmp_path / "pairs.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    return tmp_path


def side(name: str, words: str) -> dict[str, object]:
    start = TEXTS[name].index(words)
    source = TEXTS[name].index("Lund")
    return {"article": name, "spans": [[start, start + len(words)]], "src": [[source, source + 4]]}


def test_corpus_has_the_judged_quotations_and_the_others(folder: Path) -> None:
    judged, [one, two] = pairs.load(folder / "pairs.jsonl", folder)
    assert [(quote.text, quote.speaker and quote.speaker.name) for quote in one.quotes + two.quotes] == [
        ("The ferry will sail at dawn,", "Lund"),
        ("No bridge will be built here.", "Lund"),  # she
        ("the ferry will sail at dawn", "Lund"),
        ("Nobody likes the toll at all,", "Marek"),
    ]
    assert (one.article.published, two.article.published) == ("2025-03-01", "2025-03-02")
    assert [(pair.first, pair.second, pair.same) for pair in judged] == [(one.quotes[0].id, two.quotes[0].id, True)]


def test_masks_take_speakers_and_dates_away(folder: Path) -> None:
    judged, corpus = pairs.load(folder / "pairs.jsonl", folder)
    whole, bare = (pairs.features(pairs.mask(corpus, kept, kept), judged)[0] for kept in (True, False))
    assert whole[:4] == pytest.approx(bare[:4])
    assert whole[5:].tolist() == [1, 0, pytest.approx(np.log(2)), 1]
    assert bare[5:].tolist() == [0, 0, 0, 0]


def test_unreadable_pairs_are_named(folder: Path) -> None:
    (folder / "pairs.jsonl").write_text('{"a": 1}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"pairs\.jsonl: judged pairs"):
        pairs.load(folder / "pairs.jsonl", folder)


def test_fit_finds_the_weights_that_made_the_labels() -> None:
    rng = np.random.default_rng(0)
    columns = rng.normal(size=(20_000, 2)) * [1, 5] + [0, 3]
    chance = 1 / (1 + np.exp(-(columns @ [2.0, -0.4] + 1)))
    weights, intercept = pairs.fit(columns, rng.random(len(chance)) < chance, prior=100)
    assert weights == pytest.approx([2.0, -0.4], rel=0.1)
    assert intercept == pytest.approx(1, rel=0.2)
