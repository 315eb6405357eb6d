"""The whole command against its peers in one run: CPU seconds, wall seconds, peak memory and, with gold, F1.

    pip install -e '.[bench]'
    python tests/benchmarks/bench_pipeline.py FOLDER [--gold CORPUS] [--rounds N]

FOLDER holds plain-text articles; CORPUS is their annotation as `claimkit evaluate` reads it (brat standoff), FOLDER
its text/. claimkit runs cold in a fresh folder, store included (`claimkit quotes FOLDER --type all --format jsonl`),
once alone and once with --jobs 2. The peers, in tests/benchmarks/peers/, are `textacy.extract.direct_quotations` and a
spaCy-only baseline, both with en_core_web_sm. All run as a user runs them, in processes of their own, start-up
included, with no number of threads set; rounds alternate, and ratios are those of the medians. Memory is that of the
largest process.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

PEERS = Path(__file__).parent / "peers"
WATCH = (
    "import resource, subprocess, sys, time; t = time.perf_counter();"
    "r = subprocess.run(sys.argv[2:], stdout=open(sys.argv[1], 'w')); t = time.perf_counter() - t;"
    "u = resource.getrusage(resource.RUSAGE_CHILDREN);"
    "print(u.ru_utime + u.ru_stime, t, u.ru_maxrss / 1024, r.returncode)"
)


def measure(command: list[str], found: Path) -> tuple[float, float, float]:
    """CPU seconds, wall seconds and peak memory (MB) of one child process, whose output goes to `found`."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-c", WATCH, str(found), *command],
            cwd=folder,
            env={name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    cpu, wall, memory, code = done.stdout.split()
    if code != "0":
        raise SystemExit(f"{command[:3]} ended with exit code {code}")
    return float(cpu), float(wall), float(memory)


def scored(corpus: Path, found: Path) -> str:
    """F1 of content and source (IoU ≥ 0.5), by type."""
    from claimkit.evaluation import from_records, join, read_polnear, score_attributions

    gold = read_polnear(corpus)
    pages = join(gold, from_records(found.read_text(encoding="utf-8"), found.name, gold))
    figures = {f.type: f.value for f in score_attributions(pages, samples=0).figures if f.measure == "attribution"}
    return "  ".join(f"{kind} {100 * figures[kind]:.1f}" for kind in ("all", "direct", "mixed", "indirect"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    folder = str(given.folder.resolve())
    words = sum(len(p.read_text(encoding="utf-8").split()) for p in given.folder.glob("*.txt"))
    quotes = [sys.executable, "-m", "claimkit", "quotes", folder, "--type", "all", "--format", "jsonl"]
    commands = {
        "claimkit": quotes,
        "claimkit --jobs 2": [*quotes, "--jobs", "2"],
        "textacy": [sys.executable, str(PEERS / "textacy_quotations.py"), folder],
        "spaCy rules": [sys.executable, str(PEERS / "spacy_rules.py"), folder],
    }
    results: dict[str, list[tuple[float, float, float]]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as kept:
        found = {name: Path(kept) / f"{i}.jsonl" for i, name in enumerate(commands)}
        for _ in range(given.rounds):
            for name, command in commands.items():
                results[name].append(measure(command, found[name]))
        print(f"{words} words, {given.rounds} rounds, medians")
        medians = {
            name: [statistics.median(column) for column in zip(*rows, strict=True)] for name, rows in results.items()
        }
        for name, (cpu, wall, memory) in medians.items():
            rate = 1000 * cpu / words
            line = f"{name:17s} CPU {cpu:7.2f} s ({rate:.3f} s per 1,000 words)  wall {wall:7.2f} s  {memory:5.0f} MB"
            print(line + (f"  F1 {scored(given.gold, found[name])}" if given.gold else ""))
    for peer in ("textacy", "spaCy rules"):
        print(f"ratio claimkit / {peer}: {medians['claimkit'][0] / medians[peer][0]:.2f} CPU")
    print(f"ratio --jobs 2 / one job: {medians['claimkit --jobs 2'][1] / medians['claimkit'][1]:.2f} wall")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
