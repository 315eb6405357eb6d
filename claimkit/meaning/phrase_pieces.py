"""One phrase → wordpieces in Python alone: the library that does it for articles takes longer to load than the search.

The same as tokenizer.json says: BERT's uncased normal form, a piece for each mark, and in each word the longest known
beginnings.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from claimkit.errors import ModelError
from claimkit.meaning.version import MOST

_CHARACTERS = 12 * MOST
_FEW = 60  # pieces looked for in the file's text, 0.1 ms each; measured
_NUMBER = re.compile(rb"\d+")
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
        known = _Known(path.read_bytes())
        first, last, unknown = (known.mark(name) for name in ("[CLS]", "[SEP]", "[UNK]"))
        found: list[int] = []
        for word in _words(phrase[:_CHARACTERS]):
            found += _pieces(word, known) or [unknown]
    except (OSError, ValueError, LookupError) as error:
        raise ModelError(f"{path}: the model of meaning is missing or damaged; install claimkit again") from error
    return [first, *found[: MOST - 2], last]


class _Known:
    """The numbers of pieces. Those of a few words are looked for in the file's text, which takes a tenth of the time
    that reading all of them does."""

    def __init__(self, file: bytes) -> None:
        self._file = file
        self._start = file.index(b'"vocab":{')
        self._asked = 0
        self._all: dict[str, int] | None = None

    def mark(self, name: str) -> int:
        """The number of a piece that is always known."""
        found = self.number(name)
        if found is None:
            raise LookupError(name)
        return found

    def number(self, piece: str) -> int | None:
        """The piece's number; None for one that is not known."""
        self._asked += 1
        if self._asked <= _FEW:
            return self._looked_up(piece)
        if self._all is None:
            self._all = json.loads(self._file)["model"]["vocab"]
        return self._all.get(piece)

    def _looked_up(self, piece: str) -> int | None:
        key = f",{json.dumps(piece, ensure_ascii=False)}:".encode()
        start = self._file.find(key, self._start)
        found = _NUMBER.match(self._file, start + len(key)) if start >= 0 else None
        return int(found[0]) if found else None


def _pieces(word: str, known: _Known) -> list[int]:
    """The longest known beginning, then the longest of what is left; nothing if that ends nowhere."""
    found: list[int] = []
    start = 0
    while start < len(word) <= _LONGEST:
        prefix = "##" if start else ""
        for end in range(len(word), start, -1):
            if (number := known.number(prefix + word[start:end])) is not None:
                break
        else:
            return []
        found.append(number)
        start = end
    return found


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
