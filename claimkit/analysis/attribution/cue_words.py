"""The words of a cue without what goes with the verb: “told the same meeting”, “said in a statement on Friday”."""

from __future__ import annotations

import re

from claimkit.english.lexicon import words as listed
from claimkit.models.record import Span

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def plain_cue(cue: Span) -> Span:
    """The cue up to its verb of saying if an object or adverbial follows; no cue ends with an article."""
    words = list(_WORD.finditer(cue.text))
    end = len(words)
    for i, word in enumerate(words[:-1]):
        if word[0].casefold() in listed("syntax", "saying") and _begins_other(words[i + 1][0]):
            end = i + 1
            break
    while end > 1 and words[end - 1][0].casefold() in listed("syntax", "articles"):
        end -= 1
    if end == len(words):
        return cue
    stop = words[end - 1].end()
    return Span(cue.start, cue.start + stop, cue.text[:stop])


def _begins_other(word: str) -> bool:
    """Whether a word after the verb begins its object, a time or a place; `of` and `about` lead to what is said."""
    folded = word.casefold()
    return (
        word[0].isupper()
        or folded in listed("syntax", "articles")
        or folded in listed("syntax", "adverbials")
        or folded in listed("channels", "press")
    )
