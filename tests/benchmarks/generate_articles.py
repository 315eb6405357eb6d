"""A folder of made-up articles from the project's own samples, the same for the same seed.

    python tests/benchmarks/generate_articles.py 2000 news/ [--seed 1]

Each article is up to four paragraphs of seeds/, mostly of one sample, with some names, places and figures swapped,
under a headline, a date and an outlet of its own: 70 words on average. A tenth prints the article before it again with
a cut, as outlets do. Most are plain text, some Markdown or HTML, a hundred to a folder. What they say is nonsense.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import escape
from pathlib import Path
from typing import NamedTuple

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
_FOLDER = 100
_SURNAMES = ("Abara", "Brandt", "Castell", "Dahlin", "Eriksen", "Farkas", "Grigore", "Halloran", "Ivanek", "Jansson")
_SURNAMES += ("Kowal", "Lindqvist", "Moreau", "Novak", "Okafor", "Petrescu", "Quist", "Rossi", "Sandoval", "Tanaka")
_FIRST = ("Anna", "Boris", "Clara", "Daniel", "Elena", "Felix", "Greta", "Hugo", "Irene", "Jonas", "Katya", "Leon")
_PEOPLE = ("Donald Trump", "Dmitry Peskov", "Volodymyr Zelensky", "Volodymyr Zelenskiy", "Pete Hegseth", "Marco Rubio")
_PEOPLE += ("Mike Waltz", "Keith Kellogg", "Vladimir Putin")
_PLACES = ("Washington", "Moscow", "Kyiv", "Munich", "Brussels", "Riyadh", "New Orleans", "Paris")
_OTHER_PLACES = ("Lisbon", "Oslo", "Vienna", "Ankara", "Geneva", "Nairobi", "Lima", "Quebec", "Cardiff", "Tallinn")
_TOWNS = ("Alder", "Birch", "Cedar", "Dune", "Elm", "Fern", "Gale", "Heath", "Isle", "Juniper")
_PAPERS = ("Gazette", "Herald", "Ledger", "Tribune", "Observer", "Dispatch")
_NUMBER = re.compile(r"\b\d{2,5}\b(?!-)")
_TAG = re.compile(r"<[^>]+>")


class Made(NamedTuple):
    """An article before it is printed."""

    title: str
    outlet: str
    day: date
    paragraphs: tuple[str, ...]


def samples() -> list[list[str]]:
    """Paragraphs of each sample."""
    found = []
    for path in sorted(SEEDS.iterdir()):
        text = path.read_text(encoding="utf-8")
        blocks = re.findall(r"<p>(.*?)</p>", text, re.S) if path.suffix == ".html" else text.split("\n\n")
        clean = (" ".join(_TAG.sub("", block).split()) for block in blocks)
        found.append([block for block in clean if 15 <= len(block.split()) <= 90 and block[0] not in "#[-<"])
    return found


def articles(number: int, seed: int) -> Iterator[Made]:
    """So many articles."""
    rng = random.Random(seed)
    known = samples()
    before: Made | None = None
    for n in range(number):
        outlet = f"The {rng.choice(_TOWNS)} {rng.choice(_PAPERS)}"
        day = date(2024, 1, 1) + timedelta(days=rng.randrange(700))
        if before is not None and rng.random() < 0.1:
            made = before._replace(outlet=outlet, paragraphs=before.paragraphs[:-1] or before.paragraphs)
        else:
            sample = rng.choice(known)
            taken = rng.sample(sample, min(len(sample), rng.choice((1, 2, 2, 3))))
            if rng.random() < 0.2:
                taken.append(rng.choice(rng.choice(known)))
            swaps = _swaps(rng)
            paragraphs = tuple(_swapped(paragraph, swaps, rng) for paragraph in taken)
            made = Made(f"Report {n} from {rng.choice(_OTHER_PLACES)}", outlet, day, paragraphs)
        before = made
        yield made


def _swaps(rng: random.Random) -> dict[str, str]:
    swaps: dict[str, str] = {}
    for person in _PEOPLE:
        if rng.random() < 0.7:
            first, last = rng.choice(_FIRST), rng.choice(_SURNAMES)
            swaps |= {person: f"{first} {last}", person.split()[1]: last}
    swaps |= {place: rng.choice(_OTHER_PLACES) for place in _PLACES if rng.random() < 0.5}
    return swaps


def _swapped(paragraph: str, swaps: dict[str, str], rng: random.Random) -> str:
    for old, new in swaps.items():
        paragraph = paragraph.replace(old, new)
    return _NUMBER.sub(lambda found: str(rng.randrange(10, 9_999)), paragraph)


def printed(made: Made, kind: str) -> str:
    """The article as a file of this suffix."""
    day = f"{made.day:%B} {made.day.day}, {made.day.year}"
    if kind == ".md":
        head = f"---\ntitle: {made.title}\nsite: {made.outlet}\ndate: {made.day}\n---\n\n# {made.title}\n\n"
        return head + "\n\n".join(made.paragraphs) + "\n"
    if kind == ".html":
        body = "\n".join(f"<p>{escape(p)}</p>" for p in made.paragraphs)
        head = f'<title>{made.title}</title><meta property="og:site_name" content="{made.outlet}">'
        head += f'<meta property="article:published_time" content="{made.day}">'
        text = f"<article><h1>{made.title}</h1>\n{body}\n</article>"
        return f"<!DOCTYPE html><html><head>{head}</head><body>{text}</body></html>\n"
    return f"{made.title}\n\n{day}\n\nBy Staff, {made.outlet}\n\n" + "\n\n".join(made.paragraphs) + "\n"


def write(folder: Path, number: int, seed: int = 1) -> int:
    """Write so many articles under `folder`; the number of words in them."""
    rng = random.Random(seed)
    words = 0
    for n, made in enumerate(articles(number, seed)):
        kind = rng.choices((".txt", ".md", ".html"), (80, 12, 8))[0]
        path = folder / f"{n // _FOLDER:04}" / f"{n:06}{kind}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(printed(made, kind), encoding="utf-8")
        words += sum(len(paragraph.split()) for paragraph in made.paragraphs)
    return words


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("number", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(f"{write(given.folder, given.number, given.seed):,} words")


if __name__ == "__main__":
    main()
