"""How one word differs from another, and what a run of words says: a hedge, a denial, a tense."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Literal

from rapidfuzz.distance import OSA

from claimkit.english import lexicon
from claimkit.english.names import fold
from claimkit.wording.tokens import Token, amounts

# `agreement` is a verb's -s, which is a shift of person where a pronoun changes beside it; `firmer` drops a hedge
# from left to right, `weaker` adds one, `denied` and `affirmed` likewise for a negation.
Relation = Literal[
    "case", "spelling", "number", "tense", "person", "agreement", "firmer", "weaker", "denied", "affirmed", "editor"
]

_LEAST_TYPO = 5  # letters from which on one wrong letter is a misspelling rather than another word
_LEAST_STEM = 3  # letters of the shortest verb to which an ending is added by rule
_LEAST_DENIED = 4  # letters of the shortest word that "un" denies
_LEAST_ENDING = 6  # letters of the shortest word in which a British ending is one
_VOWELS = frozenset("aeiouy")
_LONGEST = 80  # characters; no word of any list is longer


def relation(left: Token, right: Token) -> Relation | None:
    """How two words are one and the same or forms of each other; None for two words that have nothing in common."""
    if left.kind == "bracket" or right.kind == "bracket":
        return None
    if left.kind == "marked" or right.kind == "marked":
        return "editor" if _inflected(left.key, right.key) or left.key == right.key else None
    one, two = left.key, right.key
    if one == two:
        if left.surface == right.surface:
            return None  # kept apart on purpose: a match by chance
        return "case" if left.surface.casefold() == right.surface.casefold() else "spelling"
    if max(len(one), len(two)) > _LONGEST:
        return None
    if _numeric(left) and _numeric(right):
        return "number"
    if one in _pronouns() and two in _pronouns():
        return "person" if _pronouns()[one] & _pronouns()[two] else None
    if _respelt(one, two) or (one.removesuffix(" 's") == two.removesuffix(" 's") and "s" in (one[-4:-3], two[-4:-3])):
        return "spelling"  # of a possessive: `the boss'` and `the boss's`
    if frozenset((one, two)) in _shifted():
        return "tense"
    weak, firm = _modals()
    if one in weak and two in firm:
        return "firmer"
    if one in firm and two in weak:
        return "weaker"
    if _inflected(one, two):
        return "agreement" if _agreement(one, two) else "tense"
    if _denies(two, one):
        return "denied"
    if _denies(one, two):
        return "affirmed"
    return "spelling" if _mistyped(left, right) else None


def same_letters(left: Sequence[Token], right: Sequence[Token]) -> bool:
    """Whether both are the same but for hyphens, spaces and contractions: `cease-fire` and `ceasefire`."""
    one, two = "".join(token.key for token in left), "".join(token.key for token in right)
    return one.replace(" ", "") == two.replace(" ", "") != ""


def numeric(run: Sequence[Token]) -> bool:
    """Whether every word is a number or an amount."""
    return bool(run) and all(map(_numeric, run))


def same_verb(left: Sequence[Token], right: Sequence[Token]) -> bool:
    """Whether both are one verb with other auxiliaries: `have won` and `won`, `will be` and `is`."""
    helpers = lexicon.words("variants", "auxiliaries")
    one, two = ([word for word in _words(run) if word not in helpers] for run in (left, right))
    if len(one) != len(two) or (len(one), len(two)) == (len(_words(left)), len(_words(right))):
        return False
    return all(a == b or _inflected(a, b) for a, b in zip(one, two, strict=True))


def only_tense(run: Sequence[Token]) -> bool:
    """Whether the words are auxiliaries whose loss leaves the same verb in another tense."""
    return bool(run) and lexicon.words("variants", "tenses") >= set(_words(run))


def negations(run: Sequence[Token]) -> int:
    """How many words deny; `No,` as an answer and `not only` do not."""
    words = _words(run)
    denying = lexicon.words("variants", "negations")
    other = _phrases("no_negations")
    count = 0
    for at, word in enumerate(words):
        beside = {" ".join(words[at : at + 2]), " ".join(words[max(at - 1, 0) : at + 1])}
        count += word in denying and not beside & other
    return count


def is_hedge(run: Sequence[Token]) -> bool:
    """Whether the words are hedges and fillers only, with one hedge at least."""
    words, fillers = _words(run), lexicon.words("variants", "fillers")
    at, found = 0, False
    while at < len(words):
        if length := _hedge_at(words, at):
            at, found = at + length, True
        elif words[at] in fillers:
            at += 1
        else:
            return False
    return found


def hedge_at_start(run: Sequence[Token]) -> int:
    """How many tokens at the start are hedges and fillers; 0 without a hedge."""
    return next((end for end in range(min(len(run), _MOST_HEDGE), 0, -1) if is_hedge(run[:end])), 0)


def hedge_at_end(run: Sequence[Token]) -> int:
    """How many tokens at the end are hedges and fillers; 0 without a hedge."""
    return next((size for size in range(min(len(run), _MOST_HEDGE), 0, -1) if is_hedge(run[-size:])), 0)


def light(run: Sequence[Token]) -> bool:
    """Whether all words are so common that their match may be chance."""
    words = _light()
    return all(word in words for word in _words(run))


_MOST_HEDGE = 16  # tokens looked at for a hedge with its fillers


def _words(run: Sequence[Token]) -> list[str]:
    return [atom for token in run for atom in token.atoms]


def _numeric(token: Token) -> bool:
    return token.kind == "number" or token.key.startswith("#") or token.key in amounts()


def _hedge_at(words: Sequence[str], at: int) -> int:
    """Words of the longest hedge that begins here."""
    hedges, longest = _hedges()
    for size in range(min(longest, len(words) - at), 0, -1):
        if " ".join(words[at : at + size]) in hedges:
            return size
    return 0


def _respelt(one: str, two: str) -> bool:
    standard = _standard()
    one, two = standard.get(one, one), standard.get(two, two)
    return one == two or _american(one) == _american(two) or (min(len(one), len(two)) > 3 and fold(one) == fold(two))


@lru_cache(maxsize=10_000)
def _american(word: str) -> str:
    for british, american in _british():
        if word.endswith(british) and len(word) >= max(_LEAST_ENDING, len(british) + 3 - (british[:3] == "our")):
            return word.removesuffix(british) + american
    return word


def _mistyped(left: Token, right: Token) -> bool:
    """Whether one letter differs, and one of the two is no common word."""
    one, two = left.key, right.key
    if min(len(one), len(two)) < _LEAST_TYPO or one[0] != two[0] or OSA.distance(one, two, score_cutoff=1) > 1:
        return False
    if {one, two} & {one + "s", two + "s"}:
        return False
    return not {one, two} <= _common()


def _inflected(one: str, two: str) -> bool:
    """Whether both are forms of one verb, by the rule (-s, -ed, -ing) or by the list."""
    if one == two:
        return False
    left, right = _bases(one), _bases(two)
    return bool(left & right) or any(frozenset((a, b)) in _forms() for a in left for b in right)


@lru_cache(maxsize=10_000)
def _bases(word: str) -> frozenset[str]:
    found = {word}
    if word in _irregular():
        return frozenset(found)
    for ending in ("ing", "ed", "es", "s"):
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < _LEAST_STEM or not _VOWELS & set(stem):
            continue
        found |= {stem} if ending != "s" or not stem.endswith("s") else set()
        if ending in ("ing", "ed"):
            found.add(stem + "e")
            if stem[-1] == stem[-2]:
                found.add(stem[:-1])
        if stem.endswith("i") and ending in ("ed", "es"):
            found.add(stem[:-1] + "y")
    if word.endswith("ing") and (base := word[:-3]) in _irregular():
        found.add(base)
    return frozenset(found)


def _agreement(one: str, two: str) -> bool:
    """Whether they are one tense in two persons, or a noun and its plural: `go` and `goes`, `was` and `were`."""
    if {one, two} in ({"am", "is"}, {"am", "are"}, {"is", "are"}, {"was", "were"}, {"has", "have"}, {"do", "does"}):
        return True
    short, long = sorted((one, two), key=len)
    return long in (short + "s", short + "es", short[:-1] + "ies", short + "es")


def _denies(word: str, other: str) -> bool:
    if frozenset((word, other)) in _denied():
        return len(word) > len(other)
    if word in lexicon.words("variants", "no_denials"):
        return False
    if word == "un" + other or word == "non" + other:
        return len(other) >= _LEAST_DENIED
    return word.endswith("less") and other.endswith("ful") and word[:-4] == other[:-3]


@cache
def _hedges() -> tuple[frozenset[str], int]:
    hedges = _phrases("hedges")
    return hedges, max(len(hedge.split()) for hedge in hedges)


@cache
def _phrases(key: str) -> frozenset[str]:
    return lexicon.words("variants", key)


@cache
def _modals() -> tuple[frozenset[str], frozenset[str]]:
    return lexicon.words("variants", "weak_modals"), lexicon.words("variants", "firm_modals")


def _pairs(rows: Sequence[str]) -> frozenset[frozenset[str]]:
    return frozenset(
        frozenset((a, b)) for words in map(str.split, rows) for n, a in enumerate(words) for b in words[:n]
    )


@cache
def _shifted() -> frozenset[frozenset[str]]:
    return _pairs(lexicon.table("variants")["shifted_modals"])


@cache
def _forms() -> frozenset[frozenset[str]]:
    return _pairs(lexicon.table("variants")["irregular"])


@cache
def _irregular() -> frozenset[str]:
    return frozenset(word for row in lexicon.table("variants")["irregular"] for word in row.split())


@cache
def _denied() -> frozenset[frozenset[str]]:
    return _pairs(lexicon.table("variants")["denied"])


@cache
def _pronouns() -> dict[str, frozenset[int]]:
    """The rows in which each pronoun stands."""
    rows: dict[str, set[int]] = {}
    for number, row in enumerate(lexicon.table("variants")["persons"]):
        for word in row.split():
            rows.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in rows.items()}


@cache
def _standard() -> dict[str, str]:
    rows = (row.split() for row in lexicon.table("variants")["spelling"]["same"])
    return {word: first for first, *others in rows for word in others}


@cache
def _british() -> tuple[tuple[str, str], ...]:
    rows = (row.split() for row in lexicon.table("variants")["spelling"]["endings"])
    return tuple(sorted(((british, american) for british, american in rows), key=lambda pair: -len(pair[0])))


@cache
def _light() -> frozenset[str]:
    return lexicon.words("variants", "light", "words")


@cache
def _common() -> frozenset[str]:
    """Words in common use in the news: two of them are two words, however alike they look."""
    bands: dict[str, str] = lexicon.table("frequency")["per_million"]
    return frozenset(word for words in bands.values() for word in words.split())
