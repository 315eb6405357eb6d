"""Whether one run of words denies what another says, or counts differently.

`diff`, `who-said` and `check` align texts in their own ways, but all judge negation and numbers here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from claimkit.english import lexicon
from claimkit.wording import relations
from claimkit.wording.word_tokens import WordToken, values

# Set by hand.
CLAUSE = 8  # words of the longest run that counts as a negation, whatever else it says
_FEW = 2  # words of the longest run that is about its number
BESIDE = 2  # words before and after a negation that may make up for it
_ADVERB = 3  # words of the longest denying adverb
_PREPOSITIONS = frozenset({"at", "by", "for", "in", "on", "to", "under", "with"})

Denial = Literal["lost", "gained"]
_TWO_DIGITS = re.compile(r"#[1-9]\d")
_OPPOSED = ("denied", "affirmed")


def is_number(token: WordToken) -> bool:
    """Whether the word is an exact number; `one` alone is as often a pronoun."""
    return token.kind == "number" or token.key.startswith("#") or (token.key in values() and token.key != "one")


def same_amount(old: Sequence[WordToken], new: Sequence[WordToken]) -> bool:
    """Whether both are one number written in two ways: `one` and `1`, `$5` and `5 dollars`, `a trillion` and `1tn`."""
    amount = _amount(old)
    return amount is not None and amount == _amount(new)


def number_changed(old: Sequence[WordToken], new: Sequence[WordToken]) -> bool:
    """Whether the runs, either of which may be empty, give different amounts; `hundreds` and `second` count as such."""
    if not old or not new:
        run = old or new
        return len(run) <= _FEW and any(map(is_number, run))
    if relations.numeric(_bare(old)) and relations.numeric(_bare(new)):
        return [token.key for token in old] != [token.key for token in new] and not same_amount(old, new)
    one, two = (sorted(token.key for token in run if is_number(token)) for run in (old, new))
    return bool(one and two) and one != two


def denies(run: Sequence[WordToken]) -> bool:
    """Whether the words deny what is said with them: two denials in them are none."""
    return relations.negations(run) % 2 == 1


def denial(old: Sequence[WordToken], new: Sequence[WordToken]) -> Denial | None:
    """Whether a denial is lost or gained when `new` replaces `old`; either may be empty.

    A word of the other run may say the same: `not able` and `unable`.
    """
    if max(len(old), len(new)) > CLAUSE:
        return None
    before, after = denies(old), denies(new)
    opposed = {found for a in old for b in new if (found := relations.relation(a, b)) in _OPPOSED}
    if before != after:
        return None if opposed else "lost" if before else "gained"
    if opposed:
        return "gained" if "denied" in opposed else "lost"
    return None


def denial_dropped(run: Sequence[WordToken], set_off: bool) -> bool:
    """Whether words that one side lacks inside a sentence deny the rest of it.

    Those `set_off` by commas deny only themselves (`, not because we must,`), but an adverb does not (`, in no way,`).
    """
    if denial(run, ()) is None:
        return False
    return not set_off or len(run) == 1 or (len(run) <= _ADVERB and run[0].key in _PREPOSITIONS and run[1].key == "no")


def makes_up(old: Sequence[WordToken], new: Sequence[WordToken]) -> bool:
    """Whether one denial makes up for another among the words around a change: `was unsure`, `wasn't sure`."""
    opposed = any(relations.relation(a, b) in _OPPOSED for a in old for b in new if a.key != b.key)
    return opposed and denies(old) != denies(new)


def _bare(run: Sequence[WordToken]) -> Sequence[WordToken]:
    """The words without an article before them: `a third`."""
    return run[1:] if len(run) > 1 and run[0].key in ("a", "an", "the") else run


def _amount(run: Sequence[WordToken]) -> str | None:
    words = [token for token in run if token.key not in currencies()]
    scales: dict[str, int] = lexicon.table("variants")["numbers"]["scales"]
    if len(words) == 2 and words[0].key in ("a", "an", "one") and words[1].key in scales:
        return f"#{scales[words[1].key]}"
    numbers = [_value(word) for word in words]
    if len(numbers) == 2 and all(number and _TWO_DIGITS.fullmatch(number) for number in numbers):
        return f"{numbers[0]}{str(numbers[1])[1:]}"  # the year `nineteen eighty-four`
    return numbers[0] if len(numbers) == 1 else None


def _value(word: WordToken) -> str | None:
    return f"#{values()[word.key]}" if word.key in values() else word.key if word.key.startswith("#") else None


def currencies() -> dict[str, str]:
    """The words for a currency, and its sign."""
    found: dict[str, str] = lexicon.table("variants")["numbers"]["currencies"]
    return found
