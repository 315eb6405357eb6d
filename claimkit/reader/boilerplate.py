"""Lines of a page that are not part of the article: navigation, teasers, sharing, advertising, credits.

Cautious on purpose: such a line in the output is a nuisance, a lost sentence is an error. A line that quotes someone
with a verb of saying, or that is long, is kept unless it is a teaser that is all one link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from claimkit.english import lexicon
from claimkit.reader import dates
from claimkit.reader.parsed import Line

# With more words a line is prose; the longest teaser headlines have about 20.
_MOST_WORDS = 25
_LONGEST = 400  # characters of a line that may be furniture; set by hand
# Teasers below one heading; longer lists are rarely without links. Set by hand.
_LONGEST_TAIL = 12

# Characters of a paragraph that is not said twice by chance. Set by hand.
_LEAST_REPEATED = 60

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_LETTER = re.compile(r"[^\W\d_]")
_QUOTE = re.compile(r"[\"“”„«»‘]|''|(?<!\w)'")
_NUMBER = re.compile(r"\d[\d,.]{0,15}[km]?\b", re.IGNORECASE)
_URL_LINE = re.compile(r"<?(?:https?://|www\.)\S+", re.IGNORECASE)
_LABEL = re.compile(r"(?P<label>[^:|»>]{2,40}?)\s{0,3}(?:[:|»>]|\s[-–—]\s)\s{0,3}(?P<rest>.*)", re.DOTALL)
_SEPARATOR = re.compile(r"[|•·»›/→]|\s[-–—>]\s")
# What WordPress puts below each entry of a feed.
_FEED_NOTE = re.compile(r"The post .{1,300} (?:appeared first on|first appeared on) .{1,100}", re.DOTALL)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright\b)", re.IGNORECASE)
_CREDIT = re.compile(
    r"(?P<label>[a-z ]{2,20}?)(?:\s?[:/|]\s?|\s(?:by|courtesy(?: of)?|via|from)\s)(?P<name>\S.{0,100})", re.IGNORECASE
)
_ENDS = re.compile(r"[.!?…][\"”’')\]]*$")


def find_furniture(lines: Sequence[Line]) -> list[Line]:
    """Those of `lines` that are not part of the article, in order."""
    flagged = [_is_furniture(line) for line in lines]
    _flag_top(lines, flagged)
    _flag_teaser_lists(lines, flagged)
    _flag_repeated(lines, flagged)
    return [line for line, flag in zip(lines, flagged, strict=True) if flag]


def _is_furniture(line: Line) -> bool:
    """Whether a line is furniture wherever it appears."""
    shown = line.shown
    if _is_menu(line) or _is_linked_teaser(line):
        return True
    if _URL_LINE.fullmatch(shown) or is_feed_note(shown):
        return True
    if len(shown) > _LONGEST or len(_WORD.findall(shown)) > _MOST_WORDS:
        return False
    key = _key(shown)
    label, rest = _split_label(shown)
    if key in _words("lines") or (label in _words("teasers") and _is_teaser(rest)):
        return True
    if _quotes_someone(shown):
        return False
    return label in _words("labels") or _is_call(shown) or _is_credit(shown, key) or _is_sharing(key)


def is_feed_note(shown: str) -> bool:
    """Whether a line says where the entry of a feed came from."""
    return len(shown) <= 2 * _LONGEST and _FEED_NOTE.fullmatch(shown) is not None


def _flag_top(lines: Sequence[Line], flagged: list[bool]) -> None:
    """Flag section names above the headline, and dates above the first paragraph; that below a handle is a post's."""
    headline = False
    for i, line in enumerate(lines):
        if flagged[i]:
            continue
        if dates.parse_line(line.shown) or (not headline and _key(line.shown) in _words("sections")):
            flagged[i] = True
        elif line.shown.startswith("@") or len(_WORD.findall(line.shown[:_LONGEST])) > _MOST_WORDS:
            return
        else:
            headline = True


def _flag_teaser_lists(lines: Sequence[Line], flagged: list[bool]) -> None:
    """Flag teasers below a heading such as "Related": linked lines after it, or headlines up to the end of the page.

    Three or more lines in a row that are one link each are flagged without a heading.
    """
    headed = [flag and _key(line.shown) in _words("teasers") for line, flag in zip(lines, flagged, strict=True)]
    start = 0
    for i in range(len(lines) + 1):
        if i < len(lines) and _all_linked(lines[i]):
            continue
        if i - start >= 3 or (start and headed[start - 1]):
            flagged[start:i] = [True] * (i - start)
        start = i + 1
    tail: list[int] = []
    for i in range(len(lines) - 1, -1, -1):
        if headed[i]:
            for j in tail:
                flagged[j] = True
        elif not flagged[i]:
            if len(tail) >= _LONGEST_TAIL or not _is_headline(lines[i].shown):
                break
            tail.append(i)


def _flag_repeated(lines: Sequence[Line], flagged: list[bool]) -> None:
    """Flag paragraphs that a page has once for each kind of screen, or again in a box."""
    seen: set[str] = set()
    for i, line in enumerate(lines):
        if not flagged[i] and len(line.shown) >= _LEAST_REPEATED:
            key = " ".join(line.shown.split())
            flagged[i] = key in seen
            seen.add(key)


def _is_menu(line: Line) -> bool:
    """Nothing but several links, or short items between bars."""
    shown = line.shown
    if line.link_count >= 2 and not _LETTER.search(line.outside) and not re.search(r"[.,;:?!\"“”]", line.outside):
        enough = line.link_count >= 3 or _SEPARATOR.search(f" {line.outside} ")
        return bool(enough) and len(_WORD.findall(shown)) <= 6 * line.link_count and not _quotes_someone(shown)
    if len(shown) > _LONGEST or shown.count("|") + shown.count("•") + shown.count("·") < 2:
        return False
    items = re.split(r"[|•·]", shown)
    return all(len(_WORD.findall(item)) <= 4 for item in items) and not _QUOTE.search(shown) and not _ENDS.search(shown)


def _is_linked_teaser(line: Line) -> bool:
    """`Related article: [headline](…)`: a label before a link."""
    return (
        line.link_count >= 1
        and bool(line.outside)
        and line.outside != line.shown
        and _key(line.outside) in _words("teasers")
    )


def _split_label(shown: str) -> tuple[str, str]:
    """`READ MORE: headline` → `read more`, `headline`; two empty strings without a label."""
    match = _LABEL.match(shown)
    return (_key(match["label"]), match["rest"]) if match else ("", "")


def _is_teaser(rest: str) -> bool:
    """Whether the rest of a labelled line is a headline: "More: the minister resigned." is prose."""
    return not _ENDS.search(rest) or rest.endswith("?")


def _is_call(shown: str) -> bool:
    """`Sign up for our newsletter`, `Follow us on X`."""
    folded = f" {' '.join(_WORD.findall(shown.casefold()))} "
    return folded.startswith(_phrases("calls")) and any(thing in folded for thing in _phrases("objects"))


def _is_credit(shown: str, key: str) -> bool:
    """A photographer, author or editor, a copyright notice, or what an agency tells its customers."""
    if _COPYRIGHT.match(shown) or key.endswith("all rights reserved") or f" {key}".startswith(_phrases("signoffs")):
        return True
    if shown.startswith("(") and shown.endswith(")") and f" {key}".startswith(_phrases("notes")):
        return True
    if len(_WORD.findall(shown)) > 12:
        return False
    match = _CREDIT.match(shown.strip("()[] "))
    if match and _key(match["label"]) in _words("credits") and match["name"][0].isupper():
        return True
    photographer, *agencies = (_key(part) for part in shown.split("/"))
    return bool(agencies) and len(photographer.split()) <= 4 and not _words("agencies").isdisjoint(agencies)


def _is_sharing(key: str) -> bool:
    """Several words of a sharing bar in one line: `Share Tweet Email`."""
    words = key.split()
    return 2 <= len(words) <= 10 and _words("lines").issuperset(words)


def _is_headline(shown: str) -> bool:
    words = len(_WORD.findall(shown[:_LONGEST]))
    return 3 <= words <= 20 and len(shown) < _LONGEST and not _ENDS.search(shown) and shown[-1] not in ":,;"


def _all_linked(line: Line) -> bool:
    return line.link_count >= 1 and not line.heading and not _WORD.search(line.outside)


def _quotes_someone(shown: str) -> bool:
    """Whether a line has a verb of saying, and quotation marks or the end of a sentence."""
    said = any(word in _words("said") for word in _WORD.findall(shown.casefold()))
    return said and bool(_QUOTE.search(shown) or _ENDS.search(shown))


def _key(shown: str) -> str:
    """A line in the form of the word lists: in lower case, with `#` for numbers, without punctuation around it."""
    folded = _NUMBER.sub("#", shown.casefold().replace("’", "'"))
    start, end = 0, len(folded)
    while start < end and not (folded[start].isalnum() or folded[start] == "#"):
        start += 1
    while start < end and not (folded[end - 1].isalnum() or folded[end - 1] == "#"):
        end -= 1
    return " ".join(folded[start:end].split())


@cache
def _words(key: str) -> frozenset[str]:
    return lexicon.words("boilerplate", key)


@cache
def _phrases(key: str) -> tuple[str, ...]:
    """The phrases of a list, with single spaces between and around their words."""
    phrases: Iterable[str] = lexicon.table("boilerplate")[key]
    return tuple(f" {' '.join(_WORD.findall(phrase))} " for phrase in phrases)
