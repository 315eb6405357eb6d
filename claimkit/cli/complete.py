"""What the Tab key completes from the store: speakers and ids. Where there is no store, nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from claimkit.search.ids import IdKind


def speakers(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Ids of speakers that begin so, or words of their names: neither holds a space, at which shells would split it."""
    found = _known(ctx, "speaker", incomplete)
    words = {word: name for id_, name in found for word in (id_, *name.split()) if word.startswith(incomplete)}
    return [(word, name) for word, name in words.items() if incomplete or word in dict(found)]


def clusters(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Ids of clusters that begin so, each with what was said."""
    return _known(ctx, "cluster", incomplete)


def quotes(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Ids of quotations that begin so, each with what was said."""
    return _known(ctx, "quote", incomplete)


def _known(ctx: typer.Context, kind: IdKind, incomplete: str) -> list[tuple[str, str]]:
    database = ctx.params.get("db") or os.environ.get("CLAIMKIT_DB") or "claimkit.db"
    if not Path(database).exists():
        return []
    from claimkit.cli.work.complete_ids import complete_ids

    return complete_ids(database, kind, incomplete)
