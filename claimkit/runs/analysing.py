"""The analysis of articles, in this process or in several: what a worker does, and what becomes of one that fails."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from types import ModuleType
from typing import TYPE_CHECKING

from claimkit import reader
from claimkit.errors import ClaimkitError, InputError, WorkerError
from claimkit.models.record import Article, Extraction
from claimkit.runs import executors, versions

if TYPE_CHECKING:  # imported where there is something to analyse: most runs find nothing new
    from claimkit.analysis.analyser import Analyser

Progress = Callable[[int, float], None]


@dataclass(slots=True)
class Task:
    """An article to analyse: raw, or as the store has it. `ready` is what was found in one of the same body."""

    source: reader.Source
    location: str
    item: reader.Item | None
    article: Article | None = None
    ready: Extraction | None = None


def analyse(
    articles: Sequence[Article], progress: Progress | None, jobs: int
) -> tuple[list[Extraction], list[InputError]]:
    """What is found in articles that were read already, in their order, and which of them failed."""
    tasks = (
        Task(reader.Source(article.path, article.path), str(number), None, article)
        for number, article in enumerate(articles)
    )
    found: dict[int, Extraction] = {}
    failures: list[InputError] = []
    for task, result in results(tasks, jobs):
        if isinstance(result, Extraction):
            article = replace(result.article, analysed_by=versions.analysing())
            found[int(task.location)] = replace(result, article=article)
        else:
            failures.append(died(task, result) if isinstance(result, WorkerError) else result)
        if progress is not None:
            progress(len(found), (len(found) + len(failures)) / len(articles))
    return [found[number] for number in sorted(found)], failures


def results(tasks: Iterable[Task], jobs: int) -> Iterator[tuple[Task, Extraction | InputError | WorkerError]]:
    """Each task with what came of it, in any order; `jobs` processes work."""
    return executors.results(partial(_analyse, _analysis().Analyser), tasks, jobs)


def died(task: Task, error: WorkerError) -> InputError:
    shown = task.item.shown(task.source) if task.item else task.source.shown
    return InputError(shown, f"left out: {error} (often for want of memory); run the same command again")


def _analysis() -> ModuleType:
    """What analyses an article, imported when there is one: most runs find nothing new."""
    from claimkit.analysis import analyser

    return analyser


def _analyse(make: Callable[[], Analyser], task: Task) -> Extraction | InputError:
    """The quotations of one article. Runs in worker processes."""
    analysis = _analysis()
    try:
        article = task.article
        if article is None:
            assert task.item is not None
            article = reader.parse(task.source, task.item)
        if task.ready is not None and analysis.same_text(task.ready.article, article):
            found: Extraction = analysis.carried_over(task.ready, article)
            return found
        return _analyser(make).analyse(article)
    except InputError as error:
        return error
    except ClaimkitError:
        raise
    except Exception as error:  # one odd article must not cost the others
        shown = task.item.shown(task.source) if task.item else task.source.shown
        what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        return InputError(shown, f"cannot be analysed ({what}); this is a mistake in claimkit, please report it")


def analyse_item(make: Callable[[], Analyser], source: reader.Source, item: reader.Item) -> Extraction | InputError:
    """The quotations of one article as it was read; the models are loaded once a process."""
    return _analyse(make, Task(source, item.location(source), item))


@cache
def _analyser(make: Callable[[], Analyser]) -> Analyser:
    return make()
