"""What a recogniser is taught: texts with their entities, as places in characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import spacy
from spacy.language import Language
from spacy.training import Example

from claimkit.analysis.ner import Recogniser

_CUT = re.compile(r"\n+|(?<=[.!?]) ")
_POSSESSIVE = re.compile(r"(?:\s*['’]s?)?")
# Made-up sentences and known speakers say nothing about these: there the recogniser as it came is the teacher.
NUMBERS = frozenset({"DATE", "TIME", "CARDINAL", "ORDINAL", "PERCENT", "MONEY", "QUANTITY"})
PLACES = frozenset({"GPE", "NORP", "LOC", "FAC"})


class Entity(NamedTuple):
    """A name in a text."""

    start: int
    end: int
    label: str

    def overlaps(self, other: Entity) -> bool:
        return self.start < other.end and other.start < self.end


class Passage(NamedTuple):
    """A text and its entities, in text order."""

    text: str
    entities: tuple[Entity, ...]


def found_by(recogniser: Recogniser, text: str) -> list[Entity]:
    return [Entity(m.start, m.end, m.label) for m in recogniser.mentions(text)]


def overlay(own: Iterable[Entity], known: Iterable[Entity], text: str) -> list[Entity]:
    """`own` with the `known` entities put over it. One that differs by a possessive or an article only stays."""
    kept = list(own)
    for entity in known:
        if not any(_same(entity, other, text) for other in kept):
            kept = [other for other in kept if not other.overlaps(entity)] + [entity]
    return sorted(kept)


def _same(known: Entity, own: Entity, text: str) -> bool:
    if own.label != known.label or own.end < known.end or not known.overlaps(own):
        return False
    before = text[min(own.start, known.start) : max(own.start, known.start)].lower()
    return before in ("", "the ") and _POSSESSIVE.fullmatch(text, known.end, own.end) is not None


def pieces(passage: Passage, size: int) -> Iterator[Passage]:
    """A long text cut at ends of lines and sentences into pieces of about `size` characters."""
    text, start = passage.text, 0
    for cut in [*(m.end() for m in _CUT.finditer(text)), len(text)]:
        if cut < len(text) and (cut - start < size or any(e.start < cut < e.end for e in passage.entities)):
            continue
        inside = (e for e in passage.entities if start <= e.start and e.end <= cut)
        if text[start:cut].strip():
            yield Passage(text[start:cut], tuple(Entity(e.start - start, e.end - start, e.label) for e in inside))
        start = cut


def example(language: Language, passage: Passage) -> Example:
    """What spaCy learns from. A name that ends inside a token takes the whole token."""
    gold = language.make_doc(passage.text)
    spans = [gold.char_span(e.start, e.end, label=e.label, alignment_mode="expand") for e in passage.entities]
    real = [s for s in spans if s is not None and not s[0].is_space and not s[-1].is_space]
    gold.set_ents(spacy.util.filter_spans(real))
    return Example(language.make_doc(passage.text), gold)


def words(passages: Sequence[Passage]) -> int:
    return sum(len(p.text.split()) for p in passages)
