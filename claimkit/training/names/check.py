"""What the recogniser has learned: exact names in articles and sentences that it was not taught on."""

from __future__ import annotations

import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from claimkit.analysis.ner import Recogniser
from claimkit.training.names.entities import NUMBERS, Entity, found_by
from claimkit.training.names.frames import Frames
from claimkit.training.names.known_speakers import Known, folded, locate

_SENTENCES = 1000  # of each kind of frame
_POSSESSIVE = re.compile(r"\s*['’]s?$")
_HOW = frozenset({"full", "surname", "title"})

Counts = dict[str, Counter[str]]  # what was looked for → how it was found → times


def surnames(articles: Iterable[Known]) -> frozenset[str]:
    """The surnames of all known speakers."""
    people = (row for a in articles for row in a.rows if row["kind"] == "person")
    return frozenset(folded(name.split()[-1]) for row in people for name in row["speaker"] or ())


def in_articles(recogniser: Recogniser, articles: Sequence[Known], taught: frozenset[str]) -> Counts:
    """Names in the sources of `articles`; `taught` are surnames of the articles that were learned from."""
    counts: Counts = defaultdict(Counter)
    for article in articles:
        found, seen = found_by(recogniser, article.text), set()
        for row in article.rows:
            if (wanted := _wanted(article.text, row)) is None or wanted in seen:
                continue
            seen.add(wanted)
            result = _outcome(article.text, wanted, found)
            what = "ORG" if wanted.label == "ORG" else f"PERSON, {row['how']}"
            counts[what][result] += 1
            if wanted.label == "PERSON" and folded(row["speaker"][0].split()[-1]) not in taught:
                counts[f"{what}, never seen"][result] += 1
    return counts


def in_sentences(recogniser: Recogniser, frames: Frames, seed: int) -> Counts:
    """Names in made-up sentences, and names found where there are none."""
    rng = random.Random(seed)
    counts: Counts = defaultdict(Counter)
    for kind in ("people", "organisations", "nobody"):
        for _ in range(_SENTENCES):
            made, frame = frames.sentence(rng, kind)
            found = found_by(recogniser, made.text)
            for wanted in made.entities:
                result = _outcome(made.text, wanted, found)
                counts[f"made up, {wanted.label}"][result] += 1
                if wanted.label == "PERSON":
                    for group in _groups(made.text, wanted, frame):
                        counts[f"made up, PERSON, {group}"][result] += 1
            extra = [e for e in found if e.label not in NUMBERS and not any(e.overlaps(w) for w in made.entities)]
            counts[f"false, of {_SENTENCES} sentences about {kind}"].update(e.label for e in extra)
    return counts


def elsewhere(base: Recogniser, taught: Recogniser, texts: Sequence[str]) -> Counts:
    """Entities that changed in `texts`, and the CPU milliseconds for 1,000 words."""
    counts: Counts = defaultdict(Counter)
    words = sum(len(text.split()) for text in texts)
    speed, answers = [], []
    for reader in (base, taught):
        started = time.process_time()
        answers.append([set(found_by(reader, text)) for text in texts])
        speed.append(round(1e6 * (time.process_time() - started) / max(1, words)))
    kept = sum(len(a & b) for a, b in zip(*answers, strict=True))
    counts["elsewhere"].update({"before": sum(map(len, answers[0])), "after": sum(map(len, answers[1])), "same": kept})
    counts["ms for 1,000 words"].update({"before": speed[0], "after": speed[1]})
    return counts


def table(columns: Mapping[str, Counts]) -> str:
    """Shares of what was found exactly, and what became of the rest, one column a recogniser."""
    lines = []
    for what in sorted({what for counts in columns.values() for what in counts}):
        for name, counts in columns.items():
            found = counts.get(what, Counter())
            total = found.total()
            share = f"{100 * found['exact'] / total:5.1f}% of {total}" if found["exact"] else " " * 5
            rest = ", ".join(f"{result} {n}" for result, n in sorted(found.items(), key=lambda r: (-r[1], r[0])))
            lines.append(f"{what:48} {name:8} {share:16} {rest}")
    return "\n".join(lines)


def _wanted(text: str, row: Mapping[str, object]) -> Entity | None:
    names = row["speaker"] or ()
    person = row["kind"] == "person" and row["how"] in _HOW
    if len(names) != 1 or not (person or (row["kind"] == "org" and row["how"] == "other")):  # type: ignore[arg-type]
        return None
    place = locate(text, row["source"] or (), names[0], person)  # type: ignore[arg-type,index]
    return Entity(*place, "PERSON" if person else "ORG") if place else None


def _outcome(text: str, wanted: Entity, found: Sequence[Entity]) -> str:
    near = [e for e in found if e.overlaps(wanted)]
    same = [e for e in near if e.label == wanted.label]
    if any(_bare(text, e) == _bare(text, wanted) for e in same):
        return "exact"
    if same:
        return "cut" if all(e.end - e.start < wanted.end - wanted.start for e in same) else "wide"
    return near[0].label if near else "nothing"


def _bare(text: str, entity: Entity) -> tuple[int, int]:
    """Without a possessive, and an organisation without its article."""
    start, end, label = entity
    if match := _POSSESSIVE.search(text[start:end]):
        end -= len(match[0])
    if label == "ORG" and text[start : start + 4].lower() == "the ":
        start += 4
    return start, end


def _groups(text: str, wanted: Entity, frame: str) -> list[str]:
    words = text[wanted.start : wanted.end]
    marks = {
        "office with of or for": re.search(r"\{ofrole\}", frame, re.IGNORECASE),
        "after a rank": re.search(r"\{rank\}", frame, re.IGNORECASE),
        "after a role": re.search(r"\{role\}", frame, re.IGNORECASE),
        "after an epithet": re.search(r"\{epithet\}", frame, re.IGNORECASE),
        "nickname": re.search(r"[\"“‘]| '", words),
        "particle or hyphen": re.search(r"-| [a-z]{1,4} ", words),
        "capitals": words.isupper() or None,
        "surname alone": None if " " in words else words,
    }
    return [name for name, match in marks.items() if match]
