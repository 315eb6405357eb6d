"""What a record shows a judge: names of what holds of it, numbers, and the tagger's states at its cue and content."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claimkit.analysis.attribution.calibration import log_odds
from claimkit.analysis.cues import CueMeaning
from claimkit.analysis.cues.head import is_noun, is_passive
from claimkit.analysis.cues.window import Word
from claimkit.analysis.statements.content_form import (
    ContentWords,
    content_form,
    content_words,
    has_finite,
    is_in,
    word_shape,
)
from claimkit.english.sentences import find_breaks
from claimkit.models.extraction import Attribution, States
from claimkit.models.record import Span

STATES = 512  # width of the tagger's states
_GAP = 9  # characters between cue and content that tell something: ", ", "that"
_DIGIT = re.compile(r"\d")
_PERCENT = re.compile(r"%|per ?cent\b")
_MOST_SENTENCES = 4

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class StatementFeatures:
    """What one record shows. `states` [1024]: the means over its cue and over its content."""

    names: tuple[str, ...]
    numbers: dict[str, float]
    states: Floats


def features(
    text: str,
    quoted: bytes | bytearray,
    found: Sequence[Attribution],
    meanings: Sequence[CueMeaning | None],
    states: States | None,
) -> list[StatementFeatures]:
    """The features of the attributions `found` in one article."""
    article = _ArticleView(text, quoted, found)
    held = _state_means(states, found)
    return [
        StatementFeatures(tuple(_names(text, a, meaning, words)), _numbers(article, a, words), row)
        for a, meaning, row in zip(found, meanings, held, strict=True)
        for words in [content_words(text[a.content[0].start : a.content[-1].end])]
    ]


class _ArticleView:
    """Where sentences begin, and how many records each has."""

    def __init__(self, text: str, quoted: bytes | bytearray, found: Sequence[Attribution]) -> None:
        breaks = list(find_breaks(text))
        self.text = text
        self.quoted = quoted
        self.starts = [0, *(after for _, after in breaks)]
        self.ends = [*(stop for stop, _ in breaks), len(text)]
        self.places = sorted(_place(a) for a in found)
        self.spoken = sum(a.type != "indirect" for a in found)

    def sentence(self, offset: int) -> int:
        return max(0, bisect_right(self.starts, offset) - 1)

    def records_in(self, sentence: int) -> int:
        """The number of records in one sentence."""
        start, end = self.starts[sentence], self.ends[sentence]
        return bisect_left(self.places, end) - bisect_left(self.places, start)


def _place(a: Attribution) -> int:
    return (a.cue or a.content[0]).start


def _names(text: str, a: Attribution, meaning: CueMeaning | None, words: ContentWords) -> Iterator[str]:
    """What holds of a record, as `what=value`."""
    form, ending = content_form(words), words.words[-1] if words.words else "-"
    hangs = is_in(ending, "hanging") or is_in(ending, "prepositions") or is_in(ending, "determiners")
    yield f"type={a.type}"
    yield f"form={form}"
    yield f"first={word_shape(words)}"
    yield f"ends={ending if hangs else '-'}"
    yield f"source={_source_kind(a.source)}"
    if meaning is None or a.cue is None:
        yield "class=no cue"
        return
    yield f"class={meaning.kind}"
    yield f"lemma={meaning.lemma}"
    yield f"polarity={meaning.polarity}"
    yield f"modality={meaning.modality}"
    yield f"hearsay={meaning.hearsay}"
    yield f"order={_order(a)}"
    yield f"gap={_gap(text, a)}"
    if meaning.window is not None and meaning.head is not None and meaning.window.cue:
        yield from _around(meaning)


def _around(meaning: CueMeaning) -> Iterator[str]:
    """What the words around the cue's head say."""
    window, head = meaning.window, meaning.head
    assert window is not None
    assert head is not None
    cue = window.cue
    yield f"cue words={min(len(cue), 4)}"
    yield f"ending={_ending(window.words[head.start])}"
    yield f"noun={is_noun(window.words, head.start)}"
    yield f"passive={is_passive(window.words, head.start)}"
    yield f"subject={window.subject}"
    yield f"opens={window.opens}"
    for word in window.words[head.end : window.last][:2]:
        yield f"after={word.text}"
    yield f"last={cue[-1].text}"


def _ending(word: Word) -> str:
    if word.text == word.lemma:
        return "base"
    if word.text == word.lemma + "s":
        return "s"
    return next((e for e in ("ing", "ed") if word.text.endswith(e)), "past")


def _source_kind(source: Span | None) -> str:
    if source is None:
        return "none"
    said = source.text.casefold()
    for name, section in (("relative", "relative"), ("it", "neuter"), ("pronoun", "subjects")):
        if is_in(said, section):
            return name
    return "Name" if source.text[:1].isupper() else "role"


def _order(a: Attribution) -> str:
    """The order of cue, source and content, as letters."""
    places = [(span.start, letter) for span, letter in ((a.cue, "c"), (a.content[0], "t"), (a.source, "s")) if span]
    return "".join(letter for _, letter in sorted(places))


def _gap(text: str, a: Attribution) -> str:
    assert a.cue is not None
    if a.cue.end > a.content[0].start:
        return "<"
    gap = " ".join(text[a.cue.end : min(a.content[0].start, a.cue.end + 3 * _GAP)].split()).casefold()
    return gap if len(gap) < _GAP else "…"


def _numbers(article: _ArticleView, a: Attribution, words: ContentWords) -> dict[str, float]:
    text, first, last = article.text, a.content[0].start, a.content[-1].end
    at = article.sentence(_place(a))
    start, end = article.starts[at], article.ends[at]
    piece = text[first:last]
    covered = bisect_left(article.starts, last) - article.sentence(first)
    distance = max(0, first - a.cue.end, a.cue.start - last) if a.cue else 0
    return {
        "odds": log_odds(a.confidence),
        "words": math.log1p(len(words.words)),
        "quoted": _share_quoted(article.quoted, a.content),
        "quoted nearby": float(any(article.quoted[start:end])),
        "digits": float(_DIGIT.search(piece) is not None),
        "percent": float(_PERCENT.search(piece) is not None),
        "sentences": float(min(covered, _MOST_SENTENCES)),
        "share": len(piece) / max(1, end - start),
        "finite": float(has_finite(words.words)),
        "short": float(len(words.words) <= 3),
        "records": float(min(3, article.records_in(at))),
        "spoken": math.log1p(article.spoken),
        "future": float(any(is_in(w, "future") for w in words.words[:8])),
        "distance": math.log1p(distance),
    }


def _share_quoted(quoted: bytes | bytearray, content: Sequence[Span]) -> float:
    inside = sum(quoted[s.start : s.end].count(1) for s in content)
    return inside / max(1, sum(s.end - s.start for s in content))


def _state_means(states: States | None, found: Sequence[Attribution]) -> Floats:
    """The means of the tagger's states over each record's cue and over its content: [records, 1024]."""
    rows = np.zeros((len(found), 2, STATES), np.float32)
    if states is None or not len(states.starts):
        return rows.reshape(len(found), 2 * STATES)
    for row, a in zip(rows, found, strict=True):
        if a.cue is not None:
            row[0] = _mean(states, a.cue)
        row[1] = np.mean([_mean(states, span) for span in a.content], axis=0)
    return np.tanh(rows).reshape(len(found), 2 * STATES)


def _mean(states: States, span: Span) -> Floats:
    """The mean of the states of the wordpieces that begin in a span."""
    i, j = np.searchsorted(states.starts, [span.start, span.end])
    i = min(int(i), len(states.vectors) - 1)
    return np.asarray(states.vectors[i : max(int(j), i + 1)].mean(axis=0), np.float32)
