"""Quotations as columns: their words as numbers, who said them and when. All that comparing needs, in little memory."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from hashlib import blake2b
from io import BytesIO
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimkit.corpus.clusters.arrays import GOLDEN, MIX_SHIFT, Bools, Hashes, Ints, Words, unique
from claimkit.english import text
from claimkit.english.quotation_marks import find_quoted
from claimkit.models.record import Extraction, Quote, Speaker
from claimkit.models.types import QuoteType
from claimkit.models.values import iso_date

Identity = tuple[str, str, str]  # id, surname, given name; empty where unknown

UNKNOWN = -1
NO_IDENTITY: Identity = ("", "", "")

# Words that an editor put in brackets are not the speaker's; a letter in brackets ("[M]any") belongs to the word.
_BRACKETED_LETTER = re.compile(r"\[(\w)\](?=\w)")
_INSERTION = re.compile(r"\[[^\[\]]{0,80}\]")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_BATCH = 50_000  # quotations encoded per batch; until then their words are Python strings. Set by hand.
_MOST_WORDS = 500_000  # in a vocabulary; after that, the next batch begins a new one. Set by hand.
_LAST_CODE_POINT = 0x10FFFF


@dataclass(frozen=True, slots=True)
class QuoteColumns:
    """Quotations, one entry each, in any order.

    `ids` are in UTF-8. The words of entry i are `lengths[i]` numbers in `words`, where all entries are concatenated;
    `vocabulary` has the hash of each number's word (words are told apart by it alone), and `wordings` one hash for all
    words of an entry. `day` counts days (UNKNOWN: no date). `article` numbers the articles, `start` and `end` are the
    quotation's offsets in its article.
    """

    ids: NDArray[np.bytes_]
    lengths: NDArray[np.int32]
    words: Words
    vocabulary: Hashes
    wordings: Hashes
    day: NDArray[np.int32]
    article: NDArray[np.int32]
    start: Ints
    end: Ints

    def __len__(self) -> int:
        return len(self.lengths)

    def id_at(self, entry: int) -> str:
        """The id of one entry."""
        return str(self.ids[entry].decode("utf-8", "surrogatepass"))


class _Encoder(dict[str, str]):
    """Text between two spaces → its words, one code point each; a possessive counts as its owner.

    No word contains a space, and most texts between spaces occur again and again, so that looking them up is several
    times as fast as a regular expression.
    """

    def __init__(self) -> None:
        super().__init__()
        self.vocabulary: dict[str, int] = {}
        self._hashes: list[int] = []

    def __missing__(self, printed: str) -> str:
        words = [word.removesuffix("'s") for word in text.words(printed)]
        # After the last code point words share one; `_Batch.take` then begins again with fewer quotations.
        codes = [min(self.vocabulary.setdefault(word, len(self.vocabulary)), _LAST_CODE_POINT) for word in words]
        letters = self[printed] = "".join(map(chr, codes))
        return letters

    def hashes(self) -> Hashes:
        """The hash of each word of the vocabulary."""
        self._hashes += [word_hash(word) for word in islice(self.vocabulary, len(self._hashes), None)]
        return np.array(self._hashes, dtype=np.uint64)


def encode_quotes(
    extractions: Iterable[Extraction], types: Collection[QuoteType] = ("direct", "mixed")
) -> tuple[QuoteColumns, Ints, list[Identity]]:
    """The quotations of `types`, who said each as an index, and the speakers that it indexes (`speaker_identity`)."""
    found: list[QuoteColumns] = []
    articles: dict[str, int] = {}
    people: dict[Identity, int] = {NO_IDENTITY: 0}
    known: dict[tuple[Any, ...], int] = {}

    def speaker_number(speaker: Speaker | None) -> int:
        if speaker is None:
            return 0
        key = (speaker.id, speaker.name, speaker.kind, speaker.status)
        number = known.get(key)
        if number is None:
            number = known[key] = people.setdefault(speaker_identity(speaker), len(people))
        return number

    encoder = _Encoder()
    batch = _Batch()
    said_by: list[NDArray[np.int32]] = []
    speakers: list[int] = []
    for extraction in extractions:
        day = _ordinal_day(extraction.article.published)
        for quote in extraction.quotes:
            if quote.type in types:
                speakers.append(speaker_number(quote.speaker))
                batch.add(quote, articles.setdefault(quote.article_id, len(articles)), day)
        if len(speakers) >= _BATCH:
            said_by.append(np.array(speakers, dtype=np.int32))
            found.append(batch.take(encoder))
            speakers = []
            if len(encoder.vocabulary) > _MOST_WORDS:
                encoder = _Encoder()
    said_by.append(np.array(speakers, dtype=np.int32))
    found.append(batch.take(encoder))
    return concatenate(found), np.concatenate(said_by).astype(np.int64), list(people)


def concatenate(parts: Sequence[QuoteColumns]) -> QuoteColumns:
    """The entries of all parts, one after the other; their article numbers are left as they are."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return _Batch().take(_Encoder())
    vocabulary = unique(np.concatenate([part.vocabulary for part in parts]))
    words = np.empty(sum(len(part.words) for part in parts), dtype=np.uint32)
    at = 0
    for part in parts:
        numbers = np.searchsorted(vocabulary, part.vocabulary).astype(np.uint32)
        words[at : at + len(part.words)] = numbers[part.words]
        at += len(part.words)
    rest = (field.name for field in fields(QuoteColumns) if field.name not in ("words", "vocabulary"))
    return QuoteColumns(
        words=words, vocabulary=vocabulary, **{n: np.concatenate([getattr(part, n) for part in parts]) for n in rest}
    )


def select(columns: QuoteColumns, kept: Bools) -> QuoteColumns:
    """The entries that `kept` marks."""
    rest = (field.name for field in fields(QuoteColumns) if field.name not in ("words", "vocabulary"))
    return QuoteColumns(
        words=columns.words[np.repeat(kept, columns.lengths)],
        vocabulary=columns.vocabulary,
        **{name: getattr(columns, name)[kept] for name in rest},
    )


def pack(columns: QuoteColumns) -> bytes:
    """The columns as bytes, for `unpack`."""
    file = BytesIO()
    np.savez(file, **{field.name: getattr(columns, field.name) for field in fields(QuoteColumns)})
    return file.getvalue()


def unpack(data: bytes) -> QuoteColumns:
    """The columns that `pack` wrote. Raises ValueError or KeyError for other bytes."""
    with np.load(BytesIO(data), allow_pickle=False) as arrays:
        return QuoteColumns(**{field.name: arrays[field.name] for field in fields(QuoteColumns)})


def words_said(quote: Quote) -> str:
    """The words that are quoted as the speaker's: in a mixed quotation only those in quotation marks."""
    spoken = quote.text
    if quote.type == "mixed":
        spoken = " ".join(spoken[start:end] for start, end in find_quoted(spoken)) or spoken
    if "[" in spoken:
        spoken = _INSERTION.sub(" ", _BRACKETED_LETTER.sub(r"\1", spoken))
    return spoken


def speaker_identity(speaker: Speaker | None) -> Identity:
    """The speaker's id, surname and given name; empty where unknown."""
    if speaker is None or speaker.name is None or speaker.status != "resolved":
        return NO_IDENTITY
    # Groups ("officials") and the author are different people in each article. An organisation gets no surname, so
    # that the Kremlin and its spokesman are not taken for two people.
    if speaker.kind == "organization":
        return speaker.id, "", ""
    return (speaker.id, *_names(speaker.name)) if speaker.kind == "person" else NO_IDENTITY


class _Batch:
    """Quotations waiting to be encoded."""

    def __init__(self) -> None:
        self._ids: list[bytes] = []
        self._said: list[str] = []
        self._numbers: list[int] = []  # article, start, end and day of each

    def add(self, quote: Quote, article: int, day: int) -> None:
        spans = quote.content
        self._ids.append(quote.id.encode("utf-8", "surrogatepass"))
        self._said.append(words_said(quote))
        self._numbers += (article, spans[0].start, spans[-1].end, day) if spans else (article, 0, 0, day)

    def take(self, encoder: _Encoder) -> QuoteColumns:
        """The columns of what was added; empties the batch."""
        vocabulary, words, lengths = _encode_texts(self._said, encoder)
        numbers = np.array(self._numbers, dtype=np.int64).reshape(-1, 4)
        ids = self._ids
        self._ids, self._said, self._numbers = [], [], []
        return QuoteColumns(
            ids=np.array(ids or [b""], dtype=np.bytes_)[: len(ids)],
            lengths=lengths,
            words=words,
            vocabulary=vocabulary,
            wordings=_wordings(vocabulary[words], lengths),
            day=numbers[:, 3].astype(np.int32),
            article=numbers[:, 0].astype(np.int32),
            start=numbers[:, 1].copy(),
            end=numbers[:, 2].copy(),
        )


def _encode_texts(said: Sequence[str], encoder: _Encoder) -> tuple[Hashes, Words, NDArray[np.int32]]:
    """The vocabulary of some texts, their words as numbers in it, and the number of words of each text."""
    encode = encoder.__getitem__
    letters = ["".join(map(encode, one.split())) for one in said]
    if len(encoder.vocabulary) > _LAST_CODE_POINT + 1 and len(said) > 1:  # hostile input only
        halves = [_encode_texts(some, _Encoder()) for some in (said[: len(said) // 2], said[len(said) // 2 :])]
        vocabulary = unique(np.concatenate([half[0] for half in halves]))
        words = np.concatenate([np.searchsorted(vocabulary, known)[codes] for known, codes, _ in halves])
        return vocabulary, words.astype(np.uint32), np.concatenate([half[2] for half in halves])
    lengths = np.array([len(one) for one in letters], dtype=np.int32)
    words = np.frombuffer("".join(letters).encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint32)
    return encoder.hashes(), words, lengths


def _wordings(hashes: Hashes, lengths: NDArray[np.int32]) -> Hashes:
    """One hash for the words of each entry; their order counts."""
    ends = np.cumsum(lengths, dtype=np.int64)
    position = np.arange(len(hashes)) - np.repeat(ends - lengths, lengths)
    mixed = (hashes ^ (position.astype(np.uint64) + np.uint64(1)) * GOLDEN) * GOLDEN
    mixed ^= mixed >> MIX_SHIFT
    mixed *= GOLDEN
    sums = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(mixed)])
    found: Hashes = sums[ends] - sums[ends - lengths]
    return found


def word_hash(word: str) -> int:
    """A hash of the word, of 64 bits."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


@lru_cache(maxsize=100_000)
def _names(name: str) -> tuple[str, str]:
    """Surname and given name; an initial does not count as a given name."""
    names = [word for word in text.words(name) if word not in _SUFFIXES]
    given = names[0] if len(names) > 1 and len(names[0]) > 1 else ""
    return names[-1] if names else "", given


@lru_cache(maxsize=100_000)
def _ordinal_day(published: str | None) -> int:
    day = iso_date((published or "")[:10])
    return UNKNOWN if day is None else day.toordinal()
