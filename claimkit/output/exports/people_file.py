"""A people file as text: CSV for spreadsheets, TOML for editors."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from claimkit.english.characters import escape_json
from claimkit.models.collection import PersonEntry
from claimkit.models.tables import PERSON_COLUMNS
from claimkit.output.formats import csv_lines

_HEAD = """\
# The people of claimkit. Edit and run `claimkit people import FILE`.
# aliases: other full names of the person      merge: ids or names that are this person too
# split:   names that are never this person    pin:   the name to show
# pronouns: she, he or they, or hide to show none
"""


def people_csv(people: Iterable[PersonEntry]) -> Iterator[str]:
    """A header, then one line per person; lists are joined by semicolons."""
    return csv_lines(map(_row, people), PERSON_COLUMNS)


def people_toml(people: Iterable[PersonEntry]) -> Iterator[str]:
    """A `[[person]]` table for each; empty fields are left out."""
    yield _HEAD
    for person in people:
        yield "\n[[person]]\n"
        for key in PERSON_COLUMNS:
            value = getattr(person, key)
            if value:
                yield f"{key} = {_value(value)}\n"


def _row(person: PersonEntry) -> Mapping[str, Any]:
    values = ((key, getattr(person, key)) for key in PERSON_COLUMNS)
    return {key: "; ".join(value) if isinstance(value, tuple) else value for key, value in values}


def _value(value: str | Sequence[str]) -> str:
    if isinstance(value, str):
        return escape_json(json.dumps(value, ensure_ascii=False))
    return f"[{', '.join(_value(item) for item in value)}]"
