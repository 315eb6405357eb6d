"""How one word differs from another, and what a run of words says: a hedge, a denial, a tense."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import Literal

from rapidfuzz.distance import OSA

from claimkit.english import lexicon
from claimkit.english.names import fold
from claimkit.wording.word_tokens import WordToken, amounts

# `agreement` is a verb's -s, which becomes a shift of person where a pronoun beside it changes. From left to right,
# `firmer` drops a hedge and `weaker` adds one; `denied` adds a negation and `affirmed` drops one.
Relation = Literal[
    "case", "spelling", "number", "tense", "person", "agreement", "firmer", "weaker", "denied", "affirmed", "editor"
]

# The limits below were set by hand.
_LEAST_TYPO = 5  # letters of the shortest word in which one wrong letter makes a misspelling rather than another word
_LEAST_STEM = 3  # letters of the shortest verb stem to which the rules add an ending
_LEAST_DENIED = 4  # letters of the shortest word that "un-" or "non-" denies
_LEAST_ENDING = 6  # letters of the shortest word whose British ending counts
_VOWELS = frozenset("aeiouy")
_LONGEST = 80  # characters of the longest word that is compared; no list has a longer one
_MOST_HEDGE = 16  # tokens that are searched for a hedge with its fillers


def relation(left: WordToken, right: WordToken) -> Relation | None:
    """How two words are the same or forms of each other: the answer of the first rule that applies.

    None for two words that have nothing in common.
    """
    for rule in _RULES:
        found = rule(left, right)
        if found is not None:
            return None if found == "unrelated" else found
    return None


# What a rule says of two words: their relation, "unrelated" to end the search, or None where the rule does not apply.
Verdict = Relation | Literal["unrelated"] | None


def _in_brackets(left: WordToken, right: WordToken) -> Verdict:
    return "unrelated" if "bracket" in (left.kind, right.kind) else None


def _marked(left: WordToken, right: WordToken) -> Verdict:
    """Words with an editor's letters in them: `want[ed]`."""
    if "marked" not in (left.kind, right.kind):
        return None
    return "editor" if left.key == right.key or _inflected(left.key, right.key) else "unrelated"


def _equal(left: WordToken, right: WordToken) -> Verdict:
    """Words that compare as equal; those written alike were kept apart on purpose, as their match was chance."""
    if left.key != right.key:
        return None
    if left.surface == right.surface:
        return "unrelated"
    return "case" if left.surface.casefold() == right.surface.casefold() else "spelling"


def _too_long(left: WordToken, right: WordToken) -> Verdict:
    return "unrelated" if max(len(left.key), len(right.key)) > _LONGEST else None


def _numbers(left: WordToken, right: WordToken) -> Verdict:
    return "number" if _numeric(left) and _numeric(right) else None


def _pronoun_pair(left: WordToken, right: WordToken) -> Verdict:
    persons = _pronouns()
    if left.key not in persons or right.key not in persons:
        return None
    return "person" if persons[left.key] & persons[right.key] else "unrelated"


def _two_spellings(left: WordToken, right: WordToken) -> Verdict:
    return "spelling" if _respelt(left.key, right.key) or _two_possessives(left.key, right.key) else None


def _shifted_modals(left: WordToken, right: WordToken) -> Verdict:
    return "tense" if frozenset((left.key, right.key)) in _shifted() else None


def _firmness(left: WordToken, right: WordToken) -> Verdict:
    weak, firm = _modals()
    if left.key in weak and right.key in firm:
        return "firmer"
    return "weaker" if left.key in firm and right.key in weak else None


def _inflection(left: WordToken, right: WordToken) -> Verdict:
    if not _inflected(left.key, right.key):
        return None
    return "agreement" if _agreement(left.key, right.key) else "tense"


def _denial(left: WordToken, right: WordToken) -> Verdict:
    if _denies(right.key, left.key):
        return "denied"
    return "affirmed" if _denies(left.key, right.key) else None


def _misspelling(left: WordToken, right: WordToken) -> Verdict:
    return "spelling" if _mistyped(left, right) else None


_RULES: tuple[Callable[[WordToken, WordToken], Verdict], ...] = (
    _in_brackets,
    _marked,
    _equal,
    _too_long,
    _numbers,
    _pronoun_pair,
    _two_spellings,
    _shifted_modals,
    _firmness,
    _inflection,
    _denial,
    _misspelling,
)


def same_letters(left: Sequence[WordToken], right: Sequence[WordToken]) -> bool:
    """Whether both are the same except for hyphens, spaces and contractions: `cease-fire` and `ceasefire`."""
    one, two = "".join(token.key for token in left), "".join(token.key for token in right)
    return one.replace(" ", "") == two.replace(" ", "") != ""


def numeric(run: Sequence[WordToken]) -> bool:
    """Whether every word is a number or an amount."""
    return bool(run) and all(map(_numeric, run))


def same_verb(left: Sequence[WordToken], right: Sequence[WordToken]) -> bool:
    """Whether both are one verb with different auxiliaries: `have won` and `won`, `will be` and `is`."""
    helpers = lexicon.words("variants", "auxiliaries")
    one, two = ([word for word in _words(run) if word not in helpers] for run in (left, right))
    if len(one) != len(two) or (len(one), len(two)) == (len(_words(left)), len(_words(right))):
        return False
    return all(a == b or _inflected(a, b) for a, b in zip(one, two, strict=True))


def only_tense(run: Sequence[WordToken]) -> bool:
    """Whether the words are auxiliaries whose loss leaves the same verb in another tense."""
    return bool(run) and lexicon.words("variants", "tenses") >= set(_words(run))


def negations(run: Sequence[WordToken]) -> int:
    """How many words deny; `No,` as an answer and `not only` do not."""
    words = _words(run)
    denying = lexicon.words("variants", "negations")
    other = lexicon.words("variants", "no_negations")
    count = 0
    for at, word in enumerate(words):
        beside = {" ".join(words[at : at + 2]), " ".join(words[max(at - 1, 0) : at + 1])}
        count += word in denying and not beside & other
    return count


def is_hedge(run: Sequence[WordToken]) -> bool:
    """Whether the words are only hedges and fillers, with at least one hedge."""
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


def hedge_at_start(run: Sequence[WordToken]) -> int:
    """How many tokens at the start are hedges and fillers; 0 without a hedge."""
    return next((end for end in range(min(len(run), _MOST_HEDGE), 0, -1) if is_hedge(run[:end])), 0)


def hedge_at_end(run: Sequence[WordToken]) -> int:
    """How many tokens at the end are hedges and fillers; 0 without a hedge."""
    return next((size for size in range(min(len(run), _MOST_HEDGE), 0, -1) if is_hedge(run[-size:])), 0)


def light(run: Sequence[WordToken]) -> bool:
    """Whether all words are common enough to match by chance."""
    common = lexicon.words("variants", "light", "words")
    return all(word in common for word in _words(run))


def _words(run: Sequence[WordToken]) -> list[str]:
    return [atom for token in run for atom in token.atoms]


def _numeric(token: WordToken) -> bool:
    return token.kind == "number" or token.key.startswith("#") or token.key in amounts()


def _hedge_at(words: Sequence[str], at: int) -> int:
    """The number of words in the longest hedge that begins here."""
    hedges, longest = _hedges()
    for size in range(min(longest, len(words) - at), 0, -1):
        if " ".join(words[at : at + size]) in hedges:
            return size
    return 0


def standard_form(word: str) -> str:
    """The word in the one spelling that all of its spellings are compared by."""
    return _american(_standard().get(word, word))


@cache
def standard_words(name: str, *keys: str) -> frozenset[str]:
    """A list of a lexicon with all words and phrases in their standard forms."""
    return frozenset(" ".join(map(standard_form, phrase.split())) for phrase in lexicon.words(name, *keys))


def _two_possessives(one: str, two: str) -> bool:
    """Whether both are possessives of one word in -s: `the boss'` and `the boss's`."""
    return one.removesuffix(" 's") == two.removesuffix(" 's") and "s" in (one[-4:-3], two[-4:-3])


def _respelt(one: str, two: str) -> bool:
    """Whether both are spellings of one word: by the list, by British and American endings, or but for accents."""
    standard = _standard()
    one, two = standard.get(one, one), standard.get(two, two)
    return one == two or _american(one) == _american(two) or (min(len(one), len(two)) > 3 and fold(one) == fold(two))


@lru_cache(maxsize=10_000)
def _american(word: str) -> str:
    for british, american in _british():
        if word.endswith(british) and len(word) >= max(_LEAST_ENDING, len(british) + 3 - (british[:3] == "our")):
            return word.removesuffix(british) + american
    return word


def _mistyped(left: WordToken, right: WordToken) -> bool:
    """Whether one letter differs, and at least one of the two is not a common word."""
    one, two = left.key, right.key
    if min(len(one), len(two)) < _LEAST_TYPO or one[0] != two[0] or OSA.distance(one, two, score_cutoff=1) > 1:
        return False
    if {one, two} & {one + "s", two + "s"}:
        return False
    return not {one, two} <= _common()


def _inflected(one: str, two: str) -> bool:
    """Whether both are forms of one verb, by the rules (-s, -ed, -ing) or by the list."""
    if one == two:
        return False
    left, right = _bases(one), _bases(two)
    return bool(left & right) or any(frozenset((a, b)) in _forms() for a in left for b in right)


def is_form(word: str, verbs: frozenset[str]) -> bool:
    """Whether the word is one of the verbs, or a form of one."""
    if not verbs.isdisjoint(_bases(word)):
        return True
    return any(word in forms and not verbs.isdisjoint(forms) for forms in _irregular_rows())


@lru_cache(maxsize=10_000)
def _bases(word: str) -> frozenset[str]:
    """The verbs of which the word may be a form, the word itself included."""
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
    """Whether both are one tense in two persons, or a noun and its plural: `go` and `goes`, `was` and `were`."""
    if {one, two} in ({"am", "is"}, {"am", "are"}, {"is", "are"}, {"was", "were"}, {"has", "have"}, {"do", "does"}):
        return True
    short, long = sorted((one, two), key=len)
    return long in (short + "s", short + "es", short[:-1] + "ies")


def _denies(word: str, other: str) -> bool:
    """Whether `word` is the negated form of `other`: `unable` and `able`, `useless` and `useful`."""
    if frozenset((word, other)) in _denied():
        return len(word) > len(other)
    if word in lexicon.words("variants", "no_denials"):
        return False
    if word == "un" + other or word == "non" + other:
        return len(other) >= _LEAST_DENIED
    return word.endswith("less") and other.endswith("ful") and word[:-4] == other[:-3]


@cache
def _hedges() -> tuple[frozenset[str], int]:
    hedges = lexicon.words("variants", "hedges")
    return hedges, max(len(hedge.split()) for hedge in hedges)


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
def _irregular_rows() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(row.split()) for row in lexicon.table("variants")["irregular"])


@cache
def _irregular() -> frozenset[str]:
    return frozenset(word for row in lexicon.table("variants")["irregular"] for word in row.split())


@cache
def _denied() -> frozenset[frozenset[str]]:
    return _pairs(lexicon.table("variants")["denied"])


@cache
def _pronouns() -> dict[str, frozenset[int]]:
    """The rows of the list in which each pronoun occurs."""
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
def _common() -> frozenset[str]:
    """Words that are common in the news: two of these are different words, however similar they look."""
    bands: dict[str, str] = lexicon.table("frequency")["per_million"]
    return frozenset(word for words in bands.values() for word in words.split())
