"""What a search by meaning costs and finds.

`python tests/benchmarks/bench_meaning.py` times a search of a million vectors in memory, and one phrase's vector;
`… QUESTIONS STORE` also counts how often the right record is among the first ten: QUESTIONS has a JSON array
`[record id, question]` a line, of records of STORE, a store with vectors.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np

from claimkit.meaning.query import vector
from claimkit.meaning.vectors import cosines, differing, signs, unpack_signs
from claimkit.search.filters import Filters
from claimkit.search.meaning import SHORTLIST, nearest
from claimkit.store import Store

VECTORS = 1_000_000


def scan() -> float:
    """CPU milliseconds of one search of a million vectors in memory, the best of five."""
    rng = np.random.default_rng(1)
    rows = unpack_signs(rng.bytes(32 * VECTORS))
    numbers = [rng.bytes(256) for _ in range(SHORTLIST)]
    asked = rng.standard_normal(256).astype(np.float32)
    taken = []
    for _ in range(5):
        start = time.process_time()
        apart = differing(rows, signs(asked))
        worst = np.partition(apart, SHORTLIST - 1)[SHORTLIST - 1]
        np.flatnonzero(apart <= worst)
        cosines(numbers, asked)
        taken.append(time.process_time() - start)
    return 1000 * min(taken)


def encode() -> float:
    """CPU milliseconds of a phrase's vector, the best of five."""
    taken = []
    for _ in range(5):
        start = time.process_time()
        vector("the talks between the two countries are going well")
        taken.append(time.process_time() - start)
    return 1000 * min(taken)


def recall(questions: Path, store: Path) -> str:
    """How often the right record is among the first ten, in percent, and the mean reciprocal rank."""
    ranks = []
    with Store(store, readonly=True) as opened:
        for line in questions.read_text(encoding="utf-8").splitlines():
            wanted, question = json.loads(line)
            hits = nearest(opened, question, Filters(), limit=10)
            ids = [{hit.quote.id, *(other.id for other in hit.others)} for hit in hits]
            ranks.append(next((place for place, some in enumerate(ids, 1) if wanted in some), 0))
    found = [rank for rank in ranks if rank]
    return f"R@10 {100 * len(found) / len(ranks):.1f}, MRR {100 * sum(1 / rank for rank in found) / len(ranks):.1f}"


if __name__ == "__main__":
    print(f"a million vectors in memory: {scan():.0f} ms CPU; a phrase's vector: {encode():.0f} ms")
    if len(sys.argv) == 3:
        print(recall(Path(sys.argv[1]), Path(sys.argv[2])))
