"""The cue words of data/lexicon/cues.toml: forms → lemmas, lemmas and phrases → classes, small closed classes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, Literal, get_args

from claimkit.english import lexicon
from claimkit.english.lexicon import table
from claimkit.models.types import CueClass

Section = Literal["verbs", "nouns", "adjectives"]

# Contractions, as words of their own.
SHORT = {"'s": "be", "'re": "be", "'m": "be", "'ve": "have", "'ll": "will", "'d": "would", "n't": "not"}
_STEMS = {"ca": "can", "wo": "will", "sha": "shall", "ai": "be"}  # what n't leaves of can't, won't, shan't, ain't
_VOWELS = ("a", "e", "i", "o", "u")
_REMEMBERED = 1 << 14  # size of the lemma cache


def split(word: str) -> Iterator[str]:
    """A folded word and its contraction: `didn't` → `did`, `n't`; `can't` → `can`, `n't`; `he'd` → `he`, `'d`."""
    for ending in SHORT if "'" in word else ():
        if word.endswith(ending) and (stem := word.removesuffix(ending)):
            yield _STEMS.get(stem, stem) if ending == "n't" else stem
            yield ending
            return
    if word == "cannot":
        yield from ("can", "not")
    else:
        yield word


class Lemmas:
    """Lemmas of folded words: forms of listed words first, then `lemmatise` (base form of a verb)."""

    def __init__(self, lemmatise: Callable[[str], str]) -> None:
        self._lemmatise = lemmatise
        self._known: dict[str, str] = {}

    def __call__(self, word: str) -> str:
        """`told` → `tell`, `criticised` → `criticize`, `'re` → `be`."""
        if word not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[word] = SHORT.get(word) or _forms().get(word) or self._base(word)
        return self._known[word]

    def _base(self, word: str) -> str:
        lemma = self._lemmatise(word)
        return word if word[-2:] in ("ss", "us", "is") and lemma == word[:-1] else lemma  # "furious" is not a plural


def class_of(section: Section, lemma: str) -> CueClass | None:
    """The class of a listed lemma, or None."""
    return _classes(section).get(lemma)


def phrases(first: str) -> tuple[tuple[tuple[str, ...], CueClass], ...]:
    """The phrases that begin with this lemma, longest first."""
    return _phrases().get(first, ())


def words(section: str, key: str) -> frozenset[str]:
    """A closed class of the word list: `words("negation", "failing")`."""
    return lexicon.words("cues", section, key)


@cache
def _classes(section: Section) -> dict[str, CueClass]:
    return {word: kind for kind, word in _entries(table("cues")[section])}


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], CueClass], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], CueClass]]] = {}
    for kind, phrase in _entries(table("cues")["phrases"]):
        parts = tuple(phrase.split())
        found.setdefault(parts[0], []).append((parts, kind))
    return {first: tuple(sorted(some, key=lambda p: (-len(p[0]), p[0]))) for first, some in found.items()}


def _entries(section: dict[str, Iterable[str]]) -> Iterator[tuple[CueClass, str]]:
    kinds: tuple[CueClass, ...] = get_args(CueClass)
    for kind in kinds:
        for word in section.get(kind, ()):
            yield kind, word


@cache
def _forms() -> dict[str, str]:
    """Every form of the listed verbs, plurals of the nouns; irregular forms win, then verbs."""
    lexicon: dict[str, Any] = table("cues")
    spelling = lexicon["spelling"]
    doubled = {*spelling["doubled"], *spelling["doubled_british"]}
    forms = {_plural(noun): noun for noun in _classes("nouns")}
    for verb in _classes("verbs"):
        spellings = [verb, verb.removesuffix("ize") + "ise"] if verb in spelling["ise"] else [verb]
        for form in spellings:
            forms |= dict.fromkeys((form, *_regular(form)), verb)
        if verb in doubled:
            forms |= {verb + verb[-1] + ending: verb for ending in ("ed", "ing")}
    forms |= {form: lemma for lemma, some in lexicon["irregular"].items() for form in some}
    return forms


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def _regular(verb: str) -> tuple[str, str, str]:
    """Third person, past and -ing form of a regular verb."""
    if verb.endswith("e"):
        return _plural(verb), verb + "d", (verb if verb.endswith("ee") else verb[:-1]) + "ing"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return _plural(verb), verb[:-1] + "ied", verb + "ing"
    return _plural(verb), verb + "ed", verb + "ing"
