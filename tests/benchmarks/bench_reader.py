"""How the reader's time grows with the length of hostile text, and its speed on prose.

    python tests/benchmarks/bench_reader.py

Each piece of cases/reader_hostile.toml, repeated to two lengths, one eight times the other: CPU seconds for the longer,
and how many times as long it took. About 8 is linear and 64 is quadratic; above 24 the run fails.
"""

from __future__ import annotations

import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

from claimkit.reader import html, markdown, plain
from claimkit.reader.parsed import ParsedArticle

_SHORT, _LONG = 10_000, 80_000
_PROSE = (
    "Ships came in on Monday, three weeks after the storm, and hundreds of people were at the quay. “We are open,” the "
    "mayor [said](https://gazette.example/17). “And we will stay open.”\n\n"
)


def seconds(parser: Callable[[str, str], ParsedArticle], text: str) -> float:
    """The faster of two runs."""
    times = []
    for _ in range(2):
        start = time.process_time()
        parser(text, "a.txt")
        times.append(time.process_time() - start)
    return min(times)


def main() -> int:
    units = tomllib.loads((Path(__file__).parents[1] / "cases" / "reader_hostile.toml").read_text("utf-8"))["units"]
    rows = []
    for parser in (plain.parse, markdown.parse):
        for unit in units:
            short = seconds(parser, unit * (_SHORT // len(unit)))
            long = seconds(parser, unit * (_LONG // len(unit)))
            rows.append((long / max(short, 0.001), long, parser.__module__.rsplit(".", 1)[1], unit))
    rows.sort(reverse=True)
    for ratio, long, name, unit in rows[:10]:
        print(f"{ratio:6.1f} times  {long:6.2f} s  {name:9} {unit!r}")
    for parser, text in (
        (plain.parse, _PROSE * 4000),
        (markdown.parse, _PROSE * 4000),
        (html.parse, "".join(f"<p>{i}. {_PROSE}</p>" for i in range(4000))),
    ):
        name = parser.__module__.rsplit(".", 1)[1]
        print(f"prose, {name:9} {len(text) / 1e6 / seconds(parser, text):6.1f} MB/s")
    return 1 if rows[0][0] > 24 else 0


if __name__ == "__main__":
    sys.exit(main())
