"""claimkit for Python programs: `extract` for a text, `read` for files, `Store` for what was read before.

All answers are `Records`: lists of dictionaries, the same as in the JSON of the command line, that can become data
frames.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date
from typing import Any, Literal, TypedDict, Unpack, get_args
from warnings import warn

from claimkit import own_output
from claimkit.errors import StoreError, UsageError
from claimkit.models.types import TYPE_GROUPS, QuoteType, SpeakerGrouping, SpeakerStatus
from claimkit.output.frames import Records, flat_check, flat_cluster, flat_hit, flat_near, flat_speaker
from claimkit.output.records.answers import cluster_record, group_record, pronouns_record, speaker_record
from claimkit.output.records.checks import check_record
from claimkit.output.records.details import explanation_record, profile_record
from claimkit.output.records.phrase_hits import hit_record
from claimkit.output.records.quote import record, records
from claimkit.output.records.variants import comparison_record
from claimkit.reader.given import facts_given
from claimkit.reader.input_options import Options
from claimkit.runs import pipeline
from claimkit.search import (
    cluster_lists,
    comparing,
    entries,
    explaining,
    meaning,
    profiles,
    speaker_counts,
    speaker_lists,
)
from claimkit.search import phrase as phrases
from claimkit.search import timeline as timelines
from claimkit.search.filters import EVERYTHING, Filters, from_conditions
from claimkit.store import Store as OpenStore

__all__ = ["Records", "Store", "check", "extract", "read"]

Record = dict[str, Any]
Path = str | os.PathLike[str]
_Failures = Literal["warn", "raise", "collect"]
_Checked = Literal["quotes", "direct", "mixed", "all"]


class Conditions(TypedDict, total=False):
    """Which records are wanted: the options of `claimkit quotes`.

    `speaker` is a name or id, or several of which any will do; `exclude_speaker` the same for those left out. `status`
    is one or several of resolved, ambiguous, unresolved and anonymous; `type` of direct, mixed and indirect. `outlet`
    is an outlet's name. `since` and `until` are inclusive: a date, or `2025-02-09`, `2025-02`, `2025`;
    `undated="keep"` also keeps articles without a date.
    `min_confidence` is the least chance that the record is right, name included. `claims` keeps what is asserted or
    denied, `said` leaves out beliefs, intentions, findings and silence; both leave out what is likely no statement of
    anyone, as `stated` alone does, and `min_statement` sets the least chance of being one. `added_since` keeps what
    the store first saw then or later: a date, a time, or how long ago (`12h`, `7d`, `2w`).
    """

    speaker: str | Iterable[str] | None
    exclude_speaker: str | Iterable[str] | None
    status: SpeakerStatus | Iterable[SpeakerStatus] | None
    type: QuoteType | Iterable[QuoteType] | None
    outlet: str | None
    since: str | date | None
    until: str | date | None
    undated: Literal["keep", "drop"]
    min_confidence: float
    min_statement: float
    claims: bool
    said: bool
    stated: bool
    added_since: str | date | None


def extract(
    text: str, *, title: str | None = None, outlet: str | None = None, published: str | date | None = None
) -> Records:
    """The quotations and reported claims of one article's `text`, in text order.

    The same records as one line each of `claimkit quotes --type all --format jsonl`; `claimkit schema` has their JSON
    Schema. Offsets are characters of `text`, end exclusive. `published` is a date or an ISO date. The models are
    loaded by the first call, not by the import. A text without a word has no records.
    """
    if not text.strip():
        return Records()
    day = None if published is None else str(published)
    return Records(records([pipeline.extract(text, title=title, outlet=outlet, published=day)]))


def read(
    *paths: Path,
    db: Path | None = None,
    jobs: int = 1,
    input_format: str | None = None,
    fields: Mapping[str, str] | None = None,
    facts: Mapping[str, str] | None = None,
    outlet_from: Literal["folder", "domain"] | None = None,
    failures: _Failures = "warn",
    progress: bool | Callable[[int, float], None] = False,
    **conditions: Unpack[Conditions],
) -> Records:
    """The quotations and reported claims in files and folders, by path and place.

    `db` is a store that keeps what was found, so that nothing is analysed twice; without, nothing is kept. `jobs`
    processes analyse. `input_format` is the format of every input, whatever its name (jsonl, csv, …), and `fields`
    tells where its records keep text, title, outlet, published and url. `facts` hold for every article, whatever it
    says: outlet, date, url or title. `outlet_from` names the outlet by the article's folder or by its address.
    `conditions` are those of `Conditions`. An input that cannot be read is a warning, and listed in the answer's
    `failures`; with `failures="raise"` it is raised (`InputError`), with `"collect"` nothing is said. `progress=True`
    says on standard error how far the reading is; a function is called instead with the number of articles that are
    done and the share of the work.
    Raises `UsageError` for an unknown condition, format, field or fact.
    """
    if not paths:
        raise UsageError("read: name at least one file or folder")
    _require_known("failures", failures, get_args(_Failures))
    wanted = filters(**conditions)
    names = [os.fspath(path) for path in paths]
    with ExitStack() as stack:
        store = None if db is None else stack.enter_context(OpenStore(db))
        reading = options(input_format, fields or {}, facts or {}, outlet_from)
        tell = stack.enter_context(_telling()) if progress is True else progress or None
        answer = stack.enter_context(pipeline.answer(names, store=store, jobs=jobs, options=reading, progress=tell))
        if answer.failures and failures == "raise":
            raise answer.failures[0]
        found = Records(record(entry.quote, entry.article) for entry in entries.quotes(answer.store, wanted))
    found.failures = answer.failures
    if failures == "warn":
        skipped = [own_output.notice(answer.skipped)] if answer.skipped else []
        _warn([*answer.failures, *answer.notices, *skipped])
    return found


def check(
    draft: str | os.PathLike[str],
    *,
    against: Path | Iterable[Path] = (),
    db: Path | None = None,
    type: _Checked = "quotes",
    prepared: bool = False,
    remember: bool = True,
    failures: _Failures = "warn",
) -> Records:
    """A verdict on each quotation of a draft, looked up in transcripts, statements, articles and a store.

    `draft` is a text, or the path of a file as a `pathlib.Path`. `against` are files and folders, `db` a store; the
    draft is never stored, and never its own proof. `type="all"` checks reported claims too. `prepared` says that the
    sources were written before they were spoken. `remember=False` keeps nothing of the sources for the next time.
    The answer has one dictionary a quotation, the same as in `claimkit check --json`.
    Raises `UsageError` without a source.
    """
    from claimkit.checking import check_drafts, read_sources  # numpy comes with it

    _require_known("failures", failures, get_args(_Failures))
    _require_known("type", type, get_args(_Checked))
    paths = [os.fspath(path) for path in ([against] if isinstance(against, (str, os.PathLike)) else against)]
    if not paths and db is None:
        raise UsageError("check: nothing to look in; name it with against=… or db=…")
    own: list[str] = []
    if isinstance(draft, str):
        drafts = [pipeline.extract(draft)] if draft.strip() else []
    else:
        own = [os.fspath(draft)]
        result = pipeline.run(own)
        if result.failures:
            raise result.failures[0]
        drafts = list(result.extractions)
    sources, failed = read_sources(paths, prepared=prepared, remember=remember) if paths else ([], [])
    if failed and failures == "raise":
        raise failed[0]
    with ExitStack() as stack:
        store = None if db is None else stack.enter_context(_stored(os.fspath(db)))
        found = check_drafts(drafts, sources, store, types=TYPE_GROUPS[type], own=own)
        answer = Records(map(check_record, found), flatten=flat_check)
    answer.failures = tuple(failed)
    if failures == "warn":
        _warn(failed)
    return answer


class Store:
    """A store that `claimkit quotes` or `read(…, db=…)` filled; each question opens the file and closes it again.

    Every method raises `StoreError` if the file is missing or is not a store.
    """

    def __init__(self, path: Path = "claimkit.db") -> None:
        self.path = os.fspath(path)

    def __repr__(self) -> str:
        return f"Store({self.path!r})"

    def quotes(self, **conditions: Unpack[Conditions]) -> Records:
        """The records that meet the conditions (see `Conditions`), by path and place."""
        wanted = filters(**conditions)
        with self._open() as store:
            return Records(record(entry.quote, entry.article) for entry in entries.quotes(store, wanted))

    def who_said(self, phrase: str, *, limit: int = 10, **conditions: Unpack[Conditions]) -> Records:
        """The quotations that hold `phrase`, best match first, each with `score`, `matches`, `outlets` and `others`."""
        wanted = filters(**conditions)
        with self._open() as store:
            found = phrases.who_said(store, phrase, wanted, limit=limit)
            return Records(map(hit_record, found), flatten=flat_hit)

    def nearest(self, phrase: str, *, limit: int = 5, **conditions: Unpack[Conditions]) -> Records:
        """The quotations nearest in meaning to `phrase`, in other words: nobody is found saying the phrase itself.

        Each has `by` ("meaning"), `similarity` and `polarity` (same, opposite? or unknown), and no `score`. Empty for a
        store whose records' meaning is not stored; `claimkit index --meaning` and `store_meaning` do that.
        """
        wanted = filters(**conditions)
        with self._open() as store:
            found = meaning.nearest(store, phrase, wanted, limit=limit)
            return Records(map(hit_record, found), flatten=flat_near)

    def timeline(self, phrase: str, *, limit: int = 20, **conditions: Unpack[Conditions]) -> Records:
        """Who said `phrase`, and what is near to it in meaning, by date: `limit` hits of both kinds."""
        wanted = filters(**conditions)
        with self._open() as store:
            return Records(map(hit_record, timelines.timeline(store, phrase, wanted, limit=limit)), flatten=flat_hit)

    def store_meaning(self, *, jobs: int = 1) -> int:
        """Stores what the records mean that are new or changed, by `jobs` processes; returns how many there were."""
        from claimkit.runs.vectors import make_vectors

        with OpenStore(self.path) as store:
            return make_vectors(store, jobs=jobs)

    def clusters(self, *, min_outlets: int = 1, changed: bool = False) -> Records:
        """The quotations that several articles print, those in most outlets first. A data frame has a row a member.

        `changed` keeps those in which an outlet changed words.
        """
        with self._open() as store:
            found = cluster_lists.clusters(store, min_outlets=min_outlets, changed=changed)
            return Records(map(cluster_record, found), flatten=flat_cluster)

    def speakers(self, name: str | None = None, **conditions: Unpack[Conditions]) -> Records:
        """The named speakers (those whom `name` fits) of the records that meet the conditions, most quoted first."""
        wanted = filters(**conditions)
        with self._open() as store:
            found = speaker_lists.speakers(store, name)
            if wanted != EVERYTHING:
                kept = {one.speaker.id for one in found}
                found = [one for one in speaker_counts.speakers(store, wanted) if one.speaker.id in kept]
            return Records(map(speaker_record, found), flatten=flat_speaker)

    def speaker_counts(self, by: SpeakerGrouping, **conditions: Unpack[Conditions]) -> Records:
        """How many named speakers and records there are by outlet, month, kind or affiliation (None: not known)."""
        _require_known("grouping", by, speaker_counts.GROUPINGS)
        wanted = filters(**conditions)
        with self._open() as store:
            found = [group_record(count) for count in speaker_counts.count_speakers(store, by, wanted)]
            return Records(found, flatten=lambda record: [record])

    def pronouns(self) -> Records:
        """How many persons have each pronouns (None: not known), and how many quotations these have."""
        with self._open() as store:
            found = [pronouns_record(count) for count in speaker_lists.count_pronouns(store)]
            return Records(found, flatten=lambda record: [record])

    def speaker(self, name: str, *, newest: int = 10) -> Record | None:
        """One speaker in full, with the `newest` records; None for nobody. Raises `UsageError` if several fit."""
        with self._open() as store:
            found = profiles.profile(store, name, newest=newest)
            return None if found is None else profile_record(found)

    def explain(self, quote_id: str) -> Record:
        """One record with the passage around it and what led to its speaker. Raises `InputError` if there is none."""
        with self._open() as store:
            return explanation_record(explaining.explain(store, quote_id))

    def diff(self, cluster_id: str) -> Record:
        """One cluster with what each outlet changed. Raises `InputError` if there is none."""
        with self._open() as store:
            return comparison_record(comparing.diff(store, cluster_id))

    @contextmanager
    def _open(self) -> Iterator[OpenStore]:
        """The store with people and clusters up to date."""
        with _stored(self.path) as store:
            yield store


@contextmanager
def _stored(path: str) -> Iterator[OpenStore]:
    """The store at `path` with people and clusters up to date."""
    if not os.path.lexists(path):
        raise StoreError(f"{path}: no store here; make one with claimkit.read(PATH, db=…)")
    with OpenStore(path, readonly=True) as store:
        stale = store.stale
    if stale:  # an earlier run was stopped before it could link people and clusters
        with OpenStore(path) as store:
            pipeline.link(store)
    with OpenStore(path, readonly=True) as store:
        yield store


def filters(**conditions: Unpack[Conditions]) -> Filters:
    """The conditions as `filters.Filters`. Raises `UsageError` for an unknown type or status, or an invalid date."""
    return from_conditions(**conditions)


def options(
    input_format: str | None,
    fields: Mapping[str, str],
    facts: Mapping[str, str],
    outlet_from: Literal["folder", "domain"] | None,
) -> Options:
    """How to read the inputs. Raises `UsageError` for an unknown format, field or fact."""
    return Options(input_format, tuple(sorted(fields.items())), facts_given(facts), outlet_from)


def _require_known(what: str, given: str, known: Iterable[str]) -> None:
    if given not in known:
        raise UsageError(f"unknown {what} {given!r}; choose from {', '.join(known)}")


def _warn(lines: Iterable[object]) -> None:
    """Each as a warning about the line of the program that called `read` or `check`."""
    for line in lines:
        warn(str(line), stacklevel=3)


@contextmanager
def _telling() -> Iterator[Callable[[int, float], None]]:
    """A function that says on one line of standard error how far the work is."""

    def tell(articles: int, share: float) -> None:
        print(f"\rReading articles: {articles:,} ({share:.0%})", end="", file=sys.stderr, flush=True)

    try:
        yield tell
    finally:
        print(file=sys.stderr)
