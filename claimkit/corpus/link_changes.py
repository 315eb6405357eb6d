"""How the links that articles ask for differ from those that the store has."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from typing import get_args

import numpy as np

from claimkit.corpus import cache as lean
from claimkit.corpus import clusters, people
from claimkit.corpus.cache import NEW_STEPS, NO_STEPS, NOBODY, Lean, Links
from claimkit.corpus.clusters.arrays import Bools, Hashes, Ints
from claimkit.corpus.solve import Answer
from claimkit.models import Decider, Speaker, SpeakerStatus
from claimkit.store import links, rows
from claimkit.store.sql import batches, decode

_STATUSES = (None, *get_args(SpeakerStatus))
_DECIDERS = (None, *get_args(Decider))
_BATCH = 100  # articles whose evidence is read at a time

Moved = tuple[int, int | None, str | None, str | None, str | bytes | None]


def wanted(whole: Lean, found: Answer) -> Links:
    """The links that `found` gives the quotations."""
    who = np.array([*(lean.who(one.speaker) for one in found.named), 0], dtype=np.uint64)  # the last one serves -1
    how = [_how(one.speaker.status, one.speaker.decided_by) for one in found.named]
    marked = np.array([*(one.marked for one in found.named), False], dtype=bool)[whole.speaker]
    steps = (whole.steps == NEW_STEPS) | (marked & (whole.steps != NO_STEPS))
    heads, groups = np.unique(found.groups.representative, return_inverse=True)
    numbers = [0 if head < 0 else lean.number(_cluster(whole, head)) for head in heads.tolist()]
    cluster = np.zeros(len(whole.quotes), dtype=np.uint64)
    position = np.full(len(whole.quotes), -1, dtype=np.int32)
    cluster[whole.compared] = np.array(numbers, dtype=np.uint64)[groups] if len(heads) else 0
    position[whole.compared] = found.groups.position
    return Links(
        who=who[whole.speaker],
        how=np.array([*how, 0], dtype=np.uint8)[whole.speaker] << np.uint8(1) | steps,
        cluster=cluster,
        position=position,
    )


def read(db: sqlite3.Connection, part: Lean) -> Links:
    """The links that the store has of the quotations."""
    speakers = {key: lean.who(speaker) for key, speaker in rows.all_speakers(db).items()}
    found = {}
    for key, speaker, status, decider, steps, cluster, position in links.load_links(db, part.articles.tolist()):
        found[key] = (
            speakers.get(speaker, 0) if speaker is not None else 0,
            _how(decode(status), decider) << 1 | steps,
            0 if cluster is None else lean.number(decode(cluster)),
            -1 if position is None else position,
        )
    nothing = (0, 0, 0, -1)  # an article that is gone meanwhile
    several = [found.get(key, nothing) for key in part.quotes.tolist()]
    who, how, cluster_, position_ = zip(*several, strict=True) if several else ((), (), (), ())
    return Links(
        np.array(who, dtype=np.uint64),
        np.array(how, dtype=np.uint8),
        np.array(cluster_, dtype=np.uint64),
        np.array(position_, dtype=np.int32),
    )


def same(one: Links, other: Links) -> bool:
    """Whether they say the same."""
    names = ("who", "how", "cluster", "position")
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in names)


def between(db: sqlite3.Connection, whole: Lean, found: Answer, before: Links, after: Links) -> links.Changes:
    """What to write so that the store has the links `after` in the place of those `before`."""
    new: dict[int, int] = {}  # a speaker with this digest
    for number, one in enumerate(found.named):
        new.setdefault(lean.who(one.speaker), number)
    renamed, who = _renamed(db, found, new, before, after)
    moved = np.flatnonzero((who != after.who) | (before.how != after.how))
    placed = np.flatnonzero((before.cluster != after.cluster) | (before.position != after.position))
    heads = np.unique(found.groups.representative)
    heads = heads[heads >= 0]
    ids = {int(head): _cluster(whole, int(head)) for head in heads}
    number_of = {digest: number for number, digest in enumerate(np.unique(after.who[moved]).tolist()) if digest}
    order = sorted(number_of, key=number_of.__getitem__)
    place_of = {digest: number for number, digest in enumerate(order)}
    return links.Changes(
        renamed=renamed,
        speakers=[found.named[new[digest]].speaker for digest in order],
        moved=_moved(db, whole, found, after, moved, place_of),
        placed=_placed(whole, found, placed, ids),
        clusters={id_: whole.columns.ids[head].decode("utf-8", "surrogatepass") for head, id_ in ids.items()},
    )


def _renamed(
    db: sqlite3.Connection, found: Answer, new: dict[int, int], before: Links, after: Links
) -> tuple[dict[int, Speaker], Hashes]:
    """Stored speakers all of whose quotations go to one and the same new one, by key: these change their row alone.

    Also the digest of each quotation's speaker after that.
    """
    known = before.who != 0
    order = np.lexsort((after.who[known], before.who[known]))
    old, now = before.who[known][order], after.who[known][order]
    pairs = np.ones(len(old), dtype=bool)
    pairs[1:] = (old[1:] != old[:-1]) | (now[1:] != now[:-1])
    old, now = old[pairs], now[pairs]
    alone = np.ones(len(old), dtype=bool)
    alone[1:] &= old[1:] != old[:-1]
    alone[:-1] &= old[1:] != old[:-1]
    chosen = alone & (old != now) & (now != 0)
    if not chosen.any():
        return {}, before.who
    keys: dict[int, list[int]] = defaultdict(list)
    for key, speaker in rows.all_speakers(db).items():
        keys[lean.who(speaker)].append(key)
    renamed: dict[int, Speaker] = {}
    into: dict[int, int] = {}
    for one, other in zip(old[chosen].tolist(), now[chosen].tolist(), strict=True):
        if one in keys and other not in keys:
            keys[other] = keys[one]
            renamed.update(dict.fromkeys(keys[one], found.named[new[other]].speaker))
            into[one] = other
    if not into:
        return {}, before.who
    olds = np.array(sorted(into), dtype=np.uint64)
    news = np.array([into[one] for one in sorted(into)], dtype=np.uint64)
    at = np.minimum(np.searchsorted(olds, before.who), len(olds) - 1)
    return renamed, np.where(olds[at] == before.who, news[at], before.who)


def _moved(
    db: sqlite3.Connection, whole: Lean, found: Answer, after: Links, moved: Ints, place_of: dict[int, int]
) -> Iterator[Moved]:
    """Rows of the quotations whose speaker changed; those whose evidence did last, from their articles."""
    steps: Bools = (after.how[moved] & np.uint8(1)) > 0
    for at in moved[~steps].tolist():
        number = int(whole.speaker[at])
        if number == NOBODY:
            yield int(whole.quotes[at]), None, None, None, None
        else:
            speaker = found.named[number].speaker
            yield int(whole.quotes[at]), place_of[int(after.who[at])], speaker.status, speaker.decided_by, None
    asked = {int(whole.quotes[at]): int(at) for at in moved[steps].tolist()}
    articles = np.unique(whole.articles[whole.article[moved[steps]]]).tolist()
    for some in batches(articles, _BATCH):
        for _, keys, extraction in links.load_articles(db, some):
            settled = people.settle(extraction)
            for key, quote in zip(keys, settled.quotes, strict=True):
                if key in asked and quote.speaker is not None:
                    at = asked[key]
                    speaker = found.named[int(whole.speaker[at])].of(quote.speaker)
                    evidence = rows.pack_evidence(speaker.evidence)
                    yield key, place_of[int(after.who[at])], speaker.status, speaker.decided_by, evidence


def _placed(
    whole: Lean, found: Answer, placed: Ints, ids: dict[int, str]
) -> Iterator[tuple[int, str | None, int | None]]:
    """Rows of the quotations whose cluster or place in it changed."""
    head = np.full(len(whole.quotes), -1, dtype=np.int64)
    position = np.full(len(whole.quotes), -1, dtype=np.int64)
    head[whole.compared], position[whole.compared] = found.groups.representative, found.groups.position
    several = zip(whole.quotes[placed].tolist(), head[placed].tolist(), position[placed].tolist(), strict=True)
    for key, cluster, place in several:
        yield (key, None, None) if cluster < 0 else (key, ids[cluster], place)


def _cluster(whole: Lean, head: int) -> str:
    return clusters.cluster_id(whole.columns.ids[head].decode("utf-8", "surrogatepass"))


def _how(status: str | None, decider: str | None) -> int:
    return 0 if status is None else _STATUSES.index(status) * len(_DECIDERS) + _DECIDERS.index(decider)
