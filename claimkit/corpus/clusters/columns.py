"""Quotations as columns: words as numbers, who said them and when. All that comparing needs, and small."""

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

from claimkit.corpus.clusters.arrays import Bools, Hashes, Ints, Words, unique
from claimkit.english import text
from claimkit.english.quotation_marks import find_quoted
from claimkit.models import Extraction, Quote, QuoteType, Speaker, iso_date

Identity = tuple[str, str, str]  # id, surname, given name; empty where not known

UNKNOWN = -1
NOBODY: Identity = ("", "", "")

# What an editor put in brackets is not the speaker's; a bracketed letter at the head of a word ("[M]any") is.
_BRACKETED_LETTER = re.compile(r"\[(\w)\](?=\w)")
_INSERTION = re.compile(r"\[[^\[\]]{0,80}\]")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_AT_ONCE = 50_000  # quotations spelt in one go: their words are Python's for so long
_MOST_WORDS = 500_000  # of a vocabulary, from which on the next quotations get a new one
_LAST = 0x10FFFF
_STEP = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Columns:
    """Quotations, one entry each, in any order.

    `ids` are in UTF-8. The words of entry i are `lengths[i]` numbers in `words`, one entry's after the other's;
    `vocabulary` holds for each number its word's hash, which is all that tells words apart, and `wordings` a hash of
    all words of an entry. `day` counts days, UNKNOWN standing for none. `article` has a number for each article,
    `start` and `end` are the quotation's place in it.
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


class _Spelt(dict[str, str]):
    """What is printed between two spaces → its words, one code point each, a possessive having its owner's.

    No word goes across a space, and most of what is printed is printed again, so that looking up is several times as
    fast as a regular expression.
    """

    def __init__(self) -> None:
        super().__init__()
        self.vocabulary: dict[str, int] = {}
        self._hashes: list[int] = []

    def __missing__(self, printed: str) -> str:
        words = [word.removesuffix("'s") for word in text.words(printed)]
        # Past the last code point (a flood of words that nobody else says) words share one.
        codes = [min(self.vocabulary.setdefault(word, len(self.vocabulary)), _LAST) for word in words]
        letters = self[printed] = "".join(map(chr, codes))
        return letters

    def hashes(self) -> Hashes:
        """The hash of each word of the vocabulary."""
        self._hashes += [word_hash(word) for word in islice(self.vocabulary, len(self._hashes), None)]
        return np.array(self._hashes, dtype=np.uint64)


def columns(
    extractions: Iterable[Extraction], types: Collection[QuoteType] = ("direct", "mixed")
) -> tuple[Columns, Ints, list[Identity]]:
    """The quotations of `types`; who said each, as a number, and whom the numbers stand for (see `identity`)."""
    found: list[Columns] = []
    articles: dict[str, int] = {}
    people: dict[Identity, int] = {NOBODY: 0}
    known: dict[tuple[Any, ...], int] = {}

    def who(speaker: Speaker | None) -> int:
        if speaker is None:
            return 0
        key = (speaker.id, speaker.name, speaker.kind, speaker.status)
        number = known.get(key)
        if number is None:
            number = known[key] = people.setdefault(identity(speaker), len(people))
        return number

    spelt = _Spelt()
    waiting = _Waiting()
    said_by: list[NDArray[np.int32]] = []
    speakers: list[int] = []
    for extraction in extractions:
        day = _day(extraction.article.published)
        for quote in extraction.quotes:
            if quote.type in types:
                speakers.append(who(quote.speaker))
                waiting.add(quote, articles.setdefault(quote.article_id, len(articles)), day)
        if len(speakers) >= _AT_ONCE:
            said_by.append(np.array(speakers, dtype=np.int32))
            found.append(waiting.taken(spelt))
            speakers = []
            if len(spelt.vocabulary) > _MOST_WORDS:
                spelt = _Spelt()
    said_by.append(np.array(speakers, dtype=np.int32))
    found.append(waiting.taken(spelt))
    return joined(found), np.concatenate(said_by).astype(np.int64), list(people)


def joined(several: Sequence[Columns]) -> Columns:
    """The entries of all, one after the other; articles are numbered as they come."""
    if len(several) == 1:
        return several[0]
    if not several:
        return _Waiting().taken(_Spelt())
    vocabulary = unique(np.concatenate([one.vocabulary for one in several]))
    words = np.empty(sum(len(one.words) for one in several), dtype=np.uint32)
    at = 0
    for one in several:
        numbers = np.searchsorted(vocabulary, one.vocabulary).astype(np.uint32)
        words[at : at + len(one.words)] = numbers[one.words]
        at += len(one.words)
    rest = (field.name for field in fields(Columns) if field.name not in ("words", "vocabulary"))
    return Columns(
        words=words, vocabulary=vocabulary, **{n: np.concatenate([getattr(one, n) for one in several]) for n in rest}
    )


def only(one: Columns, kept: Bools) -> Columns:
    """The chosen entries."""
    rest = (field.name for field in fields(Columns) if field.name not in ("words", "vocabulary"))
    return Columns(
        words=one.words[np.repeat(kept, one.lengths)],
        vocabulary=one.vocabulary,
        **{name: getattr(one, name)[kept] for name in rest},
    )


def packed(one: Columns) -> bytes:
    """The columns as bytes, for `unpacked`."""
    file = BytesIO()
    np.savez(file, **{field.name: getattr(one, field.name) for field in fields(Columns)})
    return file.getvalue()


def unpacked(data: bytes) -> Columns:
    """The way back. Raises ValueError or KeyError for bytes that are something else."""
    with np.load(BytesIO(data), allow_pickle=False) as arrays:
        return Columns(**{field.name: arrays[field.name] for field in fields(Columns)})


def said(quote: Quote) -> str:
    """The words that the speaker is quoted with: of a mixed quotation only what stands in quotation marks."""
    spoken = quote.text
    if quote.type == "mixed":
        spoken = " ".join(spoken[start:end] for start, end in find_quoted(spoken)) or spoken
    if "[" in spoken:
        spoken = _INSERTION.sub(" ", _BRACKETED_LETTER.sub(r"\1", spoken))
    return spoken


def identity(speaker: Speaker | None) -> Identity:
    """What identifies a speaker, the surname and the given name; empty where not known."""
    if speaker is None or speaker.name is None or speaker.status != "resolved":
        return NOBODY
    # Groups ("officials") and the author are someone else in each article. An organisation has no surname, so that
    # the Kremlin and its spokesman are not taken for two people.
    if speaker.kind == "organization":
        return speaker.id, "", ""
    return (speaker.id, *_names(speaker.name)) if speaker.kind == "person" else NOBODY


class _Waiting:
    """Quotations before they are spelt."""

    def __init__(self) -> None:
        self._ids: list[bytes] = []
        self._said: list[str] = []
        self._numbers: list[int] = []  # article, start, end and day of each

    def add(self, quote: Quote, article: int, day: int) -> None:
        spans = quote.content
        self._ids.append(quote.id.encode("utf-8", "surrogatepass"))
        self._said.append(said(quote))
        self._numbers += (article, spans[0].start, spans[-1].end, day) if spans else (article, 0, 0, day)

    def taken(self, spelt: _Spelt) -> Columns:
        """Those that were added, as columns; nothing waits then."""
        spell = spelt.__getitem__
        letters = ["".join(map(spell, one.split())) for one in self._said]
        lengths = np.array([len(one) for one in letters], dtype=np.int32)
        words = np.frombuffer("".join(letters).encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint32)
        vocabulary = spelt.hashes()
        numbers = np.array(self._numbers, dtype=np.int64).reshape(-1, 4)
        ids = self._ids
        self._ids, self._said, self._numbers = [], [], []
        return Columns(
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


def _wordings(hashes: Hashes, lengths: NDArray[np.int32]) -> Hashes:
    """A hash of each run of so many word hashes, in their order."""
    ends = np.cumsum(lengths, dtype=np.int64)
    place = np.arange(len(hashes)) - np.repeat(ends - lengths, lengths)
    mixed = (hashes ^ (place.astype(np.uint64) + np.uint64(1)) * _STEP) * _STEP
    mixed ^= mixed >> np.uint64(29)
    mixed *= _STEP
    sums = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(mixed)])
    found: Hashes = sums[ends] - sums[ends - lengths]
    return found


def word_hash(word: str) -> int:
    """A number of 64 bits that stands for the word."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


@lru_cache(maxsize=100_000)
def _names(name: str) -> tuple[str, str]:
    """Surname and given name; an initial says too little to be one."""
    names = [word for word in text.words(name) if word not in _SUFFIXES]
    given = names[0] if len(names) > 1 and len(names[0]) > 1 else ""
    return names[-1] if names else "", given


@lru_cache(maxsize=100_000)
def _day(published: str | None) -> int:
    day = iso_date((published or "")[:10])
    return UNKNOWN if day is None else day.toordinal()
