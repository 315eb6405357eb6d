"""Words that a good transcript has and a fair quotation need not have: repetitions, starts given up, `uh`; and those
by which an article says whose words it quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimkit.checking.tags import find_tags
from claimkit.english import lexicon
from claimkit.wording import relations
from claimkit.wording.word_tokens import WordToken

# Set by hand.
_REPEATED = 6  # words of the longest run that is said twice
_GIVEN_UP = 5  # words of the longest start that is given up for another one

_BROKEN_OFF = re.compile(r"--|—|–|\.\s?\.\s?\.|…|\s-\s|-\s")
_COMMA = re.compile(r",")


def find_slips(text: str, words: Sequence[WordToken]) -> list[bool]:
    """For each word, whether it may be left out as a slip: the first of two copies, a start that is given up, `uh`,
    `she said` between two quotations."""
    found = [word.key in _sounds() for word in words]
    places = [at for at, sound in enumerate(found) if not sound]
    spoken = [words[at] for at in places]
    keys = [word.key for word in spoken]
    for at, key in enumerate(keys):
        for size in range(1, min(_REPEATED, (len(keys) - at) // 2) + 1):
            if key == keys[at + size] and keys[at : at + size] == keys[at + size : at + 2 * size]:
                run = size
                break
        else:
            run = _given_up(text, spoken, keys, at)
        if not run and keys[at : at + 2] in (["you", "know"], ["i", "mean"]) and _set_off(text, words, places[at]):
            run = 2
        for place in places[at : at + run]:
            found[place] = True
    for tag in find_tags(text, words):
        found[tag.start : tag.stop] = [True] * len(tag)
    return found


def _given_up(text: str, words: Sequence[WordToken], keys: Sequence[str], at: int) -> int:
    """How many words begin a start that is given up: 2 at `we have` in `we have — we need`."""
    for size in range(2, min(_GIVEN_UP, len(keys) - at - 1) + 1):
        if keys[at] != keys[at + size]:
            continue
        broken = _BROKEN_OFF.search(text, words[at + size - 1].end, words[at + size].start)
        return size if broken and not relations.negations(words[at : at + size]) else 0
    return 0


def _set_off(text: str, words: Sequence[WordToken], start: int) -> bool:
    """Whether commas, or a sound before them, set two words off."""
    end = start + 2
    before = text[words[start - 1].end : words[start].start] if start else ","
    after = text[words[end - 1].end : words[end].start] if end < len(words) else ","
    after_sound = start > 0 and words[start - 1].key in _sounds()
    return bool(_COMMA.search(after)) and (after_sound or bool(_COMMA.search(before)))


def _sounds() -> frozenset[str]:
    return lexicon.words("checking", "sounds")
