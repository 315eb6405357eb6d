"""Texts → wordpieces, by the tokenizer that the tagger has too; without its padding."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tokenizers import Tokenizer

from claimkit.meaning.version import MOST

_CHARACTERS = 12 * MOST  # that can hold so many, nearly always: a text of megabytes is not cut into all its pieces


def pieces(folder: Path) -> Callable[[str], list[int]]:
    """A function that gives a text's wordpieces, the marks of its beginning and end included."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST)

    def cut(text: str) -> list[int]:
        found: list[int] = tokenizer.encode(text[:_CHARACTERS]).ids
        return found

    return cut
