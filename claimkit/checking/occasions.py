"""When a source was spoken, as seen from the draft: a draft reports what is news, and never what comes after it."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from claimkit.models.record import Article
from claimkit.reader import dates

# `later` than the draft, of the `same` news as it, `earlier`; `unknown` without both dates.
Occasion = Literal["later", "same", "earlier", "unknown"]

# Days, set by hand: transcripts are often filed a day or two after the event, and a story runs for about two weeks.
_LATE = 2
_FRESH = 2
_RUNS = 14

_DAY = re.compile(r"(?<!\d)(?P<year>19\d\d|20\d\d)-?(?P<month>[01]\d)-?(?P<day>[0-3]\d)(?!\d)")
_LENGTH = 10  # characters of an ISO date


def day_in_name(path: str) -> str | None:
    """The date in a file's name."""
    name = path.rsplit("/", 1)[-1]
    if (found := dates.first(name)) is not None:
        return found.isoformat()
    match = _DAY.search(name)
    return f"{match['year']}-{match['month']}-{match['day']}" if match else None


def published_on(article: Article) -> str | None:
    """The date of a draft or article: its own, or the one in its file's name."""
    return article.published or day_in_name(article.path)


def compare_days(draft: str | None, source: str | None) -> Occasion:
    """How a source's day lies to the draft's."""
    one, two = _read(draft), _read(source)
    if one is None or two is None:
        return "unknown"
    ago = (one - two).days
    if ago < -_LATE:
        return "later"
    return "same" if ago <= _FRESH else "unknown" if ago <= _RUNS else "earlier"


def _read(day: str | None) -> date | None:
    try:
        return date.fromisoformat(day[:_LENGTH]) if day else None
    except ValueError:
        return None
