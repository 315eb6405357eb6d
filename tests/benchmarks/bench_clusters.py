"""Time, memory and quality of claimkit.clusters on made-up quotations.

    python tests/benchmarks/bench_clusters.py 10000 100000

For each size, in a process of its own: seconds of `cluster` by stage, peak memory of the process, and over pairs of
printings: recall (pairs of one utterance that overlap by four words and by half of the shorter one, in one cluster),
precision (pairs in one cluster that are of one utterance) and the share of merged pairs among printings of one slogan
by two utterances more than a week apart or by two speakers.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import resource
import time
from collections import Counter, defaultdict
from itertools import combinations

from generate_quotes import Printed, extractions, generate

from claimkit import clusters

_PAIRS = 40  # pairs sampled of each utterance or slogan with more


def measure(count: int, seed: int) -> dict[str, float]:
    printed = generate(count, seed)
    corpus = list(extractions(printed))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started, burnt = time.perf_counter(), time.process_time()
    found = clusters.cluster(corpus)
    seconds, cpu = time.perf_counter() - started, time.process_time() - burnt
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    place: dict[int, int] = {}
    for number, cluster in enumerate(found):
        place.update((int(member[2:]), number) for member in cluster.members)
    figures = {"quotes": count, "seconds": seconds, "cpu seconds": cpu, "peak MB": peak / 1024}
    figures |= {"corpus MB": before / 1024, "clusters": len(found), "largest": max(len(c.members) for c in found)}
    return {name: round(value, 4) for name, value in (figures | quality(printed, place)).items()}


def quality(printed: list[Printed], place: dict[int, int]) -> dict[str, float]:
    rng = random.Random(7)
    utterances, slogans = defaultdict(list), defaultdict(list)
    for number, item in enumerate(printed):
        utterances[item.utterance].append(number)
        if item.slogan is not None:
            slogans[item.slogan].append(number)

    def together(a: int, b: int) -> bool:
        return a in place and place[a] == place.get(b)

    same = [
        (a, b)
        for members in utterances.values()
        for a, b in _some_pairs(members, rng)
        if _overlap(printed[a], printed[b])
    ]
    other = [
        (a, b)
        for members in slogans.values()
        for a, b in _some_pairs(members, rng)
        if _another_occasion(printed[a], printed[b])
    ]
    pairs = Counter(place.values())
    right = Counter((number, printed[quote].utterance) for quote, number in place.items())
    return {
        "recall": sum(together(a, b) for a, b in same) / max(len(same), 1),
        "precision": sum(n * (n - 1) for n in right.values()) / max(sum(n * (n - 1) for n in pairs.values()), 1),
        "slogans merged": sum(together(a, b) for a, b in other) / max(len(other), 1),
    }


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


def main() -> None:
    parser = argparse.ArgumentParser(description="Time, memory and quality of claimkit.clusters.")
    parser.add_argument("counts", type=int, nargs="+", help="numbers of quotations")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for count in options.counts:
        with multiprocessing.get_context("spawn").Pool(1) as pool:  # peak memory is a process's
            print(json.dumps(pool.apply(measure, (count, options.seed))), flush=True)


if __name__ == "__main__":
    main()
