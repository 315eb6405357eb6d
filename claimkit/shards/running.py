"""A run over shards, from inputs to answers; the same call again does only what is missing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from claimkit import reader
from claimkit._version import __version__
from claimkit.errors import ClaimkitError, InputError, UsageError, WorkerError
from claimkit.models.collection import PersonEntry
from claimkit.models.record import Extraction
from claimkit.runs import update, versions
from claimkit.shards import engines, linking, mapping
from claimkit.shards.engines import Engine, Where
from claimkit.shards.folder import TEMPORARY, Folder, folder_at
from claimkit.shards.mapping import Shard
from claimkit.shards.packing import layout, unpack
from claimkit.shards.planning import Plan, count_items, make_plan

BEGUN = "run.json"
PLAN = "plan.json"
_OLD = 3_600  # seconds after which nobody writes a temporary file any more

Progress = Callable[[int, float], None]  # articles that are done, and the share of the work


@dataclass(frozen=True, slots=True)
class Settings:
    """How to run: articles a shard, whether to stop before linking, seconds that an article may take."""

    size: int = 1_000
    only_map: bool = False
    deadline: float = 120.0


@dataclass(frozen=True, slots=True)
class Status:
    """How far a run is. `rate` is articles a second over the last shards, `left` seconds to go; None where unknown."""

    shards: int
    done: int
    articles: int
    records: int
    failures: int
    linked: bool
    rate: float | None = None
    left: float | None = None


@dataclass(slots=True)
class Outcome:
    """What came of a run. `failures` are inputs that could not be read, and shards that were lost."""

    shards: int = 0
    articles: int = 0
    records: int = 0
    copies: int = 0
    linked: bool = False
    failures: list[InputError] = field(default_factory=list)


def run(
    paths: Sequence[str],
    out: str,
    options: reader.Options,
    where: Where,
    settings: Settings = Settings(),
    people_file: Sequence[PersonEntry] = (),
    progress: Progress = lambda articles, share: None,
    told: Callable[[str], None] = lambda stage: None,
) -> Outcome:
    """Analyse the inputs shard by shard and link them.

    Raises `UsageError` for inputs, options or a version other than those that began the run in `out`.
    """
    folder = folder_at(out)
    _check(folder)
    with engines.started(where) as engine:
        plan = _begin(folder, paths, options, settings, engine)
        outcome = Outcome(len(plan.shards), failures=list(plan.failures))
        _map(folder, plan, options, settings, engine, outcome, progress)
        marks = _marks(folder, len(plan.shards))
        for mark in marks.values():
            outcome.articles += mark["articles"]
            outcome.records += mark["records"]
            outcome.failures += [InputError(*failure) for failure in mark["failures"]]
        if not settings.only_map:
            linked = linking.link_shards(folder, marks, people_file, engine, told)
            outcome.linked = True
            outcome.copies = linked.get("copies", 0)
            outcome.records = linked.get("records", 0)
    _sweep(folder)
    return outcome


def status(out: str) -> Status:
    """How far the run in this folder is. Raises `UsageError` where there is none."""
    folder = folder_at(out)
    plan = folder.read_json(PLAN)
    if plan is None:
        raise UsageError(f"{out}: is not the folder of a run; name the one that --out named")
    names = folder.names("map/done")
    marks = _marks(folder, len(plan))
    current = folder.read_json(linking.CURRENT)
    articles = sum(mark["articles"] for mark in marks.values())
    rate = _rate(folder, names, marks)
    expected = articles / len(marks) * (len(plan) - len(marks)) if marks else 0
    return Status(
        shards=len(plan),
        done=len(marks),
        articles=articles,
        records=sum(mark["records"] for mark in marks.values()),
        failures=sum(len(mark["failures"]) for mark in marks.values()),
        linked=current is not None and current["shards"] == len(plan),
        rate=rate,
        left=expected / rate if rate and len(marks) < len(plan) else None,
    )


def _check(folder: Folder) -> None:
    """Raises `UsageError` for a folder that holds something else."""
    if not folder.is_local:
        return
    path = Path(folder.address)
    if path.exists() and not path.is_dir():
        raise UsageError(f"{folder}: is a file; name a folder with --out")
    with suppress(OSError):
        if path.is_dir() and not (path / BEGUN).exists():
            names = [one.name for one in path.iterdir() if not one.name.endswith(TEMPORARY)]
            if names:
                raise UsageError(f"{folder}: holds other files; name a new or empty folder with --out")


def _begin(folder: Folder, paths: Sequence[str], options: reader.Options, settings: Settings, engine: Engine) -> Plan:
    """The shards; written down for a new run, compared for one that goes on."""
    begun = folder.read_json(BEGUN)
    version = mapping.version()
    if begun is not None and begun["version"] != version:
        raise UsageError(
            f"{folder}: was begun by another version of claimkit or of its models ({begun['claimkit']}); name"
            " another --out, or go on with that version"
        )
    if begun is not None and begun["shard"] != settings.size:
        raise UsageError(f"{folder}: was begun with --shard {begun['shard']}; give the same, or another --out")
    before = folder.read_json(PLAN) if begun is not None else None
    plan = make_plan(paths, options, settings.size, partial(_count, engine, options, before or []))
    said = {
        "version": version,
        "fields": _fields(),
        "claimkit": __version__,
        "analysed_by": versions.analysing(),
        "shard": settings.size,
        "options": update.options_digest(options),
        "inputs": plan.digest,
    }
    if begun is None:
        if not plan.shards:
            reason = plan.failures[0] if plan.failures else f"{' '.join(paths)}: no articles; check the paths"
            raise UsageError(str(reason))
        folder.write_json(BEGUN, said)
    elif begun["inputs"] != said["inputs"]:
        _refuse(folder, before or [], plan)
    elif begun["options"] != said["options"]:
        raise UsageError(f"{folder}: was begun with other input options; give the same, or another --out")
    if before is None:  # the run is new, or was stopped just here
        folder.write_json(PLAN, plan.rows)
    return plan


def _count(
    engine: Engine, options: reader.Options, before: Sequence[Any], sources: Sequence[reader.Source]
) -> Iterator[tuple[reader.Source, int]]:
    """How many articles files hold: as it was counted when the run began, or now by the workers."""
    known: dict[str, int] = {}
    for shard in before:
        for path, _, _, last in shard:
            known[path] = max(last, known.get(path, 0))
    yield from ((source, known[source.path]) for source in sources if source.path in known)
    new = (source for source in sources if source.path not in known)
    for source, number in engine.results(partial(count_items, options=options), new):
        if isinstance(number, BaseException):
            raise number
        yield source, number


def _refuse(folder: Folder, before: Sequence[Any], plan: Plan) -> NoReturn:
    """Raises `UsageError` for the first input that is another than when the run began, as far as that is known."""
    old = {row[0]: row[1] for shard in before for row in shard}
    new = {row[0]: row[1] for shard in plan.rows for row in shard}
    for path in sorted({*old, *new} if old else ()):
        if path not in new:
            if Path(path).exists():
                raise UsageError(f"{path}: is not named now, and this run began with it; name all of its inputs again")
            raise UsageError(f"{path}: is gone, and this run began with it; restore it, or name another --out")
        if path not in old:
            raise UsageError(f"{path}: is new, and this run began without it; name another --out for these inputs")
        if old[path] != new[path]:
            raise UsageError(f"{path}: has changed since this run began; restore it, or name another --out")
    raise UsageError(f"{folder}: the inputs are not those with which this run began; name another --out for them")


def _map(
    folder: Folder,
    plan: Plan,
    options: reader.Options,
    settings: Settings,
    engine: Engine,
    outcome: Outcome,
    progress: Progress,
) -> None:
    done = set(folder.names("map/done"))
    version = mapping.version()
    articles, total, finished = 0, len(plan.shards), len(done)
    todo = (
        Shard(number, slices, folder, options, version, settings.deadline)
        for number, slices in enumerate(plan.shards)
        if f"{mapping.name_of(number)}.json" not in done
    )
    progress(articles, finished / total)
    for shard, result in engine.results(mapping.map_shard, todo):
        finished += 1
        if isinstance(result, WorkerError) and str(result) == engines.DIED:
            outcome.failures.append(InputError(_shown(shard), f"left out: {result}; run the same command again"))
        elif isinstance(result, ClaimkitError):
            raise result
        elif isinstance(result, BaseException):
            what = " ".join(f"{type(result).__name__}: {result}".split())[:200]
            reason = f"cannot be analysed ({what}); this is a mistake in claimkit, please report it"
            outcome.failures.append(InputError(_shown(shard), reason))
        else:
            articles += result["articles"]
        progress(articles, finished / total)


def _shown(shard: Shard) -> str:
    first, last = shard.slices[0].source.shown, shard.slices[-1].source.shown
    return first if first == last else f"{first} … {last}"


def _marks(folder: Folder, shards: int) -> dict[int, Mapping[str, Any]]:
    """The marks of the shards that are done, by number."""
    names = set(folder.names("map/done"))
    found = {}
    for number in range(shards):
        if f"{mapping.name_of(number)}.json" in names:
            found[number] = folder.read_json(mapping.mark_of(number))
    return found


def _rate(folder: Folder, names: Sequence[str], marks: Mapping[int, Mapping[str, Any]]) -> float | None:
    """Articles a second, from the times of the marks; None where fewer than two are known."""
    if not folder.is_local or len(marks) < 2:
        return None
    times = []
    for name in names:
        with suppress(OSError):
            times.append(Path(folder.address, "map/done", name).stat().st_mtime)
    span = max(times, default=0.0) - min(times, default=0.0)
    if span <= 0 or time.time() - max(times) > _OLD:
        return None
    articles: int = sum(mark["articles"] for mark in marks.values())
    return articles * (1 - 1 / len(marks)) / span


def _sweep(folder: Folder) -> None:
    """Removes what killed processes left half written."""
    if not folder.is_local:
        return
    for at in {folder.address, *(str(path.parent) for path in Path(folder.address).glob("link/*/*/."))}:
        for path in Path(at).glob(f".*{TEMPORARY}"):
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > _OLD:
                    path.unlink()


def _fields() -> str:
    return layout(Extraction, PersonEntry)


def shards_of(folder: Folder) -> list[int]:
    """The numbers of the shards that the linked records come from."""
    current = folder.read_json(linking.CURRENT) or {}
    return sorted(int(Path(name).stem.removeprefix("shard-")) for name in current.get("files", {}))


def people_of(folder: Folder) -> tuple[PersonEntry, ...]:
    """The people file with which the run was linked."""
    current = folder.read_json(linking.CURRENT) or {}
    return tuple(unpack(PersonEntry, one.encode()) for one in current.get("people", ()))


def analysed_by(folder: Folder) -> str | None:
    """The version that analysed all articles of the run, as in `Article`."""
    begun: str | None = (folder.read_json(BEGUN) or {}).get("analysed_by")
    return begun


def current_answer(out: str) -> tuple[Folder, list[str]]:
    """The folder with the linked records of a run, and its files. Raises `UsageError` where it is not linked."""
    folder = folder_at(out)
    current = folder.read_json(linking.CURRENT)
    if current is None:
        raise UsageError(f"{out}: nothing is linked there; run `claimkit run INPUT --out {out}` to its end first")
    begun = folder.read_json(BEGUN) or {}
    if begun.get("fields") != _fields():
        made = begun.get("claimkit", "unknown")
        raise UsageError(
            f"{out}: its records have other fields (claimkit {made}); ask with that version, or run it again"
        )
    return folder.below(current["answer"]), sorted(current.get("files", {}))
