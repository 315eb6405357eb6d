"""Quotations as arrays: words as numbers, how rare each is, who said it and when."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from hashlib import blake2b
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from claimkit import lexicon, text
from claimkit.clusters.runs import Hashes, Ints, Runs, shared, unique
from claimkit.models import Extraction, Quote, QuoteType, Speaker
from claimkit.spoken import QUOTED

Floats = NDArray[np.float64]
Identity = tuple[str, str, str]  # id, surname, given name; empty where not known

UNKNOWN = -1
MIN_WORDS = 2  # a single word ("probably") is never the same quotation

# The background table counts as this many quotations: in a smaller corpus it outweighs the corpus' own counts. The
# score was fitted on 5,795 quotations, where a rare word weighs 8.5 nats; in a folder of five articles it weighs 7.8.
_BACKGROUND_QUOTES = 5_000.0
_WORDS_A_QUOTE = 25  # mean length of the quotations of PolNeAR train and dev
_UNSEEN = 2.0  # uses per million words taken for a word that the table lacks; its rarest have 11
# No word weighs more, so that sums mean the same at every corpus size.
_MOST_NATS = 9.0
_WEEK = 7  # days
_LETTER_BITS = 21  # of a code point

# What an editor put in brackets is not the speaker's; a bracketed letter at the head of a word ("[M]any") is.
_BRACKETED_LETTER = re.compile(r"\[(\w)\](?=\w)")
_INSERTION = re.compile(r"\[[^\[\]]{0,80}\]")
_NOBODY = ("", "", "")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


class Printing(NamedTuple):
    """A quotation to compare: its words as printed, who said them (see `identity`), the day (UNKNOWN) and its place."""

    id: str
    said: str
    speaker: Identity
    day: int
    place: tuple[str, int, int]  # article, start, end


@dataclass(frozen=True, slots=True)
class Texts:
    """The quotations to compare, one row for all that have the same words, speaker and day.

    Rows are in the order of their days (unknown ones last), then of their first ids; `printings` are too, `row` says
    where each belongs. `letters[i]` is row i with one code point a word; its words stand in
    `words[starts[i]:starts[i + 1]]`. `alike[i]` is the first row with the same words. `hashes` holds a number for each
    word of the vocabulary that depends on nothing else. `mass` holds running sums of their rarity in nats (one entry
    more than `words`), `runs` the runs of three words that several rows hold, `occasions` how often, in weeks, those
    from each place on were said. `speaker`, `surname` and `given` are codes, equal where the names are; `day` counts
    days. UNKNOWN stands for what is not known.
    """

    printings: list[Printing]
    row: Ints
    letters: list[str]
    alike: Ints
    words: NDArray[np.uint32]
    starts: Ints
    hashes: Hashes
    mass: Floats
    runs: Runs
    occasions: NDArray[np.uint8]
    speaker: Ints
    surname: Ints
    given: Ints
    day: Ints

    @property
    def lengths(self) -> Ints:
        """Words in each row."""
        return np.diff(self.starts)

    @property
    def weights(self) -> Floats:
        """Rarity of each row's words, summed, in nats."""
        return self.mass[self.starts[1:]] - self.mass[self.starts[:-1]]


class _Codes(dict[str, int]):
    """Numbers for strings in order of first sight; the empty string is UNKNOWN."""

    def __missing__(self, key: str) -> int:
        code = self[key] = len(self) if key else UNKNOWN
        return code


class _Speller:
    """Texts with one code point a word, a possessive having its owner's.

    What is printed between two spaces is looked up: no word goes across a space, and most of what is printed is printed
    again, so that this is several times as fast as a regular expression. Past the 1.1 million code points there are,
    words begin to share.
    """

    def __init__(self) -> None:
        self.vocabulary: dict[str, int] = {}
        self._spelt: dict[str, str] = {}

    def spell(self, said: str) -> str:
        """The words of `said` as code points."""
        printed = said.split()
        try:
            return "".join(map(self._spelt.__getitem__, printed))
        except KeyError:
            return "".join([self._spelt.get(piece) or self._add(piece) for piece in printed])

    def _add(self, printed: str) -> str:
        words = [word.removesuffix("'s") for word in text.words(printed)]
        codes = [self.vocabulary.setdefault(word, len(self.vocabulary)) for word in words]
        letters = self._spelt[printed] = "".join([chr(code % 0x110000) for code in codes])
        return letters


def printings(extractions: Iterable[Extraction], types: Collection[QuoteType]) -> Iterator[Printing]:
    """The quotations of `types`."""
    for extraction in extractions:
        day = _day(extraction.article.published)
        for quote in extraction.quotes:
            if quote.type in types:
                spans = quote.content
                place = (quote.article_id, spans[0].start if spans else 0, spans[-1].end if spans else 0)
                yield Printing(quote.id, said(quote), identity(quote.speaker), day, place)


def build(found: Iterable[Printing]) -> Texts:
    """Those of two words or more, as arrays, the same in whatever order they come; of one id the last counts."""
    order = _by_day({printing.id: printing for printing in found}.values())
    speller = _Speller()
    spelt = [speller.spell(printing.said) for printing in order]
    kept = [number for number, letters in enumerate(spelt) if len(letters) >= MIN_WORDS]
    order = [order[number] for number in kept]
    numbers: dict[str, int] = {}
    text_of = np.array([numbers.setdefault(spelt[number], len(numbers)) for number in kept], dtype=np.int64)
    names = _Codes()
    people = {who: tuple([names[name] for name in who]) for who in dict.fromkeys(one.speaker for one in order)}
    who = np.array([people[one.speaker] for one in order], dtype=np.int64).reshape(-1, 3)
    day = np.array([one.day for one in order], dtype=np.int64)
    heads, row = _alike(text_of, who[:, 0], day)
    text_of, who, day = text_of[heads], who[heads], day[heads]
    distinct = list(numbers)
    letters = [distinct[number] for number in text_of.tolist()]
    flat = _flat(letters)
    starts = np.concatenate([[0], np.cumsum(np.array([len(one) for one in letters], dtype=np.int64))])
    hashes = np.array([_hash(word) for word in speller.vocabulary], dtype=np.uint64)
    weights = _rarity(list(speller.vocabulary), distinct)
    runs = shared(hashes, flat, starts, 3)
    return Texts(
        printings=order,
        row=row,
        letters=letters,
        alike=np.unique(text_of, return_index=True)[1][text_of],
        words=flat,
        starts=starts,
        hashes=hashes,
        mass=np.concatenate([[0.0], np.cumsum(weights[flat])]),
        runs=runs,
        occasions=_occasions(runs, day, len(flat)),
        speaker=who[:, 0],
        surname=who[:, 1],
        given=who[:, 2],
        day=day,
    )


def fullness(texts: Texts) -> Ints:
    """The place of each row with the fullest wording first: most words, most often printed so, earliest, first id."""
    often = np.bincount(texts.alike[texts.row], minlength=len(texts.letters))[texts.alike]
    order = np.lexsort((-often, -texts.lengths))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return place


def said(quote: Quote) -> str:
    """The words that the speaker is quoted with: of a mixed quotation only what stands in quotation marks."""
    spoken = quote.text
    if quote.type == "mixed":
        spoken = " ".join("".join(match.groups("")) for match in QUOTED.finditer(spoken)) or spoken
    if "[" in spoken:
        spoken = _INSERTION.sub(" ", _BRACKETED_LETTER.sub(r"\1", spoken))
    return spoken


def _by_day(found: Iterable[Printing]) -> list[Printing]:
    """Earliest first, undated ones last, those of one day by id."""
    order = sorted(found, key=itemgetter(0))
    day = np.array([printing.day for printing in order], dtype=np.int64)
    return [order[number] for number in np.lexsort((day, day == UNKNOWN)).tolist()]


def _alike(*columns: Ints) -> tuple[Ints, Ints]:
    """Rows for what is equal in all columns, in order of first sight: where each row is first seen, and all rows."""
    order = np.lexsort(columns)  # stable: the first of a row stays first
    new = np.ones(len(order), dtype=bool)
    if len(order):
        new[1:] = np.any([np.diff(column[order]) != 0 for column in columns], axis=0)
    first = order[new]
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    row = np.empty(len(order), dtype=np.int64)
    row[order] = rank[np.cumsum(new) - 1]
    return np.sort(first), row


def _rarity(vocabulary: list[str], distinct: list[str]) -> Floats:
    """Weight of each word in nats: minus the log of how likely a quotation has it, here and elsewhere blended."""
    rows = np.repeat(np.arange(len(distinct)), np.array([len(row) for row in distinct], dtype=np.int64))
    held = unique(rows << _LETTER_BITS | _flat(distinct))
    here = np.bincount(held & ((1 << _LETTER_BITS) - 1), minlength=len(vocabulary))
    background = _background()
    elsewhere = np.array([background.get(word, _UNSEEN) for word in vocabulary]) * 1e-6
    expected = _BACKGROUND_QUOTES * -np.expm1(-_WORDS_A_QUOTE * elsewhere)
    nats = np.log((len(distinct) + _BACKGROUND_QUOTES) / (here[: len(vocabulary)] + expected))
    return np.minimum(nats, _MOST_NATS)


def _occasions(runs: Runs, day: Ints, words: int) -> NDArray[np.uint8]:
    """For each place of the words: on how many occasions the three words from it on were said, 255 standing for more.

    A week is an occasion, and each undated quotation one of its own.
    """
    occasion = np.where(day == UNKNOWN, -1 - np.arange(len(day)), day // _WEEK)[runs.rows]  # rows go by day
    fresh = np.ones(len(occasion), dtype=bool)
    fresh[1:] = occasion[1:] != occasion[:-1]
    fresh[runs.begins] = True
    counts = np.add.reduceat(fresh, runs.begins, dtype=np.int64) if len(runs.begins) else runs.begins
    occasions = np.ones(words, dtype=np.uint8)
    occasions[runs.places] = np.repeat(np.minimum(counts, 255), runs.holders)
    return occasions


@cache
def _background() -> dict[str, float]:
    """Uses per million words of common English words."""
    bands = lexicon.table("frequency")["per_million"]
    return {word: float(uses) for uses, words in bands.items() for word in words.split()}


def _flat(letters: list[str]) -> NDArray[np.uint32]:
    return np.frombuffer("".join(letters).encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def identity(speaker: Speaker | None) -> Identity:
    """What identifies a speaker, the surname and the given name; empty where not known."""
    if speaker is None or speaker.name is None or speaker.status != "resolved":
        return _NOBODY
    # Groups ("officials") and the author are someone else in each article. An organisation has no surname, so that
    # the Kremlin and its spokesman are not taken for two people.
    if speaker.kind == "organization":
        return speaker.id, "", ""
    return (speaker.id, *_names(speaker.name)) if speaker.kind == "person" else _NOBODY


@lru_cache(maxsize=100_000)
def _names(name: str) -> tuple[str, str]:
    """Surname and given name; an initial says too little to be one."""
    names = [word for word in text.words(name) if word not in _SUFFIXES]
    given = names[0] if len(names) > 1 and len(names[0]) > 1 else ""
    return names[-1] if names else "", given


@lru_cache(maxsize=100_000)
def _day(published: str | None) -> int:
    try:
        return date.fromisoformat((published or "")[:10]).toordinal()
    except ValueError:
        return UNKNOWN
