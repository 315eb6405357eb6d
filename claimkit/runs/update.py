"""Files → the store: which files changed, what in them is new, and its analysis; one article in memory at a time."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from claimkit import reader
from claimkit.errors import InputError, WorkerError
from claimkit.models.record import Extraction
from claimkit.runs import versions
from claimkit.runs.analysing import Progress, Task, died, results
from claimkit.runs.gone import is_gone, vanished
from claimkit.runs.told import Told, told_apart
from claimkit.store import File, Store, Stored

# Results are stored together when this many wait, or the first of them has waited this many seconds: few transactions,
# and little work lost in a crash. Until then they do not count as done.
_TOGETHER = 50
_SECONDS = 0.25
_TICK = 2_000_000_000  # nanoseconds: the coarsest clock of a file system in use (FAT)
_FILE = 2_000  # bytes whose analysis costs about as much as opening a file


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: locations of the files, failures by path, those of them of which the user does not know yet, the
    locations of the files that failures are in, the paths of files that claimkit wrote, which it skips, the number of
    stored articles that are gone, and lines about tables beside the files."""

    files: tuple[str, ...]
    failures: tuple[InputError, ...]
    untold: tuple[InputError, ...]
    failing: tuple[str, ...]
    skipped: tuple[str, ...]
    vanished: int
    notices: tuple[str, ...] = ()


def bring_up_to_date(
    paths: Sequence[str],
    store: Store,
    stdin: BinaryIO | None,
    options: reader.Options,
    progress: Progress | None,
    jobs: int,
    prune: bool,
) -> Read:
    """Analyse and save the articles under `paths` that the store does not hold as they are."""
    found = reader.find(paths, options)
    sources = [f for f in found if not isinstance(f, InputError)]
    run = _Run(store, stdin, options, progress or (lambda articles, share: None), sources)
    run.miss([f for f in found if isinstance(f, InputError)], paths)
    try:
        tasks = run.tasks()
        first = next(tasks, None)
        if first is not None:
            for task, result in results(chain([first], tasks), jobs):
                run.take(task, result)
    finally:
        run.save()  # what is done is kept, also when this is interrupted
    notices = tuple(str(failure) for failure in run.failures if failure.is_notice)
    failures, skipped = told_apart(run.failures)
    untold, failing = run.told.untold(failures), tuple(run.told.failing)
    gone = vanished(paths, sources, store, prune)
    return Read(tuple(run.files), failures, untold, failing, skipped, gone, notices)


@dataclass(slots=True)
class _Open:
    """A file that is being read."""

    source: reader.Source
    file: File | None  # as it is; None for standard input
    before: File | None  # as it was when it was read last
    known: dict[str, Stored]
    weight: int
    seen: set[str] = field(default_factory=set)
    failures: list[InputError] = field(default_factory=list)
    moved: dict[str, str] = field(default_factory=dict)  # articles whose files are gone, and which it holds
    out: int = 0  # articles that are being analysed
    read: int = 0  # bytes
    ended: bool = False
    lost: bool = False  # something failed that may go well the next time


class _Run:
    """One run over `sources`: hands out what is due, takes in what is found."""

    def __init__(
        self,
        store: Store,
        stdin: BinaryIO | None,
        options: reader.Options,
        progress: Progress,
        sources: Sequence[reader.Source],
    ) -> None:
        self.files: list[str] = []
        self.failures: list[InputError] = []
        self.told = Told()
        self.articles = 0
        self._store = store
        self._stdin = stdin
        self._options = options
        self._progress = progress
        self._reading = f"{versions.reading()} {options_digest(options)}"
        self._analysing = versions.analysing()
        self._sources = sources
        self._open: dict[str, _Open] = {}
        self._pending: list[tuple[Task, Extraction]] = []
        self._ended: list[_Open] = []
        self._touched: list[File] = []  # files that are the same, with other times
        self._saved = time.monotonic()
        self._total = self._done = 0

    def _read_by(self, source: reader.Source) -> str:
        """What read the file, and what was said of it besides."""
        said = reader.given.digest(source)
        return f"{self._reading}+{said}" if said else self._reading

    def _version(self, source: reader.Source) -> str:
        return f"{self._read_by(source)} {self._analysing}"

    def tasks(self) -> Iterator[Task]:
        """What has to be analysed, file by file; what need not be is noted."""
        due = self._due()
        self._total = sum(weight for _, _, weight in due)
        self._tell()
        for source, before, weight in due:
            yield from self._read(source, before, weight)

    def miss(self, failures: Sequence[InputError], named: Sequence[str]) -> None:
        """What under the paths `named` cannot be looked at."""
        self.failures += failures
        self._touched += self.told.unfound(failures, named, self._reading, self._store)

    def take(self, task: Task, result: Extraction | InputError | WorkerError) -> None:
        """What came of a task."""
        opened = self._open[task.source.location]
        opened.out -= 1
        if isinstance(result, Extraction):
            self._pending.append((task, result))
        elif isinstance(result, WorkerError):
            opened.lost = True
            opened.failures.append(died(task, result))
        else:
            opened.failures.append(result)
            opened.seen.discard(task.location)
        self._end_if_done(opened)
        if len(self._pending) >= _TOGETHER or time.monotonic() - self._saved >= _SECONDS:
            self.save()

    def save(self) -> None:
        """Store what waits, whole files with what is known of them."""
        pending, self._pending = self._pending, []
        ended, self._ended = self._ended, []
        touched, self._touched = self._touched, []
        if pending or ended or touched:
            with self._store.transaction():
                for task, extraction in pending:
                    self._save(task, extraction)
                for opened in ended:
                    self._finish(opened)
                for file in touched:
                    self._store.finish_file(file)
        self._saved = time.monotonic()
        self.articles += len(pending)
        self._tell()

    def _due(self) -> list[tuple[reader.Source, File | None, int]]:
        """The sources that have to be opened, each with what the store knows of it and how much work it may be."""
        due: list[tuple[reader.Source, File | None, int]] = []
        known = self._store.files([s.location for s in self._sources])
        for source in self._sources:
            before = known.get(source.location)
            size, modified, changed = _look(source)
            if before is not None and before.modified and before.path == source.path:
                same = (before.size, before.modified, before.changed) == (size, modified, changed)
                if same and before.version == self._version(source):
                    self._unchanged(before)
                    continue
            due.append((source, before, max(size, 0) + _FILE))
        return due

    def _read(self, source: reader.Source, before: File | None, weight: int) -> Iterator[Task]:
        try:
            file = self._identify(source)
        except (OSError, ValueError):  # the reader says why; what the store has of the file stays
            self._unreadable(source, before)
            self._done += weight
            return
        same = before is not None and file is not None and (before.digest, before.path) == (file.digest, file.path)
        if before is not None and file is not None and same and before.version == self._version(source):
            kept = replace(file, articles=before.articles, failures=before.failures, told=before.told)
            self._touched.append(kept)
            self._unchanged(before)
            self._done += weight
            return
        known = self._store.articles_of([source.location])
        opened = self._open[source.location] = _Open(source, file, before, known, weight)
        if before is not None:
            self._store.begin_file(source.location)
        failures = [InputError(path, reason) for path, reason in before.failures] if before is not None else []
        readable = before is not None and same and before.version.startswith(f"{self._read_by(source)} ")
        if readable and not any(failure.is_of_analysis for failure in failures):
            # It was read already: only the analysis is out of date.
            opened.failures += failures
            yield from self._again(opened)
        else:
            yield from self._items(opened)
        opened.ended = True
        self._end_if_done(opened)

    def _items(self, opened: _Open) -> Iterator[Task]:
        source = replace(opened.source, beside=())  # which processes that parse an article do without
        for item in reader.items(opened.source, self._stdin, self._options):
            if isinstance(item, InputError):
                opened.failures.append(item)
                continue
            opened.read += len(item.data)
            location = item.location(source)
            opened.seen.add(location)
            if opened.known.get(location) == Stored(item.digest, self._analysing, self._reading):
                self.articles += 1
                continue
            opened.out += 1
            yield Task(source, location, item, ready=self._ready(opened, item.content))

    def _again(self, opened: _Open) -> Iterator[Task]:
        """The articles of a file from the store, those that an older version analysed as tasks."""
        for location, stored in sorted(opened.known.items()):
            opened.seen.add(location)
            if stored.version == self._analysing:
                self.articles += 1
                continue
            for extraction in self._store.extractions([location]):
                opened.out += 1
                yield Task(opened.source, location, None, extraction.article)

    def _ready(self, opened: _Open, content: str) -> Extraction | None:
        """What was found in an article of this content, wherever it lies."""
        twin = self._store.twin(content, self._analysing)
        if twin is None:
            return None
        location, file, extraction = twin
        if file != opened.source.location and is_gone(file):
            opened.moved[location] = file
        return extraction

    def _end_if_done(self, opened: _Open) -> None:
        if opened.ended and not opened.out:
            del self._open[opened.source.location]
            self._ended.append(opened)
            self._done += opened.weight

    def _save(self, task: Task, extraction: Extraction) -> None:
        if task.item is not None:
            self._store.save(
                extraction,
                location=task.location,
                file=task.source.location,
                digest=task.item.digest,
                content=task.item.content,
                reading=self._reading,
                version=self._analysing,
            )
        else:
            self._store.renew(extraction, task.location, self._analysing)

    def _finish(self, opened: _Open) -> None:
        self.files.append(opened.source.location)
        self.failures += opened.failures
        gone = opened.known.keys() - opened.seen
        if opened.file is None or opened.lost:
            self._store.remove(gone)
        else:
            failures = tuple((f.path, f.reason) for f in opened.failures)
            file = replace(opened.file, articles=len(opened.seen), failures=failures)
            self._store.finish_file(self.told.note(file, opened.before), gone)
        # What was moved is stored in its new place, and so not twice.
        self._store.remove(opened.moved)
        self._store.remove_files([file for file in set(opened.moved.values()) if not self._store.count([file])])

    def _unchanged(self, file: File) -> None:
        self.files.append(file.location)
        self.articles += file.articles
        self.failures += [InputError(path, reason) for path, reason in file.failures]
        self.told.note(file, file)

    def _unreadable(self, source: reader.Source, before: File | None) -> None:
        """A file that cannot be opened; the reader says why."""
        found = [item for item in reader.items(source, self._stdin, self._options) if isinstance(item, InputError)]
        self.failures += found
        self._touched.append(self.told.closed(source, self._version(source), found, before))

    def _identify(self, source: reader.Source) -> File | None:
        """The file as it is: its size, its times and the digest of its bytes. None for a pipe, which is read once."""
        now = time.time_ns()
        size, modified, changed = _look(source)
        if size < 0:
            return None
        with Path(source.file).open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
        # A file that changes in the tick in which it is read looks the same afterwards: its times tell nothing.
        sure = modified + _TICK < now and changed + _TICK < now and _look(source) == (size, modified, changed)
        times = (modified, changed) if sure else (0, 0)
        return File(source.location, source.path, size, *times, digest, self._version(source), 0)

    def _tell(self) -> None:
        within = sum(min(o.read, 0.95 * o.weight) for o in self._open.values())
        self._progress(self.articles, min(1.0, (self._done + within) / self._total) if self._total else 1.0)


def _look(source: reader.Source) -> tuple[int, int, int]:
    """Size and times of a file; -1 and 0 for anything else, and for one that cannot be looked at."""
    with suppress(OSError, ValueError):
        found = os.stat(source.file)  # noqa: PTH116  twice as fast, and all that is done for most files
        if source.file != reader.STDIN and stat.S_ISREG(found.st_mode):
            return found.st_size, found.st_mtime_ns, found.st_ctime_ns
    return -1, 0, 0


def options_digest(options: reader.Options) -> str:
    """A digest of how files are read, which is added to the version of what reads them."""
    return hashlib.sha256(repr(options).encode()).hexdigest()[:12]
