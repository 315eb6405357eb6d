"""Made-up sentences with their entities, from the frames and lists of frames.toml."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from claimkit.training.names.entities import Entity, Passage
from claimkit.training.names.made_names import MadeNames

_FRAMES = Path(__file__).with_name("frames.toml")
_SLOT = re.compile(r"([^{]*)(?:\{(\w+)\})?")
# How often a sentence has a person's name, organisations and places only, or no name at all.
_KINDS, _SHARES = ("people", "organisations", "nobody"), (0.48, 0.25, 0.27)
_LISTS = {"ofrole": "of_roles", "showed": "shows", "asked": "asked"}
_LISTED = "roles ranks of_roles orgs singles org_patterns commons camels orgnouns labels says epithets"
_HELD_OUT = frozenset(_LISTED.split()) | frozenset(_KINDS)  # lists of which some is kept for measuring
_LABELS = {
    "demonym": "NORP",
    "norp": "NORP",
    "gpe": "GPE",
    "single": "ORG",
    "camel": "ORG",
    "work": "WORK_OF_ART",
    "product": "PRODUCT",
    "law": "LAW",
}

_ACRONYM = "ABCDEFGILMNOPRSTU"

Part = tuple[str, str | None]  # words, and their label


def held_out(word: str, fold: int | None) -> bool:
    """Whether a frame or a word is kept for measuring: one in five, others for each fold. `fold` None: nothing is."""
    return fold is not None and int(sha256(word.encode()).hexdigest(), 16) % 5 == fold


def read_lists() -> dict[str, list[str]]:
    data = tomllib.loads(_FRAMES.read_text(encoding="utf-8"))
    return {name: value.split() if isinstance(value, str) else value for name, value in data.items()}


class Frames:
    """Sentences from the frames and words that `keep` lets pass."""

    def __init__(self, keep: Callable[[str], bool]) -> None:
        lists = read_lists()
        self.places = frozenset(lists["gpes"])
        self._lists = {k: [w for w in v if k not in _HELD_OUT or keep(w)] for k, v in lists.items()}
        self._names = MadeNames(lists, keep)

    def passage(self, rng: random.Random) -> Passage:
        """One to four sentences, as one paragraph or as several."""
        text, entities = rng.choice(["", "", "\n\n"]), []
        for i in range(rng.choice([1, 1, 2, 3, 4])):
            if i:
                text += rng.choice([" ", " ", "\n", "\n\n"])
            made, _ = self.sentence(rng, rng.choices(_KINDS, _SHARES)[0])
            entities += [Entity(e.start + len(text), e.end + len(text), e.label) for e in made.entities]
            text += made.text
        return Passage(text + rng.choice(["", "\n\n"]), tuple(entities))

    def sentence(self, rng: random.Random, kind: str) -> tuple[Passage, str]:
        """A sentence of one kind, and its frame."""
        frame = rng.choice(self._lists[kind])
        made = _joined(self._fill(frame, rng))
        return made._replace(text=made.text[0].upper() + made.text[1:]), frame

    def _fill(self, frame: str, rng: random.Random) -> Iterator[Part]:
        for literal, slot in _SLOT.findall(frame):
            if literal:
                yield literal, None
            if slot:
                yield from self._slot(slot, rng)

    def _slot(self, slot: str, rng: random.Random) -> Sequence[Part]:
        if slot in ("P", "S", "PC", "SC"):
            return [(self._name(slot, rng), "PERSON")]
        low = slot.lower()
        parts = self._other(low, rng)
        if slot.isupper():
            return [(words.upper(), label) for words, label in parts]
        if low == "common" and slot[0].islower():
            return [(words.lower(), label) for words, label in parts]
        if slot[0].isupper():
            return [(parts[0][0][:1].upper() + parts[0][0][1:], parts[0][1]), *parts[1:]]
        if low == "ofrole" and rng.random() < 0.25:
            return [(words if label else words.lower(), label) for words, label in parts]
        if low == "role" and rng.random() < 0.15:
            return [(words if label else _title(words), label) for words, label in parts]
        return parts

    def _name(self, slot: str, rng: random.Random) -> str:
        whole, family = self._names.draw(rng)
        name = whole if slot[0] == "P" else family
        capitals = slot.endswith("C") or (slot == "P" and rng.random() < 0.03)
        return name.upper() if capitals else name

    def _other(self, slot: str, rng: random.Random) -> list[Part]:
        if slot == "org":
            return self._organisation(rng)
        if slot == "given":
            return [(self._names.given(rng), "PERSON")]
        if slot == "acronym":
            return [("".join(rng.choices(_ACRONYM, k=rng.choice([3, 3, 4, 4, 5]))), "ORG")]
        if slot == "headline":
            return [(_title(rng.choice(self._lists["says"])), None)]
        if slot in ("age", "num"):
            return [(str(rng.randint(9, 97)), None)]
        parts = list(self._fill(rng.choice(self._lists[_LISTS.get(slot, f"{slot}s")]), rng))
        label = _LABELS.get(slot)
        return [("".join(words for words, _ in parts), label)] if label else parts

    def _organisation(self, rng: random.Random) -> list[Part]:
        kind = rng.random()
        if kind < 0.35:
            return [(rng.choice(self._lists["orgs"]), "ORG")]
        if kind < 0.6:
            return [(rng.choice(self._lists["singles"]), "ORG")]
        return [("".join(words for words, _ in self._fill(rng.choice(self._lists["org_patterns"]), rng)), "ORG")]


def _title(words: str) -> str:
    """A Headline Has Capitals: not `str.title`, which knows no apostrophe."""
    return " ".join(word[:1].upper() + word[1:] for word in words.split(" ")).replace("Ceo", "CEO").replace("Mp", "MP")


def _joined(parts: Iterator[Part]) -> Passage:
    text, entities = "", []
    for words, label in parts:
        if label:
            entities.append(Entity(len(text), len(text) + len(words), label))
        text += words
    return Passage(text, tuple(entities))
