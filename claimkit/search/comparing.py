"""One cluster by its id: the representative, and what every other quotation changed."""

from __future__ import annotations

from claimkit import wording
from claimkit.errors import NotFoundError
from claimkit.models.collection import Difference
from claimkit.models.hits import by_date
from claimkit.models.results import ClusterSummary, Comparison, Variant
from claimkit.search.cluster_lists import summary
from claimkit.search.entries import cluster_entries
from claimkit.search.ids import find_id
from claimkit.store import Store, checks
from claimkit.store.sql import decode, encode


def diff(store: Store, id_: str) -> Comparison:
    """The cluster with this id or unambiguous prefix of an id (`c_` may be left out), with what each member changed.

    Raises `NotFoundError` if there is none and `UsageError` if the prefix is ambiguous.
    """
    with store.snapshot() as db:
        found = find_id(store, "cluster", id_)
        representative, whole = db.execute(
            f"SELECT representative, {checks.whole('clusters')} FROM clusters WHERE id = ?", (encode(found),)
        ).fetchone()
        checks.demand(whole, "a cluster")
        entries = cluster_entries(store, [encode(found)])[found]
    if not entries:
        raise NotFoundError(id_, "the cluster has no quotations left; run `claimkit quotes PATH` again")
    return compare(summary(found, decode(representative), entries))


def compare(shown: ClusterSummary) -> Comparison:
    """The cluster with what each of its quotations changed."""
    best = shown.representative
    original = wording.wording(best.quote)
    known: dict[wording.Wording, tuple[Difference, ...]] = {}  # reprints have the same words
    others = []
    for entry in sorted((entry for entry in shown.entries if entry is not best), key=by_date):
        variant = wording.wording(entry.quote)
        if variant not in known:
            known[variant] = wording.differences(original, variant)
        others.append(Variant(entry, known[variant], wording.changes_words(known[variant])))
    return Comparison(shown, tuple(others))
