"""A wording as tokens: words, numbers and editors' brackets, each with the form in which it is compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
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
    r"|(?P<word>\w+(?:['’‘]\w+)*|[%&])"
)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)$")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_LONGEST = 16  # words of the longest number; set by hand
_PARTS = {"a": Decimal(1), "an": Decimal(1), "half": Decimal("0.5")}  # before a scale
_DIGITS = 25  # longer numbers are compared as text; set by hand
_JOINS = re.compile(r"[\s-]{0,3}")  # between the words of one number
_IS = frozenset({"he", "here", "how", "it", "she", "that", "there", "this", "what", "when", "where", "who", "why"})
_HAS = frozenset({"been", "become", "got", "had", "gone"})
_ROMAN = {"II": "#2", "III": "#3"}  # World War II; further ones are rarely spoken, and some are words
_NUMBERED = re.compile(r"\.\s?")  # between `No` and its figure
_MOST_NUMBERED = 3  # digits of that figure
_SIGNS = {"%": "percent", "&": "and"}
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
                if atoms == ("no",) and _is_numbered(raw, wording.text, at):
                    atoms = ("number",)
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
        return "word", ("united", "states") if letters in ("us", "usa") else (letters,)
    if surface in ("US", "USA"):
        return "word", ("united", "states")
    if surface in _ROMAN:
        return "number", (_ROMAN[surface],)
    if word in _SIGNS:
        return "word", (_SIGNS[word],)
    return "word", _written_out(word, following)


def _is_numbered(raw: list[re.Match[str]], text: str, at: int) -> bool:
    """Whether `No.` stands for `number`: a figure follows."""
    if at + 1 == len(raw) or raw[at + 1].lastgroup != "number" or len(raw[at + 1][0]) > _MOST_NUMBERED:
        return False
    return _NUMBERED.fullmatch(text, raw[at].end(), raw[at + 1].start()) is not None


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
    figures = raw[at].lastgroup == "number"
    if not figures and words[at] not in _PARTS and words[at] not in values():
        return 0, ""
    run = words[at : at + 1]
    for here in range(at + 1, min(len(raw), at + _LONGEST)):
        if not _JOINS.fullmatch(text, raw[here - 1].end(), raw[here].start()):
            break
        run.append(words[here])
    if figures:
        atom, group = _read_figures(run[0])
        if group is None:
            return 1, atom
    elif (tens := values().get(run[0], Decimal(0))) >= 20 and (
        unit := _ordinals().get(run[1] if run[1:] else "", 99)
    ) < 10:
        return 2, _ordinal(int(tens) + unit)
    elif run[0] in values():
        group = values()[run[0]]
    elif run[0] in _PARTS and len(run) > 1 and (run[1] in _scales() or run[:2] == ["half", "a"]):
        return _read_article(run)
    else:
        return 0, ""
    size, value = _read_scales(run, 1, group, figures)
    if size == 1 and run[0] == "one":
        return 0, ""  # as often a pronoun as a number
    return size, _atom(value)


def _read_article(run: Sequence[str]) -> tuple[int, str]:
    """`a hundred thousand`, `half a million`."""
    first = 2 if run[0] == "half" else 1
    if run[first : first + 1] and run[first] in _scales():
        size, value = _read_scales(run, first, Decimal(1), False)
        return size, _atom(value * _PARTS[run[0]])
    return 0, ""


def _read_scales(run: Sequence[str], here: int, group: Decimal, figures: bool) -> tuple[int, Decimal]:
    """Where the number ends that begins with `group`, and its value; the next word is `run[here]`."""
    total, least, first = Decimal(0), Decimal("Infinity"), here
    last_scale = False
    while here < len(run):
        word, size = run[here], 1
        if here == first and list(run[here : here + 3]) == ["and", "a", "half"]:
            group, size = group + Decimal("0.5"), 3
        elif word in _scales():
            scale = Decimal(_scales()[word])
            if scale == 100:
                if not 0 < group < 100:
                    break
                group *= scale
            else:
                if scale >= least or not group:
                    break
                total, group, least = total + group * scale, Decimal(0), scale
            last_scale = True
        elif not figures and (size := _unit_at(run, here, last_scale)):
            value = values()[run[here + size - 1]]
            unit_after_tens = 20 <= group % 100 < 100 and group % 10 == 0 and 0 < value < 10
            if not (unit_after_tens or (last_scale and group % 100 == 0)):
                break
            group += value
            last_scale = False
        else:
            break
        here += size
    return here, total + group


def _unit_at(run: Sequence[str], here: int, last_scale: bool) -> int:
    """The words of a number below a hundred: 1, or 2 with `and` before it after a scale (`two hundred and fifty`)."""
    if run[here] in values():
        return 1
    joined = last_scale and run[here] == "and" and run[here + 1 : here + 2] and run[here + 1] in values()
    return 2 if joined else 0


def _atom(value: Decimal) -> str:
    return f"#{value.normalize():f}"


@cache
def _scales() -> dict[str, int]:
    found: dict[str, int] = lexicon.table("variants")["numbers"]["scales"]
    return found


@cache
def _ordinals() -> dict[str, int]:
    """`first` is 1."""
    words: str = lexicon.table("variants")["numbers"]["ordinals"]
    return {word: value for value, word in enumerate(words.split(), 1)}


def _ordinal(value: int) -> str:
    """`21` → `21st`, as figures have it."""
    teens = 10 <= value % 100 < 20
    return f"{value}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th')}"


def _read_figures(word: str) -> tuple[str, Decimal | None]:
    """The atom of a number in figures and its value; None if no scale can follow it (`1990s`, `1.2.3`, `4th`)."""
    plain = _ORDINAL.sub("", word)
    if plain != word:
        spelled = {value: name for name, value in _ordinals().items()}
        return spelled.get(int(plain), word) if len(plain) < 3 else word, None
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    if plain in _decades():
        return _decades()[plain], None
    if "," in plain or plain.count(".") > 1 or plain.endswith("s") or len(plain) > _DIGITS:
        return f"#{word}", None
    value = Decimal(plain)
    return _atom(value), value


@cache
def _decades() -> dict[str, str]:
    """`90s` → `nineties`."""
    tens: str = lexicon.table("variants")["numbers"]["tens"]
    return {f"{10 * value}s": f"{word.removesuffix('y')}ies" for value, word in enumerate(tens.split(), start=2)}
