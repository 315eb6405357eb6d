"""Names that other articles give, over all shards: the code of one machine, where a whole cluster comes together.

Few clusters have a speaker whom their article leaves open. Their quotations go to one step each, which asks all shards
what articles say of the persons named there, and then decides (see `claimkit.corpus.same_words`).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np

from claimkit.corpus.cache import hint_from, hint_row
from claimkit.corpus.clusters.quote_columns import UNKNOWN, QuoteColumns
from claimkit.corpus.people.hints import Hint
from claimkit.corpus.same_words import HintsOf, Printed, as_told, lent_names
from claimkit.models.collection import PersonEntry
from claimkit.models.record import Speaker
from claimkit.shards.exchange import column, flat, lists, nothing, rows_table
from claimkit.shards.folder import Folder
from claimkit.shards.keys import encode_ids, piece_of_text
from claimkit.shards.lean import article_numbers, read_lean
from claimkit.shards.packing import compact, pack, unpack
from claimkit.shards.people import Named


def print_members(
    copies: Any,
    named: Any,
    members: Any,
    *,
    step: int,
    folder: Folder,
    groups: Sequence[Sequence[int]],
    pieces: int,
    people: Sequence[PersonEntry],
) -> dict[str, Any]:
    """The members of clusters with an open speaker, each to the step that has its whole cluster."""
    import pyarrow as pa

    asked = {} if members is None else _clusters(members.filter(members.column("asked")))
    if not asked:
        return {"printed": nothing()}
    lean = read_lean(folder, groups[step], copies, ["article", "article_id", "id", "speaker", "hint", "words"])
    lean = lean.filter(lean.column("words").is_valid())
    lean = lean.filter(pa.array([id_ in asked for id_ in lean.column("id").to_pylist()], pa.bool_()))
    who = Named(named, people)
    payloads = {one: pack(who.speaker(one).speaker).decode() for one in _distinct(lean, "speaker")}
    clusters = [asked[id_] for id_ in lean.column("id").to_pylist()]
    values, begins = flat(lean, "words")
    table = {
        "cluster": pa.array(clusters, pa.string()),
        "id": lean.column("id"),
        "speaker": pa.array([payloads.get(one) for one in lean.column("speaker").to_pylist()], pa.string()),
        "hint": pa.array(lean.column("hint").to_pylist(), pa.string()),
        "article": article_numbers(lean),
        "words": lists(values.to_numpy(), begins[1:]),
        "group": np.full(len(clusters), step, dtype=np.int32),
        "to": piece_of_text(clusters, pieces),
    }
    return {"printed": pa.table(table)}


def ask_for_persons(printed: Any, *, step: int) -> dict[str, Any]:
    """The persons of whom the step must know what articles say, told to all."""
    asked: set[str] = set()

    def ask(id_: str) -> Sequence[Hint]:
        asked.add(id_)
        return ()

    if printed is not None:
        lent_names(_printed(printed), ask)
    return {"persons": rows_table(((id_, step, 0) for id_ in sorted(asked)), id="string", piece="int32", to="int32")}


def tell_hints(
    copies: Any,
    named: Any,
    persons: Any,
    *,
    step: int,
    folder: Folder,
    groups: Sequence[Sequence[int]],
    people: Sequence[PersonEntry],
) -> dict[str, Any]:
    """What the articles of a group of shards say of the persons asked for, to the steps that ask."""
    asking: dict[str, list[int]] = defaultdict(list)
    if persons is not None:
        for id_, piece in zip(persons.column("id").to_pylist(), persons.column("piece").to_pylist(), strict=True):
            asking[id_].append(piece)
    rows: set[tuple[str, str, int]] = set()
    if asking:
        who = Named(named, people)
        lean = read_lean(folder, groups[step], copies, ["article", "speaker", "hint"])
        both = zip(lean.column("speaker").to_pylist(), lean.column("hint").to_pylist(), strict=True)
        for payload, text in {(payload, hint) for payload, hint in both if payload and hint}:
            speaker = who.speaker(payload).speaker
            if speaker.status == "resolved" and speaker.id in asking:
                said = compact(hint_row(as_told(hint_from(json.loads(text)), speaker)))
                rows.update((speaker.id, said, piece) for piece in asking[speaker.id])
    return {"hints": rows_table(sorted(rows), id="string", hint="string", to="int32")}


def lend_names(printed: Any, hints: Any, *, step: int) -> dict[str, Any]:
    """The open speakers whom another article names, with that article's speaker, to their groups of shards."""
    lent: list[tuple[str, str, int]] = []
    if printed is not None:
        given = _printed(printed)
        ids, groups = (printed.column(name).to_pylist() for name in ("id", "group"))
        for entry, lender in lent_names(given, _known(hints)).items():
            lent.append((ids[entry], pack(given.speakers[lender]).decode(), groups[entry]))
    return {"lent": rows_table(lent, id="string", speaker="string", to="int32")}


def lenders(lent: Any) -> dict[str, Speaker]:
    """Whose name each open speaker gets, by the id of the quotation."""
    if lent is None:
        return {}
    pairs = zip(lent.column("id").to_pylist(), lent.column("speaker").to_pylist(), strict=True)
    return {id_: unpack(Speaker, one.encode()) for id_, one in pairs}


def _clusters(members: Any) -> dict[str, str]:
    return dict(zip(members.column("id").to_pylist(), members.column("cluster").to_pylist(), strict=True))


def _distinct(table: Any, name: str) -> list[str]:
    return [one for one in table.column(name).unique().to_pylist() if one is not None]


def _known(hints: Any) -> HintsOf:
    found: dict[str, list[Hint]] = defaultdict(list)
    if hints is not None:
        for id_, text in zip(hints.column("id").to_pylist(), hints.column("hint").to_pylist(), strict=True):
            found[id_].append(hint_from(json.loads(text)))
    return lambda id_: found.get(id_, [])


def _printed(table: Any) -> Printed:
    """Members of whole clusters, as one machine has them."""
    values, begins = flat(table, "words")
    vocabulary, words = np.unique(values.to_numpy(), return_inverse=True)
    nowhere = np.full(table.num_rows, UNKNOWN)
    articles = np.unique(column(table, "article"), return_inverse=True)[1]
    speaker, speakers = _numbered(table, "speaker")
    hint, hints = _numbered(table, "hint")
    return Printed(
        QuoteColumns(
            ids=encode_ids(table.column("id").to_pylist()),
            lengths=np.diff(begins).astype(np.int32),
            words=words.astype(np.uint32),
            vocabulary=vocabulary,
            wordings=np.zeros(table.num_rows, dtype=np.uint64),
            day=nowhere.astype(np.int32),
            article=articles.astype(np.int32),
            start=nowhere,
            end=nowhere,
        ),
        speaker,
        hint,
        _numbered(table, "cluster")[0],
        [unpack(Speaker, one.encode()) for one in speakers],
        [hint_from(json.loads(one)) for one in hints],
    )


def _numbered(table: Any, name: str) -> tuple[Any, list[str]]:
    """The number of each row's value, -1 for none, and the values."""
    codes = table.column(name).combine_chunks().dictionary_encode()
    return codes.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32), codes.dictionary.to_pylist()
