"""Windows, decoding, and the shipped model on sentences of our own."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.analysis.tagger import Tagger
from claimkit.analysis.tagger.decode import LABELS, best_path, hard_transitions
from claimkit.analysis.tagger.encode import windows
from claimkit.english.quotation_marks import find_regions, mark_styles
from claimkit.errors import ModelError
from claimkit.models.extraction import Tagging


@given(st.lists(st.integers(1, 60), max_size=40), st.sets(st.integers(0, 40)), st.integers(8, 40), st.integers(0, 6))
def test_windows_cover_every_piece_once(lengths: list[int], last: set[int], size: int, overlap: int) -> None:
    ends = np.cumsum(lengths).tolist()
    units = tuple(zip([0, *ends[:-1]], ends, strict=True)) if ends else ()
    found = windows(units, {end for i, end in enumerate(ends) if i in last}, size, overlap)
    kept = [i for w in found for i in range(w.keep_start, w.keep_end)]
    assert kept == list(range(ends[-1] if ends else 0))
    assert all(w.start <= w.keep_start <= w.keep_end <= w.end and w.end - w.start <= size - 2 for w in found)


def test_a_window_ends_with_a_paragraph_if_that_leaves_it_half_full() -> None:
    units = [(0, 30), (30, 60), (60, 90), (90, 120)]
    assert [(w.start, w.end) for w in windows(units, {60, 120}, size=102, overlap=0)] == [(0, 60), (60, 120)]
    assert [(w.start, w.end) for w in windows(units, {30, 120}, size=102, overlap=0)] == [(0, 90), (90, 120)]
    assert [(w.start, w.end) for w in windows(units, {30}, size=102, overlap=30)] == [(0, 90), (60, 120)]


@given(st.lists(st.lists(st.floats(-9, 9), min_size=7, max_size=7), min_size=1, max_size=30))
def test_no_path_enters_a_span_from_outside(rows: list[list[float]]) -> None:
    path = [LABELS[i] for i in best_path(np.array(rows, np.float32), hard_transitions())]
    assert not path[0].startswith("I-")
    assert all(a[2:] == b[2:] for a, b in pairwise(path) if b.startswith("I-"))


def test_a_missing_model_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="install claimkit again"):
        Tagger(tmp_path)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


def tag(tagger: Tagger, text: str) -> Tagging:
    return tagger.tag(text, mark_styles(find_regions(text), len(text)))


@pytest.mark.model
def test_a_plain_sentence(tagger: Tagger) -> None:
    text = "“The harbour will open on Friday,” Mayor Anna Ilves told reporters in Tallinn."
    tagging = tag(tagger, text)
    assert [text[s.start : s.end] for s in tagging.sources] == ["Mayor Anna Ilves"]
    assert [text[s.start : s.end] for s in tagging.cues] == ["told"]
    assert [text[s.start : s.end].strip("“”,") for s in tagging.contents] == ["The harbour will open on Friday"]
    assert tagging.cue_of[0][0] == 0
    assert tagging.source_of[0][0] == 0


@pytest.mark.model
@pytest.mark.parametrize("text", ["", " \n\n ", "a", "\x00", "“" * 300, "word " * 700, "\u202e" + "x" * 5000])
def test_odd_texts_are_tagged(tagger: Tagger, text: str) -> None:
    tagging = tag(tagger, text)
    assert len(tagging.words) == len(tagging.sentence) == len(tagging.content)
    assert all(0 <= start < end <= len(text) for start, end in tagging.words)
