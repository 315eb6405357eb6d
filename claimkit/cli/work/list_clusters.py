"""The quotations that several articles print."""

from __future__ import annotations

from claimkit.cli import sources
from claimkit.cli.exit_codes import finish
from claimkit.cli.options import Format, NewOptions, OutputOptions, StoreOptions
from claimkit.cli.printing import Sink, choose_sink, noting, show
from claimkit.cli.terminal import notice
from claimkit.output.records.answers import CLUSTERS
from claimkit.search.cluster_lists import each_cluster
from claimkit.search.filters import EVERYTHING, from_conditions
from claimkit.search.ids import shortener

_IN_A_TABLE = 100  # clusters: the articles around the quotations of each are looked at


def list_clusters(
    min_outlets: int,
    changed: bool,
    limit: int | None,
    added_since: str | None,
    new: NewOptions,
    printing: OutputOptions,
    stored: StoreOptions,
) -> None:
    """Print the clusters that are asked for, as they are read."""
    cursor = sources.cursor(new, "clusters")
    filters = from_conditions(added_since=added_since, new_for=cursor)
    sink = choose_sink(printing, [stored.db])
    most = at_most(limit, sink)
    with sources.stored(stored.db) as store:
        found = each_cluster(store, filters, min_outlets=min_outlets, changed=changed, limit=most)
        ids: list[str] = []
        shown = show(
            noting(found, lambda item: item.cluster.members, ids),
            CLUSTERS,
            sink,
            written=lambda: sources.advance(stored.db, cursor, ids),
            short=shortener(store),
        )
    tell(shown, limit, most, changed or min_outlets > 1 or filters != EVERYTHING, stored.quiet)


def at_most(limit: int | None, sink: Sink) -> int | None:
    """How many clusters are shown; None for all."""
    return _IN_A_TABLE if limit is None and sink.format is Format.table else limit


def tell(shown: int, limit: int | None, most: int | None, chosen: bool, quiet: bool) -> None:
    """Say whether there are more clusters, or why there are none (`chosen`: conditions were given), and end."""
    if limit is None and shown == most:
        notice(f"these are the first {most}; --limit N shows more, --format jsonl all", quiet)
    if not shown:
        notice("no matching cluster" if chosen else "no quotation was printed in several articles", quiet)
    finish(shown)
