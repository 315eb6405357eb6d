"""Rows to pairs that may be one utterance: those that share a run of words, then those whose words agree.

The choices are those of `claimkit.corpus.clusters` (`block`, `score`); here each is made where all rows with the same
run, or the same row of a pair, come together.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from types import SimpleNamespace
from typing import Any

import numpy as np

from claimkit.corpus.clusters import block
from claimkit.corpus.clusters.arrays import Ints, count_values, is_first, unique
from claimkit.corpus.clusters.clustering import is_possible
from claimkit.corpus.clusters.quote_columns import UNKNOWN
from claimkit.corpus.clusters.score import wording_odds
from claimkit.corpus.clusters.shared_runs import SharedRuns
from claimkit.corpus.clusters.texts import WEEK, Texts, running_mass
from claimkit.shards.exchange import column, lists, nothing
from claimkit.shards.keys import piece_of, piece_of_row
from claimkit.shards.wordings import runs_in, weights_of, words_of

_FEW_OCCASIONS = 2  # up to this many make no difference (`score._stock`)
_ROW_BITS = 32  # of a row's number within its piece
_PAIRS = 100_000  # compared at a time, to keep memory small; set by hand


def number_rows(rows: Any, twos: Any, *, step: int, pieces: int, bases: Sequence[int]) -> dict[str, Any]:
    """The rows in their order, each with its number, and their runs of three and two words.

    A run of two words is looked for only where a short row has it.
    """
    import pyarrow as pa

    if rows is None:
        return {"rows": nothing(), "runs": nothing()}
    rows = rows.take(pa.array(np.argsort(column(rows, "key"), kind="stable")))
    number = bases[step] + np.arange(rows.num_rows)
    words, begins, row_at = words_of(rows)
    speaker = rows.column("speaker").combine_chunks().dictionary_encode()
    codes = np.array([_code(one) for one in speaker.dictionary.to_pylist()], dtype=np.int64)[speaker.indices.to_numpy()]
    sought = column(twos, "run") if twos is not None else np.zeros(0, dtype=np.uint64)
    runs = []
    for size in (3, 2):
        run, start = runs_in(words, row_at, size)
        if size == 2:
            at = np.minimum(np.searchsorted(sought, run), max(len(sought) - 1, 0))
            kept = sought[at] == run if len(sought) else np.zeros(len(run), dtype=bool)
            run, start = run[kept], start[kept]
        row = row_at[start]
        columns = {name: column(rows, name)[row] for name in ("length", "often", "day")}
        place = (start - begins[row]).astype(np.int32)
        runs.append(
            pa.table(
                {
                    "run": run,
                    "size": np.full(len(run), size, dtype=np.int8),
                    "row": number[row],
                    "place": place,
                    "speaker": codes[row],
                    **columns,
                    "to": piece_of(run, pieces),
                }
            )
        )
    numbered = rows.append_column("row", pa.array(number))
    at = np.full(len(number), step, dtype=np.int32)
    return {"rows": numbered.append_column("to", pa.array(at)), "runs": pa.concat_tables(runs)}


def pair_rows(runs: Any, *, step: int, bases: Sequence[int]) -> dict[str, Any]:
    """The pairs of rows that share a run, and how often each run was said, to the steps of their first rows."""
    import pyarrow as pa

    if runs is None:
        return {"pairs": nothing(), "occasions": nothing()}
    # Most runs are in one row alone.
    run = column(runs, "run")
    order = np.argsort(run, kind="stable")
    several = np.zeros(len(run), dtype=bool)
    several[1:] = run[order][1:] == run[order][:-1]
    several[:-1] |= several[1:]
    runs = runs.take(pa.array(np.sort(order[several])))
    run, size, place, row = (column(runs, name) for name in ("run", "size", "place", "row"))
    rows, first, local = np.unique(row, return_index=True, return_inverse=True)
    length, often, day, speaker = (
        column(runs, n)[first].astype(np.int64) for n in ("length", "often", "day", "speaker")
    )
    rank = fullness(length, often)
    known = SimpleNamespace(
        alike=np.arange(len(rows)), speaker=np.unique(speaker, return_inverse=True)[1], day=day, lengths=length
    )
    bits = len(rows).bit_length()
    everyone = np.ones(len(rows), dtype=bool)
    sought = {3: (everyone, everyone), 2: (length <= block.SHORT, length <= block.TINY)}
    found, said = [], []
    for words, (wanted, in_long) in sought.items():
        at = np.flatnonzero(size == words)
        shared = _shared(run[at], local[at], place[at], wanted)
        pairs, times = count_values(block.pairs_sharing(known, rank, shared, wanted, in_long))  # type: ignore[arg-type]
        one, other = pairs >> bits, pairs & ((1 << bits) - 1)
        # How many shared runs make a pair, which the runs in other steps decide together.
        least = block.SHARED * (np.minimum(length[one], length[other]) - words + 1)
        columns = {"one": rows[one], "other": rows[other], "times": times, "least": least}
        found.append(pa.table({**columns, "size": np.full(len(times), words, dtype=np.int8)}))
        if words == 3:
            said.append(_occasions(shared, rows, day))
    table = pa.concat_tables(found)
    to = piece_of_row(column(table, "one"), bases)
    return {"pairs": table.append_column("to", pa.array(to)), "occasions": _to_rows(pa.concat_tables(said), bases)}


def meet_first(rows: Any, pairs: Any, occasions: Any, *, step: int, bases: Sequence[int]) -> dict[str, Any]:
    """The pairs that share enough runs, to the steps of their second rows, with the words of the first ones."""
    import pyarrow as pa

    if rows is None:
        return {name: nothing() for name in ("rows", "texts", "pairs")}
    base = bases[step]
    words, begins, _ = words_of(rows)
    said = np.ones(len(words), dtype=np.uint8)
    if occasions is not None:
        at = begins[column(occasions, "row") - base] + column(occasions, "place")
        said[at] = column(occasions, "times").astype(np.uint8)
    rows = rows.append_column("said", lists(said, begins[1:]))
    one, other = _enough(pairs)
    to = piece_of_row(other, bases)
    needed = unique(to.astype(np.int64) << _ROW_BITS | (one - base))
    texts = rows.select(["row", "alike", "length", "words", "said"]).take(pa.array(needed & ((1 << _ROW_BITS) - 1)))
    here = np.full(rows.num_rows, step, dtype=np.int32)
    return {
        "rows": rows.append_column("to", pa.array(here)),
        "texts": texts.append_column("to", pa.array((needed >> _ROW_BITS).astype(np.int32))),
        "pairs": pa.table({"one": one, "other": other, "to": to}),
    }


def meet_second(
    rows: Any, texts: Any, pairs: Any, nats: Any, *, step: int, pieces: int, bases: Sequence[int]
) -> dict[str, Any]:
    """The pairs whose words agree enough for one utterance, with the log odds, to the steps of their first rows."""
    import pyarrow as pa

    from claimkit.shards.components import both_ways

    found = []
    for start in range(0, 0 if pairs is None else pairs.num_rows, _PAIRS):
        found.append(_compared(rows, texts, pairs.slice(start, _PAIRS), nats, bases[step]))
    one, other, odds = (np.concatenate(column) for column in zip(*found, strict=True)) if found else (_NONE,) * 3
    table = pa.table({"one": one, "other": other, "odds": odds.astype(np.float64), "to": piece_of_row(one, bases)})
    return {"pairs": table, "edges": both_ways(one.astype(np.uint64), other.astype(np.uint64), pieces)}


_NONE = np.zeros(0, dtype=np.int64)


def fullness(length: Ints, often: Ints) -> Ints:
    """The rank of each row, 0 for the fullest wording; the rows are in their order (see `texts.rank_by_fullness`)."""
    order = np.lexsort((-often, -length))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank


def texts_of(rows: Any, nats: Any) -> Texts:
    """The rows as texts to compare, without who said them and when."""
    words, begins, row_at = words_of(rows)
    vocabulary, code = np.unique(words, return_inverse=True)
    rarity = weights_of(vocabulary, nats)
    numbers = code.astype(np.uint32)
    unknown = np.full(rows.num_rows, UNKNOWN)
    return Texts(
        entries=_NONE,
        row=_NONE,
        words=numbers,
        starts=begins,
        row_at=row_at,
        alike=np.arange(rows.num_rows),
        hashes=vocabulary,
        rarity=rarity,
        mass=running_mass(rarity, numbers, begins),
        runs=SharedRuns(_NONE.astype(np.int32), _NONE.astype(np.int32), _NONE, _NONE),
        occasions=rows.column("said").combine_chunks().flatten().to_numpy(),
        speaker=unknown,
        surname=unknown,
        given=unknown,
        day=unknown,
    )


def _shared(run: Any, row: Ints, place: Any, sought: Any) -> SharedRuns:
    """The holders of each run, as `shared_runs.find_shared_runs` lists them; `offsets` are places within the rows."""
    order = np.lexsort((place, row, run))
    run, row, place = run[order], row[order], place[order]
    new = is_first(run)
    new[1:] |= row[1:] != row[:-1]
    run, row, place = run[new], row[new], place[new]
    begins = np.flatnonzero(is_first(run))
    holders = np.diff(np.append(begins, len(run)))
    wanted = holders > 1
    if len(begins):
        wanted &= np.add.reduceat(sought[row], begins, dtype=np.int64) > 0
    kept = np.repeat(wanted, holders)
    holders = holders[wanted]
    return SharedRuns(row[kept].astype(np.int32), place[kept], np.cumsum(holders) - holders, holders)


def _occasions(shared: SharedRuns, rows: Ints, day: Ints) -> Any:
    """Where a row has a run that was said on more than a few occasions, and on how many (see `texts._occasions`)."""
    import pyarrow as pa

    week = np.where(day == UNKNOWN, -1 - np.arange(len(day)), day // WEEK)[shared.rows]
    fresh = np.ones(len(week), dtype=bool)
    fresh[1:] = week[1:] != week[:-1]
    fresh[shared.begins] = True
    times = np.add.reduceat(fresh, shared.begins, dtype=np.int64) if len(shared.begins) else _NONE
    times = np.repeat(np.minimum(times, 255), shared.holders)
    many = times > _FEW_OCCASIONS
    return pa.table({"row": rows[shared.rows[many]], "place": shared.offsets[many], "times": times[many]})


def _enough(pairs: Any) -> tuple[Ints, Ints]:
    """The pairs that share enough runs of one size, each once."""
    if pairs is None or not pairs.num_rows:
        return _NONE, _NONE
    one, other, size, times, least = (column(pairs, name) for name in ("one", "other", "size", "times", "least"))
    order = np.lexsort((size, other, one))
    one, other, size, times, least = one[order], other[order], size[order], times[order], least[order]
    new = is_first(one)
    new[1:] |= (other[1:] != other[:-1]) | (size[1:] != size[:-1])
    begins = np.flatnonzero(new)
    enough = np.add.reduceat(times, begins) >= least[begins]
    one, other = one[begins][enough], other[begins][enough]
    new = is_first(one)
    new[1:] |= other[1:] != other[:-1]
    return one[new], other[new]


def _compared(rows: Any, texts: Any, pairs: Any, nats: Any, base: int) -> tuple[Ints, Ints, Any]:
    """The pairs whose words allow one utterance, with the log odds."""
    import pyarrow as pa

    one, other = column(pairs, "one"), column(pairs, "other")
    here, second = np.unique(other, return_inverse=True)
    numbers = column(texts, "row")
    order = np.argsort(numbers)
    there, first = np.unique(one, return_inverse=True)
    names = ["alike", "length", "words", "said"]
    # Both sides together, one text for each wording, in the order of the rows that have it first.
    taken = [
        texts.select(names).take(pa.array(order[np.searchsorted(numbers[order], there)])),
        rows.select(names).take(pa.array(here - base)),
    ]
    both = pa.concat_tables(taken).combine_chunks()
    _, kept, wording = np.unique(column(both, "alike"), return_index=True, return_inverse=True)
    compared = texts_of(both.take(pa.array(kept)), nats)
    a, b = wording[first], wording[len(there) + second]
    odds = wording_odds(compared, a, b)
    possible = is_possible(odds)
    return one[possible], other[possible], odds[possible]


def _to_rows(table: Any, bases: Sequence[int]) -> Any:
    import pyarrow as pa

    return table.append_column("to", pa.array(piece_of_row(column(table, "row"), bases)))


def _code(speaker: str) -> int:
    return int.from_bytes(blake2b(speaker.encode(), digest_size=8).digest(), "little", signed=True) if speaker else 0
