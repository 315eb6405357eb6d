"""What is fuzzed, and what has to hold for every input: no exception, true offsets.

Where it is timed, time in step with the length, too.
"""

from __future__ import annotations

import io
import random
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import numpy as np
from hypothesis import strategies as st

from claimkit import reader
from claimkit.analysis.analyser import Analyser
from claimkit.analysis.tagger import Tagger
from claimkit.english import quotation_marks as marks
from claimkit.english import text
from claimkit.errors import InputError
from claimkit.models.extraction import Mention, ParsedWord
from claimkit.models.record import Article, Extraction, Span
from claimkit.reader import inline, rejoin
from claimkit.reader.input_options import FORMATS, Options

from fuzz import inputs

# Whether time counts: in a campaign, not in the tests, as on a busy machine it differs from run to run.
timed = False
# CPU seconds that any input may take, and what each character may add: some ten times what the slowest of them need on
# a slow machine (HTML of one nested tag), and far from what anything quadratic would need at 20,000 characters.
_ANY, _EACH = 1.5, 0.0003


class SlowError(AssertionError):
    """An input took more time than its length explains."""


@contextmanager
def in_time(length: int) -> Iterator[None]:
    """SlowError if the block takes more CPU time than `length` characters may, where time counts."""
    start = time.process_time()
    yield
    spent = time.process_time() - start
    if timed and spent > _ANY + _EACH * length:
        raise SlowError(f"{spent:.2f} s for {length} characters")


def check_marks(words: str) -> None:
    """Quotation marks: regions nest, stay in their line, and their states cover the text."""
    with in_time(len(words)):
        regions = marks.find_regions(words)
        assert regions == sorted(regions, key=lambda r: (r.start, -r.end))
        for region in regions:
            assert 0 <= region.start < region.inner_start <= region.inner_end <= region.end <= len(words)
            assert "\n" not in words[region.start : region.end]
        assert len(marks.mask_quoted(regions, len(words))) == len(words)
        assert len(marks.mark_styles(regions, len(words))) == len(words)


def check_text(words: str) -> None:
    """Markup, cleaning and the joining of lines: every clean span has its place in the raw text."""
    with in_time(len(words)):
        for markdown in (True, False):
            markup = inline.scan(words, markdown=markdown)
            clean = text.clean_text(words, markup.cuts)
            for start in range(0, len(clean.text), max(1, len(clean.text) // 20)):
                a, b = clean.raw_range(start, start + 1)
                assert words[a:b] == clean.text[start] or words[a].isspace()
        lines = [rejoin.PrintedLine(t, i % 7, 100 - i % 11, -i, 10) for i, t in enumerate(words.split("\n")) if t]
        assert "".join(rejoin.join_paragraphs([lines])).count("\n") == 0


def check_file(given: tuple[str, bytes], options: Options = reader.DEFAULT) -> list[Article]:
    """A file: articles with sorted cuts inside their text and unique paths, or clear lines."""
    name, data = given
    source = reader.Source("-" if name == "-" else name, reader.STDIN)
    found: list[Article] = []
    with in_time(len(data) * 4):
        paths = set()
        for item in reader.items(source, io.BytesIO(data), options):
            if isinstance(item, InputError):
                _check_error(item)
                continue
            assert item.path(source) not in paths
            paths.add(item.path(source))
            try:
                article = reader.parse(source, item)
            except InputError as error:
                _check_error(error)
            else:
                _check_article(article)
                found.append(article)
    return found


def check_any_format(given: tuple[str, bytes, str]) -> None:
    """A file read as a format that the user names, rightly or wrongly."""
    name, data, format = given
    check_file((name, data), Options(format, (("text", "x.text"),) if len(data) % 5 == 0 else ()))


def _check_error(error: InputError) -> None:
    assert str(error).isprintable(), str(error)
    assert "unexpected" not in error.reason, (error, error.__cause__)


def _check_article(article: Article) -> None:
    assert article.text.strip()
    article.text.encode("utf-8")
    article.path.encode("utf-8")
    end = 0
    for start, stop in article.cuts:
        assert end <= start < stop <= len(article.text)
        end = stop


def check_extraction(extraction: Extraction) -> None:
    """`text[start:end]` is the span, for every span of every quotation."""
    body = extraction.article.text
    ids = [quote.id for quote in extraction.quotes]
    assert len(ids) == len(set(ids))
    for quote in extraction.quotes:
        steps = quote.speaker.evidence if quote.speaker else ()
        spans = [Span(s.start, s.end, s.text) for s in (*quote.content, quote.cue, quote.source, *steps) if s]
        assert quote.content
        for span in spans:
            assert 0 <= span.start < span.end <= len(body)
            assert body[span.start : span.end] == span.text
        assert 0 <= quote.confidence <= 1


class _GuessingTagger(Tagger):
    """The tagger with a network that guesses: decoding and linking are the real ones."""

    def run(self, pieces: Any) -> tuple[Any, Any]:
        noise = np.random.default_rng(len(pieces.ids))
        scores = noise.normal(0, 2, (len(pieces.ids), 7)).astype(np.float32)
        return scores, noise.normal(0, 1, (len(pieces.ids), 512)).astype(np.float32)


class _GuessingRecogniser:
    """Names are whatever begins with a capital, of any kind."""

    def lemma(self, word: str, *_: Any) -> str:
        return word.lower()

    def parse(self, words: str) -> list[ParsedWord]:
        noise, found = random.Random(len(words)), []
        for i, word in enumerate(re.finditer(r"\w+|[^\w\s]", words)):
            head = noise.randrange(i + 1)  # of a word before it, or its own: always a tree
            tag = noise.choice(["NN", "NNP", "VBD", "VBG", "VBN", "JJ", "PRP"])
            relation = noise.choice(["nsubj", "advcl", "conj", "agent", "pobj", "poss", "xcomp"])
            found.append(ParsedWord(*word.span(), word[0], tag, relation, head))
        return found

    def mentions(self, words: str) -> list[Mention]:
        noise = random.Random(len(words))
        found, at = [], 0
        for part in words.split(" "):
            name = part.strip("\n")
            if name[:1].isupper() and noise.random() < 0.7:
                start = at + part.index(name)
                label = noise.choice(["PERSON", "PERSON", "ORG", "GPE", "NORP"])
                found.append(Mention(start, start + len(name), name, label))
            at += len(part) + 1
        return found


@cache
def _guessing() -> Analyser:
    from claimkit.analysis import cues

    analyser = Analyser.__new__(Analyser)
    recogniser = _GuessingRecogniser()
    analyser._recogniser = recogniser  # type: ignore[assignment]
    analyser._cues = cues.CueReader(recogniser.lemma)
    analyser._tagger = _GuessingTagger()
    return analyser


@cache
def _real() -> Analyser:
    return Analyser()


def check_pipeline_guessing(words: str) -> None:
    """The whole way with a network that guesses: attributions no model would make."""
    _check_pipeline(words, _guessing())


def check_pipeline(words: str) -> None:
    """The whole way with the real models."""
    _check_pipeline(words, _real())


def _check_pipeline(words: str, analyser: Analyser) -> None:
    source = reader.Source("x.md", "x.md")
    try:
        article = reader.parse(source, reader.Item("", words, name="x.md"))
    except InputError as error:
        _check_error(error)
        return
    with in_time(len(words) * 4):
        check_extraction(analyser.analyse(article))


# Name, check, inputs, and its share of the whole. The pipeline with its models takes some
# thirty times as long as the rest.
Target = tuple[str, Callable[[Any], object], st.SearchStrategy[Any], float]
TARGETS: list[Target] = [
    ("marks", check_marks, inputs.news, 0.3),
    ("text", check_text, inputs.news, 0.15),
    *((f"file{suffix}", check_file, inputs.files(suffix), 0.03) for suffix in inputs.FILES),
    (
        "any format",
        check_any_format,
        st.sampled_from(sorted(inputs.FILES)).flatmap(
            lambda suffix: st.tuples(st.just(f"x{suffix}"), inputs.FILES[suffix], st.sampled_from(list(FORMATS)))
        ),
        0.06,
    ),
    ("pipeline, guessing", check_pipeline_guessing, inputs.news, 0.05),
    ("pipeline", check_pipeline, inputs.news, 0.01),
]
