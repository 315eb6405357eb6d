"""A candidate place → the whole sentences around it, with the words that meet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from claimkit.checking.atoms import begins, code, find_atoms
from claimkit.checking.candidates import Candidate
from claimkit.checking.fit import Codes, Flags, lay_over, least_costs, reach_out, split_in_two
from claimkit.checking.index import Index
from claimkit.checking.slips import find_slips
from claimkit.checking.sources import Source
from claimkit.checking.streams import Stream
from claimkit.english.sentences import find_breaks
from claimkit.models.checks import CheckedPassage
from claimkit.models.types import Range
from claimkit.wording.edits import ELLIPSIS
from claimkit.wording.word_tokens import WordToken

# Set by hand: characters of a sentence beyond the words that meet, and those left out in the middle of a passage.
_REACH = 400
_NEAR = 300
_BETWEEN = " […] "
_SPLIT = 0.25  # share of a quotation's words that do not meet, from which on two places are looked for


@dataclass(frozen=True, slots=True)
class Placed:
    """A quotation over a passage. `pairs` are atoms of both that meet (quotation, passage); `seams` the atoms of the
    quotation at which a part from another place begins, `ranges` the atoms of the passage that each part covers."""

    source: Source
    stream: Stream
    passage: CheckedPassage
    words: Sequence[WordToken]
    said: Sequence[WordToken]
    pairs: tuple[tuple[int, int], ...]
    seams: tuple[int, ...]
    ranges: tuple[Range, ...]
    slips: tuple[bool, ...]
    cost: int

    @property
    def share(self) -> float:
        """How much of the quotation is there, 0 to 1."""
        return max(0.0, 1 - self.cost / max(1, len(self.words)))


@dataclass(frozen=True, slots=True)
class _Part:
    """Atoms `first:last` of the quotation, and the atoms of the stream that they cover."""

    first: int
    last: int
    start: int
    end: int


def costs_at(index: Index, candidates: Sequence[Candidate], codes: Codes, free: Sequence[bool]) -> list[int]:
    """For each candidate, how many words of the quotation do not meet at its place, all of it in one place."""
    windows = []
    for candidate in candidates:
        source, number = index.places[candidate.stream]
        low = source.words.bounds[number]
        window = slice(low + candidate.start, low + candidate.end)
        windows.append((source.words.codes[window], source.words.slips[window]))
    return least_costs(codes, windows, free) if windows else []


def place(index: Index, candidate: Candidate, text: str, words: Sequence[WordToken]) -> Placed:
    """The quotation over the candidate's stream."""
    source, number = index.places[candidate.stream]
    return place_in(source, number, candidate, text, words)


def place_in(source: Source, number: int, candidate: Candidate, text: str, words: Sequence[WordToken]) -> Placed:
    """The quotation over stream `number` of a source, looked for in the candidate's window first."""
    stream = source.words.streams[number]
    low = source.words.bounds[number]
    whole = slice(low, source.words.bounds[number + 1])
    stretch = source.words.codes[whole], source.words.slips[whole]
    parts = _find_parts(text, words, stretch, candidate)
    starts, ends = source.words.starts[low:], source.words.ends[low:]
    spans = [
        _sentences(stream.text, int(starts[part.start]), int(ends[max(part.start, part.end - 1)])) for part in parts
    ]
    return _over(source, stream, text, words, parts, spans)


def codes_of(words: Sequence[WordToken]) -> Codes:
    """The atoms as numbers."""
    return np.array([code(word.key) for word in words], dtype=np.int64)


def is_free(words: Sequence[WordToken]) -> list[bool]:
    """Which words are an editor's, in brackets, and may stand for anything."""
    return [word.kind in ("bracket", "marked") for word in words]


def _marked(text: str, words: Sequence[WordToken]) -> list[int]:
    """The atoms before which an ellipsis says that something is left out."""
    return [at for at in range(1, len(words)) if ELLIPSIS.search(text, words[at - 1].end, words[at].start)]


def _find_parts(
    text: str, words: Sequence[WordToken], stretch: tuple[Codes, Flags], candidate: Candidate
) -> list[_Part]:
    """The parts of the quotation between ellipses, or where two places fit better than one."""
    codes, free, marked = codes_of(words), is_free(words), _marked(text, words)
    window = _window(stretch, candidate)
    whole = lay_over(codes, *window, free)
    one = [_Part(0, len(codes), candidate.start + whole.start, candidate.start + whole.end)]
    if whole.cost <= _SPLIT * len(codes) and not (marked and whole.cost > 1):
        return one
    cuts = list(marked)
    if not cuts and (cut := split_in_two(codes, *stretch)) is not None:
        cuts = [cut]
    if not cuts:
        return one
    parts, cost = [], 0
    for first, last in pairwise([0, *cuts, len(codes)]):
        fit = lay_over(codes[first:last], *stretch, free[first:last])
        near = lay_over(codes[first:last], *window, free[first:last])
        if near.cost <= fit.cost:  # the same words may stand in many places: near the other parts is better
            fit = near._replace(start=near.start + candidate.start, end=near.end + candidate.start)
        parts.append(_Part(first, last, fit.start, fit.end))
        cost += fit.cost
    return parts if cost < whole.cost else one


def _window(stretch: tuple[Codes, Flags], candidate: Candidate) -> tuple[Codes, Flags]:
    """The candidate's window of both arrays."""
    return stretch[0][candidate.start : candidate.end], stretch[1][candidate.start : candidate.end]


def _sentences(text: str, start: int, end: int) -> Range:
    """The whole sentences around `text[start:end]`."""
    low, high = max(0, start - _REACH), min(len(text), end + _REACH)
    first = max((after for _, after in find_breaks(text, low, start + 1, wrapped=True) if after <= start), default=low)
    if first == low and low:
        first = text.rfind(" ", low, start) + 1 if low < start else start
    last = next((stop for stop, _ in find_breaks(text, max(start, end - 1), high, wrapped=True) if stop >= end), high)
    return first, last


def _over(
    source: Source,
    stream: Stream,
    text: str,
    words: Sequence[WordToken],
    parts: Sequence[_Part],
    spans: Sequence[Range],
) -> Placed:
    """The passage of the parts' sentences, with the words of each part laid over its own."""
    merged: list[list[int]] = []
    home: list[int] = []
    for start, end in spans:
        if merged and start >= merged[-1][0] and start - merged[-1][1] <= _NEAR:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
        home.append(len(merged) - 1)
    pieces: list[Range] = []
    shown = ""
    for at, (start, end) in enumerate(merged):
        shown += _BETWEEN if at else ""
        pieces.append((len(shown), len(shown) + end - start))
        shown += stream.text[start:end].replace("\n", " ")
    said = find_atoms(shown, tuple(pieces))
    codes, heard = codes_of(words), codes_of(said)
    slips = np.array(find_slips(shown, said), dtype=np.bool_)
    free = is_free(words)
    stops = [not at or begins(shown, said, at) for at in range(len(said) + 1)]
    pairs: list[tuple[int, int]] = []
    ranges: list[Range] = []
    seams: list[int] = []
    cost = 0
    for number in range(len(merged)):
        mine = [part for part, where in zip(parts, home, strict=True) if where == number]
        inside = [at for at, atom in enumerate(said) if atom.piece == number]
        if not inside:
            continue
        low, high = inside[0], inside[-1] + 1
        first = low
        for part in mine:
            within = low if low < high else inside[0]  # a part that comes earlier in the source than the one before it
            fit = lay_over(
                codes[part.first : part.last], heard[within:high], slips[within:high], free[part.first : part.last]
            )
            fit = reach_out(fit, codes[part.first : part.last], heard[within:high], stops[within : high + 1])
            pairs += [(part.first + a, within + b) for a, b in fit.pairs]
            first = first if part is not mine[0] else within + fit.start
            low = within + fit.end
            cost += fit.cost
        ranges.append((first, low))
        seams += [mine[0].first] if number else []
    start, end = merged[0][0], merged[-1][1]
    at = start + (said[ranges[0][0]].start if ranges and ranges[0][0] < len(said) else 0)
    first_turn, last_turn = _turn(stream, start), _turn(stream, max(start, end - 1))
    passage = CheckedPassage(
        source.path,
        source.lines[first_turn],
        source.lines[last_turn],
        source.times[first_turn],
        shown,
        source.labels[_turn(stream, at)],
        _before(stream.text, start),
        _after(stream.text, end),
        source.outlet,
        source.published,
        source.prepared,
    )
    return Placed(
        source, stream, passage, words, said, tuple(pairs), tuple(seams), tuple(ranges), tuple(slips.tolist()), cost
    )


def _turn(stream: Stream, at: int) -> int:
    """The number of the turn that holds a character of the stream."""
    low, high = 0, len(stream.starts)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if stream.starts[middle] <= at else (low, middle)
    return stream.turns[low]


_SPACE = re.compile(r"\s+")


def _before(text: str, start: int) -> str:
    """The sentence before `start`."""
    first, _ = _sentences(text, max(0, start - 2), max(0, start - 1)) if start > 1 else (0, 0)
    return _SPACE.sub(" ", text[first:start]).strip()


def _after(text: str, end: int) -> str:
    """The sentence after `end`."""
    rest = next((at for at in range(end, min(len(text), end + 20)) if text[at].isalnum()), None)
    if rest is None:
        return ""
    _, last = _sentences(text, rest, rest + 1)
    return _SPACE.sub(" ", text[end:last]).strip(" \"”'’")
