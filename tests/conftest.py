"""Settings for all tests, and what makes them say the same on every machine, in every order, at any time."""

from __future__ import annotations

import os
import signal
import site
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.internal.conjecture import providers

if TYPE_CHECKING:
    from claimkit.analysis.ner import Recogniser

# The same examples on every run, so that a red run is about the change. New ones, which find more, are what
# `python tests/fuzz/properties.py` is for: it asks for the other profile, with a seed that it prints. Nothing goes by
# the clock, as a busy machine would change the answer, or by CI, where hypothesis has a profile of its own.
settings.register_profile(
    "random",
    derandomize=False,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
settings.register_profile("same", settings.get_profile("random"), derandomize=True)
settings.load_profile("same")
# Hypothesis also tries constants from the modules that are loaded, and which these are depends on the tests that ran
# before in the same worker. Without them a test has the same examples alone as in the whole suite.
if hasattr(providers, "_get_local_constants"):
    providers._get_local_constants = lambda: providers._local_constants  # type: ignore[assignment]

# Workers of a whole run, each with the models loaded (half a gigabyte); more do not pay, as one file stays in one.
_MOST_WORKERS = 4

# What people set for themselves and what a command under test would go by: how wide a terminal is and what it can show,
# languages, places of settings. CLAIMKIT_UPDATE_GOLDENS is for the tests themselves.
_THEIRS = {
    *("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "PY_COLORS", "COLORTERM"),
    *("TTY_COMPATIBLE", "TTY_INTERACTIVE", "TERMINAL_WIDTH", "JUPYTER_COLUMNS", "JUPYTER_LINES", "GITHUB_ACTIONS"),
    *("LANGUAGE", "PYTHONIOENCODING", "PYTHONUTF8", "PYTHONWARNINGS", "PYTHONDEVMODE", "BASH_ENV", "ENV"),
}
_THEIR_KINDS = ("CLAIMKIT_", "_CLAIMKIT_", "_TYPER_", "TYPER_", "LC_", "XDG_")
_OURS = {"LANG": "C.UTF-8", "TZ": "UTC", "TERM": "xterm-256color"}


@pytest.fixture
def watchdog() -> Iterator[None]:
    """What hangs ends some day, with a traceback; a busy machine is slow, not wrong."""

    def bark(*_: object) -> None:
        raise TimeoutError("the test hangs")

    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, bark)
    signal.alarm(900)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def _is_theirs(variable: str) -> bool:
    return variable in _THEIRS or (variable.startswith(_THEIR_KINDS) and variable != "CLAIMKIT_UPDATE_GOLDENS")


@pytest.hookimpl(trylast=True)  # pytest's own report keeps to the terminal as it is
def pytest_configure(config: pytest.Config) -> None:
    """The same surroundings for every run; worker processes inherit them."""
    for variable in filter(_is_theirs, list(os.environ)):
        del os.environ[variable]
    os.environ.update(_OURS)
    os.environ.setdefault("PYTHONHASHSEED", "0")  # a campaign sets others
    if hasattr(time, "tzset"):
        time.tzset()
    os.umask(0o022)
    if hasattr(config, "workerinput"):
        set_hypothesis_home_dir(Path.home() / ".hypothesis")
        return
    # Nobody's settings (~/.sqliterc, say) are read and nothing is left in them; packages in ~/.local are still found.
    os.environ["PYTHONUSERBASE"] = site.getuserbase()
    home = tempfile.TemporaryDirectory(prefix="claimkit-tests-", ignore_cleanup_errors=True)
    config.add_cleanup(home.cleanup)
    os.environ["HOME"] = home.name
    set_hypothesis_home_dir(Path(home.name) / ".hypothesis")


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test runs in an empty current folder: it finds no store there that another run has left."""
    monkeypatch.chdir(tmp_path)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """What `-n auto` means: a worker a core for the whole suite, none where files are named.

    Starting workers takes longer than most files, and a debugger wants none.
    """
    if _names_files(config):
        return 0
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return 0 if cores == 1 else min(cores, _MOST_WORKERS)


def _names_files(config: pytest.Config) -> bool:
    """Whether the command line names files, of which a worker knows by hearsay only."""
    told: dict[str, Any] | None = getattr(config, "workerinput", None)
    return config.args_source is pytest.Config.ArgsSource.ARGS if told is None else bool(told["names_files"])


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """What a worker is told."""
    node.workerinput["names_files"] = _names_files(node.config)


# Marks of tests that run only where they are asked for: by `-m`, or by the name of their file.
_LEFT_OUT = ("slow", "train")


def _left_out(config: pytest.Config) -> list[str]:
    return [] if _names_files(config) else [mark for mark in _LEFT_OUT if mark not in config.option.markexpr]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is left out is so on every machine, whatever happens to be installed there."""
    marks = _left_out(config)
    gone = [item for item in items if any(map(item.get_closest_marker, marks))]
    if gone:
        config.hook.pytest_deselected(items=gone)
        items[:] = [item for item in items if not any(map(item.get_closest_marker, marks))]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Says which marks were left out."""
    for mark in _left_out(config):
        if not config.option.markexpr:
            terminalreporter.write_line(f"left out: python -m pytest -m {mark}")


@pytest.fixture(scope="session")
def recogniser() -> Recogniser:
    """spaCy's named entities, loaded once."""
    from claimkit.analysis import ner as nlp

    return nlp.load()


@pytest.fixture
def analysed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """One article is analysed once in all tests that ask for this: those about what is done with the outcome.

    That analysing an article again, or after others, gives the same is for tests without it.
    """
    from claimkit.analysis.analyser import Analyser

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
    from claimkit.runs import pipeline
    from claimkit.store import Store

    path = tmp_path_factory.mktemp("seeds") / "claimkit.db"
    with Store(path) as store:
        pipeline.run([str(Path(__file__).parent.parent / "seeds")], store=store)
    return path
