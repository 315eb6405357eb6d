"""The same quotation as several articles printed it.

**Comparing.** All words of a direct quotation count, of a mixed one those in quotation marks; indirect reports are not
quotations and are left out unless asked for. Words are compared in their normal form (case, accents, possessives),
without what an editor put in square brackets. Only quotations that share a rare run of words are compared (`block`).
Their words are aligned (longest common subsequence), and each matched word counts by its rarity: minus the log of how
likely a quotation has it, in nats. That likelihood blends this corpus with a background of political news, so that
common words are told from rare ones even in a folder of five articles.

**The score** (`score`) is the log odds that two quotations are one utterance, a weighted sum of

- *coverage*: the matched share of the shorter quotation, by rarity; 1 for a truncated quotation.
- *mass*: ln(1 + matched nats). "Thank you" covers "Thank you" but proves nothing.
- *longest*: ln(1 + nats) of the heaviest unbroken block, and *blocks*: ln(1 + their number). Scattered words match by
  chance.
- *stock*: ln(weeks / 2), at least 0, for the number of weeks in which the least used three words of that block were
  said (each undated quotation counts as a week). A slogan is said again and again.
- *same speaker*, *other speaker*: both are known, and are one person or two. Neither where one of them is unknown.
- *days*: ln(1 + days between the articles), and *dated*: whether both dates are known.

The same weights serve with and without speakers and dates: what is unknown adds nothing. They were fitted on judged
pairs of real quotations (`claimkit.training.pairs`), where they reach F1 .962, or .917 from the text alone.

**Deciding.** A probability of one half is enough, with two exceptions:
- Quotations of two different people need 0.82. A common phrase does not join them, but a sentence of a dozen words that
  one outlet gives to the wrong person does join its cluster: a misattribution is worth showing.
- Quotations of two or three words need the same known speaker; no judged pair is that short. Single words never match.

**Clustering** (`group`). From the fullest wording down, each quotation joins the representative that it matches best
or becomes one. So each member matches its representative directly and nothing chains: "We will win" in May and in
October are not joined through a summer of repetitions. A representative without a speaker or date takes those of its
members, and clustering runs once more, so that an unattributed quotation does not join the words of two people.
(Best-longer-parent clustering as in MemeTracker finds 2 points more of the judged pairs that share a cluster, but
chains.)

The clusters depend on the set of extractions only, not on their order.
"""

from claimkit.corpus.clusters.clustering import assign, cluster, cluster_id

__all__ = ["assign", "cluster", "cluster_id"]
