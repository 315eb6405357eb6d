"""Quotations to compare: one row for those that are alike, how rare their words are, who said them and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from claimkit.corpus.clusters.arrays import (
    Bools,
    Hashes,
    Ints,
    Runs,
    Small,
    Words,
    gathered,
    pieces,
    shared,
    unique,
)
from claimkit.corpus.clusters.columns import UNKNOWN, Columns, Identity, word_hash
from claimkit.english import lexicon

Floats = NDArray[np.float64]

MIN_WORDS = 2  # a single word ("probably") is never the same quotation

# The background table counts as this many quotations: in a smaller corpus it outweighs the corpus' own counts. The
# score was fitted on 5,795 quotations, where a rare word weighs 8.5 nats; in a folder of five articles it weighs 7.8.
_BACKGROUND_QUOTES = 5_000.0
_WORDS_A_QUOTE = 25  # mean length of the quotations of PolNeAR train and dev
_UNSEEN = 2.0  # uses per million words taken for a word that the table lacks; its rarest have 11
# No word weighs more, so that sums mean the same at every corpus size.
_MOST_NATS = 9.0
_WEEK = 7  # days


@dataclass(frozen=True, slots=True)
class Texts:
    """The quotations to compare, one row for all that have the same words, speaker and day.

    Rows are in the order of their days (unknown ones last), then of their first ids; so are `entries`, the numbers of
    the quotations among the columns, and `row` says where each belongs. The words of row i stand in
    `words[starts[i]:starts[i + 1]]`, `row_at` is the row of each word. `alike[i]` is the first row with the same words.
    `hashes` holds a number for each word of the vocabulary that depends on nothing else, `rarity` its weight in nats;
    `mass` holds running sums of that over each row. `runs` are the runs of three words that several rows hold,
    `occasions` tells how often, in weeks, those from each place on were said. `speaker`, `surname` and `given` are
    codes, equal where the names are; `day` counts days. UNKNOWN stands for what is not known.
    """

    entries: Ints
    row: Ints
    words: Words
    starts: Ints
    row_at: Small
    alike: Ints
    hashes: Hashes
    rarity: NDArray[np.float32]
    mass: NDArray[np.float32]
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
        return self.mass[self.starts[1:] - 1].astype(np.float64)


def build(columns: Columns, said_by: Ints, speakers: Sequence[Identity]) -> Texts:
    """The quotations of two words or more, the same in whatever order they come; of one id there is but one.

    `said_by` is who said each, as a number in `speakers`.
    """
    entries = _ordered(columns)
    text_of = unique_codes(columns.wordings[entries])
    who = _names(speakers)[said_by[entries]]
    day = columns.day[entries].astype(np.int64)
    heads, row = _alike(text_of, who[:, 0], day)
    text_of, who, day = text_of[heads], who[heads], day[heads]
    lengths = columns.lengths[entries[heads]].astype(np.int64)
    ends = np.cumsum(columns.lengths, dtype=np.int64)[entries[heads]]
    words = gathered(columns.words, ends - lengths, lengths)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    row_at = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    first = np.unique(text_of, return_index=True)[1]
    rarity = _rarity(columns.vocabulary, words, starts, first)
    runs = shared(columns.vocabulary, words, row_at, 3)
    return Texts(
        entries=entries,
        row=row,
        words=words,
        starts=starts,
        row_at=row_at,
        alike=first[text_of],
        hashes=columns.vocabulary,
        rarity=rarity,
        mass=_mass(rarity, words, starts),
        runs=runs,
        occasions=_occasions(runs, day, len(words)),
        speaker=who[:, 0],
        surname=who[:, 1],
        given=who[:, 2],
        day=day,
    )


def fullness(texts: Texts) -> Ints:
    """The place of each row with the fullest wording first: most words, most often printed so, earliest, first id."""
    often = np.bincount(texts.alike[texts.row], minlength=len(texts.alike))[texts.alike]
    order = np.lexsort((-often, -texts.lengths))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return place


def by_id(ids: NDArray[np.bytes_]) -> Ints:
    """The entries in the order of their ids, equal ones in their own."""
    width = -(-ids.dtype.itemsize // 8) * 8
    if width > 16:
        return np.argsort(ids, kind="stable")
    # Ids of up to 16 bytes as one or two numbers: four times as fast.
    padded = np.zeros((len(ids), width), dtype=np.uint8)
    padded[:, : ids.dtype.itemsize] = ids.view(np.uint8).reshape(len(ids), ids.dtype.itemsize)
    numbers = padded.view(">u8").astype(np.uint64)
    return np.lexsort(tuple(numbers[:, at] for at in range(width // 8 - 1, -1, -1)))


def unique_codes(values: NDArray[np.uint64]) -> Ints:
    """A number for each of the values, equal where they are."""
    distinct = unique(values)
    return np.searchsorted(distinct, values)


def _ordered(columns: Columns) -> Ints:
    """The entries to compare: the earliest first, undated ones last, those of one day by id."""
    order = by_id(columns.ids)
    same = np.flatnonzero(columns.ids[order][1:] == columns.ids[order][:-1])
    if len(same):  # one article stored twice: any will do, so long as it is always the same
        _, rank = np.unique(columns.ids[order], return_inverse=True)
        other = [getattr(columns, name)[order] for name in ("end", "start", "wordings", "day")]
        order = order[np.lexsort((*other, rank))]
        first = np.ones(len(order), dtype=bool)
        first[1:] = columns.ids[order][1:] != columns.ids[order][:-1]
        order = order[first]
    order = order[columns.lengths[order] >= MIN_WORDS]
    day = columns.day[order]
    return order[np.lexsort((day, day == UNKNOWN))]


def _names(speakers: Sequence[Identity]) -> Ints:
    """Codes of id, surname and given name of each: equal where the names are, and in their order."""
    codes = {name: number for number, name in enumerate(sorted({name for who in speakers for name in who} - {""}))}
    codes[""] = UNKNOWN
    return np.array([codes[name] for who in speakers for name in who], dtype=np.int64).reshape(-1, 3)


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


def _rarity(vocabulary: Hashes, words: Words, starts: Ints, distinct: Ints) -> NDArray[np.float32]:
    """Weight of each word in nats: minus the log of how likely a quotation has it, here and elsewhere blended.

    `distinct` are the rows whose words count: one for each wording.
    """
    bits = max(len(vocabulary).bit_length(), 1)
    here = np.zeros(len(vocabulary), dtype=np.int64)
    sizes = (starts[1:] - starts[:-1])[distinct]
    ends = np.cumsum(sizes)
    for first, last in pieces(ends):
        chosen = sizes[first:last]
        some = gathered(words, starts[distinct[first:last]], chosen).astype(np.int64)
        held = unique(np.repeat(np.arange(len(chosen)) << bits, chosen) | some)
        here += np.bincount(held & ((1 << bits) - 1), minlength=len(vocabulary))
    known, per_million = _background()
    elsewhere = np.full(len(vocabulary), _UNSEEN)
    at = np.minimum(np.searchsorted(known, vocabulary), len(known) - 1)
    found = known[at] == vocabulary
    elsewhere[found] = per_million[at[found]]
    expected = _BACKGROUND_QUOTES * -np.expm1(-_WORDS_A_QUOTE * elsewhere * 1e-6)
    nats = np.log((len(distinct) + _BACKGROUND_QUOTES) / (here + expected))
    return np.minimum(nats, _MOST_NATS).astype(np.float32)


def _mass(rarity: NDArray[np.float32], words: Words, starts: Ints) -> NDArray[np.float32]:
    """Running sums over each row, the word itself included."""
    mass = np.empty(len(words), dtype=np.float32)
    ends = starts[1:]
    for first, last in pieces(ends):
        begin, end = int(starts[first]), int(starts[last])
        sums = np.concatenate([[0.0], np.cumsum(rarity[words[begin:end]], dtype=np.float64)])
        sizes = ends[first:last] - starts[first:last]
        mass[begin:end] = sums[1:] - np.repeat(sums[starts[first:last] - begin], sizes)
    return mass


def _occasions(runs: Runs, day: Ints, words: int) -> NDArray[np.uint8]:
    """For each place of the words: on how many occasions the three words from it on were said, 255 standing for more.

    A week is an occasion, and each undated quotation one of its own.
    """
    week = np.where(day == UNKNOWN, -1 - np.arange(len(day)), day // _WEEK).astype(np.int32)
    occasion = week[runs.rows]  # rows go by day
    fresh: Bools = np.ones(len(occasion), dtype=bool)
    fresh[1:] = occasion[1:] != occasion[:-1]
    fresh[runs.begins] = True
    counts = np.add.reduceat(fresh, runs.begins, dtype=np.int64) if len(runs.begins) else runs.begins
    occasions = np.ones(words, dtype=np.uint8)
    occasions[runs.places] = np.repeat(np.minimum(counts, 255).astype(np.uint8), runs.holders)
    return occasions


@cache
def _background() -> tuple[Hashes, Floats]:
    """Hashes of common English words, rising, and their uses per million words."""
    bands = lexicon.table("frequency")["per_million"]
    uses = {word_hash(word): float(uses) for uses, words in bands.items() for word in words.split()}
    known = sorted(uses)
    return np.array(known, dtype=np.uint64), np.array([uses[one] for one in known])
