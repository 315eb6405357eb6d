"""Where sentences end. The tagger cuts its windows by a rule of its own, as in training (`analysis/tagger/encode`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimkit.models.types import Range

_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|Sgt|Maj|Capt|Cmdr|Adm|Rev|Hon|Jr|Sr|St|Amb|Del|Pres|Sec|"
    r"Supt|Brig|No|vs|v|Ala|Ariz|Ark|Calif|Colo|Conn|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|"
    r"Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo|Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec)|(?:\b[A-Za-z]\.)+[A-Za-z])\.$"
)
_TITLE_IN_CAPITALS = re.compile(  # `MR. TORRES:` in a transcript; `She has MS. He …` ends a sentence
    r"(?:MR|MRS|MS|DR|PROF|SEN|REP|GOV|GEN|LT|COL|SGT|MAJ|CAPT|CMDR|ADM|REV|HON|AMB)\.[ \u00a0]+[A-Z]['’-]?[A-Z]"
)
_LONGEST_ABBREVIATION = 8  # characters before the stop that are looked at
_BREAK = re.compile(r"(?<=[.!?…])[\"”’')\]*]*\s+(?=[\"“‘'(\[*_—–-]*[A-Z0-9])|[\"”]\s+(?=[“\"])|\n\s*")
_STOP = re.compile(r"[.?!…](?=[\s\"”’')\]]|$)|\n\s*\n")
_LONGEST_QUESTION = 300  # characters
_STOPS = frozenset(".!?…")
_ENDED = re.compile(r"[.!?:…][\"”’')\]]*$")


def is_abbreviated(text: str) -> bool:
    """Whether `text` ends in an abbreviation or initial with its full stop (`Sen.`, `U.S.`)."""
    return _ABBREVIATED.search(text) is not None


def is_title_in_capitals(text: str, start: int) -> bool:
    """Whether an honorific in capitals with its full stop begins at `start`, before a name in capitals."""
    return _TITLE_IN_CAPITALS.match(text, start) is not None


def find_breaks(text: str, start: int = 0, end: int | None = None, *, wrapped: bool = False) -> Iterator[Range]:
    """Gaps between sentences in `text[start:end]`: from after the stop to the first character of the next sentence.

    A line's end is one too, unless the text is `wrapped`: then it is a space like any other.
    """
    for match in _BREAK.finditer(text, start, len(text) if end is None else end):
        if _is_break(text, match, wrapped):
            yield match.span()


def _is_break(text: str, match: re.Match[str], wrapped: bool) -> bool:
    stop = match.start()
    if "\n" in match[0] and not wrapped:
        return True
    if match[0][0] == "\n" and text[stop - 1 : stop] not in _STOPS:
        return False
    return text[stop - 1] != "." or not _abbreviated_before(text, stop)


def _abbreviated_before(text: str, stop: int) -> bool:
    before = max(0, stop - _LONGEST_ABBREVIATION)
    word = max(before, text.rfind(" ", before, stop) + 1, text.rfind("\n", before, stop) + 1)
    return is_abbreviated(text[before:stop]) or is_title_in_capitals(text, word)


def find_sentence(text: str, start: int, end: int, reach: int) -> Range:
    """The sentence around `text[start:end]`, with at most `reach` characters on either side."""
    low, high = max(0, start - reach), min(len(text), end + reach)
    before = reversed([*_BREAK.finditer(text, low, start)])  # the last that is one decides
    first = next((match.end() for match in before if _is_break(text, match, False)), low)
    return first, next((stop for stop, _ in find_breaks(text, end, high)), high)


def is_question(text: str, start: int) -> bool:
    """Whether the sentence that holds `start` ends with a question mark.

    Any stop before a space ends it: inside a quotation the cue's own sentence goes on in lower case.
    """
    end = _STOP.search(text, max(start, 0), max(start, 0) + _LONGEST_QUESTION)
    return end is not None and end.group() == "?"


def ends_sentence(line: str) -> bool:
    """Whether a line ends as sentences do, or with the colon before a list or a quotation."""
    return _ENDED.search(line[-20:]) is not None
