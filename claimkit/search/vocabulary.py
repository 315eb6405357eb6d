"""Which words of the store each word of a phrase may mean, and how much it weighs."""

from __future__ import annotations

import math
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from claimkit.english import lexicon
from claimkit.search.alignment import Phrase
from claimkit.search.fts_query import count_quotes, phrase_query
from claimkit.store import index

STOP = 0.3  # a stop word's weight, as a share of what its rarity gives
MOST_NEAR = 12  # words of the store that one word of the phrase may mean; set by hand
SHORTEST = 4  # letters of a word that may be misspelt or inflected
LONG_WORD = 6  # letters from which two slips are forgiven (as Elasticsearch's AUTO does)
COMPOUND = 0.98  # likeness of a compound written as one word or two; set by hand, as are the next ones
MOST_SPLIT = 16  # words of a phrase that are tried as compounds
MOST_COMPOUNDS = 3  # other spellings that are looked for
INFLECTED = 0.9  # likeness of two forms of one word
RARE = 3  # a word that so few quotations hold may itself be misspelt …
RARE_SHARE = 1e-4  # … or this share of them: a million quotations misspell a common word dozens of times …
COMMONER = 20  # … if a close one is this many times as common


@dataclass(frozen=True, slots=True)
class ExpandedPhrase:
    """A phrase with, for each of its words, the words of the store that it may mean and how many quotations have one.

    `groups[i]` is empty if the store has nothing like the word. `counts[i]` is the number of quotations.
    """

    phrase: Phrase
    groups: tuple[tuple[str, ...], ...]
    counts: tuple[int, ...]


def expand_phrase(db: sqlite3.Connection, words: Sequence[str], misspelt: bool = True) -> ExpandedPhrase:
    """Looks up `words` (normal form, see `text.terms`) in the store's vocabulary.

    A word weighs ln(1 + N / n) if n of N quotations hold it (inverse document frequency), a stop word a share of
    that, unless the phrase consists of stop words. `misspelt` says whether a rare word may be a misspelt common one.
    """
    total = count_quotes(db, index.EVERYTHING)
    rare = max(RARE, RARE_SHARE * total) if misspelt else 0
    likeness = {word: _near(db, word, rare) for word in dict.fromkeys(words)}
    near: dict[str, list[tuple[int, float]]] = defaultdict(list)
    stop = lexicon.words("search", "stop")
    stops = [word in stop for word in words]
    weights, counts = [], []
    for i, word in enumerate(words):
        count = 0
        for term, (like, number) in likeness[word].items():
            near[term].append((i, like))
            count += number
        weight = math.log(1 + total / max(count, 0.5))
        weights.append(weight * STOP if stops[i] and not all(stops) else weight)
        counts.append(count)
    content = tuple(not stop or all(stops) for stop in stops)
    phrase = Phrase(tuple(words), tuple(weights), content, dict(near))
    return ExpandedPhrase(phrase, tuple(tuple(likeness[word]) for word in words), tuple(counts))


class Spelling(NamedTuple):
    """A way to write the phrase: its words, likeness to what was typed, and whether to look for damaged matches too.

    Not where a stop word was joined or split off ("in to" and "into").
    """

    words: tuple[str, ...]
    likeness: float = 1.0
    loose: bool = True


def spellings(db: sqlite3.Connection, words: Sequence[str]) -> list[Spelling]:
    """`words` and other ways to write them that some quotation uses: two words as one, one word as two.

    `cease fire` and `ceasefire` find each other.
    """
    stop = lexicon.words("search", "stop")
    found = [Spelling(tuple(words))]
    for i, word in enumerate(words[:MOST_SPLIT]):
        joined = word + words[i + 1] if i + 1 < len(words) else ""
        if joined and count_quotes(db, joined):
            rest = words[i + 2 :]
            found.append(Spelling((*words[:i], joined, *rest), COMPOUND, stop.isdisjoint({word, words[i + 1]})))
        for cut in range(SHORTEST - 1, len(word) - SHORTEST + 2) if word.isalpha() else ():
            pair = (word[:cut], word[cut:])
            if all(count_quotes(db, part) for part in pair) and _are_neighbours(db, pair):
                found.append(Spelling((*words[:i], *pair, *words[i + 1 :]), COMPOUND, stop.isdisjoint(pair)))
    return found[: 1 + MOST_COMPOUNDS]


def _are_neighbours(db: sqlite3.Connection, pair: Sequence[str]) -> bool:
    """Whether some quotation has the two words next to each other."""
    return (
        db.execute(
            "SELECT 1 FROM quotes_fts CROSS JOIN quotes q ON q.place = quotes_fts.rowid"
            " WHERE quotes_fts MATCH ? AND instr(' ' || q.words || ' ', ?) LIMIT 1",
            (phrase_query(db, pair), f" {' '.join(pair)} "),
        ).fetchone()
        is not None
    )


def _near(db: sqlite3.Connection, word: str, rare: float) -> dict[str, tuple[float, int]]:
    """Words of the store that `word` may mean: likeness, number of quotations.

    These are the word itself, its forms and, if at most `rare` quotations hold it, similar words.
    """
    number = count_quotes(db, word)
    found = {word: (1.0, number)} if number else {}
    if len(word) < SHORTEST or not word.isalpha() or word in lexicon.words("search", "stop"):
        return found
    others = _forms(db, word, any_ending=not number)
    if number <= rare:
        for term, (like, count) in _close(db, word).items():
            if count >= COMMONER * number and like > others.get(term, (0.0, 0))[0]:
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
    """Words one typo away: a letter added, dropped, changed or swapped; for a long word two typos, if none is closer.

    Looked up by their pieces (see the store's table `pieces`): a word with fewer typos than pieces keeps one piece
    intact (Li, Wang and Zhou 2011, Pass-Join), the first one in front, the last one at the end, the middle one shifted
    by at most as many letters as there are typos. Only letters swapped across a piece's edge beside another typo may
    be missed.
    """
    from rapidfuzz import process  # loaded for misspelt words only
    from rapidfuzz.distance import OSA

    for slips in (1, 2) if len(word) >= LONG_WORD else (1,):
        near = process.extract_iter(word, _sharing(db, word, slips), scorer=OSA.distance, score_cutoff=slips)
        found = {
            term: (1 - n / len(word), count_quotes(db, term)) for term, n, _ in near if n == slips and term.isalpha()
        }
        if found:
            return found
    return {}


def _sharing(db: sqlite3.Connection, word: str, slips: int) -> set[str]:
    """Words of the store that share a piece with `word` in the same spot, give or take `slips` letters."""
    near: set[str] = set()
    for size in range(max(len(word) - slips, SHORTEST - 1), len(word) + slips + 1):
        third = size // 3
        middles = {word[at : at + third] for at in range(max(third - slips, 0), third + slips + 1)}
        pieces = [(0, word[:third]), (2, word[2 * third - size :])] + [(1, piece) for piece in sorted(middles)]
        for part, piece in pieces:
            found = db.execute("SELECT term FROM pieces WHERE size = ? AND part = ? AND piece = ?", (size, part, piece))
            near.update(chain.from_iterable(found))
    return near
