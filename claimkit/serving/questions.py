"""What may be asked of one store: each question opens the file read-only, answers with records, and closes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from threading import Lock
from typing import Any

from claimkit.errors import UsageError
from claimkit.models.types import TYPE_GROUPS, TypeGroup
from claimkit.output.records.answers import cluster_record
from claimkit.output.records.checks import check_record
from claimkit.output.records.details import explanation_record, profile_record
from claimkit.output.records.phrase_hits import hit_record
from claimkit.output.records.quote import record
from claimkit.output.records.variants import comparison_record
from claimkit.search import cluster_lists, comparing, entries, explaining, meaning, phrase, profiles
from claimkit.search.filters import Filters
from claimkit.search.timeline import shown_ids
from claimkit.serving.citing import cite
from claimkit.serving.size import bounded, harmless
from claimkit.store import Store

Answer = dict[str, Any]

NEAR = "Nobody in this store is found saying these words; the records are nearest in meaning, in other words."
NOBODY = "Nobody in this store is found saying this. It does not show that nobody said it."
BEHIND = "Articles were added since people and clusters were last linked; names and clusters may be incomplete."
_analysing = Lock()  # one draft at a time: the models are shared


def who_said(path: str, words: str, filters: Filters, limit: int, near: int) -> Answer:
    """The quotations that hold these words, best match first, then at most `near` of the nearest in meaning."""
    with _open(path) as (store, notices):
        found = phrase.who_said(store, words, filters, limit=limit + 1)
        alike = meaning.nearest(store, words, filters, limit=near, without=shown_ids(found[:limit]))
        if not found:
            notices = [NEAR if alike else NOBODY, *notices]
        answer = _listed((_cited(hit_record(hit)) for hit in [*found[:limit], *alike]), limit + near, notices)
        return {**answer, "more": answer["more"] or len(found) > limit}


def quotes(path: str, filters: Filters, limit: int, offset: int) -> Answer:
    """The records that meet the conditions, by path and place, from number `offset` on."""
    with _open(path) as (store, notices):
        found = islice(entries.quotes(store, filters), offset, None)
        return _listed((_cited(record(entry.quote, entry.article)) for entry in found), limit, notices)


def speaker(path: str, name: str, newest: int) -> Answer:
    """One speaker in full with the newest records. Raises `UsageError`, listing ids, where several fit the name."""
    with _open(path) as (store, notices):
        profile = profiles.profile(store, name, newest=newest)
        if profile is None:
            return _listed([], 1, notices, none=f"No speaker of this store fits {name!r}.")
        answer = profile_record(profile)
        answer["newest"] = [_cited(one) for one in answer["newest"]]
        return _listed([answer], 1, notices)


def clusters(path: str, min_outlets: int, changed: bool, limit: int, offset: int) -> Answer:
    """The quotations that several articles print, those in most outlets first, from number `offset` on."""
    with _open(path) as (store, notices):
        found = islice(cluster_lists.clusters(store, min_outlets=min_outlets, changed=changed), offset, None)
        return _listed(map(cluster_record, found), limit, notices)


def diff(path: str, cluster_id: str) -> Answer:
    """One cluster with what each outlet changed."""
    with _open(path) as (store, notices):
        return _listed([comparison_record(comparing.diff(store, cluster_id))], 1, notices)


def explain(path: str, quote_id: str) -> Answer:
    """One record with the passage around it and each step to its speaker's name."""
    with _open(path) as (store, notices):
        return _listed([_cited(explanation_record(explaining.explain(store, quote_id)))], 1, notices)


def check(path: str, draft: str, types: TypeGroup, limit: int) -> Answer:
    """A verdict on each quotation of a draft, looked up in the store."""
    from claimkit.checking import check_drafts  # the models come with these; no other question needs them
    from claimkit.runs import pipeline

    with _open(path) as (store, notices), _analysing:
        if not draft.strip():
            raise UsageError("the draft contains no word; send a text with quotations")
        found = check_drafts([pipeline.extract(draft)], [], store, types=TYPE_GROUPS[types])
        return _listed(map(check_record, found), limit, notices, none="The draft holds no quotation to check.")


@contextmanager
def _open(path: str) -> Iterator[tuple[Store, list[str]]]:
    """The store, which is only read, and what to know about its answers."""
    with Store(path, readonly=True) as store:
        yield store, [BEHIND] if store.stale else []


def _listed(found: Iterable[Answer], limit: int, notices: list[str], *, none: str | None = None) -> Answer:
    kept, more = bounded(found, limit)
    if not kept and none is not None:
        notices = [none, *notices]
    return {"records": kept, "more": more, "notices": harmless(notices)}


def _cited(found: Answer) -> Answer:
    return {"cite": cite(found), **found}
