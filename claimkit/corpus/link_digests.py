"""The speaker and cluster of each quotation as numbers, so that links are compared as whole arrays."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from hashlib import blake2b
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from claimkit.corpus.clusters.arrays import Bools, Hashes, Small
from claimkit.corpus.columns import NEW_STEPS, NO_STEPS, CorpusColumns
from claimkit.corpus.solve import Solution
from claimkit.models.record import Speaker
from claimkit.models.types import Decider, SpeakerStatus
from claimkit.store import links, speaker_rows
from claimkit.store.sql import decode

_STATUSES = (None, *get_args(SpeakerStatus))
_DECIDERS = (None, *get_args(Decider))


@dataclass(frozen=True, slots=True)
class LinkDigests:
    """The links of each quotation.

    `speaker` and `cluster` are digests (0: none), `position` is the place in the cluster (-1: none), and `status` holds
    the speaker's status, who decided it and, in its last bit, whether linking changed the evidence.
    """

    speaker: Hashes
    status: NDArray[np.uint8]
    cluster: Hashes
    position: Small


def wanted_digests(columns: CorpusColumns, solution: Solution) -> LinkDigests:
    """The links that `solution` gives the quotations."""
    named = solution.named
    # Index -1, no speaker, finds the last one in these three.
    speaker = np.array([*(speaker_digest(one.speaker) for one in named), 0], dtype=np.uint64)
    status = np.array([*(_status(one.speaker.status, one.speaker.decided_by) for one in named), 0], dtype=np.uint8)
    marked = np.array([*(one.added is not None for one in named), False], dtype=bool)[solution.speaker]
    changed = (columns.steps == NEW_STEPS) | (marked & (columns.steps != NO_STEPS))
    heads, groups = np.unique(solution.groups.representative, return_inverse=True)
    numbers = [0 if head < 0 else digest_parts(solution.cluster_id(columns, head)) for head in heads.tolist()]
    cluster = np.zeros(len(columns.quotes), dtype=np.uint64)
    position = np.full(len(columns.quotes), -1, dtype=np.int32)
    cluster[columns.compared] = np.array(numbers, dtype=np.uint64)[groups] if len(heads) else 0
    position[columns.compared] = solution.groups.position
    return LinkDigests(
        speaker=speaker[solution.speaker],
        status=status[solution.speaker] << np.uint8(1) | changed,
        cluster=cluster,
        position=position,
    )


def stored_digests(db: sqlite3.Connection, columns: CorpusColumns) -> LinkDigests:
    """The links that the store has for the quotations."""
    speakers = {key: speaker_digest(speaker) for key, speaker in speaker_rows.all_speakers(db).items()}
    found = {}
    for key, speaker, status, decider, changed, cluster, position in links.load_links(db, columns.articles.tolist()):
        found[key] = (
            speakers.get(speaker, 0) if speaker is not None else 0,
            _status(decode(status), decider) << 1 | changed,
            0 if cluster is None else digest_parts(decode(cluster)),
            -1 if position is None else position,
        )
    nothing = (0, 0, 0, -1)  # for an article that was removed meanwhile
    several = [found.get(key, nothing) for key in columns.quotes.tolist()]
    speaker_, status_, cluster_, position_ = zip(*several, strict=True) if several else ((), (), (), ())
    return LinkDigests(
        np.array(speaker_, dtype=np.uint64),
        np.array(status_, dtype=np.uint8),
        np.array(cluster_, dtype=np.uint64),
        np.array(position_, dtype=np.int32),
    )


def same_digests(one: LinkDigests, other: LinkDigests) -> bool:
    """Whether both say the same of every quotation."""
    return all(np.array_equal(getattr(one, f.name), getattr(other, f.name)) for f in fields(LinkDigests))


def concatenate(parts: Sequence[LinkDigests]) -> LinkDigests:
    """All parts, one after the other."""
    return LinkDigests(*(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(LinkDigests)))


def select(digests: LinkDigests, chosen: Bools | slice) -> LinkDigests:
    """Those of the chosen quotations."""
    return LinkDigests(*(getattr(digests, f.name)[chosen] for f in fields(LinkDigests)))


def digest_parts(*parts: object) -> int:
    """A number of 64 bits, never 0, for the parts together."""
    data = json.dumps(parts, ensure_ascii=True, separators=(",", ":")).encode()
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little") or 1


def speaker_digest(speaker: Speaker) -> int:
    """A number for what tells one row of the store's speakers from another."""
    one = speaker
    members = tuple((each.id, each.name) for each in one.members)
    return _digest_cached(one.id, one.name, one.kind, one.wikidata, one.affiliation, one.aliases, one.pronouns, members)


@lru_cache(maxsize=1 << 18)
def _digest_cached(*parts: object) -> int:
    return digest_parts(*parts)


def _status(status: str | None, decider: str | None) -> int:
    return 0 if status is None else _STATUSES.index(status) * len(_DECIDERS) + _DECIDERS.index(decider)
