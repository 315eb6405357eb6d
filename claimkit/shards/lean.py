"""The lean parts of a group of shards, without the second and further copies of articles."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

import numpy as np

from claimkit.shards.exchange import column
from claimkit.shards.folder import Folder
from claimkit.shards.keys import piece_of_text
from claimkit.shards.mapping import name_of


def article_ids(*, step: int, folder: Folder, groups: Sequence[Sequence[int]], pieces: int) -> dict[str, Any]:
    """The id and place of each article in a group of shards, to the step that looks for its copies."""
    import pyarrow as pa

    tables = []
    for shard in groups[step]:
        found = folder.read_table(f"map/articles/{name_of(shard)}.parquet", ["number", "id"])
        tables.append(found.append_column("shard", pa.array(np.full(found.num_rows, shard, dtype=np.int32))))
    table = pa.concat_tables(tables)
    to = piece_of_text(table.column("id").to_pylist(), pieces)
    return {"articles": table.append_column("to", pa.array(to))}


def find_copies(articles: Any, *, step: int, group_of: Sequence[int]) -> dict[str, Any]:
    """Articles that lie in several places: all but the first, in the order of the paths."""
    import pyarrow as pa

    empty = np.zeros(0, dtype=np.int32)
    shard, number = empty, empty
    if articles is not None:
        codes = articles.column("id").combine_chunks().dictionary_encode().indices.to_numpy()
        order = np.lexsort((column(articles, "number"), column(articles, "shard"), codes))
        again = np.zeros(len(order), dtype=bool)
        again[1:] = codes[order][1:] == codes[order][:-1]
        shard, number = (column(articles, name)[order[again]].astype(np.int32) for name in ("shard", "number"))
    to = np.array(group_of, dtype=np.int32)[shard] if len(shard) else empty
    return {"copies": pa.table({"shard": shard, "number": number, "to": to}), "facts": len(shard)}


def read_lean(folder: Folder, shards: Sequence[int], copies: Any, columns: list[str] | None = None) -> Any:
    """The quotations of some shards, with the shard of each; those of copies are left out."""
    import pyarrow as pa

    dropped = copies_by_shard(copies)
    tables = []
    for shard in shards:
        table = folder.read_table(f"map/lean/{name_of(shard)}.parquet", columns)
        if drop := dropped.get(shard):
            kept = ~np.isin(column(table, "article"), np.array(sorted(drop), dtype=np.int32))
            table = table.filter(pa.array(kept))
        tables.append(table.append_column("shard", pa.array(np.full(table.num_rows, shard, dtype=np.int32))))
    return pa.concat_tables(tables)


def article_numbers(lean: Any) -> Any:
    """Eight bytes that tell the articles of one cluster apart, for each quotation."""
    ids = lean.column("article_id").to_pylist()
    return np.array([int.from_bytes(_short(one), "big") for one in ids], dtype=np.uint64)


def _short(article: str) -> bytes:
    return blake2b(article.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def copies_by_shard(copies: Any) -> dict[int, set[int]]:
    """The numbers of the articles to leave out, by shard."""
    found: dict[int, set[int]] = {}
    if copies is not None:
        for shard, number in zip(column(copies, "shard").tolist(), column(copies, "number").tolist(), strict=True):
            found.setdefault(shard, set()).add(number)
    return found
