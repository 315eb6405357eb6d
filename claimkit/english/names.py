"""Personal names in parts, and whether two names can belong to one person.

Two names match when the family names agree and no given name, initial or suffix contradicts: `Donald J. Trump` =
`Donald Trump` = `Trump`, `Mike Waltz` = `Michael Waltz`, `J.D. Vance` = `JD Vance`; but `Bill Clinton` is not `Hillary
Clinton`, nor `Donald Trump Jr.` `Donald Trump`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from claimkit.english import lexicon
from claimkit.english.text import normalise

Gender = Literal["female", "male"]

CACHE_SIZE = 1 << 16  # words each lookup remembers

_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")
_POSSESSIVE = re.compile(r"['’]s?$")
# A nickname in marks or brackets between the given and the family name: `Juan “The Tank” Ruiz`.
_NICKNAME = re.compile(
    r"(?<=[^\W\d_.])[ \u00a0](?:[“\"‘'(]|``|'')(?P<words>(?:[Tt]he )?[A-ZÀ-Ž][\w.-]*(?: [A-ZÀ-Ž][\w.-]*){0,2})"
    r"(?:[”\"’')]|'')(?=[ \u00a0][A-ZÀ-Ž])"
)
# Letters that Unicode does not decompose.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_CAPITALS = re.compile(r"(?:Mc|Mac)?[^\W\d_a-z]+(?:[-‐‑'’.][^\W\d_a-z]+)*\.?$")
_MC = re.compile(r"M[Cc][A-Z]{3}")
_ENDING = re.compile(r"(?:iy|yy|yi|ij|ii|ey|ei|i|y)$")
_DOUBLE = re.compile(r"(.)\1+")
# Where transliterations of one name differ; applied only if the given names agree too.
_LOOSE = (
    (re.compile(r"^(?:gh|kh|q|k|g)(?=[aeo])"), "k"),
    (re.compile(r"dh|dd"), "d"),
    (re.compile(r"kh|ch"), "h"),
    (re.compile(r"sch|sh"), "s"),
    (re.compile(r"tz|ts|cz"), "s"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"w"), "v"),
    (re.compile(r"ks"), "x"),
    (re.compile(r"ou|oo"), "u"),
    (re.compile(r"ee|ie|ye|ja|ya|ia"), "e"),
    (re.compile(r"h$|(?<=[^aeiou])h"), ""),
)


@dataclass(frozen=True, slots=True)
class Name:
    """A personal name. `words` are folded, from given to family name; `suffix` is `jr`, `ii` or empty."""

    text: str
    words: tuple[str, ...]
    suffix: str = ""

    @property
    def family(self) -> str:
        """The folded family name: `zelensky` for Zelenskiy."""
        return fold(self.words[-1])

    @property
    def given(self) -> tuple[str, ...]:
        """Folded words before the family name, without particles: `('donald', 'j')`."""
        return _given(self.words)

    @property
    def full(self) -> bool:
        """Whether there is a given name or an initial."""
        return bool(self.given)

    @property
    def family_first(self) -> bool:
        """Whether the name may begin with the family name (`Xi Jinping`)."""
        return len(self.words) > 1 and self.words[0] in family_first()


def particles() -> frozenset[str]:
    """Lower-case words inside names: `van`, `bin`."""
    return lexicon.words("names", "parts", "particles")


def family_first() -> frozenset[str]:
    """Family names that may come first: `xi`."""
    return lexicon.words("names", "parts", "family_first")


def suffixes() -> frozenset[str]:
    """What distinguishes namesakes: `jr`, `ii`."""
    return lexicon.words("names", "parts", "suffixes")


@lru_cache(maxsize=CACHE_SIZE)
def honorific(word: str) -> Literal["female", "male", "either"] | None:
    """The gender that an honorific (`Mr.`, `Mrs.`, `Dr.`) implies; None for any other word."""
    bare = word.casefold().rstrip(".")
    keys: tuple[Literal["female", "male", "either"], ...] = ("female", "male", "either")
    return next((key for key in keys if bare in lexicon.words("titles", "honorifics", key)), None)


@lru_cache(maxsize=CACHE_SIZE)
def is_title(word: str) -> bool:
    """Whether `word` is an honorific or an office used before names (`Sen.`, `President`)."""
    return honorific(word) is not None or word.casefold().rstrip(".") in lexicon.table("titles")["offices"]


@lru_cache(maxsize=CACHE_SIZE)
def given_gender(word: str) -> Gender | None:
    """The usual gender of a given name common in English news; None if both use it or it is not listed."""
    return None if word in lexicon.words("names", "either") else _one_gender("names", word)


@lru_cache(maxsize=CACHE_SIZE)
def likely_gender(word: str) -> Gender | None:
    """The same, else what the names of the world say: a hint, as Tunde is a man in Lagos and a woman in Budapest."""
    return given_gender(word) if is_given(word) else _one_gender("given_names", _plain(word))


def _one_gender(lists: str, word: str) -> Gender | None:
    female = word in lexicon.words(lists, "female")
    if female == (word in lexicon.words(lists, "male")):
        return None
    return "female" if female else "male"


@lru_cache(maxsize=CACHE_SIZE)
def is_given(word: str) -> bool:
    """Whether the folded `word` is a listed given name."""
    return any(word in lexicon.words("names", key) for key in ("female", "male", "either"))


@lru_cache(maxsize=CACHE_SIZE)
def begins_name(word: str) -> bool:
    """Whether `word` is a given name somewhere in the world: a weaker sign than `is_given`."""
    plain = _plain(word)
    return is_given(plain) or any(plain in lexicon.words("given_names", key) for key in ("female", "male", "either"))


def family_too() -> frozenset[str]:
    """Family names that end names of places and bodies as well: `park`, `hill`."""
    return lexicon.words("names", "parts", "family_too")


def after_name() -> frozenset[str]:
    """What stands after a name in capitals and is not part of it: `KC`, `MBE`."""
    return lexicon.words("titles", "after", "words")


@lru_cache(maxsize=CACHE_SIZE)
def fold(word: str) -> str:
    """One form for all spellings of a family name: `Zelenskiy`, `Zelensky` and `Zelenskyy` → `zelensky`."""
    plain = normalise(word).translate(_LETTERS).replace("'", "").replace(".", "")
    return _DOUBLE.sub(r"\1", _ENDING.sub("y", plain))


@lru_cache(maxsize=CACHE_SIZE)
def fold_loosely(word: str) -> str:
    """A coarser form, for transliterations: `Qaddafi` and `Gadhafi` agree, but so may different names."""
    folded = fold(word)
    for pattern, replacement in _LOOSE:
        folded = pattern.sub(replacement, folded)
    return _DOUBLE.sub(r"\1", folded)


def parse(text: str) -> Name | None:
    """`Mr. Donald J. Trump Jr.’s` → words `donald j trump`, suffix `jr`; None if no word is left."""
    text = _NICKNAME.sub("", text)
    matches = list(_WORD.finditer(_POSSESSIVE.sub("", text.strip())))
    first = next((i for i, match in enumerate(matches) if not is_title(match[0])), len(matches) - 1)
    if first == 1 and len(matches) == 2 and is_given(matches[0][0].lower()):  # `Dean Mercer`
        first = 0
    matches = matches[max(0, first) :]
    suffix = ""
    while len(matches) > 1 and (last := normalise(matches[-1][0]).rstrip(".")) in suffixes():
        suffix = last
        del matches[-1]
    words = [w for match in matches[:-1] for w in split_given(match[0])]
    words += [_plain(match[0]) for match in matches[-1:]]
    if not words or not words[-1]:
        return None
    end = len(text) if suffix else matches[-1].end()
    shown = _POSSESSIVE.sub("", text.strip()[matches[0].start() : end].strip(" ,;:"))
    return Name(" ".join(shown.split()), tuple(words), suffix)


def _plain(word: str) -> str:
    return normalise(word).translate(_LETTERS).strip(".'")


@lru_cache(maxsize=CACHE_SIZE)
def split_given(word: str) -> tuple[str, ...]:
    """A word before the family name, folded: `H.W.` and `JD` as single letters, any other word whole."""
    letters = word.replace(".", "")
    if ("." in word.rstrip(".") or len(letters) == 2) and letters.isupper() and len(letters) <= 3:
        return tuple(_plain(c) for c in letters)
    return (_plain(word),)


def nickname(text: str, start: int) -> tuple[str, int] | None:
    """The nickname in marks that stands after the word which ends at `start`, and where its marks end."""
    match = _NICKNAME.match(text, start)
    return (match["words"], match.end()) if match else None


def recased(name: str) -> str:
    """`CATRIONA McLEOD` → `Catriona McLeod`: a name in capitals as it is written elsewhere."""
    return " ".join(_recased(word) for word in name.split())


def _recased(word: str) -> str:
    letters = word.replace(".", "")
    two = len(letters) == 2 and not set(letters) & set("AEIOUYaeiouy") and letters.casefold() not in suffixes()
    initials = two or "." in word.rstrip(".")
    if initials or len(letters) < 2 or letters.casefold() in ("ii", "iii", "iv") or not _CAPITALS.match(word):
        return word
    if word.casefold() in particles():
        return word.lower()
    parts = re.split(r"([-‐‑'’])", word)
    return "".join(part.capitalize() if not _MC.match(part) else "Mc" + part[2:].capitalize() for part in parts)


def formal_names(given: str) -> frozenset[str]:
    """A given name and the formal names it can be short for."""
    found: str = lexicon.table("names")["nicknames"].get(given, "")
    return frozenset([given, *found.split()])


@lru_cache(maxsize=CACHE_SIZE)
def same_given(a: str, b: str) -> bool:
    """Whether two given names can be one: equal, one the other's initial, or short for the same name."""
    if len(a) == 1 or len(b) == 1:
        return a[:1] == b[:1]
    return fold(a) == fold(b) or bool(formal_names(a) & formal_names(b)) or fold_loosely(a) == fold_loosely(b)


@lru_cache(maxsize=CACHE_SIZE)
def folded(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a name, each folded; initials stay as they are (`I.` is not `Y.`)."""
    return tuple(fold(w) if len(w) > 1 else f"{w}." for w in words)


@lru_cache(maxsize=CACHE_SIZE)
def _given(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(w for w in words[:-1] if w not in particles())


def compatible(a: Name, b: Name) -> bool:
    """Whether `a` and `b` can be one person's names, by the rules at the top of this module. Symmetric."""
    given_a, given_b = _given(a.words), _given(b.words)
    if a.suffix != b.suffix and (given_a or a.suffix) and (given_b or b.suffix):
        return False
    folded_a, folded_b = folded(a.words), folded(b.words)
    short, long = (folded_a, folded_b) if len(folded_a) <= len(folded_b) else (folded_b, folded_a)
    if long[-len(short) :] == short:
        return True
    if len(short) == 1 and long[0] == short[0] and (b if long is folded_b else a).family_first:
        return True
    if not given_a or not given_b or not same_given(given_a[0], given_b[0]):
        return False
    initial = 1 in (len(given_a[0]), len(given_b[0]))
    if folded_a[-1] != folded_b[-1] and (initial or fold_loosely(a.words[-1]) != fold_loosely(b.words[-1])):
        return False
    return all(same_given(x, y) for x, y in zip(given_a, given_b, strict=False))
