"""A report of the articles in tests/cases/report.toml, or of many made-up ones."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace

from claimkit.models.collection import Cluster
from claimkit.models.record import Extraction
from claimkit.models.results import Overview
from claimkit.output.report import html
from claimkit.search import overviews
from claimkit.search.filters import EVERYTHING, Filters
from claimkit.store import Store

from output_cases import clusters, extractions
from store_links import write_links

OVERRIDE = "\u202e"  # turns the text that follows it; TOML files that hold one are a trap themselves


def articles() -> tuple[Extraction, ...]:
    """The articles of the case file; `~` in a text that is not to be trusted stands for a direction override."""
    return tuple(
        replace(e, article=replace(e.article, text=e.article.text.replace("~", OVERRIDE)))
        for e in extractions("report")
    )


def overview(found: Iterable[Extraction], groups: Sequence[Cluster] = (), filters: Filters = EVERYTHING) -> Overview:
    """What a report of exactly these articles shows."""
    with Store(":memory:") as store:
        kept = list(found)
        for extraction in kept:
            store.save(extraction, location=extraction.article.path, digest="", version="")
        write_links(store, kept, groups)
        return overviews.overview(store, filters)


def cases(filters: Filters = EVERYTHING) -> Overview:
    """What a report of the case file shows."""
    return overview(articles(), clusters("report"), filters)


def page(found: Overview, title: str | None = None) -> str:
    """The whole page."""
    return "".join(html(found, title, "0"))


def shuffled(found: Sequence[Extraction], seed: int) -> list[Extraction]:
    """The same in another order."""
    mixed = list(found)
    random.Random(seed).shuffle(mixed)
    return mixed
