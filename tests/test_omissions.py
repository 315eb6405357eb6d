"""The learned judge of what quotations leave out: what it adds to the rules, its weights, its training."""

from __future__ import annotations

import json
import random
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from claimkit.checking import Checker
from claimkit.checking.omissions import weights
from claimkit.checking.quotations import around
from claimkit.checking.sources import Source
from claimkit.checking.streams import split_streams
from claimkit.errors import ModelError
from claimkit.models.checks import Check, Quotation, Transcript, Turn
from claimkit.output.check_page import check_page
from claimkit.output.checked_pieces import left_out
from claimkit.output.records import schemas
from claimkit.output.records.checks import CHECKS

PAIRS = Path(__file__).parent / "benchmarks" / "omissions"
ADDED = (
    "Some will tell you that the euro was a mistake from start to finish. I'm not one of them.",
    "The euro was a mistake from start to finish",
)


def source_of(*said: str, labelled: bool = True) -> Source:
    turns = tuple(Turn("CALDER", text) for text in said)
    labels = tuple("CALDER" if labelled else None for _ in turns)
    streams = split_streams(Transcript("said", "said", turns))
    lines = tuple(range(1, len(turns) + 1))
    return Source("said", "said", None, None, None, labelled, False, labels, lines, (None,) * len(turns), streams)


def checked(quote: str, *said: str, lead: str = "", labelled: bool = True) -> Check:
    start = len(lead) + 1
    asked = around(f"{lead}“{quote}”", Quotation(quote, start, start + len(quote), "direct", "Ruth Calder"))
    return Checker([source_of(*said, labelled=labelled)]).check(asked)


def test_what_no_rule_knows_is_told_by_the_words_left_out() -> None:
    said, quote = ADDED
    found = checked(quote, said)
    assert (found.verdict, found.attention) == ("misleading", True)
    assert found.omission is not None
    assert found.omission.chance >= 0.88
    assert found.omission.words == "Some will tell you that"
    [difference] = [one for one in found.differences if one.kind == "context dropped"]
    assert difference.passage.text == found.omission.words
    assert found.reason.endswith("; the words left out may change the meaning")


def test_the_record_and_the_page_say_why() -> None:
    found = checked(ADDED[1], ADDED[0])
    record = CHECKS.record(found)
    jsonschema.validate(record, schemas.schema_of("check"))
    assert record["omission"]["words"].startswith("Some will tell you")
    words = left_out(found)
    assert words is not None
    assert words.startswith("left out, and may change the meaning (")
    assert words.split(":")[0] in "".join(check_page([found], "0"))


def test_the_rules_alone_say_what_they_know() -> None:
    found = checked("We will open the harbour", "We will open the harbour if the state pays.")
    assert found.verdict == "misleading"
    assert [one.kind for one in found.differences] == ["condition dropped"]
    assert left_out(found) is None


def test_what_the_draft_says_itself_is_not_missing() -> None:
    assert checked(ADDED[1], ADDED[0], lead="The papers perhaps exaggerate: ").verdict == "cut"


def test_words_said_twice_are_verbatim() -> None:
    assert checked(ADDED[1], ADDED[0], "Thank you.", f"{ADDED[1]}.").verdict == "verbatim"


def test_a_source_without_speakers_is_not_weighed() -> None:
    assert checked(ADDED[1], ADDED[0], labelled=False).omission is None


def test_pairs_written_for_the_project() -> None:
    """They are among what the judge learned from: a floor under what it does, not how good it is on other words."""
    rows = [
        json.loads(line) for path in sorted(PAIRS.glob("pairs_[e-k].jsonl")) for line in path.open(encoding="utf-8")
    ]
    flagged: dict[str, list[bool]] = {"misleading": [], "fine": []}
    for row in random.Random(1).sample(rows, 120):
        flagged[row["label"]].append(checked(row["quote"], row["said"]).attention)
    shares = {label: sum(found) / len(found) for label, found in flagged.items()}
    assert shares["misleading"] >= 0.5, shares
    assert shares["fine"] <= 0.2, shares


def test_weights_are_read_as_they_were_written() -> None:
    made = weights.OmissionWeights({"behind:only": 0.5, "kept:we": -0.25}, -1.0)
    assert weights.from_arrays(weights.to_arrays(made)) == made


def test_damaged_weights_are_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model").mkdir()
    monkeypatch.setattr(weights, "data_dir", lambda: tmp_path)
    with pytest.raises(ModelError, match=r"omissions\.npz: .* install claimkit again"):
        weights.load.__wrapped__()
    arrays = weights.to_arrays(weights.OmissionWeights({"behind:only": 0.5}, -1.0))
    arrays["weights"] = np.array([0.75], np.float32)
    np.savez(tmp_path / "model" / weights.FILE, allow_pickle=False, **arrays)
    with pytest.raises(ModelError, match=r"omissions\.npz: .* install claimkit again"):
        weights.load.__wrapped__()


@pytest.mark.train
def test_the_command_learns_from_pairs(tmp_path: Path) -> None:
    from claimkit.training.omissions.__main__ import main

    for name in "ef":
        lines = (PAIRS / f"pairs_{name}.jsonl").read_text(encoding="utf-8").splitlines()[:60]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    said: list[object] = []
    main([str(tmp_path), "--check"], said.append)
    assert [str(line).split()[0] for line in said] == ["left", "e", "all", "f"]
    main([str(tmp_path), "--out", str(tmp_path / "out.npz")], said.append)
    with np.load(tmp_path / "out.npz", allow_pickle=False) as held:
        learned = weights.from_arrays({name: held[name] for name in held.files})
    assert learned.names
    (tmp_path / "e.jsonl").write_text('{"said": "We left."}', encoding="utf-8")
    with pytest.raises(SystemExit, match=r"e\.jsonl:1: not a pair of `said`, `quote` and `label`"):
        main([str(tmp_path)])
