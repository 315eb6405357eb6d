"""The quotations that several articles print."""

from __future__ import annotations

from claimkit.cli import sources
from claimkit.cli.options import Format, OutputOptions, StoreOptions
from claimkit.cli.printing import choose_sink, show
from claimkit.cli.terminal import notice
from claimkit.output.records.answers import CLUSTERS
from claimkit.search.cluster_lists import each_cluster
from claimkit.search.ids import shortener

_IN_A_TABLE = 100  # clusters: the articles around the quotations of each are looked at


def list_clusters(
    min_outlets: int,
    changed: bool,
    limit: int | None,
    printing: OutputOptions,
    stored: StoreOptions,
) -> None:
    """Print the clusters that are asked for, as they are read."""
    sink = choose_sink(printing, [stored.db])
    most = _IN_A_TABLE if limit is None and sink.format is Format.table else limit
    with sources.stored(stored.db) as store:
        found = each_cluster(store, min_outlets=min_outlets, changed=changed, limit=most)
        shown = show(found, CLUSTERS, sink, short=shortener(store))
    if limit is None and shown == most:
        notice(f"these are the first {most}; --limit N shows more, --format jsonl all", stored.quiet)
    if not shown:
        asked = changed or min_outlets > 1
        notice("no matching cluster" if asked else "no quotation was printed in several articles", stored.quiet)
