"""Annotated articles → training examples: labels of words, spans, links; then windows and padded batches.

Wordpieces, input features and sentence units come from `claimkit.analysis.tagger.encode`, the code that also runs at
inference, so that training and use cannot drift apart. numpy only.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from claimkit.analysis.tagger.decode import LABELS
from claimkit.analysis.tagger.encode import Pieces, Wordpieces, windows
from claimkit.brat import AnnotatedArticle, Annotation
from claimkit.english.quotation_marks import find_regions, mark_styles

ROLES = ("source", "cue", "content")
UNLABELLED = -100  # pieces that carry no label: all but a word's first piece and the paragraph marks
UNSEEN = -2  # a source that has no wordpiece of its own: the link is not trained
NO_SOURCE = -1
# Windows are cut into batches of like length from chunks of this many, which keeps padding low and order random.
_CHUNK = 300

Ints = NDArray[np.int64]
CharRange = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Link:
    """One attribution, as indices into `Labels.spans`; `source` may also be NO_SOURCE or UNSEEN."""

    contents: tuple[int, ...]
    cue: int
    source: int


@dataclass(frozen=True, slots=True)
class Labels:
    """One annotator's view: `tags` int64 [pieces]; `spans` (role, first piece, end piece) in text order; `links`."""

    tags: Ints
    spans: tuple[tuple[str, int, int], ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class TaggerExample:
    """One article ready for training; `soft` holds a teacher's logits [pieces, 7] or is None."""

    name: str
    pieces: Pieces
    labels: tuple[Labels, ...]
    soft: NDArray[np.float32] | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """Pieces `start:end` of an example under one annotator's labels."""

    example: TaggerExample
    labels: Labels
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TaggerBatch:
    """Padded windows. ids, features, mask: [windows, length]; words: positions [windows, words] of the labelled pieces
    with their tags and a mask; soft: teacher's logits [windows, length, 7] or None."""

    cuts: tuple[Cut, ...]
    ids: Ints
    features: Ints
    mask: Ints
    words: Ints
    tags: Ints
    word_mask: NDArray[np.bool_]
    soft: NDArray[np.float32] | None


def make_example(article: AnnotatedArticle, wordpieces: Wordpieces) -> TaggerExample:
    """Wordpieces and labels of one article."""
    pieces = wordpieces.encode(article.text, mark_styles(find_regions(article.text), len(article.text)))
    return TaggerExample(article.name, pieces, tuple(make_labels(article.text, pieces, a) for a in article.annotations))


def make_labels(text: str, pieces: Pieces, annotations: Sequence[Annotation]) -> Labels:
    """Labels for `pieces`; a span that crosses paragraphs becomes one span in each of them.

    Annotations without a cue are left out: slips of annotation, in PolNeAR.
    """
    ranges: dict[tuple[str, CharRange], int] = {}
    relations: list[dict[str, list[int]]] = []
    within = _paragraphs(pieces)
    for annotation in (a for a in annotations if a.cue):
        relation: dict[str, list[int]] = {}
        for role in ROLES:
            split = _by_paragraph(text, within, annotation.role(role))
            relation[role] = [ranges.setdefault((role, r), len(ranges)) for r in split]
        relations.append(relation)
    owner = np.full(len(text) + 1, -1, np.int64)
    roles = []
    for (role, (start, end)), number in ranges.items():
        owner[start:end] = number
        roles.append(role)
    tags, places = _tags(pieces, owner, roles)
    order = sorted(places, key=lambda number: tuple(places[number]))
    index = {number: i for i, number in enumerate(order)}
    links = []
    for relation in relations:
        contents, cues, sources = (
            [index[k] for k in relation[role] if k in index] for role in ("content", "cue", "source")
        )
        if contents and cues:
            source = sources[0] if sources else UNSEEN if relation["source"] else NO_SOURCE
            links.append(Link(tuple(contents), cues[0], source))
    return Labels(tags, tuple((roles[k], places[k][0], places[k][1]) for k in order), tuple(links))


def _paragraphs(pieces: Pieces) -> list[CharRange]:
    """Character range of each paragraph, from its first piece to its last."""
    bounds = np.flatnonzero(np.diff(pieces.paragraph, prepend=-1, append=-1))
    return [(int(pieces.starts[a]), int(pieces.ends[b - 1])) for a, b in pairwise(bounds)]


def _by_paragraph(text: str, within: Sequence[CharRange], ranges: Sequence[CharRange]) -> list[CharRange]:
    """`ranges` cut at paragraph ends and trimmed; neighbours with only space between them are joined."""
    starts = [start for start, _ in within]
    found: list[tuple[int, int, int]] = []
    for start, end in ranges:
        number = max(0, bisect_right(starts, start) - 1)
        while number < len(within) and within[number][0] < end:
            left, right = max(start, within[number][0]), min(end, within[number][1])
            piece = text[left:right]
            left, right = left + len(piece) - len(piece.lstrip()), right - len(piece) + len(piece.rstrip())
            if left < right:
                if found and found[-1][2] == number and not text[found[-1][1] : left].strip():
                    found[-1] = (found[-1][0], right, number)
                else:
                    found.append((left, right, number))
            number += 1
    return [(left, right) for left, right, _ in found]


def _tags(pieces: Pieces, owner: Ints, roles: Sequence[str]) -> tuple[Ints, dict[int, list[int]]]:
    """Tags of words and the piece range of each span that owns a word's first character."""
    tags = np.full(len(pieces.ids), UNLABELLED, np.int64)
    places: dict[int, list[int]] = {}
    before = -1
    for i, (start, end, begins) in enumerate(zip(pieces.starts, pieces.ends, pieces.first, strict=True)):
        if start == end:  # paragraph mark
            tags[i], before = 0, -1
        elif not begins:
            if before >= 0:
                places[before][1] = i + 1
        else:
            number = int(owner[start])
            tags[i] = 0
            if number >= 0:
                tags[i] = LABELS.index(("I-" if number == before else "B-") + roles[number])
                places.setdefault(number, [i, i + 1])[1] = i + 1
            before = number
    return tags, places


def cut_windows(example: TaggerExample, rng: random.Random, sizes: Sequence[int]) -> Iterator[Cut]:
    """Windows of a random size from `sizes` whose borders shift from epoch to epoch, by one annotator at random."""
    units, labels, size = example.pieces.units, rng.choice(example.labels), rng.choice(sizes)
    first = rng.randint(0, min(len(units), 5))
    for part in (units[:first], units[first:]):
        if part:
            for window in windows(part, size=size, overlap=0):
                yield Cut(example, labels, window.start, window.end)


def make_batches(
    examples: Sequence[TaggerExample], rng: random.Random, sizes: Sequence[int], tokens: int
) -> list[tuple[Cut, ...]]:
    """One epoch: every window once, about `tokens` wordpieces a batch, padding counted."""
    cuts = [cut for example in examples for cut in cut_windows(example, rng, sizes)]
    rng.shuffle(cuts)
    batches: list[tuple[Cut, ...]] = []
    for at in range(0, len(cuts), _CHUNK):
        current: list[Cut] = []
        for cut in sorted(cuts[at : at + _CHUNK], key=lambda c: c.end - c.start):
            if current and (cut.end - cut.start + 2) * (len(current) + 1) > tokens:
                batches.append(tuple(current))
                current = []
            current.append(cut)
        batches.append(tuple(current))
    rng.shuffle(batches)
    return batches


def pad(cuts: Sequence[Cut], wordpieces: Wordpieces) -> TaggerBatch:
    """The windows as one batch."""
    rows, length = len(cuts), max(c.end - c.start for c in cuts) + 2
    ids = np.full((rows, length), wordpieces.sep, np.int64)  # past a window's end anything will do: it is masked
    features, mask = np.zeros_like(ids), np.zeros_like(ids)
    tags = np.full_like(ids, UNLABELLED)
    soft = np.zeros((rows, length, len(LABELS)), np.float32) if cuts[0].example.soft is not None else None
    for row, cut in enumerate(cuts):
        n, piece = cut.end - cut.start, slice(cut.start, cut.end)
        ids[row, 0], ids[row, n + 1] = wordpieces.cls, wordpieces.sep
        ids[row, 1 : n + 1] = cut.example.pieces.ids[piece]
        features[row, 1 : n + 1] = cut.example.pieces.features[piece]
        tags[row, 1 : n + 1] = cut.labels.tags[piece]
        mask[row, : n + 2] = 1
        if soft is not None and cut.example.soft is not None:
            soft[row, 1 : n + 1] = cut.example.soft[piece]
    labelled = tags != UNLABELLED
    count = labelled.sum(axis=1)
    words = np.zeros((rows, int(count.max())), np.int64)
    word_tags, word_mask = np.zeros_like(words), np.arange(words.shape[1])[None] < count[:, None]
    for row in range(rows):
        places = np.flatnonzero(labelled[row])
        words[row, : len(places)] = places
        word_tags[row, : len(places)] = tags[row, places]
    return TaggerBatch(tuple(cuts), ids, features, mask, words, word_tags, word_mask, soft)
