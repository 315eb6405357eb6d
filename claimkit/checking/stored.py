"""Stored quotations that may be a draft's, from the search index, as sources of one quotation each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from claimkit.checking.sources import Source, words_id
from claimkit.checking.streams import split_streams
from claimkit.models.checks import Transcript, Turn
from claimkit.models.hits import Hit
from claimkit.models.record import Article, Quote
from claimkit.search.entries import cluster_entries
from claimkit.search.phrase import holding
from claimkit.store import Store
from claimkit.store.sql import encode

_MOST = 6  # hits that are compared; set by hand
_LONGEST = 40  # words of the phrase that is looked for: more do not find more, and take longer


def find_stored(store: Store, text: str, left_out: Callable[[Article], bool]) -> Iterator[Source]:
    """The stored quotations most like `text`, best first, without those of articles that are `left_out`."""
    phrase = " ".join(text.split()[:_LONGEST])
    if not any(map(str.isalnum, phrase)):
        return
    for hit in holding(store, phrase, limit=_MOST):
        for quote, article in _printings(store, hit):
            if not left_out(article):
                yield _source(quote, article)
                break


def _printings(store: Store, hit: Hit) -> Iterator[tuple[Quote, Article]]:
    """The hit, then the other members of its cluster, as the hit itself may be the draft's."""
    yield hit.quote, hit.article
    if hit.quote.cluster is not None and hit.others:
        for entry in cluster_entries(store, [encode(hit.quote.cluster)])[hit.quote.cluster]:
            yield entry.quote, entry.article


def _source(quote: Quote, article: Article) -> Source:
    speaker = quote.speaker.name if quote.speaker is not None and quote.speaker.status == "resolved" else None
    turn = Turn(speaker, quote.text)
    transcript = Transcript(article.path, "", (turn,), article.published, article.outlet)
    return Source(
        article.path,
        words_id(quote.text),
        article.id,
        article.published,
        article.outlet,
        True,
        False,
        (speaker,),
        (None,),
        (None,),
        split_streams(transcript),
    )
