"""Regions + tagged spans → attributions: cases without a model, and the shipped model on sentences of our own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.analysis.attribution import attribute
from claimkit.english.quotation_marks import find_regions, mask_quoted
from claimkit.models.extraction import Attribution, TaggedSpan, Tagging

from support import cases


def tagging_of(text: str, tagged: list[dict[str, Any]]) -> Tagging:
    """A Tagging as the tagger would give it, from the words of a case."""
    words = [m.span() for m in re.finditer(r"\w+|[^\w\s]", text)]
    ends = [m.end() for m in re.finditer(r"[.!?][”\"’]?\s", text)]
    sentence = tuple(sum(e <= start for e in ends) for start, _ in words)
    sources: list[TaggedSpan] = []
    cues: list[TaggedSpan] = []
    source_of: list[tuple[int | None, float]] = []
    contents: list[tuple[TaggedSpan, tuple[int | None, float]]] = []

    def span(piece: str) -> TaggedSpan:
        start = text.index(piece)
        return TaggedSpan(start, start + len(piece), 1.0)

    for group in tagged:
        cue = None
        if "cue" in group:
            cue = len(cues)
            cues.append(span(group["cue"]))
            source = span(group["source"]) if "source" in group else None
            if source is not None and source not in sources:
                sources.append(source)
            source_of.append((None if source is None else sources.index(source), 1.0))
        contents += [(span(c), (cue, 1.0)) for c in group["contents"]]
    contents.sort(key=lambda c: c[0].start)
    order = sorted(range(len(sources)), key=lambda i: sources[i].start)
    return Tagging(
        tuple(sources[i] for i in order),
        tuple(cues),
        tuple(c for c, _ in contents),
        tuple(link for _, link in contents),
        tuple((None if s is None else order.index(s), p) for s, p in source_of),
        tuple(words),
        sentence,
        tuple(float(any(c.start <= start < c.end for c, _ in contents)) for start, _ in words),
    )


def run(text: str, tagging: Tagging) -> list[Attribution]:
    regions = find_regions(text)
    return attribute(text, regions, mask_quoted(regions, len(text)), tagging)


def describe(found: Attribution) -> str:
    content = " / ".join(c.text for c in found.content)
    cue, source = (s.text if s else "-" for s in (found.cue, found.source))
    return f"{found.type}: {content} < {cue} < {source}"


@pytest.mark.parametrize("case", cases("attribution"))
def test_attributions(case: dict[str, Any]) -> None:
    found = run(case["text"], tagging_of(case["text"], case["tagged"]))
    assert [describe(a) for a in found] == case["expected"]


@st.composite
def tagged_texts(draw: st.DrawFn) -> tuple[str, Tagging]:
    """Any text with any tagging of it, however senseless."""
    text = draw(st.text(alphabet="“”\"'’ab. ,\n-―A:", max_size=100))
    words = [m.span() for m in re.finditer(r"\w+|[^\w\s]", text)]
    spans = draw(st.lists(st.tuples(st.integers(0, 99), st.integers(1, 9)), max_size=8))
    spans = [(a, min(a + n, len(words))) for a, n in spans if a < len(words)]

    def some(part: list[tuple[int, int]]) -> tuple[TaggedSpan, ...]:
        return tuple(TaggedSpan(words[a][0], words[b - 1][1], 0.9) for a, b in sorted(part))

    sources, cues, contents = some(spans[::3]), some(spans[1::3]), some(spans[2::3])

    def links(n: int, targets: int) -> Iterator[tuple[int | None, float]]:
        for _ in range(n):
            yield draw(st.sampled_from([None, *range(targets)])), 0.9

    return text, Tagging(
        sources,
        cues,
        contents,
        tuple(links(len(contents), len(cues))),
        tuple(links(len(cues), len(sources))),
        tuple(words),
        tuple(range(len(words))),
        tuple(0.5 for _ in words),
    )


@given(tagged_texts())
def test_offsets_hold_whatever_the_tagger_says(given_text: tuple[str, Tagging]) -> None:
    text, tagging = given_text
    for found in run(text, tagging):
        assert found.content
        assert 0.0 <= found.confidence <= 1.0
        for span in (*found.content, *(s for s in (found.cue, found.source) if s)):
            assert span.text == text[span.start : span.end] != ""
        assert all(a.end <= b.start for a, b in zip(found.content, found.content[1:], strict=False))
