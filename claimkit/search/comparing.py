"""One cluster by its id: the representative, and what every other quotation changed."""

from __future__ import annotations

from claimkit import wording as variants
from claimkit.errors import InputError
from claimkit.models import ClusterSummary, Comparison, Difference, Variant, by_date
from claimkit.search.entries import cluster_entries, summary
from claimkit.search.ids import find_id
from claimkit.store import Store
from claimkit.store.sql import decode, encode


def diff(store: Store, id_: str) -> Comparison:
    """The cluster with this id or unambiguous prefix of an id (`c_` may be left out), with what each member changed.

    Raises `InputError` if there is none and `UsageError` if the prefix is ambiguous.
    """
    with store.snapshot() as db:
        found = find_id(store, "cluster", id_)
        representative = db.execute("SELECT representative FROM clusters WHERE id = ?", (encode(found),)).fetchone()[0]
        entries = cluster_entries(store, [encode(found)])[found]
    if not entries:
        raise InputError(id_, "the cluster has no quotations left; run `claimkit quotes PATH` again")
    return compare(summary(found, decode(representative), entries))


def compare(shown: ClusterSummary) -> Comparison:
    """The cluster with what each of its quotations changed."""
    best = shown.representative
    words = variants.wording(best.quote)
    known: dict[variants.Wording, tuple[Difference, ...]] = {}  # reprints say it in the same words
    others = []
    for entry in sorted((entry for entry in shown.entries if entry is not best), key=by_date):
        wording = variants.wording(entry.quote)
        if wording not in known:
            known[wording] = variants.differences(words, wording)
        others.append(Variant(entry, known[wording], variants.changes_words(known[wording])))
    return Comparison(shown, tuple(others))
