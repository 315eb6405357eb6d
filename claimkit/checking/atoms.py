"""A text as atoms, the smallest pieces that are compared: "don't" is `do` and `not`, "twenty-five" is one number."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from hashlib import blake2b

from claimkit.models.types import Range
from claimkit.wording.quoted_text import Wording
from claimkit.wording.relations import standard_form
from claimkit.wording.word_tokens import WordToken, find_tokens


def find_atoms(text: str, pieces: tuple[Range, ...] | None = None) -> list[WordToken]:
    """The atoms of `text` in order, each with the offsets of the word it belongs to."""
    found: list[WordToken] = []
    for token in find_tokens(Wording(text, pieces or ((0, len(text)),))):
        if len(token.atoms) == 1:
            found.append(_standard(token, token.atoms[0]))
        else:
            found.extend(_standard(token, atom) for atom in token.atoms)
    return found


def _standard(token: WordToken, atom: str) -> WordToken:
    form = atom if token.kind == "bracket" else standard_form(atom)
    return token if token.atoms == (form,) else replace(token, atoms=(form,), key=form)


@lru_cache(maxsize=1 << 17)
def code(atom: str) -> int:
    """A number for an atom, the same in every run: indexes that are kept can be put together."""
    return int.from_bytes(blake2b(atom.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little", signed=True)
