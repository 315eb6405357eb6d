"""Quotations to rows: those of the same words, speaker and day are one, as in `claimkit.corpus.clusters.texts`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from claimkit.corpus.clusters.arrays import Hashes, Ints, unique
from claimkit.corpus.clusters.block import SHORT
from claimkit.corpus.clusters.quote_columns import NO_IDENTITY, Identity, speaker_identity
from claimkit.corpus.clusters.shared_runs import run_hashes
from claimkit.corpus.clusters.texts import MIN_WORDS, MOST_NATS, code_values, group_equal, word_nats
from claimkit.corpus.people.hints import is_open
from claimkit.models.collection import PersonEntry
from claimkit.shards.exchange import column, flat, keys, lists
from claimkit.shards.folder import Folder
from claimkit.shards.keys import KEY_WIDTH, encode_ids, ids_of, piece_of, piece_of_key, row_keys
from claimkit.shards.lean import article_numbers, read_lean
from claimkit.shards.people import Named

_SAMPLE = 1_000  # keys of a group from which the pieces' sizes are told; set by hand


def read_quotes(
    copies: Any,
    named: Any,
    *,
    step: int,
    folder: Folder,
    groups: Sequence[Sequence[int]],
    pieces: int,
    people: Sequence[PersonEntry],
) -> dict[str, Any]:
    """The quotations to compare, each to the step that has all of the same words."""
    import pyarrow as pa

    lean = read_lean(folder, groups[step], copies)
    said = Named(named, people)
    identities: dict[str | None, Identity] = {None: NO_IDENTITY}
    open_: set[str | None] = set()
    speakers = lean.column("speaker").to_pylist()
    for payload in speakers:
        if payload not in identities:
            speaker = said.speaker(payload).speaker
            identities[payload] = speaker_identity(speaker)
            if is_open(speaker):
                open_.add(payload)
    lengths = lean.column("words").combine_chunks().value_lengths().fill_null(0).to_numpy()
    chosen = np.flatnonzero(lengths >= MIN_WORDS)
    lean = lean.take(pa.array(chosen))
    who = [identities[speakers[at]] for at in chosen.tolist()]
    asked = np.array([speakers[at] in open_ for at in chosen.tolist()], dtype=bool)
    asked &= lean.column("hint").is_valid().to_numpy()
    day = column(lean, "day")
    key = row_keys(day, encode_ids(lean.column("id").to_pylist()))
    wording = column(lean, "wording")
    values, begins = flat(lean, "words")
    table = pa.table(
        {
            "wording": wording,
            "key": keys(key),
            "day": day,
            "article": article_numbers(lean),
            "start": column(lean, "start"),
            "end": column(lean, "end"),
            "group": np.full(len(chosen), step, dtype=np.int32),
            "open": asked.astype(np.int8),
            **{name: pa.array([one[at] for one in who], pa.string()) for at, name in enumerate(_IDENTITY)},
            "words": lists(values, begins[1:]),
            "to": piece_of(wording, pieces),
        }
    )
    sample = np.sort(key)[:: max(1, len(key) // _SAMPLE)]
    return {"quotes": table, "facts": [one.ljust(KEY_WIDTH, b"\0").hex() for one in sample.tolist()]}


_IDENTITY = ("speaker", "surname", "given")


def make_rows(quotes: Any, *, step: int, pieces: int, begins: list[bytes]) -> dict[str, Any]:
    """One row for all quotations of the same words, speaker and day, to the step that numbers it.

    Also in how many wordings each word is, and the runs of two words of short ones.
    """
    import pyarrow as pa

    quotes = quotes if quotes is not None else _no_quotes()
    day = column(quotes, "day").astype(np.int64)
    key = column(quotes, "key")
    # An id that occurs twice counts once: the first by day and place, as with one store.
    order = np.lexsort((column(quotes, "end"), column(quotes, "start"), day, ids_of(key)))
    ids = ids_of(key)[order]
    order = order[np.append(True, ids[1:] != ids[:-1])[: len(order)]]
    order = order[np.argsort(key[order], kind="stable")]
    quotes, day, key = quotes.take(pa.array(order)), day[order], key[order]
    text = code_values(column(quotes, "wording"))
    speaker = quotes.column("speaker").combine_chunks().dictionary_encode().indices.to_numpy().astype(np.int64)
    heads, row = group_equal(text, speaker, day)
    first = np.unique(text, return_index=True)[1][text[heads]]  # the first quotation with these words
    by_row = np.argsort(row, kind="stable")
    ends = np.cumsum(np.bincount(row, minlength=len(heads)))
    rows = quotes.take(pa.array(heads)).select(["key", *_IDENTITY, "words"])
    columns = {name: rows.column(name) for name in rows.column_names}
    lengths = rows.column("words").combine_chunks().value_lengths().to_numpy().astype(np.int32)
    listed = {name: column(quotes, name)[by_row] for name in ("article", "start", "end", "group", "open")}
    table = pa.table(
        {
            **columns,
            "alike": keys(key[first]),
            "length": lengths,
            "often": np.bincount(text)[text[heads]].astype(np.int32) if len(text) else lengths,
            "day": day[heads].astype(np.int32),
            "ids": lists(keys(ids_of(key)[by_row]), ends),
            **{f"{name}s": lists(values, ends) for name, values in listed.items()},
            "to": piece_of_key(key[heads], begins),
        }
    )
    distinct = table.filter(pa.array(heads == first))
    word, times = _frequencies(distinct)
    return {
        "rows": table,
        "frequency": pa.table({"word": word, "wordings": times, "to": piece_of(word, pieces)}),
        "twos": _table_of(short_runs(table)),
        "facts": distinct.num_rows,
    }


def add_frequencies(frequency: Any, *, step: int, wordings: int) -> dict[str, Any]:
    """The weight in nats of each word that weighs less than the most."""
    import pyarrow as pa

    if frequency is None:
        return {
            "nats": pa.table({"word": pa.array([], pa.uint64()), "nats": pa.array([], pa.float32()), "to": _NOWHERE})
        }
    word, code = np.unique(column(frequency, "word"), return_inverse=True)
    times = np.bincount(code, column(frequency, "wordings")).astype(np.int64)
    nats = word_nats(word, times, wordings)
    light = nats < MOST_NATS
    return {"nats": pa.table({"word": word[light], "nats": nats[light], "to": np.zeros(light.sum(), dtype=np.int32)})}


_NOWHERE = np.zeros(0, dtype=np.int32)


def gather(nats: Any, twos: Any, *, step: int) -> dict[str, Any]:
    """What every later step needs whole, in one file each: the weights of words and the runs of two to look for."""
    import pyarrow as pa

    found = {} if nats is None else {"word": column(nats, "word"), "nats": column(nats, "nats")}
    word = found.get("word", np.zeros(0, dtype=np.uint64))
    order = np.argsort(word)
    weights = {"word": word[order], "nats": found.get("nats", np.zeros(0, dtype=np.float32))[order]}
    runs = unique(column(twos, "run")) if twos is not None else np.zeros(0, dtype=np.uint64)
    at = np.zeros(len(order), dtype=np.int32)
    return {"nats": pa.table({**weights, "to": at}), "twos": _table_of(runs)}


def weights_of(vocabulary: Hashes, nats: Any) -> Any:
    """The weight of each word of a vocabulary."""
    known = column(nats, "word") if nats is not None else np.zeros(0, dtype=np.uint64)
    found = np.full(len(vocabulary), MOST_NATS, dtype=np.float32)
    if len(known):
        at = np.minimum(np.searchsorted(known, vocabulary), len(known) - 1)
        there = known[at] == vocabulary
        found[there] = column(nats, "nats")[at[there]]
    return found


def words_of(rows: Any) -> tuple[Hashes, Ints, Any]:
    """All words of some rows, where each row's begin, and the row of each word."""
    values, begins = flat(rows, "words")
    return values.to_numpy(), begins, np.repeat(np.arange(len(begins) - 1, dtype=np.int32), np.diff(begins))


def short_runs(rows: Any) -> Hashes:
    """The runs of two words in rows of few words."""
    import pyarrow as pa

    words, _, row_at = words_of(rows.filter(pa.array(column(rows, "length") <= SHORT)))
    return unique(runs_in(words, row_at, 2)[0])


def runs_in(words: Hashes, row_at: Any, size: int) -> tuple[Hashes, Ints]:
    """The hashes of all runs of `size` words within a row, and where they begin."""
    starts = np.flatnonzero(row_at[: len(row_at) - size + 1] == row_at[size - 1 :]) if len(row_at) >= size else _NONE
    return run_hashes(words, np.arange(len(words), dtype=np.uint32), size, starts), starts


_NONE = np.zeros(0, dtype=np.int64)


def _frequencies(rows: Any) -> tuple[Hashes, Ints]:
    words, _, row_at = words_of(rows)
    vocabulary, code = np.unique(words, return_inverse=True)
    held = unique(row_at.astype(np.int64) << 32 | code)
    return vocabulary, np.bincount(held & 0xFFFFFFFF, minlength=len(vocabulary))


def _table_of(runs: Hashes) -> Any:
    import pyarrow as pa

    return pa.table({"run": runs, "to": np.zeros(len(runs), dtype=np.int32)})


def _no_quotes() -> Any:
    import pyarrow as pa

    types: dict[str, Any] = {"wording": pa.uint64(), "key": pa.binary(KEY_WIDTH), "day": pa.int32()}
    types |= {"article": pa.uint64(), "start": pa.int64(), "end": pa.int64(), "group": pa.int32(), "open": pa.int8()}
    types |= dict.fromkeys(_IDENTITY, pa.string()) | {"words": pa.large_list(pa.uint64())}
    return pa.schema(list(types.items())).empty_table()
