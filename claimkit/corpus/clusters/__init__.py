"""The same quotation as several articles printed it.

**Comparing.** Of a direct quotation all words count, of a mixed one those in quotation marks; indirect reports are not
quotations and stay out unless asked for. Words are compared in their normal form (case, accents, possessives), and
what an editor put in square brackets is left out. Quotations that share a rare run of words are compared (`block`).
Their words are aligned (longest common subsequence), and each matched word counts by its rarity, minus the log of how
likely a quotation has it, in nats; the likelihood blends this corpus with a background of political news, so that a
folder of five articles knows a common word from a rare one.

**The score** (`score`) is the log odds that two quotations are one utterance, a weighted sum of

- *coverage*: the matched share of the shorter quotation, by rarity. A truncated quotation is covered whole.
- *mass*: ln(1 + matched nats). "Thank you" covers "Thank you" and says nothing.
- *longest*: ln(1 + nats) of the heaviest unbroken block, and *blocks*: ln(1 + their number). Scattered words match by
  chance.
- *stock*: in how many weeks (undated quotations each for itself) the least used three words of that block were said:
  ln(weeks / 2), at least 0. A slogan is said again and again.
- *same speaker*, *other speaker*: both known, as one person or as two. Neither where one of them is unknown.
- *days*: ln(1 + days between the articles), and *dated*: whether both dates are known.

The same weights serve with and without speakers and dates: what is not known adds nothing. They were fitted on judged
pairs of real quotations (`claimkit.training.pairs`), where they reach F1 .962, and .917 from the text alone.

**Deciding.** A probability of one half will do, save that
- quotations of two different people need 0.82. So a phrase in common keeps them apart, but a sentence of a dozen words
  that one outlet gives to the wrong person joins its cluster: a misattribution is worth showing.
- quotations of two or three words need the same known speaker; no judged pair is that short. Single words never match.

**Clustering** (`group`). From the fullest wording down, each quotation joins the representative that it matches best
or becomes one. So each member matches its representative itself and nothing chains: "We will win" in May and in
October do not meet through a summer of repetitions. A representative whose speaker or date is not known takes those of
its members, and all is done once more, so that the words of two people do not meet in a nobody's. (Best-longer-parent
clustering as in MemeTracker finds 2 points more of the judged pairs that share a cluster, but chains.)

The answer depends on the set of extractions only, not on their order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from claimkit.corpus.clusters import block, group, score
from claimkit.corpus.clusters.arrays import Bools, Ints
from claimkit.corpus.clusters.columns import (
    Columns,
    Identity,
    columns,
    identity,
    joined,
    only,
    packed,
    unpacked,
)
from claimkit.corpus.clusters.texts import Floats, Texts, build, by_id, fullness
from claimkit.english.text import digest
from claimkit.models import Cluster, Extraction, QuoteType

__all__ = [
    "Columns",
    "Groups",
    "assign",
    "cluster",
    "cluster_id",
    "columns",
    "grouped",
    "identity",
    "joined",
    "only",
    "packed",
    "unpacked",
]

# Log odds from which on a pair counts as one utterance. Fitted pairs are judged best (F1) between -0.5 and 0.5.
_ENOUGH = 0.0
# For two different people (0.82). No judged pair of one cluster is lost; 2.0 (0.88) would lose two points of recall,
# all of it to sources whose names were misread.
_ENOUGH_FOR_OTHERS = 1.5
# Fewer words need the same known speaker.
_FEW_WORDS = 4
_NONE = -1


@dataclass(frozen=True, slots=True)
class Groups:
    """Clusters as columns: of each quotation the representative's number, and its place among the members by id.

    Both are -1 for a quotation in no cluster.
    """

    representative: Ints
    position: Ints


def cluster(
    extractions: Iterable[Extraction],
    types: Collection[QuoteType] = ("direct", "mixed"),
    model: score.Model = score.FITTED,
) -> list[Cluster]:
    """The clusters of two quotations or more among quotations of `types`, sorted by representative.

    Quote ids must be unique. The representative is the fullest wording: most words, then most often printed, then
    earliest, then first by id. Ids of clusters derive from it, members are sorted. `model` replaces the fitted weights.
    """
    found, said_by, speakers = columns(extractions, types)
    groups = grouped(found, said_by, speakers, model)
    members = np.flatnonzero(groups.representative >= 0)
    heads = groups.representative[members]
    members = members[np.lexsort((groups.position[members], heads))]
    heads = groups.representative[members]
    ids = [id_.decode("utf-8", "surrogatepass") for id_ in found.ids[members].tolist()]
    begins = np.flatnonzero(np.diff(heads, prepend=-1))
    ends = np.append(begins, len(members))[1:]
    clusters = []
    for head, begin, end in zip(found.ids[heads[begins]].tolist(), begins.tolist(), ends.tolist(), strict=True):
        representative = head.decode("utf-8", "surrogatepass")
        clusters.append(Cluster(cluster_id(representative), representative, tuple(dict.fromkeys(ids[begin:end]))))
    return sorted(clusters, key=lambda cluster: cluster.representative)


def cluster_id(representative: str) -> str:
    """The id of the cluster with this representative."""
    return "c_" + digest(representative)


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


def grouped(found: Columns, said_by: Ints, speakers: Sequence[Identity], model: score.Model = score.FITTED) -> Groups:
    """The clusters among all these quotations; `said_by` is who said each, as a number in `speakers`.

    Quotations with one id are one, and all of them get its cluster.
    """
    texts = build(found, said_by, speakers)
    place = fullness(texts)
    first, second = block.candidates(texts, place)
    first, second, wording = _possible(texts, first, second, model)
    leaders = np.arange(len(place))
    for _ in range(2):  # the second time, representatives with no speaker or date have those of their members
        matches = _matches(group.completed(texts, leaders), first, second, wording, model)
        leaders = group.representatives(place, *matches)
    return _groups(found, texts, leaders, model)


def _possible(texts: Texts, first: Ints, second: Ints, model: score.Model) -> tuple[Ints, Ints, Floats]:
    """The pairs that may be one utterance, whoever said it and when, with the odds that their words give."""
    odds = score.wording_odds(texts, first, second, model)
    best = sum(max(weight, 0.0) for weight in model[0][-4:].tolist())
    kept = odds + best * (1 + 1e-9) >= _ENOUGH
    return first[kept], second[kept], odds[kept]


def _groups(found: Columns, texts: Texts, leaders: Ints, model: score.Model) -> Groups:
    """The clusters that `leaders`, the representative's row of each row, make of the quotations."""
    # A row of several quotations with the same words: do these words say enough to be one utterance?
    copies = np.flatnonzero(np.bincount(texts.row, minlength=len(leaders)) > 1)
    alone = np.ones(len(leaders), dtype=bool)
    alone[_matches(texts, copies, copies, score.wording_odds(texts, copies, copies, model), model)[0]] = False
    leader = leaders[texts.row]
    first = np.ones(len(leader), dtype=bool)
    first[1:] = np.maximum.accumulate(texts.row)[:-1] < texts.row[1:]
    taken = np.flatnonzero(first | (leader != texts.row) | ~alone[texts.row])
    several = np.bincount(leader[taken], minlength=len(leaders)) > 1
    taken = taken[several[leader[taken]]]
    order = by_id(found.ids)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    members = texts.entries[taken]
    sorted_ = np.lexsort((rank[members], leader[taken]))
    members, leader = members[sorted_], leader[taken][sorted_]
    begins = np.flatnonzero(np.diff(leader, prepend=-1))
    sizes = np.diff(np.append(begins, len(leader)))
    apart = np.repeat(_stand_apart(found, members, begins), sizes)
    position = np.arange(len(members)) - np.repeat(begins, sizes)
    heads = texts.entries[np.flatnonzero(first)]  # by row
    groups = Groups(np.full(len(found), _NONE), np.full(len(found), _NONE))
    groups.representative[members[apart]] = heads[leader[apart]]
    groups.position[members[apart]] = position[apart]
    _give_to_twins(found, order, groups)
    return groups


def _give_to_twins(found: Columns, order: Ints, groups: Groups) -> None:
    """What has the id of a member (an article stored twice) is a member too."""
    same = np.flatnonzero(found.ids[order][1:] == found.ids[order][:-1])
    for steps in (same, same[::-1]):  # the member may come before or after its twins
        for at in steps.tolist():
            one, two = (order[at], order[at + 1]) if steps is same else (order[at + 1], order[at])
            if groups.representative[two] == _NONE:
                for column in (groups.representative, groups.position):
                    column[two] = column[one]


def _stand_apart(found: Columns, members: Ints, begins: Ints) -> Bools:
    """Whether at least two of each cluster are in different articles or places.

    A quotation within a quotation is no second one.
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


def _matches(texts: Texts, first: Ints, second: Ints, wording: Floats, model: score.Model) -> tuple[Ints, Ints, Floats]:
    """The pairs of rows that are one utterance, with their log odds; `wording` is what their words give."""
    odds, same, other = score.circumstances_odds(texts, first, second, model)
    odds += wording
    few = np.minimum(texts.lengths[first], texts.lengths[second]) < _FEW_WORDS
    kept = (odds >= np.where(other, _ENOUGH_FOR_OTHERS, _ENOUGH)) & (same | ~few)
    return first[kept], second[kept], odds[kept]
