"""Text without markup, with a map to the raw offsets, and normal forms for matching."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from claimkit.english import characters, wrapping
from claimkit.english.characters import without_unseen
from claimkit.models.record import Article
from claimkit.models.types import Range

# A blank line inside a phrase: a paragraph that starts in lower case ("the U.S.\n\npresident said").
_BROKEN = re.compile(r"(?<=[\w,.;’'])(?P<gap>[ \t]*(?:\r?\n){2,}[ \t]*)(?=[a-z])")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_TERM = re.compile(r"[^\W_]+")
_QUOTES = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-"}
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text without its markup, and the map between its offsets and those of the raw text.

    Run i of kept characters begins at `starts[i]` in `text` and at `origins[i]` in the raw text; both rise.
    """

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def raw_range(self, start: int, end: int) -> Range:
        """The raw offsets of `text[start:end]` (not empty)."""
        return self._raw_offset(start), self._raw_offset(end - 1) + 1

    def clean_range(self, start: int, end: int) -> Range:
        """The part of `text` that remains of the raw range `start:end`; empty if all of it was cut."""
        return self._clean_offset(start), self._clean_offset(end)

    def _raw_offset(self, offset: int) -> int:
        i = bisect_right(self.starts, offset) - 1
        return self.origins[i] + offset - self.starts[i]

    def _clean_offset(self, raw: int) -> int:
        """A character that was cut has the offset of the next one kept."""
        i = bisect_right(self.origins, raw) - 1
        if i < 0:
            return 0
        run_end = self.starts[i + 1] if i + 1 < len(self.starts) else len(self.text)
        return min(self.starts[i] + raw - self.origins[i], run_end)


def clean_text(text: str, cuts: Sequence[Range] = ()) -> Cleaned:
    """`text` without `cuts` (sorted, disjoint) and without characters that nobody sees; wrapped lines are joined, and
    the paragraph breaks closed that fall inside a phrase."""
    text, cuts = _tidied(text, cuts)
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    length = 0
    for start, end in _kept_ranges(cuts, 0, len(text)):
        starts.append(length)
        origins.append(start)
        pieces.append(text[start:end])
        length += end - start
    # A closed break keeps its length (spaces for line ends), so that the offsets above stay true.
    closed = _BROKEN.sub(lambda m: " " * len(m["gap"]), "".join(pieces))
    return Cleaned(closed, tuple(starts), tuple(origins))


def _tidied(text: str, cuts: Sequence[Range]) -> tuple[str, Sequence[Range]]:
    """The text with a space for each line end that wrapping put there, and `cuts` with what else goes with it."""
    wraps = wrapping.find_wraps(text, cuts)
    unseen = characters.unseen_ranges(text)
    if not wraps and not unseen:
        return text, cuts
    pieces: list[str] = []
    done = 0
    for wrap in wraps:
        if wrap.space:
            pieces += (text[done : wrap.start], " ")
            done = wrap.start + 1
    joints = ((wrap.start + wrap.space, wrap.end) for wrap in wraps)
    return "".join([*pieces, text[done:]]), merge_ranges([*cuts, *unseen, *joints])


def merge_ranges(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """`ranges` sorted, and joined where they touch or overlap; empty ones are dropped."""
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def cut_out(text: str, cuts: Sequence[Range], start: int, end: int) -> str:
    """`text[start:end]` without `cuts` (sorted, disjoint); its white space stays. Cheap for a small part."""
    return "".join([text[first:last] for first, last in _kept_ranges(cuts, start, min(end, len(text)))])


def prose(article: Article, start: int, end: int) -> str:
    """The article's text from `start` to `end` without markup, each run of white space as one space."""
    return _SPACE.sub(" ", without_unseen(cut_out(article.text, article.cuts, start, end)))


def _kept_ranges(cuts: Sequence[Range], start: int, end: int) -> Iterator[Range]:
    """What `cuts` leave of `start:end`, in order."""
    for i in range(bisect_right(cuts, start, key=itemgetter(1)), len(cuts)):
        cut, resume = cuts[i]
        if cut >= end:
            break
        if start < cut:
            yield start, cut
        start = max(start, resume)
    if start < end:
        yield start, end


def count_words(text: str, cuts: Sequence[Range] = ()) -> int:
    """How many words an editor would count in `text` without `cuts`: pieces between spaces with a letter or a digit."""
    return sum(any(map(str.isalnum, piece)) for piece in clean_text(text, cuts).text.split())


def words(text: str) -> list[str]:
    """The words of `text` in their normal form: case folded, quotation marks and accents unified."""
    return _WORD.findall(normalise(text))


def terms(text: str) -> list[str]:
    """The words of `text` in their normal form, split at apostrophes and hyphens, as search compares them."""
    return _TERM.findall(normalise(text))


def term_offsets(text: str) -> list[tuple[int, int]] | None:
    """The ranges of `terms(text)` in `text`; None if its normal form moves letters."""
    plain = text if text.isascii() else text.translate(_QUOTES)
    return [match.span() for match in _TERM.finditer(plain)] if plain.isascii() else None


def normalise(text: str) -> str:
    """Case folded, compatibility forms and quotation marks unified, accents removed: for matching, not for display."""
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
    import hashlib  # slow to load, and most commands never need it

    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:length]
