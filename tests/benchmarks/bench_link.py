"""What adding articles to a linked store costs: people and clusters over everything, from what linking keeps.

    python tests/benchmarks/bench_link.py 100000 [--add 1000] [--store links.db]

A store of so many made-up quotations, ten to an article (see bench_who_said), is linked from nothing; then articles
with `--add` quotations more come and it is linked again. For each: CPU seconds (user and system), seconds, peak memory
of the process, and rows of quotations, speakers and clusters written. The peer at the second step is rensa over all
texts again (in bench_clusters), which is what a MinHash index must do to find the new pairs unless it stays in memory.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import sqlite3
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bench_who_said import pages
from generate_quotes import Printed, generate

from claimkit.corpus import linking
from claimkit.store import Store, rows

_TABLES = ("quotes", "speakers", "aliases", "clusters")


def save(path: str, printed: list[Printed], first: int) -> int:
    """Saves the articles from number `first` on, in one transaction; returns how many quotations they have."""
    number = 0
    with Store(path) as store, store.transaction() as db:
        for count, extraction in enumerate(pages(printed)):
            if count >= first:
                origin = rows.Origin(extraction.article.path, extraction.article.path, "", "", "", "")
                rows.insert(db, extraction, origin)
                number += len(extraction.quotes)
        db.execute("UPDATE counters SET value = value + 1 WHERE name = 'revision'")
    return number


def link(path: str) -> dict[str, float]:
    """Links the store, in this process; what that took."""
    with Store(path) as store:
        _watch(store.connection)
        started, burnt = time.perf_counter(), time.process_time()
        linking.link(store)
        figures = {"seconds": time.perf_counter() - started, "cpu seconds": time.process_time() - burnt}
        figures["peak MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        figures["rows written"] = store.connection.execute("SELECT count(*) FROM written").fetchone()[0]
        figures["kept MB"] = store.connection.execute(
            "SELECT coalesce(sum(length(data) + length(written)), 0) / 1e6 FROM lean"
        ).fetchone()[0]
    return figures


def _watch(db: sqlite3.Connection) -> None:
    db.execute("CREATE TEMP TABLE written (name TEXT)")
    for table in _TABLES:
        for verb in ("INSERT", "UPDATE", "DELETE"):
            db.execute(
                f"CREATE TEMP TRIGGER {table}_{verb} AFTER {verb} ON main.{table}"
                f" BEGIN INSERT INTO written VALUES ('{table}'); END"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description="What adding articles to a linked store costs.")
    parser.add_argument("count", type=int, help="quotations in the store")
    parser.add_argument("--add", type=int, default=1000, help="quotations that are added")
    parser.add_argument("--store", help="where to make the store; without, in a temporary folder")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    context = multiprocessing.get_context("spawn")

    def show(step: str, figures: dict[str, float]) -> None:
        print(json.dumps({"step": step} | {name: round(value, 2) for name, value in figures.items()}), flush=True)

    with tempfile.TemporaryDirectory() as folder:
        path = options.store or str(Path(folder) / "links.db")
        printed = generate(options.count + options.add, options.seed)
        started = time.process_time()
        saved = save(path, printed[: options.count], 0)
        show("save", {"quotes": saved, "cpu seconds": time.process_time() - started})
        for step in ("link all", "link after adding"):
            with ProcessPoolExecutor(1, context) as pool:  # peak memory is a process's
                show(step, {"quotes": saved} | pool.submit(link, path).result())
            if step == "link all":
                saved += save(path, printed, options.count // 10)


if __name__ == "__main__":
    main()
