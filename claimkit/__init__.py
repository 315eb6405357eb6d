"""claimkit: who said what, in which outlet, and is that really what they said?"""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"
__all__ = ["__version__", "extract"]


def extract(
    text: str,
    *,
    title: str | None = None,
    outlet: str | None = None,
    published: str | None = None,
) -> list[dict[str, Any]]:
    """The quotations and reported claims of one article's `text`, in text order.

    The same records as one line each of `claimkit quotes --type all --format jsonl`, as dictionaries; their JSON
    Schema is data/schema/record.schema.json. Offsets are characters of `text`, end exclusive. `published` is an
    ISO date. The models are loaded by the first call, not by the import.
    """
    from claimkit import pipeline
    from claimkit.output.record import records

    return records([pipeline.extract(text, title=title, outlet=outlet, published=published)])
