"""One cluster by its id: the representative, and what every other quotation changed."""

from __future__ import annotations

from claimkit import wording as variants
from claimkit.errors import InputError, UsageError
from claimkit.models import ClusterSummary, Comparison, Difference, Variant, by_date
from claimkit.search.entries import cluster_entries, summary
from claimkit.store import Store
from claimkit.store.sql import decode, encode

_NAMED = 5  # ids that the message about an ambiguous prefix names


def diff(store: Store, id_: str) -> Comparison:
    """The cluster whose id is `id_`, or the only one whose id begins so (`c_` may be left out).

    Raises `InputError` when there is none and `UsageError` when several begin so.
    """
    with store.snapshot():
        found, representative = _find(store, id_)
        entries = cluster_entries(store, [encode(found)])[found]
    if not entries:
        raise InputError(id_, "the cluster has no quotations left; run `claimkit quotes PATH` again")
    return compare(summary(found, representative, entries))


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


def _find(store: Store, wanted: str) -> tuple[str, str]:
    """The full id, and the representative's."""
    start = wanted.strip().lower()
    start = start if start.startswith("c_") else f"c_{start}"
    bounds = (encode(start), encode(f"{start}\U0010ffff"))
    found = store.connection.execute(
        "SELECT id, representative FROM clusters WHERE id >= ? AND id < ? ORDER BY id LIMIT ?", (*bounds, _NAMED + 1)
    ).fetchall()
    ids = [decode(row[0]) for row in found]
    if not ids:
        raise InputError(wanted, "no stored cluster has an id that begins so; `claimkit clusters` shows the ids")
    if ids[0] != start and len(ids) > 1:
        more = ", …" if len(ids) > _NAMED else ""
        raise UsageError(f"{wanted}: several ids begin so: {', '.join(ids[:_NAMED])}{more}; give more of the id")
    return str(ids[0]), str(decode(found[0][1]))
