"""How far a claim reaches: what is cut off after an event adds to it, after a denial, a rule or a promise it restricts.

"We left the party after the vote" says that we left the party. "We will not leave before the vote", "everybody is paid
in summer" and "I would leave at the right price" do not say so without their ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from claimkit.english import lexicon
from claimkit.wording import relations
from claimkit.wording.word_tokens import WordToken

_PAST = frozenset({"was", "were", "had", "did"})
_PERFECT = frozenset({"have", "has"})
_PRESENT = frozenset({"am", "are", "is", "do", "does"})
_MOST = frozenset({"best", "worst", "most", "least"})
_MODALS = frozenset({"will", "would", "shall", "should", "can", "could", "may", "might", "must"})
_LEAST_PAST = 4  # letters of the shortest regular past form; set by hand
_PARTICIPLE = 3  # words from `have` to its participle; set by hand


def is_denied(words: Sequence[WordToken]) -> bool:
    """Whether a claim denies."""
    return relations.negations(words) > 0


def is_total(words: Sequence[WordToken]) -> bool:
    """Whether it is of all there are, or of the most there is: `everybody`, `the best`."""
    total = lexicon.words("checking", "totals")
    return any(word.key in total or is_superlative(word) for word in words)


def is_superlative(word: WordToken) -> bool:
    """`finest`, `most`; but not `guest`."""
    ends = word.key.endswith("est") and len(word.key) > _LEAST_PAST and not word.surface[:1].isupper()
    return word.key in _MOST or (ends and word.key not in lexicon.words("checking", "no_superlatives"))


def is_ahead(words: Sequence[WordToken]) -> bool:
    """Whether it is of what will, would or can be."""
    keys = [word.key for word in words]
    going = any(keys[at : at + 2] == ["going", "to"] for at in range(len(keys)))
    finite = _finite(keys)
    return going or (finite is not None and finite in _MODALS) or keys[:1] == ["let"]


def is_event(words: Sequence[WordToken]) -> bool:
    """Whether it tells what has happened."""
    keys = [word.key for word in words]
    finite = _finite(keys)
    if finite in _PERFECT:
        at = keys.index(finite)
        return any(map(is_past_form, keys[at + 1 : at + 1 + _PARTICIPLE])) or "been" in keys[at + 1 : at + 3]
    return finite is not None and (finite in _PAST or is_past_form(finite))


def tense_of(words: Sequence[WordToken]) -> str:
    """The helper that shows the tense, `past` for a past form without one, `-` where nothing does."""
    finite = _finite([word.key for word in words])
    if finite is None:
        return "-"
    return finite if finite in _MODALS | _PAST | _PERFECT | _PRESENT else "past"


def is_past_form(word: str) -> bool:
    """A past form or participle: `asked`, `went`, `gone`."""
    regular = word.endswith("ed") and len(word) >= _LEAST_PAST and not word.endswith("eed") and word != "hundred"
    return regular or word in _irregular()


def _finite(keys: Sequence[str]) -> str | None:
    """The first verb that shows a tense; one in the present without a helper does not."""
    for at, word in enumerate(keys):
        if word in _MODALS or word in _PAST or word in _PERFECT or word in _PRESENT:
            return word
        if is_past_form(word) and keys[max(0, at - 1)] not in ("to", "be"):
            return word
    return None


@cache
def _irregular() -> frozenset[str]:
    rows = (row.split() for row in lexicon.table("variants")["irregular"])
    forms = {word for row in rows for word in row[1:] if not word.endswith(("ing", "s"))}
    found = frozenset(forms) | lexicon.words("checking", "past_forms")
    return found - _PAST - _PERFECT - _PRESENT - {"be", "been", "do"}
