"""Several stores as one: the same ids, corrections and people kept, links computed once over all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimkit import writing
from claimkit.errors import InputError, StoreError
from claimkit.meaning.version import version
from claimkit.models.collection import PersonEntry
from claimkit.runs import pipeline
from claimkit.store import Store, merging

_WORDS = 60  # characters of a quotation that a line shows


@dataclass(frozen=True, slots=True)
class Merged:
    """How many articles and records the new store has, and a line for each conflict."""

    articles: int
    records: int
    conflicts: tuple[str, ...]


def merge(paths: Sequence[str], output: str) -> Merged:
    """Writes the stores at `paths` as one store to `output`, which appears whole or not at all.

    Raises `StoreError` for a store that cannot be used.
    """
    try:
        with writing.replacing_database(output) as fresh, Store(fresh) as target:
            conflicts = _take(paths, target)
            pipeline.link(target)
            with target.snapshot() as db:
                records = int(db.execute("SELECT count(DISTINCT id) FROM quotes").fetchone()[0])
                articles = int(db.execute("SELECT count(DISTINCT id) FROM articles").fetchone()[0])
    except OSError as error:
        raise StoreError(
            f"{output}: cannot be written ({error.strerror or error}); name another file with -o"
        ) from error
    return Merged(articles, records, tuple(conflicts))


def _take(paths: Sequence[str], target: Store) -> list[str]:
    """Copies the stores at `paths` into `target`; returns a line for each conflict."""
    conflicts: list[str] = []
    people: tuple[PersonEntry, ...] = ()
    for path in paths:  # before the articles, to which corrections apply
        with Store(path, readonly=True) as source:
            for one in merging.take_corrections(source, target):
                words = one.words if len(one.words) <= _WORDS else f"{one.words[:_WORDS]}…"
                conflicts.append(f"{one.path}: “{words}” is corrected in two ways; the later one counts")
            merging.take_moments(source, target)
            merging.take_vectors(source, target, version())
            people, left_out = _joined(people, source.people_file())
            conflicts += [
                f"{path}: {name} is in two people files in different ways; that of the first store counts"
                for name in left_out
            ]
    for path in paths:
        with Store(path, readonly=True) as source:
            elsewhere = merging.take_articles(source, target, f"merged:{path}", pipeline.version())
            merging.take_files(source, target)
        if elsewhere:
            them = "1 article lies" if elsewhere == 1 else f"{elsewhere:,} articles lie"
            conflicts.append(f"{path}: {them} where another store has other articles; both are kept")
    target.replace_people_file(people)
    return conflicts


def _joined(one: tuple[PersonEntry, ...], other: tuple[PersonEntry, ...]) -> tuple[tuple[PersonEntry, ...], list[str]]:
    """The people of both files, and the names of those of the second that do not go together with the first."""
    left_out = []
    for entry in other:
        if entry in one:
            continue
        if any(entry.id == known.id for known in one) or not _go_together((*one, entry)):
            left_out.append(entry.name)
        else:
            one = (*one, entry)
    return one, left_out


def _go_together(people: tuple[PersonEntry, ...]) -> bool:
    """Whether they can be in one people file."""
    from claimkit.corpus.people.file import check_entries  # numpy comes with the package

    try:
        check_entries(people)
    except InputError:
        return False
    return True
