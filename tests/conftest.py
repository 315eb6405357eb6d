"""Settings for all tests."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from claimkit.nlp import Recogniser

# In CI the same examples every time, so that a red run is about the change; at a desk new ones, which find more.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("desk", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")
# Workers of a whole run, each with the models loaded (half a gigabyte); more do not pay, as one file stays in one.
_MOST_WORKERS = 4


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """What `-n auto` means: a worker a core for the whole suite, none where files are named.

    Starting workers takes longer than most files, and a debugger wants none.
    """
    if config.args_source is pytest.Config.ArgsSource.ARGS:
        return 0
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return 0 if cores == 1 else min(cores, _MOST_WORKERS)


@pytest.fixture(scope="session")
def recogniser() -> Recogniser:
    """spaCy's named entities, loaded once."""
    from claimkit import nlp

    return nlp.load()


@pytest.fixture
def analysed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """One article is analysed once in all tests that ask for this: those about what is done with the outcome.

    That analysing an article again, or after others, gives the same is for tests without it.
    """
    from claimkit.pipeline.analysis import Analyser

    def analyse(analyser: Analyser, article: Any) -> Any:
        if article not in _ANALYSED:
            _ANALYSED[article] = _analyse(analyser, article)
        return _ANALYSED[article]

    _analyse = Analyser.analyse
    monkeypatch.setattr(Analyser, "analyse", analyse)


_ANALYSED: dict[Any, Any] = {}


@pytest.fixture(scope="session")
def seeds_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the sample articles, analysed once for all tests that read it. Needs the models."""
    from claimkit import pipeline
    from claimkit.store import Store

    path = tmp_path_factory.mktemp("seeds") / "claimkit.db"
    with Store(path) as store:
        pipeline.run([str(Path(__file__).parent.parent / "seeds")], store=store)
    return path
