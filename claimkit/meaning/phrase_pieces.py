"""One phrase → wordpieces in Python alone: the library that does it for articles takes longer to load than the search.

The same as tokenizer.json says: BERT's uncased normal form, a piece for each mark, and in each word the longest known
beginnings.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from claimkit.errors import ModelError
from claimkit.meaning.version import MOST

_CHARACTERS = 12 * MOST
_LONGEST = 100  # characters of a word; a longer one is unknown
_UNSEEN = {"Cc", "Cf", "Co", "Cs"}  # controls; what Unicode has not assigned yet stays
# Signs of Chinese and Japanese, each a word: the blocks that BERT names.
_SIGNS = (
    *((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F)),
    *((0x2B920, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F)),
)


def phrase_pieces(folder: Path, phrase: str) -> list[int]:
    """The phrase's wordpieces, the marks of its beginning and end included."""
    path = folder / "tokenizer.json"
    try:
        known: dict[str, int] = json.loads(path.read_text(encoding="utf-8"))["model"]["vocab"]
    except (OSError, ValueError, LookupError) as error:
        raise ModelError(f"{path}: the model of meaning is missing or damaged; install claimkit again") from error
    found = [piece for word in _words(phrase[:_CHARACTERS]) for piece in _pieces(word, known)]
    return [known["[CLS]"], *found[: MOST - 2], known["[SEP]"]]


def _pieces(word: str, known: dict[str, int]) -> list[int]:
    """The longest known beginning, then the longest of what is left; unknown if that ends nowhere."""
    found: list[int] = []
    start = 0
    while start < len(word) <= _LONGEST:
        prefix = "##" if start else ""
        end = next((end for end in range(len(word), start, -1) if prefix + word[start:end] in known), None)
        if end is None:
            break
        found.append(known[prefix + word[start:end]])
        start = end
    return found if found and start == len(word) else [known["[UNK]"]]


def _words(phrase: str) -> Iterator[str]:
    """The words and marks of a phrase in BERT's normal form."""
    clean = "".join(map(_cleaned, phrase))
    bare = "".join(char for char in unicodedata.normalize("NFD", clean) if unicodedata.category(char) != "Mn")
    for run in "".join(map(str.lower, bare)).split():  # each by itself: no final sigma
        word = ""
        for char in run:
            if _is_mark(char):
                if word:
                    yield word
                yield char
                word = ""
            else:
                word += char
        if word:
            yield word


def _cleaned(char: str) -> str:
    if char in "\t\n\r":
        return " "
    if char in "\0\ufffd" or unicodedata.category(char) in _UNSEEN:
        return ""
    if char.isspace():
        return " "
    return f" {char} " if any(low <= ord(char) <= high for low, high in _SIGNS) else char


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "P" or (char.isascii() and not char.isalnum())
