"""Words that open a sentence with a capital and are no names, through the whole analysis."""

from __future__ import annotations

from typing import Any

import pytest

import claimkit

from support import cases


@pytest.mark.parametrize("case", cases("not_names"))
def test_no_name(case: dict[str, Any], tmp_path: Any) -> None:
    for i, start in enumerate(case["starts"]):
        (tmp_path / f"{i:03}.txt").write_text(case["sentence"].format(start) + "\n", encoding="utf-8")
    quotes = claimkit.read(tmp_path, jobs=1)
    named = [(q["article"]["path"], q["speaker"]["name"]) for q in quotes if q["speaker"] and q["speaker"]["name"]]
    assert quotes
    assert named == []
