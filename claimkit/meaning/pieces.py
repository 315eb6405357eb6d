"""Texts → wordpieces, by the tokenizer that the tagger has too.

It is asked for each word between spaces once, as it never looks further: half the time of asking for whole texts.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from tokenizers import Tokenizer

from claimkit.meaning.version import MOST

_KEPT = 16_384  # words whose pieces are kept
_CHARACTERS = 12 * MOST  # that can hold so many, nearly always: a text of megabytes is not cut into all its pieces


def pieces(folder: Path) -> Callable[[str], list[int]]:
    """A function that gives a text's wordpieces, the marks of its beginning and end included."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    first, last = tokenizer.encode("").ids

    @lru_cache(_KEPT)
    def word(text: str) -> list[int]:
        found: list[int] = tokenizer.encode(text, add_special_tokens=False).ids
        return found

    def cut(text: str) -> list[int]:
        found = [first]
        for one in text[:_CHARACTERS].split(" "):
            found += word(one)
        return [*found[: MOST - 1], last]

    return cut
