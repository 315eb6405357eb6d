"""Negation and numbers are judged alike by `check`, `diff` and `who-said`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from claimkit.checking import Checker, read_sources
from claimkit.checking.quotations import around
from claimkit.models.checks import Quotation
from claimkit.search.deviations import deviations
from claimkit.wording import differences
from claimkit.wording.quoted_text import Wording

from support import cases

KINDS = {"negation lost", "negation gained", "number changed"}
OPPOSITE = {"negation lost": "negation gained", "negation gained": "negation lost"}


@pytest.mark.parametrize("case", cases("contradictions"), ids=lambda case: case["name"])
def test_check_diff_and_who_said_agree(case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    said, quote, expected = case["said"], case["quote"], sorted(case["expect"])
    (tmp_path / "talk.tsv").write_text(f"1\tRUTH CALDER\t{said}\n", encoding="utf-8")
    sources, _ = read_sources([str(tmp_path / "talk.tsv")])
    quotation = Quotation(quote, 1, 1 + len(quote), "direct", "Ruth Calder")
    checked = Checker(sources).check(around(f"“{quote}”", quotation))
    one, two = (Wording(text, ((0, len(text)),)) for text in (said, quote))
    found: dict[str, list[str]] = {
        "check": [d.kind for d in checked.differences],
        "diff": [d.kind for d in differences(one, two)],
        "who-said": [d.kind for d in deviations(said, quote, ((0, len(quote)),))],
    }
    kinds = {command: sorted(kind for kind in typed if kind in KINDS) for command, typed in found.items()}
    assert kinds == dict.fromkeys(found, expected)
    assert (checked.verdict == "misleading") == bool(expected)
    turned = sorted(OPPOSITE.get(kind, kind) for kind in expected)
    assert sorted(d.kind for d in differences(two, one) if d.kind in KINDS) == turned
