"""What is learned from: articles with known speakers, articles without, GUM, and made-up sentences."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

from claimkit.analysis.ner import Recogniser
from claimkit.training.names import gum
from claimkit.training.names.entities import NUMBERS, Passage, found_by, overlay, pieces, words
from claimkit.training.names.frames import Frames
from claimkit.training.names.known_speakers import Known, entities

log = logging.getLogger("claimkit.training")

_PIECE = 800  # characters


def gather(
    recogniser: Recogniser, news: Sequence[Known], gum_folder: Path | None, frames: Frames, made: int, seed: int
) -> list[Passage]:
    """The passages to learn from, with their entities. `recogniser` is the base's: it says what nothing else does."""
    parts = {
        "known speakers": _cut(_annotated(recogniser, (a for a in news if a.rows), frames)),
        "no speakers": _cut(_annotated(recogniser, (a for a in news if not a.rows), frames)),
        "GUM": _cut(gum.passages(recogniser, gum_folder) if gum_folder else ()),
        "made up": list(_made_up(recogniser, frames, made, seed)),
    }
    for name, part in parts.items():
        log.info("%s: %d passages, %d words", name, len(part), words(part))
    return [passage for part in parts.values() for passage in part]


def _annotated(recogniser: Recogniser, articles: Iterable[Known], frames: Frames) -> Iterable[Passage]:
    for article in articles:
        own = found_by(recogniser, article.text)
        yield Passage(article.text, tuple(entities(article, own, frames.places)))


def _cut(passages: Iterable[Passage]) -> list[Passage]:
    return [piece for passage in passages for piece in pieces(passage, _PIECE)]


def _made_up(recogniser: Recogniser, frames: Frames, made: int, seed: int) -> Iterable[Passage]:
    """Dates and numbers as the base has them: otherwise the frames teach that "ten years" is no date."""
    rng = random.Random(seed)
    for _ in range(made):
        passage = frames.passage(rng)
        own = [e for e in found_by(recogniser, passage.text) if e.label in NUMBERS]
        yield passage._replace(entities=tuple(overlay(own, passage.entities, passage.text)))
