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

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from claimkit.clusters import block, group, score
from claimkit.clusters.runs import Bools, Ints
from claimkit.clusters.texts import Floats, Printing, Texts, build, fullness, printings
from claimkit.models import Cluster, Extraction, QuoteType
from claimkit.text import digest

# Log odds from which on a pair counts as one utterance. Fitted pairs are judged best (F1) between -0.5 and 0.5.
_ENOUGH = 0.0
# For two different people (0.82). No judged pair of one cluster is lost; 2.0 (0.88) would lose two points of recall,
# all of it to sources whose names were misread.
_ENOUGH_FOR_OTHERS = 1.5
# Fewer words need the same known speaker.
_FEW_WORDS = 4


def cluster(
    extractions: Sequence[Extraction],
    types: Collection[QuoteType] = ("direct", "mixed"),
    model: score.Model = score.FITTED,
) -> list[Cluster]:
    """The clusters of two quotations or more among quotations of `types`, sorted by representative.

    Quote ids must be unique. The representative is the fullest wording: most words, then most often printed, then
    earliest, then first by id. Ids of clusters derive from it, members are sorted. `model` replaces the fitted weights.
    """
    texts = build(printings(extractions, types))
    place = fullness(texts)
    first, second = block.candidates(texts, place)
    wording = score.wording(texts, first, second)
    leaders = np.arange(len(place))
    for _ in range(2):  # the second time, representatives with no speaker or date have those of their members
        circumstances = score.circumstances(group.completed(texts, leaders), first, second)
        matches = _matches(texts, first, second, np.hstack([wording, circumstances]), model)
        leaders = group.representatives(place, *matches)
    return _clusters(texts, leaders, model)


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


def _clusters(texts: Texts, leaders: Ints, model: score.Model) -> list[Cluster]:
    """The clusters that `leaders`, the representative's row of each row, make of the printings."""
    # A row of several quotations with the same words: do these words say enough to be one utterance?
    copies = np.flatnonzero(np.bincount(texts.row, minlength=len(leaders)) > 1)
    alone = np.ones(len(leaders), dtype=bool)
    alone[_matches(texts, copies, copies, score.features(texts, copies, copies), model)[0]] = False
    leader = leaders[texts.row]
    first = np.ones(len(leader), dtype=bool)
    first[1:] = np.maximum.accumulate(texts.row)[:-1] < texts.row[1:]
    taken = np.flatnonzero(first | (leader != texts.row) | ~alone[texts.row])
    several = np.bincount(leader[taken], minlength=len(leaders)) > 1
    members: dict[int, list[Printing]] = defaultdict(list)
    for number in taken[several[leader[taken]]].tolist():
        members[int(leader[number])].append(texts.printings[number])
    heads = np.flatnonzero(first)  # by row
    found = []
    for row, printed in members.items():
        if _stand_apart([one.place for one in printed]):
            representative = texts.printings[int(heads[row])].id
            found.append(Cluster("c_" + digest(representative), representative, tuple(sorted(p.id for p in printed))))
    return sorted(found, key=lambda cluster: cluster.representative)


def _stand_apart(places: Sequence[tuple[str, int, int]]) -> bool:
    """Whether at least two are in different articles or places: a quotation within a quotation is no second one."""
    articles, starts, ends = zip(*places, strict=True)
    return len(set(articles)) > 1 or max(starts) >= min(ends)


def _matches(texts: Texts, first: Ints, second: Ints, columns: Floats, model: score.Model) -> tuple[Ints, Ints, Floats]:
    """The pairs of rows that are one utterance, with their log odds."""
    odds = score.logits(columns, model)
    same, other = (columns[:, score.FEATURES.index(name)] > 0 for name in ("same speaker", "other speaker"))
    few: Bools = np.minimum(texts.lengths[first], texts.lengths[second]) < _FEW_WORDS
    kept = (odds >= np.where(other, _ENOUGH_FOR_OTHERS, _ENOUGH)) & (same | ~few)
    return first[kept], second[kept], odds[kept]
