"""No thread spins over matrices that one multiplies as fast: in commands, in their workers, and in others' programs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy
import pytest
from threadpoolctl import ThreadpoolController

import claimkit
from claimkit.analysis.threads import OneThread

ROOT = Path(claimkit.__file__).resolve().parent.parent
CHOICES = ("OPENBLAS_NUM_THREADS", "GOTO_NUM_THREADS", "OMP_NUM_THREADS")
PRINT = "import os, sys; print(*(os.environ.get(n, '-') for n in ('OPENBLAS_NUM_THREADS', 'OMP_NUM_THREADS')))"


def printed(program: str | Path, **environment: str) -> str:
    """What a program, a file or a text, prints where nothing is chosen but what `environment` says."""
    chosen = (*CHOICES, "ORT_DISABLE_TELEMETRY")
    clean = {name: value for name, value in os.environ.items() if name not in chosen}
    command = [sys.executable, str(program)] if isinstance(program, Path) else [sys.executable, "-c", program]
    return subprocess.run(
        command, env={**clean, **environment}, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()


@pytest.mark.parametrize(
    ("environment", "before", "found"),
    [
        ({}, "", "1 -"),
        ({"OPENBLAS_NUM_THREADS": "3"}, "", "3 -"),
        ({"OMP_NUM_THREADS": "3"}, "", "- 3"),
        ({"OPENBLAS_NUM_THREADS": ""}, "", "1 -"),
        ({}, "import numpy", "- -"),  # it would come too late, and say what is not so
    ],
)
def test_a_command_asks_for_one_thread_unless_its_user_chose(
    environment: dict[str, str], before: str, found: str
) -> None:
    script = (
        f"import sys, claimkit.cli\n{before}\nsys.argv = ['claimkit', '--version']\n"
        f"try:\n    claimkit.cli.main()\nfinally:\n    {PRINT}"
    )
    assert printed(script, **environment).splitlines()[-1] == found


def test_importing_the_library_leaves_the_environment_alone() -> None:
    script = (
        "import claimkit, claimkit.cli, claimkit.runs.pipeline, claimkit.analysis.tagger, claimkit.analysis.analyser\n"
    )
    assert printed(script + PRINT) == "- -"


@pytest.mark.parametrize(("before", "found"), [("", "1 1"), ("import numpy", "None 1")])
def test_workers_have_it_too(tmp_path: Path, before: str, found: str) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        f"import os\nfrom claimkit.runs import executors\n{before}\n"
        "def asked(name):\n    return os.environ.get(name)\n"
        "if __name__ == '__main__':\n"
        "    answers = dict(executors.results(asked, ['OPENBLAS_NUM_THREADS', 'ORT_DISABLE_TELEMETRY'], jobs=2))\n"
        "    print(*(answers[name] for name in sorted(answers)), os.environ.get('OPENBLAS_NUM_THREADS'))\n"
    )
    assert printed(program, PYTHONPATH=str(ROOT)) == f"{found} None"


# --- in a program that has loaded numpy


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreadpoolController]:
    """numpy's matrix library, told to use two threads, which can be asked how many it uses."""
    for name in CHOICES:
        monkeypatch.delenv(name, raising=False)
    numpy.ones((2, 2)) @ numpy.ones((2, 2))
    libraries = ThreadpoolController()
    if not threads(libraries):
        pytest.skip("numpy multiplies with a library that cannot be asked")
    with libraries.limit(limits=2, user_api="blas"):
        yield libraries


def threads(libraries: ThreadpoolController) -> set[int]:
    """Of numpy's own library; torch, which other tests may have loaded into this process, brings another one."""
    blas = (library for library in libraries.info() if library["user_api"] == "blas")
    return {library["num_threads"] for library in blas if "numpy" in library["filepath"]}


def test_one_thread_while_it_lasts(two: ThreadpoolController) -> None:
    one = OneThread()
    for _ in range(2):
        assert threads(two) == {2}
        with one:
            assert threads(two) == {1}
    assert threads(two) == {2}


def test_of_two_at_once_the_last_one_takes_it_back(two: ThreadpoolController) -> None:
    one = OneThread()
    one.__enter__()
    one.__enter__()
    one.__exit__(None, None, None)  # the first to come is the first to go
    assert threads(two) == {1}
    one.__exit__(None, None, None)
    assert threads(two) == {2}


def test_it_is_taken_back_after_an_error(two: ThreadpoolController) -> None:
    with pytest.raises(ZeroDivisionError), OneThread():
        raise ZeroDivisionError
    assert threads(two) == {2}


def test_who_chose_is_obeyed(two: ThreadpoolController, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    with OneThread():
        assert threads(two) == {2}


@pytest.mark.model
def test_articles_are_analysed_with_one(two: ThreadpoolController, monkeypatch: pytest.MonkeyPatch) -> None:
    from claimkit.analysis.ner import Recogniser
    from claimkit.analysis.tagger import Tagger

    seen: list[set[int]] = []
    for kind, name in ((Tagger, "tag"), (Recogniser, "mentions")):

        def watched(*given: object, real: object = getattr(kind, name)) -> object:
            seen.append(threads(two))
            return real(*given)  # type: ignore[operator]

        monkeypatch.setattr(kind, name, watched)
    assert len(claimkit.extract("“We counted ships and boats in the harbour,” said Anna Ilves.")) == 1
    assert seen == [{1}, {1}]
    assert threads(two) == {2}
