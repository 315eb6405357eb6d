"""What each word of a phrase may stand for in the store, and what it weighs."""

from __future__ import annotations

import math
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from claimkit import lexicon
from claimkit.search.align import Phrase

STOP = 0.3  # a stop word's weight, as a share of what its rarity gives
MOST_NEAR = 12  # words of the store that may stand for one word of the phrase
SHORTEST = 4  # letters of a word that may be misspelt or inflected
LONG_WORD = 6  # letters from which two slips are forgiven (as Elasticsearch's AUTO does)
COMPOUND = 0.98  # likeness of a compound written as one word or two
MOST_SPLIT = 16  # words of a phrase that are tried as compounds
MOST_COMPOUNDS = 3  # other spellings that are looked for
INFLECTED = 0.9  # likeness of two forms of one word
RARE = 3  # a word that so few quotations hold may itself be misspelt …
RARE_SHARE = 1e-4  # … or this share of them: in a million quotations, a misprint of a common word stands in dozens …
COMMONER = 20  # … if a close one is so many times as common


@dataclass(frozen=True, slots=True)
class Asked:
    """A phrase with, for each of its words, the words of the store that it may stand for and how many hold them.

    `groups[i]` may be empty: the store has nothing like the word. `counts[i]` is the number of quotations.
    """

    phrase: Phrase
    groups: tuple[tuple[str, ...], ...]
    counts: tuple[int, ...]


def ask(db: sqlite3.Connection, words: Sequence[str], misspelt: bool = True) -> Asked:
    """Looks up `words` (normal form, see `text.terms`) in the store's vocabulary.

    A word weighs ln(1 + N / n) for n of N quotations that hold it (inverse document frequency), a stop word a share
    of that, unless the phrase is made of stop words only. `misspelt` says whether a rare word may be a common one
    misspelt.
    """
    total = db.execute("SELECT count(*) FROM quotes").fetchone()[0]
    rare = max(RARE, RARE_SHARE * total) if misspelt else 0
    likeness = {word: _near(db, word, rare) for word in dict.fromkeys(words)}
    near: dict[str, list[tuple[int, float]]] = defaultdict(list)
    stop = lexicon.words("search", "stop")
    stops = [word in stop for word in words]
    weights, counts = [], []
    for i, word in enumerate(words):
        count = 0
        for term, (like, held) in likeness[word].items():
            near[term].append((i, like))
            count += held
        weight = math.log(1 + total / max(count, 0.5))
        weights.append(weight * STOP if stops[i] and not all(stops) else weight)
        counts.append(count)
    content = tuple(not stop or all(stops) for stop in stops)
    phrase = Phrase(tuple(words), tuple(weights), content, dict(near))
    return Asked(phrase, tuple(tuple(likeness[word]) for word in words), tuple(counts))


def spellings(db: sqlite3.Connection, words: Sequence[str]) -> list[tuple[tuple[str, ...], float]]:
    """`words` and how else the store may write them, with a likeness: two words as one (`cease fire`, `ceasefire`)
    and one as two (`cease-fire`), of which there must be a quotation."""
    found = [(tuple(words), 1.0)]
    for i, word in enumerate(words[:MOST_SPLIT]):
        joined = word + words[i + 1] if i + 1 < len(words) else ""
        if _held(db, joined):
            found.append(((*words[:i], joined, *words[i + 2 :]), COMPOUND))
        for cut in range(SHORTEST - 1, len(word) - SHORTEST + 2) if word.isalpha() else ():
            pair = (word[:cut], word[cut:])
            if all(_held(db, part) for part in pair) and _stands(db, pair):
                found.append(((*words[:i], *pair, *words[i + 1 :]), COMPOUND))
    return found[: 1 + MOST_COMPOUNDS]


def _held(db: sqlite3.Connection, word: str) -> int:
    """How many quotations hold `word`."""
    row = db.execute("SELECT quotes FROM terms WHERE term = ?", (word,)).fetchone()
    return row[0] if row else 0


def _stands(db: sqlite3.Connection, pair: Sequence[str]) -> bool:
    query = f'"{" ".join(pair)}"'
    return db.execute("SELECT 1 FROM quotes_fts WHERE quotes_fts MATCH ? LIMIT 1", (query,)).fetchone() is not None


def _near(db: sqlite3.Connection, word: str, rare: float) -> dict[str, tuple[float, int]]:
    """Words of the store that `word` may stand for: likeness, number of quotations.

    These are itself, its forms, and where up to `rare` quotations hold it, close ones.
    """
    held = _held(db, word)
    found = {word: (1.0, held)} if held else {}
    if len(word) < SHORTEST or not word.isalpha() or word in lexicon.words("search", "stop"):
        return found
    others = _forms(db, word, any_ending=not held)
    if held <= rare:
        for term, (like, count) in _close(db, word).items():
            if count >= COMMONER * held and like > others.get(term, (0.0, 0))[0]:
                others[term] = like, count
    best = sorted(others.items(), key=lambda item: (-item[1][0], -item[1][1], item[0]))[:MOST_NEAR]
    return found | dict(best)


def _forms(db: sqlite3.Connection, word: str, any_ending: bool) -> dict[str, tuple[float, int]]:
    """Other forms of `word` by their endings; with `any_ending` also every word that `word` begins."""
    endings = lexicon.words("search", "endings")
    stem = min((word[: len(word) - len(e)] for e in endings if e and word.endswith(e)), key=len, default=word)
    stem = stem if len(stem) >= SHORTEST - 1 else word[: SHORTEST - 1]
    found = {}
    for term, count in db.execute(
        "SELECT term, quotes FROM terms WHERE term >= ? AND term < ? || char(1114111)", (stem, stem)
    ):
        shared = next(
            (i for i, (a, b) in enumerate(zip(word, term, strict=False)) if a != b), min(len(word), len(term))
        )
        pair = {word[shared:], term[shared:]}
        if term != word and len(term) >= SHORTEST and pair <= endings and pair != {"", "e"}:
            found[term] = INFLECTED, count
        elif any_ending and shared == len(word):
            found[term] = max(0.5, len(word) / len(term)), count
    return found


def _close(db: sqlite3.Connection, word: str) -> dict[str, tuple[float, int]]:
    """Words a slip of the keyboard away: one letter added, dropped, changed or swapped, two in a long word.

    Looked for among words with the first or second letter of `word` in front, where nearly all are; among all only if
    none there is one slip away.
    """
    from rapidfuzz import process  # loaded for misspelt words only
    from rapidfuzz.distance import OSA

    slips = 1 if len(word) < LONG_WORD else 2
    sizes = (len(word) - slips, len(word) + slips)
    found: dict[str, tuple[float, int]] = {}
    for initials in (sorted(set(word[:2])), [""]):
        counts: dict[str, int] = {}
        for initial in initials:
            counts |= db.execute(
                "SELECT term, quotes FROM terms WHERE term > ? AND term < ? AND length(term) BETWEEN ? AND ?",
                (initial, initial + "\U0010ffff", *sizes),
            )
        near = process.extract(word, list(counts), scorer=OSA.distance, score_cutoff=slips, limit=None)
        found = {term: (1 - slip / len(word), counts[term]) for term, slip, _ in near if slip and term.isalpha()}
        if any(slip == 1 for _, slip, _ in near):
            break
    return found
