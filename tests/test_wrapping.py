"""Text wrapped at any width reads as it did before, and its offsets are those of the file."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from claimkit import reader
from claimkit.analysis.analyser import Analyser
from claimkit.english.text import Cleaned, clean_text
from claimkit.models.record import Article, Quote
from claimkit.reader.files import Source
from claimkit.reader.items import Item

from support import cases

SEEDS = sorted((Path(__file__).parents[1] / "seeds").iterdir())
WIDTHS = (40, 60, 72, 80, 100)


def read(text: str, name: str) -> tuple[Article, Cleaned]:
    article = reader.parse(Source(name, name), Item("", text, name=name))
    return article, clean_text(article.text, article.cuts)


def paragraphs(cleaned: Cleaned) -> list[str]:
    return [" ".join(line.split()) for line in cleaned.text.splitlines() if line.strip()]


def wrap(text: str, width: int) -> str:
    return "\n\n".join(textwrap.fill(line, width) for line in text.splitlines() if line.strip())


@pytest.fixture(scope="module", params=SEEDS, ids=lambda path: path.stem)
def prose(request: pytest.FixtureRequest) -> str:
    """A sample article, one paragraph a line."""
    (article,) = reader.read([str(request.param)])
    assert isinstance(article, Article)
    return "\n\n".join(paragraphs(clean_text(article.text, article.cuts)))


@pytest.mark.parametrize("case", cases("wrapping"))
def test_paragraphs(case: dict) -> None:
    _, cleaned = read(case["text"], case["file"])
    assert paragraphs(cleaned) == case["paragraphs"]
    for i, character in enumerate(cleaned.text):
        start, end = cleaned.raw_range(i, i + 1)
        assert case["text"][start:end] == character or (character == " " and case["text"][start:end].isspace())


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("name", "before", "end"), [("a.txt", "", "\n"), ("a.md", "", "\r\n"), ("a.txt", "> ", "\n")])
def test_wrapped_samples_read_as_before(prose: str, width: int, name: str, before: str, end: str) -> None:
    article, cleaned = read(prose, name)
    wrapped, recleaned = read(end.join(before + line for line in wrap(prose, width).split("\n")), name)
    assert paragraphs(recleaned) == paragraphs(cleaned)
    assert (wrapped.title, wrapped.outlet, wrapped.published) == (article.title, article.outlet, article.published)
    assert wrapped.words == article.words


def shown(quote: Quote, text: str) -> tuple[object, ...]:
    """A record as it is wherever its text was wrapped, after its spans were found true."""
    spans = [*quote.content, *([quote.cue] if quote.cue else []), *([quote.source] if quote.source else [])]
    assert all(text[s.start : s.end] == s.text for s in spans)
    name = quote.speaker.name if quote.speaker else None
    # A compound that was wrapped at its hyphen has a line end in it.
    return quote.type, quote.text, name, [" ".join(re.sub(r"(?<=\w-)\n", "", s.text).split()) for s in spans]


def records(analyser: Analyser, text: str) -> list[tuple[object, ...]]:
    return [shown(quote, text) for quote in analyser.analyse(read(text, "a.txt")[0]).quotes]


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser()


def test_wrapped_samples_have_the_same_records(prose: str, analyser: Analyser) -> None:
    before = records(analyser, prose)
    assert before
    assert records(analyser, wrap(prose, WIDTHS[len(prose) % len(WIDTHS)])) == before


@pytest.mark.slow
def test_samples_have_the_same_records_at_every_width(prose: str, analyser: Analyser) -> None:
    before = records(analyser, prose)
    assert all(records(analyser, wrap(prose, width)) == before for width in WIDTHS)
