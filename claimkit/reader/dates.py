"""Dates as news articles print them: in full, on lines of their own, and in datelines without a year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from claimkit.english import lexicon

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_GAP = r"[ \t\xa0]{1,4}"
_FULL = re.compile(
    rf"(?<![\w/.-])(?:(?P<m1>{_MONTH}){_GAP}(?P<d1>{_DAY}),?{_GAP}(?P<y1>\d{{4}})"
    rf"|(?P<d2>{_DAY}){_GAP}(?:of{_GAP})?(?P<m2>{_MONTH}),?{_GAP}(?P<y2>\d{{4}})"
    r"|(?P<y3>\d{4})-(?P<m3>\d{2})-(?P<d3>\d{2})(?:T\d{2}:[\d:.]{2,12}(?:Z|[+-]\d{2}:?\d{2})?)?"
    r"|(?P<n1>\d{1,2})/(?P<n2>\d{1,2})/(?P<y4>\d{4}))(?![\w/]|-\d)",
    re.IGNORECASE,
)
_SHORT = re.compile(
    rf"(?<![\w/.-])(?:(?P<m1>{_MONTH}){_GAP}(?P<d1>{_DAY})|(?P<d2>{_DAY}){_GAP}(?P<m2>{_MONTH}))(?!\w)", re.IGNORECASE
)
_IN_URL = re.compile(r"/(?P<y>(?:19|20)\d{2})[/-](?P<m>\d{1,2}|[a-z]{3})[/-](?P<d>\d{1,2})(?=[/._-]|$)")
_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BAR = re.compile(r"[|•·]")
_LONGEST_LINE = 120  # set by hand
# In words: `By` and two names with `and` and a middle name each; a name, a section or a label between bars.
_LONGEST_BYLINE = 8
_LONGEST_PART = 8


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line that is a date: of publication, of an update, or of the day on which the page was saved."""

    date: date
    kind: Literal["published", "updated", "today"]


def find(text: str) -> Iterator[tuple[int, date]]:
    """Offset and value of each full date in `text`; `02/03/2025` is ambiguous and left out."""
    for match in _FULL.finditer(text):
        if (value := _to_date(match)) is not None:
            yield match.start(), value


def first(text: str) -> date | None:
    """The first full date in `text`."""
    return next((value for _, value in find(text)), None)


def parse_line(shown: str) -> DateLine | None:
    """The date of a line that is one: alone, with a label or time, after a byline, or between bars (`Name | date`)."""
    if len(shown) > _LONGEST_LINE or not _DIGIT.search(shown):
        return None
    parts = [part.strip() for part in _BAR.split(shown)]
    if len(parts) > 1 and all(len(_WORD.findall(part)) <= _LONGEST_PART for part in parts):
        return next((found for part in parts if (found := _parse_part(part))), None)
    return _parse_part(shown)


def _parse_part(shown: str) -> DateLine | None:
    found = next(find(shown), None)
    if found is None:
        return None
    start, value = found
    around = _WORD.findall(_FULL.sub(" ", shown).casefold())
    if not (around[:1] == ["by"] and len(around) <= _LONGEST_BYLINE) and not _words("words").issuperset(around):
        return None
    before = set(_WORD.findall(shown[:start].casefold()))
    if before & _words("today"):
        return DateLine(value, "today")
    return DateLine(value, "updated" if before & _words("updated") else "published")


def first_without_year(text: str) -> tuple[int, int] | None:
    """Month and day of the first date without a year in `text`."""
    for match in _SHORT.finditer(text):
        month, day = _month(match["m1"] or match["m2"]), _day(match["d1"] or match["d2"])
        if month and 1 <= day <= 31:
            return month, day
    return None


def settle_year(month: int, day: int, anchors: Iterable[date]) -> date | None:
    """The date with this month and day within a month of one of `anchors`, if there is exactly one."""
    near = set()
    for anchor in anchors:
        for year in (anchor.year - 1, anchor.year, anchor.year + 1):
            value = _date(year, month, day)
            if value and abs(value - anchor) <= timedelta(days=31):
                near.add(value)
    return near.pop() if len(near) == 1 else None


def in_url(url: str) -> date | None:
    """The date in an address such as `…/2025/02/03/slug`."""
    match = _IN_URL.search(url.lower())
    if not match:
        return None
    month = int(match["m"]) if match["m"].isdigit() else _month(match["m"])
    return _date(int(match["y"]), month, int(match["d"]))


def _words(key: str) -> frozenset[str]:
    """A word list from `[dates]` in data/lexicon/metadata.toml."""
    return lexicon.words("metadata", "dates", key)


def _to_date(match: re.Match[str]) -> date | None:
    if match["y3"]:
        return _date(int(match["y3"]), int(match["m3"]), int(match["d3"]))
    if match["y4"]:
        one, two = int(match["n1"]), int(match["n2"])
        if one <= 12 and two <= 12 and one != two:
            return None
        return _date(int(match["y4"]), min(one, two) if one > 12 or two > 12 else one, max(one, two))
    month, day = _month(match["m1"] or match["m2"]), _day(match["d1"] or match["d2"])
    return _date(int(match["y1"] or match["y2"]), month, day)


def _month(name: str) -> int:
    key = name[:3].casefold()
    return _MONTHS.index(key) + 1 if key in _MONTHS else 0


def _day(digits: str) -> int:
    return int(digits.rstrip("stndrhSTNDRH"))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1800 <= year <= 2100 else None
    except ValueError:
        return None
