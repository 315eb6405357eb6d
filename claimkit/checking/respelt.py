"""The same number or amount in another spelling, and a word that the speaker corrects at once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimkit.checking.atoms import find_atoms
from claimkit.checking.hunks import Hunk
from claimkit.english import lexicon
from claimkit.wording import contradictions
from claimkit.wording.word_tokens import WordToken

_MONEY = re.compile(r"([$€£¥])\s*$")
_UNIT = re.compile(r"(\d[\d.,]{0,12})([a-z]{1,3})")  # `50p`
_DASH = re.compile(r"\s?[-–—]\s?")
_COMMA = re.compile(r"[,;:—–.…]|--|\s-\s")
_CORRECTED = 3  # words of the longest slip before `sorry`; set by hand
_CORRECTING = frozenset({"sorry", "no", "rather", "wait", "correction"})


def same_number(hunk: Hunk) -> bool:
    """`one` and `1`, `$5` and `5 dollars`, `50p` and `50 pence`, `6 to 8` and `6-8`."""
    return contradictions.same_amount(hunk.old, hunk.new) or any(rule(hunk) for rule in (_currency, _unit, _range))


def _currency(hunk: Hunk) -> bool:
    """A currency as a sign on one side and a word on the other."""
    one, two = [token.key for token in hunk.old], [token.key for token in hunk.new]
    unit = one or two
    if len(one) + len(two) != 1 or unit[0] not in contradictions.currencies():
        return False
    text, words, (start, _) = _sides(hunk)[0 if not one else 1]
    sign = _MONEY.search(text[: words[start - 1].start]) if start else None
    return sign is not None and sign[1] == contradictions.currencies()[unit[0]]


def _unit(hunk: Hunk) -> bool:
    """`50p` and `50 pence`."""
    for run, other in ((hunk.old, hunk.new), (hunk.new, hunk.old)):
        if len(run) == 1 and len(other) == 2 and (short := _UNIT.fullmatch(run[0].surface)):
            units = lexicon.table("variants")["numbers"]["units_of_measure"].get(short[2], "").split()
            if other[1].key in units and contradictions.same_amount(find_atoms(short[1]), other[:1]):
                return True
    return False


def _range(hunk: Hunk) -> bool:
    """`six to eight` and `6-8`: a dash between two numbers."""
    for run, gap, number, words in (
        (hunk.old, hunk.gap_words, hunk.words, hunk.placed.words),
        (hunk.new, hunk.gap_said, hunk.said, hunk.placed.said),
    ):
        if [word.key for word in run] != ["to"] or number[0] != number[1] or not 0 < number[0] < len(words):
            continue
        beside = contradictions.is_number(words[number[0] - 1]) and contradictions.is_number(words[number[0]])
        if beside and _DASH.fullmatch(gap(number[0])):
            return True
    return False


def is_corrected(hunk: Hunk) -> bool:
    """A slip that the speaker takes back: `on Tuesday, sorry, Wednesday`, `four, no, five`, `is, uh, it's`."""
    if hunk.new or not hunk.old or hunk.said[1] >= len(hunk.placed.said):
        return False
    following = hunk.placed.said[hunk.said[1]]
    if hunk.old[-1].key in _CORRECTING and 1 < len(hunk.old) <= _CORRECTED + 1:
        last = hunk.old[-2]
        set_off = all(_COMMA.search(hunk.gap_said(at)) for at in (hunk.said[1] - 1, hunk.said[1]))
        named = last.surface[:1].isupper() and following.surface[:1].isupper()
        return set_off and (named or (contradictions.is_number(last) and contradictions.is_number(following)))
    sounds = [word for word in hunk.placed.said[slice(*hunk.said)] if word.key in lexicon.words("checking", "sounds")]
    plain = [word for word in hunk.old if word not in sounds]
    small = lexicon.words("checking", "small")
    return bool(sounds) and len(plain) <= _CORRECTED and all(word.key in small for word in plain)


def has_got(hunk: Hunk) -> bool:
    """`you gotta` and `you've got to`."""
    run = hunk.old or hunk.new
    if (hunk.old and hunk.new) or [word.key for word in run] not in (["have"], ["has"]):
        return False
    words, at = (hunk.placed.said, hunk.said[1]) if hunk.old else (hunk.placed.words, hunk.words[1])
    return at < len(words) and words[at].key == "got"


def _sides(hunk: Hunk) -> tuple[tuple[str, Sequence[WordToken], tuple[int, int]], ...]:
    passage = hunk.placed.passage.text
    return ((passage, hunk.placed.said, hunk.said), (hunk.text, hunk.placed.words, hunk.words))
