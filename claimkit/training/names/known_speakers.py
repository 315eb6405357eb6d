"""Articles whose speakers are known by name → where those names are in the text.

A folder holds `text/NAME.txt` and `speakers.jsonl`, one attribution a line: `article` (NAME), `source` (pairs of
characters), `kind` (person, org, …), `how` the source's words name the speaker (full, surname, title, …) and
`speaker` (full names; several speak jointly).
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimkit.english.text import normalise
from claimkit.errors import InputError
from claimkit.training.names.entities import PLACES, Entity, overlay

_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*\.?")
_POSSESSIVE = re.compile(r"['’]s?$|(?<=\w\w)\.$")
_BETWEEN = re.compile(r"[,;:()]|\n")  # no name goes over these
_TAIL = re.compile(r",? (?:Jr|Sr|II|III|IV)\b\.?")
_TAILS = frozenset({"jr", "sr", "ii", "iii", "iv"})
SMALL = frozenset({"of", "the", "and", "for", "&", "de", "la", "al", "bin", "van", "der", "von"})
_NAMED = frozenset({"full", "surname", "title", "joint", "poss"})  # the source's words hold the surname
_MISTAKEN = frozenset({"ORG", "PRODUCT", "NORP", "WORK_OF_ART", "FAC", "LAW", "EVENT"})  # what a surname is taken for


@dataclass(frozen=True, slots=True)
class Known:
    """An article and what is known of its speakers; without `rows` nothing is."""

    name: str
    text: str
    rows: tuple[Mapping[str, Any], ...]


def read_news(folder: Path) -> list[Known]:
    """The articles in `folder`, by name. Raises InputError."""
    rows: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    try:
        for line in (folder / "speakers.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            rows[row["article"]].append(row)
        texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted((folder / "text").glob("*.txt"))}
    except (OSError, ValueError, KeyError) as error:
        raise InputError(str(folder), f"needs text/*.txt and speakers.jsonl ({error!r})") from error
    if lost := sorted(set(rows) - set(texts)):
        raise InputError(str(folder), f"has no text/{lost[0]}.txt, which speakers.jsonl names")
    return [Known(name, text, tuple(rows[name])) for name, text in texts.items()]


def entities(article: Known, own: Sequence[Entity], places: frozenset[str]) -> list[Entity]:
    """`own`, what the recogniser finds in the article, put right where the known speakers say better.

    `places` are names of places: a speaker called Washington does not make the city a person.
    """
    text = article.text
    inside = [e for e in in_sources(article) if e.label == "PERSON" or not any(_is_place(e, o) for o in own)]
    told = {name for row in article.rows if row["kind"] == "person" for name in row["speaker"] or () if " " in name}
    seen = _people_found(text, own)
    return overlay(overlay(own, _elsewhere(text, own, told, seen - told, places), text), inside, text)


def in_sources(article: Known) -> list[Entity]:
    """The names in the article's sources: people by surname or more, organisations by at least half of their words."""
    found = set()
    for row in article.rows:
        for name in row["speaker"] or ():
            if row["kind"] == "person" and row["how"] in _NAMED:
                label = "PERSON"
            elif row["kind"] == "org" and row["how"] == "other" and len(row["speaker"]) == 1:
                label = "ORG"
            else:
                continue
            if place := locate(article.text, row["source"] or (), name, label == "PERSON"):
                found.add(Entity(*place, label))
    return sorted(found)


def _is_place(known: Entity, own: Entity) -> bool:
    """A country that speaks stays a place: calling it an organisation would unteach places."""
    return own.overlaps(known) and own.label in PLACES


# --- in a source


def folded(word: str) -> str:
    """A word as names are compared: no accents, no capitals, no possessive."""
    return re.sub(r"'s$", "", normalise(word)).strip(".'")


def locate(text: str, source: Iterable[Sequence[int]], name: str, person: bool) -> tuple[int, int] | None:
    """Where the words of `name` are in the spans of `source`: from the first of them to the last, nothing around."""
    wanted = [folded(w) for w in _WORD.findall(name)]
    wanted = [w for w in wanted if w not in (_TAILS if person else SMALL)] or wanted
    best: tuple[int, int, int] | None = None
    for start, end in source:
        words = [(m.start() + start, m.end() + start) for m in _WORD.finditer(text[start:end])]
        for run in _runs(text, words, frozenset(wanted)):
            seen = {folded(text[slice(*words[k])]) for k in run}
            enough = wanted[-1] in seen if person else _holds(text, name, seen, words[run[0]][0], words[run[-1]][1])
            if wanted and enough and (best is None or len(run) > best[0]):
                best = len(run), *_trimmed(text, words[run[0]][0], words[run[-1]][1], end, person)
    if best is None and not person:
        return _initials(text, source, name)
    return best[1:] if best else None


def _runs(text: str, words: Sequence[tuple[int, int]], wanted: frozenset[str]) -> Iterator[list[int]]:
    """Runs of wanted words in capitals; two of them may have other capitalised words between."""
    run: list[int] = []
    for k, (start, end) in enumerate(words):
        if folded(text[start:end]) not in wanted or not text[start].isupper():
            continue
        if run:
            gap = [words[g] for g in range(run[-1] + 1, k)]
            joined = len(gap) <= 2 and all(text[s].isupper() or folded(text[s:e]) in wanted | SMALL for s, e in gap)
            if not joined or _BETWEEN.search(text, words[run[-1]][1], start):
                yield run
                run = []
        run.append(k)
    if run:
        yield run


def _holds(text: str, name: str, seen: set[str], start: int, end: int) -> bool:
    """Whether enough of an organisation's name is there. `Clinton` in "the Clinton campaign" is not."""
    words = {folded(w): w[0].isupper() for w in _WORD.findall(name)}
    capital = {word for word, upper in words.items() if upper} - SMALL
    after = _WORD.match(text, end + 1)
    if not capital or 2 * len(seen) < len(capital) or (after is not None and folded(after[0]) in words):
        return False
    around = [*_WORD.findall(text[max(0, start - 20) : start])[-1:], *_WORD.findall(text[end : end + 20])[:1]]
    return seen >= capital or not any(word[0].isupper() for word in around)


def _trimmed(text: str, start: int, end: int, limit: int, person: bool) -> tuple[int, int]:
    if match := _POSSESSIVE.search(text[start:end]):
        end -= len(match[0])
    if person and (tail := _TAIL.match(text, end, limit)):
        end = tail.end()
    elif not person and text[max(0, start - 4) : start] in ("the ", "The "):
        start -= 4  # spaCy's models count the article as part of an organisation's name
    return start, end


def _initials(text: str, source: Iterable[Sequence[int]], name: str) -> tuple[int, int] | None:
    letters = "".join(w[0] for w in _WORD.findall(name) if w[0].isupper())
    for start, end in source if len(letters) > 1 else ():
        for match in _WORD.finditer(text, start, end):
            if match[0].replace(".", "") == letters:
                return _trimmed(text, match.start(), match.end(), end, person=False)
    return None


# --- elsewhere in the article


def _people_found(text: str, own: Sequence[Entity]) -> set[str]:
    """Whole names that the recogniser calls a person, and nothing else more often."""
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    for e in own:
        labels[text[e.start : e.end]][e.label] += 1
    return {n for n, c in labels.items() if re.fullmatch(r"[^\W\d_]+\.?(?: [A-Z]\.?)? [A-Z][\w'’-]+", n) and _most(c)}


def _most(labels: Counter[str]) -> bool:
    return labels["PERSON"] > sum(labels.values()) / 2


def _elsewhere(
    text: str, own: Sequence[Entity], told: Iterable[str], seen: Iterable[str], places: frozenset[str]
) -> Iterator[Entity]:
    """People's whole names, and their surnames where the recogniser finds nothing or another kind of name."""
    for name in sorted(told):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            if not any(e.start <= match.start() and match.end() + 2 < e.end for e in own):
                yield Entity(match.start(), match.end(), "PERSON")
    firms = {word for e in own if e.label == "ORG" and len(w := text[e.start : e.end].split()) > 1 for word in w}
    surnames = {name.split()[-1] for name in told}
    all_surnames = surnames | {name.split()[-1] for name in seen}
    for e in own:
        name = text[e.start : e.end]
        if name in firms or name in places:
            continue
        if (e.label in _MISTAKEN and name in all_surnames) or (e.label == "GPE" and name in surnames):
            yield Entity(e.start, e.end, "PERSON")
    for name in sorted(surnames - firms - places):
        for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])(?! [A-Z])", text):
            here = Entity(match.start(), match.end(), "PERSON")
            if len(name) > 3 and name[0].isupper() and not any(e.overlaps(here) for e in own):
                yield here
