"""A text as atoms, the smallest pieces that are compared: "don't" is `do` and `not`, "twenty-five" is one number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import blake2b

from claimkit.checking.spoken import merge_spoken
from claimkit.english.sentences import is_abbreviated
from claimkit.models.types import Range
from claimkit.wording.edits import ELLIPSIS
from claimkit.wording.quoted_text import Wording
from claimkit.wording.relations import standard_form
from claimkit.wording.word_tokens import WordToken, find_tokens

_STOP = re.compile(r"[.!?…]")


def find_atoms(text: str, pieces: tuple[Range, ...] | None = None) -> list[WordToken]:
    """The atoms of `text` in order, each with the offsets of the word it belongs to."""
    found: list[WordToken] = []
    for token in find_tokens(Wording(text, pieces or ((0, len(text)),))):
        if len(token.atoms) == 1:
            found.append(_standard(token, token.atoms[0]))
        else:
            found.extend(_standard(token, atom) for atom in token.atoms)
    return merge_spoken(found, text)


def _standard(token: WordToken, atom: str) -> WordToken:
    form = atom if token.kind == "bracket" else standard_form(atom)
    return token if token.atoms == (form,) else replace(token, atoms=(form,), key=form)


@lru_cache(maxsize=1 << 17)
def code(atom: str) -> int:
    """A number for an atom, the same in every run: indexes that are kept can be put together."""
    return int.from_bytes(blake2b(atom.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little", signed=True)


def gap(text: str, words: Sequence[WordToken], at: int) -> str:
    """The text between atom `at` and the one before it."""
    start = words[at - 1].end if at else 0
    end = words[at].start if at < len(words) else len(text)
    return text[start:end]


def begins(text: str, words: Sequence[WordToken], at: int) -> bool:
    """Whether a sentence begins at atom `at`."""
    if not at or at >= len(words):
        return True
    between = gap(text, words, at)
    plain = ELLIPSIS.sub("", between)
    if plain != between and not _STOP.search(plain):  # after an ellipsis a small letter continues the sentence
        return not words[at].surface[:1].islower()
    return bool(_STOP.search(plain)) and not is_abbreviated(f"{words[at - 1].surface}.")
