"""Time and quality of `who-said` on a store of made-up quotations, beside plain full-text search with rapidfuzz.

    python tests/benchmarks/bench_who_said.py 1000000 --store quotes.db

The store is built if it is not there (minutes for a million quotations, ten to an article, with their clusters).
Phrases are pieces of 2 to 8 words of 120 quotations; of every other one the longest word is misspelt or an inner word
left out. Found is a phrase if one of the first ten hits holds the undamaged piece. The peer asks an FTS5 table of its
own for the phrase, then for any of its words by BM25, and ranks 300 rows by rapidfuzz's partial_ratio. `cold` is
a process of its own, `claimkit who-said`, and a Python that does nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from generate_quotes import Printed, extractions, generate
from rapidfuzz import fuzz, process

from claimkit import corpus as linking
from claimkit.english.text import terms
from claimkit.models.record import Article, Extraction, Span
from claimkit.search.phrase import who_said
from claimkit.store import Store, index, rows

_A_PAGE = 10  # quotations in one article
_PHRASES = 120
_LONGEST = 8  # words of a phrase
_COLD = 7  # processes started
_PEER = 30  # phrases asked of the peer, which takes seconds for some


def pages(printed: list[Printed]) -> Iterator[Extraction]:
    """The quotations, ten to an article, each a line of its text."""
    single = extractions(printed)
    for _ in range(0, len(printed), _A_PAGE):
        ones = list(islice(single, _A_PAGE))
        lines = [f"“{one.quotes[0].text}” said somebody on the day." for one in ones]
        text = "\n\n".join(lines)
        article = ones[0].article
        article = Article(article.id, article.path, text, outlet=article.outlet, published=article.published)
        quotes, start = [], 1
        for one, line in zip(ones, lines, strict=True):
            [quote] = one.quotes
            span = Span(start, start + len(quote.text), quote.text)
            quotes.append(
                type(quote)(quote.id, article.id, "direct", quote.text, (span,), None, None, quote.speaker, 1.0)
            )
            start += len(line) + 2
        yield Extraction(article, tuple(quotes))


def build(path: str, printed: list[Printed]) -> None:
    """A store with the quotations and their clusters, in one transaction."""
    corpus = list(pages(printed))
    with Store(path) as store:
        db = store.connection
        db.execute("BEGIN")
        for extraction in corpus:
            origin = rows.Origin(extraction.article.path, extraction.article.path, "", "", "", "")
            rows.insert(db, extraction, origin, index_later=True)
        index.fill(db)
        db.execute("UPDATE counters SET value = value + 1 WHERE name = 'revision'")
        db.execute("COMMIT")
        linking.link(store)


def build_peer(path: str, store: str) -> None:
    """A database with the quotations of `store` in a plain full-text table."""
    with sqlite3.connect(path) as db:
        db.execute("ATTACH ? AS store", (store,))
        db.execute("CREATE VIRTUAL TABLE quotes USING fts5 (words, tokenize='ascii')")
        db.execute("INSERT INTO quotes (rowid, words) SELECT key, words FROM store.quotes")
        db.execute("INSERT INTO quotes (quotes) VALUES ('optimize')")
        db.commit()


def phrases(printed: list[Printed], seed: int) -> list[tuple[str, str]]:
    """What is asked for and what it was before it was damaged, the same for every other one."""
    rng = random.Random(seed)
    texts = [item.text for item in rng.sample(printed, 10 * _PHRASES) if len(item.text.split()) >= _LONGEST]
    found = []
    for number, text in enumerate(texts[:_PHRASES]):
        words = terms(text)
        length = rng.randint(2, min(_LONGEST, len(words)))
        start = rng.randint(0, len(words) - length)
        piece = words[start : start + length]
        asked = list(piece)
        if number % 2 and length >= 3:
            at = max(range(length), key=lambda i: len(asked[i]))
            word = asked[at]
            if rng.random() < 0.5 and len(word) > 4:
                swap = rng.randint(1, len(word) - 2)
                asked[at] = word[:swap] + word[swap + 1] + word[swap] + word[swap + 2 :]
            elif length >= 4:
                asked.pop(rng.randrange(1, length - 1))
        found.append((" ".join(asked), " ".join(piece)))
    return found


def plain(db: sqlite3.Connection, phrase: str) -> list[str]:
    """The words of the ten best quotations, by the peer."""
    query = "SELECT rowid, words FROM quotes WHERE quotes MATCH ?"
    found = dict(db.execute(f"{query} LIMIT 300", (f'"{phrase}"',)))
    if len(found) < 10:
        either = " OR ".join(f'"{word}"' for word in phrase.split())
        found |= dict(db.execute(f"{query} ORDER BY rank LIMIT 300", (either,)))
    return [words for words, _, _ in process.extract(phrase, found, scorer=fuzz.partial_ratio, limit=10)]


def measure(ask: Callable[[str], list[str]], asked: list[tuple[str, str]]) -> dict[str, object]:
    """Milliseconds of each phrase, asked a second time, and how many are found."""
    times, found = [], {"exact": [0, 0], "damaged": [0, 0]}
    for phrase, piece in asked:
        ask(phrase)
        started = time.perf_counter()
        answers = ask(phrase)
        times.append(1000 * (time.perf_counter() - started))
        kind = found["exact" if phrase == piece else "damaged"]
        kind[0] += any(f" {piece} " in f" {words} " for words in answers)
        kind[1] += 1
    p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    shown = {"p50 ms": round(p50, 1), "p95 ms": round(p95, 1), "max ms": round(max(times), 1)}
    return shown | {name: f"{right} of {number}" for name, (right, number) in found.items()}


def cold(command: list[str]) -> float:
    """Seconds of a process, the median of some; Python has the modules compiled, as after an installation."""
    times = []
    with tempfile.TemporaryDirectory() as compiled:
        surroundings = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        surroundings["PYTHONPYCACHEPREFIX"] = compiled
        for _ in range(1 + _COLD):
            started = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=surroundings)
            times.append(time.perf_counter() - started)
    return round(statistics.median(times[1:]), 3)


def main() -> None:
    parser = argparse.ArgumentParser(description="Time and quality of who-said.")
    parser.add_argument("count", type=int, help="quotations in the store")
    parser.add_argument("--store", default="bench_quotes.db", help="the store; built if it is not there")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    printed = generate(options.count, options.seed)
    if not Path(options.store).exists():
        started = time.perf_counter()
        build(options.store, printed)
        print(json.dumps({"built in seconds": round(time.perf_counter() - started, 1)}), flush=True)
    asked = phrases(printed, options.seed)
    del printed
    with Store(options.store, readonly=True) as store:

        def ask(phrase: str) -> list[str]:
            hits = who_said(store, phrase)
            texts = [text for hit in hits for text in (hit.quote.text, *(other.text for other in hit.others))]
            return [" ".join(terms(text)) for text in texts]

        print(json.dumps({"method": "claimkit"} | measure(ask, asked)), flush=True)
    peer = f"{options.store}-peer"
    if not Path(peer).exists():
        build_peer(peer, options.store)
    with closing(sqlite3.connect(peer)) as db:
        figures = measure(lambda phrase: plain(db, phrase), asked[:_PEER])
        print(json.dumps({"method": "FTS5 and partial_ratio"} | figures), flush=True)
    started = [sys.executable, "-m", "claimkit", "who-said", asked[0][1], "--db", options.store, "--json"]
    figures = {"cold seconds": cold(started), "python seconds": cold([sys.executable, "-c", "pass"])}
    figures["peak MB"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    main()
