"""The store served to assistants."""

from __future__ import annotations

from pathlib import Path

from claimkit.cli import sources
from claimkit.serving.server import serve


def serve_store(db: str) -> None:
    """Serve the store until standard input ends. It is brought up to date first, as by every command."""
    with sources.stored(db):
        pass
    serve(str(Path(db).absolute()))
