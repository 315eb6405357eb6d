"""What the Tab key completes from the store: speakers and ids. Where there is no store, nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from claimkit.errors import ClaimkitError

if TYPE_CHECKING:
    from claimkit.search.ids import IdKind

_HINT = 60  # characters of a quotation that stand beside its id


def speakers(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Ids of speakers that begin so, or words of their names: neither holds a space, which shells would part."""
    found = _known(ctx, "speaker", incomplete)
    words = {word: name for id_, name in found for word in (id_, *name.split()) if word.startswith(incomplete)}
    return [(word, name) for word, name in words.items() if incomplete or word in dict(found)]


def clusters(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Ids of clusters that begin so, each with what was said."""
    return _known(ctx, "cluster", incomplete)


def quotes(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Ids of quotations that begin so, each with what was said."""
    return _known(ctx, "quote", incomplete)


def _known(ctx: typer.Context, what: IdKind, incomplete: str) -> list[tuple[str, str]]:
    from claimkit.output.visible import visible
    from claimkit.search.ids import completions
    from claimkit.store import Store

    database = ctx.params.get("db") or os.environ.get("CLAIMKIT_DB") or "claimkit.db"
    if not Path(database).exists():
        return []
    try:
        with Store(database, readonly=True, timeout=0.2) as store:
            found = completions(store, what, incomplete)
    except ClaimkitError:  # a shell has no use for a message here
        return []
    return [(visible(name), visible(words)[:_HINT]) for name, words in found]
