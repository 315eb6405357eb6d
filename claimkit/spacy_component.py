"""The spaCy pipeline component `claimkit`: `nlp.add_pipe("claimkit")`, found by its entry point.

spaCy imports this wherever it loads a model, also in claimkit's own commands; what the component needs comes when used.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, get_args

from spacy.language import Language

from claimkit.errors import InputError
from claimkit.models.types import QuoteType

if TYPE_CHECKING:
    from claimkit.output.exports.spacy_docs import QuoteFinder
    from claimkit.search.filters import Filters


def extend() -> None:
    """Adds `doc._.quotes` and `span._.quote`. Raises `UsageError` where another package keeps something there."""
    from claimkit.output.exports import spacy_docs

    spacy_docs.extend()


def make(nlp: Any, name: str, types: Sequence[str], min_confidence: float, claims: bool) -> QuoteFinder:
    """The component; `types`, `min_confidence` and `claims` choose records as the options of `claimkit quotes` do.

    Raises `UsageError` for an invalid value, or where another package has `doc._.quotes`.
    """
    from claimkit.output.exports.spacy_docs import QuoteFinder
    from claimkit.search.filters import from_conditions

    extend()
    wanted = from_conditions(type=tuple(types), min_confidence=min_confidence, claims=claims)
    return QuoteFinder(name, partial(_analyse, wanted))


def _analyse(wanted: Filters, text: str) -> list[dict[str, Any]]:
    """The records of plain text: markup is not interpreted, and offsets index `text`."""
    from claimkit.output.records.quote import record
    from claimkit.runs import pipeline
    from claimkit.search.filters import matches

    try:
        found = pipeline.extract(text, kind="text")
    except InputError:  # no text at all
        return []
    return [record(quote, found.article) for quote in found.quotes if matches(wanted, found.article, quote)]


Language.factory(
    "claimkit",
    default_config={"types": sorted(get_args(QuoteType)), "min_confidence": 0.0, "claims": False},
    assigns=["doc.spans", "doc._.quotes", "span._.quote"],
    func=make,
)
