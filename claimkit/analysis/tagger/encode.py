"""Text → wordpieces with input features, cut into windows of whole sentences and, mostly, whole paragraphs."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

# PieceWindow and overlap in wordpieces, as the model was measured with: half of each overlap is kept from either side.
WINDOW = 192
OVERLAP = 32
_FULL = 0.5  # share of a window that must be filled before it ends with a paragraph

_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’')\]]{0,4}\s{1,8}(?=[\"“‘'(\[]{0,2}[A-Z0-9])")
# The tokenizer splits runs at underscores, and each piece looks at its run: of a very long one, at its beginning.
_WORD = re.compile(r"\w{1,100}")
# Token-type features: case of the word (lower, Title, UPPER) × outside, in double or in single quotation marks.
_TITLE, _UPPER, _QUOTED = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Pieces:
    """The wordpieces of one text, a marker after each paragraph included.

    `ids`, `features`: int64 [n]; `starts`, `ends`: int64 [n], character offsets (start == end for a marker);
    `first`: bool [n], the piece begins a word; `paragraph`, `sentence`: int64 [n]; `units`: piece ranges
    (start, end) of sentences, the smallest runs that a window keeps together.
    """

    ids: NDArray[np.int64]
    features: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    first: NDArray[np.bool_]
    paragraph: NDArray[np.int64]
    sentence: NDArray[np.int64]
    units: tuple[tuple[int, int], ...]

    @property
    def breaks(self) -> frozenset[int]:
        """Where a paragraph begins, the first left out."""
        return frozenset((np.flatnonzero(np.diff(self.paragraph)) + 1).tolist())

    @property
    def quoted(self) -> NDArray[np.bool_]:
        """Whether each piece begins inside quotation marks: bool [n]."""
        return np.asarray(self.features >= _QUOTED)


@dataclass(frozen=True, slots=True)
class PieceWindow:
    """Pieces `start:end` of a text, of which the outputs `keep_start:keep_end` count."""

    start: int
    end: int
    keep_start: int
    keep_end: int


class Wordpieces:
    """The tokenizer of the model."""

    def __init__(self, path: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self.cls, self.sep, self._paragraph_mark = map(self._id, ("[CLS]", "[SEP]", "[unused1]"))

    def _id(self, piece: str) -> int:
        found = self._tokenizer.token_to_id(piece)
        assert found is not None, piece
        return found

    def encode(self, text: str, quoted: bytes | bytearray) -> Pieces:
        """Wordpieces of `text`; `quoted` (see `quotation_marks.mark_styles`) holds 0, 1 or 2 for each character."""
        spans = [m.span() for m in _PARAGRAPH.finditer(text)]
        encodings = self._tokenizer.encode_batch([text[s:e] for s, e in spans], add_special_tokens=False)
        ids: list[int] = []
        features: list[int] = []
        starts: list[int] = []
        ends: list[int] = []
        first: list[bool] = []
        paragraph: list[int] = []
        units: list[tuple[int, int]] = []
        for number, ((start, end), encoding) in enumerate(zip(spans, encodings, strict=True)):
            cuts = [m.end() for m in _SENTENCE_END.finditer(text, start, end)]
            next_cut, unit_start, previous_word, case = 0, len(ids), None, 0
            for piece, (piece_start, piece_end), word in zip(
                encoding.ids, encoding.offsets, encoding.word_ids, strict=True
            ):
                at = piece_start + start
                if next_cut < len(cuts) and at >= cuts[next_cut]:
                    while next_cut < len(cuts) and at >= cuts[next_cut]:
                        next_cut += 1
                    units.append((unit_start, len(ids)))
                    unit_start = len(ids)
                begins = word != previous_word
                previous_word = word
                if begins:
                    case = _case(text, at, piece_end + start)
                ids.append(piece)
                starts.append(at)
                ends.append(piece_end + start)
                features.append(case + _QUOTED * quoted[at])
                first.append(begins)
                paragraph.append(number)
            ids.append(self._paragraph_mark)
            starts.append(end)
            ends.append(end)
            features.append(0)
            first.append(False)
            paragraph.append(number)
            units.append((unit_start, len(ids)))
        return Pieces(
            np.array(ids, np.int64),
            np.array(features, np.int64),
            np.array(starts, np.int64),
            np.array(ends, np.int64),
            np.array(first, np.bool_),
            np.array(paragraph, np.int64),
            np.repeat(np.arange(len(units)), [e - s for s, e in units]),
            tuple(units),
        )


def windows(
    units: Sequence[tuple[int, int]],
    breaks: Collection[int] = frozenset(),
    size: int = WINDOW,
    overlap: int = OVERLAP,
) -> list[PieceWindow]:
    """Cut a text into windows of at most `size` wordpieces (two of them special).

    A window ends where a paragraph does (`breaks`), if that leaves it at least half full; another one shares `overlap`
    wordpieces with the next.
    """
    body = size - 2
    parts = [(s, min(s + body, end)) for start, end in units for s in range(start, end, body)]
    spans: list[tuple[int, int]] = []
    i = 0
    while i < len(parts):
        start = parts[i][0]
        j = i + 1
        while j < len(parts) and parts[j][1] - start <= body:
            j += 1
        full = (k for k in range(j, i, -1) if parts[k - 1][1] in breaks and parts[k - 1][1] - start >= _FULL * body)
        k = next(full, 0) if j < len(parts) else j
        if k:
            j = k
        else:
            k = j
            while k - 1 > i and parts[j - 1][1] - parts[k - 1][0] <= overlap:
                k -= 1
        spans.append((start, parts[j - 1][1]))
        i = k
    last = len(spans) - 1
    return [
        PieceWindow(
            start,
            end,
            start if n == 0 else (start + spans[n - 1][1]) // 2,
            end if n == last else (spans[n + 1][0] + end) // 2,
        )
        for n, (start, end) in enumerate(spans)
    ]


def _case(text: str, start: int, end: int) -> int:
    match = _WORD.match(text, start)
    word = match.group() if match else text[start:end]
    if not word[:1].isupper():
        return 0
    return _UPPER if len(word) > 1 and word.isupper() else _TITLE
