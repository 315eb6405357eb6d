"""How the links that the articles call for differ from those in the store."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from claimkit.corpus.clusters.arrays import Bools, Hashes, Ints, unique
from claimkit.corpus.columns import NOBODY, CorpusColumns
from claimkit.corpus.link_digests import LinkDigests, speaker_digest
from claimkit.corpus.people.offices import name_office_holders
from claimkit.corpus.solve import Solution
from claimkit.models.record import Member, Speaker
from claimkit.store import links, rows, speaker_rows
from claimkit.store.sql import batches

_BATCH = 100  # articles whose evidence is read at a time; set by hand

Moved = tuple[int, int | None, str | None, str | None, str | bytes | None]


def changes_between(
    db: sqlite3.Connection, columns: CorpusColumns, solution: Solution, before: LinkDigests, after: LinkDigests
) -> links.Changes:
    """What to write so that the links `after` replace those `before`."""
    new: dict[int, int] = {}  # digest → number of the first speaker with it
    for number, one in enumerate(solution.named):
        new.setdefault(speaker_digest(one.speaker), number)
    renamed, speaker = _renamed(db, solution, new, before, after)
    moved = np.flatnonzero((speaker != after.speaker) | (before.status != after.status))
    placed = np.flatnonzero((before.cluster != after.cluster) | (before.position != after.position))
    heads = unique(solution.groups.representative)
    ids = {head: solution.cluster_id(columns, head) for head in heads[heads >= 0].tolist()}
    order = [digest for digest in unique(after.speaker[moved]).tolist() if digest]
    row_of = {digest: row for row, digest in enumerate(order)}
    return links.Changes(
        renamed=renamed,
        speakers=[solution.named[new[digest]].speaker for digest in order],
        moved=_moved(db, columns, solution, after, moved, row_of),
        placed=_placed(columns, solution, placed, ids),
        clusters={id_: columns.quote_columns.id_at(head) for head, id_ in ids.items()},
        members=_members(solution),
    )


def _members(solution: Solution) -> dict[Member, Speaker]:
    """Who the members of all joint speakers are; of several with one name, always the same one."""
    found: dict[Member, Speaker] = {}
    several = {one for named in solution.named for one in named.members}
    for one in sorted(several, key=_details):
        found.setdefault(Member(one.id, one.name or ""), one)
    return found


def _details(one: Speaker) -> tuple[str | tuple[str, ...], ...]:
    return one.kind, one.aliases, one.wikidata or "", one.affiliation or "", one.pronouns or ""


def _renamed(
    db: sqlite3.Connection, solution: Solution, new: dict[int, int], before: LinkDigests, after: LinkDigests
) -> tuple[dict[int, Speaker], Hashes]:
    """Stored speakers whose quotations all move to one new speaker, by key: only the speaker's row is updated.

    Also the digest of each quotation's speaker after that.
    """
    known = before.speaker != 0
    order = np.lexsort((after.speaker[known], before.speaker[known]))
    old, now = before.speaker[known][order], after.speaker[known][order]
    pairs = np.ones(len(old), dtype=bool)
    pairs[1:] = (old[1:] != old[:-1]) | (now[1:] != now[:-1])
    old, now = old[pairs], now[pairs]
    alone = np.ones(len(old), dtype=bool)
    alone[1:] &= old[1:] != old[:-1]
    alone[:-1] &= old[1:] != old[:-1]
    chosen = alone & (old != now) & (now != 0)
    if not chosen.any():
        return {}, before.speaker
    keys: dict[int, list[int]] = defaultdict(list)
    for key, speaker in speaker_rows.all_speakers(db).items():
        keys[speaker_digest(speaker)].append(key)
    renamed: dict[int, Speaker] = {}
    into: dict[int, int] = {}
    quotes = dict(zip(*(a.tolist() for a in np.unique(before.speaker, return_counts=True)), strict=True))
    for one, other in zip(old[chosen].tolist(), now[chosen].tolist(), strict=True):
        # If the new speaker has a row already, the larger of the two is updated: a second row with the same values
        # costs less than updating many quotations.
        if one in keys and (other not in keys or quotes[one] > quotes.get(other, 0)):
            keys[other] = keys[one] + keys.get(other, [])
            renamed.update(dict.fromkeys(keys[one], solution.named[new[other]].speaker))
            into[one] = other
    if not into:
        return {}, before.speaker
    olds = np.array(sorted(into), dtype=np.uint64)
    news = np.array([into[one] for one in sorted(into)], dtype=np.uint64)
    at = np.minimum(np.searchsorted(olds, before.speaker), len(olds) - 1)
    return renamed, np.where(olds[at] == before.speaker, news[at], before.speaker)


def _moved(
    db: sqlite3.Connection,
    columns: CorpusColumns,
    solution: Solution,
    after: LinkDigests,
    moved: Ints,
    row_of: dict[int, int],
) -> Iterator[Moved]:
    """Rows of the quotations whose speaker changed; last those whose evidence did, as their articles must be read."""
    changed: Bools = (after.status[moved] & np.uint8(1)) > 0
    for at in moved[~changed].tolist():
        number = int(solution.speaker[at])
        if number == NOBODY:
            yield int(columns.quotes[at]), None, None, None, None
        else:
            speaker = solution.named[number].speaker
            yield int(columns.quotes[at]), row_of[int(after.speaker[at])], speaker.status, speaker.decided_by, None
    asked = {int(columns.quotes[at]): int(at) for at in moved[changed].tolist()}
    articles = unique(columns.articles[columns.article[moved[changed]]]).tolist()
    for batch in batches(articles, _BATCH):
        for _, keys, extraction in links.load_articles(db, batch):
            settled = name_office_holders(extraction)
            for key, quote in zip(keys, settled.quotes, strict=True):
                if key in asked and quote.speaker is not None:
                    at = asked[key]
                    named = solution.named[int(solution.speaker[at])]
                    evidence, speaker = rows.pack_evidence(named.evidence_from(quote.speaker)), named.speaker
                    yield key, row_of[int(after.speaker[at])], speaker.status, speaker.decided_by, evidence


def _placed(
    columns: CorpusColumns, solution: Solution, placed: Ints, ids: dict[int, str]
) -> Iterator[tuple[int, str | None, int | None]]:
    """Rows of the quotations whose cluster, or position in it, changed."""
    head = np.full(len(columns.quotes), -1, dtype=np.int64)
    position = np.full(len(columns.quotes), -1, dtype=np.int64)
    head[columns.compared], position[columns.compared] = solution.groups.representative, solution.groups.position
    several = zip(columns.quotes[placed].tolist(), head[placed].tolist(), position[placed].tolist(), strict=True)
    for key, cluster, member in several:
        yield (key, None, None) if cluster < 0 else (key, ids[cluster], member)
