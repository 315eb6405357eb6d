"""Who says what in small articles about names, through the whole analysis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

import claimkit

from support import cases


def speakers(text: str) -> Sequence[tuple[str, str]]:
    """The words of each quotation with the speaker's name, or an empty string."""
    return [(" ".join(q["text"].split()), (q["speaker"] or {}).get("name") or "") for q in claimkit.extract(text)]


@pytest.mark.parametrize("case", cases("speaker_names"))
def test_speaker(case: dict[str, Any]) -> None:
    found = speakers(case["text"])
    for expected in case["speakers"]:
        words = expected["text"].rstrip(",.").casefold()
        named = {name for text, name in found if words in text.casefold()}
        assert expected["name"] in named, (expected, found)
