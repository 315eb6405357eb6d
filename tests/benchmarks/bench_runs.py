"""Big runs, and the same again: seconds, CPU seconds and peak memory of the whole command.

    python tests/benchmarks/bench_runs.py 20000 [--jobs 1 2] [--seed 1] [--folder KEPT]

The articles come from generate_articles.py. For each number of jobs: a first run into a new store and a second one over
the same files, with all records written to a file, and `claimkit doctor` at the end. Memory is that of this process's
children: of the parent (VmHWM) and of the largest worker. A tenth of the articles comes first, for the growth exponent.
"""

from __future__ import annotations

import argparse
import math
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

from generate_articles import write


class Cost(NamedTuple):
    """Of one run: wall and CPU seconds, peak MB of the parent, of the largest worker, and of all together."""

    wall: float
    cpu: float
    parent: float
    worker: float
    together: float


def resident(process: int) -> dict[int, float]:
    """MB by process, of a process and its children (Linux)."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            if process in (parent, int(entry.name)):
                rss = next(r for r in (entry / "status").read_text().splitlines() if r.startswith("VmRSS"))
                found[int(entry.name)] = int(rss.split()[1]) / 1024
        except (OSError, StopIteration):
            continue
    return found


def run(folder: Path, news: Path, jobs: int, out: str) -> Cost:
    """`claimkit quotes` over everything in `news`, in `folder`."""
    command = [sys.executable, "-m", "claimkit", "quotes", str(news), "--type", "all", "--format", "jsonl"]
    command += ["--jobs", str(jobs), "-o", out]
    before, start = os.times(), time.perf_counter()
    # As a user runs it: no number of threads is set, and Python may keep what it compiled.
    environment = {k: v for k, v in os.environ.items() if not k.endswith(("PYTHONDONTWRITEBYTECODE", "_NUM_THREADS"))}
    process = subprocess.Popen(command, cwd=folder, env=environment)
    peaks = [0.0, 0.0, 0.0]

    def watch() -> None:
        while process.returncode is None:
            sizes = resident(process.pid)
            own = sizes.pop(process.pid, 0.0)
            peaks[:] = map(max, peaks, (own, max(sizes.values(), default=0.0), own + sum(sizes.values())))
            time.sleep(0.2)

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    watcher.join()
    if code:
        raise SystemExit(f"{command} ended with {code}")
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(time.perf_counter() - start, cpu, *peaks)


def both(number: int, jobs: int, seed: int, folder: Path) -> tuple[Cost, Cost]:
    """First and second run over so many articles."""
    news = folder / f"news-{number}"
    if not news.exists():
        words = write(news, number, seed)
        print(f"{number:,} articles, {words:,} words", flush=True)
        time.sleep(3)  # files as old as real ones are: their times tell
    work = folder / f"run-{number}-{jobs}"
    work.mkdir()
    first = run(work, news, jobs, "first.jsonl")
    second = run(work, news, jobs, "second.jsonl")
    assert (work / "first.jsonl").read_bytes() == (work / "second.jsonl").read_bytes()
    for name, cost in (("first", first), ("second", second)):
        print(
            f"{number:>8,} articles  --jobs {jobs}  {name:6}  {cost.wall:8.1f} s  {cost.cpu:8.1f} CPU s"
            f"  {cost.parent:6.0f} MB parent  {cost.worker:5.0f} MB worker  {cost.together:6.0f} MB together",
            flush=True,
        )
    print(f"{'':>8}  second is {first.wall / second.wall:.0f} times faster ({first.cpu / second.cpu:.0f} in CPU)")
    return first, second


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("number", type=int)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = given.folder or Path(made)
        folder.mkdir(exist_ok=True)
        few, _ = both(given.number // 10, given.jobs[-1], given.seed, folder)
        walls = {}
        for jobs in given.jobs:
            first, _ = both(given.number, jobs, given.seed, folder)
            walls[jobs] = first.wall
        print(f"growth exponent {math.log10(first.cpu / few.cpu):.2f} (CPU time, ten times the articles)")
        for jobs in given.jobs[1:]:
            print(f"--jobs {jobs} is {walls[given.jobs[0]] / walls[jobs]:.2f} times as fast as --jobs {given.jobs[0]}")
        outputs = {(folder / f"run-{given.number}-{jobs}" / "first.jsonl").read_bytes() for jobs in given.jobs}
        print("the records are the same" if len(outputs) == 1 else "THE RECORDS DIFFER")


if __name__ == "__main__":
    main()
