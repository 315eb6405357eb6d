"""Connected components of a graph that no machine holds: large star and small star, in turns, until nothing changes.

Kiveris et al., Connected Components in MapReduce and Beyond (2014). The label of a component is its least node.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from claimkit.corpus.clusters.arrays import Hashes, is_first
from claimkit.shards.exchange import Exchange, Stage, column
from claimkit.shards.keys import piece_of, piece_of_row

_MOST_ROUNDS = 60  # each halves the longest path at least; a graph of 2**60 nodes does not exist
FEW = 4_000_000  # edges that one step labels at once, in 64 MB


def find_components(
    exchange: Exchange, edges: str, rows: int, pieces: int, few: int = FEW, bases: Sequence[int] = ()
) -> str:
    """The table `node`, `label` of the nodes whose label is another node; `edges` come both ways and have `rows` rows.

    It is cut by the nodes' hashes or, where `bases` are given, as rows with these numbers are.
    """
    name = edges.replace("/", "-")
    cut = {"pieces": pieces}
    placed = {"pieces": pieces, "bases": bases}
    if rows <= few:
        exchange.run(Stage(f"{name}-labels", label_at_once, 1, shared=(edges,), pieces=pieces, facts=placed))
        return f"{name}-labels/labels"
    at, before = edges, None
    for number in range(_MOST_ROUNDS):
        large, small = f"{name}-large-{number}", f"{name}-small-{number}"
        exchange.run(Stage(large, large_star, pieces, (at,), pieces=pieces, facts=cut))
        now = exchange.run(Stage(small, small_star, pieces, (f"{large}/edges",), pieces=pieces, facts=cut))["facts"]
        at = f"{small}/edges"
        if now == before:
            break
        before = now
    exchange.run(Stage(f"{name}-labels", star_labels, pieces, (at,), pieces=pieces, facts=placed))
    return f"{name}-labels/labels"


def both_ways(one: Hashes, other: Hashes, pieces: int) -> Any:
    """Edges as each of their ends sees them."""
    return _edges(np.concatenate([one, other]), np.concatenate([other, one]), pieces)


def label_at_once(edges: Any, *, step: int, pieces: int, bases: Sequence[int]) -> dict[str, Any]:
    """The labels of all nodes, in one step."""
    one, other, _ = _neighbours(edges)
    nodes, ends = np.unique(np.concatenate([one, other]), return_inverse=True)
    left, right = np.split(ends, 2)
    label = np.arange(len(nodes))
    while True:
        least = np.minimum(label[left], label[right])
        new = label.copy()
        for places in (left, right, label[left], label[right]):
            np.minimum.at(new, places, least)
        new = new[new]
        if (new == label).all():
            break
        label = new
    moved = label != np.arange(len(nodes))
    return {"labels": _labels(nodes[moved], nodes[label[moved]], pieces, bases)}


def large_star(edges: Any, *, step: int, pieces: int) -> dict[str, Any]:
    """Each greater neighbour of a node is tied to its least neighbour."""
    one, other, least = _neighbours(edges)
    chosen = other > one
    return {"edges": _distinct(other[chosen], least[chosen], pieces)}


def small_star(edges: Any, *, step: int, pieces: int) -> dict[str, Any]:
    """Each lesser neighbour of a node, and the node, are tied to the least; edges come from their greater end."""
    one, other, least = _neighbours(edges)
    chosen = other < one
    tied = _distinct(
        np.concatenate([other[chosen], one[chosen]]), np.concatenate([least[chosen], least[chosen]]), pieces
    )
    a, b = column(tied, "a"), column(tied, "b")
    return {"edges": both_ways(a, b, pieces), "facts": [len(a), int((a * np.uint64(3) ^ b).sum() >> np.uint64(1))]}


def star_labels(edges: Any, *, step: int, pieces: int, bases: Sequence[int]) -> dict[str, Any]:
    """When nothing changes any more, each node is tied to the least of its component."""
    one, other, _ = _neighbours(edges)
    chosen = other < one
    return {"labels": _labels(one[chosen], other[chosen], pieces, bases)}


def _neighbours(edges: Any) -> tuple[Hashes, Hashes, Hashes]:
    """Edges by their first end, each once, and the least of it and its neighbours."""
    if edges is None:
        none = np.zeros(0, dtype=np.uint64)
        return none, none, none
    one, other = column(edges, "a"), column(edges, "b")
    order = np.lexsort((other, one))
    one, other = one[order], other[order]
    new = is_first(one)
    new[1:] |= other[1:] != other[:-1]
    one, other = one[new], other[new]
    begins = np.flatnonzero(is_first(one))
    sizes = np.diff(np.append(begins, len(one)))
    return one, other, np.repeat(np.minimum(one[begins], other[begins]), sizes)


def _distinct(one: Hashes, other: Hashes, pieces: int) -> Any:
    apart = one != other
    one, other = one[apart], other[apart]
    order = np.lexsort((other, one))
    one, other = one[order], other[order]
    new = is_first(one)
    new[1:] |= other[1:] != other[:-1]
    return _edges(one[new], other[new], pieces)


def _edges(one: Hashes, other: Hashes, pieces: int) -> Any:
    import pyarrow as pa

    return pa.table({"a": one, "b": other, "to": piece_of(one, pieces)})


def _labels(nodes: Hashes, labels: Hashes, pieces: int, bases: Sequence[int]) -> Any:
    import pyarrow as pa

    to = piece_of_row(nodes.astype(np.int64), bases) if bases else piece_of(nodes, pieces)
    return pa.table({"node": nodes, "label": labels, "to": to})
