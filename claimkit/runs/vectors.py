"""The store's records → their vectors: those that have none, or whose words or encoder are others now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from claimkit.errors import WorkerError
from claimkit.meaning.records import Words, words_of
from claimkit.meaning.version import version
from claimkit.runs import executors
from claimkit.store import Store, rows, vectors
from claimkit.store.sql import batches

if TYPE_CHECKING:
    from claimkit.meaning.encoder import Encoder

_TOGETHER = 50  # articles looked at and stored together


@dataclass(frozen=True, slots=True)
class _Task:
    """Records of one article, with their words."""

    records: tuple[tuple[str, Words], ...]


def make_vectors(store: Store, *, jobs: int = 1, progress: Callable[[int, float], None] | None = None) -> int:
    """Makes the vectors that are due, by `jobs` processes; returns how many. What is stored stays, however this ends.

    `progress(articles, share)` is told how many articles are done, and which share of them. Raises `WorkerError` if a
    process dies.
    """
    encoder = version()
    with store.snapshot() as db:
        keys = vectors.due(db, encoder)
    if not keys:
        return 0
    with store.transaction() as db:
        vectors.forget_others(db, encoder)
    made = 0
    waiting: dict[str, vectors.Vector] = {}
    for done, (task, result) in enumerate(executors.results(_encode, _tasks(store, keys, encoder), jobs), 1):
        if isinstance(result, WorkerError):
            raise result
        waiting.update(zip((id_ for id_, _ in task.records), result, strict=True))
        made += len(result)
        if done % _TOGETHER == 0:
            waiting = _keep(store, encoder, waiting)
        if progress is not None:
            progress(done, min(1.0, done / len(keys)))
    _keep(store, encoder, waiting)
    with store.transaction() as db:
        vectors.looked_at(db, keys[-1])
    return made


def _keep(store: Store, encoder: str, made: dict[str, vectors.Vector]) -> dict[str, vectors.Vector]:
    """Stores vectors; returns those that wait from now on: none."""
    if made:
        with store.transaction() as db:
            vectors.put(db, encoder, made)
    return {}


def _tasks(store: Store, keys: list[int], encoder: str) -> Iterator[_Task]:
    """The records of these articles whose vectors are not there, or are made of other words; each record once."""
    seen: set[str] = set()
    for some in batches(keys, _TOGETHER):
        with store.snapshot() as db:
            found = rows.load(db, some, linked=False)
            known = vectors.made_of(db, encoder, [quote.id for one in found for quote in one.quotes])
        for one in found:
            named = [(quote.id, words_of(one.article, quote)) for quote in one.quotes if quote.id not in seen]
            seen.update(id_ for id_, _ in named)
            if due := tuple((id_, words) for id_, words in named if known.get(id_) != words.digest):
                yield _Task(due)


def _encode(task: _Task) -> list[vectors.Vector]:
    """The vectors of an article's records. Runs in worker processes."""
    from claimkit.meaning.vectors import pack  # numpy and ONNX Runtime come with it

    encoder = _encoder()
    made = []
    for _, words in task.records:
        signs, numbers = pack(encoder.record(words))
        made.append(vectors.Vector(words.digest, signs, numbers))
    return made


@cache
def _encoder() -> Encoder:
    from claimkit.meaning.encoder import Encoder

    return Encoder()
