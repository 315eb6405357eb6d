"""The whole flow on one page: files → articles → attributions → speakers → people → clusters → store → answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, BinaryIO

from claimkit import reader
from claimkit.errors import InputError
from claimkit.models.collection import Cluster, PersonEntry
from claimkit.models.record import Article, Extraction
from claimkit.reader.items import Kind
from claimkit.runs import analysing, versions
from claimkit.runs.analysing import Progress
from claimkit.runs.update import bring_up_to_date
from claimkit.store import TEMPORARY, Store, copy

if TYPE_CHECKING:  # imported where there is something to analyse or to link: most runs find nothing new
    from claimkit.analysis.analyser import Analyser

__all__ = ["Answer", "Result", "analyse", "answer", "extract", "link", "run"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found under some paths: a store that holds exactly those articles, with people and clusters.

    `failures` are the inputs that could not be read, by path, `untold` those of them of which the user was not told
    after an earlier run (see `Store.mark_told`, which takes `failing`, the locations of their files), `skipped` the
    paths of files that claimkit itself wrote and so does not read as news. `articles` is the number of articles;
    `vanished` counts those that are stored, or with `prune` were, though their files under these paths are gone.
    `notices` are lines about tables beside the files.
    """

    store: Store
    failures: tuple[InputError, ...]
    untold: tuple[InputError, ...]
    failing: tuple[str, ...]
    skipped: tuple[str, ...]
    articles: int
    vanished: int
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """The same at once, in memory: articles sorted by path, their clusters, and the inputs that failed."""

    extractions: tuple[Extraction, ...]
    clusters: tuple[Cluster, ...]
    failures: tuple[InputError, ...]


@contextmanager
def answer(
    paths: Sequence[str],
    *,
    store: Store | None = None,
    stdin: BinaryIO | None = None,
    progress: Progress | None = None,
    jobs: int = 1,
    people_file: Sequence[PersonEntry] | None = None,
    options: reader.Options = reader.DEFAULT,
    prune: bool = False,
) -> Iterator[Answer]:
    """Read everything under `paths`, analyse what the store does not hold yet, and answer from those articles alone.

    Memory does not grow with the articles. `progress(articles, share)` is told how many articles are stored and which
    share of the work is done. Inputs that cannot be read are in `failures`; nothing else stops for them. The store, if
    given, keeps every article and is linked again over all it holds; whatever was saved stays saved, however this ends.
    `jobs` is the number of processes that analyse; the answer does not depend on it. Raises `WorkerError` if they die
    again and again.

    `people_file` applies to this answer alone; without one, the store's own does. `options` say how to read. `prune`
    removes the articles of files that are gone from under `paths`.
    """
    with ExitStack() as stack:
        kept = store or stack.enter_context(Store(TEMPORARY))
        read = bring_up_to_date(paths, kept, stdin, options, progress, jobs, prune)
        link(kept)
        articles = kept.count(read.files)
        answered = kept
        if people_file is not None or kept.count() != articles:
            answered = stack.enter_context(Store(TEMPORARY))
            copy(kept, answered, read.files)
            if people_file is not None:
                answered.replace_people_file(people_file)
            link(answered)
        yield Answer(
            answered, read.failures, read.untold, read.failing, read.skipped, articles, read.vanished, read.notices
        )


def run(
    paths: Sequence[str],
    *,
    store: Store | None = None,
    stdin: BinaryIO | None = None,
    progress: Progress | None = None,
    jobs: int = 1,
    people_file: Sequence[PersonEntry] | None = None,
    options: reader.Options = reader.DEFAULT,
) -> Result:
    """`answer`, collected."""
    with answer(
        paths, store=store, stdin=stdin, progress=progress, jobs=jobs, people_file=people_file, options=options
    ) as found:
        extractions = sorted(found.store.extractions(linked=True), key=lambda e: (e.article.path, e.article.id))
        return Result(tuple(extractions), tuple(found.store.clusters()), found.failures)


def analyse(articles: Sequence[Article], *, progress: Progress | None = None, jobs: int = 1) -> Result:
    """The same for articles that were read already: their quotes, with people and clusters over them alone."""
    found, failures = analysing.analyse(articles, progress, jobs)
    return Result(*_linked(found), tuple(failures))


def extract(
    content: str,
    *,
    title: str | None = None,
    outlet: str | None = None,
    published: str | None = None,
    kind: Kind = "auto",
) -> Extraction:
    """The quotes of one text; metadata that is not given is read from the text's first lines.

    `kind` "auto" reads a text that begins like an HTML page as HTML. Raises `InputError` if it is not text.
    """
    article = reader.parse(reader.Source("-", "-"), reader.Item("", content, kind))
    article = replace(
        article,
        title=title or article.title,
        outlet=outlet or article.outlet,
        published=published or article.published,
        analysed_by=versions.analysing(),
    )
    [linked], _ = _linked([_analyser().analyse(article)])
    return linked


def _linked(found: Sequence[Extraction]) -> tuple[tuple[Extraction, ...], tuple[Cluster, ...]]:
    """Articles with people and clusters over them alone."""
    corpus = _corpus()
    named = corpus.unify(found)
    grouped = corpus.cluster(named)
    return tuple(corpus.share_names(corpus.assign(named, grouped))), tuple(grouped)


def link(store: Store) -> None:
    """Compute people and clusters over the whole store, if articles changed since they were computed last."""
    if store.stale:
        _corpus().link(store)


def version() -> str:
    """The version of what decides what is found in an article, see `versions`."""
    return versions.analysing()


@cache
def _analyser() -> Analyser:
    from claimkit.analysis.analyser import Analyser

    return Analyser()


def _corpus() -> ModuleType:
    """People and clusters, imported where there is something to link: numpy comes with them."""
    from claimkit import corpus

    return corpus
