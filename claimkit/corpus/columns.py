"""What linking needs of articles, as columns: small, quick to load, and the same however the articles are split up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from claimkit.corpus.clusters import quote_columns
from claimkit.corpus.clusters.arrays import Bools, Ints, Small, unique
from claimkit.corpus.clusters.quote_columns import QuoteColumns
from claimkit.corpus.people.article_speakers import ArticleSpeaker, speakers_in
from claimkit.corpus.people.hints import Hint, hint_of
from claimkit.corpus.people.offices import name_office_holders
from claimkit.models.record import Extraction, Quote

T = TypeVar("T")
NOBODY = -1
NO_STEPS, STEPS, NEW_STEPS = range(3)


@dataclass(frozen=True, slots=True)
class CorpusColumns:
    """Some articles and all their quotations.

    `articles` are the articles' keys in the store, `quotes` those of their quotations. For each quotation, `article` is
    its index in `articles`, `speaker` its index in `speakers` (`NOBODY` for none), and `steps` describes its evidence:
    `NO_STEPS`, `STEPS`, or `NEW_STEPS` where the list of offices added to the article's own. `compared` are the indexes
    of the quotations that may be in a cluster, `quote_columns` their words, and `hint` is for each of them the index in
    `hints` of what its article says of the speaker (`NOBODY` for none).
    """

    articles: Ints
    article_ids: NDArray[np.bytes_]
    quotes: Ints
    article: Small
    speaker: Small
    steps: NDArray[np.uint8]
    compared: Small
    quote_columns: QuoteColumns
    hint: Small
    speakers: tuple[ArticleSpeaker, ...]
    hints: tuple[Hint, ...]


def columns_of(articles: Sequence[tuple[int, Sequence[int], Extraction]]) -> CorpusColumns:
    """The columns of articles; each comes with its key, the keys of its quotations and what was found in it."""
    settled = [name_office_holders(extraction) for _, _, extraction in articles]
    numbers: dict[ArticleSpeaker, int] = {}
    speaker: list[int] = []
    steps: list[int] = []
    for (_, _, before), after in zip(articles, settled, strict=True):
        speaker += [NOBODY if one is None else numbers.setdefault(one, len(numbers)) for one in speakers_in(after)]
        steps += [_steps(*quotes) for quotes in zip(before.quotes, after.quotes, strict=True)]
    encoded = quote_columns.encode_quotes(settled)[0]
    quotes = [quote for extraction in settled for quote in extraction.quotes]
    compared = np.array([n for n, quote in enumerate(quotes) if quote.type != "indirect"], dtype=np.int32)
    hints: dict[Hint, int] = {}
    found = (hint_of(quote) for quote in quotes if quote.type != "indirect")
    hint = [NOBODY if one is None else hints.setdefault(one, len(hints)) for one in found]
    article = np.repeat(np.arange(len(settled), dtype=np.int32), [len(one.quotes) for one in settled])
    ids = [one.article.id.encode("utf-8", "surrogatepass") for one in settled]
    return CorpusColumns(
        articles=np.array([key for key, _, _ in articles], dtype=np.int64),
        article_ids=np.array(ids or [b""], dtype=np.bytes_)[: len(ids)],
        quotes=np.array([key for _, keys, _ in articles for key in keys], dtype=np.int64),
        article=article,
        speaker=np.array(speaker, dtype=np.int32),
        steps=np.array(steps, dtype=np.uint8),
        compared=compared,
        quote_columns=replace(encoded, article=article[compared]),
        hint=np.array(hint, dtype=np.int32),
        speakers=tuple(numbers),
        hints=tuple(hints),
    )


def concatenate(parts: Sequence[CorpusColumns]) -> CorpusColumns:
    """All parts, one after the other; a speaker of several parts becomes one."""
    numbers: dict[ArticleSpeaker, int] = {}
    hints: dict[Hint, int] = {}
    speakers, compared, words, of_article, hint = [], [], [], [], []
    articles = quotes = 0
    for part in parts:
        speakers.append(_codes(part.speakers, numbers)[part.speaker])
        hint.append(_codes(part.hints, hints)[part.hint])
        compared.append(part.compared + np.int32(quotes))
        of_article.append(part.article + np.int32(articles))
        words.append(replace(part.quote_columns, article=part.quote_columns.article + np.int32(articles)))
        articles, quotes = articles + len(part.articles), quotes + len(part.quotes)
    return CorpusColumns(
        articles=np.concatenate([part.articles for part in parts]),
        article_ids=np.concatenate([part.article_ids for part in parts]),
        quotes=np.concatenate([part.quotes for part in parts]),
        article=np.concatenate(of_article),
        speaker=np.concatenate(speakers),
        steps=np.concatenate([part.steps for part in parts]),
        compared=np.concatenate(compared),
        quote_columns=quote_columns.concatenate(words),
        hint=np.concatenate(hint),
        speakers=tuple(numbers),
        hints=tuple(hints),
    )


def select_articles(columns: CorpusColumns, kept: Bools) -> CorpusColumns:
    """The columns of the articles that `kept` marks."""
    quotes = kept[columns.article]
    compared = quotes[columns.compared]
    article_index = np.cumsum(kept, dtype=np.int32) - np.int32(1)
    quote_index = np.cumsum(quotes, dtype=np.int32) - np.int32(1)
    words = quote_columns.select(columns.quote_columns, compared)
    speaker, named = _renumbered(columns.speaker[quotes], len(columns.speakers))
    hint, hints = _renumbered(columns.hint[compared], len(columns.hints))
    return replace(
        columns,
        articles=columns.articles[kept],
        article_ids=columns.article_ids[kept],
        quotes=columns.quotes[quotes],
        article=article_index[columns.article[quotes]],
        speaker=speaker,
        steps=columns.steps[quotes],
        compared=quote_index[columns.compared[compared]],
        quote_columns=replace(words, article=article_index[words.article]),
        hint=hint,
        speakers=tuple(columns.speakers[number] for number in named.tolist()),
        hints=tuple(columns.hints[number] for number in hints.tolist()),
    )


def drop_words(columns: CorpusColumns) -> CorpusColumns:
    """The articles and quotations alone, without words, speakers and hints, to save memory."""
    return replace(columns, quote_columns=quote_columns.concatenate([]), speakers=(), hints=())


def _codes(values: Sequence[T], numbers: dict[T, int]) -> Small:
    """The number of each value, new ones added to `numbers`; index -1, NOBODY, finds the last one."""
    return np.array([*(numbers.setdefault(one, len(numbers)) for one in values), NOBODY], dtype=np.int32)


def _renumbered(codes: Small, several: int) -> tuple[Small, Small]:
    """Codes of `several` values without those that do not occur, and which ones do."""
    kept = unique(codes[codes != NOBODY])
    numbers = np.full(several + 1, NOBODY, dtype=np.int32)  # index -1, NOBODY, finds the last one
    numbers[kept] = np.arange(len(kept))
    return numbers[codes], kept


def _steps(before: Quote, after: Quote) -> int:
    if after.speaker is None or not after.speaker.evidence:
        return NO_STEPS
    same = before is after or (before.speaker is not None and before.speaker.evidence == after.speaker.evidence)
    return STEPS if same else NEW_STEPS
