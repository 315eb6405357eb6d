"""Quotations → clusters: pairs that may match, their scores, and who joins whom. The package explains the method."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from claimkit.corpus.clusters import block, group, score
from claimkit.corpus.clusters.arrays import Bools, Floats, Ints
from claimkit.corpus.clusters.quote_columns import Identity, QuoteColumns, encode_quotes
from claimkit.corpus.clusters.texts import Texts, build_texts, rank_by_fullness, sort_ids
from claimkit.english.text import digest
from claimkit.models.collection import Cluster
from claimkit.models.record import Extraction
from claimkit.models.types import QuoteType

# Log odds at which a pair counts as one utterance. On the judged pairs, any value from -0.5 to 0.5 gives the best F1.
_ENOUGH = 0.0
# For two different people (a probability of 0.82). It loses no judged pair of one cluster; 2.0 (0.88) would lose two
# points of recall, all of them to sources whose names were misread.
_ENOUGH_FOR_OTHERS = 1.5
# Quotations of fewer words need the same known speaker; no judged pair is that short.
_FEW_WORDS = 4
_NONE = -1


@dataclass(frozen=True, slots=True)
class Groups:
    """Clusters as columns: for each quotation its representative's number, and its position among the members by id.

    Both are -1 for a quotation in no cluster.
    """

    representative: Ints
    position: Ints


def cluster(
    extractions: Iterable[Extraction],
    types: Collection[QuoteType] = ("direct", "mixed"),
    model: score.Model = score.FITTED,
) -> list[Cluster]:
    """The clusters of two or more quotations of `types`, sorted by representative.

    Quote ids must be unique. The representative is the fullest wording: most words, then most often printed, then
    earliest, then first by id. Ids of clusters derive from it, members are sorted. `model` replaces the fitted weights.
    """
    found, said_by, speakers = encode_quotes(extractions, types)
    groups = cluster_columns(found, said_by, speakers, model)
    members = np.flatnonzero(groups.representative >= 0)
    heads = groups.representative[members]
    members = members[np.lexsort((groups.position[members], heads))]
    heads = groups.representative[members]
    ids = [found.id_at(member) for member in members.tolist()]
    begins = np.flatnonzero(np.diff(heads, prepend=-1))
    ends = np.append(begins, len(members))[1:]
    clusters = []
    for head, begin, end in zip(heads[begins].tolist(), begins.tolist(), ends.tolist(), strict=True):
        representative = found.id_at(head)
        clusters.append(Cluster(cluster_id(representative), representative, tuple(dict.fromkeys(ids[begin:end]))))
    return sorted(clusters, key=lambda cluster: cluster.representative)


def cluster_id(representative: str) -> str:
    """The id of the cluster with this representative."""
    return "c_" + digest(representative, length=20)


def assign(extractions: Sequence[Extraction], clusters: Sequence[Cluster]) -> list[Extraction]:
    """The extractions with `Quote.cluster` set, to None for a quotation in no cluster."""
    cluster_of = {member: cluster.id for cluster in clusters for member in cluster.members}
    return [
        replace(
            extraction,
            quotes=tuple(replace(quote, cluster=cluster_of.get(quote.id)) for quote in extraction.quotes),
        )
        for extraction in extractions
    ]


def cluster_columns(
    found: QuoteColumns, said_by: Ints, speakers: Sequence[Identity], model: score.Model = score.FITTED
) -> Groups:
    """The clusters among all these quotations; `said_by` is who said each, as an index in `speakers`.

    Quotations with the same id count as one, and all of them get its cluster.
    """
    texts = build_texts(found, said_by, speakers)
    rank = rank_by_fullness(texts)
    pairs = possible_pairs(texts, *block.candidate_pairs(texts, rank), model)
    return groups_of(found, texts, choose_leaders(texts, rank, *pairs, model), model)


def choose_leaders(
    texts: Texts, rank: Ints, first: Ints, second: Ints, wording: Floats, model: score.Model = score.FITTED
) -> Ints:
    """The row of each row's representative; the pairs are those of `possible_pairs`."""
    leaders = np.arange(len(rank))
    for _ in range(2):  # the second time, representatives without a speaker or date have those of their members
        filled = group.fill_in_representatives(texts, leaders)
        leaders = group.find_representatives(rank, *matches(filled, first, second, wording, model))
    return leaders


def possible_pairs(
    texts: Texts, first: Ints, second: Ints, model: score.Model = score.FITTED
) -> tuple[Ints, Ints, Floats]:
    """The pairs whose words allow one utterance, if speakers and dates fit at best, with the log odds of the words."""
    odds = score.wording_odds(texts, first, second, model)
    kept = is_possible(odds, model)
    return first[kept], second[kept], odds[kept]


def is_possible(odds: Floats, model: score.Model = score.FITTED) -> Bools:
    """Whether pairs whose words have these log odds may be one utterance."""
    best = sum(max(weight, 0.0) for weight in model[0][-4:].tolist())
    possible: Bools = odds + best * (1 + 1e-9) >= _ENOUGH
    return possible


def groups_of(found: QuoteColumns, texts: Texts, leaders: Ints, model: score.Model = score.FITTED) -> Groups:
    """The clusters of the quotations; `leaders` has the row of each row's representative."""
    # Where a row has several quotations with the same words: are these words enough for one utterance?
    copies = np.flatnonzero(np.bincount(texts.row, minlength=len(leaders)) > 1)
    alone = np.ones(len(leaders), dtype=bool)
    alone[matches(texts, copies, copies, score.wording_odds(texts, copies, copies, model), model)[0]] = False
    leader = leaders[texts.row]
    first = np.ones(len(leader), dtype=bool)
    first[1:] = np.maximum.accumulate(texts.row)[:-1] < texts.row[1:]
    taken = np.flatnonzero(first | (leader != texts.row) | ~alone[texts.row])
    several = np.bincount(leader[taken], minlength=len(leaders)) > 1
    taken = taken[several[leader[taken]]]
    order = sort_ids(found.ids)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    members = texts.entries[taken]
    sorted_ = np.lexsort((rank[members], leader[taken]))
    members, leader = members[sorted_], leader[taken][sorted_]
    begins = np.flatnonzero(np.diff(leader, prepend=-1))
    sizes = np.diff(np.append(begins, len(leader)))
    apart = np.repeat(_are_apart(found, members, begins), sizes)
    position = np.arange(len(members)) - np.repeat(begins, sizes)
    heads = texts.entries[np.flatnonzero(first)]  # by row
    groups = Groups(np.full(len(found), _NONE), np.full(len(found), _NONE))
    groups.representative[members[apart]] = heads[leader[apart]]
    groups.position[members[apart]] = position[apart]
    _give_to_twins(found, order, groups)
    return groups


def _give_to_twins(found: QuoteColumns, order: Ints, groups: Groups) -> None:
    """Adds quotations with the same id as a member (an article stored twice) to its cluster."""
    same = np.flatnonzero(found.ids[order][1:] == found.ids[order][:-1])
    for steps in (same, same[::-1]):  # the member may come before or after its twins
        for at in steps.tolist():
            one, two = (order[at], order[at + 1]) if steps is same else (order[at + 1], order[at])
            if groups.representative[two] == _NONE:
                for column in (groups.representative, groups.position):
                    column[two] = column[one]


def _are_apart(found: QuoteColumns, members: Ints, begins: Ints) -> Bools:
    """Whether at least two members of each cluster are in different articles, or do not overlap in one.

    A quotation within a quotation does not count as a second one.
    """
    if not len(begins):
        return np.zeros(0, dtype=bool)
    article = found.article[members]
    several = np.minimum.reduceat(article, begins) != np.maximum.reduceat(article, begins)
    last_start, first_end = (
        np.maximum.reduceat(found.start[members], begins),
        np.minimum.reduceat(found.end[members], begins),
    )
    apart: Bools = several | (last_start >= first_end)
    return apart


def matches(texts: Texts, first: Ints, second: Ints, wording: Floats, model: score.Model) -> tuple[Ints, Ints, Floats]:
    """The pairs of rows that are one utterance, with their log odds; `wording` are the log odds of their words."""
    odds, same, other = score.circumstance_odds(texts, first, second, model)
    odds += wording
    few = np.minimum(texts.lengths[first], texts.lengths[second]) < _FEW_WORDS
    kept = (odds >= np.where(other, _ENOUGH_FOR_OTHERS, _ENOUGH)) & (same | ~few)
    return first[kept], second[kept], odds[kept]
