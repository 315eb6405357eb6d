"""What an article puts between and behind the words in its marks: “We lost,” Ilves said. “We were poor,” she added."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from claimkit.english import lexicon
from claimkit.wording import relations
from claimkit.wording.word_tokens import WordToken

_WORDS = 8  # of the longest: `the club's chief executive Anna Reid told the BBC`; set by hand
# From the comma and the mark that end what is said to the next stop.
_BEHIND = re.compile(r"(?<=[,?!])[”\"’'][ \u00a0](?P<tag>[^\W\d_][^\n.,;:!?“”\"]{1,80})[.,;]")


def find_tags(text: str, words: Sequence[WordToken]) -> list[range]:
    """The words of each tag: a few, with a verb of saying."""
    starts = [word.start for word in words]
    verbs = lexicon.words("checking", "saying")
    found = []
    for match in _BEHIND.finditer(text):
        inside = range(bisect_left(starts, match.start("tag")), bisect_left(starts, match.end("tag")))
        if len(inside) <= _WORDS and any(relations.is_form(words[at].key, verbs) for at in inside):
            found.append(inside)
    return found
