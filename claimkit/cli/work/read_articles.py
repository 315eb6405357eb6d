"""Articles read and analysed for a command, in one process or several."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from claimkit.cli.interrupt import Interrupt
from claimkit.cli.options import InputOptions, ReadingOptions
from claimkit.cli.terminal import Progress, complain
from claimkit.errors import InputError, UsageError
from claimkit.models.collection import PersonEntry
from claimkit.models.record import Article
from claimkit.reader.given import facts_given
from claimkit.reader.input_options import Options
from claimkit.runs import executors, pipeline
from claimkit.runs.pipeline import Answer, Result
from claimkit.store import Store


@dataclass(frozen=True, slots=True)
class Reading:
    """How the articles of a PATH are read: by how many processes, with which people file; `prune` forgets the gone."""

    options: Options
    jobs: int
    people_file: tuple[PersonEntry, ...] | None
    prune: bool


def choose_reading(inputs: InputOptions, prune: bool) -> Reading:
    """What the options say. Raises `UsageError`, and `InputError` for a people file that cannot be used."""
    people_file = None if inputs.people is None else load_people(inputs.people)
    return Reading(reading_options(inputs), inputs.jobs or cores(), people_file, prune)


def read_into_store(
    path: Sequence[str], reading: Reading, store: Store | None, interrupt: Interrupt
) -> AbstractContextManager[Answer]:
    """What is found under `path`, kept in `store` if there is one."""
    executors.hush()
    return pipeline.answer(
        path,
        store=store,
        stdin=sys.stdin.buffer if sys.stdin else None,  # None where it was closed
        progress=interrupt.update,
        jobs=reading.jobs,
        people_file=reading.people_file,
        prune=reading.prune,
        options=reading.options,
    )


def reading_options(inputs: ReadingOptions) -> Options:
    """How to read the inputs. Raises `UsageError` for a format, field or fact that does not exist."""
    pairs = []
    for pair in inputs.map or ():
        field, equals, column = pair.partition("=")
        if not equals:
            raise UsageError(f"--map {pair}: not FIELD=COLUMN; write it like --map text=body")
        pairs.append((field, column))
    given = {}
    for pair in inputs.set or ():
        name, equals, value = pair.partition("=")
        if not equals:
            raise UsageError(f"--set {pair}: not FACT=VALUE; write it like --set outlet=Lantern")
        given[name] = value
    source: Literal["folder", "domain"] | None = None if inputs.outlet_from is None else inputs.outlet_from.value
    return Options(inputs.input_format, tuple(sorted(pairs)), facts_given(given), source)


def load_people(file: str) -> tuple[PersonEntry, ...]:
    """The people of the file at a path, `-` for standard input. Raises `InputError`."""
    from claimkit import corpus  # numpy comes with it, which a run that finds nothing new does without

    return corpus.parse_people_file(read_file(file), file)


def read_file(file: str) -> bytes:
    """The bytes of the file at a path, `-` for standard input. Raises `InputError`."""
    try:
        return (sys.stdin.buffer.read() if sys.stdin else b"") if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise InputError(file, f"cannot be read ({error.strerror})") from error


def read(paths: Sequence[str], quiet: bool, jobs: int = 1) -> Result:
    """What is found under `paths`, at once and without a store; each failure is a line on stderr."""
    with _working(quiet) as update:
        stdin = sys.stdin.buffer if sys.stdin else None
        result = pipeline.run(paths, stdin=stdin, progress=update, jobs=jobs or cores())
    return _told(result)


def analyse(articles: Sequence[Article], quiet: bool, jobs: int = 1) -> Result:
    """What is found in articles that were read already; each failure is a line on stderr."""
    with _working(quiet) as update:
        result = pipeline.analyse(articles, progress=update, jobs=jobs or cores())
    return _told(result)


@contextmanager
def _working(quiet: bool) -> Iterator[Callable[[int, float], None]]:
    """A block that takes long and keeps nothing: what to tell its progress to."""
    with Progress(quiet) as progress, Interrupt(progress, None) as interrupt:
        executors.hush()
        yield interrupt.update


def _told(result: Result) -> Result:
    """`result`, after its failures are told."""
    for failure in result.failures:
        complain(str(failure))
    return result


def cores() -> int:
    """The processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
