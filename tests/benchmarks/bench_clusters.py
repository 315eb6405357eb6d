"""Time, memory and quality of claimkit.corpus.clusters on made-up quotations, beside rensa (MinHash in Rust).

    pip install rensa
    python tests/benchmarks/bench_clusters.py 10000 100000 [--without-rensa] [--limit SECONDS]

Each in a process of its own, one after the other. For each size: seconds, peak memory of the process (the corpus
included), and over pairs of printings recall (of one utterance, overlapping by four words and by half of the shorter
one; in one cluster, or found by rensa) and precision (in one cluster, or found, that are of one utterance). For
claimkit also the share of merged pairs among printings of one slogan by two utterances more than a week apart or by
two speakers. The growth exponent is from one size to the next, in CPU seconds. rensa wants some 12 GB and more than
nine minutes for a million: `--limit` stops it and says so.
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import random
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import suppress
from itertools import combinations
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from generate_quotes import Printed, extractions, generate
from peers import rensa_pairs

from claimkit.corpus import clusters

_T = TypeVar("_T")
_PAIRS = 40  # pairs sampled of each utterance or slogan with more


def claimkit(count: int, seed: int) -> dict[str, float]:
    printed = generate(count, seed)
    corpus = list(extractions(printed))
    figures, found = timed(lambda: clusters.cluster(corpus))
    place = {int(member[2:]): number for number, cluster in enumerate(found) for member in cluster.members}
    figures |= {"clusters": len(found), "largest": max(len(c.members) for c in found)}
    pairs = Counter(place.values())
    right = Counter((number, printed[quote].utterance) for quote, number in place.items())
    figures["precision"] = _pairs(right) / max(_pairs(pairs), 1)

    def together(a: int, b: int) -> bool:
        return a in place and place[a] == place.get(b)

    other = slogans(printed)
    figures["slogans merged"] = sum(together(a, b) for a, b in other) / max(len(other), 1)
    return figures | {"recall": recall(printed, together)}


def rensa(count: int, seed: int) -> dict[str, float]:
    printed = generate(count, seed)
    texts = [item.text for item in printed]
    figures, found = timed(lambda: rensa_pairs.pairs(texts))
    figures["precision"] = sum(printed[a].utterance == printed[b].utterance for a, b in found) / max(len(found), 1)
    pairs = set(found)
    return figures | {"recall": recall(printed, lambda a, b: (max(a, b), min(a, b)) in pairs)}


def timed(work: Callable[[], list[_T]]) -> tuple[dict[str, float], list[_T]]:
    """Seconds, CPU seconds and peak memory of `work`, and what it gives."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started, burnt = time.perf_counter(), time.process_time()
    found = work()
    figures = {"seconds": time.perf_counter() - started, "cpu seconds": time.process_time() - burnt}
    figures["peak MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return figures | {"corpus MB": before / 1024}, found


def recall(printed: list[Printed], together: Callable[[int, int], bool]) -> float:
    rng, utterances = random.Random(7), defaultdict(list)
    for number, item in enumerate(printed):
        utterances[item.utterance].append(number)
    found = [
        together(a, b)
        for members in utterances.values()
        for a, b in _some_pairs(members, rng)
        if _overlap(printed[a], printed[b])
    ]
    return sum(found) / max(len(found), 1)


def slogans(printed: list[Printed]) -> list[tuple[int, int]]:
    """Printings of one slogan that are not one utterance."""
    rng, uses = random.Random(7), defaultdict(list)
    for number, item in enumerate(printed):
        if item.slogan is not None:
            uses[item.slogan].append(number)
    return [
        (a, b)
        for members in uses.values()
        for a, b in _some_pairs(members, rng)
        if _another_occasion(printed[a], printed[b])
    ]


def _pairs(counts: Counter[Any]) -> int:
    return sum(n * (n - 1) for n in counts.values())


def _some_pairs(members: list[int], rng: random.Random) -> list[tuple[int, int]]:
    if len(members) <= 9:
        return list(combinations(members, 2))
    return [(a, b) for a, b in (rng.sample(members, 2) for _ in range(_PAIRS))]


def _overlap(a: Printed, b: Printed) -> bool:
    common = min(a.end, b.end) - max(a.start, b.start)
    return common >= 4 and common >= 0.5 * min(a.end - a.start, b.end - b.start)


def _another_occasion(a: Printed, b: Printed) -> bool:
    if a.utterance == b.utterance:
        return False
    days = None if a.day is None or b.day is None else abs(a.day - b.day)
    return (days or 0) > 7 or (None not in (a.speaker, b.speaker) and a.speaker != b.speaker)


def apart(
    method: Callable[[int, int], dict[str, float]], count: int, seed: int, limit: float | None
) -> dict[str, float]:
    """The figures of `method`, run in a process of its own; of one that runs longer than `limit` how far it came."""
    context = multiprocessing.get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(sending, method, count, seed))
    process.start()
    sending.close()
    try:
        if receiving.poll(limit):
            return dict(receiving.recv())
    except EOFError:
        return {"killed": 1}
    finally:
        peak = _peak(process.pid)
        process.kill()
        process.join()
    return {"stopped after seconds": limit or 0.0, "peak MB": peak}


def _send(sending: Connection, method: Callable[[int, int], dict[str, float]], count: int, seed: int) -> None:
    sending.send(method(count, seed))


def _peak(pid: int | None) -> float:
    """Most memory that a running process had so far, in MB; 0 where the system does not tell."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description="Time, memory and quality of claimkit.corpus.clusters and rensa.")
    parser.add_argument("counts", type=int, nargs="+", help="numbers of quotations")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without-rensa", action="store_true", help="claimkit alone")
    parser.add_argument("--limit", type=float, metavar="SECONDS", help="stop a run, its corpus included, after so long")
    options = parser.parse_args()
    before: dict[str, tuple[int, float]] = {}
    for count in options.counts:
        for method in [claimkit] if options.without_rensa else [claimkit, rensa]:
            name = method.__name__
            figures = apart(method, count, options.seed, options.limit)
            if "cpu seconds" in figures:
                if name in before:
                    last, seconds = before[name]
                    figures["growth"] = math.log(figures["cpu seconds"] / seconds) / math.log(count / last)
                before[name] = count, figures["cpu seconds"]
            shown = {key: round(value, 4) for key, value in figures.items()}
            print(json.dumps({"method": name, "quotes": count} | shown), flush=True)


if __name__ == "__main__":
    main()
