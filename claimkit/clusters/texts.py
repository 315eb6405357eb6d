"""Quotations as arrays: words as numbers, how rare each is, who said it and when."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from claimkit import lexicon, text
from claimkit.models import Article, Extraction, Quote, QuoteType, Speaker

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

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

# What an editor put in brackets is not the speaker's; a bracketed letter at the head of a word ("[M]any") is.
_BRACKETED_LETTER = re.compile(r"\[(\w)\](?=\w)")
_INSERTION = re.compile(r"\[[^\[\]]{0,80}\]")
_QUOTED = re.compile(
    r"“([^“”]+)(?:”|\Z)|\"([^\"]+)(?:\"|\Z)|«([^«»]+)(?:»|\Z)"
    r"|(?<!\w)‘((?:[^‘’]|’(?=\w))+)(?:’|\Z)|(?<!\w)'((?:[^']|'(?=\w)){1,200})'(?!\w)"
)
_NOBODY = ("", "", "")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


@dataclass(frozen=True, slots=True)
class Texts:
    """The quotations to compare, one row for all that have the same words, speaker and day, in the order of their ids.

    `letters[i]` is row i with one code point a word; its words stand in `words[starts[i]:starts[i + 1]]`. `mass` holds
    running sums of their rarity in nats (one entry more than `words`), `occasions` how often, in weeks, the three words
    from each place on were said. `speaker`, `surname` and `given` are codes, equal where the names are; `day` counts
    days. UNKNOWN stands for whatever is not known.
    """

    ids: list[list[str]]
    letters: list[str]
    words: Ints
    starts: Ints
    mass: Floats
    occasions: Ints
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


class _Letters(dict[str, str]):
    """One code point a word, a possessive having its owner's. Past the 1.1 million there are, words begin to share."""

    def __init__(self) -> None:
        self.vocabulary: dict[str, int] = {}

    def __missing__(self, word: str) -> str:
        code = self.vocabulary.setdefault(word.removesuffix("'s"), len(self.vocabulary))
        letter = self[word] = chr(code % 0x110000)
        return letter


def build(extractions: Iterable[Extraction], types: Collection[QuoteType]) -> Texts:
    """The quotations of `types` with two words or more, as arrays, the same in whatever order `extractions` come."""
    quotes = {
        quote.id: (quote, extraction.article)
        for extraction in extractions
        for quote in extraction.quotes
        if quote.type in types
    }
    letter, names = _Letters(), _Codes()
    rows: dict[tuple[str, int, int], int] = {}
    ids: list[list[str]] = []
    people: list[tuple[int, ...]] = []
    for quote_id in sorted(quotes):
        quote, article = quotes[quote_id]
        words = text.words(said(quote))
        if len(words) < MIN_WORDS:
            continue
        person = tuple([names[name] for name in _identity(quote.speaker)])
        key = ("".join([letter[word] for word in words]), person[0], _day(article))
        row = rows.setdefault(key, len(ids))
        if row == len(ids):
            ids.append([])
            people.append(person)
        ids[row].append(quote_id)
    letters = [key[0] for key in rows]
    flat = _flat(letters)
    starts = np.cumsum([0, *map(len, letters)], dtype=np.int64)
    weights = _rarity(list(letter.vocabulary), letters)
    who = np.array(people, dtype=np.int64).reshape(-1, 3)
    day = np.array([key[2] for key in rows], dtype=np.int64)
    return Texts(
        ids=ids,
        letters=letters,
        words=flat,
        starts=starts,
        mass=np.concatenate([[0.0], np.cumsum(weights[flat])]),
        occasions=_occasions(flat, starts, day),
        speaker=who[:, 0],
        surname=who[:, 1],
        given=who[:, 2],
        day=day,
    )


def fullness(texts: Texts) -> Ints:
    """The place of each row with the fullest wording first: most words, most often printed so, earliest, first id."""
    printings: Counter[str] = Counter()
    for letters, ids in zip(texts.letters, texts.ids, strict=True):
        printings[letters] += len(ids)
    often = np.array([printings[letters] for letters in texts.letters])
    order = np.lexsort((texts.day, texts.day == UNKNOWN, -often, -texts.lengths))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return place


def runs(words: Ints, starts: Ints, size: int) -> tuple[NDArray[np.uint64], Ints]:
    """For each place of `words` a hash of the `size` words from it on, and their row; -1 where the row ends first."""
    rows = np.full(len(words), -1, dtype=np.int64)
    hashes = np.zeros(len(words), dtype=np.uint64)
    whole = len(words) - size + 1
    if whole <= 0:
        return hashes, rows
    for step in range(size):
        hashes[:whole] ^= words[step : step + whole].astype(np.uint64)
        hashes[:whole] *= np.uint64(0x9E3779B97F4A7C15)
        hashes[:whole] ^= hashes[:whole] >> np.uint64(29)
    holders = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    inside = holders[:whole] == holders[size - 1 :]
    rows[:whole][inside] = holders[:whole][inside]
    return hashes, rows


def crowded(hashes: NDArray[np.uint64], least: int) -> Bools:
    """False for hashes that certainly occur fewer than `least` times; as most do, the rest is soon sorted."""
    slots = 1 << (2 * len(hashes)).bit_length()
    slot = (hashes & np.uint64(slots - 1)).astype(np.int64)
    many: Bools = np.bincount(slot, minlength=slots)[slot] >= least
    return many


def unique(values: Ints) -> Ints:
    """The distinct values, sorted. Several times as fast on arrays of millions as np.unique, which hashes first."""
    values = np.sort(values)
    distinct: Ints = values[np.r_[True, values[1:] != values[:-1]][: len(values)]]
    return distinct


def said(quote: Quote) -> str:
    """The words that the speaker is quoted with: of a mixed quotation only what stands in quotation marks."""
    spoken = quote.text
    if quote.type == "mixed":
        spoken = " ".join("".join(match.groups("")) for match in _QUOTED.finditer(spoken)) or spoken
    if "[" in spoken:
        spoken = _INSERTION.sub(" ", _BRACKETED_LETTER.sub(r"\1", spoken))
    return spoken


def _rarity(vocabulary: list[str], letters: list[str]) -> Floats:
    """Weight of each word in nats: minus the log of how likely a quotation has it, here and elsewhere blended."""
    distinct = sorted(set(letters))
    rows = np.repeat(np.arange(len(distinct)), [len(row) for row in distinct])
    here = np.bincount(unique(rows * 0x110000 + _flat(distinct)) % 0x110000, minlength=len(vocabulary))
    background = _background()
    elsewhere = np.array([background.get(word, _UNSEEN) for word in vocabulary]) * 1e-6
    expected = _BACKGROUND_QUOTES * -np.expm1(-_WORDS_A_QUOTE * elsewhere)
    nats = np.log((len(distinct) + _BACKGROUND_QUOTES) / (here[: len(vocabulary)] + expected))
    return np.minimum(nats, _MOST_NATS)


def _occasions(words: Ints, starts: Ints, day: Ints) -> Ints:
    """For each place of `words`: on how many occasions the three words from it on were said."""
    hashes, rows = runs(words, starts, 3)
    occasions = np.ones(len(words), dtype=np.int64)
    places = np.flatnonzero(rows >= 0)
    places = places[crowded(hashes[places], 3)]
    hashes = hashes[places]
    # A week is an occasion, and each undated quotation one of its own.
    occasion = np.where(day == UNKNOWN, -1 - np.arange(len(day)), day // _WEEK)[rows[places]]
    order = np.lexsort((occasion, hashes))
    hashes, occasion = hashes[order], occasion[order]
    begins = np.r_[True, hashes[1:] != hashes[:-1]][: len(hashes)]
    fresh = begins | np.r_[True, occasion[1:] != occasion[:-1]][: len(hashes)]
    run = np.cumsum(begins) - 1
    occasions[places[order]] = np.bincount(run, fresh).astype(np.int64)[run]
    return occasions


@cache
def _background() -> dict[str, float]:
    """Uses per million words of common English words."""
    bands = lexicon.table("frequency")["per_million"]
    return {word: float(uses) for uses, words in bands.items() for word in words.split()}


def _flat(letters: list[str]) -> Ints:
    return np.frombuffer("".join(letters).encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)


def _identity(speaker: Speaker | None) -> tuple[str, str, str]:
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


def _day(article: Article) -> int:
    try:
        return date.fromisoformat((article.published or "")[:10]).toordinal()
    except ValueError:
        return UNKNOWN
