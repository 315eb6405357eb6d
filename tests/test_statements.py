"""What the judge says of records: statements, what looks like them, labels; and how it is learned."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import claimkit
from claimkit.analysis.statements import is_credible, weights
from claimkit.analysis.statements.content_form import content_form, content_words
from claimkit.analysis.statements.labels import LABEL
from claimkit.errors import ModelError
from claimkit.models.certainty import LIKELY, is_statement
from claimkit.models.extraction import Attribution, JudgedAttribution
from claimkit.models.record import Quote, Span

CASES = tomllib.loads((Path(__file__).parent / "cases" / "statements.toml").read_text(encoding="utf-8"))
Records = list[dict[str, Any]]


def records_of(sentences: list[str]) -> Records:
    """The records of the sentences, each an article of its own."""
    return [record for sentence in sentences for record in claimkit.extract(sentence)]


@pytest.mark.model
def test_statements_are_kept_and_what_looks_like_them_is_told_apart() -> None:
    """Floors, a little below what is reached: nine in ten statements stay, two thirds of the rest go."""
    stated, unstated = (records_of(CASES["articles"][kind]) for kind in ("stated", "unstated"))
    assert len(stated) >= 14
    assert len(unstated) >= 8
    assert sum(r["statement"] >= LIKELY for r in stated) >= 0.9 * len(stated)
    assert sum(r["statement"] < LIKELY for r in unstated) >= 0.66 * len(unstated)


@pytest.mark.model
def test_a_label_has_no_speaker_and_little_chance() -> None:
    for sentence in CASES["labels"]["named"]:
        for record in claimkit.extract(sentence):
            assert (record["speaker"], record["source"]) == (None, None), sentence
            assert record["statement"] == record["confidence"] == LABEL, sentence
    said = records_of(CASES["labels"]["said"])
    assert len(said) == len(CASES["labels"]["said"])
    assert all(record["speaker"] and record["statement"] > LIKELY for record in said)


@pytest.mark.model
def test_turns_and_answers_are_statements_whatever_they_say() -> None:
    text = "HALE: Where were you?\n\nPIKE: In the boiler room.\n\nHALE: Alone?\n\nPIKE: With my brother.\n"
    records = claimkit.extract(text)
    assert len(records) == 4
    assert all(record["statement"] > 0.9 for record in records)


@pytest.mark.model
def test_who_says_nothing_is_told_by_the_class() -> None:
    [record] = claimkit.extract("A spokesman for Fenwick Mills declined to comment on the strike.")
    assert (record["cue"]["class"], record["cue"]["polarity"]) == ("silence", "withheld")


@pytest.mark.parametrize(
    ("content", "form"),
    [
        ("to win the cup", "to"),
        ("that the ferry was late", "that"),
        ("whether the museum would open", "wh"),
        ("the ferry will run again", "clause"),
        ("he wrote it in a lighthouse", "clause"),
        ("the drummer sang off key", "noun"),
        ("prices climbed again", "past"),
        ("building a castle", "ing"),
        ("for his films", "prep"),
        ("a deal", "noun"),
        ("Turku", "name"),
        ("12 flights", "number"),
        ("honey", "bare"),
        ("…", "bare"),
        ("", "other"),
    ],
)
def test_the_form_of_a_content(content: str, form: str) -> None:
    assert content_form(content_words(content)) == form


@pytest.mark.parametrize(
    ("type_", "chance", "likely"), [("indirect", 0.1, False), ("indirect", 0.9, True), ("mixed", 0.1, False)]
)
def test_a_likely_statement(type_: Any, chance: float, likely: bool) -> None:
    quote = Quote("q_1", "a", type_, "x", (Span(0, 1, "x"),), None, None, None, 0.9, statement=chance)
    assert is_statement(quote) is likely


@pytest.mark.model
def test_what_somebody_may_say_is_no_statement() -> None:
    (record,) = claimkit.extract("If the minister says the tunnel is safe, few in the town will believe it.")
    assert [span["text"] for span in record["content"]] == ["the tunnel is safe"]
    assert record["statement"] < LIKELY


def test_what_attribution_doubts_has_to_be_surely_a_statement() -> None:
    doubted = Attribution("indirect", (Span(0, 1, "x"),), None, None, 0.2, doubtful=True)
    assert [is_credible(JudgedAttribution(doubted, chance)) for chance in (0.6, 0.9)] == [False, True]
    assert is_credible(JudgedAttribution(replace(doubted, doubtful=False), 0.1))


def test_a_direct_quotation_always_is_one() -> None:
    assert is_statement(Quote("q_1", "a", "direct", "x", (Span(0, 1, "x"),), None, None, None, 0.9, statement=0.1))


def test_missing_weights_are_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model").mkdir()
    monkeypatch.setattr(weights, "data_dir", lambda: tmp_path)
    with pytest.raises(ModelError, match=r"statements\.npz: .* install claimkit again"):
        weights.load.__wrapped__()


def test_weights_are_read_as_they_were_written() -> None:
    curve = weights.ConfidenceCurve(0.1, 0.8, 0.4, -0.9, -1.0)
    made = weights.JudgeWeights({"form=to": -1.5}, {"odds": 0.5}, np.ones(1024, np.float32), 0.25, 0.99, curve)
    read = weights.from_arrays(weights.to_arrays(made))
    assert (read.names, read.numbers, read.bias, read.direct, read.curve) == (
        *(made.names, made.numbers, made.bias, made.direct, made.curve),
    )
    np.testing.assert_array_equal(read.states, made.states)


@pytest.mark.train
@pytest.mark.model
def test_the_command_learns_from_judged_articles(tmp_path: Path) -> None:
    from claimkit.training.statements.__main__ import main

    rows = []
    for verdict, kind in (("ok", "stated"), ("junk", "unstated")):
        for n, sentence in enumerate(CASES["articles"][kind]):
            name = f"{kind}{n}"
            (tmp_path / f"{name}.txt").write_text(sentence, encoding="utf-8")
            for record in claimkit.extract(sentence):
                content = [[span["start"], span["end"]] for span in record["content"]]
                rows.append({"article": name, "content": content, "verdict": verdict})
    file, out = tmp_path / "verdicts.jsonl", tmp_path / "statements.npz"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    said: list[object] = []
    main([str(file), str(tmp_path), "--out", str(out)], said.append)
    stated = sum(row["verdict"] == "ok" for row in rows)
    assert str(said[0]).startswith(
        f"{stated} statements, {stated} of them found, {len(rows) - stated} records are none"
    )
    assert str(said[-1]) == f"wrote {out}"
    with np.load(out, allow_pickle=False) as held:
        learned = weights.from_arrays({name: held[name] for name in held.files})
    assert learned.states.shape == (1024,)
    assert learned.names
