"""Cue words: from the words that report a statement to the lemma of their head."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from claimkit.lexicon import table

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def cue_lemma(cue: str, lemmatise: Callable[[str], str]) -> str:
    """Lemma of a cue's head: `has reportedly expressed` → `express`, `According to` → `according to`, `:` → `:`.

    `lemmatise` gives the base form of a verb. A listed verb wins over a listed noun, and that over the last word.
    """
    words: list[str] = [w.casefold() for w in _WORD.findall(cue)]
    if not words:
        return cue.strip()
    if words[:2] == ["according", "to"]:
        return "according to"
    lemmas = [lemmatise(w) for w in words]
    for known in (_listed("verbs"), _listed("nouns")):
        for word, lemma in zip(words, lemmas, strict=True):
            if lemma in known:
                return lemma
            if word in known:
                return word
    return lemmas[-1]


@cache
def _listed(key: str) -> frozenset[str]:
    """All entries of a section of data/lexicon/cues.toml, whatever their class."""
    section: dict[str, Any] = table("cues")[key]
    return frozenset(word for words in section.values() for word in words)
