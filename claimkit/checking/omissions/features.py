"""What is left out, where, and how it reads: runs of words, word classes, and what kind of claim it goes with.

What the quotation lacks has a place: before its first word, inside it, behind its last word, or in the next sentence.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import cache

from claimkit.checking.atoms import find_atoms
from claimkit.checking.hunks import Change
from claimkit.checking.passages import Placed
from claimkit.checking.restrictions import force
from claimkit.checking.restrictions.bounds import has_verb
from claimkit.checking.restrictions.reservations import Run, is_name, is_subject
from claimkit.checking.surroundings import look_around
from claimkit.english import lexicon
from claimkit.wording import relations
from claimkit.wording.word_tokens import WordToken

BEFORE, INSIDE, BEHIND, NEXT = "before", "inside", "behind", "next"
PLACES = (BEFORE, INSIDE, BEHIND, NEXT)
_ALONE = "alone"  # the next sentence again, where nothing else is left out behind the quotation
_PLACE_OF = {**{place: place for place in PLACES}, _ALONE: NEXT}

# Set by hand.
_MOST = 40  # words of one run that are looked at
_MOST_RUNS = 12  # runs inside one quotation
_LONGEST = 3  # words of a run of words, four where rarer words count by their ending
_ANCHORED = 5  # words of one at an end
_WHOLE = 6  # words of the longest run that is a name as a whole
_OPENING = 2  # first words whose classes count by their place
_FREQUENT = 362  # times in a million words of news from which on a word is itself, not its ending
_ENDINGS = ("ing", "ed", "ly", "s")
_CLASSES = ("checking", "hedges")
_NO_CLASSES = frozenset({"directions", "nobody", "unnamed", "kinds_of_speakers", "months", "sounds", "past_forms",
    "no_superlatives"})  # fmt: skip
_CLAIMS: tuple[tuple[str, Callable[[Sequence[WordToken]], bool]], ...] = (
    ("denied", force.is_denied),
    ("total", force.is_total),
    ("ahead", force.is_ahead),
    ("event", force.is_event),
)


def find_omissions(placed: Placed, changes: Sequence[Change]) -> dict[str, list[Run]]:
    """The runs of words that the quotation lacks, by their place; inside it, not what may be lacking."""
    text, said = placed.passage.text, placed.said
    around = look_around(placed)
    found: dict[str, list[Run]] = {place: [] for place in PLACES}
    if around.first < around.start:
        found[BEFORE].append(Run(text, said, around.first, around.start))
    if around.end < around.last:
        found[BEHIND].append(Run(text, said, around.end, around.last))
    same = {at for change in changes if change.weight == "fine" for at in range(*change.said)}
    found[INSIDE] = list(_inside(placed, same, around.start, around.end))
    if words := find_atoms(placed.passage.after):
        found[NEXT].append(Run(placed.passage.after, words, 0, len(words)))
    return found


def _inside(placed: Placed, same: Set[int], start: int, end: int) -> Iterator[Run]:
    met = same | {at for _, at in placed.pairs}
    lacking = [at for at in range(start, end) if at not in met and not placed.slips[at]]
    first = 0
    for number in range(1, len(lacking) + 1):
        if number == len(lacking) or lacking[number] != lacking[number - 1] + 1:
            yield Run(placed.passage.text, placed.said, lacking[first], lacking[number - 1] + 1)
            first = number


def read(placed: Placed, omissions: Mapping[str, Sequence[Run]]) -> dict[str, float]:
    """What is seen of the omissions of a quotation: 1 for what is there, and the logarithms of lengths."""
    around = look_around(placed)
    quoted = placed.said[around.start : around.end]
    seen = {f"kept:{word.key}": 1.0 for word in quoted}
    for name in _claim(placed.said[around.sentence : around.end]):
        seen[f"quoted!{name}"] = 1.0
    shape = "+".join(place for place in (BEFORE, INSIDE, BEHIND) if omissions[place])
    seen[f"shape!{shape}"] = 1.0
    asks = placed.passage.text.rstrip().endswith("?")
    seen["asks"] = float(asks)
    seen["kept_length"] = math.log1p(len(quoted))
    known = {word.key for word in quoted if len(word.key) > _LONGEST}
    for place in PLACES:
        runs = omissions[place][:_MOST_RUNS]
        seen[f"{place}_length"] = math.log1p(sum(len(run.keys) for run in runs))
        for run in runs:
            alone = place == NEXT and not omissions[BEHIND]
            seen.update(dict.fromkeys(_names(place, run, known), 1.0))
            if alone:
                seen.update(dict.fromkeys(_names(_ALONE, run, known), 1.0))
    return seen


def place_of(name: str) -> str | None:
    """The place that the name of something seen speaks of."""
    return next((place for begun, place in _PLACE_OF.items() if name.startswith(begun)), None)


def _names(place: str, run: Run, known: Set[str]) -> Iterator[str]:
    words, rough = _spelt(run)
    yield from _runs(place, words, _LONGEST)
    yield from _runs(f"{place}~", rough, _LONGEST + 1)
    if place in (BEFORE, INSIDE, BEHIND):
        yield from _runs("lost", words, _LONGEST)
    if len(run.keys) <= _WHOLE:
        yield f"{place}={' '.join(words)}"
        yield f"{place}~={' '.join(rough)}"
    yield from _classes(place, run.keys[:_MOST])
    yield from (f"{place}!{name}" for name in _built(run, known))


def _spelt(run: Run) -> tuple[list[str], list[str]]:
    """The words with a comma for every break, as they are compared, and with rarer ones by their ending."""
    words: list[str] = []
    rough: list[str] = []
    for at, word in enumerate(run.words[:_MOST]):
        comma = [","] if run.breaks(at) else []
        words += [*comma, word.key]
        rough += [*comma, _rough(word)]
    if run.ends_at_comma():
        words.append(",")
        rough.append(",")
    return words, rough


def _rough(word: WordToken) -> str:
    if word.key in _frequent():
        return word.key
    if word.kind == "number" or word.key[:1] in "#0123456789":
        return "#"
    if is_name(word):
        return "Xx"
    return next((f"-{ending}" for ending in _ENDINGS if word.key.endswith(ending)), "x")


def _runs(place: str, words: Sequence[str], longest: int) -> Iterator[str]:
    """Runs of words anywhere, and longer ones at the beginning and at the end."""
    size = len(words)
    for length in range(1, longest + 1):
        for at in range(size + 1 - length):
            yield f"{place}:{' '.join(words[at : at + length])}"
    for length in range(1, min(size, _ANCHORED) + 1):
        yield f"{place}^{' '.join(words[:length])}"
        yield f"{place}${' '.join(words[-length:])}"


def _classes(place: str, keys: Sequence[str]) -> Iterator[str]:
    """The word lists that have a word or phrase of the run, its first, its second, or its last word."""
    listed, longest = _lists()
    for at in range(len(keys)):
        for length in range(1, min(longest, len(keys) - at) + 1):
            for name in listed.get(" ".join(keys[at : at + length]), ()):
                yield f"{place}@{name}"
                if at < _OPENING:
                    yield f"{place}@{at}{name}"
                if at + length == len(keys):
                    yield f"{place}@-{name}"


def _claim(words: Sequence[WordToken]) -> Iterator[str]:
    """How far a clause reaches, and whose it is."""
    if not words:
        return
    yield from (name for name, holds in _CLAIMS if holds(words))
    yield f"tense={force.tense_of(words)}"
    yield f"first={words[0].key if words[0].key in lexicon.words('checking', 'subjects') else '-'}"


def _built(run: Run, known: Set[str]) -> Iterator[str]:
    """How a run is built: its breaks, its length, its subject and verb, and whether it goes back to the quotation."""
    end = run.clause_end()
    yield from _claim(run.words)
    yield f"break={run.breaks(0)}"
    yield f"end={run.ends_at_comma()}"
    yield f"clause={min(end, 8)}"
    yield f"length={min(len(run.keys), 10)}"
    yield f"verb={has_verb(run.keys[:end])}"
    yield f"whole={end == len(run.keys)}"
    yield f"subject={[is_subject(word) for word in run.words[:2]]}"
    if relations.negations(run.words[:6]):
        yield "denies"
    if not known.isdisjoint(run.keys):
        yield "goes back"


@cache
def _frequent() -> frozenset[str]:
    """Words that are themselves in rough runs: closed classes, and what the news uses most."""
    bands = lexicon.table("frequency")["per_million"]
    often = {word for band, words in bands.items() if float(band) >= _FREQUENT for word in words.split()}
    closed = ("small", "subjects", "clause_starts", "turning")
    return frozenset(often).union(*(lexicon.words("checking", name) for name in closed))


@cache
def _lists() -> tuple[Mapping[str, Sequence[str]], int]:
    """The word lists of each word or phrase, and the words of the longest phrase."""
    found: dict[str, list[str]] = {}
    for table in _CLASSES:
        for name, value in lexicon.table(table).items():
            if isinstance(value, dict) or name in _NO_CLASSES or name.endswith("_columns"):
                continue
            for phrase in lexicon.words(table, name):
                found.setdefault(phrase, []).append(name if table == "checking" else f"h.{name}")
    return found, max(len(phrase.split()) for phrase in found)
