"""Text as it is read: markup cut out with a way back to raw offsets, and normal forms for matching."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

# A blank line inside a phrase: a word, then a paragraph that starts in lower case ("the U.S.\n\npresident said").
_BROKEN = re.compile(r"(?<=[\w,.;’'])(?P<gap>[ \t]*(?:\r?\n){2,}[ \t]*)(?=[a-z])")
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_TERM = re.compile(r"[^\W_]+")
_QUOTES = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-"}
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Reading text plus the map back: `text` is what people read, `raw(start, end)` where it stands in the raw text.

    `starts[i]` is the clean offset at which a run of kept characters begins, `origins[i]` its raw offset.
    """

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """Raw offsets of the clean span `start:end` (non-empty)."""
        return self._raw(start), self._raw(end - 1) + 1

    def _raw(self, offset: int) -> int:
        i = bisect_right(self.starts, offset) - 1
        return self.origins[i] + offset - self.starts[i]


def clean(text: str, cuts: Iterable[tuple[int, int]] = ()) -> Cleaned:
    """Cut `cuts` (sorted, disjoint character ranges) out of `text` and close paragraph breaks inside phrases."""
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    length = 0

    def keep(start: int, end: int) -> None:
        nonlocal length
        if start < end:
            starts.append(length)
            origins.append(start)
            pieces.append(text[start:end])
            length += end - start

    position = 0
    for start, end in cuts:
        keep(position, start)
        position = max(position, end)
    keep(position, len(text))
    cut = Cleaned("".join(pieces), tuple(starts), tuple(origins))
    # A closed break keeps its length (spaces for line ends), so that the map above stays true.
    closed = _BROKEN.sub(lambda m: " " * len(m["gap"]), cut.text)
    return Cleaned(closed, cut.starts, cut.origins)


def count_words(text: str, cuts: Iterable[tuple[int, int]] = ()) -> int:
    """How many words an editor would count in `text` without `cuts`: pieces between spaces with a letter or a digit."""
    return sum(any(map(str.isalnum, piece)) for piece in clean(text, cuts).text.split())


def words(text: str) -> list[str]:
    """The words of `text` in their normal form: case folded, quotation marks and accents unified."""
    return _WORD.findall(normalise(text))


def terms(text: str) -> list[str]:
    """The words of `text` in their normal form, split at apostrophes and hyphens: what search indexes and compares."""
    return _TERM.findall(normalise(text))


def term_offsets(text: str) -> list[tuple[int, int]] | None:
    """Where `terms(text)` stand in `text`; None where its normal form has other letters at other places."""
    plain = text if text.isascii() else text.translate(_QUOTES)
    return [match.span() for match in _TERM.finditer(plain)] if plain.isascii() else None


def normalise(text: str) -> str:
    """Case folded, compatibility forms and quotation marks unified, accents off; for matching, never for showing."""
    if text.isascii():
        return text.casefold()
    text = text.translate(_QUOTES)
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def slug(name: str) -> str:
    """`Donald J. Trump` → `donald-j-trump`: an id that people can read and type."""
    return "-".join(re.findall(r"[^\W_]+", normalise(name).replace("'", ""))) or "unnamed"


def digest(*parts: str, length: int = 12) -> str:
    """A short, stable hexadecimal digest of `parts` (SHA-256)."""
    import hashlib  # slow to load, and most commands need none

    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:length]
