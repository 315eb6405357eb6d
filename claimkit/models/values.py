"""What the text fields of a record hold where they hold more than text: dates and Wikidata ids."""

from __future__ import annotations

import re
from datetime import date
from typing import TypeGuard

_WIKIDATA_ID = re.compile(r"Q[1-9][0-9]{0,11}")


def iso_date(value: str | None) -> date | None:
    """The date that `value` names; None if it is missing or written another way, as callers' own articles may be."""
    try:
        return date.fromisoformat(value or "")
    except ValueError:
        return None


def is_wikidata_id(value: str | None) -> TypeGuard[str]:
    """Whether `value` is a Wikidata id (`Q42`)."""
    return value is not None and _WIKIDATA_ID.fullmatch(value) is not None
