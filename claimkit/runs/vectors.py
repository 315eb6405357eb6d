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
# Records encoded together, those of one article at least. The more there are the more are as long as others, which
# takes less time; but several processes need something each.
_RECORDS = 512


@dataclass(frozen=True, slots=True)
class _Task:
    """Records of a few articles, with their words."""

    records: dict[str, Words]
    articles: int


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
    done = 0
    for task, result in executors.results(_encode, _tasks(store, keys, encoder), jobs):
        if isinstance(result, WorkerError):
            raise result
        with store.transaction() as db:
            vectors.put(db, encoder, result)
        made += len(result)
        done += task.articles
        if progress is not None:
            progress(done, min(1.0, done / len(keys)))
    with store.transaction() as db:
        vectors.looked_at(db, keys[-1])
    return made


def _tasks(store: Store, keys: list[int], encoder: str) -> Iterator[_Task]:
    """The records of these articles whose vectors are not there, or are made of other words; each record once."""
    seen: set[str] = set()
    for some in batches(keys, _TOGETHER):
        with store.snapshot() as db:
            found = rows.load(db, some, linked=False)
            known = vectors.made_of(db, encoder, [quote.id for one in found for quote in one.quotes])
        waiting: dict[str, Words] = {}
        articles = 0
        for one in found:
            named = {quote.id: words_of(one.article, quote) for quote in one.quotes if quote.id not in seen}
            seen.update(named)
            due = {id_: words for id_, words in named.items() if known.get(id_) != words.digest}
            waiting |= due
            articles += bool(due)
            if len(waiting) >= _RECORDS:
                yield _Task(waiting, articles)
                waiting, articles = {}, 0
        if waiting:
            yield _Task(waiting, articles)


def _encode(task: _Task) -> dict[str, vectors.Vector]:
    """The vectors of a few articles' records. Runs in worker processes."""
    from claimkit.meaning.vectors import pack  # numpy and ONNX Runtime come with it

    made = {}
    for (id_, words), vector in zip(task.records.items(), _encoder().records([*task.records.values()]), strict=True):
        signs, numbers = pack(vector)
        made[id_] = vectors.Vector(words.digest, signs, numbers)
    return made


@cache
def _encoder() -> Encoder:
    from claimkit.meaning.encoder import Encoder

    return Encoder()
