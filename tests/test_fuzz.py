"""A small slice of what tests/fuzz/run.py does on demand with 200,000 inputs."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from fuzz.targets import TARGETS, Target

# Inputs where the models are asked, where trafilatura is, and elsewhere.
_MODELS, _PAGES, _OTHERS = 4, 12, 25


@pytest.mark.hypothesis  # a campaign asks for it by that name
@pytest.mark.parametrize("target", [pytest.param(t, id=t[0], marks=pytest.mark.model) for t in TARGETS])
def test_any_input_is_read_or_refused_in_order(target: Target) -> None:
    name, check, strategy, _ = target
    number = _MODELS if name.startswith("pipeline") else _PAGES if name in ("file.html", "file.warc") else _OTHERS

    @settings(max_examples=number, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def each(value: object) -> None:
        check(value)

    each()


@pytest.mark.parametrize("unit", ["“", '"a', "said ", "\n"])
def test_long_repetitions_take_no_longer_than_their_length_explains(unit: str) -> None:
    for name, check, _, _ in TARGETS:
        if name in ("marks", "text", "pipeline, guessing"):
            assert grows_with_length(check, unit), name


def grows_with_length(check: Callable[[Any], object], unit: str) -> bool:
    """Whether eight times as much of `unit` takes less than 24 times as long; what is quadratic takes 64 times.

    One try in five is enough: a pause of the machine makes a try slower, and nothing makes quadratic work faster.
    """
    short, long = (unit * (size // len(unit)) + "x" for size in (1_000, 8_000))
    check(short)  # what is loaded once is loaded
    return any(_seconds(check, long) < 24 * _seconds(check, short) + 0.005 for _ in range(5))


def _seconds(check: Callable[[Any], object], words: str) -> float:
    start = time.process_time()
    check(words)
    return time.process_time() - start


@given(st.text(max_size=50))
@settings(max_examples=50, deadline=None)
def test_a_file_name_is_shown_on_one_line(name: str) -> None:
    from claimkit.reader.files import one_line

    assert one_line(name).isprintable()
