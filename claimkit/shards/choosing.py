"""Pairs to clusters: all rows of a component come together, and the single machine's code chooses among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from claimkit.corpus.clusters.arrays import Ints
from claimkit.corpus.clusters.clustering import choose_leaders, cluster_id, groups_of
from claimkit.corpus.clusters.quote_columns import QuoteColumns
from claimkit.corpus.clusters.texts import Texts, name_codes
from claimkit.corpus.same_words import MOST_MEMBERS
from claimkit.shards.exchange import column, flat, nothing
from claimkit.shards.keys import piece_of, row_keys
from claimkit.shards.pairs import fullness, texts_of


def by_component(rows: Any, pairs: Any, labels: Any, *, step: int, pieces: int, bases: Sequence[int]) -> dict[str, Any]:
    """Rows and pairs, each to the step that has its whole component; a quotation alone goes nowhere."""
    import pyarrow as pa

    if rows is None:
        return {"rows": nothing(), "pairs": nothing()}
    base = bases[step]
    label = column(rows, "row").copy()
    if labels is not None:
        label[column(labels, "node").astype(np.int64) - base] = column(labels, "label").astype(np.int64)
    copies = rows.column("ids").combine_chunks().value_lengths().to_numpy() > 1
    paired = np.zeros(rows.num_rows, dtype=bool)
    paired[label != column(rows, "row")] = True
    to = piece_of(label.astype(np.uint64), pieces)
    if pairs is None:
        pairs = nothing()
    else:
        first = column(pairs, "one") - base
        paired[first] = True
        pairs = pairs.append_column("to", pa.array(to[first]))
    kept = pa.array(paired | copies)
    return {"rows": rows.append_column("to", pa.array(to)).filter(kept), "pairs": pairs}


def choose(rows: Any, pairs: Any, nats: Any, *, step: int) -> dict[str, Any]:
    """The clusters of whole components: the members, back to the groups of shards that they come from."""
    import pyarrow as pa

    if rows is None:
        empty: list[Any] = []
        none = np.zeros(0, np.int32)
        return {"members": _members(empty, empty, empty, none, none.astype(bool), none), "facts": 0}
    number = column(rows, "row")
    rows = rows.take(pa.array(np.argsort(number)))
    number = np.sort(number)
    found, texts, group, is_open = _columns(rows, texts_of(rows, nats))
    first = second = np.zeros(0, dtype=np.int64)
    odds = np.zeros(0)
    if pairs is not None and pairs.num_rows:
        first, second = (np.searchsorted(number, column(pairs, name)) for name in ("one", "other"))
        order = np.lexsort((second, first))
        first, second, odds = first[order], second[order], column(pairs, "odds")[order]
    rank = fullness(texts.lengths, column(rows, "often").astype(np.int64))
    groups = groups_of(found, texts, choose_leaders(texts, rank, first, second, odds))
    members = np.flatnonzero(groups.representative >= 0)
    best = {head: found.id_at(head) for head in np.unique(groups.representative[members]).tolist()}
    ids = [found.id_at(member) for member in members.tolist()]
    heads = [best[head] for head in groups.representative[members].tolist()]
    clusters = {head: cluster_id(head) for head in best.values()}
    chosen = [clusters[head] for head in heads]
    asked = _asked(groups.representative[members], is_open[members])
    position = groups.position[members].astype(np.int32)
    return {"members": _members(ids, chosen, heads, position, asked, group[members]), "facts": int(asked.sum())}


def _asked(heads: Ints, is_open: Any) -> Any:
    """The members of clusters in which an open speaker may get a name (see `lending`)."""
    head, times = np.unique(heads, return_counts=True)
    several = np.unique(heads[is_open > 0])
    asked: Any = np.isin(heads, several) & np.isin(heads, head[times <= MOST_MEMBERS])
    return asked


def _members(ids: list[str], clusters: list[str], heads: list[str], position: Any, asked: Any, group: Any) -> Any:
    import pyarrow as pa

    names = {"id": ids, "cluster": clusters, "representative": heads}
    columns = {name: pa.array(values, pa.string()) for name, values in names.items()}
    return pa.table({**columns, "position": position, "asked": asked, "to": group})


def _columns(rows: Any, texts: Texts) -> tuple[QuoteColumns, Texts, Ints, Any]:
    """The quotations of some rows, the rows with who said them and when, and each quotation's group and `open`."""
    ids, begins = flat(rows, "ids")
    width = ids.type.byte_width
    id_ = np.frombuffer(ids.buffers()[1], dtype=f"S{width}", count=len(ids) + ids.offset)[ids.offset :]
    row = np.repeat(np.arange(rows.num_rows), np.diff(begins))
    names = ("article", "start", "end", "group", "open")
    article, start, end, group, is_open = (flat(rows, f"{name}s")[0].to_numpy() for name in names)
    day = column(rows, "day").astype(np.int64)
    order = np.argsort(row_keys(day[row], id_), kind="stable")
    said_by = zip(*(rows.column(name).to_pylist() for name in ("speaker", "surname", "given")), strict=True)
    who = name_codes(list(said_by))
    first, alike = np.unique(column(rows, "alike"), return_index=True, return_inverse=True)[1:]
    found = QuoteColumns(
        ids=id_[order],
        lengths=texts.lengths[row][order].astype(np.int32),
        words=texts.words,
        vocabulary=texts.hashes,
        wordings=np.zeros(len(row), dtype=np.uint64),
        day=day[row][order].astype(np.int32),
        article=np.unique(article[order], return_inverse=True)[1].astype(np.int32),
        start=start[order],
        end=end[order],
    )
    texts = replace(
        texts,
        entries=np.arange(len(row)),
        row=row[order],
        alike=first[alike],
        speaker=who[:, 0],
        surname=who[:, 1],
        given=who[:, 2],
        day=day,
    )
    return found, texts, group[order], is_open[order]
