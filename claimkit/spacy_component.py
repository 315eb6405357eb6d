"""The spaCy pipeline component `claimkit`: `nlp.add_pipe("claimkit")`, found by its entry point."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from claimkit.errors import InputError
from claimkit.output.exports.spacy_docs import QuoteFinder, extend, register
from claimkit.output.records.quote import record
from claimkit.search.filters import ALL_TYPES, Filters, from_conditions, matches

__all__ = ["extend", "make"]


def make(nlp: Any, name: str, types: Sequence[str], min_confidence: float, claims: bool) -> QuoteFinder:
    """The component; `types`, `min_confidence` and `claims` choose records as the options of `claimkit quotes` do.

    Raises `UsageError` for an invalid value, or where another package has `doc._.quotes`.
    """
    extend()
    wanted = from_conditions(type=tuple(types), min_confidence=min_confidence, claims=claims)
    return QuoteFinder(name, partial(_analyse, wanted))


def _analyse(wanted: Filters, text: str) -> list[dict[str, Any]]:
    """The records of plain text: markup is not interpreted, and offsets index `text`."""
    from claimkit.runs import pipeline

    try:
        found = pipeline.extract(text, kind="text")
    except InputError:  # no text at all
        return []
    return [record(quote, found.article) for quote in found.quotes if matches(wanted, found.article, quote)]


register("claimkit", make, {"types": sorted(ALL_TYPES), "min_confidence": 0.0, "claims": False})
