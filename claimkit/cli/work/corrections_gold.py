"""The corrections of a store as gold: what somebody looked at, against what analysis found there by itself."""

from __future__ import annotations

from pathlib import Path

from claimkit import evaluation
from claimkit.cli import sources
from claimkit.errors import UsageError
from claimkit.evaluation import GoldArticle, Predictions, Statement
from claimkit.models.collection import UNKNOWN, Correction
from claimkit.models.record import Quote
from claimkit.own_output import DATABASE_HEADER
from claimkit.store import corrections

_SCARE = "scare"  # words in quotation marks that nobody is said to have said


def is_store(path: Path) -> bool:
    """Whether a file is a database."""
    try:
        with path.open("rb") as file:
            return file.read(len(DATABASE_HEADER)) == DATABASE_HEADER
    except OSError:
        return False


def read_corrections(path: Path) -> tuple[list[GoldArticle], Predictions]:
    """The articles of the store at `path` with their corrections, and what analysis found in them, by article id.

    Corrections of cues alone say nothing about speakers and are left out. Raises `UsageError` where there are none.
    """
    pages: list[GoldArticle] = []
    found: dict[str, list[Statement]] = {}
    with sources.stored(str(path)) as store:
        for id_ in sorted({item.correction.article_id for item in store.corrections()}):
            extraction = next(store.found_in(id_), None)
            if extraction is None:
                continue
            with store.snapshot() as db:
                changed = corrections.changed(db, extraction)
            gold = [one for quote, correction in changed if (one := _statement(quote, correction)) is not None]
            if gold:
                pages.append(GoldArticle(id_, extraction.article.text, tuple(gold)))
                found[id_] = [evaluation.statement(quote) for quote in extraction.quotes]
    if not pages:
        raise UsageError(f"{path}: no speaker is corrected in this store; `claimkit correct` does it")
    return pages, found


def _statement(quote: Quote, correction: Correction) -> Statement | None:
    """What a correction says of a quotation as analysis found it."""
    if correction.speaker is None and correction.kind is None and not correction.dropped:
        return None
    content = tuple(sorted((span.start, span.end) for span in quote.content))
    if correction.dropped:
        return Statement(content, type=_SCARE)
    kind = correction.kind or (quote.speaker.kind if quote.speaker else "person")
    if correction.speaker == UNKNOWN:
        return Statement(content, kind="unknown", type=quote.type)
    name = correction.speaker or (quote.speaker.name if quote.speaker else None)
    return Statement(content, speakers=(name,) if name else (), kind=kind, type=quote.type)
