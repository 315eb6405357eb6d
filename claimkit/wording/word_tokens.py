"""A wording as tokens: words, numbers and editors' brackets, each with the form in which it is compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from claimkit.english import lexicon
from claimkit.english.text import normalise
from claimkit.wording.quoted_text import Wording

_TOKEN = re.compile(
    r"(?P<marked>\w*\[\w{1,20}\]\w+|\w+\[\w{1,20}\])"  # [M]any, want[ed]
    r"|(?P<bracket>\[(?![\s.…]*\])[^\[\]]{1,80}\])"
    r"|(?P<number>\d+(?:[.,]\d+)*(?:st|nd|rd|th)?(?!\w)|\d+s\b)"
    r"|(?P<acronym>(?<!\w)(?:[^\W\d_]\.){2,})"
    r"|(?P<word>\w+(?:['’‘]\w+)*|%)"
)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)$")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DIGITS = 25  # longer numbers are compared as text; set by hand
_JOINS = re.compile(r"[\s-]{0,3}")  # between the words of one number
_IS = frozenset({"he", "here", "how", "it", "she", "that", "there", "this", "what", "when", "where", "who", "why"})
_HAS = frozenset({"been", "become", "got", "had", "gone"})
_ENDINGS = {"n't": "not", "'m": "am", "'re": "are", "'ve": "have", "'ll": "will"}

Kind = Literal["word", "number", "bracket", "marked"]


@dataclass(frozen=True, slots=True)
class WordToken:
    """`text[start:end]`, in piece number `piece` of the wording, compared by its `atoms`: "don't" is `do` and `not`.

    `key` are the atoms as one string. A number written in several words ("twenty-five thousand") is one token with one
    atom. `marked` words contain letters in brackets.
    """

    start: int
    end: int
    piece: int
    kind: Kind
    surface: str
    atoms: tuple[str, ...]
    key: str


def find_tokens(wording: Wording) -> list[WordToken]:
    """The tokens of all pieces in order."""
    found: list[WordToken] = []
    for number, (start, end) in enumerate(wording.pieces):
        raw = list(_TOKEN.finditer(wording.text, start, end))
        words = [normalise(match[0]) for match in raw]
        at = 0
        while at < len(raw):
            taken, atom = _read_number(raw, words, wording.text, at)
            last = raw[at + max(taken, 1) - 1]
            surface = wording.text[raw[at].start() : last.end()]
            if taken:
                kind: Kind = "number"
                atoms: tuple[str, ...] = (atom,)
            else:
                following = words[at + 1] if at + 1 < len(words) else ""
                kind, atoms = _kind_and_atoms(raw[at].lastgroup or "word", raw[at][0], words[at], following)
            found.append(WordToken(raw[at].start(), last.end(), number, kind, surface, atoms, " ".join(atoms)))
            at += max(taken, 1)
    return found


@cache
def values() -> dict[str, Decimal]:
    """Number words, except scales, and their values."""
    numbers = lexicon.table("variants")["numbers"]
    found = {word: Decimal(value) for value, word in enumerate(numbers["units"].split())}
    return found | {word: Decimal(10 * value) for value, word in enumerate(numbers["tens"].split(), start=2)}


@cache
def amounts() -> frozenset[str]:
    """Words for numbers and vague amounts, including ordinals and scales."""
    numbers = lexicon.table("variants")["numbers"]
    return frozenset({*values(), *numbers["vague"].split(), *numbers["ordinals"].split(), *numbers["scales"]})


def _kind_and_atoms(group: str, surface: str, word: str, following: str) -> tuple[Kind, tuple[str, ...]]:
    if group == "bracket":
        return "bracket", (f"[{' '.join(word[1:-1].split())}]",)
    if group == "marked":
        return "marked", (word.replace("[", "").replace("]", ""),)
    if group == "acronym":
        letters = word.replace(".", "")
        return "word", ("u.s" if letters == "us" else letters,)
    if surface == "US":
        return "word", ("u.s",)
    if word == "%":
        return "word", ("percent",)
    return "word", _written_out(word, following)


def _written_out(word: str, following: str) -> tuple[str, ...]:
    """The words of a contraction, or the owner and `'s` of a possessive; otherwise the word itself."""
    contractions: dict[str, str] = lexicon.table("variants")["contractions"]
    if word in contractions:
        return tuple(contractions[word].split())
    if "'" not in word:
        return (word,)
    for ending, meaning in _ENDINGS.items():
        if word.endswith(ending) and len(word) > len(ending):
            return word.removesuffix(ending), meaning
    owner, _, tail = word.rpartition("'")
    if owner and tail == "d":
        return owner, "had" if following in ("been", "better") else "would"
    if owner and tail == "s":
        verb = "has" if following in _HAS else "is"
        return owner, verb if owner in _IS else "'s"
    return (word,)


def _read_number(raw: list[re.Match[str]], words: list[str], text: str, at: int) -> tuple[int, str]:
    """How many tokens from `at` on form one number, and the atom of its value; 0 if none do."""
    scales: dict[str, int] = lexicon.table("variants")["numbers"]["scales"]
    if raw[at].lastgroup == "number":
        atom, group = _read_figures(words[at])
        if group is None:
            return 1, atom
    elif words[at] in values():
        group = values()[words[at]]
    else:
        return 0, ""
    total, least, here = Decimal(0), Decimal("Infinity"), at + 1
    last_scale = False
    while here < len(raw) and _JOINS.fullmatch(text, raw[here - 1].end(), raw[here].start()):
        word = words[here]
        if word in scales:
            scale = Decimal(scales[word])
            if scale == 100:
                if not 0 < group < 100:
                    break
                group *= scale
            else:
                if scale >= least or not group:
                    break
                total, group, least = total + group * scale, Decimal(0), scale
            last_scale = True
        elif word in values() and raw[at].lastgroup != "number":
            value = values()[word]
            unit_after_tens = 20 <= group % 100 < 100 and group % 10 == 0 and 0 < value < 10
            if not (unit_after_tens or (last_scale and group % 100 == 0)):
                break
            group += value
            last_scale = False
        else:
            break
        here += 1
    if here == at + 1 and words[at] == "one":
        return 0, ""  # as often a pronoun as a number
    return here - at, f"#{(total + group).normalize():f}"


def _read_figures(word: str) -> tuple[str, Decimal | None]:
    """The atom of a number in figures and its value; None if no scale can follow it (`1990s`, `1.2.3`, `4th`)."""
    plain = _ORDINAL.sub("", word)
    if plain != word:
        ordinals = lexicon.table("variants")["numbers"]["ordinals"].split()
        return (ordinals[int(plain) - 1] if len(plain) < 3 and 0 < int(plain) <= len(ordinals) else word), None
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    if "," in plain or plain.count(".") > 1 or plain.endswith("s") or len(plain) > _DIGITS:
        return f"#{word}", None
    value = Decimal(plain)
    return f"#{value.normalize():f}", value
