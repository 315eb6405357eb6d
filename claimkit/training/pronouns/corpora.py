"""Pronouns whose antecedents are known: GAP (Webster et al. 2018) and GUM (Zeldes 2017), read as they are published."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from claimkit.analysis.resolution.pronouns.features import GENDERS
from claimkit.errors import InputError

_NO_SPACE_BEFORE = re.compile(r"[.,!?;:)\]’”%]|n['’]t|['’](?:s|re|ll|d|ve|m)")
_NO_SPACE_AFTER = frozenset("([“‘$")
_NUMBERED = re.compile(r"\[(\d+)\]$")
_LINK = re.compile(r"(\d+-\d+)(?:\[(\d+)_(\d+)\])?$")
_UNLIKE = frozenset({"bridge", "disc"})  # relations other than identity
# What is read of a long text around a pronoun, in characters.
_BEFORE, _AFTER = 800, 200

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Case:
    """One pronoun. `same` are places of its antecedent, `other` places of other people.

    With `whole` all that is not `same` is somebody else; without it only `other` is known to be.
    """

    id: str
    text: str
    start: int
    same: frozenset[Place]
    other: frozenset[Place] = frozenset()
    whole: bool = True
    names: tuple[tuple[Place, bool], ...] = ()  # GAP's two names, and whether the pronoun stands for them

    @property
    def gender(self) -> str:
        """`female` or `male`, by the pronoun."""
        match = re.compile(r"\w+").match(self.text, self.start)
        return GENDERS[match[0].lower()] if match else ""


def read_gap(path: Path) -> list[Case]:
    """The pronouns of one of GAP's files. Raises InputError."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t"))
        return [_gap(row) for row in rows]
    except (OSError, KeyError, ValueError, TypeError) as error:
        raise InputError(str(path), f"is not a GAP file ({error!r})") from error


def _gap(row: dict[str, str]) -> Case:
    names: list[tuple[Place, bool]] = []
    for key in "AB":
        start = int(row[f"{key}-offset"])
        names.append(((start, start + len(row[key])), row[f"{key}-coref"].upper() == "TRUE"))
    same = frozenset(place for place, meant in names if meant)
    other = frozenset(place for place, meant in names if not meant)
    return Case(row["ID"], row["Text"], int(row["Pronoun-offset"]), same, other, bool(same), tuple(names))


def read_gum(folder: Path) -> list[Case]:
    """The pronouns of GUM's files (WebAnno TSV) under `folder` whose antecedent is there. Raises InputError."""
    paths = sorted(folder.rglob("*.tsv"))
    if not paths:
        raise InputError(str(folder), "contains no GUM .tsv files")
    return [case for path in paths for case in _gum(path)]


class Document:
    """One GUM text put together from its tokens, with its entities as sets of tokens joined by identity."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.text = ""
        self.tokens: dict[str, Place] = {}
        self.words: dict[str, str] = {}
        self.entities: dict[str, set[str]] = defaultdict(set)
        self._root: dict[str, str] = {}
        links: list[tuple[str, str, str]] = []
        for line in lines:
            columns = line.rstrip("\n").split("\t")
            if len(columns) < 10 or line.startswith("#"):
                continue
            token, word = columns[0], columns[2]
            self._append(token, word)
            for entity in columns[3].split("|") if columns[3] != "_" else ():
                numbered = _NUMBERED.search(entity)
                self.entities[numbered[1] if numbered else token].add(token)
            if columns[9] != "_":
                links += ((token, *pair) for pair in zip(columns[8].split("|"), columns[9].split("|"), strict=False))
        for own, kind, target in links:
            match = _LINK.match(target)
            if match is None or kind.split(":")[0] in _UNLIKE:
                continue
            there = match[2] if match[2] and match[2] != "0" else match[1]
            here = match[3] if match[3] and match[3] != "0" else own
            if there in self.entities and here in self.entities:
                self._root[self.find(there)] = self.find(here)

    def _append(self, token: str, word: str) -> None:
        if _NO_SPACE_BEFORE.fullmatch(word):
            self.text = self.text.rstrip(" ")
        self.tokens[token] = (len(self.text), len(self.text) + len(word))
        self.words[token] = word
        self.text += word if word in _NO_SPACE_AFTER else word + " "

    def find(self, entity: str) -> str:
        """The entity's representative."""
        while self._root.get(entity, entity) != entity:
            entity = self._root[entity]
        return entity


def _gum(path: Path) -> Iterator[Case]:
    try:
        document = Document(path.read_text(encoding="utf-8").splitlines())
    except (OSError, ValueError) as error:
        raise InputError(str(path), f"is not a GUM file ({error!r})") from error
    smallest = _smallest(document)
    for token, word in document.words.items():
        own = smallest.get(token)
        if word.lower() not in GENDERS or own is None or document.entities[own] != {token}:
            continue
        start, end = document.tokens[token]
        low, high = max(0, start - _BEFORE), min(len(document.text), end + _AFTER)
        meant = {t for t, entity in smallest.items() if document.find(entity) == document.find(own)} - {token}
        inside = (document.tokens[t] for t in meant)
        same = frozenset((s - low, e - low) for s, e in inside if low <= s and e <= high)
        if same:
            yield Case(f"{path.stem}:{token}", document.text[low:high], start - low, same)


def _smallest(document: Document) -> dict[str, str]:
    """The innermost entity of each token."""
    found: dict[str, str] = {}
    for entity in sorted(document.entities, key=lambda e: (len(document.entities[e]), e)):
        for token in document.entities[entity]:
            found.setdefault(token, entity)
    return found


def overlaps(place: Place, others: Iterable[Place]) -> bool:
    """Whether `place` shares a character with one of `others`."""
    return any(place[0] < end and start < place[1] for start, end in others)


def official(cases: Sequence[Case], answers: Sequence[Sequence[Place]]) -> dict[str, float]:
    """GAP's measure: F1 over the decisions on both names, by gender, and their quotient (`bias`); in per cent.

    `answers` has for each case the places where the chosen person is named, none for no answer.
    """
    counts: dict[str, list[int]] = {"male": [0, 0, 0], "female": [0, 0, 0]}
    for case, places in zip(cases, answers, strict=True):
        count = counts[case.gender]
        for name, meant in case.names:
            linked = overlaps(name, places)
            count[0] += linked and meant
            count[1] += linked
            count[2] += meant
    both = [a + b for a, b in zip(*counts.values(), strict=True)]
    male, female, overall = (200 * c[0] / max(1, c[1] + c[2]) for c in (counts["male"], counts["female"], both))
    return {
        "F1": overall,
        "male": male,
        "female": female,
        "bias": female / max(male, 1e-9),
        "precision": 100 * both[0] / max(1, both[1]),
        "recall": 100 * both[0] / max(1, both[2]),
    }
