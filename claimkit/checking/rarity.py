"""How much a phrase tells: the rarer its words, the less likely that two people say it by chance."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import log2

from claimkit.english import lexicon
from claimkit.wording.word_tokens import WordToken

_UNLISTED = 8.0  # per million: half of the rarest band of the list


def information(words: Sequence[WordToken]) -> float:
    """The bits of the words, each by how often the news uses it."""
    return sum(log2(1_000_000 / _per_million().get(word.key, _UNLISTED)) for word in words)


@cache
def _per_million() -> dict[str, float]:
    bands: dict[str, str] = lexicon.table("frequency")["per_million"]
    return {word: float(band) for band, words in bands.items() for word in words.split()}
