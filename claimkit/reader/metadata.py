"""Title, outlet, date and address of a plain or Markdown article, from its first lines and its file name.

Nothing is guessed. The date of publication comes from the first of these that is found (`_DATE_RULES`):

1. a line that is a date (`February 03, 2025`, `Published: 13 February 2025, 10:15 GMT`) above the first paragraph
2. a dateline with a year (`KYIV, Feb 12, 2025 –`)
3. the article's address (`/2025/02/03/`)
4. a dateline without a year, if another date of the article or of its file is within a month of it
5. the file name (`outlet_2025-02-03_slug.txt`)
6. a line that says when the page was updated, or looked at (`Today : Feb 13, 2025`)

A date in a sentence is none of these: a deadline, an anniversary or a trial has one too.

The outlet comes from the article's address, else a masthead (a newspaper's name on the first line, beside the date or
in the byline), else the file name, else an agency in the dateline.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from claimkit.english import lexicon
from claimkit.reader import dates, outlets
from claimkit.reader.parsed import Facts, Line

_WORD = re.compile(r"\w+(?:['’.]\w+)*")
_ENDS = re.compile(r"[.!?][\"”’']*$")
_DATELINE = re.compile(r"(?P<head>.{2,90}?)(?:\s+[-–—―]|\s*(?:--|—|―)|\s-)\s*(?=[\w\"“‘'(])", re.DOTALL)
_PLACE = re.compile(r"[A-Z][A-Z.'’ /-]{2,}")
_AGENCY = re.compile(r"\(([^()]{2,40})\)")
_BYLINE = re.compile(r"by\s", re.IGNORECASE)
_PARTS = re.compile(r"[,|/•·–—(]|\bof\b|\bfor\b")
_FILE = re.compile(r"(?:(?P<outlet>[A-Za-z][\w.-]{0,60}?)_)?(?P<date>\d{4}-\d{2}-\d{2})(?![0-9])")

# News leads have 20 to 35 words, headlines and captions rarely more than 20.
_PARAGRAPH = 25
# Set by hand: lines in which the first paragraph is expected, lines that may have a dateline, words of a headline that
# is a sentence, and characters that are searched for dates.
_HEAD_LINES = 15
_DATELINE_LINES = 6
_SENTENCE_TITLE = 16
_DATED_CHARACTERS = 200_000
# The article's own address is at the very top or bottom of a saved page.
_URL_LINES = 6


@dataclass(frozen=True, slots=True)
class _Dateline:
    """A dateline: its date, or month and day if it has no year, and the agency it names."""

    dated: date | None
    short: tuple[int, int] | None
    agency: str | None


@dataclass(frozen=True, slots=True)
class _DateClues:
    """What the rules for the date of publication look at. `stated` are the lines above the first paragraph that are
    dates, `text` is the article's beginning."""

    stated: Sequence[dates.DateLine]
    datelines: Sequence[_Dateline]
    url: str | None
    file_date: date | None
    text: str


def find_facts(lines: Sequence[Line], furniture: Sequence[Line], text: str, path: str) -> Facts:
    """The facts that the file name in `path` and the article's `lines` show; `furniture` are those lines that are
    not prose."""
    cut = {line.start for line in furniture}
    prose = [line for line in lines if line.start not in cut]
    head = _find_head(lines)
    file_outlet, file_date = _read_file_name(path)
    datelines = [dateline for line in prose[:_DATELINE_LINES] if (dateline := _read_dateline(line.shown))]
    stated = [day for line in head if (day := dates.parse_line(line.shown))]
    url = _find_url(lines, text)
    clues = _DateClues(stated, datelines, url, file_date, text[:_DATED_CHARACTERS])
    published = _find_date(clues)
    title, masthead = _find_title(head, prose)
    agency = next((dateline.agency for dateline in datelines if dateline.agency), None)
    outlet = outlets.from_url(url) or masthead or file_outlet or agency
    return Facts(title, outlet, published.isoformat() if published else None, url)


def _find_head(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines above the first paragraph."""
    return lines[: next((i for i, line in enumerate(lines[:_HEAD_LINES]) if _is_paragraph(line)), _HEAD_LINES)]


def _read_file_name(path: str) -> tuple[str | None, date | None]:
    """Outlet and date of `outlet_2025-02-03_slug.txt`."""
    stem, _ = posixpath.splitext(posixpath.basename(path))
    file = _FILE.match(stem)
    file_date = dates.first(file["date"]) if file else None
    return (outlets.from_file(file["outlet"]) if file and file_date and file["outlet"] else None), file_date


def _find_title(head: Sequence[Line], prose: Sequence[Line]) -> tuple[str | None, str | None]:
    """Title and outlet from the lines above the first paragraph.

    The title is the top heading, else the first line that reads like a headline and has text below it. A newspaper's
    name is a masthead only if there is a title besides.
    """
    mastheads = {line.start: name for line, name in _find_mastheads(head)}
    rest = [line for line in prose if line.start not in mastheads]
    title = _find_headline(head, rest)
    if title is None:
        return _find_headline(head, prose), None
    return title, next(iter(mastheads.values()), None)


def _find_mastheads(head: Sequence[Line]) -> Iterator[tuple[Line, str]]:
    dated = [dates.parse_line(line.shown) is not None for line in head]
    for i, line in enumerate(head):
        parts = _PARTS.split(line.shown) if dated[i] or _BYLINE.match(line.shown) else [line.shown]
        beside = i == 0 or dated[i - 1] or (i + 1 < len(head) and dated[i + 1]) or len(parts) > 1
        name = next((name for part in parts if (name := outlets.from_masthead(part.strip()))), None)
        if beside and name:
            yield line, name


def _find_headline(head: Sequence[Line], prose: Sequence[Line]) -> str | None:
    above = {line.start for line in head}
    top = next((line.shown for line in prose if line.heading == 1 and line.start in above), None)
    if top:
        return top
    for i, line in enumerate(prose[:5]):
        below = max((len(other.shown) for other in prose[i + 1 : i + 6]), default=0)
        if line.start not in above or not below or _is_dateline(line.shown):
            return None
        if line.heading or _is_headline(line.shown, below):
            return line.shown.rstrip(" ;")
    return None


def _is_dateline(shown: str) -> bool:
    dateline = _read_dateline(shown)
    return dateline is not None and any((dateline.dated, dateline.short, dateline.agency))


def _is_headline(shown: str, below: int) -> bool:
    """Whether `shown` reads like a headline; `below` is the length of the longest of the next lines."""
    words = _WORD.findall(shown)
    if len(words) < 2 or _BYLINE.match(shown) or dates.parse_line(shown):
        return False
    if not _ENDS.search(shown):
        return shown[-1] not in ":,"
    said = lexicon.words("boilerplate", "said").intersection(word.casefold() for word in words)
    quoted = shown[0] in "\"“‘'«"
    names = [word for word in words if len(word) > 3]
    title_case = len(names) >= 2 and sum(word[0].isupper() for word in names) * 10 >= len(names) * 7
    return title_case or (below > len(shown) and len(words) <= _SENTENCE_TITLE and not (quoted and said))


def _is_paragraph(line: Line) -> bool:
    return not line.heading and len(_WORD.findall(line.shown[:1000])) >= _PARAGRAPH


def _read_dateline(shown: str) -> _Dateline | None:
    """`WASHINGTON/KYIV, Feb 12 –`, `FLINT, Mich., Oct. 4 (UPI) —`, `(Reuters) -` at the start of a line."""
    match = _DATELINE.match(shown[:120])
    if not match:
        return None
    head = match["head"].strip()
    named = _AGENCY.search(head)
    agency = outlets.from_agency(named[1]) if named else None
    if not _PLACE.match(head) and not (agency and head == f"({named[1] if named else ''})"):
        return None
    dated = dates.first(head)
    return _Dateline(dated, None if dated else dates.first_without_year(head), agency)


def _find_url(shown: Sequence[Line], text: str) -> str | None:
    """The article's own address: in or below a line such as `Original url:`, or alone on the first line."""
    labels = lexicon.table("metadata")["urls"]["labels"]
    if shown and (url := _read_url(text, shown[0])):
        return url
    for line in [*shown[:_URL_LINES], *shown[_URL_LINES:][-_URL_LINES:]]:
        folded = line.shown[:60].casefold()
        rest = next((folded[len(label) :].lstrip(" :") for label in labels if folded.startswith(label)), None)
        if rest is None or not (rest == "" or rest.startswith(("http:", "https:"))):
            continue
        if url := outlets.find_url(text[line.start : line.end]):
            return url
        below = text[line.stop : line.stop + 3000].split(None, 1)
        if below and (url := outlets.valid_url(below[0].strip("<>()[]"))):
            return url
    return None


def _read_url(text: str, line: Line) -> str | None:
    """The address, if that is all of the line."""
    return outlets.valid_url(text[line.start : line.end].strip().strip("<>"))


def _publication_line(clues: _DateClues) -> date | None:
    return next((line.date for line in clues.stated if line.kind == "published"), None)


def _full_dateline(clues: _DateClues) -> date | None:
    return next((dateline.dated for dateline in clues.datelines if dateline.dated), None)


def _date_in_url(clues: _DateClues) -> date | None:
    return dates.in_url(clues.url) if clues.url else None


def _dateline_without_year(clues: _DateClues) -> date | None:
    days = [dateline.short for dateline in clues.datelines if dateline.short]
    if not days:
        return None
    anchors = [line.date for line in clues.stated]
    anchors += [clues.file_date] if clues.file_date else []
    anchors += [day for _, day in dates.find(clues.text)]
    return next((settled for month, day in days if (settled := dates.settle_year(month, day, anchors))), None)


def _date_in_file_name(clues: _DateClues) -> date | None:
    return clues.file_date


def _other_date_line(clues: _DateClues) -> date | None:
    return clues.stated[0].date if clues.stated else None


# In this order; the first that finds a date decides.
_DATE_RULES: tuple[Callable[[_DateClues], date | None], ...] = (
    _publication_line,
    _full_dateline,
    _date_in_url,
    _dateline_without_year,
    _date_in_file_name,
    _other_date_line,
)


def _find_date(clues: _DateClues) -> date | None:
    return next((found for rule in _DATE_RULES if (found := rule(clues))), None)
