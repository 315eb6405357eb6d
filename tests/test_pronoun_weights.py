"""Learning who pronouns mean: readers of the corpora's formats, the official measure, gradients, weights and back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from claimkit.analysis.resolution.pronouns import weights
from claimkit.errors import InputError
from claimkit.models.extraction import States
from claimkit.training.pronouns import check, learn
from claimkit.training.pronouns.corpora import Case, official, read_gap, read_gum
from claimkit.training.pronouns.examples import PronounExample

TEXT = "Helen Marsh met Carol Dunn. She left."
HELEN, CAROL, SHE = (0, 11), (16, 26), 28

GAP = "\t".join(
    ["ID", "Text", "Pronoun", "Pronoun-offset", "A", "A-offset", "A-coref", "B", "B-offset", "B-coref", "URL"]
)
# Columns: id, offsets, word, entity, three that do not matter, identity …, kind of relation, relation.
GUM = """#FORMAT=WebAnno TSV 3.2

#Text=Ada 's dog barked , so she sang .
1-1\t0-3\tAda\tperson[1]|animal[2]\t_\t_\t_\t_\tcoref\t1-7[0_1]
1-2\t4-6\t's\tperson[1]|animal[2]\t_\t_\t_\t_\t_\t_
1-3\t7-10\tdog\tanimal[2]\t_\t_\t_\t_\tbridge\t1-7[0_2]
1-4\t11-17\tbarked\t_\t_\t_\t_\t_\t_\t_
1-5\t18-19\t,\t_\t_\t_\t_\t_\t_\t_
1-6\t20-22\tso\t_\t_\t_\t_\t_\t_\t_
1-7\t23-26\tshe\tperson\t_\t_\t_\t_\t_\t_
"""


def case(name: str, pronoun: str = "She", meant: bool = True) -> Case:
    text = TEXT.replace("She", pronoun)
    same = frozenset({HELEN}) if meant else frozenset()
    return Case(name, text, SHE, same, frozenset({CAROL}), meant, ((HELEN, meant), (CAROL, False)))


def test_gap_is_read(tmp_path: Path) -> None:
    row = ["x-1", TEXT, "She", str(SHE), "Helen Marsh", "0", "TRUE", "Carol Dunn", "16", "FALSE", "-"]
    path = tmp_path / "gap.tsv"
    path.write_text(GAP + "\n" + "\t".join(row) + "\n", encoding="utf-8")
    assert read_gap(path) == [case("x-1")]
    assert read_gap(path)[0].gender == "female"


@pytest.mark.parametrize("content", [b"", b"ID\tText\nx\ty\n", GAP.encode() + b"\nx\ty\n", b"\xff\xfe"])
def test_what_is_no_gap_file_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "gap.tsv"
    path.write_bytes(content)
    if content == b"":
        assert read_gap(path) == []
        return
    with pytest.raises(InputError, match=r"gap\.tsv"):
        read_gap(path)


def test_gum_is_read(tmp_path: Path) -> None:
    (tmp_path / "one.tsv").write_text(GUM, encoding="utf-8")
    (found,) = read_gum(tmp_path)
    assert found.text.startswith("Ada's dog barked, so she")
    assert found.text[found.start :].startswith("she")
    assert {found.text[s:e] for s, e in found.same} == {"Ada", "'s"}


def test_a_folder_without_gum_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no GUM \.tsv files"):
        read_gum(tmp_path)


def test_the_official_measure() -> None:
    cases = [case("1"), case("2", "He"), case("3", meant=False), case("4", "He")]
    right, wrong = [(0, 5)], [CAROL]
    figures = official(cases, [right, wrong, [], right])
    # male: one of two found, one wrong; female: all right
    assert figures["male"] == pytest.approx(50)
    assert figures["female"] == pytest.approx(100)
    assert figures["bias"] == pytest.approx(2)
    assert figures["F1"] == pytest.approx(200 * 2 / (3 + 3))


def examples(seed: int, count: int, width: int = 6) -> list[PronounExample]:
    """Candidates of which the meant one has the feature `good`, every other time, and states of its own kind."""
    rng = np.random.default_rng(seed)
    found = []
    for n in range(count):
        meant = int(rng.integers(3))
        features = tuple({"good": float(k == meant and n % 2), "noise": float(rng.random())} for k in range(3))
        pronoun = rng.normal(0, 1, (2, width)).astype(np.float32)
        first = rng.normal(0, 1, (2, 4, width)).astype(np.float32)
        owner = np.array([0, 1, 2, 2])
        first[:, owner == meant, 0] = 4
        targets = np.array([k == meant for k in range(3)] + [False], np.float32)
        spans = (((0, 5),), ((6, 9),), ((10, 12), (13, 15)))
        found.append(
            PronounExample(case("1"), features, spans, targets, pronoun, first, np.zeros_like(first), owner, 1.0)
        )
    return found


def loss(parameters: learn.Parameters, some: list[PronounExample], names: list[str]) -> float:
    """Mean log-loss, reckoned one candidate at a time."""
    total = 0.0
    for e in some:
        scores = []
        for k, features in enumerate(e.features):
            score = sum(parameters["features"][names.index(n)] * v for n, v in features.items())
            keys = np.tanh(e.first[0] @ parameters["first"] + e.last[0] @ parameters["last"] + parameters["key_bias"])
            query = e.pronoun[0] @ parameters["query"] + parameters["query_bias"]
            fits = keys[e.owner == k] @ query / np.sqrt(len(query))
            scores.append(score + np.log(np.exp(fits).sum()))
        scores.append(parameters["features"][names.index("nobody")])
        share = np.exp(scores) / np.exp(scores).sum()
        total -= np.log((share * e.meant).sum())
    return total / len(some)


def test_gradients_are_those_of_the_loss() -> None:
    some, names = examples(3, 4), ["good", "noise", "nobody"]
    rng = np.random.default_rng(1)
    parameters = {
        "features": rng.normal(0, 1, 3),
        **{k: rng.normal(0, 0.4, (6, 5)) for k in ("query", "first", "last")},
        **{k: rng.normal(0, 0.4, 5) for k in ("query_bias", "key_bias")},
    }
    batch = learn.batch(some, {n: i for i, n in enumerate(names)}, None)
    found = learn.gradients(parameters, batch)  # type: ignore[arg-type]
    for name, values in parameters.items():
        for at in [tuple(rng.integers(0, values.shape)) for _ in range(3)]:
            sides = []
            for step in (1e-4, -1e-4):
                moved = {k: v.copy() for k, v in parameters.items()}
                moved[name][at] += step
                sides.append(loss(moved, some, names))  # type: ignore[arg-type]
            assert found[name][at] == pytest.approx((sides[0] - sides[1]) / 2e-4, abs=2e-3)


def test_what_is_learned_is_used_in_the_same_way(tmp_path: Path) -> None:
    some = examples(5, 1500)
    arrays = learn.learn(some)
    np.savez(tmp_path / "w.npz", allow_pickle=False, **arrays)
    with np.load(tmp_path / "w.npz", allow_pickle=False) as file:
        learned = weights.from_arrays({k: file[k] for k in file.files})
    fresh = examples(6, 100)

    def right(states: bool) -> float:
        answers = check.answers(fresh, learned, states)
        return sum(a == e.spans[int(e.meant.argmax())] for a, e in zip(answers, fresh, strict=True)) / len(fresh)

    # By `good` alone: every other example, and a third of the others by chance.
    assert 0.6 < right(states=False) < 0.75 < right(states=True)
    again = learn.fit(some, learn.vocabulary(some), states=False)["features"]
    assert again.tolist() == arrays["alone"].tolist()


def test_states_are_looked_up_by_wordpiece() -> None:
    starts, ends = np.array([0, 4, 9, 9]), np.array([3, 6, 9, 12])
    states = States(starts, ends, np.zeros((4, 512), np.float32))
    assert weights.pieces(states, 0, 3) == (0, 0)
    assert weights.pieces(states, 0, 5) == (0, 1)
    assert weights.pieces(states, 5, 6) == (1, 1)
    assert weights.pieces(states, 9, 12)[1] == 3
    assert weights.pieces(states, 50, 60) == (3, 3)
