"""Times, dates, years and decimals as they are spoken become the atoms of how they are printed.

`half past three` and `3.30`, `six thirty in the evening` and `6.30pm`, `the third of May` and `3 May`, `nineteen
eighty-four` and `1984`, `two point five billion` and `2.5bn`: either is one number, so that both meet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from claimkit.english import lexicon
from claimkit.wording.word_tokens import Kind, WordToken, values

Tokens = Sequence[WordToken]
Read = tuple[int, tuple[str, ...]] | None  # how many tokens, and their atoms

_HALF = re.compile(r"(\d{1,2})([ap])m")  # `5am`, `30pm`
_SCALED = re.compile(r"(\d{1,6})(mn|mln|bn|tn|trn|k|m)")
_SCALES = {"k": 3, "m": 6, "mn": 6, "mln": 6, "bn": 9, "tn": 12, "trn": 12}
_MONEY = "$€£¥"
_FIGURE = re.compile(r"#(\d{1,4})")
_DAY = re.compile(r"(\d\d)(?:st|nd|rd|th)")
_HALVES = {"morning": "am", "afternoon": "pm", "evening": "pm"}
_PARTS = {"half": 30, "quarter": 15}
_ARTICLES = frozenset({"a", "the"})
_TEENS = range(11, 21)  # the first half of a spoken year
_MOST_DIGITS = 6  # behind a spoken point; set by hand


def merge_spoken(tokens: list[WordToken], text: str) -> list[WordToken]:
    """The tokens, with what is spoken as one number made one."""
    begins = _beginnings()
    counts = [token.kind == "number" or token.key in begins or token.surface[0].isdigit() for token in tokens]
    if True not in counts:
        return tokens
    counts.append(False)
    found: list[WordToken] = []
    at = 0
    while at < len(tokens):
        if not (counts[at] or (counts[at + 1] and tokens[at].key in _ARTICLES)):
            found.append(tokens[at])
            at += 1
            continue
        size, atoms = next((read for rule in _RULES if (read := rule(tokens, at, text))), (1, ()))
        if not atoms:
            found.append(tokens[at])
        else:
            start, end = tokens[at].start, tokens[at + size - 1].end
            first = replace(tokens[at], end=end, surface=text[start:end])
            for atom in atoms:
                kind: Kind = "number" if atom.startswith("#") else "word"
                found.append(replace(first, kind=kind, atoms=(atom,), key=atom))
        at += size
    return found


@cache
def _beginnings() -> frozenset[str]:
    """Words with which a spoken number begins, besides numbers; an article may come before them."""
    return frozenset({*_PARTS, *values(), *_ordinals()})


@cache
def _months() -> frozenset[str]:
    return lexicon.words("checking", "months")


@cache
def _decades() -> dict[str, int]:
    return {f"{word.removesuffix('y')}ies": int(value) for word, value in values().items() if word.endswith("ty")}


@cache
def _ordinals() -> dict[str, int]:
    words: str = lexicon.table("variants")["numbers"]["ordinals"]
    return {word: value for value, word in enumerate(words.split(), 1)}


def _key(tokens: Tokens, at: int) -> str:
    return tokens[at].key if 0 <= at < len(tokens) and tokens[at].piece == tokens[max(0, at - 1)].piece else ""


def _value(key: str) -> int | None:
    """A whole number under ten thousand."""
    if key in values():
        return int(values()[key])
    figure = _FIGURE.fullmatch(key)
    return int(figure[1]) if figure else None


def _hour(key: str) -> int | None:
    value = _value(key)
    return value if value is not None and 0 < value <= 12 else None


def _printed(hour: int, minute: int) -> str:
    return f"#{Decimal(f'{hour}.{minute:02}').normalize():f}" if minute else f"#{hour}"


def _half_of_day(tokens: Tokens, at: int) -> tuple[int, tuple[str, ...]]:
    """`in the morning` → `am`."""
    if _key(tokens, at) == "in" and _key(tokens, at + 1) == "the" and _key(tokens, at + 2) in _HALVES:
        return 3, (_HALVES[_key(tokens, at + 2)],)
    return 0, ()


def _past(tokens: Tokens, at: int, text: str) -> Read:
    """`half past three`, `a quarter to nine`, `ten past six`, `twenty minutes to four`."""
    here = at + (tokens[at].key == "a" and _key(tokens, at + 1) == "quarter")
    part = _PARTS.get(tokens[here].key)
    minute = part if part is not None else _value(tokens[here].key)
    counted = _key(tokens, here + 1) in ("minutes", "minute")
    side = _key(tokens, here + 1 + counted)
    hour = _hour(_key(tokens, here + 2 + counted))
    if hour is None or minute is None or not 0 < minute < 60:
        return None
    if side != "past" and not (side == "to" and (tokens[here].key == "quarter" or counted)):
        return None
    end = here + 3 + counted
    size, half = _half_of_day(tokens, end)
    if side == "to":
        hour, minute = (hour - 2) % 12 + 1, 60 - minute
    return end - at + size, (_printed(hour, minute), *half)


def _clock(tokens: Tokens, at: int, text: str) -> Read:
    """`six thirty in the evening`, `at six thirty`, `five in the morning`, `3:30`."""
    hour = _hour(tokens[at].key)
    if hour is None:
        return None
    minute = _value(_key(tokens, at + 1))
    oh = _key(tokens, at + 1) == "oh" and (minute := _value(_key(tokens, at + 2))) is not None and minute < 10
    colon = at + 1 < len(tokens) and text[tokens[at].end : tokens[at + 1].start] == ":"
    size, half = _half_of_day(tokens, at + 2 + oh)
    if minute is not None and minute < 60 and (oh or minute >= 10 or colon):
        spaced = at + 1 < len(tokens) and text[tokens[at].end : tokens[at + 1].start] in (" ", "-")
        if colon or oh or (spaced and (half or _key(tokens, at - 1) == "at")):
            return 2 + oh + size, (_printed(hour, minute), *half)
    size, half = _half_of_day(tokens, at + 1)
    if _key(tokens, at + 1) == "o'clock" and (later := _half_of_day(tokens, at + 2))[0]:
        return 2 + later[0], (f"#{hour}", *later[1])
    return (1 + size, (f"#{hour}", *half)) if half else None


def _printed_clock(tokens: Tokens, at: int, text: str) -> Read:
    """`5am`, and `6.30pm`, which is two tokens."""
    token = tokens[at]
    if (match := _HALF.fullmatch(token.key)) is not None:
        return 1, (f"#{int(match[1])}", f"{match[2]}m")
    following = _HALF.fullmatch(_key(tokens, at + 1))
    if following is None or _hour(token.key) is None or text[token.end : tokens[at + 1].start] not in (".", ":"):
        return None
    if token.key[0] != "#":
        return None
    return 2, (_printed(int(token.key[1:]), int(following[1])), f"{following[2]}m")


def _scaled(tokens: Tokens, at: int, text: str) -> Read:
    """`2bn`, and `£3.5m`, which is two tokens; `m` is a million only of money."""
    token = tokens[at]
    money = token.start > 0 and text[token.start - 1] in _MONEY
    if (match := _SCALED.fullmatch(token.key)) is not None and (money or match[2] != "m"):
        return 1, (_scaled_atom(match[1], match[2]),)
    following = _SCALED.fullmatch(_key(tokens, at + 1))
    if following is None or not token.surface.isdigit() or text[token.end : tokens[at + 1].start] != ".":
        return None
    if following[2] == "m" and not money:
        return None
    return 2, (_scaled_atom(f"{token.surface}.{following[1]}", following[2]),)


def _scaled_atom(value: str, scale: str) -> str:
    return f"#{(Decimal(value) * 10 ** _SCALES[scale]).normalize():f}"


def _point(tokens: Tokens, at: int, text: str) -> Read:
    """`two point five billion`, `nought point one two`."""
    whole = _value(tokens[at].key)
    if whole is None or _key(tokens, at + 1) != "point":
        return None
    digits, end, scale = "", at + 2, 1
    while end < len(tokens) and len(digits) < _MOST_DIGITS:
        key = _key(tokens, end)
        digit, times = _split_scale(key)
        if digit is None or digit > 9:
            break
        digits, end, scale = digits + str(digit), end + 1, times
        if times > 1:
            break
    if not digits:
        return None
    return end - at, (f"#{(Decimal(f'{whole}.{digits}') * scale).normalize():f}",)


def _split_scale(key: str) -> tuple[int | None, int]:
    """`five` is 5; the number `five billion`, which is one token, is 5 and a billion."""
    if key in values() or key in ("oh", "nought"):
        return int(values().get(key, Decimal(0))), 1
    if key.startswith("#") and key[1:].isdigit() and len(key) < 18:
        plain = key[1:].rstrip("0") or "0"
        zeros = len(key) - 1 - len(plain) if plain != "0" else 0
        if len(plain) == 1 and zeros % 3 == 0:
            return int(plain), 10**zeros
    return None, 1


def _date(tokens: Tokens, at: int, text: str) -> Read:
    """`the third of May`, `May the third`, `May 3rd`: the day as a number, the month in its place."""
    here = at + (tokens[at].key == "the")
    day = _day(_key(tokens, here)) if here != at or tokens[at].key not in _months() else None
    if day is not None:
        end = here + 1 + (_key(tokens, here + 1) == "of")
        return (end - at, (f"#{day}",)) if _is_month(tokens, end) else None
    if at and _is_month(tokens, at - 1) and (day := _day(_key(tokens, here))) is not None:
        return here + 1 - at, (f"#{day}",)
    return None


def _dated(tokens: Tokens, at: int, text: str) -> Read:
    """`3 of May`, and the day behind a month."""
    if not at or not _is_month(tokens, at - 1):
        return None
    here = at + (tokens[at].key == "the")
    day = _day(_key(tokens, here))
    return (here + 1 - at, (f"#{day}",)) if day is not None else None


def _day(key: str) -> int | None:
    ordinal = _ordinals().get(key)
    day = _DAY.fullmatch(key)
    return ordinal if ordinal is not None else int(day[1]) if day else None


def _is_month(tokens: Tokens, at: int) -> bool:
    return at < len(tokens) and tokens[at].key in _months() and tokens[at].surface[:1].isupper()


def _year(tokens: Tokens, at: int, text: str) -> Read:
    """`nineteen eighty-four`, `nineteen oh five`, `nineteen sixties`."""
    century = _value(tokens[at].key)
    if century is None or century not in _TEENS or tokens[at].surface.isdigit():
        return None
    following = _key(tokens, at + 1)
    if following in _decades():
        return 2, (f"#{century}{_decades()[following]}s",)
    oh = following == "oh"
    rest = _value(_key(tokens, at + 1 + oh))
    if rest is None or rest > 99 or (rest < 10) != oh or tokens[at + 1 + oh].surface.isdigit():
        return None
    return 2 + oh, (f"#{century}{rest:02}",)


_RULES: tuple[Callable[[Tokens, int, str], Read], ...] = (
    _past,
    _printed_clock,
    _scaled,
    _point,
    _year,
    _clock,
    _date,
    _dated,
)
