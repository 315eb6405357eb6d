"""Answers small enough for an assistant to read, and harmless: anyone may have written the articles."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import islice
from typing import Any

from claimkit.errors import UsageError
from claimkit.output.visible import visible

# Characters of an answer as JSON. About 25,000 words of a model's memory; chosen by hand.
MOST_CHARACTERS = 150_000


def bounded(found: Iterable[dict[str, Any]], limit: int) -> tuple[list[dict[str, Any]], bool]:
    """At most `limit` of `found` that fit in an answer, each made harmless; and whether there is more.

    Raises `UsageError` if not even the first fits.
    """
    kept: list[dict[str, Any]] = []
    room = MOST_CHARACTERS
    items = iter(found)
    for item in islice(items, limit):
        shown = harmless(item)
        length = len(json.dumps(shown, ensure_ascii=False))
        room -= length
        if room < 0 and not kept:
            raise UsageError(
                f"the answer is too long for this tool ({length:,} characters); ask the command line instead"
            )
        if room < 0:
            return kept, True
        kept.append(shown)
    return kept, next(items, None) is not None


def harmless(value: Any) -> Any:
    """`value` with every text in it made visible: nothing hidden, nothing that a terminal obeys.

    Offsets stay those of the article. The depth is that of claimkit's own records.
    """
    if isinstance(value, str):
        return visible(value, keep="\n\t")
    if isinstance(value, dict):
        return {key: harmless(part) for key, part in value.items()}
    return [harmless(part) for part in value] if isinstance(value, (list, tuple)) else value
