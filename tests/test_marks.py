"""Quotation marks → regions: cases, and what must hold for any text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.english.quotation_marks import find_regions, mask_quoted, outermost
from claimkit.models.extraction import Region

from support import cases

marks_and_words = st.text(alphabet="“”\"'’‘«»`„ab. ,\n-s9", max_size=120)


def describe(text: str, region: Region) -> str:
    flags = [str(region.depth)] if region.depth else []
    flags += ["open"] if not region.closed else []
    flags += ["goes-on"] if region.continues else []
    flags += ["reopened"] if region.reopened else []
    inner = text[region.inner_start : region.inner_end]
    return f"{inner}|{','.join(flags)}" if flags else inner


@pytest.mark.parametrize("case", cases("marks"))
def test_regions(case: dict) -> None:
    assert [describe(case["text"], r) for r in find_regions(case["text"])] == case["regions"]


@given(marks_and_words | st.text(max_size=80))
def test_regions_nest_and_stay_in_the_text(text: str) -> None:
    regions = find_regions(text)
    assert regions == sorted(regions, key=lambda r: (r.start, -r.end))
    for region in regions:
        assert 0 <= region.start <= region.inner_start <= region.inner_end <= region.end <= len(text)
        assert "\n" not in text[region.start : region.end]
    outer = outermost(regions)
    assert all(a.end <= b.start for a, b in pairwise(outer))


@given(marks_and_words)
def test_mask_covers_outermost_regions(text: str) -> None:
    mask = mask_quoted(find_regions(text), len(text))
    assert len(mask) == len(text)
    assert sum(mask) == sum(r.end - r.start for r in outermost(find_regions(text)))


@pytest.mark.parametrize("piece", ['"', "“", "‘a ", "'a' ", "“”", "’s ", "\" 'a", "``", "«"])
def test_a_hundred_thousand_marks_are_read(piece: str) -> None:
    text = piece * 100_000
    regions = find_regions(text)
    assert len(mask_quoted(regions, len(text))) == len(text)
