"""Questions to the folder of a run, without a store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from claimkit.cli import sources
from claimkit.cli.exit_codes import finish
from claimkit.cli.options import (
    InputOptions,
    ListingOptions,
    NewOptions,
    OutputOptions,
    SelectionOptions,
    Show,
    StoreOptions,
)
from claimkit.cli.printing import choose_sink, show
from claimkit.cli.terminal import notice
from claimkit.cli.work.list_clusters import at_most, tell
from claimkit.errors import UsageError
from claimkit.output.records.answers import CLUSTERS, SPEAKERS
from claimkit.output.records.flat import ENTRIES
from claimkit.shards.asking import Run

_OF_READING = ("input_format", "map", "set", "outlet_from", "people", "no_store")


def quotes_of_run(
    run: str,
    default: Show,
    path: Sequence[str] | None,
    printing: OutputOptions,
    selection: SelectionOptions,
    new: NewOptions,
    inputs: InputOptions,
    listing: ListingOptions,
    said: bool,
) -> None:
    """Print the selected records of the run."""
    given = {"PATH": path, "--prune": listing.prune, "--meaning": listing.meaning}
    given |= {f"--{name.replace('_', '-')}": getattr(inputs, name) for name in _OF_READING}
    if unwanted := ", ".join(sorted(option for option, value in given.items() if value)):
        raise UsageError(f"--run asks what was read already; leave {unwanted} out")
    filters = replace(sources.filters(selection), said=said)
    _check(new, filters.added_since)
    sink = choose_sink(printing, [], parquet=True)
    heading = "Claim" if default is Show.claims else "Quotation"
    shown = show(islice(Run(run).quotes(filters), listing.limit), ENTRIES, sink, known=(), heading=heading)
    if not shown:
        notice(f"no {heading.lower()}s found", inputs.quiet)
    finish(shown)


def speakers_of_run(
    run: str,
    name: str | None,
    by: object,
    printing: OutputOptions,
    selection: SelectionOptions,
    everything: bool,
    stored: StoreOptions,
) -> None:
    """Print every speaker of the run."""
    filters = replace(sources.filters(selection), stated=not everything)
    given = {"NAME": name is not None, "--by": by is not None, "--min-confidence": filters.min_confidence > 0}
    if what := next((option for option, is_given in given.items() if is_given), None):
        raise UsageError(f"{what} needs a store; load what you need with `claimkit import {run} --db FILE`")
    _check(NewOptions(), filters.added_since)
    sink = choose_sink(printing, [])
    shown = show(Run(run).speakers(filters), SPEAKERS, sink)
    if not shown:
        notice("no named speakers", stored.quiet)
    finish(shown)


def clusters_of_run(
    run: str,
    min_outlets: int,
    changed: bool,
    limit: int | None,
    added_since: str | None,
    new: NewOptions,
    printing: OutputOptions,
    stored: StoreOptions,
) -> None:
    """Print the clusters of the run that are asked for, as they are read."""
    _check(new, added_since)
    sink = choose_sink(printing, [])
    most = at_most(limit, sink)
    shown = show(Run(run).clusters(min_outlets=min_outlets, changed=changed, limit=most), CLUSTERS, sink)
    tell(shown, limit, most, changed or min_outlets > 1, stored.quiet)


def _check(new: NewOptions, added_since: str | None) -> None:
    if new.new or new.cursor is not None or added_since is not None:
        raise UsageError("what is new is known of a store only; leave --new and --added-since out, or --run")
