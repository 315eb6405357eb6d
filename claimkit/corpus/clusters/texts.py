"""The quotations to compare: one row for equal ones, with how rare their words are, who said them and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from claimkit.corpus.clusters.arrays import (
    Bools,
    Floats,
    Hashes,
    Ints,
    Small,
    Words,
    gather_ranges,
    row_chunks,
    unique,
)
from claimkit.corpus.clusters.quote_columns import UNKNOWN, Identity, QuoteColumns, word_hash
from claimkit.corpus.clusters.shared_runs import SharedRuns, find_shared_runs
from claimkit.english import lexicon

MIN_WORDS = 2  # a single word ("probably") is never the same quotation

# The background table counts as this many quotations: in a smaller corpus it outweighs the corpus's own counts. The
# score was fitted on 5,795 quotations, where a rare word weighs 8.5 nats; in a folder of five articles it weighs 7.8.
_BACKGROUND_QUOTES = 5_000.0
_WORDS_A_QUOTE = 25  # mean length of the quotations of PolNeAR train and dev
_UNSEEN = 2.0  # assumed uses per million words of a word missing from the table, whose rarest words have 11
# No word weighs more, so that sums mean the same in corpora of any size.
MOST_NATS = 9.0
WEEK = 7  # days


@dataclass(frozen=True, slots=True)
class Texts:
    """The quotations to compare, one row for all that have the same words, speaker and day.

    Rows are sorted by day (unknown ones last), then by their first id. So are `entries`, the numbers of the quotations
    among the columns; `row` is the row of each. The words of row i are `words[starts[i]:starts[i + 1]]`, `row_at` is
    the row of each word. `alike[i]` is the first row with the same words. `hashes` has the hash of each word of the
    vocabulary, `rarity` its weight in nats; `mass` has running sums of that over each row. `runs` are the runs of three
    words that several rows hold, `occasions` says in how many weeks the run at each offset was said. `speaker`,
    `surname` and `given` are codes, equal where the names are; `day` counts days. UNKNOWN marks what is unknown.
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
    runs: SharedRuns
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
        """Sum of the rarity of each row's words, in nats."""
        return self.mass[self.starts[1:] - 1].astype(np.float64)


def build_texts(columns: QuoteColumns, said_by: Ints, speakers: Sequence[Identity]) -> Texts:
    """The quotations of two words or more; their order makes no difference, and each id counts once.

    `said_by` is who said each, as an index in `speakers`.
    """
    entries = _sorted_entries(columns)
    text_of = code_values(columns.wordings[entries])
    speaker = name_codes(speakers)[said_by[entries]]
    day = columns.day[entries].astype(np.int64)
    heads, row = group_equal(text_of, speaker[:, 0], day)
    text_of, speaker, day = text_of[heads], speaker[heads], day[heads]
    lengths = columns.lengths[entries[heads]].astype(np.int64)
    ends = np.cumsum(columns.lengths, dtype=np.int64)[entries[heads]]
    words = gather_ranges(columns.words, ends - lengths, lengths)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    row_at = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    first = np.unique(text_of, return_index=True)[1]
    rarity = _rarity(columns.vocabulary, words, starts, first)
    runs = find_shared_runs(columns.vocabulary, words, row_at, 3)
    return Texts(
        entries=entries,
        row=row,
        words=words,
        starts=starts,
        row_at=row_at,
        alike=first[text_of],
        hashes=columns.vocabulary,
        rarity=rarity,
        mass=running_mass(rarity, words, starts),
        runs=runs,
        occasions=_occasions(runs, day, len(words)),
        speaker=speaker[:, 0],
        surname=speaker[:, 1],
        given=speaker[:, 2],
        day=day,
    )


def rank_by_fullness(texts: Texts) -> Ints:
    """The rank of each row, 0 for the fullest wording: most words, then most often printed so, earliest, first id."""
    often = np.bincount(texts.alike[texts.row], minlength=len(texts.alike))[texts.alike]
    order = np.lexsort((-often, -texts.lengths))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank


def sort_ids(ids: NDArray[np.bytes_]) -> Ints:
    """The entries sorted by id; equal ones keep their order."""
    width = -(-ids.dtype.itemsize // 8) * 8
    if width > 16:
        return np.argsort(ids, kind="stable")
    # Ids of up to 16 bytes as one or two numbers: four times as fast.
    padded = np.zeros((len(ids), width), dtype=np.uint8)
    padded[:, : ids.dtype.itemsize] = ids.view(np.uint8).reshape(len(ids), ids.dtype.itemsize)
    numbers = padded.view(">u8").astype(np.uint64)
    return np.lexsort(tuple(numbers[:, at] for at in range(width // 8 - 1, -1, -1)))


def code_values(values: NDArray[np.uint64]) -> Ints:
    """A number for each value, the same for equal ones."""
    distinct = unique(values)
    return np.searchsorted(distinct, values)


def _sorted_entries(columns: QuoteColumns) -> Ints:
    """The entries to compare: earliest first, undated ones last, those of one day by id."""
    order = sort_ids(columns.ids)
    same = np.flatnonzero(columns.ids[order][1:] == columns.ids[order][:-1])
    if len(same):  # one article stored twice: either will do, as long as it is always the same one
        _, rank = np.unique(columns.ids[order], return_inverse=True)
        other = [getattr(columns, name)[order] for name in ("end", "start", "wordings", "day")]
        order = order[np.lexsort((*other, rank))]
        first = np.ones(len(order), dtype=bool)
        first[1:] = columns.ids[order][1:] != columns.ids[order][:-1]
        order = order[first]
    order = order[columns.lengths[order] >= MIN_WORDS]
    day = columns.day[order]
    return order[np.lexsort((day, day == UNKNOWN))]


def name_codes(speakers: Sequence[Identity]) -> Ints:
    """Codes for each speaker's id, surname and given name: equal for equal names, and in alphabetical order."""
    codes = {
        name: number for number, name in enumerate(sorted({name for identity in speakers for name in identity} - {""}))
    }
    codes[""] = UNKNOWN
    return np.array([codes[name] for identity in speakers for name in identity], dtype=np.int64).reshape(-1, 3)


def group_equal(*columns: Ints) -> tuple[Ints, Ints]:
    """Rows of entries that are equal in all columns, as they first occur: the first entry of each, each entry's row."""
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
    """Weight of each word in nats: minus the log of how likely a quotation has it, in this corpus and the background.

    `distinct` are the rows whose words count: one for each wording.
    """
    bits = max(len(vocabulary).bit_length(), 1)
    here = np.zeros(len(vocabulary), dtype=np.int64)
    sizes = (starts[1:] - starts[:-1])[distinct]
    ends = np.cumsum(sizes)
    for first, last in row_chunks(ends):
        chosen = sizes[first:last]
        numbers = gather_ranges(words, starts[distinct[first:last]], chosen).astype(np.int64)
        held = unique(np.repeat(np.arange(len(chosen)) << bits, chosen) | numbers)
        here += np.bincount(held & ((1 << bits) - 1), minlength=len(vocabulary))
    return word_nats(vocabulary, here, len(distinct))


def word_nats(vocabulary: Hashes, here: Ints, wordings: int) -> NDArray[np.float32]:
    """Weight in nats of each word; `here` says how many of the `wordings` have it."""
    known, per_million = background()
    elsewhere = np.full(len(vocabulary), _UNSEEN)
    at = np.minimum(np.searchsorted(known, vocabulary), len(known) - 1)
    found = known[at] == vocabulary
    elsewhere[found] = per_million[at[found]]
    expected = _BACKGROUND_QUOTES * -np.expm1(-_WORDS_A_QUOTE * elsewhere * 1e-6)
    nats = np.log((wordings + _BACKGROUND_QUOTES) / (here + expected))
    return np.minimum(nats, MOST_NATS).astype(np.float32)


def running_mass(rarity: NDArray[np.float32], words: Words, starts: Ints) -> NDArray[np.float32]:
    """Running sums of rarity over each row, including the word itself."""
    mass = np.empty(len(words), dtype=np.float32)
    ends = starts[1:]
    for first, last in row_chunks(ends):
        begin, end = int(starts[first]), int(starts[last])
        sums = np.concatenate([[0.0], np.cumsum(rarity[words[begin:end]], dtype=np.float64)])
        sizes = ends[first:last] - starts[first:last]
        mass[begin:end] = sums[1:] - np.repeat(sums[starts[first:last] - begin], sizes)
    return mass


def _occasions(runs: SharedRuns, day: Ints, words: int) -> NDArray[np.uint8]:
    """For each offset: on how many occasions the three words that begin there were said, at most 255.

    A week counts as one occasion, and so does each undated quotation.
    """
    week = np.where(day == UNKNOWN, -1 - np.arange(len(day)), day // WEEK).astype(np.int32)
    occasion = week[runs.rows]  # rows are sorted by day
    fresh: Bools = np.ones(len(occasion), dtype=bool)
    fresh[1:] = occasion[1:] != occasion[:-1]
    fresh[runs.begins] = True
    counts = np.add.reduceat(fresh, runs.begins, dtype=np.int64) if len(runs.begins) else runs.begins
    occasions = np.ones(words, dtype=np.uint8)
    occasions[runs.offsets] = np.repeat(np.minimum(counts, 255).astype(np.uint8), runs.holders)
    return occasions


@cache
def background() -> tuple[Hashes, Floats]:
    """Hashes of common English words, sorted, and their uses per million words."""
    bands = lexicon.table("frequency")["per_million"]
    uses = {word_hash(word): float(uses) for uses, words in bands.items() for word in words.split()}
    known = sorted(uses)
    return np.array(known, dtype=np.uint64), np.array([uses[one] for one in known])
