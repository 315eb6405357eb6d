"""How long a report of many made-up articles takes to make, and to open in an installed Chromium.

    python tests/benchmarks/bench_report.py 1000 --rounds 5

Each article has about 600 words and 20 quotations, many of which other articles print too. `opened` is the time from
asking for the file until the first article is on the screen, in a new window each time; `filtered` the time until one
speaker's articles are, and `linked` the time from asking for a quotation in the middle until its details are.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from generate_quotes import Language, Printed, generate

from claimkit import corpus
from claimkit.english.text import slug
from claimkit.models.record import Article, Cue, Evidence, Extraction, Quote, Span, Speaker
from claimkit.output.report import html
from claimkit.search import overviews
from claimkit.store import Store

_A_PAGE = 20  # quotations in an article
_PROSE = 8  # words of the article's own before and after each
_SPEAKERS = 300
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
          "--disable-component-update", "--disable-sync"]  # fmt: skip


def articles(count: int) -> Iterator[Extraction]:
    """So many articles; a paragraph holds a quotation, its cue and its source."""
    printed = generate(count * _A_PAGE, seed=1)
    language = Language(random.Random(2))
    for number in range(count):
        some = printed[number * _A_PAGE : (number + 1) * _A_PAGE]
        id_, text, quotes = f"a_{number:06}", "", []
        for place, one in enumerate(some):
            name = f"Ann {(one.speaker or 0) % _SPEAKERS}"
            text, quote = _paragraph(text, f"q_{number:06}{place:03}", id_, one, name, language)
            quotes.append(quote)
        when = (date(2024, 1, 1) + timedelta(number % 365)).isoformat()
        title = " ".join(language.phrase(8)).capitalize()
        yield Extraction(Article(id_, f"{number}.txt", text, title, f"Outlet {number % 40}", when), tuple(quotes))


def _paragraph(text: str, id_: str, article: str, one: Printed, name: str, language: Language) -> tuple[str, Quote]:
    text += " ".join(language.phrase(_PROSE)).capitalize() + ". “"
    content = Span(len(text), len(text) + len(one.text), one.text)
    text += f"{one.text}” "
    cue = Cue(len(text), len(text) + 4, "said", "say", "assertion")
    text += "said "
    source = Span(len(text), len(text) + len(name), name)
    text += f"{name}, {' '.join(language.phrase(_PROSE))}.\n\n"
    step = Evidence(source.start, source.end, name, "full name")
    speaker = Speaker(slug(name), name, "person", "resolved", (step,))
    return text, Quote(id_, article, "direct", one.text, (content,), cue, source, speaker, 0.9)


def made(count: int) -> str:
    """The report, and on the screen what it took."""
    found = list(articles(count))
    with Store("") as store:
        with store.transaction():
            for extraction in found:
                store.save(extraction, location=extraction.article.path, digest="", version="")
        corpus.link(store)
        start = time.process_time()
        overview = overviews.overview(store)
        read = time.process_time()
        text = "".join(html(overview))
        done = time.process_time()
    quotes = sum(len(page.quotes) for page in overview.pages)
    size = f"{len(text.encode()) / 1e6:.1f} MB"
    print(f"{count:,} articles, {quotes:,} quotations, {len(overview.comparisons):,} clusters: {size}")
    print(f"made in {done - start:.1f} CPU s: {read - start:.1f} reading the store, {done - read:.1f} writing the page")
    return text


def opened(file: Path, rounds: int) -> None:
    """Open the file in Chromium, and print the medians."""
    from playwright.sync_api import sync_playwright

    address = file.as_uri()
    quote = f"#q_{500:06}010"
    times: dict[str, list[float]] = {}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS)

        def timed(name: str, act: Callable[[Any], None], window: Any) -> None:
            start = time.perf_counter()
            act(window)
            times.setdefault(name, []).append(time.perf_counter() - start)

        def first(window: Any) -> None:
            window.goto(address)
            window.locator("#feed .text, .contents li").first.wait_for()
            window.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

        def filtered(window: Any) -> None:
            window.locator("[name=speaker]").select_option(index=40)
            window.locator("#active", has_text="(1)").wait_for()
            window.locator("#feed .text, .contents li").first.wait_for()

        def linked(window: Any) -> None:
            window.goto(address + quote)
            window.locator("#details dl").wait_for()

        for _ in range(rounds):
            window = chromium.new_page(viewport={"width": 1280, "height": 900})
            timed("opened", first, window)
            timed("filtered", filtered, window)
            window.close()
            window = chromium.new_page(viewport={"width": 1280, "height": 900})
            timed("linked", linked, window)
            window.close()
        chromium.close()
    for name, all_of_them in times.items():
        rest = ", ".join(f"{one:.2f}" for one in sorted(all_of_them))
        print(f"{name:9}{statistics.median(all_of_them):6.2f} s   ({rest})")


def main() -> None:
    parser = argparse.ArgumentParser(description="Make and open a report of many made-up articles.")
    parser.add_argument("count", type=int, nargs="?", default=1_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="write the report to this file and keep it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = (options.keep or Path(folder) / "report.html").resolve()
        file.write_text(made(options.count), encoding="utf-8")
        opened(file, options.rounds)


if __name__ == "__main__":
    main()
