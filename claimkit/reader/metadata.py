"""What the first lines of a plain or Markdown article show: title, outlet, date, address.

Nothing is guessed. The date of publication is taken from the first of these that is there:

1. a line that is a date (`February 03, 2025`, `Published: 13 February 2025, 10:15 GMT`) above the first paragraph
2. a dateline with a year (`KYIV, Feb 12, 2025 –`)
3. the article's address (`/2025/02/03/`)
4. a dateline without a year, where another date of the article or of its file is within a month of it
5. the file name (`outlet_2025-02-03_slug.txt`)
6. a line that says when the page was updated, or (`Today : Feb 13, 2025`) looked at
7. the one full date of the first paragraph, if the article mentions no later date or year. This is the day of the
   event, which news reports within a day or so; an article about something long past mentions later years.

The outlet comes from the article's address, else a masthead (a newspaper's name on the first line, beside the date or
in the byline), else the file name, else an agency in the dateline.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
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
_HEAD_LINES = 15
_SENTENCE_TITLE = 16
_SENTENCES_READ = 200_000
# The article's own address stands at the very top or bottom of a saved page.
_URL_LINES = 6


@dataclass(frozen=True, slots=True)
class _Dateline:
    dated: date | None
    short: tuple[int, int] | None
    agency: str | None


def facts(lines: Sequence[Line], furniture: Sequence[Line], text: str, path: str) -> Facts:
    """The facts that `lines` (all of the article's, `furniture` among them) and the file name show."""
    cut = {line.start for line in furniture}
    prose = [line for line in lines if line.start not in cut]
    head = lines[: next((i for i, line in enumerate(lines[:_HEAD_LINES]) if _is_paragraph(line)), _HEAD_LINES)]
    stem, _ = posixpath.splitext(posixpath.basename(path))
    file = _FILE.match(stem)
    file_date = dates.first(file["date"]) if file else None
    datelines = [found for line in prose[:6] if (found := _dateline(line.shown))]
    url = _url(lines, text)
    published = _published(head, datelines, url, file_date, prose, text)
    title, masthead = _title(head, prose)
    outlet = (
        outlets.from_url(url)
        or masthead
        or (outlets.from_file(file["outlet"]) if file and file_date and file["outlet"] else None)
        or next((found.agency for found in datelines if found.agency), None)
    )
    return Facts(title, outlet, published.isoformat() if published else None, url)


def _title(head: Sequence[Line], prose: Sequence[Line]) -> tuple[str | None, str | None]:
    """Title and outlet of the lines above the first paragraph.

    The title is the top heading, else the first line that reads like a headline and has text under it. A line that is a
    newspaper's name is its masthead only if there is a title beside it.
    """
    mastheads = {line.start: name for line, name in _mastheads(head)}
    rest = [line for line in prose if line.start not in mastheads]
    title = _headline(head, rest)
    if title is None:
        return _headline(head, prose), None
    return title, next(iter(mastheads.values()), None)


def _mastheads(head: Sequence[Line]) -> Iterator[tuple[Line, str]]:
    dated = [dates.line(line.shown) is not None for line in head]
    for i, line in enumerate(head):
        parts = _PARTS.split(line.shown) if dated[i] or _BYLINE.match(line.shown) else [line.shown]
        beside = i == 0 or dated[i - 1] or (i + 1 < len(head) and dated[i + 1]) or len(parts) > 1
        name = next((name for part in parts if (name := outlets.masthead(part.strip()))), None)
        if beside and name:
            yield line, name


def _headline(head: Sequence[Line], prose: Sequence[Line]) -> str | None:
    above = {line.start for line in head}
    top = next((line.shown for line in prose if line.heading == 1 and line.start in above), None)
    if top:
        return top
    for i, line in enumerate(prose[:5]):
        below = max((len(other.shown) for other in prose[i + 1 : i + 6]), default=0)
        dateline = _dateline(line.shown)
        if line.start not in above or not below or (dateline and (dateline.dated or dateline.short or dateline.agency)):
            return None
        if line.heading or _is_headline(line.shown, below):
            return line.shown.rstrip(" ;")
    return None


def _is_headline(shown: str, below: int) -> bool:
    """Whether `shown` reads like a headline; `below` is the length of the longest of the lines that follow."""
    words = _WORD.findall(shown)
    if len(words) < 2 or _BYLINE.match(shown) or dates.line(shown):
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


def _dateline(shown: str) -> _Dateline | None:
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
    return _Dateline(dated, None if dated else dates.short(head), agency)


def _url(shown: Sequence[Line], text: str) -> str | None:
    """The article's own address: in or under a line such as `Original url:`, or on the very first line."""
    labels = lexicon.table("metadata")["urls"]["labels"]
    if shown and (url := _whole(text, shown[0])):
        return url
    for line in [*shown[:_URL_LINES], *shown[_URL_LINES:][-_URL_LINES:]]:
        folded = line.shown[:60].casefold()
        rest = next((folded[len(label) :].lstrip(" :") for label in labels if folded.startswith(label)), None)
        if rest is None or not (rest == "" or rest.startswith(("http:", "https:"))):
            continue
        if url := outlets.find_url(text[line.start : line.end]):
            return url
        below = text[line.stop : line.stop + 3000].split(None, 1)
        if below and (url := outlets.checked_url(below[0].strip("<>()[]"))):
            return url
    return None


def _whole(text: str, line: Line) -> str | None:
    return outlets.checked_url(text[line.start : line.end].strip().strip("<>"))


def _published(
    head: Sequence[Line],
    datelines: Sequence[_Dateline],
    url: str | None,
    file_date: date | None,
    prose: Sequence[Line],
    text: str,
) -> date | None:
    stated = [found for line in head if (found := dates.line(line.shown))]
    own = [found.date for found in stated if found.kind == "published"]
    if own:
        return own[0]
    dated = [found.dated for found in datelines if found.dated]
    if dated:
        return dated[0]
    from_url = dates.in_url(url) if url else None
    if from_url:
        return from_url
    other = [found.date for found in stated]
    days = [found.short for found in datelines if found.short]
    if days:
        anchors = [*other, *([file_date] if file_date else ()), *(day for _, day in dates.find(text[:_SENTENCES_READ]))]
        for month, day in days:
            if settled := dates.settle(month, day, anchors):
                return settled
    return file_date or (other[0] if other else _event_date(prose, text[:_SENTENCES_READ]))


def _event_date(prose: Sequence[Line], text: str) -> date | None:
    paragraph = next((line for line in prose[:6] if _is_paragraph(line)), None)
    if paragraph is None:
        return None
    found = {day for _, day in dates.find(paragraph.shown[:2000])}
    if len(found) != 1:
        return None
    day = found.pop()
    newest = max((other for _, other in dates.find(text)), default=day)
    return day if newest <= day and dates.latest_year(text) <= day.year else None
