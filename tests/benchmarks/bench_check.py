"""How often `claimkit check` is right, beside exact matching and rapidfuzz's partial_ratio in the same run.

    python tests/benchmarks/bench_check.py made TRANSCRIPTS [--number 2000] [--seed 1] [--misses KIND]
    python tests/benchmarks/bench_check.py gold GOLD.jsonl TRANSCRIPTS TEXTS [--half even|odd]
    python tests/benchmarks/bench_check.py store STORE [--number 200] [--seed 1]

`made` checks quotations with known faults (generate_faults.py). `gold` checks quotations that people judged: JSON Lines
with article, start, end, quote, article_speaker, verdict and differences; TEXTS holds the articles, `ARTICLE.txt`.
`store` times quotations of a store (bench_who_said.py builds one of a million), every other one with a word changed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from generate_faults import Case, make_cases
from rapidfuzz import fuzz

from claimkit.checking import ATTENTION, Checker, read_sources
from claimkit.checking.continuing import join_continued
from claimkit.checking.occasions import day_in_name
from claimkit.checking.quotations import around
from claimkit.checking.sources import Source
from claimkit.checking.streams import split_streams
from claimkit.english.quotation_marks import find_regions, outermost
from claimkit.english.text import terms
from claimkit.models.checks import Check, Quotation, Transcript, Turn
from claimkit.store import Store

_NEIGHBOUR = 200  # characters between two quotations that may be one sentence
_SHORTEST, _LONGEST = 8, 60  # words of a quotation that is looked up in a store
_LIKE = {"not-said": ("not found", "elsewhere"), "wrong-speaker": ("wrong speaker",)}


class Score:
    """Right and wrong answers to one yes-or-no question."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[bool, bool]] = Counter()

    def add(self, wanted: bool, got: bool) -> None:
        self.counts[wanted, got] += 1

    def __str__(self) -> str:
        hit, missed, false = self.counts[True, True], self.counts[True, False], self.counts[False, True]
        precision, recall = hit / max(1, hit + false), hit / max(1, hit + missed)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        return f"P {precision:.3f} R {recall:.3f} F1 {f1:.3f} ({hit} found, {missed} missed, {false} false alarms)"


class Peers:
    """What string comparison says: no occurrence of the normalised words, or a partial ratio under 90."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._texts = [" ".join(terms(" ".join(s.text for s in source.words.streams))) for source in sources]
        self.exact, self.fuzzy = Score(), Score()

    def add(self, quotation: str, wanted: bool) -> None:
        words = " ".join(terms(quotation))
        found = any(words in text for text in self._texts)
        self.exact.add(wanted, not found)
        near = found or any(fuzz.partial_ratio(words, text, score_cutoff=90) for text in self._texts)
        self.fuzzy.add(wanted, not near)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    made = commands.add_parser("made")
    made.add_argument("transcripts", type=Path)
    made.add_argument("--number", type=int, default=2000)
    made.add_argument("--seed", type=int, default=1)
    made.add_argument("--misses", default="")
    made.add_argument("--peers", action="store_true")
    gold = commands.add_parser("gold")
    gold.add_argument("gold", type=Path)
    gold.add_argument("transcripts", type=Path)
    gold.add_argument("texts", type=Path)
    gold.add_argument("--half", choices=("even", "odd"))
    store = commands.add_parser("store")
    store.add_argument("store")
    store.add_argument("--number", type=int, default=200)
    store.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.command == "store":
        check_store(given)
    elif given.command == "made":
        check_made(given)
    else:
        check_gold(given)


def check_made(given: argparse.Namespace) -> None:
    """The recall of each kind of fault, and the false alarms of each kind of harmless difference."""
    cases, turns = make_cases(given.transcripts, given.number, given.seed)
    sources = [_source(name, found) for name, found in turns.items()]
    checker, started = Checker(sources), time.process_time()
    flagged: dict[tuple[bool, str, bool], list[bool]] = defaultdict(list)
    peers = Peers(sources) if given.peers else None
    for case in cases:
        check = _check(checker, case)
        flagged[case.fault, case.kind, case.unseen].append(check.attention)
        if check.attention != case.fault and given.misses and given.misses in case.kind:
            _show(case, check)
        if peers:
            peers.add(case.printed, case.fault)
    spent = time.process_time() - started
    for fault in (True, False):
        for _, kind, unseen in sorted(key for key in flagged if key[0] == fault):
            found = flagged[fault, kind, unseen]
            print(f"{'fault' if fault else 'fine '} {kind:32} {'unseen' if unseen else 'seen  '} {_share(found)}")
        print(f"{'all faults' if fault else 'all fine ones':45} {_share(_all(flagged, fault))}")
    print(f"{1000 * spent / len(cases):.0f} ms a quotation")
    if peers:
        print(f"exact matching: {peers.exact}\npartial_ratio 90: {peers.fuzzy}")


def _source(name: str, turns: Sequence[Turn]) -> Source:
    transcript = Transcript(name, name, tuple(turns))
    labels, lines, times = (tuple(getattr(t, key) for t in turns) for key in ("speaker", "line", "time"))
    return Source(name, name, None, None, None, True, False, labels, lines, times, split_streams(transcript))


def _check(checker: Checker, case: Case) -> Check:
    text = f"“{case.printed}”"
    return checker.check(around(text, Quotation(case.printed, 1, len(text) - 1, "direct", case.speaker)))


def _show(case: Case, check: Check) -> None:
    print(f"{case.kind}{' unseen' if case.unseen else ''}: {check.verdict} ({check.reason}, {check.confidence})")
    print(f"   said    {case.said}\n   printed {case.printed} | {case.speaker}")
    print(f"   found   {check.passage and (check.passage.speaker, check.passage.text[:300])}")
    print("   ", [(d.kind, d.passage.text, d.quotation.text) for d in check.differences])


def _share(found: Sequence[bool]) -> str:
    return f"{sum(found) / max(1, len(found)):.3f} of {len(found)} flagged"


def _all(flagged: dict[tuple[bool, str, bool], list[bool]], fault: bool) -> list[bool]:
    return [flag for key, found in flagged.items() if key[0] == fault for flag in found]


def check_gold(given: argparse.Namespace) -> None:
    """F1 of "needs attention", and how many verdicts are right."""
    sources, _ = read_sources([str(given.transcripts)])
    checker, peers = Checker(sources), Peers(sources)
    scores: dict[str, Score] = defaultdict(Score)
    right: dict[str, list[bool]] = defaultdict(list)
    for row in _rows(given):
        path = next(given.texts.rglob(f"{row['article']}.txt"))
        check = _in_article(checker, path.read_text(encoding="utf-8"), row)
        wanted = row["verdict"] not in ("verbatim", "cut")
        for part in ("all", _half_of(row)):
            scores[part].add(wanted, check.attention)
            right[part].append(check.verdict in _verdicts(row))
        peers.add(row["quote"], wanted)
    for part in sorted(scores):
        share = sum(right[part]) / len(right[part])
        print(f"claimkit check, {part}: {scores[part]}; verdict right {share:.3f} of {len(right[part])}")
    print(f"exact matching: {peers.exact}\npartial_ratio 90: {peers.fuzzy}")
    print("needs attention:", ", ".join(sorted(ATTENTION)))


def check_store(given: argparse.Namespace) -> None:
    """Milliseconds of CPU time a quotation against nothing but a store, and how many are found there."""
    chance = random.Random(given.seed)
    times, found, number = [], 0, 0
    with Store(given.store, readonly=True) as store:
        [last] = store.connection.execute("SELECT max(key) FROM quotes").fetchone()
        checker = Checker([], store)
        while number < given.number:
            query = "SELECT text FROM quotes WHERE key >= ? LIMIT 1"
            [text] = store.connection.execute(query, (chance.randrange(last),)).fetchone()
            words = text.split()[:_LONGEST]
            if len(words) < _SHORTEST:
                continue
            if number % 2:
                words[chance.randrange(1, len(words) - 1)] = "zebra"
            number += 1
            printed = " ".join(words)
            asked = around(f"“{printed}”", Quotation(printed, 1, len(printed) + 1, "direct", None))
            started = time.process_time()
            check = checker.check(asked)
            times.append(1000 * (time.process_time() - started))
            found += check.attention == ("zebra" in words)
    p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    print(f"p50 {p50:.0f} ms, p95 {p95:.0f} ms, most {max(times):.0f} ms; right {found} of {number}")


def _in_article(checker: Checker, text: str, row: dict[str, Any]) -> Check:
    """A judged quotation with the ones in marks right before and after it, as the command checks all of a draft."""
    place = (row["start"], row["end"])
    others = [(one.inner_start, one.inner_end) for one in outermost(find_regions(text))]
    before = [run for run in others if run[1] <= place[0] <= run[1] + _NEIGHBOUR][-1:]
    after = [run for run in others if place[1] <= run[0] <= place[1] + _NEIGHBOUR][:1]
    runs = [*before, place, *after]
    asked = [Quotation(text[start:end], start, end, "direct", row["article_speaker"]) for start, end in runs]
    asked[len(before)] = replace(asked[len(before)], text=row["quote"])
    return join_continued([checker.check(around(text, one, day_in_name(row["article"]))) for one in asked])[len(before)]


def _rows(given: argparse.Namespace) -> Iterator[dict[str, Any]]:
    for line in given.gold.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["verdict"] != "unsure" and given.half in (None, _half_of(row)):
            yield row


def _half_of(row: dict[str, Any]) -> str:
    return "odd" if int(hashlib.sha1(row["id"].encode()).hexdigest(), 16) % 2 else "even"


def _verdicts(row: dict[str, Any]) -> Sequence[str]:
    if "second-hand" in row["differences"] and row["verdict"] in ("verbatim", "cut"):
        return ("second-hand only",)
    return _LIKE.get(row["verdict"], (row["verdict"],))


if __name__ == "__main__":
    main()
