"""Offset maps and normal forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.english.text import clean_text, count_words, cut_out, digest, normalise, slug, words


@pytest.mark.parametrize(
    ("text", "cuts", "number"),
    [
        ("", [], 0),
        ("They’ll meet — again – in well-known places.", [], 6),
        ("It cost 5,000 euros (§ 3)", [], 5),
        ("See [the page](http://x.example/a b c) now", [(4, 5), (13, 38)], 4),
        ("Київ is\n\nquiet …", [], 3),
    ],
)
def test_words_are_counted_as_an_editor_counts_them(text: str, cuts: list[tuple[int, int]], number: int) -> None:
    assert count_words(text, cuts) == number


@st.composite
def texts_with_cuts(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    text = draw(st.text(alphabet="ab .,\n“”é[](#)", max_size=60))
    edges = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return text, [(a, b) for a, b in pairs if a < b]


@given(texts_with_cuts())
def test_every_clean_character_leads_back_to_itself(given_text: tuple[str, list[tuple[int, int]]]) -> None:
    text, cuts = given_text
    cleaned = clean_text(text, cuts)
    assert len(cleaned.text) == len(text) - sum(b - a for a, b in cuts)
    for i, character in enumerate(cleaned.text):
        start, end = cleaned.raw_range(i, i + 1)
        assert end == start + 1
        assert not any(a <= start < b for a, b in cuts)
        assert text[start] == character or (character == " " and text[start].isspace())


@given(texts_with_cuts(), st.integers(0, 60), st.integers(0, 60))
def test_a_raw_range_leads_to_what_is_left_of_it(given_text: tuple[str, list[tuple[int, int]]], a: int, b: int) -> None:
    text, cuts = given_text
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    first, last = clean_text(text, cuts).clean_range(start, end)
    left = [i for i in range(start, end) if not any(cut <= i < resume for cut, resume in cuts)]
    assert last - first == len(left)
    assert cut_out(text, cuts, start, end) == "".join(text[i] for i in left)
    if left:
        assert clean_text(text, cuts).raw_range(first, last) == (left[0], left[-1] + 1)


def test_a_span_across_a_cut_covers_the_markup_in_the_raw_text() -> None:
    text = "the envoy [said](#) on Monday"
    cleaned = clean_text(text, [(10, 11), (15, 19)])
    assert cleaned.text == "the envoy said on Monday"
    start, end = cleaned.raw_range(4, 14)
    assert text[start:end] == "envoy [said"
    start, end = cleaned.raw_range(10, 24)
    assert text[start:end] == "said](#) on Monday"


def test_a_paragraph_break_inside_a_phrase_is_closed() -> None:
    text = "“It will end,” the U.S.\n\npresident said.\n\nThe talks go on."
    cleaned = clean_text(text)
    assert cleaned.text == "“It will end,” the U.S.  president said.\n\nThe talks go on."
    assert text[slice(*cleaned.raw_range(19, 34))] == "U.S.\n\npresident"


def test_normal_forms() -> None:
    assert normalise("“Él” — O’NEIL") == '"el" - o\'neil'
    assert words("We’re “making” progress — NOW!") == ["we're", "making", "progress", "now"]
    assert slug("Volodymyr Zelenskyy") == "volodymyr-zelenskyy"
    assert slug("J.D. O’Brien-Ørsted") == "j-d-obrien-ørsted"
    assert slug("…") == "unnamed"


def test_digest_keeps_parts_apart() -> None:
    assert digest("ab", "c") != digest("a", "bc")
    assert len(digest("a")) == 12
    assert digest("lone \ud800 surrogate")
