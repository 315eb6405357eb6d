"""Which failures the user was told of after an earlier run: they stay the same as long as their files do."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from claimkit import reader
from claimkit.errors import InputError
from claimkit.store import File, Store


@dataclass(slots=True)
class Told:
    """What a run notes of failures: `known` are (path, reason) of those that the user knows, `failing` the locations
    of all files with failures, for `Store.mark_told` when the user has been told of the rest."""

    known: set[tuple[str, str]] = field(default_factory=set)
    failing: list[str] = field(default_factory=list)

    def note(self, file: File, before: File | None) -> File:
        """`file` as it will be stored: the user knows all of its failures, or not. `before` is the stored one."""
        failures = set(file.failures)
        if failures:
            self.failing.append(file.location)
        same = before is not None and before.told and before.digest == file.digest
        known = set(before.failures) if before is not None and same else set()
        self.known |= known & failures
        return replace(file, told=known >= failures)

    def closed(self, source: reader.Source, version: str, failures: Iterable[InputError], before: File | None) -> File:
        """A file that cannot be opened: a row without size and digest remembers why."""
        said = tuple((failure.path, failure.reason) for failure in failures)
        articles = before.articles if before else 0
        return self.note(File(source.location, source.path, -1, 0, 0, "", version, articles, said), before)

    def unfound(self, failures: Iterable[InputError], named: Collection[str], version: str, store: Store) -> list[File]:
        """What below the folders `named` cannot be looked at. A path that is named itself is told each time."""
        given = {str(Path(path).absolute()) for path in named}
        rows = []
        for failure in failures:
            source = reader.Source(failure.path, str(Path(failure.path).absolute()))
            if source.file not in given and not failure.is_own_output:
                before = store.files([source.location]).get(source.location)
                rows.append(self.closed(source, version, [failure], before))
        return rows

    def untold(self, failures: Iterable[InputError]) -> tuple[InputError, ...]:
        """Those of which the user does not know yet."""
        return tuple(failure for failure in failures if (failure.path, failure.reason) not in self.known)


def told_apart(failures: Iterable[InputError]) -> tuple[tuple[InputError, ...], tuple[str, ...]]:
    """What failed, and the paths of files that claimkit wrote; each sorted."""
    every = sorted(failures, key=lambda f: (f.path, f.reason))
    skipped = dict.fromkeys(f.path for f in every if f.is_own_output)
    return tuple(f for f in every if not (f.is_own_output or f.is_notice)), tuple(skipped)
