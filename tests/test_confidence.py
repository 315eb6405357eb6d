"""Confidence: the curve, fitting it, and measuring whether it means what it says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.analysis.attribution.calibration import Calibration, log_odds, read_calibration, shipped
from claimkit.errors import ModelError
from claimkit.evaluation import GoldArticle, Statement, reliability

PROBABILITY = st.floats(0, 1)


@given(PROBABILITY, PROBABILITY, st.sampled_from(["direct", "mixed", "indirect"]), st.booleans())
def test_confidence_keeps_the_order_of_the_probabilities(low: float, high: float, kind: str, source: bool) -> None:
    low, high = sorted((low, high))
    first, second = (shipped().chance(p, kind, source) for p in (low, high))  # type: ignore[arg-type]
    assert 0 < first <= second < 1


def test_a_curve_that_was_not_fitted_changes_nothing() -> None:
    assert Calibration().chance(0.37, "mixed", True) == pytest.approx(0.37)


def test_a_curve_is_kept_with_its_model(tmp_path: Path) -> None:
    curve = Calibration(0.1, 0.7, 1.2, 0.5, -0.8)
    curve.write(tmp_path)
    assert read_calibration(tmp_path) == curve


@pytest.mark.parametrize("text", [None, "", "[]", '{"slant": 1}'])
def test_a_missing_or_broken_curve_is_one_clear_line(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "confidence.json").write_text(text)
    with pytest.raises(ModelError, match="install claimkit again"):
        read_calibration(tmp_path)


def test_fitting_finds_the_curve_that_made_the_data() -> None:
    from claimkit.training.confidence import _logistic

    rng = np.random.default_rng(3)
    made = Calibration(0.3, 0.6, 1.1, 0.6, -0.7)
    kinds = rng.choice(["direct", "mixed", "indirect"], 20_000)
    products, sources = rng.random(20_000), rng.random(20_000) < 0.9
    rows = zip(products, kinds, sources, strict=True)
    right = rng.random(20_000) < [made.chance(p, k, s) for p, k, s in rows]
    features = np.c_[
        np.ones(20_000), [log_odds(p) for p in products], kinds == "direct", kinds == "mixed", ~sources
    ].astype(float)
    found = _logistic(features, right.astype(float), np.array([0.0, 1, 0, 0, 0]))
    np.testing.assert_allclose(found, [0.3, 0.6, 1.1, 0.6, -0.7], atol=0.12)


def page(confidences: list[tuple[float, bool]]) -> GoldArticle:
    """An article where "right i" was said, with a statement for it or for other words, by confidence."""
    lines = [f"Lee{i} said right{i}, wrong{i}." for i in range(len(confidences))]
    text = "\n".join(lines)

    def at(word: str) -> tuple[tuple[int, int], ...]:
        return ((text.index(word), text.index(word) + len(word)),)

    gold = [Statement(at(f"right{i},")) for i in range(len(lines))]
    found = [Statement(at(f"{'right' if r else 'wrong'}{i}"), confidence=c) for i, (c, r) in enumerate(confidences)]
    return GoldArticle("a", text, tuple(gold), tuple(found))


def test_calibration_error_and_cuts_by_hand() -> None:
    sure = reliability([page([(0.92, True), (0.94, True), (0.96, False), (0.25, False)])])
    assert sure is not None
    assert [(b.low, b.count, round(b.right, 3)) for b in sure.bins] == [(0.2, 1, 0.0), (0.9, 3, 0.667)]
    assert sure.error == pytest.approx((0.25 + 3 * abs(0.94 - 2 / 3)) / 4)
    cuts = {c.least: (c.kept, c.right) for c in sure.cuts}
    assert cuts[0.0] == (1.0, 0.5)
    assert cuts[0.5] == (0.75, pytest.approx(2 / 3))
    assert cuts[0.95] == (0.25, 0.0)


def test_records_without_confidence_have_no_reliability() -> None:
    assert reliability([GoldArticle("a", "Lee said so.", (), (Statement(((9, 11),)),))]) is None
