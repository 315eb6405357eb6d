"""A moment as people write it: `2025-02-09`, `2025-02-09T18:00`, or how long ago: `12h`, `7d`, `2w`."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from claimkit.errors import UsageError

_AGO = re.compile(r"(\d{1,5})([hdw])")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


def utc_moment(value: str | date, now: datetime | None = None) -> str:
    """The moment in UTC as the store writes it; a date is its beginning, and a time without a zone is local.

    Raises `UsageError` for what is not a moment.
    """
    try:
        return _parse(value, now or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        raise UsageError(
            f"added since: {str(value)!r} is not a moment; write it as 2025-02-09, 2025-02-09T18:00, or 12h, 7d, 2w"
            " for how long ago"
        ) from None


def _parse(value: str | date, now: datetime) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    text = value.strip()
    if ago := _AGO.fullmatch(text):
        return now - int(ago[1]) * _UNITS[ago[2]]
    if _DATE.fullmatch(text):
        text += "-01-01"[len(text) - 4 :]
    return datetime.fromisoformat(text)
