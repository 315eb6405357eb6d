"""A small slice of what tests/fuzz/run.py does on demand with 200,000 inputs."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from fuzz.targets import TARGETS, Target

# Inputs where the models are asked, where trafilatura is, and elsewhere.
_MODELS, _PAGES, _OTHERS = 4, 12, 25


@pytest.mark.parametrize("target", [pytest.param(t, id=t[0], marks=pytest.mark.model) for t in TARGETS])
def test_any_input_is_read_or_refused_in_order(target: Target) -> None:
    name, check, strategy, _ = target
    number = _MODELS if name.startswith("pipeline") else _PAGES if name in ("file.html", "file.warc") else _OTHERS

    @settings(max_examples=number, deadline=None, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def each(value: object) -> None:
        check(value)

    each()


@pytest.mark.parametrize("words", ["“" * 8_000, '"a' * 3_000, "said " * 2_000, "\n" * 8_000 + "x"])
def test_long_repetitions_take_no_longer_than_their_length_explains(words: str) -> None:
    for name, check, _, _ in TARGETS:
        if name in ("marks", "text", "pipeline, guessing"):
            check(words)


@given(st.text(max_size=50))
@settings(max_examples=50, deadline=None)
def test_a_file_name_is_shown_on_one_line(name: str) -> None:
    from claimkit.reader.files import one_line

    assert one_line(name).isprintable()
