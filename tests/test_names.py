"""Personal names: parts, and which two can be one person's."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.english import names

from support import cases


@pytest.mark.parametrize("case", cases("names"))
def test_compatible(case: dict[str, Any]) -> None:
    a, b = (names.parse(n) for n in case["names"])
    assert a
    assert b
    assert names.compatible(a, b) is case["same"]
    assert names.compatible(b, a) is case["same"]


def test_parts() -> None:
    parsed = names.parse("Mr. Donald J. Trump Jr.’s")
    assert parsed == names.Name("Donald J. Trump Jr.", ("donald", "j", "trump"), "jr")
    assert parsed.given == ("donald", "j")
    assert parsed.family == "trump"


@given(st.text(max_size=40))
def test_any_text_can_be_read(text: str) -> None:
    parsed = names.parse(text)
    if parsed is not None:
        assert names.compatible(parsed, parsed)
        assert parsed.words
        assert all(parsed.words)


@given(st.text(max_size=20), st.text(max_size=20))
def test_compatible_is_symmetric(a: str, b: str) -> None:
    one, other = names.parse(a), names.parse(b)
    if one is not None and other is not None:
        assert names.compatible(one, other) is names.compatible(other, one)
