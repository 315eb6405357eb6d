"""One cluster compared, or one quotation explained."""

from __future__ import annotations

from claimkit.cli import sources
from claimkit.cli.options import OutputOptions
from claimkit.cli.printing import choose_sink, show
from claimkit.output.records.details import EXPLANATIONS
from claimkit.output.records.variants import COMPARISONS
from claimkit.search.comparing import diff
from claimkit.search.explaining import explain
from claimkit.search.ids import shortener


def show_diff(cluster_id: str, printing: OutputOptions, db: str) -> None:
    """Print what each outlet changed in one cluster."""
    sink = choose_sink(printing, [db])
    with sources.stored(db) as store:
        show([diff(store, cluster_id)], COMPARISONS, sink, short=shortener(store))


def show_explanation(quote_id: str, printing: OutputOptions, db: str) -> None:
    """Print one quotation with its passage and the steps to its speaker."""
    sink = choose_sink(printing, [db])
    with sources.stored(db) as store:
        show([explain(store, quote_id)], EXPLANATIONS, sink, short=shortener(store))
