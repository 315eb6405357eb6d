"""Hits of a watchlist on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from claimkit.models.results import WatchHit
from claimkit.output import labels
from claimkit.output.visible import visible


def watch_view(hits: Sequence[WatchHit], width: int, short: labels.Short = str) -> RenderableType:
    """Each hit under what it was watched for: who, where, when, and the words."""
    return Group(*(_block(hit, short) for hit in hits))


def _block(hit: WatchHit, short: labels.Short) -> RenderableType:
    quote, article = hit.entry.quote, hit.entry.article
    date = labels.published(article) if article.published else None
    head = labels.dotted(labels.speaker(quote), labels.outlet(article), date, labels.tag(quote, short))
    watched = Text(visible(", ".join(hit.watches)), style="green")
    return Group(watched, head, Padding(labels.quotation(quote), (0, 0, 1, 3)))
