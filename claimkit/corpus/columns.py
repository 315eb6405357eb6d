"""What linking needs of articles, as columns: small, quick to load, and the same however the articles are split up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from claimkit.corpus.clusters import quote_columns
from claimkit.corpus.clusters.arrays import Bools, Ints, Small
from claimkit.corpus.clusters.quote_columns import QuoteColumns
from claimkit.corpus.people.article_speakers import ArticleSpeaker, speakers_in
from claimkit.corpus.people.offices import name_office_holders
from claimkit.models.record import Extraction, Quote

NOBODY = -1
NO_STEPS, STEPS, NEW_STEPS = range(3)


@dataclass(frozen=True, slots=True)
class CorpusColumns:
    """Some articles and all their quotations.

    `articles` are the articles' keys in the store, `quotes` those of their quotations. For each quotation, `article` is
    its index in `articles`, `speaker` its index in `speakers` (`NOBODY` for none), and `steps` describes its evidence:
    `NO_STEPS`, `STEPS`, or `NEW_STEPS` where the list of offices added to the article's own. `compared` are the indexes
    of the quotations that may be in a cluster, `quote_columns` their words.
    """

    articles: Ints
    article_ids: NDArray[np.bytes_]
    quotes: Ints
    article: Small
    speaker: Small
    steps: NDArray[np.uint8]
    compared: Small
    quote_columns: QuoteColumns
    speakers: tuple[ArticleSpeaker, ...]


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
    types = [quote.type for extraction in settled for quote in extraction.quotes]
    compared = np.array([n for n, type_ in enumerate(types) if type_ != "indirect"], dtype=np.int32)
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
        speakers=tuple(numbers),
    )


def concatenate(parts: Sequence[CorpusColumns]) -> CorpusColumns:
    """All parts, one after the other; a speaker of several parts becomes one."""
    numbers: dict[ArticleSpeaker, int] = {}
    speakers, compared, words, of_article = [], [], [], []
    articles = quotes = 0
    for part in parts:
        codes = [numbers.setdefault(speaker, len(numbers)) for speaker in part.speakers]
        table = np.array([*codes, NOBODY], dtype=np.int32)  # index -1, NOBODY, finds the last one
        speakers.append(table[part.speaker])
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
        speakers=tuple(numbers),
    )


def select_articles(columns: CorpusColumns, kept: Bools) -> CorpusColumns:
    """The columns of the articles that `kept` marks."""
    quotes = kept[columns.article]
    compared = quotes[columns.compared]
    article_index = np.cumsum(kept, dtype=np.int32) - np.int32(1)
    quote_index = np.cumsum(quotes, dtype=np.int32) - np.int32(1)
    words = quote_columns.select(columns.quote_columns, compared)
    speaker = columns.speaker[quotes]
    named = np.unique(speaker[speaker != NOBODY])
    numbers = np.full(len(columns.speakers) + 1, NOBODY, dtype=np.int32)  # index -1, NOBODY, finds the last one
    numbers[named] = np.arange(len(named))
    return replace(
        columns,
        articles=columns.articles[kept],
        article_ids=columns.article_ids[kept],
        quotes=columns.quotes[quotes],
        article=article_index[columns.article[quotes]],
        speaker=numbers[speaker],
        steps=columns.steps[quotes],
        compared=quote_index[columns.compared[compared]],
        quote_columns=replace(words, article=article_index[words.article]),
        speakers=tuple(columns.speakers[number] for number in named.tolist()),
    )


def drop_words(columns: CorpusColumns) -> CorpusColumns:
    """The articles and quotations alone, without words and speakers, to save memory."""
    return replace(columns, quote_columns=quote_columns.concatenate([]), speakers=())


def _steps(before: Quote, after: Quote) -> int:
    if after.speaker is None or not after.speaker.evidence:
        return NO_STEPS
    same = before is after or (before.speaker is not None and before.speaker.evidence == after.speaker.evidence)
    return STEPS if same else NEW_STEPS
