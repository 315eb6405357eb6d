"""CPU time and memory of `clusters`, `clusters --changed` and `diff` over a store of many articles; run by hand.

    python tests/benchmarks/bench_variants.py [ARTICLES]

Made-up articles of some 400 words, one quotation each; every tenth utterance is in the news of 50 outlets, the others
in two, half of them wire copy. The store has its clusters already: only reading and comparing is measured.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from claimkit import wording as variants
from claimkit.english.text import digest
from claimkit.models.collection import Cluster
from claimkit.models.record import Article, Extraction, Quote, Span
from claimkit.search import cluster_lists, comparing
from claimkit.store import Store

from store_links import write_links

_WORDS = [
    a + b
    for a in ("bar", "den", "fol", "gur", "hes", "lin", "mor", "pel", "sut", "ver")
    for b in ("a", "en", "ik", "os", "ut")
]


def prose(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(_WORDS) + chance.choice(("", "s", "ed")) for _ in range(words))


def article(number: int, outlet: int, said: str, around: tuple[str, str]) -> Extraction:
    text = f"{around[0]} “{said}” {around[1]}"
    start = len(around[0]) + 2
    found = Article(f"a_{number}", f"{number}.txt", text, None, f"Outlet {outlet}", "2025-02-09")
    span = Span(start, start + len(said), said)
    return Extraction(found, (Quote(f"q_{number:09}", found.id, "direct", said, (span,), None, None, None, 0.9),))


def fill(store: Store, articles: int, chance: random.Random) -> None:
    made: list[Extraction] = []
    clusters: list[Cluster] = []
    while len(made) < articles:
        said = prose(chance, 25)
        wire = prose(chance, 200), prose(chance, 200)
        members = []
        for outlet in range(50 if len(clusters) % 10 == 0 else 2):
            words = said.split()
            words = words[: chance.randint(12, 25)]
            if chance.random() < 0.3:
                words[chance.randrange(len(words))] = "not"
            around = wire if outlet % 2 else (prose(chance, 200), prose(chance, 200))
            members.append(article(len(made) + len(members), outlet, " ".join(words), around))
        made += members
        ids = tuple(quote.id for member in members for quote in member.quotes)
        clusters.append(Cluster("c_" + digest(ids[0]), ids[0], ids))
    for extraction in made:
        store.save(extraction, location=extraction.article.path, digest="d", version="v")
    write_links(store, made, clusters)


def main() -> None:
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "bench.db") as store:
        fill(store, articles, random.Random(20250209))
        start = time.process_time()
        found = cluster_lists.clusters(store)
        listed = time.process_time() - start
        start = time.process_time()
        for summary in found:
            variants.reports([(entry.quote, entry.article) for entry in summary.entries])
        compared = time.process_time() - start
        start = time.process_time()
        changed = cluster_lists.clusters(store, changed=True, min_outlets=3)
        kept = time.process_time() - start
        start = time.process_time()
        comparing.diff(store, max(found, key=lambda summary: len(summary.entries)).cluster.id)
        one = time.process_time() - start
        print(f"{articles:,} articles, {len(found):,} clusters")
        print(f"clusters: {listed:.1f} s, of which {compared:.1f} s look for copies")
        print(f"clusters --changed --min-outlets 3: {kept:.1f} s, {len(changed):,} of them")
        print(f"diff of 50 articles: {1000 * one:.0f} ms")
        print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MB")


if __name__ == "__main__":
    main()
