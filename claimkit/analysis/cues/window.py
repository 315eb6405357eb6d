"""The words around a cue that decide what it says: its verb group to the left, its own words, a few to the right.

Nothing is parsed. To the left, a verb group extends over auxiliaries, adverbs and words like "refused to"; it ends at
any other word, at the source, a content, a quotation mark or the end of the clause. Its length is bounded.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimkit.analysis.cues import lexis
from claimkit.analysis.cues.lexis import Lemmas
from claimkit.models.record import Span

MOST_LEFT = 10  # words of a verb group before the cue: "has also not yet been able or willing to"
MOST_CUE = 40  # words of a cue that count; 1 in 700 of PolNeAR train has more than 12
MOST_RIGHT = 8  # words after it: "called" "for", "asked" "the court in Tallinn to step in"
MOST_BEFORE = 5  # words before the source: "nor did", "not once did", "reportedly"
_REACH = 160  # characters in which that many words fit

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|['’](?:s|re|ve|ll|d|m)\b", re.IGNORECASE)
_LY = re.compile(r"[^\W\d_]{2,}ly")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, folded, with its lemma as a verb. `start` and `end` are characters of the text.

    `comma` says that a comma comes before it.
    """

    start: int
    end: int
    text: str
    lemma: str
    capital: bool
    comma: bool = False

    def is_in(self, section: str, key: str) -> bool:
        """Whether the word belongs to a closed class of the word list."""
        return self.text in lexis.words(section, key)

    def has_lemma_in(self, section: str, key: str) -> bool:
        """Whether its lemma does."""
        return self.lemma in lexis.words(section, key)


@dataclass(frozen=True, slots=True)
class CueWindow:
    """`words[first:last]` are the cue's own; those before are its verb group, those after the next few.

    `subject` says that the source comes right before the group. `before` are the words of the clause that lead up to
    the source in that case, else to the group; `opens` says that they begin the sentence. `lead` is a word followed by
    a comma and the source ("Reportedly, Orlova …").
    """

    words: tuple[Word, ...]
    first: int
    last: int
    before: tuple[Word, ...]
    opens: bool
    subject: bool
    lead: str

    @property
    def cue(self) -> tuple[Word, ...]:
        """The cue's own words."""
        return self.words[self.first : self.last]


def find_window(text: str, cue: Span, source: Span | None, content: Sequence[Span], lemmas: Lemmas) -> CueWindow:
    """The window of `cue` in `text`; never raises, not even for offsets that make no sense."""
    own = _words(text, cue.start, cue.end, lemmas)[:MOST_CUE]
    left_of = [s.end for s in (*content, *([source] if source else ())) if s.end <= cue.start]
    group, start = _group(text, max(left_of, default=0), cue.start, lemmas)
    right = _right(text, cue.end, lemmas)
    subject = source is not None and source.end <= cue.start and _joined(text, source.end, start)
    anchor = source.start if source is not None and subject else start
    before, opens, lead = _before(text, max((e for e in left_of if e <= anchor), default=0), anchor, lemmas)
    first = len(group)
    return CueWindow((*group, *own, *right), first, first + len(own), before, opens, subject, lead)


def _words(text: str, start: int, end: int, lemmas: Lemmas) -> list[Word]:
    """The words of `text[start:end]`, contractions split."""
    return [word for match in _matches(text, start, end) for word in _pieces(text, match, lemmas)]


def _matches(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    return _WORD.finditer(text, max(start, 0), max(end, 0))


def _pieces(text: str, match: re.Match[str], lemmas: Lemmas) -> Iterator[Word]:
    start, end = match.span()
    capital, comma = text[start].isupper(), "," in text[max(start - 2, 0) : start]
    for piece in lexis.split(match.group().replace("’", "'").casefold()):
        yield Word(start, end, piece, lemmas(piece), capital, comma)


def _group(text: str, limit: int, end: int, lemmas: Lemmas) -> tuple[list[Word], int]:
    """The verb group that runs up to `end`, and where it begins (`end` where there is none)."""
    words = _words(text, max(limit, end - _REACH), end, lemmas)
    i, start, taken = len(words), end, 0
    while i and len(words) - i < MOST_LEFT:
        word = words[i - 1]
        gap = text[word.end : start]
        if gap.strip() == "," and (inserted := _insertion(text, words, i)):
            i, start = inserted, words[inserted - 1].end  # "did not, however, say"
            continue
        if gap.strip() or "\n\n" in gap:
            break
        if word.text in ("or", "nor") and i > 1:  # "confirm or deny"
            i, start = i - 2, words[i - 2].start
        elif _in_group(word):
            i, start = i - 1, word.start
        else:
            break
        taken = len(words) - i
    kept = words[len(words) - taken :] if taken else []
    return kept, kept[0].start if kept else end


def _in_group(word: Word) -> bool:
    return (
        word.is_in("group", "auxiliaries")
        or word.is_in("group", "adverbs")
        or word.is_in("negation", "words")
        or any(word.is_in("modality", key) for key in ("possible", "future", "conditional", "necessary", "adverbs"))
        or word.is_in("modality", "ahead")
        or word.is_in("negation", "withholding_words")
        or word.is_in("hearsay", "words")
        or word.has_lemma_in("negation", "failing")
        or word.has_lemma_in("negation", "withholding")
        or word.has_lemma_in("modality", "seeming")
        or word.has_lemma_in("passing", "verbs")
        or (word.text in lexis.SHORT)
        or (word.lemma in ("need", "ought"))
        or _LY.fullmatch(word.text) is not None
    )


def _insertion(text: str, words: Sequence[Word], i: int) -> int:
    """Index of the first word of an insertion between commas that ends with word i - 1; 0 without one.

    An insertion has three words at most.
    """
    for j in range(i - 1, max(i - 4, 0), -1):
        gap = text[words[j - 1].end : words[j].start].strip()
        if gap == ",":
            return j
        if gap:
            break
    return 0


def _right(text: str, end: int, lemmas: Lemmas) -> list[Word]:
    """The next words, up to the first character that does not belong to one."""
    found: list[Word] = []
    for match in _matches(text, end, end + _REACH):
        if len(found) >= MOST_RIGHT or not _joined(text, found[-1].end if found else end, match.start()):
            break
        found += _pieces(text, match, lemmas)
    return found


def _before(text: str, limit: int, end: int, lemmas: Lemmas) -> tuple[tuple[Word, ...], bool, str]:
    start = max(limit, end - _REACH)
    words = [w for m in deque(_matches(text, start, end), MOST_BEFORE) for w in _pieces(text, m, lemmas)]
    lead = words[-1].text if words and text[words[-1].end : end].strip() == "," else ""
    found: list[Word] = []
    for word in reversed(words):
        if len(found) == MOST_BEFORE or not _joined(text, word.end, found[-1].start if found else end):
            break
        found.append(word)
    found.reverse()
    head = text[start : found[0].start if found else end].rstrip()
    return tuple(found), not head or head[-1] in '.?!…“”"\n' or "\n\n" in text[start:end], lead


def _joined(text: str, start: int, end: int) -> bool:
    """Whether nothing but white space separates two offsets of one paragraph."""
    gap = text[start:end]
    return not gap.strip() and "\n\n" not in gap
